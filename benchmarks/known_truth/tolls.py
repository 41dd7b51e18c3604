"""How many people are harmed in an incident, and how that number changes from report to report."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.known_truth.model import Incident, Part, People

_NO_TOLL = {
    "airstrike": 0.45, "shelling": 0.55, "rocket": 0.55, "clash": 0.5, "explosion": 0.25, "targeted_killing": 0.03,
    "execution": 0.0, "detention": 0.0,
}  # fmt: skip


def draw_people(rng: random.Random, incident: Incident) -> tuple[People, ...]:
    """The people of an incident as its first report tells them; empty for no toll."""
    kind = incident.event_type
    if rng.random() < _NO_TOLL[kind]:
        return ()
    if kind == "clash":
        return _fighters(rng, incident)
    if kind == "detention":
        return (_qualified(rng, People("captured", None, rng.choice(("civilian", "unknown")), 1, 1, 1)),)
    if kind in ("execution", "targeted_killing") and incident.targets and rng.random() < 0.5:
        return (exact(rng, "killed", incident.targets[0], "combatant"),)
    rows = []
    status = "civilian" if rng.random() < 0.88 else "unknown"
    if rng.random() < 0.75 or kind in ("execution", "targeted_killing"):
        rows.append(_qualified(rng, exact(rng, "killed", None, status)))
    if rng.random() < 0.5 or not rows:
        rows.append(_qualified(rng, exact(rng, "wounded", None, status)))
    return tuple(rows)


def _fighters(rng: random.Random, incident: Incident) -> tuple[People, ...]:
    first, second = incident.actors[0], incident.targets[0]
    if rng.random() < 0.15:
        fighters, citizens = rng.randint(2, 15), rng.randint(1, 5)
        parts = (
            Part("fighter", fighters, second, "combatant"),
            Part("citizen", citizens, None, "civilian"),
        )
        total = fighters + citizens
        return (People("killed", second, "mixed", total, total, total, parts=parts),)
    rows = [exact(rng, "killed", second, "combatant")]
    if rng.random() < 0.45:
        rows.append(exact(rng, "killed", first, "combatant"))
    if rng.random() < 0.2:
        rows.append(exact(rng, "wounded", second, "combatant"))
    if rng.random() < 0.08:
        rows.append(exact(rng, "captured", first, "combatant"))
    return tuple(_qualified(rng, row) for row in rows)


def exact(rng: random.Random, outcome: str, side: str | None, status: str) -> People:
    """A row with an exact number: mostly few people, sometimes many."""
    number = min(1 + int(rng.expovariate(0.28)), 40) if rng.random() < 0.95 else rng.randint(15, 70)
    return People(outcome, side, status, number, number, number)


def _qualified(rng: random.Random, row: People) -> People:
    draw, best = rng.random(), row.best or 1
    if draw < 0.78:
        return row
    if draw < 0.87:
        return replace(row, high=None, qualifier="at_least")
    if draw < 0.90:
        return replace(row, high=None, qualifier="more_than")
    if draw < 0.94:
        return replace(row, qualifier="about")
    if draw < 0.96:
        return replace(row, high=best + rng.randint(1, 6), qualifier="range")
    if draw < 0.98:
        return replace(row, low=2, best=None, high=None, qualifier="some")
    return replace(row, low=10, best=None, high=None, qualifier="tens")


def grown(rng: random.Random, people: tuple[People, ...]) -> tuple[People, ...]:
    """A later toll: the killed and perhaps the others are more, and told exactly."""
    rows = []
    for index, row in enumerate(people):
        known = row.best if row.best is not None else row.low
        if index == 0 or rng.random() < 0.4:
            rows.append(row.numbered(max(known, row.high or 0) + rng.randint(1, 2 + known // 2)))
        else:
            rows.append(row)
    return tuple(rows)


def lowered(rng: random.Random, people: tuple[People, ...]) -> tuple[People, ...]:
    """A corrected toll: the first row is less, and at least one."""
    first = people[0]
    return (first.numbered(rng.randint(max(1, (first.best or 2) // 2), (first.best or 2) - 1)), *people[1:])


def doubted(people: tuple[People, ...]) -> tuple[People, ...]:
    """The same as a rumour ("information of dead"), with the number where there was one."""
    return tuple(
        replace(row, low=0, high=row.best, qualifier="unconfirmed", confirmed=False, parts=()) for row in people
    )


def standing(before: tuple[People, ...], now: tuple[People, ...]) -> tuple[People, ...]:
    """What stands after a later statement: of the people that it names its numbers, of others those before."""
    named = {row.who for row in now}
    return (*(row for row in before if row.who not in named), *now)
