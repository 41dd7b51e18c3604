"""What a word of control takes: where its places are named, whether they are parts, or named at all (codebook §3).

Belongs here: the stretch of tokens behind a taking, 'parts of', 'two villages', commas of lists and of asides. Does
not belong here: whether a taking was completed (`control`), and resolving places.
"""

from __future__ import annotations

from transforms.extraction.lexicon import Mention
from transforms.extraction.numbers import read_number
from transforms.extraction.reading import Reading, Segment

ON_IT = frozenset({"عليها", "عليه", "عليهما", "عليهم"})
ON = ON_IT | {"علي"}
PLACE_REACH = 30
_AFTER_REACH = 7
_PARTS_OF_TOWNS = frozenset({"مزارع", "بساتين", "منازل"})
_COUNTED = frozenset({"village", "town", "base", "checkpoint", "hill"})
_ENDS = (
    "after", "managed", "relative", "attribute", "amid", "attempt", "approach", "because", "where", "was", "pluperfect",
)  # fmt: skip
_PARTIAL_REACH = 5
PART_WORDS = frozenset({"قسم", "جزء", "اجزاء"})
"""'the southern part of the quarter': words that a direction follows."""
_MEANS_REACH = 5
_ADJECTIVES = 2
_LISTED_REACH = 12


def behind_on(reading: Reading, segment: Segment, position: int, word: str) -> int:
    """The token behind 'on' or 'into': what is taken is named from there."""
    if reading.tokens[position - 1].text in ON or _named_at(reading, position):
        return position
    for i in range(position, min(segment.end, position + PLACE_REACH)):
        if reading.tokens[i].text in ("،", ",") and not aside(reading, i, segment.end):
            break
        if reading.tokens[i].text == word:
            return i + 1
    return _behind_means(reading, segment, position)


def _behind_means(reading: Reading, segment: Segment, position: int) -> int:
    """'regained, in a counter-attack, the village of X': the level word behind how it was done."""
    how = reading.at.get(position)
    if how is None or not how.entry("in") or reading.entry(how.end, "trigger") is None:
        return position
    level = reading.first("level", how.end, min(segment.end, how.end + _MEANS_REACH))
    return level.start if level is not None else position


def _named_at(reading: Reading, position: int) -> bool:
    """'regained the villages of A and B that lie on the road of': what is taken stands right behind the verb."""
    mention = reading.at.get(position)
    named = mention is not None and (mention.entry("level") or mention.entry("place"))
    return bool(named) and mention is not None and not (mention.entry("on") or mention.entry("amid"))


def aside(reading: Reading, comma: int, limit: int) -> bool:
    """', at dawn today,': a comma of an aside about time, opening or closing."""
    for i in range(comma + 1, min(limit, comma + 6)):
        if reading.entry(i, "time") is not None or reading.tokens[i].text in ON or reading.entry(i, "to"):
            return True
        if reading.entry(i, "support"):
            return True  # 'regained, supported by B, control of'
        if i in reading.at and not reading.entry(i, "during"):
            return reading.entry(i, "control") is not None
    return False


def clause_end(reading: Reading, segment: Segment, start: int) -> int:
    """Where what is taken ends: before 'after', 'which', a new verb, or a comma that begins no list item."""
    position = start
    while position < segment.end:
        other = reading.at.get(position)
        if other is not None and position > start:
            behind = _behind_attribute(reading, other, segment.end)
            if behind is not None:
                position = behind
                continue
            if position in segment.supporters:
                position = other.end
                continue
            if any(other.entry(role) for role in _ENDS):
                return position
            time = other.entry("time")
            if time is not None and time.value.startswith("after_"):
                return position
            if other.entry("control") or (other.entry("trigger") and not _part_of_name(reading, other)):
                return position
        if reading.tokens[position].text in ("،", ",") and not _list_goes_on(reading, position + 1, segment.end):
            return position
        position += 1
    return segment.end


def _behind_attribute(reading: Reading, mention: Mention, limit: int) -> int | None:
    """'X (which is) near Y, and Z': the comma behind an attribute, where the list goes on there."""
    if not mention.entry("attribute"):
        return None
    for i in range(mention.end, min(limit, mention.end + _LISTED_REACH)):
        if reading.tokens[i].text in ("،", ","):
            return i if i < mention.end + _AFTER_REACH and _list_goes_on(reading, i + 1, limit) else None
        level = reading.at.get(i) if reading.tokens[i].prefix == "و" else None
        if level is not None and level.entry("level") and not reading.tokens[i].definite:
            return i if reading.entry(level.end, "place") is not None else None  # 'and the village Y'
    return None


def _part_of_name(reading: Reading, mention: Mention) -> bool:
    """'the Artillery battalion': a trigger with the article right behind a level word is a name."""
    behind_level = reading.entry(mention.start - 1, "level") is not None
    return mention.entry("level") is not None or (behind_level and reading.tokens[mention.start].definite)


