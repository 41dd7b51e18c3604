"""What only the whole report tells: losers of places, sides of the dead, refrains.

Belongs here: filling in what a segment alone does not say. Does not belong here: new events.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import LOOK_BACK, Draft, same_place
from transforms.extraction.gazetteer import gazetteer
from transforms.extraction.reading import Reading, Section
from transforms.extraction.zones import put_actors_of_zones
from transforms.model import BreakdownPart

_VERB_SIDES = (
    (("استشه", "قضي", "قضو", "شهيد", "شهداء"), frozenset({"opposition", "sna", "sdf", "ypg", "nusra_hts", "tribal"})),
    (("مصرع", "لقي", "لقو"), frozenset({"is", "nusra_hts", "iran_backed"})),
    (("مقتل", "قتل", "قتلو"), frozenset({"regime", "iran_backed", "turkey"})),
)


_OWN_MEN = frozenset({"عناصره", "عناصرها", "مقاتليه", "مقاتليها", "قادته", "قادتها"})
_PARTS_REACH = 4
_FEWEST_PARTS = 2
_FIGHT_REACH = 3
_FOREIGN = frozenset({"russia", "turkey", "israel", "jordan", "coalition", "iran_backed", "unidentified", "tribal"})


class Completion:
    """Completes the drafts of a report.

    Args:
        reading: the report.
        drafts: in the order of the text; changed in place.
    """

    def __init__(self, reading: Reading, drafts: list[Draft]) -> None:
        self.reading = reading
        self.drafts = drafts
        self.gazetteer = gazetteer()
        self._named: dict[int, set[str]] = {}

    def complete(self) -> list[Draft]:
        """The drafts that say something, completed."""
        self._losers()
        self._totals_of_items()
        self._sides_of_totals()
        for draft in self.drafts:
            draft.rows = [self._with_side(draft, row) for row in draft.rows]
            counts = draft.event_type == "toll" or draft.rule == "other.casualty"
            if counts and draft.rows and (draft.segment.campaign or all(row.scope == "campaign" for row in draft.rows)):
                draft.background = True  # codebook §8: refrains since the beginning of the year or of an attack
        put_actors_of_zones(self.drafts, self.reading.day)
        told = [draft for draft in self.drafts if not self._empty(draft)]
        for draft in told:
            if not draft.places and draft.control is None and len(draft.segment.section.admin1) == 1:
                draft.places = [self.gazetteer.governorate(draft.segment.section.admin1[0])]
        return told

    def _totals_of_items(self) -> None:
        """'35 were killed, among them 8 fighters, and 17 in X, and 10 in Y': the first number holds the others."""
        for number, head in enumerate(self.drafts):
            if head.segment.item or not head.rows or head.rows[0].scope != "incident":
                continue
            items = []
            for other in self.drafts[number + 1 : number + 1 + LOOK_BACK]:
                if not other.segment.item or other.segment.paragraph != head.segment.paragraph:
                    break
                items += [row.people.low for row in other.rows if row.outcome == head.rows[0].outcome]
            row = head.rows[0]
            parts = sum(part.n or 0 for part in row.breakdown)
            if len(items) > 1 and row.people.low in (sum(items), sum(items) + parts):
                head.rows[0] = replace(row, scope="day")

    def _sides_of_totals(self) -> None:
        """'rose to 41: 23 of A were killed, and 18 of B': the parts are a breakdown of the total."""
        for number, head in enumerate(self.drafts):
            for total in [row for row in head.rows if row.cumulative and row.people.side is None]:
                later = [d for d in self.drafts[number : number + _PARTS_REACH] if _goes_on(d, head)]
                parts = [row for draft in later for row in draft.rows if _part_of(row, total)]
                if len(parts) < _FEWEST_PARTS or sum(row.people.low for row in parts) != total.people.low:
                    continue
                for draft in later:
                    draft.rows = [row for row in draft.rows if row not in parts]
                people = [row.people for row in parts]
                told = tuple(BreakdownPart(p.kind, p.best, p.side, p.status) for p in people)
                whole = replace(total, breakdown=(*total.breakdown, *told))
                head.rows = [whole if row is total else row for row in head.rows]

    def _losers(self) -> None:
        """The side not named as loser is the other side of the fight, or who held the place in the same report."""
        for number, draft in enumerate(self.drafts):
            control = draft.control
            if control is None or control.taken_from or control.taken_by is None:
                continue
            loser = self._holder(draft, number) or self._opponent(draft, number) or self._only_other(draft)
            if loser is not None:
                draft.control = replace(control, taken_from=loser)
                draft.targets = draft.targets or (loser,)
        for draft in self.drafts:
            if draft.source is not None and draft.event_type == "clash" and draft.actors == draft.source.actors:
                draft.targets = draft.targets or draft.source.targets

    def _only_other(self, draft: Draft) -> str | None:
        """The one other side of the war that the section names, foreign states apart."""
        others = self._named_in(draft.segment.section) - set(draft.actors) - _FOREIGN
        if "opposition" in others or "opposition" in draft.actors:
            others -= {"nusra_hts"}  # allied in one side
        return next(iter(others)) if len(others) == 1 else None

    def _named_in(self, section: Section) -> set[str]:
        named = self._named.get(section.start)
        if named is None:
            named = self._named[section.start] = {
                actor_id
                for mention in self.reading.having(section.start, section.end, "actor")
                if (entry := mention.entry("actor"))
                for actor_id in self.reading.actor_ids(entry.value)
            }
        return named

    def _holder(self, draft: Draft, number: int) -> str | None:
        behind = self.drafts[number + 1 : number + 1 + LOOK_BACK]
        before = self.drafts[max(0, number - LOOK_BACK) : number]
        for other in (*behind, *reversed(before)):
            if other.control is None or other.control.taken_by in (None, draft.actors[0]):
                continue
            if any(same_place(a, b) for a in draft.places for b in other.places):
                return other.control.taken_by
        return None

    def _opponent(self, draft: Draft, number: int) -> str | None:
        taker = draft.actors[0]
        first = max(0, number - LOOK_BACK)
        ordered = sorted(
            (abs(i - number), i)
            for i, other in enumerate(self.drafts[first : number + 1 + LOOK_BACK], first)
            if other.event_type == "clash" and other.segment.section is draft.segment.section
        )  # fmt: skip
        for _, i in ordered:
            other = self.drafts[i]
            if taker in other.actors and other.targets:
                return other.targets[0]
            if taker in other.targets and other.actors:
                return other.actors[0]
        return None

    def _with_side(self, draft: Draft, row: CasualtyRow) -> CasualtyRow:
        """Fighters without a named side are of the side that was hit; in a fight the verb tells which.

        The Observatory writes of its martyrs and of those who 'fell' among the factions and the Kurdish forces, of
        'death met' among IS and Nusra, of 'killed' among the regime's forces.
        """
        people = row.people
        if people.side is not None or people.status != "combatant":
            return row
        if draft.event_type == "execution" and draft.actors and self._his_own(row):
            return replace(row, people=replace(people, side=draft.actors[0]))
        if people.kind == "attacker":
            return replace(row, people=replace(people, side=draft.actors[0])) if draft.actors else row
        if self.reading.first("both_sides", row.start, row.end) is not None:
            return row
        if draft.event_type != "clash" or (draft.rule == "clash.attack" and self._of_the_site(row)):
            side = draft.targets[0] if len(draft.targets) == 1 else None
        else:
            known = (*draft.actors, *draft.targets) if draft.actors else ()  # 'in clashes with B' did not kill B's
            side = self._side_by_verb(row, known)
        return replace(row, people=replace(people, side=side)) if side else row

    def _of_the_site(self, row: CasualtyRow) -> bool:
        """'two men of the checkpoint', which was attacked."""
        words = range(row.people.start, row.people.end)
        return any(self.reading.entry(i, "target_head") or self.reading.entry(i, "level") for i in words)

    def _his_own(self, row: CasualtyRow) -> bool:
        """'executed 4 of its members'."""
        return any(self.reading.tokens[i].stem in _OWN_MEN for i in range(row.start, row.end))

    def _side_by_verb(self, row: CasualtyRow, sides: tuple[str, ...]) -> str | None:
        for i in range(row.start, row.end):
            stem = self.reading.tokens[i].stem
            for beginnings, fitting in _VERB_SIDES:
                if stem.startswith(beginnings):
                    known = [side for side in sides if side in fitting]
                    return known[0] if len(known) == 1 else None
        return None

    def _told_twice(self, draft: Draft) -> bool:
        """A strike whose only toll was told before is that strike; it may name the place."""
        index = next(i for i, other in enumerate(self.drafts) if other is draft)
        before = self.drafts[index - 1] if index else None
        if before is None or before.event_type != draft.event_type or not before.rows:
            return False
        before.places = before.places or draft.places
        return True

    def _is_the_fight(self, attack: Draft) -> bool:
        """'an attack on X, ..., clashes around X': one fight, which takes over who attacked."""
        for fight in self.drafts:
            near = fight.segment.section is attack.segment.section and (
                abs(fight.segment.index - attack.segment.index) <= _FIGHT_REACH
            )
            if fight is attack or not near or fight.event_type != "clash" or fight.rule == "clash.attack":
                continue
            sides = {*fight.actors, *fight.targets}
            agree = not sides or sides.issuperset({*attack.actors, *attack.targets})
            if agree and any(same_place(a, b) for a in attack.places for b in fight.places):
                if not sides:
                    fight.actors, fight.targets = attack.actors, attack.targets
                return True
        return False

    def _empty(self, draft: Draft) -> bool:
        """A background mention without place or people says nothing to keep; a toll without people is none."""
        if draft.rule in ("toll", "other.casualty", "clash.for_control") and not draft.rows:
            return True
        if draft.restated and not draft.rows and self._told_twice(draft):
            return True
        if draft.rule == "clash.attack" and not draft.rows and self._is_the_fight(draft):
            return True
        return draft.background and not draft.places and not draft.rows


def _goes_on(draft: Draft, head: Draft) -> bool:
    """Whether a draft stands in the paragraph of another or in the next."""
    return draft.segment.paragraph - head.segment.paragraph <= 1


def _part_of(row: CasualtyRow, total: CasualtyRow) -> bool:
    """Whether a row behind a total may be one of its sides."""
    same = row.outcome == total.outcome and row.confirmed and not row.cumulative
    return same and row.start > total.start and row.people.side is not None
