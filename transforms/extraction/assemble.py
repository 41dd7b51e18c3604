"""Putting it together: segments -> events (codebook §1).

Belongs here: which places, dates, sides and people belong to which event; folding, repetition, ids. Does not belong
here: reading words. Hands on `Event`s in the order of the text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice

from transforms.extraction.afterwards import Completion
from transforms.extraction.belonging import brought_there, event_at
from transforms.extraction.casualties import CasualtyReader
from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.control import ControlFrame, read_controls
from transforms.extraction.drafts import LOOK_BACK, Draft, near, same_place
from transforms.extraction.event_places import PlaceChooser
from transforms.extraction.leads import without_explained
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Region
from transforms.extraction.what import Frame, read_frame
from transforms.extraction.when import EventDate, default_date, read_dates
from transforms.extraction.where import PlaceFinder, PlaceMention
from transforms.extraction.who import ActorReader, Sides, as_side
from transforms.model import Control, Place

_REGIME_FALL = dt.date(2024, 12, 8)
_DAY_BEFORE_YESTERDAY = frozenset({"اول", "امس"})
_AROUND_REACH = 3
_AFTER_REACH = 9
_ITSELF = frozenset({"ذاته", "ذاتها", "نفسه", "نفسها"})
_THIS = frozenset({"هذا", "هذه"})
_FEW, _MANY, _BY_REACH = 2, 9, 3
_RECENT = 4
"""Events back to which 'the clashes' may refer without naming their place."""
_RESTATED = 4
"""Smaller numbers come again by chance."""
_RIGHT_BEFORE = 10
_UNKNOWN = frozenset({"مجهولين", "مجهولون", "مجهولان"})
_ADVANCE = frozenset({"تقدم", "تقدما"})
_THEIR_ADVANCE = frozenset({"تقدمها", "تقدمه", "تقدماتها", "تقدماته", "تقدمهم"})
_ADVANCE_REACH = 6
_LOST_REACH = 6
_GENERAL = frozenset({"some", "tens", "hundreds", "several"})
_PLURAL = 3
_SUBJECT_REACH = 3
"""Segments before a taking that may name who took."""
_FOLDABLE = frozenset({"airstrike", "shelling", "rocket"})
_STRIKES = frozenset({"airstrike", "shelling", "rocket"})
_SAME_KIND = {
    "clash": ("clash",), "explosion": ("explosion",), "airstrike": ("airstrike",),
    "shelling": ("shelling", "rocket", "airstrike"), "rocket": ("rocket", "shelling"), "agreement": ("agreement",),
}  # fmt: skip
_BUILDINGS = frozenset({"مبان", "مباني", "ابنيه", "كتل", "منازل", "شوارع", "احياء"})
_MASCULINE_PRONOUNS = frozenset(
    {"عليه", "اليه", "دخله", "تستعيده", "لتستعيده", "ليستعيده", "لتدخله", "استرجاعه", "استعادته", "تسلمته", "تسلمه"}
)
_PART_PRONOUNS = frozenset(
    {"منها", "منه", "منهما", "احيايها", "احيايه", "اجزايها", "معظمها", "غالبيتها", "ابنيتها", "مساحتها"}
)
_OBJECT_PRONOUNS = frozenset(
    {
        "دخلتها",
        "لتدخلها",
        "ليدخلها",
        "لتدخله",
        "تدخلها",
        "لتستعيدها",
        "ليستعيدها",
        "لتستعيده",
        "ليستعيده",
        "استردادها",
        "استرجاعها",
        "استرجاعه",
        "دخلوها",
        "دخلها",
        "اليها",
        "اليه",
        "عليها",
        "عليه",
        "عليهما",
        "عليهم",
        "استعادتها",
        "تستعيدها",
        "يستعيدها",
        "تستعيده",
        "استعادته",
        "تسلمتها",
        "تسلمته",
        "تسلمها",
        "تسلمه",
        "تسلموها",
    }
)


class EventReader:
    """Reads the events of one report.

    Args:
        reading: the report, cut into segments.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.finder = PlaceFinder(reading)
        self.chooser = PlaceChooser(reading, self.finder)
        self.actors = ActorReader(reading)
        self.people = CasualtyReader(reading, self.actors)
        self.drafts: list[Draft] = []
        self._current: Draft | None = None

    def drafts_of_report(self) -> list[Draft]:
        """Events under construction, in the order of the text."""
        for segment in self.reading.segments:
            self._segment(segment)
        return Completion(self.reading, without_explained(self.reading, self.drafts)).complete()

    def _segment(self, segment: Segment) -> None:
        if not segment.linked:
            self._current = None
        places, regions = self.finder.places(segment)
        places = [p for p in places if not brought_there(self.reading, p)]
        story = self.people.parts.only_parts(segment)
        rows, silent = self.people.rows(segment)
        frame = None if segment.campaign or (story and not rows) else read_frame(self.reading, segment)
        if frame is not None and _total_of_day(rows, frame):
            frame = None
        sides = self._sides(frame, segment) if frame else (Sides((), ()), "certain")
        controls = read_controls(self.reading, segment, self.actors)
        drafts: list[Draft] = []
        for control in controls:
            told = self._control(control, segment, places, drafts)
            drafts += [told] if told is not None else []
        free = _not_taken(places, controls) if controls else places
        if drafts and self._current is None:
            self._current = drafts[-1]
        draft = self._frame(frame, sides, segment, free if drafts else places, regions, rows) if frame else None
        if self._current is not None and self._current.control is not None:
            self._current = None
        order = [d for d in (*drafts, draft) if d is not None]
        for told in order:
            if told.actors:
                self.actors.last_subject = told.actors
        self.drafts += sorted(order, key=lambda d: d.start)
        if draft is not None:
            self._current = draft
        elif frame is not None and self._current is not None and self._current.control is None:
            draft = self._current  # folded into the fight before
        self._give_rows(rows, silent, segment, draft, drafts, free, regions)

    def _give_rows(
        self, rows: list[CasualtyRow], silent: bool, segment: Segment, draft: Draft | None,
        controls: list[Draft], places: list[PlaceMention], regions: list[Region],
    ) -> None:  # fmt: skip
        owner = self._owner(rows, segment, draft, controls, places, regions)
        if owner is None:
            return
        for row in rows:
            self._add_row(owner, row)
        owner.no_casualties = owner.no_casualties or silent
        if rows:
            owner.end = max(owner.end, max(row.end for row in rows))
        if self.reading.first("late_death", segment.start, segment.end):
            self._late_death(owner, segment)

    def _owner(
        self, rows: list[CasualtyRow], segment: Segment, draft: Draft | None,
        controls: list[Draft], places: list[PlaceMention], regions: list[Region],
    ) -> Draft | None:  # fmt: skip
        """The event that people of a segment belong to, made where none is told."""
        if draft is not None or not rows:
            return draft or self._current
        if any(row.cumulative and row.scope == "day" for row in rows):
            return self._toll_of(rows, segment, [], places, regions, current=False)
        owner = self._current or self._fight_of(rows, segment, places)
        if owner is None:
            return self._toll_of(rows, segment, controls, places, regions)
        if segment.background and not owner.background:  # what had happened before does not belong to the news
            return self._toll_of(rows, segment, [], places, regions, current=False)
        if not self._separate(owner, places, rows):
            return owner
        self._current = event_at(self.drafts, places, segment, background=segment.background)
        return self._current or self._toll_of(rows, segment, controls, places, regions)

    def _toll_of(
        self, rows: list[CasualtyRow], segment: Segment, controls: list[Draft], places: list[PlaceMention],
        regions: list[Region], *, current: bool = True,
    ) -> Draft:  # fmt: skip
        owner = self._casualty_draft(rows, segment, controls, places, regions)
        self.drafts.append(owner)
        self._current = owner if current else self._current
        return owner

    def _fight_of(self, rows: list[CasualtyRow], segment: Segment, places: list[PlaceMention]) -> Draft | None:
        """'also 21 fighters of the factions fell': of the fight told right before, where nothing else is named."""
        if segment.background or any(not p.anaphor for p in places):
            return None
        others = all(row.outcome == "wounded" or row.people.kind == "other" for row in rows)
        if others and self.drafts and self.drafts[-1].rows and self.drafts[-1].segment.paragraph == segment.paragraph:
            return self.drafts[-1]
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and all(row.people.status == "civilian" for row in rows)
            and self._untold_strike(last, segment)
        ):
            return last
        if any(row.people.status != "combatant" or not row.people.side for row in rows):
            return None
        if any(not p.anaphor for p in places) or any(row.scope != "incident" for row in rows):
            return None
        for draft in reversed(self.drafts[-6:]):
            near = segment.paragraph - draft.segment.paragraph <= 2  # paragraphs are counted with the empty ones
            same = draft.segment.section is segment.section and near
            if same and draft.event_type == "clash" and not draft.background:
                sides = {*draft.actors, *draft.targets}
                return draft if not sides or all(row.people.side in sides for row in rows) else None
        return None

    def _untold_strike(self, draft: Draft, segment: Segment) -> bool:
        """A strike or explosion told right before, without its dead so far."""
        near = draft.segment.section is segment.section and segment.paragraph - draft.segment.paragraph <= 2
        force = draft.event_type in _STRIKES or draft.event_type == "explosion"
        return near and force and not draft.background and not any(r.outcome == "killed" for r in draft.rows)

    def _add_row(self, owner: Draft, row: CasualtyRow) -> None:
        """A new toll of the incident replaces its items; losses of both sides belong to their fight."""
        if row.people.side is None and self.reading.first("both_sides", row.start, row.end) is not None:
            recent = islice(reversed(self.drafts), LOOK_BACK)
            fights = (d for d in recent if d.event_type == "clash" and d.segment.section is owner.segment.section)
            owner = next(fights, owner)
        if row.cumulative and row.scope == "incident":
            owner.rows = [old for old in owner.rows if not _replaces(row, old)]
            for draft in self.drafts[-2:]:
                goes_on = owner.segment.linked and draft.segment.index == owner.segment.index - 1
                draft.rows = [
                    old
                    for old in draft.rows
                    if not _spoken_of_before(row, old) and not (goes_on and row.people.side and _replaces(row, old))
                ]
        if not row.cumulative and self._restated(owner, row):
            owner.restated = True
            return
        if _general_again(row, owner.rows):
            return
        if row.confirmed and row.people.qualifier != "some":
            owner.rows = [old for old in owner.rows if not _told_in_general(row, old)]
        owner.rows.append(row)

    def _restated(self, owner: Draft, row: CasualtyRow) -> bool:
        """A toll said again with the same number: in the same event, or in that told before in the section."""
        if not row.confirmed or row.people.low < _RESTATED or row.people.qualifier == "some":
            return False
        for draft in {id(d): d for d in (owner, *self.drafts[-2:])}.values():
            if draft.segment.section is not owner.segment.section or draft.background != owner.background:
                continue
            if draft is not owner and (draft.event_type != owner.event_type or not _may_be_same(draft, owner)):
                continue
            if any(_same_toll(row, old) for old in draft.rows):
                return True
        return False

    def _separate(self, owner: Draft, places: list[PlaceMention], rows: list[CasualtyRow]) -> bool:
        """A toll with its own place and no event of its own belongs to no event before it."""
        named = [p for p in places if not p.anaphor]
        outcomes = [self.reading.entry(row.start, "outcome") for row in rows]
        if all(outcome is not None and outcome.kind in ("pronoun", "pronoun_dual") for outcome in outcomes):
            return False  # 'which led to his death, and he is of the former fighters in X'
        return (
            bool(named) and not any(same_place(a.place, b) for a in named for b in owner.places) and bool(owner.places)
        )

    def _late_death(self, draft: Draft, segment: Segment) -> None:
        draft.late_death = True
        dates = [d for d in read_dates(self.reading, segment.start, segment.end) if d.past]
        draft.background = segment.background
        if dates and dates[0].precision == 1:
            draft.original_date = dates[0].start
        if dates and draft.date is not None and draft.date.past:
            draft.date = default_date(self.reading.day)

    def _frame(
        self, frame: Frame, told: tuple[Sides, str], segment: Segment, places: list[PlaceMention],
        regions: list[Region], rows: list[CasualtyRow],
    ) -> Draft | None:  # fmt: skip
        sides, certainty = told
        chosen = self.chooser.of_event(places, segment, from_there=frame.event_type == "displacement")
        if not chosen and frame.event_type == "detention":
            chosen = self.chooser.of_event(places, segment, from_there=True)
        current = self._current = self._current or self._fight_along(frame, segment, chosen, sides, rows)
        if self._nothing_new(frame, segment, chosen, regions, sides, rows):
            return None
        if current is not None and self._folds(frame, segment, current, chosen, sides, rows):
            current.weapon = current.weapon or frame.weapon
            return None
        placed = [p.place for p in chosen] or self.chooser.of_regions(regions, segment)
        if current is not None and chosen and self._more_exactly(frame, segment, current):
            current.places, current.weapon = placed, current.weapon or frame.weapon
            return None
        date = self._date(segment, frame.start)
        source = self._inherits(frame, segment, current)
        if source is not None:
            if not placed:
                placed = list(source.places) if segment.linked else [near(p) for p in source.places]
            if not any(sides) and frame.event_type == "clash":
                sides = Sides(source.actors, source.targets)
            if date is None and not source.background and (segment.linked or source.control is not None):
                date = source.date
        kind, weapon, goes_on = self._kind(frame, sides, segment)
        if goes_on and not any(p.place.pcode for p in chosen):
            return None  # 'and they hit places near the market': the strike told before
        draft = Draft(
            kind, segment, min(frame.start, frame.trigger.start), segment.end, frame.rule,
            weapon=weapon, actors=sides.actors, targets=sides.targets, certainty=certainty, places=placed,
            date=date or default_date(self.reading.day), background=segment.background or bool(date and date.past),
            status=self._status(frame, segment), source=source,
        )  # fmt: skip
        return draft

    def _kind(self, frame: Frame, sides: Sides, segment: Segment) -> tuple[str, str | None, bool]:
        """Type and weapon of an event, and whether it goes on with the strike told right before."""
        if frame.rule == "shelling.target" and not any(sides) and self._planes_before(segment):
            return "airstrike", self.drafts[-1].weapon, True
        if frame.event_type == "rocket" and sides.actors == ("israel",):
            return "airstrike", None, False  # missiles from Israel come by air
        return frame.event_type, frame.weapon, False

    def _planes_before(self, segment: Segment) -> bool:
        """'and they hit ...', without a subject: the planes told of right before."""
        last = self.drafts[-1] if self.drafts else None
        near = last is not None and last.segment.section is segment.section and segment.index - last.segment.index <= 2
        return last is not None and near and last.event_type == "airstrike"

    def _more_exactly(self, frame: Frame, segment: Segment, current: Draft) -> bool:
        """'shelling of the countryside of X, where shells fell on Y and Z': one event, told more exactly."""
        first = self.reading.at.get(segment.start)
        where = segment.linked and first is not None and first.entry("where") is not None
        regions = bool(current.places) and all(place.geo_precision == 3 for place in current.places)
        return (
            where and regions and current.event_type == frame.event_type and current.segment.index == segment.index - 1
        )

    def _nothing_new(
        self, frame: Frame, segment: Segment, places: list[PlaceMention], regions: list[Region], sides: Sides,
        rows: list[CasualtyRow],
    ) -> bool:  # fmt: skip
        """'The clashes', 'the explosion': what was told before, said again; its people belong to that event."""
        itself = self._itself(frame, segment)
        if itself is not None:
            self._current = itself
            return True
        if any(not p.anaphor for p in places) or regions:
            return not regions and self._same_fight(frame, segment, places)
        if frame.rule == "targeted_killing" and not rows and not sides.actors and not sides.targets:
            return self.reading.tokens[frame.trigger.start].definite  # 'the assassinations', in general
        said_again = self._said_before(frame, segment)
        if said_again is not None:
            self._current = said_again
            return True
        if frame.rule == "clash.attack" and not rows and not places:
            return True
        if (
            rows
            or sides.actors
            or places
            or frame.event_type in ("other", "targeted_killing", "agreement", "displacement")
        ):
            return False
        return not segment.linked or self.reading.tokens[frame.trigger.start].definite

    def _same_fight(self, frame: Frame, segment: Segment, places: list[PlaceMention]) -> bool:
        """'the clashes ... in X and Y', told before of the same places: what follows belongs to that event."""
        again = segment.linked and frame.event_type in (*_STRIKES, "explosion")
        said = self._said_before(frame, segment) if frame.event_type == "clash" or again else None
        if said is None or (again and (said is not self.drafts[-1] or not said.places)):
            return False
        sides = self.reading.first("range_open", frame.trigger.end, segment.end)
        if all(place.geo_precision == 3 for place in said.places) and (segment.linked or sides is None) and not again:
            said.places = [p.place for p in places]  # 'the fighting is heaviest at X': where it is, told more exactly
        if not all(any(same_place(p.place, q) for q in said.places) for p in places):
            return False
        self._current = said
        return True

    def _itself(self, frame: Frame, segment: Segment) -> Draft | None:
        """'in the same shelling', 'in this attack': the last event told, whatever it was called there."""
        behind, before = frame.trigger.end, frame.trigger.start - 1
        tokens = self.reading.tokens
        same = behind < segment.end and tokens[behind].stem in _ITSELF
        if not same and not (before >= segment.start and tokens[before].stem in _THIS):
            return None
        if not tokens[frame.trigger.start].definite:
            return None
        last = self.drafts[-1] if self.drafts else None
        fits = last is not None and last.segment.section is segment.section and last.background == segment.background
        return self._said_before(frame, segment) or (
            last if fits and last is not None and last.control is None else None
        )

    def _said_before(self, frame: Frame, segment: Segment) -> Draft | None:
        entry = frame.trigger.entry("trigger")
        if not self.reading.tokens[frame.trigger.start].definite or (entry and entry.kind in ("plane", "munition")):
            return None
        kinds = _SAME_KIND.get(frame.event_type, ())
        for draft in islice(reversed(self.drafts), LOOK_BACK):
            if draft.segment.section is not segment.section or draft.background != segment.background:
                continue
            if draft.event_type in kinds:
                return draft
        return None

    def _status(self, frame: Frame, segment: Segment) -> str:
        if frame.attempted:
            return "attempted"
        for i in range(max(segment.start, frame.start - 3), frame.start):
            if self.reading.entry(i, "unconfirmed"):
                return "reported"
        return "confirmed"

    def _inherits(self, frame: Frame, segment: Segment, current: Draft | None) -> Draft | None:
        """Where an event takes what it does not say: the one it is linked to, or 'the' fight told before."""
        if current is not None and (segment.linked or current.control is not None):
            return current
        definite = self.reading.tokens[frame.trigger.start].definite
        if definite and frame.event_type == "clash":
            for draft in islice(reversed(self.drafts), LOOK_BACK):
                if draft.background:
                    continue
                if draft.segment.section is segment.section and draft.event_type in ("clash", "control_change"):
                    return draft
        return None

    def _is_the_fight(self, mention: Mention) -> bool:
        entry = mention.entry("trigger")
        return entry is not None and entry.value == "clash" and self.reading.tokens[mention.start].definite

    def _fight_along(
        self, frame: Frame, segment: Segment, places: list[PlaceMention], sides: Sides, rows: list[CasualtyRow]
    ) -> Draft | None:
        """'the clashes go along with shelling of the fronts': the fight told before, where nothing else is named."""
        if frame.event_type not in _FOLDABLE or any(not p.anaphor for p in places) or rows:
            return None
        told = [m for m in self.reading.having(segment.start, frame.start, "trigger") if self._is_the_fight(m)]
        clash = told[0] if told else None
        if clash is None or self.reading.first("amid", segment.start, clash.start) is None:
            return None
        fights = (d for d in islice(reversed(self.drafts), _RECENT) if d.segment.section is segment.section)
        fight = next((d for d in fights if d.event_type == "clash" and not d.background), None)
        known = {*fight.actors, *fight.targets} if fight is not None else set()
        return fight if set(sides.actors) <= known else None

    def _folds(
        self, frame: Frame, segment: Segment, current: Draft | None, places: list[PlaceMention], sides: Sides,
        rows: list[CasualtyRow],
    ) -> bool:  # fmt: skip
        """Codebook §2: a strike that only accompanies a clash is no event of its own."""
        if current is not None and self._details(frame, segment, current, places):
            return True
        if current is not None and self._counted_so_far(frame, segment, current, places):
            return True
        if current is None or current.event_type != "clash" or not segment.linked:
            return False
        if segment.background and not current.background:
            return False
        if frame.event_type == "clash":
            return not [p for p in places if not p.anaphor] and not sides.targets
        if frame.event_type not in _FOLDABLE or any(row.confirmed for row in rows):
            return False
        named = [p for p in places if not p.anaphor and not any(same_place(p.place, q) for q in current.places)]
        others = set(sides.actors) - set(current.actors) - set(current.targets)
        return (
            not named
            and not others
            and not [p for p in places if p.anaphor and p.place.level != "area" and sides.actors]
        )

    def _counted_so_far(self, frame: Frame, segment: Segment, current: Draft, places: list[PlaceMention]) -> bool:
        """'..., so that the number of barrels that planes dropped on X rises to 14': of the strike just told."""
        first = self.reading.at.get(segment.start)
        rises = segment.linked and first is not None and first.entry("cumulative") is not None
        if not rises or current.event_type != frame.event_type or frame.event_type not in _STRIKES:
            return False
        named = [p for p in places if not p.anaphor]
        return not named or any(same_place(p.place, q) for p in named for q in current.places)

    def _details(self, frame: Frame, segment: Segment, current: Draft, places: list[PlaceMention]) -> bool:
        """'gunmen tried to kill X, where they opened fire on his house': told more closely."""
        first = self.reading.at.get(segment.start)
        where = segment.linked and first is not None and first.entry("where") is not None
        same = current.event_type == frame.event_type and frame.event_type in (
            "targeted_killing",
            "execution",
            "detention",
        )
        device = current.event_type == "targeted_killing" and frame.event_type == "explosion"
        if where and device and all(place.level == "governorate" for place in current.places):
            current.places = [p.place for p in places] or current.places
            current.weapon = current.weapon or frame.weapon
            return True  # 'an attempt to kill X, where a device exploded in Y'
        return where and same and all(p.anaphor for p in places)

    def _sides(self, frame: Frame, segment: Segment) -> tuple[Sides, str]:
        if frame.event_type == "clash":
            return self.actors.fight(frame.trigger, segment), "certain"
        if frame.event_type == "airstrike":
            return self._air_sides(frame, segment)
        sides = self.actors.fire(frame.trigger, segment)
        if frame.event_type == "targeted_killing" and not sides.actors and self._by_unknown(segment):
            sides = Sides(("unidentified",), sides.targets)
        if (
            frame.event_type == "other"
            and not sides.actors
            and self.reading.first("prison", segment.start, segment.end)
        ):
            named = self.actors.mentions(frame.trigger.end, segment.end, segment)
            sides = Sides(tuple(named[0][1][:1]), ()) if named else sides
        if frame.event_type in ("explosion", "other") and sides.actors and frame.weapon in ("mine", "ied", "car_bomb"):
            fired = self.reading.having(segment.start, segment.end, "by", "fired_by")
            sides = sides if fired else Sides((), sides.targets or ())
        return sides, "certain"

    def _by_unknown(self, segment: Segment) -> bool:
        """'by shots of unknown gunmen', 'which unknown persons planted'."""
        return any(self.reading.tokens[i].stem in _UNKNOWN for i in range(segment.start, segment.end))

    def _air_sides(self, frame: Frame, segment: Segment) -> tuple[Sides, str]:
        reading = self.reading
        certainty = "certain"
        actors: list[str] = []
        for mention in reading.within(segment.start, segment.end):
            if mention.start in segment.masked:
                continue
            trigger = mention.entry("trigger")
            if trigger is None or trigger.value != "airstrike":
                continue
            owner = mention.entry("trigger_actor")
            if owner is not None:
                actors += owner.value.split("|")
                continue
            reach = min(segment.end, mention.end + 5)
            believed = any(reading.entry(i, "believed") for i in range(mention.end, reach))
            nationality = self.actors.adjective(mention.end, reach, segment)
            if nationality and trigger.kind in ("plane", "noun"):
                actors += nationality
                certainty = "probable" if believed else certainty
        fallen = reading.day is not None and reading.day >= _REGIME_FALL
        kept = [a for a in dict.fromkeys(actors) if not (fallen and a == "regime")]
        fired = self.actors.fire(frame.trigger, segment)
        if not kept:
            kept = [
                a for a in fired.actors if a in ("regime", "russia", "turkey", "coalition", "israel", "jordan", "is")
            ]
        targets = tuple(t for t in fired.targets if t not in kept)
        return Sides(tuple(kept), targets), certainty

    def _date(self, segment: Segment, start: int, *, before_only: bool = False) -> EventDate | None:
        dates = read_dates(self.reading, segment.start, start if before_only else segment.end)
        dates = [d for d in dates if not self._in_attribute(d, segment)]
        if not dates:
            return None
        fresh = [d for d in dates if not d.past]
        if segment.background:
            return dates[0]
        if fresh:
            return fresh[0]
        named = [d for d in dates if d.precision == 1 and self._named_day(d) and not self._since(d)]
        if named and self.reading.tokens[named[0].position].stem in _DAY_BEFORE_YESTERDAY:
            return named[0]._replace(past=False)
        return named[0] if named else None

    def _in_attribute(self, date: EventDate, segment: Segment) -> bool:
        """'the city that it lost yesterday': the day is not that of the event."""
        during = any(self.reading.entry(i, "during") for i in (date.position - 2, date.position - 1))
        if not segment.masked.isdisjoint(range(date.position - 2 - during, date.position)):
            return True  # 'which X took some days ago'
        for i in range(date.position - 1, max(segment.start - 1, date.position - 7), -1):
            if self.reading.tokens[i].text in ("،", ","):
                return False
            if self.reading.entry(i, "relative") and not self.reading.entry(i, "relative_people"):
                return True
        return False

    def _since(self, date: EventDate) -> bool:
        """'since 20 February': where something began, not when this happened."""
        for i in range(date.position - 1, max(-1, date.position - _AFTER_REACH), -1):
            if self.reading.tokens[i].text in ("،", ","):
                break
            if self.reading.entry(i, "after") and self.reading.entry(i + 1, "outcome"):
                return True  # 'after contact was lost on the 9th'
        reach = range(max(0, date.position - 4), date.position)
        return any(self.reading.entry(i, "since") or self.reading.entry(i, "late_death") for i in reach)

    def _named_day(self, date: EventDate) -> bool:
        """A day of a month before the verb dates the event itself: 'on 19 October'."""
        first = self.reading.tokens[date.position]
        return first.text.isdigit() or first.stem in _DAY_BEFORE_YESTERDAY

    def _control(
        self, frame: ControlFrame, segment: Segment, places: list[PlaceMention], told: list[Draft]
    ) -> Draft | None:
        before = told[-1] if told else None
        takers = self._takers(frame, segment, before)
        own = self._taken(frame, segment, places)
        if own is None:
            return None
        if not own and not frame.plural and frame.places_low is None:
            again = self._unnamed_again(frame, before)
            if again is None:
                return None
            frame = replace(frame, places_low=again, plural=True)
        if not own and frame.extent == "partial" and frame.places_low is None:
            own = self._parts_of_it(frame)
        placed = [replace(p.place, relation="in") if p.anaphor else p.place for p in own] or self._parts_around(frame)
        if self._told_before(takers, placed, frame, told):
            return None
        date = frame.date or self._date(segment, frame.start, before_only=True) or default_date(self.reading.day)
        if frame.date is None and not frame.background and date is not None and date.past:
            date = default_date(self.reading.day)
        low = frame.places_low if not placed or (frame.places_low or 0) > len(placed) else None
        if placed and self._of_buildings(frame):
            frame, low = replace(frame, extent="partial"), None  # '9 buildings in the quarter of X'
        control = Control(takers[0] if takers else None, frame.taken_from, frame.extent, frame.change, low)
        targets = (frame.taken_from,) if frame.taken_from else ()
        named = [p.end for p in own if p.end > frame.mention.end]
        end = max(named) if named else self._clause_end(frame.mention.end, segment)
        return Draft(
            "control_change", segment, frame.start, min(end, segment.end), f"control.{frame.change}",
            actors=takers, targets=targets, places=placed, date=date, background=frame.background,
            status="reported" if frame.reported else "confirmed", control=control,
        )  # fmt: skip

    def _clause_end(self, position: int, segment: Segment) -> int:
        """Up to the next comma: 'and took it', 'took a hill above the town'."""
        commas = (i for i in range(position, segment.end) if self.reading.tokens[i].text in ("،", ","))
        return next(commas, segment.end)

    def _takers(self, frame: ControlFrame, segment: Segment, before: Draft | None) -> tuple[str, ...]:
        """Who took: as the words say, else as the taking before it or the report says."""
        if frame.takers:
            return frame.takers
        before = before or self._last_control(segment)
        if before is not None and before.actors and self._goes_on(frame):
            return before.actors
        if self._unknown_subject(frame):
            return ()
        joined = before is not None and self.reading.tokens[frame.start].prefix.startswith("و")
        told = self._taker_from_context(frame, segment) or (before.actors if joined and before is not None else ())
        return () if told[:1] == (frame.taken_from,) else told  # nobody takes from himself

    def _goes_on(self, frame: ControlFrame) -> bool:
        """'and of X': goes on with the word of control before it."""
        return self.reading.entry(frame.mention.start, "control") is None

    def _taken(self, frame: ControlFrame, segment: Segment, places: list[PlaceMention]) -> list[PlaceMention] | None:
        """What was taken; None where it was told with the places before it."""
        own = [p for p in places if frame.places_from <= p.start < frame.places_to and not self.chooser.river(p)]
        villages = frame.places_low is not None or (frame.plural and frame.extent == "full")
        villages = villages and not self._of_buildings(frame)
        if villages and own and (self.chooser.beside(own[0]) or self.chooser.namely(frame, segment, places)):
            own = []
        sites = self.chooser.facilities(frame, own, segment.section.admin1)
        own = [p for p in own if not any(site.start <= p.start < site.end for site in sites)]
        if self._goes_on(frame) and frame.extent == "partial" and own and all(p.anaphor for p in own):
            return None  # 'A, B and positions in the area'
        own = self.chooser.of_event(own, segment, from_there=_expels(frame), minor=True)
        own = [p for p in own if not self._only_near(p, own)]
        if sites:
            outside = [p for p in own if not any(self._around(p, site) for site in sites)]
            own = sorted([*outside, *sites], key=lambda p: p.start)
        if own:
            return own
        if frame.plural or frame.places_low is not None:
            return self.chooser.namely(frame, segment, places) or self._lost_points(frame, places)
        return self._object_pronoun(frame) or self._lost_points(frame, places)

    def _lost_points(self, frame: ControlFrame, places: list[PlaceMention]) -> list[PlaceMention]:
        """'regained all the points that it had lost in the town of X': parts of X."""
        areas = self.reading.first("level", frame.places_from, frame.places_to)
        whole = areas is None or (e := areas.entry("level")) is None or e.number < _PLURAL
        if (frame.extent != "partial" and whole) or frame.places_low is not None:
            return []
        near = range(frame.places_to, min(len(self.reading.tokens), frame.places_to + _LOST_REACH))
        if not any(self.reading.tokens[i].stem.startswith("خسر") for i in near):
            return []
        lost = [p for p in places if p.start in range(frame.places_to, near.stop + _LOST_REACH)]
        return lost[:1] if whole else [p for p in lost if p.group == lost[0].group]

    def _unknown_subject(self, frame: ControlFrame) -> bool:
        """'before the local groups managed to take': who took is named, and unknown to the dictionaries."""
        first = self.reading.at.get(frame.start)
        if first is None or not first.entry("managed") or first.end >= frame.mention.start:
            return False
        return self.reading.tokens[first.end].definite and not self.reading.having(
            first.end, frame.mention.start, "actor", "people", "last_side", "observatory"
        )

    def _unnamed_again(self, frame: ControlFrame, before: Draft | None) -> int | None:
        """'took two points, before the forces regained them': how many unnamed places were taken right before."""
        stem = self.reading.tokens[frame.mention.end - 1].stem
        last = before or (self.drafts[-1] if self.drafts else None)
        if last is None or last.control is None or last.places or not stem.endswith(("هما", "ها", "هم")):
            return None
        return last.control.places_low if last.segment.section.start <= frame.start < last.segment.section.end else None

    def _taker_from_context(self, frame: ControlFrame, segment: Segment) -> tuple[str, ...]:
        """'and its control of X': the taker is the subject of what was told before, agreeing in gender.

        The forces, the factions and the Front are feminine in Arabic; the Organisation (IS) is masculine.
        """
        stem = self.reading.tokens[frame.mention.start].stem
        masculine = stem.endswith("ته") or not (
            stem.endswith(("ت", "تها")) or self.reading.tokens[frame.start].stem.endswith(("ت", "ها"))
        )
        plural = stem.endswith(("وا", "تهم", "تهما"))
        known: list[tuple[str, ...]] = []
        for draft in islice(reversed(self.drafts), LOOK_BACK):
            if draft.segment.section is segment.section:
                known += [side for side in (draft.actors, draft.targets) if side]
        if self.actors.last_sides is not None:
            known += [side for side in self.actors.last_sides if side]
        latter = self._latter_before(segment) or self._advancing(segment)
        if latter:
            return latter
        noun = frame.mention.entry("control")
        ungendered = noun is not None and noun.value == "noun" and not stem.endswith(("تها", "ته", "تهم", "تهما"))
        if not known or ungendered:
            known = self._named_before(frame, segment) + known
        for side in known:
            if ungendered or plural or (side[0] == "is") == masculine:
                return side
        return known[0] if known and not masculine else ()

    def _advancing(self, segment: Segment) -> tuple[str, ...]:
        """'amid an advance of A, where they managed to take': A took."""
        if not segment.linked or not segment.index:
            return ()
        before = self.reading.segments[segment.index - 1]
        for i in range(before.end - 1, before.start - 1, -1):
            if self.reading.tokens[i].stem in _ADVANCE:
                named = self.actors.mentions(i + 1, min(before.end, i + _ADVANCE_REACH), before)
                return self.actors.listed(named) if named else ()
            if self.reading.tokens[i].stem in _THEIR_ADVANCE:
                named = self.actors.mentions(max(before.start, i - _ADVANCE_REACH), i, before)
                return as_side(named[-1][1]) if named else ()
        return ()

    def _latter_before(self, segment: Segment) -> tuple[str, ...]:
        """'after the latter's ..., where it managed to take': goes on with the side named last."""
        if not segment.linked or not segment.index or self.actors.last_sides is None:
            return ()
        before = self.reading.segments[segment.index - 1]
        latter = self.reading.first("last_side", before.start, before.end)
        return self.actors.last_sides.targets if latter is not None else ()

    def _named_before(self, frame: ControlFrame, segment: Segment) -> list[tuple[str, ...]]:
        """Actors of the segments before, the nearest segment first, each in the order of the text: subjects first."""
        out: list[tuple[str, ...]] = []
        for other in reversed(self.reading.segments[max(0, segment.index - _SUBJECT_REACH) : segment.index]):
            if other.section is segment.section and not other.background:
                out += [tuple(ids) for _, ids in self.actors.mentions(other.start, other.end, other)]
        return out

    def _only_near(self, place: PlaceMention, own: list[PlaceMention]) -> bool:
        """'the villages of X and Y in the vicinity of Z': Z says where they are."""
        return place.place.relation == "near" and any(
            p.start < place.start and p.group != place.group and p.place.relation != "near" for p in own
        )

    def _around(self, place: PlaceMention, site: PlaceMention) -> bool:
        """'the school of X in the quarter of Y': Y says where it is."""
        behind = 0 <= place.start - site.end <= _AROUND_REACH
        return behind and self.chooser.beside(place)

    def _of_buildings(self, frame: ControlFrame) -> bool:
        """'buildings in the eastern quarters' are parts of the town; 'points and positions' are no part of it."""
        return any(self.reading.tokens[i].stem in _BUILDINGS for i in range(frame.places_from, frame.places_to))

    def _parts_around(self, frame: ControlFrame) -> list[Place]:
        """'took buildings in the eastern quarters' of where they fight."""
        beside = self.reading.having(frame.places_from, frame.places_to, "near", "bearing")  # 'points around the town'
        fight = self._current is not None and (
            (self._current.event_type == "clash" and not beside) or self._of_buildings(frame)
        )
        around = self._current.places if self._current is not None and fight else []
        if frame.extent != "partial" or frame.places_low is not None or len(around) != 1:
            return []
        return [replace(around[0], relation="in")]

    def _parts_of_it(self, frame: ControlFrame) -> list[PlaceMention]:
        """'advanced in X and took parts of it'."""
        words = {self.reading.tokens[i].text for i in range(frame.places_from, frame.places_to)}
        return self.finder.last_places(frame.mention.start) if words & _PART_PRONOUNS else []

    def _object_pronoun(self, frame: ControlFrame) -> list[PlaceMention]:
        """'and took control of it'."""
        words = {self.reading.tokens[i].text.removeprefix("و") for i in range(frame.mention.start, frame.places_to)}
        if not words & _OBJECT_PRONOUNS:
            return []
        return self.finder.last_places(frame.mention.start, feminine=not words & _MASCULINE_PRONOUNS)

    def _told_before(
        self, takers: tuple[str, ...], places: list[Place], frame: ControlFrame, told: list[Draft]
    ) -> bool:
        """The same change said again; a change and its reversal are two events."""
        again = [d for d in reversed(told) if d.control is not None and not _reverses(frame, d.control)]
        for draft in (*again, *islice(reversed(self.drafts), LOOK_BACK)):
            if draft.control is None or (not draft.places and places):
                continue
            if not places and not draft.places:
                known = frame.places_low is not None and frame.places_low == draft.control.places_low
                if known and takers and draft.control.taken_by == takers[0] and not draft.background:
                    return draft.control.change == frame.change  # 'took three villages', said again
                continue
            if any(same_place(a, b) for a in places for b in draft.places):
                same = not takers or draft.control.taken_by == takers[0]
                return same and all(any(same_place(a, b) for b in draft.places) for a in places)
        return False

    def _casualty_draft(
        self, rows: list[CasualtyRow], segment: Segment, controls: list[Draft], places: list[PlaceMention],
        regions: list[Region],
    ) -> Draft:  # fmt: skip
        """People harmed by what the segment does not name: the fight for a place taken, else a toll."""
        start = min(row.start for row in rows)
        counted = any(row.cumulative and row.scope == "day" for row in rows)
        taken = None if counted else controls[-1] if controls else self._last_control(segment)
        placed = [p.place for p in self.chooser.of_event(places, segment)] or self.chooser.of_regions(regions, segment)
        if taken is not None and all(row.people.status == "combatant" for row in rows):
            return Draft(
                "clash", segment, start, segment.end, "clash.for_control", actors=taken.actors, targets=taken.targets,
                places=placed or list(taken.places), date=taken.date, background=taken.background, source=taken,
            )  # fmt: skip
        date = self._date(segment, start)
        axis = any(
            (e := m.entry("level")) and e.value == "axis" for m in self.reading.within(segment.start, segment.end)
        )
        if axis and all(row.people.status == "combatant" and row.people.side for row in rows):
            return Draft(
                "clash", segment, start, segment.end, "clash.on_a_front", places=placed,
                date=date or default_date(self.reading.day), background=segment.background or bool(date and date.past),
            )  # fmt: skip
        if self._by_gunmen(rows, segment):
            return Draft(
                "targeted_killing", segment, start, segment.end, "targeted_killing.gunmen", actors=("unidentified",),
                places=placed, date=date or default_date(self.reading.day),
                background=segment.background or bool(date and date.past),
            )  # fmt: skip
        toll = any(row.cumulative or row.scope != "incident" for row in rows) or len(rows) > 1
        if toll:
            placed = [self.finder.as_region(place) for place in placed]
        return Draft(
            "toll" if toll else "other", segment, start, segment.end, "toll" if toll else "other.casualty",
            places=placed, date=date or default_date(self.reading.day),
            background=segment.background or bool(date and date.past),
        )  # fmt: skip

    def _by_gunmen(self, rows: list[CasualtyRow], segment: Segment) -> bool:
        """'two members of A were killed by unknown gunmen': chosen persons, where few were killed."""
        if any(row.cumulative or (row.people.best or _MANY) > _FEW for row in rows):
            return False
        for by in self.reading.having(rows[0].start, segment.end, "by"):
            named = self.actors.mentions(by.end, min(segment.end, by.end + _BY_REACH), segment)
            if named and named[0][1] == ["unidentified"]:
                return True
        return False

    def _last_control(self, segment: Segment) -> Draft | None:
        if not segment.linked or not self.drafts:
            return None
        last = self.drafts[-1]
        return last if last.control is not None else None