def _list_goes_on(reading: Reading, position: int, limit: int) -> bool:
    if position >= limit:
        return False
    mention = reading.at.get(position)
    if mention is None or mention.entry("on"):
        return False
    if mention.entry("partial") and reading.tokens[position].prefix.startswith("و"):
        of = reading.at.get(mention.end)
        return of is not None and bool(of.entry("level") or of.entry("place"))  # '..., and parts of the village of X'
    return bool(mention.entry("place") or mention.entry("level") or mention.entry("namely"))


def unnamed(reading: Reading, start: int, end: int) -> tuple[int | None, bool]:
    """('two villages' -> 2, 'about 20 villages' -> 20) and whether places are spoken of without names."""
    for position in range(start, min(end, start + 6)):
        mention = reading.at.get(position)
        number = read_number(reading.tokens, reading.at, position, end)
        if number is not None and number.value < 1000:
            return number.value, True
        level = mention.entry("level") if mention else None
        if level is not None and level.number >= 2 and not reading.tokens[position].definite:
            follows = reading.at.get(position + 1)
            if (
                follows is not None
                and follows.entry("place")
                and not (follows.entry("level") or _new(reading, follows))
            ):
                return None, False
            return (2, True) if level.number == 2 else (None, True)
        one = level is not None and level.number == 1 and level.value in _COUNTED
        if one and not reading.tokens[position].definite and (position + 1 == end or _nameless(reading, position + 1)):
            return 1, True
        if level is not None and level.number == 1 and position + 1 < end and _article_at(reading, position + 1):
            break  # 'the area of the Seventy', 'the town of the 47': a name, though a number too
        if mention is not None and (mention.entry("partial") or mention.entry("plural_number")):
            return unnamed(reading, mention.end, end)[0], True
        if mention is not None and mention.entry("place") and not (level or mention.entry("on")):
            break  # named first: 'the village of X and hills near it'
    return None, False


def _new(reading: Reading, mention: Mention) -> bool:
    """'new hills': no hills of a village called New."""
    return mention.entry("unnamed_new") is not None and not reading.tokens[mention.start].definite


def _article_at(reading: Reading, position: int) -> bool:
    return reading.tokens[position].definite or reading.tokens[position].text == "ال"


def _nameless(reading: Reading, position: int) -> bool:
    """'a village in', 'a battalion at least': no name stands behind the word."""
    mention = reading.at.get(position)
    if mention is not None and mention.entry("adjective") and not reading.tokens[position].definite:
        return True  # 'a strategic town'
    roles = ("unnamed_new", "qualifier_after", "in", "near", "bearing", "relative", "sign")
    if mention is not None and mention.entry("countryside") and "ب" in reading.tokens[position].prefix:
        return True
    return mention is not None and any(mention.entry(role) for role in roles)


def _farms_in(reading: Reading, start: int, end: int) -> bool:
    """'farms in the town of X' are parts of it."""
    inside = reading.at.get(start + 1)
    if start + 1 >= end or reading.tokens[start].stem not in _PARTS_OF_TOWNS or inside is None:
        return False
    level = reading.entry(inside.end, "level") if inside.entry("in") else None
    return level is not None and level.value in ("city", "town", "village")


def _areas_in(reading: Reading, start: int, end: int) -> bool:
    """'new areas in the quarter of X' are parts of it."""
    if start >= end or reading.tokens[start].stem != "مناطق" or reading.tokens[start].definite:
        return False
    for i in range(start + 1, min(end, start + _ADJECTIVES + 2)):
        mention = reading.at.get(i)
        if mention is not None and mention.entry("in"):
            level = reading.entry(mention.end, "level")
            return level is not None and level.number == 1 and level.value not in ("area", "countryside")
    return False


def _heights_and_points(reading: Reading, start: int, end: int) -> bool:
    """'heights and points east of X': no place as a whole."""
    joined = start + 1 < end and reading.tokens[start + 1].prefix.startswith("و")
    level = reading.entry(start, "level")
    several = level is not None and level.number > 1 and not reading.tokens[start].definite
    around = bool(reading.having(start, end, "near"))  # 'in the surroundings of the town': no part of it
    return several and joined and not around and reading.entry(start + 1, "partial") is not None


def partial(reading: Reading, start: int, end: int) -> bool:
    """Whether parts of a place are taken, not the place."""
    if _farms_in(reading, start, end) or (start < end and reading.tokens[start].stem in PART_WORDS):
        return True
    if _areas_in(reading, start, end) or _heights_and_points(reading, start, end):
        return True
    for mention in reading.within(start, min(end, start + _PARTIAL_REACH)):
        if mention.entry("partial"):
            return True
        if mention.entry("place") or (mention.entry("level") and not mention.entry("partial")):
            return False
    return False
