"""Whose dead: the event that casualty rows without an event of their own belong to (codebook §7).

Belongs here: choosing among events already told, by place, by time, by side. Does not belong here: reading rows
(`casualties`), making events (`assemble`), what a new total replaces (`assemble`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from transforms.extraction.drafts import Draft, same_place
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.where import PlaceMention

_BACK = 6
"""Events before it that people may belong to by their place."""
_FORCE = frozenset({"airstrike", "shelling", "rocket", "explosion", "clash", "targeted_killing"})
_REGION = 3
_BROUGHT_REACH = 7
_BROUGHT = ("نقل", "اسعاف", "اسعف", "نقلوا")


def brought_there(reading: Reading, place: PlaceMention) -> bool:
    """'who were brought to the hospital of X': where the wounded went, not where they were hit."""
    before = range(max(0, place.start - _BROUGHT_REACH), place.start)
    stems = [reading.tokens[i].stem for i in before]
    return "الي" in stems and any(stem.startswith(_BROUGHT) for stem in stems)


def event_at(
    drafts: Sequence[Draft], places: list[PlaceMention], segment: Segment, *, background: bool
) -> Draft | None:
    """The event told before of just these places, in the same paragraph: its people may come behind other events."""
    named = [p.place for p in places if not p.anaphor and p.place.geo_precision < _REGION]
    if not named:
        return None
    for draft in islice(reversed(drafts), _BACK):
        near = draft.segment.section is segment.section and draft.segment.paragraph == segment.paragraph
        if not near or draft.event_type not in _FORCE or draft.background != background:
            continue
        exact = [q for q in draft.places if q.geo_precision < _REGION]
        if exact and all(any(same_place(p, q) for q in exact) for p in named):
            return draft
    return None
