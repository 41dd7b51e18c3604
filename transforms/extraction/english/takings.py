"""A taking of an English segment -> a control change under construction (codebook §3)."""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.drafts import Draft, same_place
from transforms.extraction.english.control import ControlFrame
from transforms.extraction.english.mentions import PlaceMention
from transforms.extraction.english.placing import event_places
from transforms.extraction.english.story import Story
from transforms.extraction.reading import Segment
from transforms.extraction.when import default_date
from transforms.model import Control, Place

_CONTAINER_REACH = 3


def taking(story: Story, frame: ControlFrame, segment: Segment, places: list[PlaceMention]) -> Draft | None:
    """The control change that a taking tells, or None where it names no place or was told before."""
    own = [p for p in places if frame.places_from <= p.start < frame.places_to and p.role != "destination"]
    own = _without_containers(story, own, frame.places_from)
    named = [p for p in event_places(story.reading, own, segment)]
    if not named and not frame.plural and not own:
        return None
    takers = frame.takers or story.sides.last_subject
    if frame.plural and all(p.anaphor for p in named) and frame.places_low is not None:
        said = [p for p in named if p.level == "village" and len(named) == frame.places_low]
        named = said
    placed = [p.place if frame.extent == "partial" else replace(p.place, relation="in") for p in named]
    if not placed and not frame.plural:
        return None
    if placed and _told_before(story, takers, placed):
        return None
    reach = segment.end if frame.change == "withdrawal" else frame.places_to
    date = story.date(segment, reach)
    past = bool(date and date.past)
    low = frame.places_low if not placed or (frame.places_low or 0) > len(placed) else None
    control = Control(takers[0] if takers else None, frame.taken_from, frame.extent, frame.change, low)
    end = max([frame.mention.end, *(p.end for p in named)])
    return Draft(
        "control_change", segment, frame.start, min(end, segment.end), f"control.{frame.change}", actors=takers,
        targets=(frame.taken_from,) if frame.taken_from else (), places=placed,
        date=date or default_date(story.reading.day), background=frame.background or past,
        status="reported" if frame.reported else "confirmed", control=control,
    )  # fmt: skip


def _without_containers(story: Story, places: list[PlaceMention], start: int) -> list[PlaceMention]:
    """'X, Y and villages in Jabal Z': Z is not taken, nor is what is listed behind it."""
    reading = story.reading
    for number, place in enumerate(places):
        for i in range(max(start, place.start - _CONTAINER_REACH), place.start):
            level = reading.entry(i, "level")
            if level is not None and level.number == 3 and reading.tokens[i + 1].text == "in":
                return places[:number]
    return places


def _told_before(story: Story, takers: tuple[str, ...], places: list[Place]) -> bool:
    """The same change said again; a change and its reversal are two events."""
    for draft in reversed(story.recent):
        if draft.control is None or not draft.places:
            continue
        if any(same_place(a, b) for a in places for b in draft.places):
            same = not takers or draft.control.taken_by == takers[0]
            return same and draft.status == "confirmed" and all(
                any(same_place(a, b) and a.relation == b.relation for b in draft.places) for a in places
            )  # fmt: skip
    return False
