"""Putting it together: English segments -> events under construction (codebook §1).

Belongs here: the order in which a segment's places, people, takings and frame are read. Does not belong here: reading
words, building events (`events`, `takings`), whose the people are (`rows`).
"""

from __future__ import annotations

from transforms.extraction.drafts import Draft
from transforms.extraction.english.casualties import CasualtyReader
from transforms.extraction.english.completion import complete
from transforms.extraction.english.control import read_controls
from transforms.extraction.english.events import EventBuilder
from transforms.extraction.english.frames import Frame, read_frame
from transforms.extraction.english.listing import Listing
from transforms.extraction.english.phrases import PhraseReader
from transforms.extraction.english.rows import RowGiver
from transforms.extraction.english.story import Story
from transforms.extraction.english.takings import taking
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.who import Sides

_SUBJECT_REACH = 5
_SOURCE_REACH = 6


class EnglishEventReader:
    """Reads the events of one English report.

    Args:
        reading: the report, cut into segments.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.story = Story(reading)
        self.people = CasualtyReader(reading, PhraseReader(reading, self.story.sides))
        self.events = EventBuilder(self.story)
        self.rows = RowGiver(self.story)
        self.listing = Listing(reading)

    def drafts_of_report(self) -> list[Draft]:
        """Events under construction, in the order of the text."""
        for segment in self.reading.segments:
            self._segment(segment)
        return complete(self.story.drafts)

    def _segment(self, segment: Segment) -> None:
        story = self.story
        if story.current is not None and story.current.segment.paragraph != segment.paragraph:
            story.current = story.current if story.says_again(segment) else None
        story.note_days(segment)
        places, regions = story.finder.places(segment)
        rows, silent = self.people.rows(segment)
        rows = self.listing.without_items(rows, segment, fresh=story.starts_sentence(segment))
        takings = read_controls(self.reading, segment, story.sides)
        controls = [d for c in takings if (d := taking(story, c, segment, places)) is not None]
        frame = self._frame(segment, bool(controls))
        draft = self.events.draft(frame, segment, places, regions, rows, controls) if frame is not None else None
        if draft is not None:
            self.rows.take_over(draft, segment)
        told = sorted([d for d in (*controls, draft) if d is not None], key=lambda d: d.start)
        story.drafts += told
        if not told:
            self._remember(segment)
        for one in told:
            story.sides.last_subject = one.actors or story.sides.last_subject
        owner = draft or (controls[-1] if controls else story.current)
        self.rows.give(rows, silent, segment, owner, places, regions)
        if told:
            story.current = draft or self._fight_of(controls[-1])

    def _remember(self, segment: Segment) -> None:
        """'The regime forces advance at the expense of the factions, where they …': a subject without an event."""
        sides = self.story.sides
        told = self.reading.first("observatory", segment.start, min(segment.end, segment.start + _SOURCE_REACH))
        start = segment.start if told is None else told.end
        named = sides.mentions(start, min(segment.end, start + _SUBJECT_REACH), segment)
        if not named:
            return
        sides.last_subject = sides.listed(named)
        expense = self.reading.first("at_expense", segment.start, segment.end)
        if expense is not None:
            others = sides.listed(sides.mentions(expense.end, segment.end, segment))
            sides.last_sides = Sides(sides.last_subject, others)

    def _frame(self, segment: Segment, controls: bool) -> Frame | None:
        frame = None if segment.campaign else read_frame(self.reading, segment)
        if frame is not None and frame.event_type == "detention" and (controls or segment.linked):
            return None  # prisoners taken in a fight belong to it
        return frame

    def _fight_of(self, control: Draft) -> Draft:
        """The dead of the fight are not those of the taking: the draft made for them, if one was."""
        last = self.story.drafts[-1]
        return last if last.source is control else control
