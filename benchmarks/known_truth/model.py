"""What the corpus is made of: incidents, the people harmed in them, and how a report tells one of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people of a row ("11 fighters")."""

    kind: str
    n: int
    side: str | None
    civilian_status: str


@dataclass(frozen=True, slots=True)
class People:
    """A row of people harmed, codebook section 7. `low`, `best` and `high` are numbers of people."""

    outcome: str
    side: str | None
    civilian_status: str
    low: int
    best: int | None
    high: int | None
    qualifier: str = "exact"
    confirmed: bool = True
    scope: str = "incident"
    parts: tuple[Part, ...] = ()

    @property
    def who(self) -> tuple[str, str | None, str]:
        """Whose fate the row tells: rows with the same key tell of the same people of an incident."""
        return self.outcome, self.side, self.civilian_status

    def numbered(self, best: int) -> People:
        """The same people with an exact number."""
        return replace(self, low=best, best=best, high=best, qualifier="exact", confirmed=True)


@dataclass(frozen=True, slots=True)
class Control:
    """A change of control, codebook section 3."""

    taken_by: str
    taken_from: str | None
    extent: str = "full"
    change: str = "capture"
    places_low: int | None = None


@dataclass(slots=True)
class Incident:
    """One thing that happened, and what is to be counted of it.

    Attributes:
        number: its place in the table of incidents.
        story: how it is told, for example `repeated` or `corrected`: the reason behind a difference.
        places: P-codes; empty where only the governorate (`admin1`) is known.
        first_day: the day that it is counted on.
        precision: 1 the day is known, 2 a span, 3 unknown (codebook section 6).
        wording: numbers that pick the words of its sentences.
        standing: the people who count once every report is read; empty where nothing stands.
        stands: False where every report that told it took it back.
    """

    number: int
    story: str
    event_type: str
    weapon: str | None
    places: tuple[str, ...]
    admin1: str | None
    first_day: dt.date
    last_day: dt.date
    precision: int
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    wording: tuple[int, ...]
    standing: tuple[People, ...] = ()
    control: Control | None = None
    status: str = "confirmed"
    stands: bool = True
    twin: int | None = None

    @property
    def family(self) -> str:
        """Kinds of event that reports take for one another."""
        return "shelling" if self.event_type == "rocket" else self.event_type


@dataclass(slots=True)
class Telling:
    """One incident as one report tells it.

    Attributes:
        day: publication day of the report.
        slot: three-hour part of that day, 0 to 5; tellings of an incident never share a day and slot.
        manner: how the sentence puts it: plain, rise, correction, another, background, doubt.
        first_day: the day that the report gives; None for an undated event.
        earlier: what the first revision of the report said instead; () for an event that it lacked.
        is_revised: the report has a first revision with `earlier`.
        is_dropped: the current revision no longer has the event.
        bundle: tellings with the same number stand in one report, in their order.
    """

    incident: Incident
    day: dt.date
    slot: int
    people: tuple[People, ...]
    manner: str = "plain"
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    precision: int = 1
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    status: str = "confirmed"
    control: Control | None = None
    is_background: bool = False
    is_revised: bool = False
    earlier: tuple[People, ...] = ()
    is_dropped: bool = False
    bundle: int | None = None
    variation: int = 0

    @property
    def event_type(self) -> str:
        """Kind of event, that of the incident."""
        return self.incident.event_type


@dataclass(slots=True)
class Report:
    """One report: its tellings in their order, and what becomes of it."""

    number: int
    published_at: dt.datetime
    day: dt.date
    admin1: str | None
    tellings: list[Telling] = field(default_factory=list)
    is_listed: bool = True

    @property
    def has_revisions(self) -> bool:
        """Whether the lake has two revisions of it."""
        return any(one.is_revised or one.is_dropped for one in self.tellings)


@dataclass(slots=True)
class DayTotal:
    """The number of people killed in a governorate on a day, as evening bulletins give it.

    Attributes:
        people: the last total that stands.
        incidents: numbers of the incidents whose people it contains.
    """

    incident: Incident
    people: People
    incidents: tuple[int, ...]


@dataclass(slots=True)
class Corpus:
    """All that happened and all that is told of it."""

    incidents: list[Incident]
    totals: list[DayTotal]
    reports: list[Report]
