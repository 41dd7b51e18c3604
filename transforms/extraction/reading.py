"""One report under the reader's eye: its tokens and mentions, with look-ups, and the stretches that it is cut into.

Belongs here: `Section` (a dateline's text), `Segment` (a clause) and `Reading`. Does not belong here: where they are
cut (`sections`, `segments`), and what of them is old news (`background`), statistics (`refrains`) or masked (`masks`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from sys import maxsize

from transforms.extraction.lexicon import Entry, Lexicon, Mention
from transforms.model import Report

COMMAS = frozenset("،,")
_LONG_PAGE = 80
_WORDS_PER_COMMA = 60
"""Pages with fewer commas (2013) join their statements by 'and' alone."""


@dataclass(slots=True)
class Section:
    """A stretch of text under one dateline. `admin1` are the governorates that the dateline names."""

    start: int
    end: int
    admin1: tuple[str, ...]


@dataclass(slots=True)
class Segment:
    """Tokens `start` to `end` (exclusive) that tell one thing.

    Attributes:
        index: number in the report, from 0.
        linked: goes on with the segment before it.
        background: tells old news.
        campaign: tells figures since the beginning of a year or an attack.
        masked: tokens that belong to an attribute of status, a supporter or an attempt.
        supporters: of these, the tokens that name a supporter.
        attempts: tokens that tell something tried, not done.
        item: one of the stories behind a number of dead: 'and 4 fighters fell in clashes at X'.
    """

    index: int
    start: int
    end: int
    linked: bool
    paragraph: int
    section: Section
    background: bool = False
    campaign: bool = False
    masked: set[int] = field(default_factory=set)
    supporters: set[int] = field(default_factory=set)
    attempts: set[int] = field(default_factory=set)
    item: bool = False


def _start(section: Section) -> int:
    return section.start


class Reading:
    """Tokens and mentions of a report, with look-ups; `few_commas` where statements are joined by 'and' alone.

    Args:
        report: the report.
        lexicon: the dictionaries.
    """

    def __init__(self, report: Report, lexicon: Lexicon) -> None:
        self.report = report
        self.lexicon = lexicon
        scan = lexicon.read(report.body)
        self.tokens, self.token_starts, self.token_ends, self.mentions, self._spelled, self.at, self._starts_of = scan
        commas = report.body.count("،")
        self.few_commas = len(self.tokens) > _LONG_PAGE and commas * _WORDS_PER_COMMA < len(self.tokens)
        self._starts = list(self.at)
        self._starts_of_any: dict[tuple[str, ...], list[int]] = {}
        self._numbers: list[int] | None = None
        self._datable: list[int] | None = None
        self._actor_ids: dict[str, list[str]] = {}
        self.day: dt.date | None = report.published_date
        self.sections: list[Section] = []
        self.segments: list[Segment] = []

    def entry(self, position: int, role: str) -> Entry | None:
        """The use with this role of the mention that begins at a token."""
        mention = self.at.get(position)
        return mention.entry(role) if mention else None

    def before(self, position: int) -> Mention | None:
        """The last mention that begins before a token."""
        index = bisect_left(self._starts, position)
        return self.mentions[index - 1] if index else None

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in a range of tokens."""
        starts = self._starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    def having(self, start: int, end: int, *roles: str) -> list[Mention]:
        """Mentions with one of some roles that begin in a range of tokens."""
        starts = self._starts_of_any.get(roles)
        if starts is None:
            starts = self._starts_of_any[roles] = self._merged(roles)
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        at = self.at
        return [at[i] for i in starts[low : bisect_left(starts, end, low)]]

    def _merged(self, roles: tuple[str, ...]) -> list[int]:
        """Tokens at which mentions with some roles begin, in order, each once."""
        known = self._starts_of
        found = [known[role] for role in roles if role in known]
        if not found:
            return []
        return found[0] if len(found) == 1 else sorted(set().union(*found))

    def starts_of(self, *roles: str) -> list[int]:
        """Tokens at which mentions with some roles begin, in no order; those with two of the roles come twice."""
        return [start for role in roles if role in self._starts_of for start in self._starts_of[role]]

    def first(self, role: str, start: int, end: int) -> Mention | None:
        """First mention with a role in a range of tokens."""
        starts = self._starts_of.get(role)
        if starts is None:
            return None
        index = bisect_left(starts, start)
        return self.at[starts[index]] if index < len(starts) and starts[index] < end else None

    @property
    def datable(self) -> list[int]:
        """Tokens at which a date may begin: numbers, and words of time."""
        if self._datable is None:  # not `cached_property`, which takes a lock in Python 3.11
            self._datable = sorted({*self.numbers, *self.starts_of("time", "after", "since")})
        return self._datable

    @property
    def numbers(self) -> list[int]:
        """Tokens that begin with a digit."""
        if self._numbers is None:
            self._numbers = [match.start() for match in self.lexicon.numbers.finditer(self._spelled)]
        return self._numbers

    def signs(self, signs: frozenset[str], start: int = 0, end: int = maxsize) -> list[int]:
        """Tokens of a range that are one of some signs."""
        return [match.start() for match in self.lexicon.signs(signs).finditer(self._spelled, start, end)]

    def section_at(self, position: int) -> Section | None:
        """The section that a token stands in; None for a dateline."""
        index = bisect_right(self.sections, position, key=_start) - 1
        return self.sections[index] if index >= 0 and position < self.sections[index].end else None

    def actor_ids(self, key: str) -> list[str]:
        """Actors that an alias names on the day of the report; to be looked at, not to be changed."""
        known = self._actor_ids.get(key)
        if known is None:
            held = (a.actor_id for a in self.lexicon.actor_aliases.get(key, ()) if a.holds(self.day))
            known = self._actor_ids[key] = list(dict.fromkeys(held))  # two spellings of an alias may fold to one key
        return known

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters from token `start` to before token `end`."""
        return self.token_starts[start], self.token_ends[end - 1]
