"""Countrysides: 'the northern countryside of Aleppo', 'eastern Daraa countryside', 'south Idlib', 'north of Hama'.

Belongs here: reading them as `Region`s. Does not belong here: the places in them (`places`).
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.english.names import NameIndex
from transforms.extraction.english.runs import NameRuns
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Region
from transforms.model import Place

_AHEAD_REACH = 40


class RegionMention(NamedTuple):
    """A region and the token behind it."""

    region: Region
    end: int


class RegionReader:
    """Reads countrysides and compass directions.

    Args:
        reading: the report.
        names: the name index.
        runs: finds names.
    """

    def __init__(self, reading: Reading, names: NameIndex, runs: NameRuns) -> None:
        self.reading = reading
        self.names = names
        self.runs = runs
        self._ahead: dict[int, Region | None] = {}

    def at(self, position: int, segment: Segment) -> RegionMention | None:
        """The region that begins at a token."""
        mention = self.reading.at.get(position)
        if mention is not None and mention.entry("direction"):
            return self._directed(position, segment)
        if mention is not None and (mention.entry("countryside") or mention.entry("rural")):
            return self._countryside(position, "", segment)
        return self._named_first(position, segment)

    def ahead(self, segment: Segment) -> Region | None:
        """The first region named in the next clause of the same sentence."""
        if segment.index not in self._ahead:
            self._ahead[segment.index] = self._find_ahead(segment)
        return self._ahead[segment.index]

    def _find_ahead(self, segment: Segment) -> Region | None:
        later = next(iter(self.reading.segments[segment.index + 1 : segment.index + 2]), None)
        if later is None or not later.linked or later.section is not segment.section:
            return None
        for position in range(later.start, min(later.end, later.start + _AHEAD_REACH)):
            found = self.at(position, later)
            if found is not None:
                return found.region
        return None

    def _directed(self, position: int, segment: Segment) -> RegionMention | None:
        mention = self.reading.at[position]
        entry = mention.entry("direction")
        direction, cursor = entry.value if entry else "", mention.end
        following = self.reading.at.get(cursor) if cursor < segment.end else None
        while following is not None and (following.entry("direction") or following.entry("and")):
            if following.entry("and") and not self._direction_at(following.end):
                break
            cursor = following.end
            following = self.reading.at.get(cursor) if cursor < segment.end else None
        if following is not None and (following.entry("countryside") or following.entry("rural")):
            return self._countryside(cursor, direction, segment)
        if following is not None and following.entry("of"):
            return self._anchored(following.end, direction, segment)
        return self._name_behind(cursor, direction, segment)

    def _direction_at(self, position: int) -> bool:
        return self.reading.entry(position, "direction") is not None

    def _countryside(self, position: int, direction: str, segment: Segment) -> RegionMention | None:
        """'countryside [of NAME]'; without a name it is that of the section's governorate."""
        cursor = self.reading.at[position].end
        inside = self.reading.tokens[cursor - 1].text == "of"
        cursor -= inside
        of = cursor < segment.end and (self.reading.tokens[cursor].text in ("of", "in"))
        begin = cursor + 1 if of else cursor
        while begin < segment.end and (self.reading.tokens[begin].text == "the" or self._level_at(begin)):
            begin += 1
        after = self.reading.at.get(begin) if begin < segment.end else None
        if after is not None and after.entry("of"):
            begin = after.end
        if of or self.reading.entry(position, "rural"):
            anchored = self._anchored(begin, direction, segment)
            if anchored is not None:
                return anchored
        admin1 = segment.section.admin1
        if not admin1:
            return None
        return RegionMention(self._whole(admin1[0], direction), cursor + inside)

    def _behind_level(self, position: int) -> int:
        """'west of the city of X': the phrase is passed as a whole."""
        return self.reading.at[position].end if self._level_at(position) else position + 1

    def _level_at(self, position: int) -> bool:
        level = self.reading.entry(position, "level")
        return level is not None and level.value in ("city", "town", "governorate")

    def _anchored(self, position: int, direction: str, segment: Segment) -> RegionMention | None:
        """A name behind 'of': the anchor of the region."""
        start = position
        while start < segment.end and (self.reading.tokens[start].text in ("the", "of") or self._level_at(start)):
            start = self._behind_level(start)
        end = self.runs.end(start, segment.end) if start < segment.end else None
        if end is None:
            return None
        region = self._of_name(start, end, direction, segment)
        if region is None:
            return None
        while end < segment.end and self._level_at(end):
            end = self.reading.at[end].end
        return RegionMention(region, end)

    def _name_behind(self, position: int, direction: str, segment: Segment) -> RegionMention | None:
        """'eastern Daraa countryside', 'north-western Hama', 'southern Idlib'."""
        end = self.runs.end(position, segment.end) if position < segment.end else None
        if end is None:
            return None
        after = self.reading.at.get(end) if end < segment.end else None
        countryside = after is not None and after.entry("countryside") is not None
        region = self._of_name(position, end, direction, segment)
        if region is None or not (countryside or region.whole_governorate):
            return None
        return RegionMention(region, after.end if countryside and after is not None else end)

    def _named_first(self, position: int, segment: Segment) -> RegionMention | None:
        """'Idlib countryside', 'Homs' northern countryside', 'Daraa province'."""
        end = self.runs.end(position, segment.end)
        if end is None:
            return None
        cursor, direction = end, ""
        if cursor < segment.end and self.reading.tokens[cursor].text == "'s":
            cursor += 1
        other = self.reading.at.get(cursor) if cursor < segment.end else None
        while other is not None and (entry := other.entry("direction")):
            direction, cursor = direction or entry.value, other.end
            other = self.reading.at.get(cursor) if cursor < segment.end else None
        level = other.entry("level") if other else None
        province = level is not None and level.value == "governorate"
        if other is None or not (other.entry("countryside") or province):
            return None
        region = self._of_name(position, end, direction, segment)
        return RegionMention(region, other.end) if region is not None else None

    def _of_name(self, start: int, end: int, direction: str, segment: Segment) -> Region | None:
        candidates = self.names.candidates(self.runs.words(start, end), segment.section.admin1)
        places = self.names.gazetteer.places
        here = segment.section.admin1
        ranked = sorted(
            candidates,
            key=lambda i: (places[i].level != "governorate" and places[i].admin1_pcode not in here, self._rank(i), i),
        )
        if not ranked:
            return None
        best = places[ranked[0]]
        if best.level == "governorate" or best.capital_level in (0, 1):
            return self._whole(best.admin1_pcode or "", direction)
        return Region(ranked[0], best.admin1_pcode, direction, False)

    def _rank(self, index: int) -> int:
        place = self.names.gazetteer.places[index]
        if place.level == "governorate":
            return 0
        return {0: 1, 1: 1, 2: 2, 3: 3}.get(9 if place.capital_level is None else place.capital_level, 5)

    def _whole(self, admin1: str, direction: str) -> Region:
        if admin1 == "SY01":
            admin1 = "SY03"  # the countryside of Damascus is a governorate of its own
        gazetteer = self.names.gazetteer
        capital = gazetteer.capitals.get("SY01" if admin1 == "SY03" else admin1)
        anchor = capital if capital is not None else gazetteer.by_id.get(admin1)
        return Region(anchor, admin1, direction, True)

    def place(self, region: Region, surface: str) -> Place | None:
        """A countryside as a place of its own, where nothing more exact is named: precision 3."""
        gazetteer = self.names.gazetteer
        if region.whole_governorate and region.admin1 is not None:
            whole = gazetteer.places[gazetteer.by_id[region.admin1]]
            return Place(
                region.admin1, "governorate", whole.name_ar, whole.name_en, region.admin1, None, None, None, None, 3,
                "in", surface,
            )  # fmt: skip
        if region.anchor is None:
            return None
        anchor = gazetteer.places[region.anchor]
        return Place(
            anchor.pcode, anchor.level, anchor.name_ar, anchor.name_en, anchor.admin1_pcode, anchor.admin2_pcode, None,
            anchor.latitude, anchor.longitude, 3, "near", surface,
        )  # fmt: skip