def _total_of_day(rows: list[CasualtyRow], frame: Frame) -> bool:
    """'rises to 29 the number of those who fell today because of the shelling of': a toll, no strike of its own."""
    return any(row.cumulative and row.scope == "day" and row.start < frame.start for row in rows)


def _not_taken(places: list[PlaceMention], controls: list[ControlFrame]) -> list[PlaceMention]:
    """Places that no taking names."""
    return [p for p in places if not any(c.places_from <= p.start < c.places_to for c in controls)]


def _reverses(frame: ControlFrame, before: Control) -> bool:
    """'took X, before others regained it': in one breath, regaining undoes the taking."""
    return frame.change == "recapture" and before.change != "recapture"


def _expels(frame: ControlFrame) -> bool:
    """'drove B out of X': what stands behind 'from' was taken."""
    entry = frame.mention.entry("control")
    return entry is not None and entry.value == "expel"


def _may_be_same(a: Draft, b: Draft) -> bool:
    """Whether no place tells two events apart."""
    return not a.places or not b.places or any(same_place(p, q) for p in a.places for q in b.places)


def _same_toll(row: CasualtyRow, old: CasualtyRow) -> bool:
    """The same number of the same people, once in a running total or in other words."""
    same = old.outcome == row.outcome and old.confirmed and old.people.low == row.people.low
    sides = {old.people.side, row.people.side} - {None}
    return same and len(sides) < 2 and old.start != row.start


