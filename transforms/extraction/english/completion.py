"""What only the whole report tells: losers of places, sides of the dead.

Belongs here: filling in what a segment alone does not say. Does not belong here: new events.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import LOOK_BACK, Draft, same_place

_AIMED = frozenset({"airstrike", "shelling", "rocket", "targeted_killing"})


def complete(drafts: list[Draft]) -> list[Draft]:
    """The drafts that say something, completed; they are changed in place."""
    for number, draft in enumerate(drafts):
        control = draft.control
        if control is None:
            continue
        loser = control.taken_from or _holder(drafts, number) or _opponent(drafts, number)
        if loser is not None and loser != control.taken_by:
            draft.control = replace(control, taken_from=loser)
            draft.targets = draft.targets or (loser,)
    for draft in drafts:
        draft.rows = [_with_side(draft, row) for row in draft.rows]
        _victims(draft)
        if draft.rows and all(row.scope == "campaign" for row in draft.rows):
            draft.background = True
    return [draft for draft in drafts if not _empty(draft)]


def _holder(drafts: list[Draft], number: int) -> str | None:
    """Who took the same place before, or takes it back later, in the same report."""
    draft = drafts[number]
    before, behind = drafts[max(0, number - LOOK_BACK) : number], drafts[number + 1 : number + 1 + LOOK_BACK]
    for other in (*reversed(before), *behind):
        if other.control is None or other.control.taken_by in (None, *draft.actors[:1]):
            continue
        if any(same_place(a, b) for a in draft.places for b in other.places):
            return other.control.taken_by
    return None


def _opponent(drafts: list[Draft], number: int) -> str | None:
    """The other side of the nearest fight of the same section."""
    draft = drafts[number]
    if not draft.actors:
        return None
    first = max(0, number - LOOK_BACK)
    ranked = sorted(
        (abs(i - number), i)
        for i, other in enumerate(drafts[first : number + 1 + LOOK_BACK], first)
        if other.event_type == "clash" and other.segment.section is draft.segment.section
    )  # fmt: skip
    for _, i in ranked:
        other = drafts[i]
        if draft.actors[0] in other.actors and other.targets:
            return other.targets[0]
        if draft.actors[0] in other.targets and other.actors:
            return other.actors[0]
    return None


def _with_side(draft: Draft, row: CasualtyRow) -> CasualtyRow:
    """Members without a named side are of the side that was hit."""
    people = row.people
    if people.side is not None or people.status == "civilian" or people.kind in ("wounded", "dead", "person", "both"):
        return row
    if people.status == "combatant" and draft.event_type != "clash" and len(draft.targets) == 1:
        return replace(row, people=replace(people, side=draft.targets[0]))
    if people.status == "combatant" and draft.event_type == "clash" and len(draft.targets) == 1 and not people.side:
        attack = draft.rule == "clash" and draft.actors
        return replace(row, people=replace(people, side=draft.targets[0])) if attack else row
    return row


def _victims(draft: Draft) -> None:
    """Fire and attacks that struck fighters of one side were aimed at that side."""
    one_sided = draft.event_type == "clash" and draft.actors == ("unidentified",)
    if not (draft.event_type in _AIMED or one_sided) or draft.targets:
        return
    harmed = {row.people.side for row in draft.rows if row.people.side and row.confirmed}
    if len(harmed) == 1 and not harmed & set(draft.actors):
        draft.targets = tuple(side for side in harmed if side)


def _empty(draft: Draft) -> bool:
    if draft.rule in ("toll", "other.casualty") and not draft.rows:
        return True
    return draft.background and not draft.places and not draft.rows
