"""An event under construction: what the segments of a report have told of it so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.reading import Segment
from transforms.extraction.when import EventDate
from transforms.model import Control, Place

LOOK_BACK = 100
"""Events before or behind it that an event may refer to. No report tells as many; it keeps time linear in length."""


@dataclass(slots=True)
class Draft:
    """An event under construction."""

    event_type: str
    segment: Segment
    start: int
    end: int
    rule: str
    weapon: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    certainty: str = "certain"
    places: list[Place] = field(default_factory=list)
    date: EventDate | None = None
    status: str = "confirmed"
    background: bool = False
    no_casualties: bool = False
    late_death: bool = False
    original_date: dt.date | None = None
    control: Control | None = None
    rows: list[CasualtyRow] = field(default_factory=list)
    source: Draft | None = None
    restated: bool = False


def same_place(a: Place, b: Place) -> bool:
    """Whether two places of a report are one: by P-code, else by name."""
    if a.pcode and b.pcode:
        return a.pcode == b.pcode
    return a.name_ar == b.name_ar or a.surface == b.surface


def near(place: Place) -> Place:
    """The surroundings of a place."""
    return replace(place, relation="near", geo_precision=max(2, place.geo_precision))
