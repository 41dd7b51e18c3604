"""Items of a total: 'rose to 13 the number of those killed, where a man was killed in X and 3 men in Y' (codebook §7).

Belongs here: telling the items that a total already counts. Does not belong here: reading totals (`totals`).
"""

from __future__ import annotations

from itertools import pairwise

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.english.background import report_begins
from transforms.extraction.reading import Reading, Segment

_SUBJECTS = frozenset({"they", "casualties", "dead", "martyrs", "victims"})
_OPENING = 3


class Listing:
    """Leaves out the items of a total told before them in the same sentence.

    Args:
        reading: the report.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._total: CasualtyRow | None = None
        self._open = False

    def without_items(self, rows: list[CasualtyRow], segment: Segment, *, fresh: bool) -> list[CasualtyRow]:
        """The rows of a segment that no total before them counts.

        Args:
            rows: the rows of the segment.
            segment: the segment.
            fresh: the segment opens a sentence.
        """
        if fresh or self._other_news(segment):
            self._total, self._open = None, False
        if self._total is not None:
            self._open = self._open or self._opens(segment)
            total = self._total
            if self._open:
                rows = [row for row in rows if row.cumulative or not _counted_in(row, total)]
        summed = [row for row in rows if row.cumulative and row.outcome == "killed"]
        if summed:
            self._total = summed[-1]
            self._open = self._names_items(segment)
        return rows

    def _other_news(self, segment: Segment) -> bool:
        return self.reading.tokens[segment.start].text == "also" or report_begins(
            self.reading, segment.start, segment.end
        )

    def _opens(self, segment: Segment) -> bool:
        first = self.reading.at.get(segment.start)
        where = first is not None and first.entry("where") is not None
        begins = [t.text for t in self.reading.tokens[segment.start : segment.start + _OPENING]]
        return where or ("are" in begins[1:] and bool(_SUBJECTS & set(begins)))

    def _names_items(self, segment: Segment) -> bool:
        """'…, they are 14 citizens killed in X and …': the items begin within the segment of the total."""
        texts = [t.text for t in self.reading.tokens[segment.start : segment.end]]
        return any(a in _SUBJECTS and b == "are" for a, b in pairwise(texts))


def _counted_in(row: CasualtyRow, total: CasualtyRow) -> bool:
    if row.outcome != total.outcome or not row.confirmed:
        return False
    if row.people.best is not None and total.people.best is not None and row.people.best > total.people.best:
        return False
    if total.people.side is not None:
        return row.people.side == total.people.side
    return row.people.side is None and row.people.status in ("civilian", "unknown", total.people.status)
