"""Which of the places that an English segment names are those of an event (codebook §5).

Belongs here: leaving out origins, destinations, containers and what is said again; countrysides as places.
"""

from __future__ import annotations

from transforms.extraction.drafts import same_place
from transforms.extraction.english.mentions import PlaceMention
from transforms.extraction.english.places import PlaceFinder
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Region
from transforms.model import Place

_REGION_KINDS = frozenset({"mountain", "plain", "region", "desert", "river"})


def event_places(
    reading: Reading, places: list[PlaceMention], segment: Segment, *, attempted: bool = False
) -> list[PlaceMention]:
    """Places of an event: without origins, destinations, containers and what is said again.

    With `attempted`, also those of an attempt: a foiled attack is a fight at the place attacked.
    """
    kept: list[PlaceMention] = []
    for place in places:
        if place.role or _of_person(reading, place, segment) or (place.start in segment.attempts and not attempted):
            continue
        if kept and _better_known(reading, kept[-1], place):
            kept[-1] = place
            continue
        if kept and _container(reading, kept[-1], place, segment):
            continue
        if any(same_place(place.place, other.place) for other in kept):
            continue
        kept.append(place)
    named = [p for p in kept if not p.anaphor]
    return named or _one_group(kept)


def _one_group(kept: list[PlaceMention]) -> list[PlaceMention]:
    return [p for p in kept if p.start == kept[0].start] if kept else []


def _of_person(reading: Reading, place: PlaceMention, segment: Segment) -> bool:
    """'a man from the town of X': the people of a place are not in it."""
    for i in range(max(segment.start, place.start - 5), place.start):
        mention = reading.at.get(i)
        if mention is not None and mention.entry("origin"):
            between = reading.within(mention.end, place.start)
            return all(m.entry("level") or m.entry("of") or m.entry("and") for m in between)
    return False


def _better_known(reading: Reading, unknown: PlaceMention, known: PlaceMention) -> bool:
    """'the area of X near Y': where no gazetteer has X, what is known is that it happened near Y."""
    if unknown.index is not None or known.index is None or known.place.relation != "near":
        return False
    gap = [reading.tokens[i].text for i in range(unknown.end, known.start)]
    return len(gap) <= 3 and not set(gap) & {"and", ","} and known.place.level in ("community", "neighbourhood")


def _container(reading: Reading, inner: PlaceMention, outer: PlaceMention, segment: Segment) -> bool:
    """'the quarter of X in the city of Y', 'X in Jabal Y', 'X controlled by IS in Y': Y is not another place."""
    gap = [reading.tokens[i].text for i in range(inner.end, outer.start) if i not in segment.masked]
    if "in" in gap and "and" not in gap and len(gap) <= 6 and gap[0] in ("in", ",", "at"):
        return True
    if "of" in gap[:1] and inner.level in ("street", "area", "base", "neighbourhood"):
        return True
    near_gap = len(gap) <= 5 and "and" not in gap and "," not in gap
    return near_gap and outer.place.level in ("feature", "governorate") and any(word in gap for word in ("of", "in"))


def region_places(
    finder: PlaceFinder, regions: list[tuple[int, Region]], segment: Segment, told: int = 0
) -> list[Place]:
    """A countryside as the place of an event that names nothing more exact; rather one behind what tells it."""
    for position, region in sorted(regions, key=lambda found: found[0] < told):
        if position in segment.masked:
            continue
        mention = finder.regions.at(position, segment)
        end = mention.end if mention is not None else position + 1
        first, last = finder.reading.span(position, end)
        place = finder.regions.place(region, finder.reading.report.body[first:last])
        if place is not None:
            return [place]
    return []
