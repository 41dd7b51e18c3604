"""The table of incidents: what happens on which day and where, drawn so that the rules of the models can tell it.

Two incidents of one kind share a place and day only where a story is about that (`stories`). By chance they never do:
an incident keeps its place free of its kind on the days that its tellings may be dated on.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.known_truth.model import Incident
from benchmarks.known_truth.places import Choice, gazetteer
from benchmarks.known_truth.sides import draw_kind, draw_sides
from benchmarks.known_truth.words import draw_wording

FIRST_DAY, LAST_DAY = dt.date(2013, 1, 1), dt.date(2025, 12, 31)
_SMALL_FIRST_DAY = dt.date(2015, 12, 1)
_INTENSITY = {2013: 14, 2014: 15, 2015: 16, 2016: 17, 2017: 14, 2018: 11, 2019: 10, 2020: 7, 2021: 6, 2022: 5, 2023: 5,
              2024: 6, 2025: 5}  # fmt: skip
"""Incidents of a year against those of others."""

DAYS_AFTER = {"rises_late": 4, "rises_while_wounded_fall": 4, "misdated": 2}
"""Days after the incident on which a telling of such a story may be dated."""

ANYWHERE = ("once", "revised", "retracted", "undated")
"""Stories that can be told of an incident of which only the region is known; others are hard to tell there."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something happens."""

    first: dt.date
    days: int

    @classmethod
    def of(cls, reports: int) -> Span:
        """Thirteen years for a large corpus; twenty reports a day for a small one."""
        whole = (LAST_DAY - FIRST_DAY).days + 1
        if reports // 20 >= whole:
            return cls(FIRST_DAY, whole)
        return cls(_SMALL_FIRST_DAY, max(reports // 20, 10))


class Incidents:
    """Draws incidents one by one and keeps them apart.

    Attributes:
        drawn: the table, in the order of drawing; `Incident.number` is the row.
    """

    def __init__(self, rng: random.Random, span: Span, hard: bool) -> None:
        self.rng = rng
        self.hard = hard
        self.choice = Choice(rng)
        self.drawn: list[Incident] = []
        self._span = span
        self._taken: set[tuple[str, str, int]] = set()
        years = (_INTENSITY[(span.first + dt.timedelta(n)).year] for n in range(span.days))
        self._day_sums = list(itertools.accumulate(years))

    def day(self) -> dt.date:
        """A day of the span, more of them in the years that saw more."""
        number = bisect(self._day_sums, self.rng.random() * self._day_sums[-1])
        return self._span.first + dt.timedelta(number)

    def draw(self, story: str, kinds: Iterable[str] = (), precision: int | None = None) -> Incident:
        """A new incident whose place is free of its kind on its days.

        Args:
            story: how it will be told.
            kinds: what it may be; any kind where empty.
            precision: of its date; drawn where not given.
        """
        kinds = tuple(kinds)
        while True:
            day = self.day()
            kind = self.rng.choice(kinds) if kinds else draw_kind(self.rng, day)
            sides = draw_sides(self.rng, kind, day)
            if sides is None:
                continue
            places, admin1 = self._places()
            is_vague = not places or gazetteer()[places[0]].level == "subdistrict"
            if is_vague and story not in ANYWHERE and not self.hard:
                continue
            known = precision or (1 if self.rng.random() < 0.86 else 2)
            first = day - dt.timedelta(1) if known == 2 and self.rng.random() < 0.15 else day
            incident = Incident(
                len(self.drawn), story, kind, self.rng.choice(sides.weapons), places, admin1, first, day, known,
                sides.actors, sides.targets, draw_wording(self.rng),
            )  # fmt: skip
            if self._keep_free(incident):
                if is_vague and story not in ANYWHERE:
                    incident.story = f"{story}, region only"
                self.drawn.append(incident)
                return incident

    def twin(self, other: Incident, story: str, **changed: tuple[str, ...]) -> Incident:
        """Another incident of the kind, place and day of one that is drawn already, told in other words."""
        weapons = ("artillery", "mortar", "tank") if other.family == "shelling" else (other.weapon,)
        weapon = self.rng.choice([one for one in weapons if one != other.weapon] or [other.weapon])
        incident = Incident(
            len(self.drawn), story, other.event_type, weapon, other.places, other.admin1, other.first_day,
            other.last_day, other.precision, changed.get("actors", other.actors), changed.get("targets", other.targets),
            draw_wording(self.rng, unlike=other.wording), twin=other.number,
        )  # fmt: skip
        other.twin = incident.number
        self.drawn.append(incident)
        return incident

    def _places(self) -> tuple[tuple[str, ...], str | None]:
        admin1, draw = self.choice.governorate(), self.rng.random()
        if draw < 0.02:
            return (), admin1
        if draw < 0.04 and admin1 != "SY01":
            return (self.choice.subdistrict(admin1).pcode,), admin1
        town = self.choice.town(admin1)
        if draw < 0.11:
            found = self.choice.neighbours(town, self.rng.choice((2, 2, 3)))
            return tuple(place.pcode for place in found), admin1
        if draw < 0.14:
            other = self.choice.town(admin1 if draw < 0.132 else self.choice.governorate())
            if other.area != town.area:
                return (town.pcode, other.pcode), admin1 if other.admin1 == admin1 else None
        return (town.pcode,), admin1

    def _keep_free(self, incident: Incident) -> bool:
        """Take the incident's places and days for its kind; False where another one has them."""
        around = 0 if incident.precision == 1 else 1
        first = incident.first_day.toordinal() - around
        last = incident.last_day.toordinal() + max(around, DAYS_AFTER.get(incident.story, 0))
        areas = [gazetteer()[code].area for code in incident.places] or [f"in {incident.admin1}"]
        cells = {(area, incident.family, day) for area in areas for day in range(first, last + 1)}
        if cells & self._taken:
            return False
        self._taken |= cells
        return True
