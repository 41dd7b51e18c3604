"""Putting it together: segments -> events (codebook §1).

Belongs here: which places, dates, sides and people belong to which event; folding, repetition, ids. Does not belong
here: reading words. Hands on `Event`s in the order of the text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace

from transforms.extraction.casualties import CasualtyReader, CasualtyRow
from transforms.extraction.control import ControlFrame, read_controls
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.resolution import Region
from transforms.extraction.what import Frame, read_frame
from transforms.extraction.when import EventDate, default_date, read_dates
from transforms.extraction.where import PlaceFinder, PlaceMention
from transforms.extraction.who import ActorReader, Sides
from transforms.model import Casualty, Control, Event, Evidence, Place

_REGIME_FALL = dt.date(2024, 12, 8)
_FOLDABLE = frozenset({"airstrike", "shelling", "rocket"})
_STRIKES = frozenset({"airstrike", "shelling", "rocket"})
_SAME_KIND = {
    "clash": ("clash",), "explosion": ("explosion",), "airstrike": ("airstrike",),
    "shelling": ("shelling", "rocket", "airstrike"), "rocket": ("rocket", "shelling"),
}  # fmt: skip
_VERB_SIDES = (
    (("استشه", "قضي", "قضو", "شهيد", "شهداء"), frozenset({"opposition", "sna", "sdf", "ypg", "nusra_hts", "tribal"})),
    (("مصرع", "لقي", "لقو"), frozenset({"is", "nusra_hts", "iran_backed"})),
    (("مقتل", "قتل", "قتلو"), frozenset({"regime", "iran_backed", "turkey"})),
)
_OBJECT_PRONOUNS = frozenset(
    {"عليها", "عليه", "عليهما", "عليهم", "استعادتها", "تستعيدها", "يستعيدها", "تستعيده", "استعادته"}
)


@dataclass(slots=True)
class Draft:
    """An event under construction."""

    event_type: str
    segment: Segment
    start: int
    end: int
    rule: str
    weapon: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    certainty: str = "certain"
    places: list[Place] = field(default_factory=list)
    date: EventDate | None = None
    status: str = "confirmed"
    background: bool = False
    no_casualties: bool = False
    late_death: bool = False
    original_date: dt.date | None = None
    control: Control | None = None
    rows: list[CasualtyRow] = field(default_factory=list)
    source: Draft | None = None


class EventReader:
    """Reads the events of one report.

    Args:
        reading: the report, cut into segments.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.finder = PlaceFinder(reading)
        self.actors = ActorReader(reading)
        self.people = CasualtyReader(reading, self.actors)
        self.drafts: list[Draft] = []
        self._current: Draft | None = None

    def drafts_of_report(self) -> list[Draft]:
        """Events under construction, in the order of the text."""
        for segment in self.reading.segments:
            self._segment(segment)
        self._losers()
        for draft in self.drafts:
            draft.rows = [self._with_side(draft, row) for row in draft.rows]
            if draft.event_type == "toll" and draft.rows and all(row.scope == "campaign" for row in draft.rows):
                draft.background = True  # codebook §8: refrains since the beginning of the year or of an attack
        return [draft for draft in self.drafts if not self._empty(draft)]

    # ---- a segment ----------------------------------------------------------------------------

    def _segment(self, segment: Segment) -> None:
        if not segment.linked:
            self._current = None
        places, regions = self.finder.places(segment)
        rows, silent = self.people.rows(segment)
        frame = read_frame(self.reading, segment)
        sides = self._sides(frame, segment) if frame else (Sides((), ()), "certain")
        controls = read_controls(self.reading, segment, self.actors)
        drafts = [self._control(c, segment, places) for c in controls]
        drafts = [draft for draft in drafts if draft is not None]
        used = {id(p) for c in controls for p in places if c.places_from <= p.start < c.places_to}
        free = [p for p in places if id(p) not in used]
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
        owner = draft or self._current
        if rows and owner is None:
            owner = self._fight_of(rows, segment, places)
        if rows and owner is None:
            owner = self._casualty_draft(rows, segment, controls, places, regions)
            self.drafts.append(owner)
            self._current = owner
        if owner is None:
            return
        if rows and draft is None and self._separate(owner, places, rows):
            owner = self._casualty_draft(rows, segment, controls, places, regions)
            self.drafts.append(owner)
            self._current = owner
        for row in rows:
            self._add_row(owner, row)
        owner.no_casualties = owner.no_casualties or silent
        if rows:
            owner.end = max(owner.end, max(row.end for row in rows))
        if self.reading.first("late_death", segment.start, segment.end):
            self._late_death(owner, segment)

    def _fight_of(self, rows: list[CasualtyRow], segment: Segment, places: list[PlaceMention]) -> Draft | None:
        """'also 21 fighters of the factions fell': of the fight told right before, where nothing else is named."""
        if segment.background or any(not p.anaphor for p in places):
            return None
        others = all(row.outcome == "wounded" or row.people.kind == "other" for row in rows)
        if others and self.drafts and self.drafts[-1].rows and self.drafts[-1].segment.paragraph == segment.paragraph:
            return self.drafts[-1]
        if any(row.people.status != "combatant" or not row.people.side for row in rows):
            return None
        if any(not p.anaphor for p in places) or any(row.scope != "incident" for row in rows):
            return None
        for draft in reversed(self.drafts[-3:]):
            same = draft.segment.section is segment.section and draft.segment.paragraph == segment.paragraph
            if same and draft.event_type == "clash" and not draft.background:
                sides = {*draft.actors, *draft.targets}
                return draft if not sides or all(row.people.side in sides for row in rows) else None
        return None

    def _add_row(self, owner: Draft, row: CasualtyRow) -> None:
        """A new toll of the incident replaces its items; losses of both sides belong to their fight."""
        if row.people.side is None and self.reading.first("both_sides", row.start, row.end) is not None:
            fights = [d for d in self.drafts if d.event_type == "clash" and d.segment.section is owner.segment.section]
            owner = fights[-1] if fights else owner
            if not row.confirmed and owner.actors and owner.targets:
                owner.rows += [
                    replace(row, people=replace(row.people, side=side[0])) for side in (owner.actors, owner.targets)
                ]
                return
        if row.cumulative and row.scope == "incident":
            owner.rows = [
                r for r in owner.rows
                if r.outcome != row.outcome or not r.confirmed or r.people.side != row.people.side or r.people.low > row.people.low
            ]  # fmt: skip
        owner.rows.append(row)

    def _separate(self, owner: Draft, places: list[PlaceMention], rows: list[CasualtyRow]) -> bool:
        """A toll with its own place and no event of its own belongs to no event before it."""
        named = [p for p in places if not p.anaphor]
        return bool(named) and not any(_same_place(a.place, b) for a in named for b in owner.places) and bool(owner.places)

    def _late_death(self, draft: Draft, segment: Segment) -> None:
        draft.late_death = True
        dates = [d for d in read_dates(self.reading, segment.start, segment.end) if d.past]
        if dates and dates[0].precision == 1:
            draft.original_date = dates[0].start
        if dates and draft.date is not None and draft.date.past:
            draft.date = default_date(self.reading.day)

    # ---- events of force ----------------------------------------------------------------------

    def _frame(
        self, frame: Frame, told: tuple[Sides, str], segment: Segment, places: list[PlaceMention],
        regions: list[Region], rows: list[CasualtyRow],
    ) -> Draft | None:  # fmt: skip
        sides, certainty = told
        chosen = self._event_places(places, segment)
        current = self._current
        if self._nothing_new(frame, segment, chosen, regions, sides, rows):
            return None
        if self._folds(frame, segment, current, chosen, sides, rows):
            assert current is not None
            current.weapon = current.weapon or frame.weapon
            return None
        placed = [p.place for p in chosen] or self._region_places(regions, segment)
        date = self._date(segment, frame.start)
        source = self._inherits(frame, segment, current)
        if source is not None:
            if not placed:
                placed = list(source.places) if segment.linked else [_near(p) for p in source.places]
            if not any(sides) and frame.event_type == "clash":
                sides = Sides(source.actors, source.targets)
            if date is None and not source.background and (segment.linked or source.control is not None):
                date = source.date
        kind, weapon = frame.event_type, frame.weapon
        if kind in ("rocket", "shelling") and sides.actors == ("israel",):
            kind, weapon = "airstrike", None  # missiles from Israel come by air
        draft = Draft(
            kind, segment, min(frame.start, frame.trigger.start), segment.end, frame.rule,
            weapon=weapon, actors=sides.actors, targets=sides.targets, certainty=certainty, places=placed,
            date=date or default_date(self.reading.day), background=segment.background or bool(date and date.past),
            status=self._status(frame, segment), source=source,
        )  # fmt: skip
        return draft

    def _nothing_new(
        self, frame: Frame, segment: Segment, places: list[PlaceMention], regions: list[Region], sides: Sides,
        rows: list[CasualtyRow],
    ) -> bool:  # fmt: skip
        """'The clashes', 'the explosion': what was told before, said again; its people belong to that event."""
        if any(not p.anaphor for p in places) or regions:
            return False
        said_again = self._said_before(frame, segment)
        if said_again is not None:
            self._current = said_again
            return True
        if rows or sides.actors or places or frame.event_type in ("other", "targeted_killing", "agreement", "displacement"):
            return False
        return not segment.linked or self.reading.tokens[frame.trigger.start].definite

    def _said_before(self, frame: Frame, segment: Segment) -> Draft | None:
        if not self.reading.tokens[frame.trigger.start].definite:
            return None
        kinds = _SAME_KIND.get(frame.event_type, ())
        for draft in reversed(self.drafts):
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
            for draft in reversed(self.drafts):
                if draft.background:
                    continue
                if draft.segment.section is segment.section and draft.event_type in ("clash", "control_change"):
                    return draft
        return None

    def _folds(
        self, frame: Frame, segment: Segment, current: Draft | None, places: list[PlaceMention], sides: Sides,
        rows: list[CasualtyRow],
    ) -> bool:  # fmt: skip
        """Codebook §2: a strike that only accompanies a clash is no event of its own."""
        if current is None or current.event_type != "clash" or not segment.linked:
            return False
        if frame.event_type == "clash":
            return not [p for p in places if not p.anaphor] and not sides.targets
        if frame.event_type not in _FOLDABLE or any(row.confirmed for row in rows):
            return False
        named = [p for p in places if not p.anaphor and not any(_same_place(p.place, q) for q in current.places)]
        others = set(sides.actors) - set(current.actors) - set(current.targets)
        return not named and not others and not [p for p in places if p.anaphor and p.place.level != "area" and sides.actors]

    def _sides(self, frame: Frame, segment: Segment) -> tuple[Sides, str]:
        if frame.event_type == "clash":
            return self.actors.fight(frame.trigger, segment), "certain"
        if frame.event_type == "airstrike":
            return self._air_sides(frame, segment)
        sides = self.actors.fire(frame.trigger, segment)
        if frame.event_type == "other" and not sides.actors and self.reading.first("prison", segment.start, segment.end):
            named = self.actors.mentions(frame.trigger.end, segment.end, segment)
            sides = Sides(tuple(named[0][1][:1]), ()) if named else sides
        if frame.event_type in ("explosion", "other") and sides.actors and frame.weapon in ("mine", "ied", "car_bomb"):
            fired = any(
                self.reading.entry(i, "by") or self.reading.entry(i, "fired_by") for i in range(segment.start, segment.end)
            )
            sides = sides if fired else Sides((), sides.targets or ())
        return sides, "certain"

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
        if not kept:
            fired = self.actors.fire(frame.trigger, segment)
            kept = [a for a in fired.actors if a in ("regime", "russia", "turkey", "coalition", "israel", "jordan", "is")]
        targets = tuple(t for t in self.actors.fire(frame.trigger, segment).targets if t not in kept)
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
        named = [d for d in dates if d.precision == 1 and d.position < start and self._named_day(d)]
        return named[0] if named else None

    def _in_attribute(self, date: EventDate, segment: Segment) -> bool:
        """'the city that it lost yesterday': the day is not that of the event."""
        for i in range(date.position - 1, max(segment.start - 1, date.position - 7), -1):
            if self.reading.tokens[i].text in ("،", ","):
                return False
            if self.reading.entry(i, "relative"):
                return True
        return False

    def _named_day(self, date: EventDate) -> bool:
        """A day of a month before the verb dates the event itself: 'on 19 October'."""
        return self.reading.tokens[date.position].text.isdigit()

    # ---- places of an event -------------------------------------------------------------------

    def _event_places(self, places: list[PlaceMention], segment: Segment) -> list[PlaceMention]:
        """Places of a strike or fight: without origins, containers and what is said again."""
        kept: list[PlaceMention] = []
        for place in places:
            if self._origin(place, segment):
                continue
            if kept and self._container(kept[-1], place):
                continue
            if any(_same_place(place.place, other.place) for other in kept):
                continue
            kept.append(place)
        named = [p for p in kept if not p.anaphor]
        return named or kept[:1]

    def _origin(self, place: PlaceMention, segment: Segment) -> bool:
        """'a fighter from the town of X', 'from its positions in X'."""
        for i in range(max(segment.start, place.start - 3), place.start):
            mention = self.reading.at.get(i)
            if mention is None:
                continue
            if mention.entry("origin") or mention.entry("origin_if_person"):
                return True
            if mention.entry("qualifier") and self.reading.tokens[i].text == "نحو" or mention.entry("towards"):
                return True
            if mention.entry("from") and all(
                (m := self.reading.at.get(j)) is None or m.entry("level") for j in range(mention.end, place.start)
            ):
                before = self.reading.at.get(mention.start - 1)
                return before is None or not before.entry("full") and not before.entry("partial")
        return False

    def _container(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        """'the quarter of X in the city of Y': Y is not another place."""
        tokens = self.reading.tokens
        first = outer.start
        while first > inner.end and self.reading.entry(first - 1, "level"):
            first -= 1
        if first - inner.end > 2 or tokens[first].prefix.startswith("و"):
            return False
        if outer.place.level == "governorate" or outer.level in ("mountain", "plain", "area") and outer.place.level == "feature":
            return True
        if inner.place.level in ("neighbourhood", "feature") or inner.place.pcode is None:
            return True
        a, b = inner.place, outer.place
        return a.admin2_pcode == b.admin2_pcode and inner.index != outer.index

    def _region_places(self, regions: list[Region], segment: Segment) -> list[Place]:
        for region in regions:
            place = self.finder.region_place(region, self._region_surface(segment))
            if place is not None:
                return [place]
        return []

    def _region_surface(self, segment: Segment) -> str:
        for mention in self.reading.within(segment.start, segment.end):
            if mention.entry("countryside") or mention.entry("bearing") or mention.entry("sector"):
                end = min(segment.end, mention.end + 2)
                first, last = self.reading.span(mention.start, end)
                return self.reading.report.body[first:last].strip(" ،,")
        return ""

    # ---- control ------------------------------------------------------------------------------

    def _control(self, frame: ControlFrame, segment: Segment, places: list[PlaceMention]) -> Draft | None:
        takers = frame.takers or self._taker_from_context(frame, segment)
        own = [p for p in places if frame.places_from <= p.start < frame.places_to]
        if (frame.plural or frame.places_low is not None) and own and self._beside(own[0]):
            own = []
        own = self._event_places(own, segment)
        if not own and not frame.plural and frame.places_low is None:
            own = self._object_pronoun(frame)
        if not own and (frame.plural or frame.places_low is not None):
            own = self._namely(frame, segment, places)
        if not own and not frame.plural and frame.places_low is None:
            return None
        placed = [replace(p.place, relation="in") if p.anaphor else p.place for p in own]
        if not placed and frame.extent == "partial" and frame.places_low is None and self._current is not None:
            placed = [replace(p, relation="in") for p in self._current.places]
        if placed and self._told_before(takers, placed, frame):
            return None
        date = frame.date or self._date(segment, frame.start, before_only=True) or default_date(self.reading.day)
        if frame.date is None and not frame.background and date is not None and date.past:
            date = default_date(self.reading.day)
        low = frame.places_low if not placed or (frame.places_low or 0) > len(placed) else None
        control = Control(takers[0] if takers else None, frame.taken_from, frame.extent, frame.change, low)
        targets = (frame.taken_from,) if frame.taken_from else ()
        end = max([frame.mention.end, *(p.end for p in own)])
        return Draft(
            "control_change", segment, frame.start, min(end, segment.end), f"control.{frame.change}",
            actors=takers, targets=targets, places=placed, date=date, background=frame.background,
            status="reported" if frame.reported else "confirmed", control=control,
        )  # fmt: skip

    def _taker_from_context(self, frame: ControlFrame, segment: Segment) -> tuple[str, ...]:
        """'and its control of X': the taker is the subject of what was told before, agreeing in gender.

        The forces, the factions and the Front are feminine in Arabic; the Organisation (IS) is masculine.
        """
        masculine = not self.reading.tokens[frame.start].stem.endswith(("ت", "ها"))
        known: list[tuple[str, ...]] = []
        for draft in reversed(self.drafts):
            if draft.segment.section is segment.section:
                known += [side for side in (draft.actors, draft.targets) if side]
        if self.actors.last_sides is not None:
            known += [side for side in self.actors.last_sides if side]
        for side in known:
            if (side[0] == "is") == masculine:
                return side
        return known[0] if known and not masculine else ()

    def _object_pronoun(self, frame: ControlFrame) -> list[PlaceMention]:
        """'and took control of it'."""
        words = {self.reading.tokens[i].text for i in range(frame.mention.start, frame.places_to)}
        return self.finder.last_places(frame.mention.start) if words & _OBJECT_PRONOUNS else []

    def _beside(self, place: PlaceMention) -> bool:
        """'20 villages near X', 'two villages in the countryside of X': X was not taken."""
        if place.place.relation == "near":
            return True
        first = place.start
        while self.reading.entry(first - 1, "level"):
            first -= 1
        return "ب" in self.reading.tokens[first].prefix or self.reading.entry(first - 1, "in") is not None

    def _namely(self, frame: ControlFrame, segment: Segment, places: list[PlaceMention]) -> list[PlaceMention]:
        """'more than 20 villages, among them X and Y': the places that are named."""
        namely = self.reading.first("namely", frame.places_from, segment.end)
        if namely is None:
            return []
        return [p for p in places if p.start >= namely.end and not p.anaphor and p.start < namely.end + 40]

    def _told_before(self, takers: tuple[str, ...], places: list[Place], frame: ControlFrame) -> bool:
        """The same change said again; a change and its reversal are two events."""
        for draft in reversed(self.drafts):
            if draft.control is None or not draft.places:
                continue
            if any(_same_place(a, b) for a in places for b in draft.places):
                same = not takers or draft.control.taken_by == takers[0]
                return same and all(any(_same_place(a, b) for b in draft.places) for a in places)
        return False

    def _losers(self) -> None:
        """The side not named as loser is the other side of the fight, or who held the place in the same report."""
        for number, draft in enumerate(self.drafts):
            control = draft.control
            if control is None or control.taken_from or control.taken_by is None:
                continue
            loser = self._holder(draft, number) or self._opponent(draft, number)
            if loser is not None:
                draft.control = replace(control, taken_from=loser)
                draft.targets = draft.targets or (loser,)
        for draft in self.drafts:
            if draft.source is not None and draft.event_type == "clash" and draft.actors == draft.source.actors:
                draft.targets = draft.targets or draft.source.targets

    def _holder(self, draft: Draft, number: int) -> str | None:
        for other in (*self.drafts[number + 1 :], *reversed(self.drafts[:number])):
            if other.control is None or other.control.taken_by in (None, draft.actors[0]):
                continue
            if any(_same_place(a, b) for a in draft.places for b in other.places):
                return other.control.taken_by
        return None

    def _with_side(self, draft: Draft, row: CasualtyRow) -> CasualtyRow:
        """Fighters without a named side are of the side that was hit; in a fight the verb tells which.

        The Observatory writes of its martyrs and of those who 'fell' among the factions and the Kurdish forces, of
        'death met' among IS and Nusra, of 'killed' among the regime's forces.
        """
        people = row.people
        if people.side is not None or people.status != "combatant":
            return row
        if self.reading.first("both_sides", row.start, row.end) is not None:
            return row
        if draft.event_type != "clash":
            side = draft.targets[0] if len(draft.targets) == 1 else None
        else:
            side = self._side_by_verb(row, (*draft.actors, *draft.targets))
        return replace(row, people=replace(people, side=side)) if side else row

    def _side_by_verb(self, row: CasualtyRow, sides: tuple[str, ...]) -> str | None:
        for i in range(row.start, row.end):
            stem = self.reading.tokens[i].stem
            for beginnings, fitting in _VERB_SIDES:
                if stem.startswith(beginnings):
                    known = [side for side in sides if side in fitting]
                    return known[0] if len(known) == 1 else None
        return None

    def _opponent(self, draft: Draft, number: int) -> str | None:
        taker = draft.actors[0]
        ordered = sorted(
            (abs(i - number), i) for i, other in enumerate(self.drafts)
            if other.event_type == "clash" and other.segment.section is draft.segment.section
        )  # fmt: skip
        for _, i in ordered:
            other = self.drafts[i]
            if taker in other.actors and other.targets:
                return other.targets[0]
            if taker in other.targets and other.actors:
                return other.actors[0]
        return None

    # ---- tolls --------------------------------------------------------------------------------

    def _casualty_draft(
        self, rows: list[CasualtyRow], segment: Segment, controls: list[Draft], places: list[PlaceMention],
        regions: list[Region],
    ) -> Draft:  # fmt: skip
        """People harmed by what the segment does not name: the fight for a place taken, else a toll."""
        start = min(row.start for row in rows)
        taken = controls[-1] if controls else self._last_control(segment)
        placed = [p.place for p in self._event_places(places, segment)] or self._region_places(regions, segment)
        if taken is not None and all(row.people.status == "combatant" for row in rows):
            return Draft(
                "clash", segment, start, segment.end, "clash.for_control", actors=taken.actors, targets=taken.targets,
                places=placed or list(taken.places), date=taken.date, background=taken.background, source=taken,
            )  # fmt: skip
        date = self._date(segment, start)
        toll = any(row.cumulative or row.scope != "incident" for row in rows) or len(rows) > 1
        return Draft(
            "toll" if toll else "other", segment, start, segment.end, "toll" if toll else "other.casualty",
            places=placed, date=date or default_date(self.reading.day),
            background=segment.background or bool(date and date.past),
        )  # fmt: skip

    def _last_control(self, segment: Segment) -> Draft | None:
        if not segment.linked or not self.drafts:
            return None
        last = self.drafts[-1]
        return last if last.control is not None else None

    def _empty(self, draft: Draft) -> bool:
        """A background mention without place or people says nothing to keep; a toll without people is none."""
        if draft.rule in ("toll", "other.casualty", "clash.for_control") and not draft.rows:
            return True
        return draft.background and not draft.places and not draft.rows


def _same_place(a: Place, b: Place) -> bool:
    if a.pcode and b.pcode:
        return a.pcode == b.pcode
    return a.name_ar == b.name_ar or a.surface == b.surface


def _near(place: Place) -> Place:
    return replace(place, relation="near", geo_precision=max(2, place.geo_precision))


# ---- from drafts to events --------------------------------------------------------------------


def build_events(reading: Reading, drafts: list[Draft]) -> list[Event]:
    """Events with evidence and stable ids."""
    events = []
    seen: dict[str, int] = {}
    for draft in drafts:
        evidence = _evidence(reading, draft.start, draft.end, draft.segment.index)
        key = _event_key(reading, draft, evidence)
        seen[key] = seen.get(key, 0) + 1
        event_id = hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:16]
        events.append(_event(reading, draft, evidence, event_id))
    return events


