"""Putting it together: English segments -> events under construction (codebook §1).

Belongs here: which places, dates, sides and people belong to which event; folding and repetition. Does not belong
here: reading words. Hands on `Draft`s in the order of the text.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import Draft, near, same_place
from transforms.extraction.english.casualties import CasualtyReader
from transforms.extraction.english.completion import complete
from transforms.extraction.english.control import ControlFrame, read_controls
from transforms.extraction.english.dates import read_dates
from transforms.extraction.english.frames import Frame, read_frame
from transforms.extraction.english.names import name_index
from transforms.extraction.english.people import PeopleReader
from transforms.extraction.english.placing import event_places, region_places
from transforms.extraction.english.places import PlaceFinder, PlaceMention
from transforms.extraction.english.sides import SideReader
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Region
from transforms.extraction.when import EventDate, default_date
from transforms.extraction.who import Sides
from transforms.model import Control, Place

_FIRE = frozenset({"airstrike", "shelling", "rocket"})
_REPEATABLE = {"clash": ("clash",), "explosion": ("explosion",), **{k: tuple(_FIRE) for k in _FIRE}}


class EnglishEventReader:
    """Reads the events of one English report.

    Args:
        reading: the report, cut into segments.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.finder = PlaceFinder(reading, name_index())
        self.sides = SideReader(reading)
        self.people = CasualtyReader(reading, PeopleReader(reading, self.sides))
        self.drafts: list[Draft] = []
        self._current: Draft | None = None

    def drafts_of_report(self) -> list[Draft]:
        """Events under construction, in the order of the text."""
        for segment in self.reading.segments:
            self._segment(segment)
        return complete(self.drafts)

    def _segment(self, segment: Segment) -> None:
        if self._current is not None and self._current.segment.paragraph != segment.paragraph:
            self._current = None
        places, regions = self.finder.places(segment)
        rows, silent = self.people.rows(segment)
        controls = [
            d for c in read_controls(self.reading, segment, self.sides) if (d := self._control(c, segment, places))
        ]
        frame = None if segment.campaign else read_frame(self.reading, segment)
        if frame is not None and frame.event_type == "detention" and (controls or segment.linked):
            frame = None  # prisoners taken in a fight belong to it
        draft = self._frame(frame, segment, places, regions, rows, controls) if frame is not None else None
        if draft is not None:
            self._take_over(draft, segment)
        told = sorted([d for d in (*controls, draft) if d is not None], key=lambda d: d.start)
        self.drafts += told
        for one in told:
            self.sides.last_subject = one.actors or self.sides.last_subject
        owner = draft or (self._current if controls or not frame else self._current)
        if controls and draft is None:
            owner = controls[-1]
        self._give_rows(rows, silent, segment, owner, places, regions)
        if draft is not None or controls:
            self._current = draft or self._fight_of_control(controls[-1]) or controls[-1]

    def _take_over(self, draft: Draft, segment: Segment) -> None:
        """'A man was killed, after a mine exploded in X': the people named first are those of the explosion."""
        before = self.drafts[-1] if self.drafts else None
        if before is None or before.rule != "other.casualty" or before.places or draft.rows:
            return
        if before.segment.index != segment.index - 1 or before.segment.background != segment.background:
            return
        if self.reading.tokens[segment.start - 1].text in (".", "\n"):
            return
        if before.date is not None and before.date.surface and (draft.date is None or not draft.date.surface):
            draft.date, draft.background = before.date, before.background
        draft.rows = [*before.rows]
        draft.no_casualties = draft.no_casualties or before.no_casualties
        self.drafts.pop()

    def _fight_of_control(self, control: Draft) -> Draft | None:
        """The dead of the fight are not those of the taking: the draft made for them, if one was."""
        last = self.drafts[-1] if self.drafts else None
        return last if last is not None and last.source is control else None

    # ---- people -------------------------------------------------------------------------------

    def _give_rows(
        self, rows: list[CasualtyRow], silent: bool, segment: Segment, owner: Draft | None,
        places: list[PlaceMention], regions: list[tuple[int, Region]],
    ) -> None:  # fmt: skip
        if owner is not None and rows and owner.event_type in _FIRE and all(self._both_sides(row) for row in rows):
            fights = [d for d in self.drafts if d.event_type == "clash" and d.segment.section is segment.section]
            owner = fights[-1] if fights else owner
        if owner is not None and owner.control is not None and rows:
            owner = self._clash_for(owner, rows, segment)
        if rows and (owner is None or self._separate(owner, rows, segment, places)):
            owner = self._casualty_draft(rows, segment, places, regions)
            self.drafts.append(owner)
            self._current = owner
        if owner is None or (owner.control is not None and not rows):
            return
        owner.no_casualties = owner.no_casualties or silent
        for row in self._split(owner, rows):
            if row.cumulative:
                owner.rows = [r for r in owner.rows if r.outcome != row.outcome or not r.confirmed]
            owner.rows.append(row)
            if owner.segment is segment:
                owner.end = max(owner.end, row.end)
        if rows and self.reading.first("late_death", segment.start, segment.end):
            self._late_death(owner, segment)

    def _both_sides(self, row: CasualtyRow) -> bool:
        return any(self.reading.first(role, row.start, row.end) is not None for role in ("both_sides", "both_in"))

    def _split(self, owner: Draft, rows: list[CasualtyRow]) -> list[CasualtyRow]:
        """'Information about losses on both sides' is one row for each."""
        out = []
        for row in rows:
            if self._both_sides(row) and not row.confirmed and owner.actors and owner.targets:
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
        fight = next((d for d in self.drafts if d.event_type == "clash" and d.source is control), None)
        if fight is not None:
            return fight
        beside = [
            d for d in self.drafts if d.event_type == "clash" and d.segment.paragraph == control.segment.paragraph
        ]
        shared = [d for d in beside if any(same_place(a, b) for a in d.places for b in control.places)]
        if shared:
            return shared[-1]
        fight = Draft(
            "clash", segment, min(row.start for row in rows), segment.end, "clash.for_control", actors=control.actors,
            targets=control.targets, places=list(control.places), date=control.date, background=control.background,
            source=control,
        )  # fmt: skip
        self.drafts.append(fight)
        self._current = fight
        return fight

    def _separate(self, owner: Draft, rows: list[CasualtyRow], segment: Segment, places: list[PlaceMention]) -> bool:
        """A toll with a place of its own, or told in a sentence of its own, belongs to no event before it."""
        if owner.segment is segment:
            return False
        named = [p for p in event_places(self.reading, places, segment) if not p.anaphor]
        if named and owner.places:
            return not any(same_place(a.place, b) for a in named for b in owner.places)
        fresh = self.reading.tokens[segment.start - 1].text in (".", "\n")
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
        date = self._date(segment)
        if toll and not chosen:
            today = date is not None and not date.past
            rows[:] = [replace(r, scope="day") if r.cumulative and r.scope == "incident" and today else r for r in rows]
            chosen = region_places(self.finder, regions, segment) or self._whole_section(segment)
        else:
            chosen = chosen or region_places(self.finder, regions, segment)
        return Draft(
            "toll" if toll else "other", segment, start, end, "toll" if toll else "other.casualty",
            places=chosen, date=date or default_date(self.reading.day),
            background=segment.background or bool(date and date.past),
        )  # fmt: skip

    def _whole_section(self, segment: Segment) -> list[Place]:
        told = {p.admin1_pcode for d in self.drafts if not d.background for p in d.places if p.admin1_pcode}
        admin1 = tuple(told) if len(told) == 1 else segment.section.admin1
        if len(admin1) != 1:
            return []
        place = self.finder.regions.place(Region(None, admin1[0], "", True), "")
        return [place] if place is not None else []

    # ---- frames -------------------------------------------------------------------------------

    def _frame(
        self, frame: Frame, segment: Segment, places: list[PlaceMention], regions: list[tuple[int, Region]],
        rows: list[CasualtyRow], controls: list[Draft],
    ) -> Draft | None:  # fmt: skip
        sides, certainty = self._sides(frame, segment)
        chosen = event_places(self.reading, places, segment)
        source = controls[-1] if controls else self._current if self._goes_on(segment, frame) else None
        if self._folds(frame, [p for p in chosen if not p.anaphor], segment, sides, rows, source):
            return None
        placed = [p.place for p in chosen] or region_places(self.finder, regions, segment)
        if controls and frame.event_type == "clash":
            placed = list(controls[-1].places) or placed
        if source is not None and source.control is not None and all(p.anaphor for p in chosen):
            placed = list(source.places) or placed
        if source is not None:
            if not placed and (segment.linked or source.control is not None):
                beside = source.control is None and frame.event_type == "clash"
                placed = [near(p) for p in source.places] if beside else list(source.places)
            if frame.event_type == "clash" and not (sides.actors and sides.targets):
                sides = self._filled(sides, source)
        date = self._date(segment)
        if date is None and source is not None and not source.background and segment.linked:
            date = source.date if source.date is not None and source.date.surface else None
        status = "attempted" if frame.attempted else "confirmed"
        if self._reported(frame, segment):
            status = "reported"
        kind, weapon = frame.event_type, frame.weapon
        if kind in ("rocket", "shelling") and sides.actors == ("israel",):
            kind, weapon = "airstrike", None  # missiles from Israel come by air
        return Draft(
            kind, segment, self._start(frame, segment), max(segment.end, frame.trigger.end), frame.rule,
            weapon=weapon, actors=sides.actors, targets=sides.targets, certainty=certainty, places=placed,
            date=date or default_date(self.reading.day), background=segment.background or bool(date and date.past),
            status=status, source=source,
        )  # fmt: skip

    def _start(self, frame: Frame, segment: Segment) -> int:
        """Evidence begins with the subject; connectives and commas are left out."""
        start = segment.start if frame.start - segment.start <= 12 else frame.start
        while start < frame.start:
            mention = self.reading.at.get(start)
            text = self.reading.tokens[start].text
            if not (text in (",", ":", "-", "and", "'s") or (mention is not None and mention.entry("connective"))):
                break
            start += 1
        return start

    def _filled(self, sides: Sides, source: Draft) -> Sides:
        """'after clashes with IS': the other side is the one that took the place."""
        known = [i for side in (source.actors, source.targets) for i in side]
        if sides.targets:
            return Sides(tuple(i for i in source.actors if i not in sides.targets), sides.targets)
        if sides.actors:
            return Sides(sides.actors, tuple(i for i in known if i not in sides.actors))
        return Sides(source.actors, source.targets)

    def _goes_on(self, segment: Segment, frame: Frame) -> bool:
        current = self._current
        if current is None or current.background != segment.background:
            return False
        return segment.linked or current.segment.section is segment.section

    def _reported(self, frame: Frame, segment: Segment) -> bool:
        mention = self.reading.first("unconfirmed", max(segment.start, frame.start - 4), frame.trigger.start)
        return mention is not None

    def _folds(
        self, frame: Frame, named: list[PlaceMention], segment: Segment, sides: Sides, rows: list[CasualtyRow],
        source: Draft | None,
    ) -> bool:  # fmt: skip
        """Codebook §2: a strike that only goes with a clash is no event; 'the clashes' said again are the same."""
        if source is None or named:
            return False
        if self._said_again(frame) and not sides.actors and source.event_type in ("clash", "explosion", *_FIRE):
            return frame.event_type in ("clash", source.event_type)
        known = {*source.actors, *source.targets}
        if frame.event_type == source.event_type or frame.event_type in _REPEATABLE.get(source.event_type, ()):
            if source.event_type in _FIRE:
                return not rows and not (set(sides.actors) - known) and frame.weapon in (None, source.weapon)
            return frame.event_type in _REPEATABLE and not (set(sides.actors) - known)
        if source.event_type == "clash" and frame.event_type in _FIRE and segment.linked:
            if not any(row.confirmed and not self._both_sides(row) for row in rows) and not set(sides.actors) - known:
                source.weapon = source.weapon or frame.weapon
                return True
        return False

    def _said_again(self, frame: Frame) -> bool:
        words = {t.text for t in self.reading.tokens[max(0, frame.start - 2) : frame.start]}
        return bool(words & {"the", "these", "this", "those", "that"})

    def _sides(self, frame: Frame, segment: Segment) -> tuple[Sides, str]:
        if frame.event_type == "clash":
            return self.sides.fight(frame.trigger, segment), "certain"
        if frame.event_type == "airstrike":
            actors, certainty = self.sides.air(frame.carrier, segment)
            return Sides(actors, self.sides.targets(segment, actors)), certainty
        sides = self.sides.fire(frame.trigger, segment)
        if frame.event_type in ("rocket", "shelling") and not sides.actors:
            owner = self.sides.air(None, segment)[0]
            sides = sides if owner != ("israel",) else Sides(owner, sides.targets)
        if frame.event_type in ("other", "toll") and frame.weapon != "machine_gun":
            sides = Sides(self.sides.by(segment.start, segment), ())
        if frame.event_type == "explosion":
            suicide = frame.weapon == "suicide_bomb"
            by = self.sides.by(segment.start, segment)
            sides = sides if suicide or by else Sides((), sides.targets)
        return sides, "certain"

    def _date(self, segment: Segment) -> EventDate | None:
        dates = [d for d in read_dates(self.reading, segment.start, segment.end) if d.position not in segment.attempts]
        late = self.reading.first("late_death", segment.start, segment.end) is not None
        fresh = [d for d in dates if not d.past]
        return fresh[0] if fresh else dates[0] if dates and not late else None

    # ---- control ------------------------------------------------------------------------------

    def _control(self, frame: ControlFrame, segment: Segment, places: list[PlaceMention]) -> Draft | None:
        own = [p for p in places if frame.places_from <= p.start < frame.places_to and p.role != "destination"]
        named = [p for p in event_places(self.reading, own, segment)]
        if not named and not frame.plural and not own:
            return None
        takers = frame.takers or self.sides.last_subject
        if frame.plural and all(p.anaphor for p in named) and frame.places_low is not None:
            said = [p for p in named if p.level == "village" and len(named) == frame.places_low]
            named = said
        placed = [p.place if frame.extent == "partial" else replace(p.place, relation="in") for p in named]
        if not placed and not frame.plural:
            return None
        if placed and self._told_before(takers, placed):
            return None
        date = self._date(segment)
        past = bool(date and date.past)
        low = frame.places_low if not placed or (frame.places_low or 0) > len(placed) else None
        control = Control(takers[0] if takers else None, frame.taken_from, frame.extent, frame.change, low)
        end = max([frame.mention.end, *(p.end for p in named)])
        return Draft(
            "control_change", segment, frame.start, min(end, segment.end), f"control.{frame.change}", actors=takers,
            targets=(frame.taken_from,) if frame.taken_from else (), places=placed,
            date=date or default_date(self.reading.day), background=frame.background or past,
            status="reported" if frame.reported else "confirmed", control=control,
        )  # fmt: skip

    def _told_before(self, takers: tuple[str, ...], places: list[Place]) -> bool:
        """The same change said again; a change and its reversal are two events."""
        for draft in reversed(self.drafts):
            if draft.control is None or not draft.places:
                continue
            if any(same_place(a, b) for a in places for b in draft.places):
                same = not takers or draft.control.taken_by == takers[0]
                return same and draft.status == "confirmed" and all(
                    any(same_place(a, b) and a.relation == b.relation for b in draft.places) for a in places
                )  # fmt: skip
        return False
