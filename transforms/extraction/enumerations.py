"""Lists of names that commas part: 'these villages are A, B, C and D' (codebook §5).

Belongs here: where each name of such a list begins and ends. Does not belong here: which place a name means (`where`).
"""

from __future__ import annotations

from itertools import pairwise

from transforms.extraction.reading import COMMAS, Reading

_LONGEST_NAME = 3
_FEWEST = 3
"""Names that make a list: two between commas may be an aside."""
_SPACERS = frozenset({":", "-"})
_OF_NAMES = frozenset({"place", "level", "direction", "unnamed_new", "people", "number", "partial"})
"""What a word in the name of a village may be besides."""


def read_enumeration(reading: Reading, start: int, limit: int) -> list[tuple[int, int]]:
    """First token of each name of a list and the token behind its last; none where no such list begins."""
    tokens = reading.tokens
    while start < limit and tokens[start].text in _SPACERS:
        start += 1
    items: list[tuple[int, int]] = []
    begin = start
    for position in range(start, limit + 1):
        if position < limit and tokens[position].text not in COMMAS:
            continue
        names = _names(reading, begin, position)
        if not names and position == limit:
            names = _last_names(reading, begin, limit)
        if not names:
            names = _last_names(reading, begin, position) if items else []
            return _enough([*items, *names], reading)
        items += names
        begin = position + 1
    return _enough(items, reading)


def _enough(items: list[tuple[int, int]], reading: Reading) -> list[tuple[int, int]]:
    commas = sum(1 for first, _ in items[1:] if reading.tokens[first - 1].text in COMMAS)
    return items if commas >= _FEWEST - 1 else []


def _names(reading: Reading, begin: int, end: int) -> list[tuple[int, int]]:
    """The names between two commas: one, or some joined by 'and'; none where a word of it belongs to no name."""
    if begin >= end:
        return []
    cuts = [begin, *(i for i in range(begin + 1, end) if _joined(reading, i)), end]
    names = list(pairwise(cuts))
    return names if all(_is_name(reading, first, behind) for first, behind in names) else []


def _last_names(reading: Reading, begin: int, end: int) -> list[tuple[int, int]]:
    """'..., C and D in the countryside of': the names before what follows the list."""
    stop = begin
    while stop < end and _in_name(reading, stop):
        stop += 1
    return _names(reading, begin, stop)


def _joined(reading: Reading, position: int) -> bool:
    token = reading.tokens[position]
    return token.prefix == "و" or (position not in reading.at and token.text.startswith("و") and len(token.text) > 3)


def _is_name(reading: Reading, first: int, behind: int) -> bool:
    return behind - first <= _LONGEST_NAME and all(_in_name(reading, i) for i in range(first, behind))


def _in_name(reading: Reading, position: int) -> bool:
    mention = reading.at.get(position)
    if not reading.tokens[position].text[0].isalpha():
        return False
    return mention is None or not _OF_NAMES.isdisjoint(mention.by_role)