def _event_key(reading: Reading, draft: Draft, evidence: Evidence) -> str:
    place = draft.places[0] if draft.places else None
    name = (place.pcode or place.name_ar) if place else ""
    return f"{reading.report.report_id}|{evidence.start}-{evidence.end}|{draft.event_type}|{name}"


def _event(reading: Reading, draft: Draft, evidence: Evidence, event_id: str) -> Event:
    date = draft.date
    admin1 = next((p.admin1_pcode for p in draft.places if p.admin1_pcode), None)
    section = draft.segment.section.admin1
    return Event(
        event_id=event_id,
        event_type=draft.event_type,
        acled_sub_event_type=acled_type(draft),
        weapon=draft.weapon,
        actors=draft.actors,
        targets=tuple(t for t in draft.targets if t not in draft.actors),
        actor_certainty=draft.certainty,
        places=tuple(draft.places),
        admin1_pcode=admin1 or (section[0] if len(section) == 1 else None),
        event_date_start=date.start if date else None,
        event_date_end=date.end if date else None,
        date_precision=date.precision if date else 3,
        date_surface=date.surface if date else None,
        status=draft.status,
        is_background=draft.background,
        no_casualty_statement=draft.no_casualties,
        late_death=draft.late_death,
        original_date=draft.original_date,
        control=draft.control,
        casualties=tuple(_casualty(reading, row, draft.segment.index) for row in draft.rows),
        evidence=evidence,
        rule_id=draft.rule,
    )


