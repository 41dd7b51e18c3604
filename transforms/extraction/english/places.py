"""Where: the places that an English segment names (codebook §5).

Belongs here: finding names beside level words, prepositions and in lists, countrysides, vicinity, 'the town' said
again. Does not belong here: spelling (`names`), the choice between places of one name (`resolution`), what becomes of
them (`assemble`). Hands on `PlaceMention`s, resolved, in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extraction.drafts import near
from transforms.extraction.english.mentions import Found, PlaceMention, place_of
from transforms.extraction.english.names import NameIndex
from transforms.extraction.english.regions import RegionReader
from transforms.extraction.english.runs import NameRuns
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Choice, Context, Region, choose
from transforms.model import Place

_LEVEL_OUT = {
    "city": "community", "town": "community", "village": "community", "neighbourhood": "neighbourhood",
    "governorate": "governorate", "district": "district", "": "community",
}  # fmt: skip
_PREPOSITIONS = ("in", "on", "near", "origin", "destination", "from", "range_open")
_LEVEL_ONLY = frozenset({"street", "area", "road"})
"""Levels whose word may be left out when choosing: 'the area of X' is X."""
_CONTROL_REACH = 6
_SIDES_OF_NAME = frozenset({"city", "town", "village"})


@dataclass(slots=True)
class _Scan:
    level: str = ""
    number: int = 0
    near: bool = False
    role: str = ""
    prep: bool = False
    group: int = 0
    last_end: int = -1
    behind_region: int = -1


class PlaceFinder:
    """Finds and resolves the places of segments, remembering those before for 'the town', 'it'.

    Args:
        reading: the report.
        names: the name index.
    """

    def __init__(self, reading: Reading, names: NameIndex) -> None:
        self.reading = reading
        self.names = names
        self.gazetteer = names.gazetteer
        self.runs = NameRuns(reading, names)
        self.regions = RegionReader(reading, names, self.runs)
        self.history: list[PlaceMention] = []

    def places(self, segment: Segment) -> tuple[list[PlaceMention], list[tuple[int, Region]]]:
        """Places and countrysides of a segment, in order."""
        found: list[Found] = []
        regions: list[tuple[int, Region]] = []
        scan = _Scan()
        position = segment.start
        while position < segment.end:
            position = self._step(position, segment, scan, found, regions)
        for at, region in regions:
            before = [f for f in found if f.end <= at and f.region is None]
            for item in before or [f for f in found if f.start > at and f.region is None]:
                item.region = region
        mentions = self._resolve(found, segment)
        self.history += [m for m in mentions if not m.anaphor and m.role != "destination"]
        return mentions, regions

    def _step(
        self, position: int, segment: Segment, scan: _Scan, found: list[Found], regions: list[tuple[int, Region]]
    ) -> int:
        region = self.regions.at(position, segment)
        if region is not None:
            regions.append((position, region.region))
            listed = bool(found) and not found[-1].anaphor and not found[-1].role
            scan.level, scan.near, scan.role, scan.last_end = "", False, "", region.end
            scan.prep, scan.behind_region = False, region.end if listed else -1
            return region.end
        end = self.runs.end(position, segment.end)
        if end is not None and position not in segment.masked:
            return self._name(position, end, segment, scan, found)
        mention = self.reading.at.get(position)
        if mention is None:
            if self.reading.tokens[position].text not in ("the", "two", "other", "several", "of", "'s"):
                self._reset(scan)
            return position + 1
        return self._word(position, segment, scan, found)

    def _reset(self, scan: _Scan) -> None:
        scan.level, scan.number, scan.near, scan.role, scan.prep, scan.last_end = "", 0, False, "", False, -1

    def _word(self, position: int, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        mention = self.reading.at[position]
        text = self.reading.tokens[position].text
        if mention.entry("near") or mention.entry("anaphor_place"):
            scan.near, scan.prep, scan.last_end, scan.level = True, True, -1, ""
            if text in ("its", "it", "there") or mention.entry("anaphor_place"):
                around = mention.entry("near") is not None or text in ("its", "around", "surrounding", "near", "the")
                found.append(Found(position, mention.end, "", around, scan.group, "", anaphor=True))
            return mention.end
        if mention.entry("and") or text in (",", "-", "(", ")", "'s"):
            if scan.last_end < 0:
                self._reset(scan)
            return mention.end
        level = mention.entry("level")
        if level is not None:
            return self._level(position, level.value, level.number, segment, scan, found)
        if mention.entry("among") and scan.level:
            return mention.end
        if mention.entry("number") or mention.entry("of") or mention.entry("plural_number"):
            return mention.end
        self._reset(scan)
        if any(mention.entry(role) for role in _PREPOSITIONS):
            scan.prep = True
            scan.role = "origin" if mention.entry("origin") else "destination" if mention.entry("destination") else ""
        return self._object(mention, segment, scan, found)

    def _object(self, mention: Mention, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        """Behind 'shelled' and 'seized' stands a place; 'took control of it' means the one just named."""
        control, trigger = mention.entry("control"), mention.entry("trigger")
        struck = trigger is not None and trigger.kind in ("strike", "target", "raid")
        if struck or (control is not None and control.value != "managed"):
            scan.prep = True
        again = mention.end < segment.end and self.reading.tokens[mention.end].text == "it"
        taken = control is not None and control.value in ("past", "inf", "ing")
        if taken and again and any(not item.anaphor for item in found):
            found.append(Found(mention.end, mention.end + 1, "", False, scan.group, "", anaphor=True))
            return mention.end + 1
        return mention.end

    def _level(self, position: int, level: str, number: int, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        """'the town of X' names X; 'the town' alone means one named before."""
        end = self.reading.at[position].end
        if scan.last_end == position and found and not found[-1].anaphor:
            return end  # behind its name, read with it
        gap = [t.text for t in self.reading.tokens[scan.last_end : position]] if scan.last_end >= 0 else []
        joined = (
            bool(gap) and (number == 3 or "and" in gap or gap == [","]) and gap[-1] in ("and", ",", "the", "nearby")
        )
        if not joined:
            scan.group += 1
        scan.last_end = -1
        scan.level, scan.number, scan.prep = level, number, True
        following = self.reading.tokens[end].text if end < segment.end else ""
        named = following == "of" or self.runs.end(end, segment.end) is not None
        if not named and level not in ("street", "base") and self._definite(position):
            found.append(Found(position, end, level, scan.near, scan.group, scan.role, anaphor=True))
            self._reset(scan)
        return end

    def _definite(self, position: int) -> bool:
        for i in range(position - 1, max(-1, position - 4), -1):
            text = self.reading.tokens[i].text
            if text in ("the", "this", "its", "that", "both"):
                return True
            if text not in ("two", "same", "whole", "entire", "said"):
                return False
        return False

    def _name(self, start: int, end: int, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        road = self.runs.road(end, segment.end)
        if road is not None:
            found.append(Found(start, road, "road", scan.near, scan.group + 1, scan.role))
            self._reset(scan)
            return road
        level, after = self.runs.level_behind(end, segment.end, start)
        level = level or self.runs.level_of_list(end, segment.end)
        listed = scan.last_end >= 0 and self._in_list(scan.last_end, start)
        if not listed:
            if scan.last_end >= 0:
                self._reset(scan)
            scan.group += not scan.level
        known = self.names.candidates(self.runs.words(start, end), segment.section.admin1)
        listed = listed or (bool(known) and self._goes_on(scan.behind_region, start))
        if not (scan.level or level or listed or scan.prep or self._stands_alone(start, known, segment)):
            return end
        if not known and not listed and not self._believable(start, end, scan, level):
            return end
        near = scan.near or scan.level == "road"
        found.append(Found(start, end, level or scan.level, near, scan.group, scan.role))
        if level:
            for item in found:
                if item.group == scan.group and not item.level:
                    item.level = level
        scan.last_end = max(after, end)
        return max(after, end)

    def _goes_on(self, region: int, start: int) -> bool:
        """'X in the south of Idlib, Y and Z in the east of it': a list goes on behind a countryside."""
        gap = [self.reading.tokens[i].text for i in range(region, start)] if 0 <= region < start else []
        return 0 < len(gap) <= 2 and set(gap) <= {",", "and", "the"}

    def _in_list(self, last: int, start: int) -> bool:
        gap = {self.reading.tokens[i].text for i in range(last, start)}
        return bool(gap) and gap <= {
            "and",
            ",",
            "the",
            "of",
            "as",
            "well",
            "-",
            "nearby",
            "in",
            "addition",
            "to",
            "on",
            "both",
        }

    def _stands_alone(self, start: int, known: list[int], segment: Segment) -> bool:
        """A name without preposition is a place where it is that of a town: 'Tadef was bombarded'."""
        if not known or start != segment.start:
            return False
        return any(self.gazetteer.places[i].level == "community" for i in known)

    def _believable(self, start: int, end: int, scan: _Scan, level: str) -> bool:
        """A name that the gazetteer lacks is a place beside a level word, or behind 'in' and 'near' with an article."""
        if level or scan.level or self._taken(start):
            return True
        quoted = self.reading.report.body[max(0, self.reading.token_starts[start] - 1)] in '“"'
        before = self.reading.tokens[start - 1].text if start else ""
        name_like = end - start > 1 and before == "on"
        return scan.prep and not quoted and (scan.near or name_like or self.reading.entry(start - 1, "in") is not None)

    def _taken(self, start: int) -> bool:
        """'regained control of Tal X': what is taken is a place."""
        for i in range(max(0, start - _CONTROL_REACH), start):
            mention = self.reading.at.get(i)
            control = mention.entry("control") if mention is not None and mention.end == start else None
            if control is not None and control.value in ("past", "inf", "ing"):
                return True
        return False

    # ---- resolution ---------------------------------------------------------------------------

    def _resolve(self, found: list[Found], segment: Segment) -> list[PlaceMention]:
        out: list[PlaceMention] = []
        settled: dict[int, list[int]] = {}
        for item in found:
            if item.anaphor:
                out += self._said_again(item, segment, [m for m in out if not m.anaphor])
                continue
            choice = self._choose(item, segment, tuple(settled.get(item.group, ())))
            if item.region is None and not self._at_home(choice, segment):
                choice = self._by_region_ahead(item, segment, choice)
            if choice.best is not None:
                settled.setdefault(item.group, []).append(choice.best)
            out.append(self._mention(item, choice, segment))
        return out

    def _at_home(self, choice: Choice, segment: Segment) -> bool:
        here = segment.section.admin1
        return choice.best is not None and self.gazetteer.places[choice.best].admin1_pcode in here

    def _by_region_ahead(self, item: Found, segment: Segment, choice: Choice) -> Choice:
        """'took X and Y, amid clashes in the countryside of Z': X and Y may lie in Z, wherever the section is."""
        ahead = self.regions.ahead(segment)
        if ahead is None or not ahead.admin1 or ahead.admin1 in segment.section.admin1:
            return choice
        item.region = ahead
        again = self._choose(item, segment, ())
        known = again.best is not None and self.gazetteer.places[again.best].admin1_pcode == ahead.admin1
        if known or choice.best is None:
            return again if known else choice
        item.region = None
        return choice

    def _choose(self, item: Found, segment: Segment, neighbours: tuple[int, ...]) -> Choice:
        admin1 = segment.section.admin1
        around = (item.region.admin1,) if item.region and item.region.admin1 else admin1
        words = self.runs.words(item.start, item.end)
        candidates = self.names.candidates(words, around) if item.level != "road" or len(words) < 3 else []
        level = "" if item.level in _LEVEL_ONLY else item.level
        if item.region is None and not any(self.gazetteer.places[i].admin1_pcode in around for i in candidates):
            inner = [i for i in candidates if self.gazetteer.places[i].kind == ""]
            candidates = inner or candidates
        if level in _SIDES_OF_NAME:
            candidates = [i for i in candidates if self.gazetteer.places[i].level != "neighbourhood"]
        choice = choose(self.gazetteer, candidates, Context(admin1, item.region, level, neighbours))
        guessed = choice.best is not None and not self.names.close(words, choice.best)
        return choice._replace(sure=False) if guessed else choice

    def _said_again(self, item: Found, segment: Segment, before: list[PlaceMention]) -> list[PlaceMention]:
        """'the town', 'the two villages', 'it': the last places that may be called so."""
        told = [m for m in (*self.history[-10:], *before) if m.place.geo_precision < 3]
        known = [m for m in told if m.role != "origin"]
        fitting = [m for m in told if m.level == item.level] if item.level else known
        if not fitting and item.level in _SIDES_OF_NAME:
            fitting = [m for m in before if m.level in _SIDES_OF_NAME]
        if not fitting and item.level in ("area", *_SIDES_OF_NAME):
            fitting = known
        if not fitting:
            return []
        last = fitting[-1]
        group = [m for m in fitting if m.group == last.group and m.segment == last.segment]
        plural = item.level and self._plural(item)
        out = []
        for m in group if plural or not item.level else [last]:
            place = near(m.place) if item.near or item.level == "area" else m.place
            out.append(
                replace(m, place=place, start=item.start, end=item.end, anaphor=True, role="", segment=segment.index)
            )
        return out

    def _plural(self, item: Found) -> bool:
        level = self.reading.entry(item.start, "level")
        return level is not None and level.number == 3

    def _mention(self, item: Found, choice: Choice, segment: Segment) -> PlaceMention:
        first, last = self.reading.span(item.start, item.end)
        surface = self.reading.report.body[first:last]
        relation = "near" if item.near else "in"
        admin1 = item.region.admin1 if item.region and item.region.admin1 else (segment.section.admin1 or (None,))[0]
        if choice.best is None:
            level = _LEVEL_OUT.get(item.level, "feature")
            place = Place(None, level, surface, surface, admin1, None, None, None, None, 2, relation, surface)
        else:
            place = place_of(self.names, choice, relation, surface, item.near)
        return PlaceMention(
            place, item.start, item.end, item.group, choice.best, False, item.level, item.role, segment.index
        )
