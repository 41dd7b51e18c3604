"""What has been told of an English report so far: the events under construction and the one gone on with."""

from __future__ import annotations

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import LOOK_BACK, Draft
from transforms.extraction.english.background import is_bullet
from transforms.extraction.english.dates import read_dates
from transforms.extraction.english.names import name_index
from transforms.extraction.english.places import PlaceFinder
from transforms.extraction.english.sides import SideReader
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.when import EventDate

FIRE = frozenset({"airstrike", "shelling", "rocket"})
"""Event types that are fire from afar."""


_AGAIN = frozenset({"the", "this", "these", "that", "those", "such"})


class Story:
    """State shared by those who build events.

    Args:
        reading: the report, cut into segments.

    Attributes:
        drafts: events under construction, in the order of the text.
        current: the event that the next segment may go on with.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.finder = PlaceFinder(reading, name_index())
        self.sides = SideReader(reading)
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self._window: EventDate | None = None

    def starts_sentence(self, segment: Segment) -> bool:
        """Whether a segment opens a sentence."""
        return segment.start == 0 or self.reading.tokens[segment.start - 1].text in (".", "\n", ":")

    def says_again(self, segment: Segment) -> bool:
        """'The shelling injured 3', 'These clashes left …': more about the event told last."""
        second = self.reading.at.get(segment.start + 1)
        trigger = second.entry("trigger") if second is not None else None
        if trigger is None or trigger.kind in ("carrier", "device") or self.current is None:
            return False
        alike = {trigger.value, self.current.event_type}
        return self.reading.tokens[segment.start].text in _AGAIN and (len(alike) == 1 or alike <= FIRE)

    def both_sides(self, row: CasualtyRow) -> bool:
        """'losses on both sides'."""
        return any(self.reading.first(role, row.start, row.end) is not None for role in ("both_sides", "both_in"))

    def note_days(self, segment: Segment) -> None:
        """'In the last 72 hours, SOHR documented …' tells the days of the list below."""
        if self.reading.first("report_verb", segment.start, segment.end) is None:
            return
        spans = [d for d in read_dates(self.reading, segment.start, segment.end) if not d.past and d.start < d.end]
        self._window = spans[0] if spans else self._window

    def date(self, segment: Segment, end: int | None = None) -> EventDate | None:
        """The day of what a segment tells, up to a token: fresh ones before those long past."""
        dates = [
            d for d in read_dates(self.reading, segment.start, end or segment.end) if d.position not in segment.attempts
        ]
        late = self.reading.first("late_death", segment.start, segment.end) is not None
        fresh = [d for d in dates if not d.past]
        if not dates and self._window is not None and self._listed(segment):
            return self._window
        return fresh[0] if fresh else dates[0] if dates and not late else None

    def _listed(self, segment: Segment) -> bool:
        return is_bullet(self.reading, segment.start)

    @property
    def recent(self) -> list[Draft]:
        """The last drafts: no report refers further back, and a text made to harm stays linear."""
        return self.drafts[-LOOK_BACK:]
