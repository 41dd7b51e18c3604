"""Takings told with a noun: 'the control of the factions over the villages of X and Y' (codebook §3).

Belongs here: telling who holds from what is held behind 'the control of'. Does not belong here: takings told with a
verb (`control`).
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.english.sides import SideReader
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment

_TAKER_REACH = 4
_OVER = frozenset({"for", "over", "on", "upon"})
_GAP = 6
_NEWS_REACH = 3


class NamedTaking(NamedTuple):
    """Who took, and the token from which the places are named."""

    takers: tuple[str, ...]
    places_from: int


def named_taking(reading: Reading, segment: Segment, sides: SideReader, mention: Mention) -> NamedTaking | None:
    """The taking that a noun of control tells, or None where it tells a state or names no taker.

    'monitored the control of A and B over X' is news; 'areas under the control of A' is none, and is never read here.
    """
    if reading.tokens[mention.end - 1].text != "of" or not _is_news(reading, segment, mention):
        return None
    named = sides.mentions(mention.end, segment.end, segment)
    if not named or named[0][0].start > mention.end + _TAKER_REACH:
        return None
    end = named[0][0].end
    for number, (actor, _) in enumerate(named):
        if actor.start > end + _GAP:
            break
        over = _over(reading, end, actor.start) if number else None
        if over is not None:
            return NamedTaking(sides.listed(named[:number]), over)
        end = actor.end
    over = _over(reading, end, min(segment.end, end + _GAP))
    return None if over is None else NamedTaking(sides.listed(named), over)


def _over(reading: Reading, start: int, end: int) -> int | None:
    return next((i + 1 for i in range(start, end) if reading.tokens[i].text in _OVER), None)


def _is_news(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """Behind a report, a rumour or 'after'."""
    for i in range(mention.start - 1, max(segment.start, mention.start - _NEWS_REACH) - 1, -1):
        before = reading.at.get(i)
        if before is not None:
            roles = ("report_verb", "unconfirmed", "amid", "after", "result")
            return any(before.entry(role) is not None for role in roles)
    return False