def _spoken_of_before(total: CasualtyRow, old: CasualtyRow) -> bool:
    """'more martyrs fell, so that their number rose to 19': people without a number, right before their total."""
    same = old.outcome == total.outcome and old.people.qualifier == "some"
    return same and 0 <= total.start - old.end <= _RIGHT_BEFORE


def _told_in_general(row: CasualtyRow, old: CasualtyRow) -> bool:
    """'many wounded and martyrs fell, where the Observatory documented 9': the number stands for the general words."""
    kinds = ("wounded", "martyr", "dead", "")
    general = old.people.qualifier == "some" and old.people.side is None and old.people.kind in kinds
    return general and old.outcome == row.outcome and old.end <= row.start


def _general_again(row: CasualtyRow, told: list[CasualtyRow]) -> bool:
    """'rose to 11 the number of those who fell in the explosion, which left tens of martyrs': told as a number."""
    general = row.people.qualifier in _GENERAL and row.people.side is None and row.people.kind in ("martyr", "dead")
    return general and any(old.cumulative and old.outcome == row.outcome for old in told)


def _replaces(total: CasualtyRow, old: CasualtyRow) -> bool:
    """A running total stands for the confirmed rows of its outcome and side, unless they tell of more people."""
    same = old.outcome == total.outcome and old.people.side == total.people.side
    return same and old.confirmed and old.people.low <= total.people.low
