"""A frame of an English segment -> an event under construction (codebook §1, §2).

Belongs here: sides, places and dates of an event, what it takes from the one before, what is no event of its own.
"""

from __future__ import annotations

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import Draft, near
from transforms.extraction.english.frames import Frame
from transforms.extraction.english.mentions import PlaceMention
from transforms.extraction.english.placing import event_places, region_places
from transforms.extraction.english.story import FIRE, Story
from transforms.extraction.reading import Segment
from transforms.extraction.resolution import Region
from transforms.extraction.when import default_date
from transforms.extraction.who import Sides
from transforms.model import Place

_OPENING = 2
_FIGHTS = frozenset({"clash", "clashes", "clashing", "fighting"})
_REPEATABLE = {"clash": ("clash",), "explosion": ("explosion",), **{k: tuple(FIRE) for k in FIRE}}


class EventBuilder:
    """Builds events from frames.

    Args:
        story: what has been told so far.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.reading = story.reading

    def draft(
        self, frame: Frame, segment: Segment, places: list[PlaceMention], regions: list[tuple[int, Region]],
        rows: list[CasualtyRow], controls: list[Draft],
    ) -> Draft | None:  # fmt: skip
        """The event that a frame tells; None where it only says again or accompanies what was told."""
        sides, certainty = self._sides(frame, segment)
        chosen = event_places(self.reading, places, segment, attempted=self._was_foiled(frame, segment))
        fight = self._fight_again(frame, segment, sides, chosen)
        if fight is not None:
            self.story.current = self.story.current if controls else fight
            return None
        source = controls[-1] if controls else self.story.current if self._goes_on(segment) else None
        named = any(not p.anaphor for p in chosen) or (
            bool(regions) and (not segment.linked or self._elsewhere(regions, source))
        )
        if self._folds(frame, named, segment, sides, rows, source):
            return None
        placed = [p.place for p in chosen] or region_places(self.story.finder, regions, segment, frame.trigger.start)
        if source is not None and self._places_it(frame, segment, source) and placed:
            source.places = source.places or placed
            source.end = max(source.end, segment.end)
            return None
        if source is not None:
            placed = self._placed(frame, segment, placed, source, named, bool(controls))
            if frame.event_type == "clash" and not (sides.actors and sides.targets):
                sides = self._filled(sides, source)
        date = self.story.date(segment)
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

    def _fight_again(
        self, frame: Frame, segment: Segment, sides: Sides, chosen: list[PlaceMention]
    ) -> Draft | None:  # fmt: skip
        """'The clashes were accompanied by …', 'These attacks led to …': the fight told before in the paragraph."""
        opens = frame.start - segment.start <= _OPENING and self._said_again(frame)
        if frame.event_type != "clash" or not opens or any(not p.anaphor for p in chosen):
            return None
        for draft in reversed(self.story.recent):
            if draft.segment.paragraph != segment.paragraph:
                return None
            if draft.event_type == "clash" and draft.background == segment.background:
                known = {*draft.actors, *draft.targets}
                return draft if set(sides.actors) | set(sides.targets) <= known or not known else None
        return None

    def _elsewhere(self, regions: list[tuple[int, Region]], source: Draft | None) -> bool:
        """'…, in conjunction with clashes in the countryside of Y': another governorate than that of what was told."""
        told = {place.admin1_pcode for place in source.places} if source is not None else set()
        return bool(told) and not any(region.admin1 in told for _, region in regions)

    def _places_it(self, frame: Frame, segment: Segment, source: Draft) -> bool:
        """'gunmen targeted 2 men, where they shot their car in X': the place of what was told."""
        first = self.reading.at.get(segment.start)
        where = first is not None and first.entry("where") is not None
        alike = frame.event_type == source.event_type or frame.rule == "other.shooting"
        return where and not source.places and alike and source.control is None

    def _was_foiled(self, frame: Frame, segment: Segment) -> bool:
        return frame.event_type == "clash" and self.reading.first("foiled", segment.start, segment.end) is not None

    def _placed(
        self, frame: Frame, segment: Segment, placed: list[Place], source: Draft, named: bool, taken: bool
    ) -> list[Place]:
        """Places of an event that goes on with another: the fight for a place is at that place."""
        if taken and frame.event_type == "clash":
            return list(source.places) or placed
        if source.control is not None and not named:
            return list(source.places) or placed
        if not placed and frame.event_type in FIRE and self._on_the_fight(segment):
            return list(self._last_fight(source).places)
        if not placed and segment.linked:
            beside = source.control is None and frame.event_type == "clash"
            return [near(p) for p in source.places] if beside else list(source.places)
        return placed

    def _on_the_fight(self, segment: Segment) -> bool:
        """'air strikes on areas of the clashes', 'shelled the clash area'."""
        texts = [t.text for t in self.reading.tokens[segment.start : segment.end]]
        around = (texts[max(0, i - 1) : i + 4] for i, text in enumerate(texts) if text in ("area", "areas"))
        return any(set(words) & _FIGHTS for words in around)

    def _last_fight(self, source: Draft) -> Draft:
        fights = [d for d in self.story.recent if d.event_type == "clash" and d.places]
        return fights[-1] if fights else source

    def _start(self, frame: Frame, segment: Segment) -> int:
        """Evidence begins with the subject; connectives and commas are left out."""
        start = segment.start if frame.start - segment.start <= 12 else frame.start
        while start < frame.start:
            mention = self.reading.at.get(start)
            text = self.reading.tokens[start].text
            connective = mention is not None and mention.entry("connective")
            if not (text in (",", ":", "-", "and", "'s") or connective):
                break
            start = mention.end if mention is not None and connective else start + 1
        return start

    def _filled(self, sides: Sides, source: Draft) -> Sides:
        """'after clashes with IS': the other side is the one that took the place."""
        known = [i for side in (source.actors, source.targets) for i in side]
        if sides.targets:
            return Sides(tuple(i for i in source.actors if i not in sides.targets), sides.targets)
        if sides.actors:
            return Sides(sides.actors, tuple(i for i in known if i not in sides.actors))
        return Sides(source.actors, source.targets)

    def _goes_on(self, segment: Segment) -> bool:
        current = self.story.current
        if current is None or current.background != segment.background:
            return False
        return segment.linked or current.segment.section is segment.section or self.story.says_again(segment)

    def _reported(self, frame: Frame, segment: Segment) -> bool:
        mention = self.reading.first("unconfirmed", max(segment.start, frame.start - 4), frame.trigger.start)
        return mention is not None

    def _folds(
        self, frame: Frame, named: bool, segment: Segment, sides: Sides, rows: list[CasualtyRow],
        source: Draft | None,
    ) -> bool:  # fmt: skip
        """Codebook §2: a strike that only goes with a clash is no event; 'the clashes' said again are the same."""
        if source is None or named:
            return False
        if frame.event_type == source.event_type == "clash" and self._the_same(frame):
            return True
        if (
            self._said_again(frame)
            and not sides.actors
            and source.event_type in ("clash", "explosion", "targeted_killing", *FIRE)
        ):
            alike = frame.event_type in FIRE and source.event_type in FIRE
            return alike or frame.event_type in ("clash", source.event_type)
        known = {*source.actors, *source.targets}
        if set(sides.actors) - known:
            return False
        if frame.event_type == source.event_type or frame.event_type in _REPEATABLE.get(source.event_type, ()):
            same_arms = not rows and frame.weapon in (None, source.weapon)
            return same_arms if source.event_type in FIRE else frame.event_type in _REPEATABLE
        own_toll = any(row.confirmed and not self.story.both_sides(row) for row in rows)
        if source.event_type == "clash" and frame.event_type in FIRE and segment.linked and not own_toll:
            source.weapon = source.weapon or frame.weapon
            return True
        return False

    def _passive(self, frame: Frame, segment: Segment) -> bool:
        """'an IS commander was executed', 'after having been arrested': who stands before did not do it."""
        reach = range(max(segment.start, frame.trigger.start - 2), frame.trigger.start)
        return any(self.reading.entry(i, "be") is not None for i in reach)

    def _left_out(self, segment: Segment) -> tuple[str, ...]:
        """'… and have arrested a civilian': the subject of the statement before."""
        return () if self.story.starts_sentence(segment) else self.story.sides.last_subject

    def _said_again(self, frame: Frame) -> bool:
        words = {t.text for t in self.reading.tokens[max(0, frame.start - 2) : frame.start]}
        return bool(words & {"the", "these", "this", "those", "that"})

    def _the_same(self, frame: Frame) -> bool:
        """'8 members were killed during the same clashes'."""
        return "same" in {t.text for t in self.reading.tokens[max(0, frame.start - 3) : frame.trigger.end]}

    def _sides(self, frame: Frame, segment: Segment) -> tuple[Sides, str]:
        if frame.event_type == "clash":
            return self.story.sides.fight(frame.trigger, segment), "certain"
        if frame.event_type == "airstrike":
            actors, certainty = self.story.sides.air(frame.carrier, segment, frame.trigger)
            if not actors and frame.carrier is None and self._said_again(frame):
                told = [d for d in self.story.recent if d.event_type == "airstrike"]
                actors = told[-1].actors if told else ()
            return Sides(actors, self.story.sides.targets(segment, actors)), certainty
        if frame.event_type in ("detention", "execution"):
            by = self.story.sides.by(segment.start, segment)
            before = self.story.sides.mentions(segment.start, frame.trigger.start, segment)
            if self._passive(frame, segment):
                return Sides(by, ()), "certain"
            return Sides(by or self.story.sides.listed(before) or self._left_out(segment), ()), "certain"
        sides = self.story.sides.fire(frame.trigger, segment)
        if frame.event_type in ("rocket", "shelling") and not sides.actors:
            owner = self.story.sides.air(None, segment, frame.trigger)[0]
            sides = sides if owner != ("israel",) else Sides(owner, sides.targets)
        if frame.event_type in ("other", "toll") and frame.weapon != "machine_gun":
            sides = Sides(self.story.sides.by(segment.start, segment), ())
        if frame.event_type == "explosion":
            suicide = frame.weapon == "suicide_bomb"
            by = self.story.sides.by(segment.start, segment)
            thrown = frame.weapon == "grenade"
            sides = sides if suicide or thrown or by else Sides((), sides.targets)
        return sides, "certain"
