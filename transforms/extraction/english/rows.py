"""Which event a casualty row of an English report belongs to (codebook §7).

Belongs here: owners of rows, running totals, late deaths, tolls of their own. Does not belong here: reading rows
(`casualties`).
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import Draft, same_place
from transforms.extraction.english.dates import read_dates
from transforms.extraction.english.mentions import PlaceMention
from transforms.extraction.english.placing import event_places, region_places
from transforms.extraction.english.story import FIRE, Story
from transforms.extraction.reading import Segment
from transforms.extraction.resolution import Region
from transforms.extraction.when import default_date
from transforms.model import Place

_SENTENCE = 4
"""Up to so many clauses later a taking is still told within the fight before it."""


class RowGiver:
    """Gives rows to events.

    Args:
        story: what has been told so far; drafts are added to it.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.reading = story.reading

    def give(
        self, rows: list[CasualtyRow], silent: bool, segment: Segment, owner: Draft | None,
        places: list[PlaceMention], regions: list[tuple[int, Region]],
    ) -> None:  # fmt: skip
        """Give the rows of a segment to its event, to the one it goes on with, or to a toll of its own."""
        if owner is not None and rows and owner.event_type in FIRE and all(self.story.both_sides(row) for row in rows):
            fights = [d for d in self.story.recent if d.event_type == "clash" and d.segment.section is segment.section]
            owner = fights[-1] if fights else owner
        fought = owner is not None and owner.control is not None and bool(rows)
        if owner is not None and fought:
            owner = self._clash_for(owner, rows, segment)
        if rows and (owner is None or (not fought and self._separate(owner, rows, segment, places))):
            owner = self._casualty_draft(rows, segment, places, regions)
            self.story.drafts.append(owner)
            self.story.current = owner
        if owner is None or (owner.control is not None and not rows):
            return
        owner.no_casualties = owner.no_casualties or silent
        for row in self._split(owner, rows):
            if row.cumulative:
                owner.rows = [r for r in owner.rows if not (r.confirmed and _replaced(r, row))]
            owner.rows.append(row)
            if owner.segment is segment:
                owner.end = max(owner.end, row.end)
        if rows and self.reading.first("late_death", segment.start, segment.end):
            self._late_death(owner, segment)

    def _split(self, owner: Draft, rows: list[CasualtyRow]) -> list[CasualtyRow]:
        """'Information about losses on both sides' is one row for each."""
        out = []
        for row in rows:
            if self.story.both_sides(row) and not row.confirmed and owner.actors and owner.targets:
                sides = (owner.actors[0], owner.targets[0])
                out += [replace(row, people=replace(row.people, side=side)) for side in sides]
            else:
                out.append(row)
        return out

    def _late_death(self, owner: Draft, segment: Segment) -> None:
        owner.late_death = True
        wounded = [d for d in read_dates(self.reading, segment.start, segment.end) if d.past]
        if wounded and wounded[0].precision == 1:
            owner.original_date = wounded[0].start
        if owner.date is not None and owner.date.past:
            owner.date, owner.background = default_date(self.reading.day), segment.background

    def _clash_for(self, control: Draft, rows: list[CasualtyRow], segment: Segment) -> Draft | None:
        if any(row.people.status == "civilian" for row in rows):
            return None
        fight = next((d for d in self.story.recent if d.event_type == "clash" and d.source is control), None)
        if fight is not None:
            return fight
        beside = [
            d for d in self.story.recent if d.event_type == "clash" and d.segment.paragraph == control.segment.paragraph
        ]
        told_in = [d for d in beside if self._same_sentence(d, control) and self._same_fight(d, control)]
        if told_in:
            return told_in[-1]
        shared = [d for d in beside if any(same_place(a, b) for a in d.places for b in control.places)]
        if shared:
            return shared[-1]
        fight = Draft(
            "clash", segment, min(row.start for row in rows), segment.end, "clash.for_control", actors=control.actors,
            targets=control.targets, places=list(control.places), date=control.date, background=control.background,
            source=control,
        )  # fmt: skip
        self.story.drafts.append(fight)
        self.story.current = fight
        return fight

    def _same_sentence(self, fight: Draft, control: Draft) -> bool:
        between = self.reading.segments[fight.segment.index + 1 : control.segment.index + 1]
        return 0 < len(between) <= _SENTENCE and not any(self.story.starts_sentence(s) for s in between)

    def _same_fight(self, fight: Draft, control: Draft) -> bool:
        sides = {*fight.actors, *fight.targets}
        return bool(control.actors) and control.actors[0] in sides and bool(fight.actors) and bool(fight.targets)

    def _separate(self, owner: Draft, rows: list[CasualtyRow], segment: Segment, places: list[PlaceMention]) -> bool:
        """A toll with a place of its own, or told in a sentence of its own, belongs to no event before it."""
        if owner.segment is segment:
            return False
        named = [p for p in event_places(self.reading, places, segment) if not p.anaphor]
        if named and owner.places:
            return not any(same_place(a.place, b) for a in named for b in owner.places)
        fresh = self.story.starts_sentence(segment)
        if self.story.says_again(segment):
            return False
        if fresh and owner.event_type == "clash" and any(row.people.status == "civilian" for row in rows):
            return True
        if any(row.cumulative for row in rows) and owner.segment.paragraph != segment.paragraph:
            return True
        return owner.background != segment.background

    def _casualty_draft(
        self, rows: list[CasualtyRow], segment: Segment, places: list[PlaceMention], regions: list[tuple[int, Region]]
    ) -> Draft:
        start, end = min(row.start for row in rows), max(row.end for row in rows)
        toll = any(row.cumulative or row.scope != "incident" for row in rows)
        chosen = [p.place for p in event_places(self.reading, places, segment)]
        date = self.story.date(segment)
        if toll and not chosen:
            today = date is not None and not date.past
            rows[:] = [replace(r, scope="day") if r.cumulative and r.scope == "incident" and today else r for r in rows]
            chosen = region_places(self.story.finder, regions, segment) or self._whole_section(segment)
        else:
            chosen = chosen or region_places(self.story.finder, regions, segment)
        return Draft(
            "toll" if toll else "other", segment, start, end, "toll" if toll else "other.casualty",
            places=chosen, date=date or default_date(self.reading.day),
            background=segment.background or bool(date and date.past),
        )  # fmt: skip

    def _whole_section(self, segment: Segment) -> list[Place]:
        told = {p.admin1_pcode for d in self.story.recent if not d.background for p in d.places if p.admin1_pcode}
        admin1 = tuple(told) if len(told) == 1 else segment.section.admin1
        if len(admin1) != 1:
            return []
        place = self.story.finder.regions.place(Region(None, admin1[0], "", True), "")
        return [place] if place is not None else []

    def take_over(self, draft: Draft, segment: Segment) -> None:
        """'A man was killed, after a mine exploded in X': the people named first are those of the explosion."""
        before = self.story.drafts[-1] if self.story.drafts else None
        if before is None or before.rule != "other.casualty" or before.places or draft.rows:
            return
        if before.segment.index != segment.index - 1 or before.segment.background != segment.background:
            return
        if self.story.starts_sentence(segment):
            return
        if before.date is not None and before.date.surface and (draft.date is None or not draft.date.surface):
            draft.date, draft.background = before.date, before.background
        draft.rows = [*before.rows]
        draft.no_casualties = draft.no_casualties or before.no_casualties
        self.story.drafts.pop()


def _replaced(row: CasualtyRow, total: CasualtyRow) -> bool:
    """Whether a running total counts the people of a row, too."""
    sides = {row.people.side, total.people.side}
    return row.outcome == total.outcome and (len(sides) == 1 or None in sides)
