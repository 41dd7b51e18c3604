"""Which numbers are parts of a total told right before them (codebook §7: never added to it).

Belongs here: 'among the martyrs are 6 civilians, besides 22 fighters', stories behind 'among them' of an incident's
total. Does not belong here: breakdowns that the total's own phrase reads (`people`), items of a day's total.
"""

from __future__ import annotations

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.reading import Reading, Segment


class PartsOfTotals:
    """Tells parts from people of their own, remembering the last total of an incident.

    Args:
        reading: the report.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._open: tuple[int, CasualtyRow] | None = None

    def only_parts(self, segment: Segment) -> bool:
        """Whether a segment is a story out of the total that the segment before it left open with 'among them'."""
        return segment.item and self._open is not None and self._open[0] == segment.index - 1

    def without(self, rows: list[CasualtyRow], segment: Segment) -> list[CasualtyRow]:
        """Rows of a segment without those that are parts of a total."""
        if self.only_parts(segment) and self._open is not None:
            whole = self._open[1]
            self._open = (segment.index, whole)
            return [row for row in rows if not _part_of(row, whole)]
        total = next((row for row in rows if row.cumulative and row.scope == "incident"), None)
        if total is None:
            return rows
        if self._left_open(total, segment):
            self._open = (segment.index, total)
        dead = self._among_the_dead(total, segment)
        rows = [row for row in rows if not (_part_of(row, total) and self._why(row, total))]
        return rows if dead is None else [row for row in rows if row.start < dead or not _part_of(row, total)]

    def _why(self, row: CasualtyRow, total: CasualtyRow) -> bool:
        """'rose to 5, after the body of one was found': why the number rose."""
        return row.start > total.start and self.reading.entry(row.start - 1, "after") is not None

    def _left_open(self, total: CasualtyRow, segment: Segment) -> bool:
        """'rose to 14 the number of those who fell, among them two foreigners, and 6 who': 'among them' comes last."""
        among = self.reading.having(total.start, segment.end, "among")
        outcomes = self.reading.having(total.start, segment.end, "outcome")
        return bool(among) and bool(outcomes) and among[-1].start > outcomes[-1].start

    def _among_the_dead(self, total: CasualtyRow, segment: Segment) -> int | None:
        """'and among the martyrs are': from here on, all are parts."""
        for among in self.reading.having(total.start, segment.end, "among", "range_open"):
            if among.entry("among") is None and self.reading.tokens[among.start - 1].stem not in ("من", "ومن"):
                continue
            counted = self.reading.at.get(among.end)
            if counted is not None and counted.entry("outcome") and self.reading.tokens[among.end].definite:
                return among.start
        return None


def _part_of(row: CasualtyRow, total: CasualtyRow) -> bool:
    return row is not total and row.outcome == total.outcome and row.people.low <= total.people.low
