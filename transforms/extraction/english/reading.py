"""An English report under the reader's eye: the common `Reading` with look-ups by role."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from transforms.extraction.lexicon import Lexicon, Mention
from transforms.extraction.reading import Reading
from transforms.model import Report


class EnglishReading(Reading):
    """Tokens and mentions of a report.

    Args:
        report: the report.
        lexicon: the English dictionaries.
    """

    def __init__(self, report: Report, lexicon: Lexicon) -> None:
        super().__init__(report, lexicon)
        self._by_role: dict[str, tuple[list[int], list[Mention]]] = defaultdict(lambda: ([], []))
        for mention in self.mentions:
            for role in mention.by_role:
                starts, found = self._by_role[role]
                starts.append(mention.start)
                found.append(mention)

    def first(self, role: str, start: int, end: int) -> Mention | None:
        """First mention with a role in a range of tokens."""
        known = self._by_role.get(role)
        if known is None:
            return None
        at = bisect_left(known[0], start)
        return known[1][at] if at < len(known[0]) and known[0][at] < end else None
