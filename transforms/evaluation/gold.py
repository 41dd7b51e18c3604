"""What an expert reads in one report, as frozen values: a gold file (docs/golden.md).

Belongs here: the keys of a gold file, which of them have to be there, several right answers. Does not belong here:
whether the gold is right (`check`) and how it is compared (`scoring`).
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from transforms.errors import GoldError
from transforms.evaluation.entries import Entry

T_co = TypeVar("T_co", covariant=True)

EVENT_ONLY = "event_only"
"""Value of `optional`: the event is debatable, its casualty rows are not."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """A right value and the further ones that two careful readers may give instead (`X` and `X_alt`)."""

    value: T_co
    others: tuple[T_co, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether a value counts as right."""
        return value == self.value or value in self.others


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place of a gold event; `names` are all that the text or a reader may call it."""

    names: tuple[str, ...]
    admin1_pcode: str | None
    pcode: Answer[str | None]
    level: str | None
    geo_precision: int

    @property
    def name_ar(self) -> str:
        """The name as the text has it; empty where the gold names none."""
        return self.names[0] if self.names else ""


@dataclass(frozen=True, slots=True)
class GoldControl:
    """Who took what from whom (codebook §3)."""

    taken_by: Answer[str | None]
    taken_from: Answer[str | None]
    extent: Answer[str | None]
    change: Answer[str | None]
    places_low: int | None


@dataclass(frozen=True, slots=True)
class GoldCasualty:
    """A casualty row (codebook §7). `parts` are the numbers of its breakdown, never rows of their own."""

    outcome: Answer[str]
    side: Answer[str | None]
    civilian_status: Answer[str]
    low: int
    qualifier: Answer[str]
    confirmed: bool
    scope: str
    parts: tuple[int | None, ...]
    evidence: str
    is_optional: bool
    key: str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One event.

    Attributes:
        beside: for an event without a place, places at which a prediction may put it.
        admin1_pcodes: governorates, from `admin1` or else from the places.
        no_casualty_statement: None where it is not scored.
        is_optional: neither missed when absent nor wrong when present.
        rows_optional: the same for all its casualty rows.
        key: where in the file it stands, e.g. `events[3]`.
    """

    event_type: Answer[str]
    weapon: Answer[str | None]
    actors: Answer[frozenset[str]]
    targets: Answer[frozenset[str]]
    places: tuple[GoldPlace, ...]
    beside: tuple[GoldPlace, ...]
    admin1_pcodes: frozenset[str]
    event_date_start: Answer[dt.date | None]
    event_date_end: Answer[dt.date | None]
    date_precision: Answer[int | None]
    date_surface: str | None
    status: Answer[str]
    is_background: bool
    control: GoldControl | None
    casualties: tuple[GoldCasualty, ...]
    no_casualty_statement: bool | None
    evidence: str
    is_optional: bool
    rows_optional: bool
    key: str


