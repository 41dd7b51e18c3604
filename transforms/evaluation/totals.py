"""The total of killed in one report (codebook §7): a day's total replaces its items, campaign totals do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.evaluation.gold import GoldEvent
from transforms.evaluation.names import AnyPlace, governorates, is_region, names_of, pcode_of, places_agree
from transforms.model import Event

_GOVERNORATE = re.compile(r"SY\d\d")


@dataclass(frozen=True, slots=True)
class Toll:
    """A confirmed row of killed that counts, of the gold or predicted alike."""

    places: tuple[AnyPlace, ...]
    side: str | None
    civilian_status: str
    low: int
    scope: str


def total_killed_of_gold(events: Iterable[GoldEvent]) -> int:
    """The total of a gold file's events."""
    return _total(
        Toll(event.places, row.side.value, row.civilian_status.value, row.low, row.scope)
        for event in events
        if not event.is_background
        for row in event.casualties
        if row.outcome.value == "killed" and row.confirmed
    )


def total_killed(events: Iterable[Event]) -> int:
    """The total of predicted events."""
    return _total(
        Toll(event.places, row.side, row.civilian_status, row.low, row.scope)
        for event in events
        if not event.is_background
        for row in event.casualties
        if row.outcome == "killed" and row.confirmed
    )


def _total(tolls: Iterable[Toll]) -> int:
    counted = [toll for toll in tolls if toll.scope != "campaign"]
    days = [toll for toll in counted if toll.scope == "day"]
    highest: dict[tuple[object, ...], int] = {}
    for day in days:  # the same day's total told twice counts once, the higher one
        same = (*sorted(_first_name(place) for place in day.places), day.side, day.civilian_status)
        highest[same] = max(highest.get(same, 0), day.low)
    items = (toll for toll in counted if toll.scope != "day")
    return sum(highest.values()) + sum(item.low for item in items if not any(_replaces(day, item) for day in days))


def _replaces(day: Toll, item: Toll) -> bool:
    return _same_people(day, item) and _contains(day, item)


def _same_people(day: Toll, item: Toll) -> bool:
    if day.side:
        return item.side == day.side
    if day.civilian_status == "civilian":
        return not item.side and item.civilian_status in ("civilian", "unknown")
    return True


def _contains(day: Toll, item: Toll) -> bool:
    if not day.places or not item.places:
        return True
    if governorates(filter(_stands_for_governorate, day.places)) & governorates(item.places):
        return True
    return any(places_agree(one, other) for one in day.places for other in item.places)


def _stands_for_governorate(place: AnyPlace) -> bool:
    return is_region(place) or _GOVERNORATE.fullmatch(pcode_of(place) or "") is not None


def _first_name(place: AnyPlace) -> str:
    return next(iter(names_of(place)), "")
