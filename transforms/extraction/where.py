"""Where: the places that a segment names, in groups, with what qualifies them (codebook §5).

Belongs here: finding place names in the text: level words, lists, countryside, vicinity, roads, names that the
gazetteer does not know, 'the town' said again. Does not belong here: the choice between places of one name
(`resolution`). Hands on `PlaceMention`s, resolved, in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extraction.enumerations import read_enumeration
from transforms.extraction.gazetteer import Gazetteer, distance_km, gazetteer
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.misspelt import one_letter_away
from transforms.extraction.normalise import Token, fold
from transforms.extraction.reading import COMMAS, Reading, Segment
from transforms.extraction.resolution import Choice, Context, Region, choose
from transforms.extraction.roads import Road, is_means, read_road
from transforms.frozen import quickly_made
from transforms.model import Place

_STREET_LEVELS = frozenset({"street", "facility"})
_GENERIC_LEVELS = frozenset({"area", "axis", "street", "facility"})
_FROM_LEVELS = {"بلده": "town", "مدينه": "city", "قريه": "village"}
_NAMELY = frozenset({"ابرزها", "اهمها", "وهي", "هي"})
_MASCULINE = frozenset({"feature", "neighbourhood"})
_NAME_HEADS = frozenset(
    {
        "رسم", "خربه", "تل", "حاج", "زور", "قره", "عين", "ام", "ابو", "بير", "بئر", "وادي", "كفر", "جب", "رجم", "دير",
        "بيت", "خان", "شيخ", "كور", "معر", "حوش", "جسر", "راس", "نبع", "برج", "قصر", "صوامع", "بني", "بلاط", "مغر",
    }
)  # fmt: skip
"""First words that many names of villages begin with."""
_SPELT = frozenset({"city", "town", "village", "neighbourhood"})
_NO_CHOICE = Choice(None, (), False)
_WIDE = frozenset({"region", "desert"})
_BASES = frozenset({"base", "checkpoint"})
_DEFINITE_HEADS = _BASES | {"hill", "mountain"}
_TAKINGS = frozenset({"verb", "managed", "noun"})
_SETTLEMENTS = frozenset({"city", "town", "village"})
_NUMBERED = frozenset({"area", "neighbourhood", "street"})
"""Levels whose names may be numbers: 'the area of the Seventy'."""
_HEADS = {"mountain": "جبل", "hill": "تل", "camp": "مخيم", "airport": "مطار", "field": "حقل"}
_LEVEL_OUT = {
    "city": "community", "town": "community", "village": "community", "neighbourhood": "neighbourhood",
    "governorate": "governorate", "subdistrict": "subdistrict",
}  # fmt: skip
_FUNCTION_ROLES = frozenset(
    {"range_open", "during", "in", "on", "from", "to", "about_prep", "with", "amid", "number", "already", "full"}
)
_THEIRS = ("ها", "هما", "هم")
_GLOSS_REACH = 6
_OVERLOOKS_REACH = 3
_SUBJECT_REACH = 4
_MANY = 2
_ACROSS_KM = 80
"""From the city of the governorate to a place across its border that its dateline may still mean."""
_LOOK_BACK = 100
"""Places before it that 'it' may mean."""
_NAMING_ROLES = frozenset({"countryside", "sector", "bearing", "near", "namely", "level", "place"})
_QUALIFYING_ROLES = frozenset({"countryside", "sector", "place", "bearing"})
_TRANSPARENT_ROLES = frozenset({"origin_if_person", "sign", "direction", "full", "partial", "in", "from"})
"""What may stand between a level word and its names."""
_QUOTES = ' \u00a0"“”«»‘’'
"""What may stand between 'and' and a name."""
_PREPOSITIONS = frozenset({"في", "علي", "من", "الي"})


@dataclass(slots=True)
class Found:
    """A place name in the text before it is resolved."""

    start: int
    end: int
    candidates: list[int]
    level: str
    near: bool
    group: int
    region: Region | None = None
    anaphor: bool = False
    surface_start: int = -1
    number: int = 1
    joined: bool = False
    ends: tuple[int, ...] = ()
    taken: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A resolved place: what the codebook wants, and where in the text it stands."""

    place: Place
    start: int
    end: int
    group: int
    index: int | None
    anaphor: bool
    level: str
    segment: int


@dataclass(slots=True)
class _Scan:
    level: str = ""
    number: int = 0
    near: bool = False
    group: int = 0
    last_end: int = -1


