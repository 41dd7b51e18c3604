"""Who takes which place from whom: a history of holders for groups of places, and how reports tell each change."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from benchmarks.known_truth.incidents import Incidents, Span
from benchmarks.known_truth.model import Control, Incident, Telling
from benchmarks.known_truth.sides import holders
from benchmarks.known_truth.words import draw_wording

PLACES_A_HUNDRED_CHANGES = 30
_KINDS = {
    "taken": 50, "taken_repeated": 22, "partial": 7, "partly_then_fully": 4, "exchange": 5, "taken_and_kept": 3,
    "held_again": 4, "reported_taking": 3, "reported_then_confirmed": 4, "revised_taking": 2, "retracted_taking": 1,
}  # fmt: skip
"""Shares of what a change of control is like."""


@dataclass(slots=True)
class _History:
    """A group of places that change hands together."""

    places: tuple[str, ...]
    admin1: str
    holder: str
    held: set[str]
    next_day: dt.date


class Takings:
    """Draws control changes into the table of incidents, and their tellings."""

    def __init__(self, incidents: Incidents, span: Span, count: int) -> None:
        self._incidents, self._span = incidents, span
        self._rng: random.Random = incidents.rng
        self.tellings: list[Telling] = []
        self._used: set[str] = set()
        self._used_days: set[tuple[str, dt.date]] = set()
        self._bundle = -1
        while count > 0:
            count -= self._tell_history(min(count, self._rng.randint(1, 6)))

    def _tell_history(self, changes: int) -> int:
        if self._rng.random() < 0.1:
            self._tell_unnamed()
            return 1
        history = self._begin()
        if history is None:
            return 1
        told = 0
        for _ in range(changes):
            if history.next_day > self._span.first + dt.timedelta(self._span.days - 1):
                break
            self._tell_change(history)
            history.next_day += dt.timedelta(3 + int(self._rng.expovariate(1 / (self._span.days / 8))))
            told += 1
        return max(told, 1)

    def _begin(self) -> _History | None:
        choice = self._incidents.choice
        admin1 = choice.governorate()
        town = choice.town(admin1)
        group = choice.neighbours(town, self._rng.choice((1, 1, 1, 2, 3)))
        places = tuple(place.pcode for place in group if place.pcode not in self._used)
        if not places:
            return None
        self._used.update(places)
        day = self._incidents.day()
        holder = self._rng.choice(holders(day))
        return _History(places, admin1, holder, {holder}, day)

    def _tell_change(self, history: _History) -> None:
        kind = self._rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        others = [actor for actor in holders(history.next_day) if actor != history.holder]
        taker = self._rng.choice(others)
        if kind == "held_again":
            self._told(self._incident(history, kind, self._control(history, history.holder, None)), 1)
        elif kind in ("exchange", "taken_and_kept"):
            self._tell_exchange(history, kind, taker)
        elif kind == "partial":
            change = replace(self._control(history, taker, history.holder), extent="partial")
            self._told(self._incident(history, kind, change), self._rng.choice((1, 1, 2)))
        else:
            control = self._control(history, taker, history.holder)
            incident = self._incident(history, kind, control)
            getattr(self, f"_tell_{kind}")(incident)
            if incident.stands and incident.status == "confirmed":
                self._move(history, taker)

    def _move(self, history: _History, taker: str) -> None:
        history.holder = taker
        history.held.add(taker)

    def _control(self, history: _History, taker: str, loser: str | None) -> Control:
        change = "recapture" if taker in history.held and loser else self._rng.choices(
            ("capture", "withdrawal", "handover"), (90, 7, 3)
        )[0]  # fmt: skip
        return Control(taker, loser, "full", change)

    def _incident(self, history: _History, story: str, control: Control) -> Incident:
        day = history.next_day
        incident = Incident(
            len(self._incidents.drawn), story, "control_change", None, history.places, history.admin1, day, day, 1,
            (control.taken_by,), (control.taken_from,) if control.taken_from else (), draw_wording(self._rng),
            control=control,
        )  # fmt: skip
        self._incidents.drawn.append(incident)
        return incident

    def _tell_taken(self, incident: Incident) -> None:
        self._told(incident, 1)

    def _tell_taken_repeated(self, incident: Incident) -> None:
        for telling in self._told(incident, self._rng.choice((2, 2, 3)))[1:]:
            if self._rng.random() < 0.3 and telling.control:
                telling.control = replace(telling.control, taken_from=None)

    def _tell_partly_then_fully(self, incident: Incident) -> None:
        first = self._told(incident, 2)[0]
        first.control = replace(incident.control, extent="partial") if incident.control else None

    def _tell_reported_taking(self, incident: Incident) -> None:
        incident.status = "reported"
        for telling in self._told(incident, self._rng.choice((1, 2))):
            telling.status, telling.manner = "reported", "doubt"

    def _tell_reported_then_confirmed(self, incident: Incident) -> None:
        first = self._told(incident, 2)[0]
        first.status, first.manner = "reported", "doubt"

    def _tell_revised_taking(self, incident: Incident) -> None:
        """The first version of the report lacked the event."""
        self._told(incident, 1)[0].is_revised = True

    def _tell_retracted_taking(self, incident: Incident) -> None:
        incident.stands = False
        self._told(incident, 1)[0].is_dropped = True

    def _tell_exchange(self, history: _History, kind: str, taker: str) -> None:
        """Taken in the morning and retaken in the evening; or taken, lost and taken again."""
        before = history.holder
        first = self._incident(history, kind, self._control(history, taker, before))
        self._move(history, taker)
        back = self._incident(history, kind, Control(before, taker, "full", "recapture"))
        told = [self._one(first, history.next_day, 1), self._one(back, history.next_day, 3)]
        if kind == "taken_and_kept":
            again = self._one(first, history.next_day, 5)
            again.control = replace(first.control, change="recapture") if first.control else None
            told.append(again)
        else:
            self._move(history, before)
            if self._rng.random() < 0.3:
                self._bundle -= 1
                for telling in told:
                    telling.slot, telling.bundle = 2, self._bundle
        self.tellings += told

    def _tell_unnamed(self) -> None:
        day, admin1 = self._incidents.day(), self._incidents.choice.governorate()
        taker, loser = self._rng.sample(holders(day), 2)
        number = 2 + int(self._rng.expovariate(0.2))
        history = _History((), admin1, loser, {loser}, day)
        incident = self._incident(history, "unnamed_places", Control(taker, loser, "full", "capture", number))
        if (admin1, day) in self._used_days:
            self._incidents.drawn.pop()
            return
        self._used_days.add((admin1, day))
        self._told(incident, self._rng.choice((1, 1, 2)))

    def _told(self, incident: Incident, count: int) -> list[Telling]:
        """Tellings in as many reports, in the order of time, within a day and a half."""
        slots = sorted(self._rng.sample(range(1, 9), count))
        told = [self._one(incident, incident.first_day + dt.timedelta(slot // 6), slot % 6) for slot in slots]
        self.tellings += told
        return told

    def _one(self, incident: Incident, day: dt.date, slot: int) -> Telling:
        return Telling(
            incident, day, slot, (), first_day=incident.first_day, last_day=incident.last_day, precision=1,
            actors=incident.actors, targets=incident.targets, status=incident.status, control=incident.control,
            variation=self._rng.randrange(60),
        )  # fmt: skip