@dataclass(frozen=True, slots=True)
class Trap:
    """Something in the text that must not be extracted (`document.must_not_extract`).

    Attributes:
        kind: `control` and `casualty` are scored; others are for readers.
        places: names, for `control`; empty stands for a change without a place.
        taken_by: for `control`; None is any taker.
        low: for `casualty`, the number.
    """

    kind: str
    quote: str
    places: tuple[GoldPlace, ...]
    taken_by: str | None
    low: int | None
    key: str


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One gold file.

    Attributes:
        published: given to the extractor; None where the date has to be found.
        published_date: the anchor of all dates (codebook §6).
        total_killed_low: the report's total by codebook §7.
        text_sha256: hash of the text that the gold was made from, where the file keeps it.
    """

    report_id: str
    file: Path
    published: dt.date | dt.datetime | None
    published_date: dt.date
    events: tuple[GoldEvent, ...]
    total_killed_low: int
    traps: tuple[Trap, ...]
    text_sha256: str | None


def read_gold(file: Path) -> GoldReport:
    """Read one gold file.

    Raises:
        GoldError: it is no JSON, a needed key is missing, or a value is of the wrong kind. The error names the key.
    """
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise GoldError(f"cannot be read: {error.strerror}", file=file) from error
    except ValueError as error:
        raise GoldError(f"is no JSON: {error}", file=file) from error
    if not isinstance(values, dict):
        raise GoldError("has to be one JSON object", file=file)
    entry = Entry(values, file)
    entry.require("events", "document")
    document = entry.object("document")
    if document is None:
        raise entry.fault("document", "has to be an object")
    collected = entry.object("collect")
    return GoldReport(
        report_id=entry.text("id"),
        file=file,
        published=entry.day_or_time("published"),
        published_date=entry.day("published_date"),
        events=tuple(_event(item) for item in entry.objects("events")),
        total_killed_low=document.number("total_killed_low"),
        traps=tuple(_trap(item) for item in document.objects("must_not_extract")),
        text_sha256=collected.text_or_none("sha256") if collected else None,
    )


def _event(entry: Entry) -> GoldEvent:
    entry.require("is_background", "actors", "targets", "places", "casualties")
    start, end = entry.day_or_none("event_date_start"), entry.day_or_none("event_date_end")
    places = tuple(_place(item) for item in entry.objects("places"))
    is_optional, rows_optional = _optional(entry)
    return GoldEvent(
        event_type=_words(entry, "event_type"),
        weapon=_words_or_none(entry, "weapon"),
        actors=_sides(entry, "actors"),
        targets=_sides(entry, "targets"),
        places=places,
        beside=tuple(_place(item) for item in entry.objects("places_alt")),
        admin1_pcodes=frozenset(entry.texts("admin1")) or frozenset(p.admin1_pcode for p in places if p.admin1_pcode),
        event_date_start=Answer(start, entry.days("event_date_start_alt")),
        event_date_end=Answer(end, entry.days("event_date_end_alt")),
        date_precision=Answer(entry.number_or_none("date_precision"), tuple(entry.items("date_precision_alt"))),
        date_surface=entry.text_or_none("date_surface"),
        status=_words(entry, "status"),
        is_background=entry.flag("is_background"),
        control=_control(entry),
        casualties=tuple(_casualty(item) for item in entry.objects("casualties")),
        no_casualty_statement=entry.flag_or_none("no_casualty_statement"),
        evidence=entry.text("evidence"),
        is_optional=is_optional,
        rows_optional=rows_optional,
        key=entry.key,
    )


def _optional(entry: Entry) -> tuple[bool, bool]:
    """Whether an event is optional, and whether all its casualty rows are."""
    if entry.values.get("optional") == EVENT_ONLY:
        return True, False
    is_optional = entry.flag("optional")
    return is_optional, is_optional


def _place(entry: Entry) -> GoldPlace:
    names = (entry.text_or_none("name_ar"), entry.text_or_none("surface"), *entry.texts("alt"))
    precision = entry.number_or_none("geo_precision")
    return GoldPlace(
        names=tuple(name for name in names if name),
        admin1_pcode=entry.text_or_none("admin1_pcode") or entry.text_or_none("admin1"),
        pcode=_words_or_none(entry, "pcode"),
        level=entry.text_or_none("level"),
        geo_precision=1 if precision is None else precision,
    )


def _control(event: Entry) -> GoldControl | None:
    entry = event.object("control")
    if entry is None:
        if event.values.get("event_type") == "control_change":
            raise event.fault("control", "is needed in a control_change")
        return None
    entry.require("taken_by", "taken_from", "extent", "change")
    return GoldControl(
        taken_by=_words_or_none(entry, "taken_by"),
        taken_from=_words_or_none(entry, "taken_from"),
        extent=_words_or_none(entry, "extent"),
        change=_words_or_none(entry, "change"),
        places_low=entry.number_or_none("places_low"),
    )


def _casualty(entry: Entry) -> GoldCasualty:
    entry.require("side", "confirmed")
    return GoldCasualty(
        outcome=_words(entry, "outcome"),
        side=_words_or_none(entry, "side"),
        civilian_status=_words(entry, "civilian_status"),
        low=entry.number("low"),
        qualifier=_words(entry, "qualifier"),
        confirmed=entry.flag("confirmed"),
        scope=entry.text("scope"),
        parts=tuple(part.number_or_none("n") for part in entry.objects("breakdown")),
        evidence=entry.text("evidence"),
        is_optional=entry.flag("optional"),
        key=entry.key,
    )


def _trap(entry: Entry) -> Trap:
    names = entry.texts("places")
    return Trap(
        kind=entry.text("kind"),
        quote=entry.text("quote"),
        places=tuple(GoldPlace((name,), None, Answer(None), None, 1) for name in names),
        taken_by=entry.text_or_none("taken_by"),
        low=entry.number_or_none("low"),
        key=entry.key,
    )


def _words(entry: Entry, key: str) -> Answer[str]:
    return Answer(entry.text(key), entry.texts(f"{key}_alt"))


def _words_or_none(entry: Entry, key: str) -> Answer[str | None]:
    others = entry.items(f"{key}_alt")
    for i, other in enumerate(others):
        if other is not None and not isinstance(other, str):
            raise entry.fault(f"{key}_alt[{i}]", f"has to be a string or null, not {other!r}")
    return Answer(entry.text_or_none(key), tuple(others))


def _sides(entry: Entry, key: str) -> Answer[frozenset[str]]:
    others = tuple(frozenset(ids) for ids in entry.lists_of_texts(f"{key}_alt"))
    return Answer(frozenset(entry.texts(key)), others)
