"""Which of the places that a segment names are those of an event (codebook §5).

Belongs here: leaving out origins, containers and what is said again; countrysides as places of their own. Does not
belong here: finding and resolving names (`where`).
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.control import ControlFrame
from transforms.extraction.control_extent import PART_WORDS
from transforms.extraction.drafts import same_place
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Region
from transforms.extraction.where import PlaceFinder, PlaceMention
from transforms.model import Place

_MINOR = frozenset({"checkpoint", "base"})
"""Levels whose unresolved names place an event only where nothing better does, or where they are what was taken."""


_NAMELY_REACH = 3
_LONGEST_NAME = 3
_PART_REACH = 3
_OF_NO_NAME = frozenset(
    {"in", "near", "bearing", "relative", "attribute", "after", "from", "countryside", "sector", "because", "time"}
)
"""Roles of words that end a name."""
_ORIGIN_ROLES = frozenset({"origin", "origin_if_person", "attribute", "qualifier", "towards", "from"})
"""Roles of words that may tell that a place is where somebody or something comes from."""


def _listed_apart(a: PlaceMention, b: PlaceMention) -> bool:
    """'the villages of X the northern and X the southern': two names in one list, though the gazetteer knows one."""
    return a.group == b.group and a.segment == b.segment and not a.anaphor and a.place.surface != b.place.surface


class PlaceChooser:
    """Chooses the places of events.

    Args:
        reading: the report.
        finder: found the places.
    """

    def __init__(self, reading: Reading, finder: PlaceFinder) -> None:
        self.reading = reading
        self.finder = finder

    def of_event(
        self, places: list[PlaceMention], segment: Segment, *, from_there: bool = False, minor: bool = False
    ) -> list[PlaceMention]:
        """Places of a strike or fight: without origins, containers and what is said again."""
        kept: list[PlaceMention] = []
        homes: list[PlaceMention] = []
        inner: PlaceMention | None = None
        for place in places:
            home = homes[-1] if homes else None
            if not from_there and (self._origin(place, segment) or (home and self._of_home(home, place))):
                homes.append(place)
                continue
            if place.anaphor and any(same_place(place.place, home.place) for home in homes):
                place = replace(place, anaphor=False)  # 'a man of the quarter of X ..., on the quarter'
            contains = inner is not None and self._container(inner, place)
            inner = place  # 'the checkpoint X in the quarter Y of the city of Z': Z contains Y
            if contains:
                continue
            if any(same_place(place.place, other.place) and not _listed_apart(place, other) for other in kept):
                continue
            kept.append(place)
        named = [p for p in kept if not p.anaphor]
        if minor and named and kept[0].anaphor and kept[0].level != "area":
            return kept  # 'took the town and the village of X'
        exact = [p for p in named if p.level not in _MINOR or p.place.pcode or p.place.latitude]
        return (exact if exact and not minor else named) or [p for p in kept if p.start == kept[0].start]

    def _of_home(self, home: PlaceMention, place: PlaceMention) -> bool:
        """'a man of the quarter of X in (b-) the city of Y'."""
        first = place.start
        while first > home.end and self.reading.entry(first - 1, "level"):
            first -= 1
        return first == home.end and "ب" in self.reading.tokens[first].prefix

    def river(self, place: PlaceMention) -> bool:
        """Rivers say where a place lies; nobody takes one."""
        return place.index is not None and self.finder.gazetteer.places[place.index].kind == "river"

    def _origin(self, place: PlaceMention, segment: Segment) -> bool:
        """'a fighter from the town of X', 'from its positions in X'."""
        for i in range(max(segment.start, place.start - 3), place.start):
            mention = self.reading.at.get(i)
            if mention is None or _ORIGIN_ROLES.isdisjoint(mention.by_role):
                continue
            if mention.entry("origin") or mention.entry("origin_if_person"):
                return True
            if mention.entry("attribute") and not self.reading.tokens[i].stem.startswith("واقع"):
                return True
            about = mention.entry("qualifier") is not None and self.reading.tokens[i].text == "نحو"
            if (about and not self._share(i + 1)) or mention.entry("towards"):
                return True
            if mention.entry("from") and all(
                (m := self.reading.at.get(j)) is None or m.entry("level") for j in range(mention.end, place.start)
            ):
                parts = [self.reading.at.get(mention.start - back) for back in (1, 2)]
                if self._part_taken(mention.start):
                    return False
                return not any(m is not None and (m.entry("full") or m.entry("partial")) for m in parts)
        return False

    def _part_taken(self, position: int) -> bool:
        """'(took) on the southern part of the quarter': its part, not from there."""
        tokens = self.reading.tokens
        part = position >= _PART_REACH and tokens[position - 2].stem in PART_WORDS
        return part and tokens[position - _PART_REACH].text == "علي"

    def _share(self, position: int) -> bool:
        """'about half of the town': no direction."""
        return self.reading.tokens[position].text[0].isdigit() or self.reading.entry(position, "partial") is not None

    def _container(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        """'the quarter of X in the city of Y': Y is not another place."""
        tokens = self.reading.tokens
        if outer.start == inner.start:
            return False  # 'the two villages' said again
        first = outer.start
        while first > inner.end and self.reading.entry(first - 1, "level"):
            first -= 1
        if any(tokens[i].prefix.startswith("و") for i in range(inner.end, outer.start)):
            return False  # 'the quarter of X and the outskirts of the quarter of Y'
        unsplit = tokens[first].text.startswith("و") and not outer.place.surface.startswith("و")
        if first - inner.end > 2 or unsplit or tokens[first].prefix.startswith("و"):
            return False
        if outer.place.level == "feature" and "ب" in tokens[first].prefix:
            return True  # 'the village of X in Mount Y'
        if outer.place.level == "governorate" or (
            outer.level in ("mountain", "plain", "area") and outer.place.level == "feature"
        ):
            return True
        if inner.place.level in ("neighbourhood", "feature") or inner.place.pcode is None:
            return True
        a, b = inner.place, outer.place
        return a.admin2_pcode == b.admin2_pcode and inner.index != outer.index

    def of_regions(self, regions: list[Region], segment: Segment) -> list[Place]:
        """The first countryside as a place of its own, where a segment names nothing more exact."""
        for region in regions:
            if self._of_origin(region, segment):
                continue
            place = self.finder.region_place(region, self._region_surface(segment))
            if place is not None:
                return [place]
        return []

    def _of_origin(self, region: Region, segment: Segment) -> bool:
        """'two fighters of the town of X in the northern countryside of Y': where they come from."""
        return any(region is known for known in self.finder.regions_of_origin)

    def _region_surface(self, segment: Segment) -> str:
        for mention in self.reading.within(segment.start, segment.end):
            if mention.entry("countryside") or mention.entry("bearing") or mention.entry("sector"):
                end = min(segment.end, mention.end + 2)
                first, last = self.reading.span(mention.start, end)
                return self.reading.report.body[first:last].strip(" ،,")
        return ""

    def beside(self, place: PlaceMention) -> bool:
        """'20 villages near X', 'two villages in the countryside of X': X was not taken."""
        if place.place.relation == "near":
            return True
        first = place.start
        while self.reading.entry(first - 1, "level"):
            first -= 1
        if self.reading.tokens[first - 1].stem.startswith("تابع"):
            return True  # 'a company of the brigade of X'
        return "ب" in self.reading.tokens[first].prefix or self.reading.entry(first - 1, "in") is not None

    def facilities(self, frame: ControlFrame, own: list[PlaceMention], admin1: tuple[str, ...]) -> list[PlaceMention]:
        """What was taken besides settlements: 'the silos of X', 'the building of the police': places by their words."""
        out: list[PlaceMention] = []
        for mention in self.reading.having(frame.places_from, frame.places_to, "level"):
            level = mention.entry("level")
            if level is None or self.reading.tokens[mention.start].definite:
                continue
            whole = mention.end - mention.start > 1 and level.value == "base"  # 'the grain silos': a name as it is
            if level.value != "facility" and not whole:
                continue
            end = mention.end if whole else self._name_end(mention.end, frame.places_to)
            if end == mention.end and not whole:
                continue
            first, last = self.reading.span(mention.start, end)
            surface = self.reading.report.body[first:last].removeprefix(self.reading.tokens[mention.start].prefix)
            inside = [p for p in own if mention.start <= p.start < end]
            place = Place(
                None, "feature", surface, None, inside[0].place.admin1_pcode if inside else (admin1 or (None,))[0],
                None, None, None, None, 2, "in", surface,
            )  # fmt: skip
            out.append(PlaceMention(place, mention.start, end, -1, None, False, "facility", -1))
        return out

    def _name_end(self, position: int, limit: int) -> int:
        """The token behind the words that name a facility."""
        end = position
        while end < min(limit, position + _LONGEST_NAME):
            token, mention = self.reading.tokens[end], self.reading.at.get(end)
            if (
                token.prefix.startswith("و")
                or token.text.startswith(("وال", "قرب", "عند"))
                or not token.text[0].isalpha()
            ):
                break
            if mention is not None and not mention.entry("place") and not _OF_NO_NAME.isdisjoint(mention.by_role):
                break
            end += 1
        return end

    def namely(self, frame: ControlFrame, segment: Segment, places: list[PlaceMention]) -> list[PlaceMention]:
        """'more than 20 villages, among them X and Y': the places that are named."""
        namely = self.reading.first("namely", frame.places_from, segment.end)
        if namely is None:
            return []
        behind = [p for p in places if p.start >= namely.end and not p.anaphor and p.level != "road"]
        if not behind or behind[0].start > namely.end + _NAMELY_REACH:
            return []
        if self.reading.having(namely.end, behind[0].start, "control", "trigger"):
            return []  # 'parts of it, and taking ...'
        return [p for p in behind if p.group == behind[0].group]