class PlaceFinder:
    """Finds and resolves the places of segments, remembering those before for 'the town', 'the area'.

    Args:
        reading: the report.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.gazetteer: Gazetteer = gazetteer()
        self._history: list[PlaceMention] = []
        self.regions_of_origin: list[Region] = []
        self.level_words = reading.lexicon.level_words

    def last_places(self, position: int, *, feminine: bool = True) -> list[PlaceMention]:
        """The places named last before a token, one list, for a pronoun.

        Towns and villages are feminine in Arabic; brigades, hills, fields and airports are mostly masculine.
        """
        recent = self._history[-_LOOK_BACK:]
        known = [m for m in recent if m.start < position and m.place.geo_precision < 3]
        known = [m for m in known if not self._overlooked(m)] or known
        if not feminine:
            known = [m for m in known if m.place.level in _MASCULINE] or known
        if not known:
            return []
        last = known[-1]
        return [m for m in known if m.segment == last.segment and m.group == last.group]

    def _overlooked(self, mention: PlaceMention) -> bool:
        """'the hill of X that overlooks Y': 'it' is X."""
        reach = range(max(0, mention.start - _OVERLOOKS_REACH), mention.start)
        return any(
            self.reading.entry(i, "attribute") and not self.reading.tokens[i].stem.startswith("واقع") for i in reach
        )

    # ---- in a segment -------------------------------------------------------------------------

    def places(self, segment: Segment) -> tuple[list[PlaceMention], list[Region]]:
        """Places and countrysides of a segment, in order."""
        found, regions = self._find(segment)
        self._attach_regions(found, regions)
        mentions = self._resolve(found, segment)
        self._history += [mention for mention in mentions if not mention.anaphor]
        return mentions, [region for _, region in regions]

    def _find(self, segment: Segment) -> tuple[list[Found], list[tuple[int, Region]]]:
        found: list[Found] = []
        regions: list[tuple[int, Region]] = []
        scan = _Scan()
        position = segment.start
        at = self.reading.at
        while position < segment.end:
            mention = at.get(position)
            if scan.level or (mention is not None and not _NAMING_ROLES.isdisjoint(mention.by_role)):
                position = self._step(position, segment, scan, found, regions)
            elif mention is None:
                position = self._unknown(position, segment, scan, found)
            elif _TRANSPARENT_ROLES.isdisjoint(mention.by_role):
                scan.number, scan.last_end, scan.near = 0, -1, False
                position = mention.end
            else:
                position = self._other(mention, scan)
        return found, regions

    def _step(
        self, position: int, segment: Segment, scan: _Scan, found: list[Found], regions: list[tuple[int, Region]]
    ) -> int:
        if scan.last_end == position and (gloss := self._gloss(position, segment, scan)) is not None:
            return gloss
        mention = self.reading.at.get(position)
        if mention is None:
            return self._unknown(position, segment, scan, found)
        if _NAMING_ROLES.isdisjoint(mention.by_role):
            taken = self._behind_level(mention, segment, scan, found) if scan.level and scan.last_end < 0 else None
            return taken if taken is not None else self._other(mention, scan)
        return self._naming(mention, segment, scan, found, regions)

    def _naming(
        self, mention: Mention, segment: Segment, scan: _Scan, found: list[Found], regions: list[tuple[int, Region]]
    ) -> int:
        """A word that is a name, or that says how names behind it are to be read."""
        position = mention.start
        if not _QUALIFYING_ROLES.isdisjoint(mention.by_role):
            qualified = self._qualified(mention, segment, scan, found, regions)
            if qualified is not None:
                return qualified
        if mention.entry("near") or mention.entry("namely"):
            return self._near_or_namely(mention, segment, scan, found)
        if scan.level and scan.last_end < 0:
            taken = self._behind_level(mention, segment, scan, found)
            if taken is not None:
                return taken
        level = mention.entry("level")
        if level is not None:
            return self._level(mention, level.value, level.number, segment, scan, found)
        if mention.entry("place") and self._acceptable(mention, scan, segment):
            if position == scan.last_end and "ب" in self.reading.tokens[position].prefix:
                scan.level, scan.last_end = "", -1  # 'the villages of X and Y in the plain of Z': Z is no village
            end = mention.end + self._apart_by_direction(mention.end, segment, scan)
            return self._take(mention.start, end, self._candidates(mention), scan, found)
        return self._other(mention, scan)

    def _apart_by_direction(self, position: int, segment: Segment, scan: _Scan) -> int:
        """'the villages of X the northern and X the southern': one word more, which is part of the name."""
        if scan.level not in _SETTLEMENTS or scan.number < _MANY or position >= segment.end:
            return 0
        return int(self.reading.entry(position, "direction") is not None and self.reading.tokens[position].definite)

    def _gloss(self, position: int, segment: Segment, scan: _Scan) -> int | None:
        """'X (old name) and Y': the token behind a name's gloss; the list goes on there."""
        tokens = self.reading.tokens
        if tokens[position].text != "(":
            return None
        for i in range(position + 1, min(segment.end, position + _GLOSS_REACH)):
            if tokens[i].text == ")":
                scan.last_end = i + 1
                return i + 1
        return None

    def _qualified(
        self, mention: Mention, segment: Segment, scan: _Scan, found: list[Found], regions: list[tuple[int, Region]]
    ) -> int | None:
        """A countryside or a compass direction: what qualifies the places around it."""
        if mention.entry("countryside") or mention.entry("sector"):
            region, end = self._countryside(mention, segment.end)
            if region is not None:
                regions.append((mention.start, region))
                scan.level, scan.last_end = "", end if found else -1
                scan.number = 2 if found else 0
            return end
        if mention.entry("place") and self.reading.tokens[mention.start].stem == "ريف":
            regions.append((mention.start, self._region(self._anchor(self._candidates(mention)), "")))
            return mention.end  # 'Rif Dimashq' is the name of a governorate
        if mention.entry("bearing") and not self.reading.tokens[mention.start].definite:
            return self._bearing(mention, segment, scan, regions)
        return None

    def _behind_level(self, mention: Mention, segment: Segment, scan: _Scan, found: list[Found]) -> int | None:
        """A word right behind a level word that is a name in spite of what else it may be."""
        if mention.entry("place"):
            if self._named_like_a_level(mention):
                return self._take(mention.start, mention.end, self._candidates(mention), scan, found)
            return None
        token = self.reading.tokens[mention.start]
        name = scan.level in _BASES or (scan.level in _NUMBERED and mention.entry("number") is not None)
        if name and token.definite and not token.prefix:
            return self._take_unknown(mention.start, mention.start, segment, scan, found)
        return None

    def _listed_base(self, mention: Mention, scan: _Scan) -> bool:
        """'the checkpoints of A, the Hospital and B': a level word with the article in a list of bases is a name."""
        token = self.reading.tokens[mention.start]
        listed = scan.level in _BASES and scan.number >= _MANY and scan.last_end == mention.start
        return listed and token.definite and token.prefix == "و"

    def _near_or_namely(self, mention: Mention, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        """'the vicinity of'; 'the most notable of them X and Y': behind a plain 'of them' only known names."""
        if mention.entry("near"):
            token = self.reading.tokens[mention.end - 1]
            if token.stem.endswith(_THEIRS) and scan.last_end == mention.start:
                scan.last_end = mention.end  # 'X and its vicinity, and Y': the list goes on
                return mention.end
            scan.near, scan.level, scan.last_end = True, "", -1
            return mention.end
        following = self.reading.at.get(mention.end) if mention.end < segment.end else None
        known = following is not None and following.entry("place") is not None
        if known or self.reading.tokens[mention.start].stem in _NAMELY:
            scan.level, scan.number, scan.last_end, scan.near = "village", 3, -1, False
            scan.group += 1
            return self._enumerated(mention.end, segment, scan, found) or mention.end
        return mention.end

    def _enumerated(self, start: int, segment: Segment, scan: _Scan, found: list[Found]) -> int | None:
        """'these villages are A, B, C and D': the token behind a list that commas part, known names or not."""
        items = read_enumeration(self.reading, start, segment.end)
        if not items:
            return None
        for first, end in items:
            mention = self.reading.at.get(first)
            known = mention is not None and mention.end == end and mention.entry("place") is not None
            candidates = self._candidates(mention) if known and mention is not None else []
            self._take(first, end, candidates, scan, found)
            found[-1].joined = not known and first != start and self.reading.tokens[first - 1].text not in COMMAS
        return items[-1][1]

    def _named_like_a_level(self, mention: Mention) -> bool:
        """'the city of al-Qaryatayn' (the two villages): right behind a level word, with the article, it is a name."""
        level_before = self.reading.entry(mention.start - 1, "level") is not None
        said_again = self.reading.tokens[mention.start].stem in _FROM_LEVELS  # 'most quarters of the city'
        if not level_before or said_again or self._no_name(mention):
            return False
        return not mention.entry("level") or self.reading.tokens[mention.start].definite

    def _other(self, mention: Mention, scan: _Scan) -> int:
        if _TRANSPARENT_ROLES.isdisjoint(mention.by_role):
            scan.level, scan.number, scan.last_end, scan.near = "", 0, -1, False
            return mention.end
        if mention.entry("origin_if_person") and not self.reading.tokens[mention.end - 1].definite:
            # 'from the town of': the level word is part of the entry
            scan.level, scan.number, scan.last_end = _FROM_LEVELS[self.reading.tokens[mention.end - 1].stem], 1, -1
            scan.group += 1
            return mention.end
        sign = mention.entry("sign")
        if sign is not None and sign.value in ("،", ",", "-", "(", ")", "/"):
            return mention.end  # a list or a road goes on behind it
        if mention.entry("direction") or mention.entry("full") or mention.entry("partial"):
            return mention.end
        if mention.entry("in") and scan.near and scan.level == "":
            return mention.end
        scan.level, scan.number, scan.last_end = "", 0, -1
        if not mention.entry("from"):
            scan.near = False
        return mention.end

    def _candidates(self, mention: Mention) -> list[int]:
        names = [entry.value for entry in mention.entries if entry.role == "place"]
        if not names:
            return []
        out = list(self.gazetteer.names[names[0]])
        for name in names[1:]:
            out += [i for i in self.gazetteer.names[name] if i not in out]
        return out

    def _named_before(self, mention: Mention, level: str, number: int, scan: _Scan, found: list[Found]) -> None:
        """'the town': the one named before."""
        if level in _STREET_LEVELS:
            return
        start, after = mention.start, mention.end
        found.append(
            Found(
                start, after, [], level, scan.near, scan.group, anaphor=True, surface_start=start, number=number
            )
        )  # fmt: skip

    def _level(
        self, mention: Mention, level: str, number: int, segment: Segment, scan: _Scan, found: list[Found]
    ) -> int:
        if self._listed_base(mention, scan):
            return self._take_unknown(mention.start, mention.start, segment, scan, found)
        if self._said_twice(mention, segment):
            return mention.end
        if level == "road" and (end := self._road(mention, segment, scan, found)) is not None:
            return end
        reading, after = self.reading, mention.end
        token = reading.tokens[mention.start]
        following = reading.at.get(after) if after < segment.end else None
        if following is not None and following.entry("place") and (not token.definite or level == "governorate"):
            scan.level, scan.number = level, number
            if not self._continues_list(mention.start, scan):
                scan.group += 1
            if following.entry("level"):
                scan.last_end = -1  # 'and the town of al-Mazraa' (the farm): a name, though a level word too
            return after
        if token.definite and level in _DEFINITE_HEADS and self._ordinal(after, segment):
            scan.level, scan.number, scan.last_end = level, number, -1
            scan.group += 1
            return after
        if token.definite:
            self._named_before(mention, level, number, scan, found)
            scan.level, scan.near, scan.last_end = "", False, -1
            return after
        if following is not None and following.entry("level") and level in ("area", "axis"):
            scan.level = ""
            return after
        scan.level, scan.number = level, number
        scan.last_end = -1
        return after

    def _said_twice(self, mention: Mention, segment: Segment) -> bool:
        """'the town of the town of X': a slip of the pen."""
        tokens, position = self.reading.tokens, mention.start
        again = position > segment.start and tokens[position].definite and not tokens[position - 1].definite
        if not again or tokens[position].stem != tokens[position - 1].stem:
            return False
        return self.reading.entry(mention.end, "place") is not None

    def _ordinal(self, position: int, segment: Segment) -> bool:
        """'the Fourth Company': a definite word that no dictionary knows, behind the level word."""
        if position >= segment.end or position in self.reading.at:
            return False
        return self.reading.tokens[position].text.startswith("ال")

    def _continues_list(self, position: int, scan: _Scan) -> bool:
        token = self.reading.tokens[position]
        return scan.last_end >= 0 and position - scan.last_end <= 1 and token.prefix.startswith("و")

    def _acceptable(self, mention: Mention, scan: _Scan, segment: Segment) -> bool:
        """A name is a place behind a level word, in a list, or behind a preposition where it is no common word."""
        position = mention.start
        token = self.reading.tokens[position]
        if self._no_name(mention):
            return False
        if position == scan.last_end and token.definite and not token.prefix:
            return False  # 'the village of X, the important'
        if mention.end - position > 1 and token.stem in self.level_words:
            return True
        if scan.last_end < 0 and (scan.level or (scan.near and len(mention.entries) == self._place_uses(mention))):
            return True
        if self._in_list(position, scan):
            return bool(scan.level) or len(mention.entries) == self._place_uses(mention)
        if len(mention.entries) > self._place_uses(mention):
            return False
        if self._object_of_strike(mention, segment) and self._plain_name(mention):
            return True
        return bool(scan.level) or (self._behind_preposition(position, segment) and self._plain_name(mention))

    def _object_of_strike(self, mention: Mention, segment: Segment) -> bool:
        """'warplanes bombed X and Y': the towns stand right behind who bombed them."""
        if self.reading.tokens[mention.start].prefix:
            return False
        for before in self.reading.having(
            max(segment.start, mention.start - _SUBJECT_REACH), mention.start, "actor", "trigger"
        ):
            trigger = before.entry("trigger")
            named = before.entry("actor") or (trigger is not None and trigger.kind == "plane")
            if before.end == mention.start and named:
                verbs = self.reading.having(segment.start, before.start, "trigger")
                return any((e := m.entry("trigger")) and e.kind in ("verb", "target") for m in verbs)
        return False

    def _place_uses(self, mention: Mention) -> int:
        return sum(entry.role == "place" for entry in mention.entries)

    def _no_name(self, mention: Mention) -> bool:
        """'A and B' is not the name 'A B'; 'on' and 'new' are words before they are villages."""
        tokens, position = self.reading.tokens, mention.start
        joined = [tokens[i] for i in range(position + 1, mention.end) if tokens[i].prefix.startswith("و")]
        if any(token.text not in self.level_words for token in joined):  # not 'the camp of Wadi X'
            return True
        if not _FUNCTION_ROLES.isdisjoint(mention.by_role):
            return True
        new = mention.entry("unnamed_new") is not None  # 'a new village'
        return new and not tokens[position].prefix and not tokens[position].definite

    def _behind_preposition(self, position: int, segment: Segment) -> bool:
        prefix = self.reading.tokens[position].prefix
        if "ب" in prefix or "ل" in prefix:
            return True
        return position > segment.start and self.reading.tokens[position - 1].text in _PREPOSITIONS

    def _plain_name(self, mention: Mention) -> bool:
        """Names that stand without a level word are those of towns, and those of two words."""
        if mention.end - mention.start > 1:
            return True
        return any(
            self.gazetteer.places[i].capital_level is not None or self.gazetteer.places[i].level != "neighbourhood"
            for i in self._candidates(mention)
        )

    def _in_list(self, position: int, scan: _Scan) -> bool:
        if scan.last_end < 0:
            return False
        tokens = self.reading.tokens
        gap = [tokens[i].text for i in range(scan.last_end, position)]
        joined = tokens[position].prefix.startswith("و")
        if not gap:
            return joined
        return gap in (["،"], [","], ["-"]) and (joined or scan.number >= 2 or gap == ["-"])

    def _take(self, start: int, end: int, candidates: list[int], scan: _Scan, found: list[Found]) -> int:
        if scan.last_end < 0 and not scan.level:
            scan.group += 1
        if scan.level not in _STREET_LEVELS or candidates:
            level = "" if scan.level in _STREET_LEVELS else scan.level
            found.append(
                Found(start, end, candidates, level, scan.near or scan.level == "axis", scan.group, surface_start=start)
            )
            found[-1].taken = not level and self._right_behind_taking(start)
        scan.last_end = end
        if not scan.level:
            scan.number = max(scan.number, 1)
        return end

    def _road(self, mention: Mention, segment: Segment, scan: _Scan, found: list[Found]) -> int | None:
        """The token behind a road with a name, or behind 'by way of'; None where the word names no road."""
        if is_means(self.reading, mention):
            scan.level, scan.last_end = "", -1
            return mention.end
        road = read_road(self.reading, mention, segment.end)
        return None if road is None else self._take_road(mention, road, scan, found)

    def _take_road(self, mention: Mention, road: Road, scan: _Scan, found: list[Found]) -> int:
        """A road is one place: the towns at its ends are not where something happened."""
        if not self._continues_list(mention.start, scan):
            scan.group += 1
        at_end = self.reading.at.get(road.first)
        ends = tuple(self._candidates(at_end)) if at_end is not None else ()
        found.append(
            Found(mention.start, road.end, [], "road", scan.near, scan.group, surface_start=mention.start, ends=ends)
        )
        scan.level, scan.number, scan.last_end = "", 0, road.end
        return road.end

    # ---- names that the gazetteer does not know -----------------------------------------------

    def _unknown(self, position: int, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        token = self.reading.tokens[position]
        if token.text == "ال" and scan.level in _SPELT and scan.last_end < 0 and self._digits(position + 1, segment):
            return self._take(position, position + 2, [], scan, found)  # 'the town of the 47'
        if not token.text[0].isalpha() or len(token.text) < 3:
            scan.level, scan.last_end = "", -1
            return position + 1
        if scan.level and scan.level not in _STREET_LEVELS:
            if scan.last_end < 0:
                return self._take_unknown(position, position, segment, scan, found)
            if self._listed_unknown(position, scan):
                end = self._take_unknown(position, position, segment, scan, found)
                found[-1].joined = not found[-1].candidates
                return end
        if not token.text.startswith("ال") and self._right_behind_taking(position):
            end = self._take_unknown(position, position, segment, scan, found)
            found[-1].taken = True
            return end
        scan.level, scan.number, scan.last_end, scan.near = "", 0, -1, False
        return position + 1

    def _digits(self, position: int, segment: Segment) -> bool:
        return position < segment.end and self.reading.tokens[position].text.isdecimal()

    def _right_behind_taking(self, position: int) -> bool:
        """'took control of X': a name, whether or not a list knows it."""
        before = self.reading.before(position)
        control = before.entry("control") if before is not None and before.end == position else None
        taking = control is not None and control.value in _TAKINGS
        return taking and self.reading.tokens[position - 1].text == "علي" and not self.reading.tokens[position].prefix

    def _listed_unknown(self, position: int, scan: _Scan) -> bool:
        token = self.reading.tokens[position]
        joined = token.text.startswith("و") and len(token.text) > 2
        joined = joined or (token.prefix == "و" and token.definite and scan.level not in _GENERIC_LEVELS)
        return scan.number >= _MANY and position == scan.last_end and joined

    def _take_unknown(self, start: int, first: int, segment: Segment, scan: _Scan, found: list[Found]) -> int:
        end = first + 1
        tokens = self.reading.tokens
        begin = first - 1 if self._head_of_name(first - 1) else first
        full = self._with_head(tokens[first].text, scan.level)
        if full:
            return self._take(first, end, full, scan, found)
        if end < segment.end and end not in self.reading.at and self._second_word(tokens[first], tokens[end]):
            end += 1
        if scan.level in _GENERIC_LEVELS and not tokens[first].text.startswith(("ال", "وال")):
            scan.level, scan.last_end = "", -1
            return end
        end += self._apart_by_direction(end, segment, scan)
        return self._take(begin, end, [], scan, found)

    def _head_of_name(self, position: int) -> bool:
        """'the village of Tell X': the second level word is part of the name."""
        outer = self.reading.entry(position - 1, "level")
        head = self.reading.tokens[position].stem in _NAME_HEADS and self.reading.entry(position, "level") is not None
        return head and outer is not None and outer.value in _SETTLEMENTS

    def _second_word(self, first: Token, second: Token) -> bool:
        """'Rasm al-Harmal', 'Haj Musa': a second word that belongs to a name that nobody knows."""
        if second.prefix or not second.text[0].isalpha() or first.definite or first.text.startswith("ال"):
            return False
        return second.text.startswith("ال") or first.stem in _NAME_HEADS

    def _with_head(self, word: str, level: str) -> list[int]:
        """'the two mountains of X and Y': places whose name begins with the level word."""
        head = _HEADS.get(level)
        if head is None:
            return []
        for stem in (word, word.removeprefix("و")):
            bare = stem.removeprefix("ال")
            for name in (f"{head} {stem}", f"{head} {bare}", f"{head} ال{bare}"):
                if name in self.gazetteer.names:
                    return list(self.gazetteer.names[name])
        return []

    # ---- countryside and compass --------------------------------------------------------------

    def _countryside(self, mention: Mention, limit: int) -> tuple[Region | None, int]:
        """'the northern countryside of X', 'X's northern countryside', 'the countrysides of X and Y'."""
        reading = self.reading
        direction, anchor, position = "", None, mention.end
        sector = mention.entry("sector")
        if sector is not None:
            direction = sector.value
        while position < min(limit, mention.end + 7):
            other = reading.at.get(position)
            if other is None:
                if reading.tokens[position].text in ("من", "لـ") or (anchor is None and direction):
                    position += 1
                    continue
                break
            compass = other.entry("direction")
            if compass is not None and not direction:
                direction = compass.value
            elif other.entry("level") and anchor is None:
                pass
            elif other.entry("place") and anchor is None:
                anchor = self._anchor(self._candidates(other))
            elif other.entry("from") or other.entry("countryside") or compass is not None:
                pass
            else:
                break
            position = other.end
        if anchor is None and not direction:
            return None, mention.end
        return self._region(anchor, direction), position

    def _anchor(self, candidates: list[int]) -> int | None:
        ranked = sorted(candidates, key=lambda i: (self._rank(i), i))
        return ranked[0] if ranked else None

    def _rank(self, index: int) -> int:
        place = self.gazetteer.places[index]
        if place.level == "governorate":
            return 0
        return {0: 1, 1: 1, 2: 2, 3: 3}.get(place.capital_level if place.capital_level is not None else 9, 5)

    def _region(self, anchor: int | None, direction: str) -> Region:
        if anchor is None:
            return Region(None, None, direction, False)
        place = self.gazetteer.places[anchor]
        whole = place.level == "governorate" or place.capital_level in (0, 1)
        capital = self.gazetteer.capitals.get(place.admin1_pcode or "") if whole else None
        return Region(capital if capital is not None else anchor, place.admin1_pcode, direction, whole)

    def _bearing(self, mention: Mention, segment: Segment, scan: _Scan, regions: list[tuple[int, Region]]) -> int:
        """'north of Aleppo' qualifies the place before it."""
        position = mention.end
        other = self.reading.at.get(position)
        if other is not None and other.entry("level"):
            position = other.end
            other = self.reading.at.get(position)
        if other is not None and position < segment.end and other.entry("place"):
            anchor = self._anchor(self._candidates(other))
            bearing = mention.entry("bearing") or Entry("bearing")
            regions.append((mention.start, self._region(anchor, bearing.value)._replace(bearing=True)))
            position = other.end
        scan.level, scan.last_end, scan.near = "", position if regions else -1, False
        return position

    def _attach_regions(self, found: list[Found], regions: list[tuple[int, Region]]) -> None:
        """A countryside qualifies the places before it, up to the countryside before; else those behind it."""
        for position, region in regions:
            before = [f for f in found if f.end <= position and f.region is None and not f.anaphor]
            others = [m.start for m in self.reading.having(before[0].end, position, "others")] if before else []
            if others and before[-1].start > others[-1]:
                before = [f for f in before if f.start > others[-1]]  # 'and other places in Y in the countryside of'
            if before and before[-1].end >= position - 1 and self._origin(before[-1].start):
                self.regions_of_origin.append(region)
            targets = before or [f for f in found if f.start > position and f.region is None]
            for item in targets:
                item.region = region

    def _origin(self, start: int) -> bool:
        """'from the town of X': the home of people."""
        return any(
            self.reading.entry(i, role)
            for i in range(max(0, start - 3), start)
            for role in ("origin", "origin_if_person")
        )

    # ---- resolution ---------------------------------------------------------------------------

    def _resolve(self, found: list[Found], segment: Segment) -> list[PlaceMention]:
        if not found:
            return []
        admin1 = segment.section.admin1
        settled: dict[int, list[int]] = {}
        for item in found:
            if len(item.candidates) == 1:
                settled.setdefault(item.group, []).append(item.candidates[0])
        out: list[PlaceMention] = []
        for item in found:
            if item.anaphor:
                before = [m for m in out if not m.anaphor]
                if item.number > 1:
                    out += self._all_said_again(item, segment, before)
                    continue
                mention = self._said_again(item, segment, before)
                if mention is not None:
                    out.append(mention)
                continue
            known = settled.get(item.group)
            neighbours = tuple([i for i in known if i not in item.candidates]) if known else ()
            context = Context(admin1, item.region, item.level, neighbours)
            choice = self._choice(item, context)
            if choice.best is None and not item.level and not item.taken:
                continue  # a word behind a preposition that is the name of no place that fits
            out.append(self._mention(item, choice, segment))
            if choice.best is not None:
                settled.setdefault(item.group, []).append(choice.best)
        return out

    def _choice(self, item: Found, context: Context) -> Choice:
        """The place that a name means; else one whose name is nearly so, else the only one across the border."""
        choice = choose(self.gazetteer, item.candidates, context)
        if choice.best is None and item.level in _SPELT:
            choice = self._as_misspelt(item, context)
        if choice.best is None and self._beyond_the_border(item, context.admin1):
            return Choice(item.candidates[0], (), False)
        return choice

    def _as_misspelt(self, item: Found, context: Context) -> Choice:
        """The place whose name is one letter away, never sure; none where several are as good."""
        tokens = self.reading.tokens[item.start : item.end]
        name = " ".join(token.text for token in tokens)
        name = name[1:] if item.joined and name.startswith("و") else name[len(tokens[0].prefix) :]
        region = context.region.admin1 if context.region else None
        near = one_letter_away(name, (region,) if region else context.admin1)
        choice = choose(self.gazetteer, list(near), context)
        return Choice(choice.best, (), False) if choice.best is not None and not choice.others else _NO_CHOICE

    def _beyond_the_border(self, item: Found, admin1: tuple[str, ...]) -> bool:
        """The only place of a name of several words, not far from the governorate of the section."""
        if len(item.candidates) != 1 or item.end - item.start < 2 or not admin1:
            return False
        place = self.gazetteer.places[item.candidates[0]]
        capitals = [self.gazetteer.capitals[code] for code in admin1 if code in self.gazetteer.capitals]
        distances = [distance_km(self.gazetteer.places[i], place) for i in capitals]
        return any(distance is not None and distance < _ACROSS_KM for distance in distances)

    def _all_said_again(self, item: Found, segment: Segment, before: list[PlaceMention]) -> list[PlaceMention]:
        """'the two villages': the last list of as many."""
        known = [*self._history[-12:], *before]
        loosely: list[PlaceMention] = []
        for last in reversed(known):
            group = [m for m in known if m.segment == last.segment and m.group == last.group]
            as_many = len(group) == 2 if item.number == 2 else len(group) >= 2
            if as_many and all(m.level == item.level for m in group):
                loosely = group
                break
            if as_many and not loosely and item.number == _MANY and all(self._called(item, m) for m in group):
                loosely = group  # 'the cities of X and Y ..., the two areas'
        return [
            replace(m, start=item.start, end=item.end, group=item.group, anaphor=True, segment=segment.index)
            for m in loosely
        ]

    def _called(self, item: Found, mention: PlaceMention) -> bool:
        """Whether a place may be called by another word: a town an area, a village a town."""
        settled = mention.place.level == "community" and mention.place.geo_precision < 3
        return item.level == "area" or (item.level in _SETTLEMENTS and settled)

    def _said_again(self, item: Found, segment: Segment, before: list[PlaceMention]) -> PlaceMention | None:
        """'the town', 'the area': the last place that may be called so."""
        known = (*self._history[-8:], *before)
        ranked = sorted(known, key=lambda m: (self._fit(item, m), not self._destination(m), m.start), reverse=True)
        if not ranked or self._fit(item, ranked[0]) == 0:
            return self._unnamed_road(item, segment) if item.level == "road" else None
        mention = ranked[0]
        place = mention.place
        if item.near or item.level == "area":
            place = _as_near(place)
        return PlaceMention(place, item.start, item.end, item.group, mention.index, True, mention.level, segment.index)

    def _destination(self, mention: PlaceMention) -> bool:
        """'withdrew from X to Y': 'the town' is X."""
        first = mention.start
        while self.reading.entry(first - 1, "level"):
            first -= 1
        return self.reading.entry(first - 1, "to") is not None

    def _governorate_of(self, ends: tuple[int, ...]) -> str | None:
        """That of the place where a road begins."""
        best = choose(self.gazetteer, list(ends), Context((), None, "", ())).best if ends else None
        return self.gazetteer.places[best].admin1_pcode if best is not None else None

    def _unnamed_road(self, item: Found, segment: Segment) -> PlaceMention:
        """'the road' without a name stays a place of its own: what was taken of it is told of it."""
        return self._mention(item, Choice(None, (), False), segment)

    def _fit(self, item: Found, mention: PlaceMention) -> int:
        """How well 'the town' may mean a place named before: 0 not at all, 2 it was called so."""
        place = mention.place
        if place.geo_precision == 3:
            return 0
        if mention.level == item.level:
            return 2
        if item.level == "area":
            return 1
        if item.level in _SETTLEMENTS:
            return 1 if place.level == "community" and mention.level in ("", "area") else 0
        return 1 if _LEVEL_OUT.get(item.level, "feature") == place.level and not mention.level else 0

    def _mention(self, item: Found, choice: Choice, segment: Segment) -> PlaceMention:
        first, last = self.reading.span(item.start, item.end)
        surface = self.reading.report.body[first:last]
        named = self.gazetteer.places[choice.best].name_ar if choice.best is not None else ""
        if not named.startswith(surface[:2]):
            surface = _without_clitic(surface, self.reading.tokens[item.start])
        if item.joined and surface.startswith("و"):
            surface = surface[1:]
        relation = "near" if item.near else "in"
        if choice.best is None:
            admin1 = (
                item.region.admin1 if item.region and item.region.admin1 else (segment.section.admin1 or (None,))[0]
            )
            admin1 = admin1 or self._governorate_of(item.ends)
            level = _LEVEL_OUT.get(item.level, "feature" if item.level else "community")
            place = Place(None, level, surface, None, admin1, None, None, None, None, 2, relation, surface)
            return PlaceMention(place, item.start, item.end, item.group, None, False, item.level, segment.index)
        best = self.gazetteer.places[choice.best]
        precision = 3 if best.level == "governorate" else 1 if choice.sure and not item.near else 2
        place = Place(
            pcode=best.pcode, level=best.level, name_ar=best.name_ar, name_en=best.name_en,
            admin1_pcode=best.admin1_pcode, admin2_pcode=best.admin2_pcode, admin3_pcode=best.admin3_pcode,
            latitude=best.latitude, longitude=best.longitude, geo_precision=precision, relation=relation,
            surface=surface, candidates=self._codes((choice.best, *choice.others)) if choice.others else (),
        )  # fmt: skip
        return PlaceMention(place, item.start, item.end, item.group, choice.best, False, item.level, segment.index)

    def _codes(self, indexes: tuple[int, ...]) -> tuple[str, ...]:
        """P-codes of places; those that have none are left out."""
        return tuple([code for i in indexes if (code := self.gazetteer.places[i].pcode)])

    def as_region(self, place: Place) -> Place:
        """A stretch of land such as the Eastern Ghouta, as that over which a toll counts: precision 3."""
        wide = any(
            self.gazetteer.places[i].kind in _WIDE and self.gazetteer.places[i].name_ar == place.name_ar
            for i in self.gazetteer.names.get(" ".join(fold(place.name_ar).split()), ())
        )
        return replace(place, geo_precision=3) if wide else place

    def region_place(self, region: Region, surface: str) -> Place | None:
        """A countryside as a place of its own, where nothing more exact is named: precision 3."""
        if region.anchor is None:
            return None
        anchor = self.gazetteer.places[region.anchor]
        admin1 = region.admin1
        if region.whole_governorate and admin1 is not None and not (region.bearing and anchor.level == "community"):
            return self.gazetteer.governorate(admin1, surface)
        return Place(
            anchor.pcode, anchor.level, anchor.name_ar, anchor.name_en, admin1, anchor.admin2_pcode, None,
            anchor.latitude, anchor.longitude, 2 if region.bearing else 3, "near", surface,
        )  # fmt: skip


def _as_near(place: Place) -> Place:
    return replace(place, relation="near", geo_precision=max(2, place.geo_precision))


def _without_clitic(surface: str, token: Token) -> str:
    if token.prefix and surface.startswith(token.prefix):
        return surface[len(token.prefix) :].lstrip(_QUOTES)
    if token.prefix == "" and surface.startswith("وال") and len(surface) > 5:
        return surface[1:]
    return surface
