"""Roads: 'the road X - Y', 'the road that links the towns of X and Y' are places of their own (codebook §5, feature).

Belongs here: where the name of a road ends. Does not belong here: resolving it (`where`).
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading

_LINKING = frozenset({"واصل", "واصله", "رابط", "رابطه", "ممتد", "دولي", "دوليه", "عام", "رييسي"})
_BETWEEN = "range_open"
_LINKING_REACH = 3
_SHORTEST_NAME = 3


class Road(NamedTuple):
    """A road in the text.

    Attributes:
        end: token behind its name.
        first: the token of the place that it begins at.
    """

    end: int
    first: int


def read_road(reading: Reading, mention: Mention, limit: int) -> Road | None:
    """The road that a word for road names, or None where it names none ('by way of', 'the road' said again)."""
    token = reading.tokens[mention.start]
    if token.definite:
        return _linking(reading, mention.end, limit)
    first = _name(reading, mention.end, limit)
    if first is None:
        return None
    place, end = first
    if end < limit and reading.tokens[end].text == "-":
        second = _name(reading, end + 1, limit, known=False)
        end = second[1] if second is not None else end
    return Road(end, place)


def is_means(reading: Reading, mention: Mention) -> bool:
    """'by way of' is no road."""
    return mention.start > 0 and reading.tokens[mention.start - 1].text == "عن"


def _linking(reading: Reading, position: int, limit: int) -> Road | None:
    """'the road (that links, between) X and Y'."""
    for i in range(position, min(limit, position + _LINKING_REACH)):
        mention = reading.at.get(i)
        if mention is not None and mention.entry(_BETWEEN):
            first = _name(reading, mention.end, limit)
            if first is None or first[1] >= limit or not reading.tokens[first[1]].prefix.startswith("و"):
                return None
            second = _name(reading, first[1], limit, known=False)
            return Road(second[1], first[0]) if second is not None else None
        if reading.tokens[i].stem not in _LINKING:
            return None
    return None


def _name(reading: Reading, position: int, limit: int, *, known: bool = True) -> tuple[int, int] | None:
    """First token and end of a place name, over level words; of the second end any word will do."""
    while position < limit:
        mention = reading.at.get(position)
        if mention is None:
            break
        behind = reading.at.get(mention.end)
        if mention.entry("place") and not (mention.entry("level") and behind is not None and behind.entry("place")):
            return position, mention.end
        if not mention.entry("level"):
            return None
        position = mention.end
    if known or position >= limit:
        return None
    text = reading.tokens[position].text
    return (position, position + 1) if text[0].isalpha() and len(text) >= _SHORTEST_NAME else None