def _casualty(reading: Reading, row: CasualtyRow, index: int) -> Casualty:
    people = row.people
    return Casualty(
        outcome=row.outcome, side=people.side, civilian_status=people.status or "unknown", low=people.low,
        best=people.best, high=people.high, qualifier=people.qualifier, confirmed=row.confirmed, scope=row.scope,
        breakdown=row.breakdown, evidence=_evidence(reading, row.start, row.end, index),
    )  # fmt: skip


def _evidence(reading: Reading, start: int, end: int, index: int) -> Evidence:
    while end - 1 > start and reading.tokens[end - 1].text in ("،", ",", ":", "-", "("):
        end -= 1
    first, last = reading.span(start, max(end, start + 1))
    return Evidence(index, first, last, reading.report.body[first:last])


def acled_type(draft: Draft) -> str | None:
    """The ACLED sub-event type that an event maps to (codebook §2)."""
    if draft.control is not None:
        if draft.control.change in ("withdrawal", "handover"):
            return "Non-violent transfer of territory"
        state = draft.control.taken_by in ("regime", "transition_government", "iran_backed", "russia")
        return "Government regains territory" if state else "Non-state actor overtakes territory"
    if draft.event_type == "explosion":
        return {"suicide_bomb": "Suicide bomb", "grenade": "Grenade"}.get(
            draft.weapon or "", "Remote explosive/landmine/IED"
        )
    return {
        "clash": "Armed clash", "airstrike": "Air/drone strike", "shelling": "Shelling/artillery/missile attack",
        "rocket": "Shelling/artillery/missile attack", "targeted_killing": "Attack", "execution": "Attack",
        "detention": "Abduction/forced disappearance" if draft.actors == ("unidentified",) else "Arrests",
        "agreement": "Agreement", "displacement": "Other",
    }.get(draft.event_type)  # fmt: skip
