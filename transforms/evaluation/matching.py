"""One-to-one matching of what is expected with what was found.

Belongs here: assignment by weights. Does not belong here: what the rows are and how well two of them agree
(`likeness`). Ties go to what stands first in both lists, so that the same input gives the same pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

G = TypeVar("G")
P = TypeVar("P")
Weight = Callable[[G, P], float | None]
"""How well a gold row and a predicted row agree; None where they must not be paired."""
Pair = tuple[int, int]
"""Index of the gold row, index of the predicted row."""


@dataclass(frozen=True, slots=True)
class Matched(Generic[P]):
    """Outcome of a matching with optional gold rows.

    Attributes:
        pairs: pairs of required gold rows, in the order of the gold.
        rest: predicted rows that no gold row took.
        excused: number of predicted rows that optional gold rows took: neither right nor wrong.
    """

    pairs: list[Pair]
    rest: list[P]
    excused: int


def match_heaviest(gold: Sequence[G], predicted: Sequence[P], weight: Weight[G, P]) -> list[Pair]:
    """Pair off by weight, the heaviest edge first; a pair once made stands."""
    return sorted(_take_heaviest(_edges(gold, predicted, weight), range(len(gold)), taken=set()))


def match_most(
    gold: Sequence[G], predicted: Sequence[P], weight: Weight[G, P], *, required: int | None = None
) -> list[Pair]:
    """Pair off as many rows as possible, by augmenting paths from a matching by weight.

    Args:
        gold: the rows that are expected.
        predicted: the rows that were found.
        weight: how well two rows agree.
        required: the first so many gold rows are served before the others, which never cost one of them its partner;
            default: all.
    """
    first = len(gold) if required is None else required
    edges = _edges(gold, predicted, weight)
    gold_of: dict[int, int] = {}
    for served in (range(first), range(first, len(gold))):
        pairs = _take_heaviest(edges, served, taken=set(gold_of))
        gold_of.update((j, i) for i, j in pairs)
        paired = {i for i, _ in pairs}
        for i in served:
            if i not in paired:
                _augment(i, edges, gold_of, visited=set())
    return sorted((i, j) for j, i in gold_of.items())


def match_with_optional(
    required: Sequence[G], optional: Sequence[G], predicted: Sequence[P], weight: Weight[G, P]
) -> Matched[P]:
    """Pair off as many rows as possible, required gold rows first."""
    pairs = match_most([*required, *optional], predicted, weight, required=len(required))
    taken = {j for _, j in pairs}
    scored = [(i, j) for i, j in pairs if i < len(required)]
    return Matched(scored, [row for j, row in enumerate(predicted) if j not in taken], len(pairs) - len(scored))


def left_out(rows: Sequence[G], taken: Iterable[int]) -> list[G]:
    """The rows whose index was not taken."""
    indexes = set(taken)
    return [row for i, row in enumerate(rows) if i not in indexes]


def _edges(gold: Sequence[G], predicted: Sequence[P], weight: Weight[G, P]) -> list[list[tuple[float, int]]]:
    """For each gold row the predicted rows that it may take, the heaviest first."""
    edges = []
    for row in gold:
        weighed = ((weight(row, other), j) for j, other in enumerate(predicted))
        edges.append(sorted(((-w, j) for w, j in weighed if w is not None)))
    return edges


def _take_heaviest(edges: list[list[tuple[float, int]]], served: range, taken: set[int]) -> list[Pair]:
    paired: dict[int, int] = {}
    heaviest_first = sorted((minus, row, j) for row in served for minus, j in edges[row])
    for _, i, j in heaviest_first:
        if i not in paired and j not in taken:
            paired[i] = j
            taken.add(j)
    return list(paired.items())


def _augment(i: int, edges: list[list[tuple[float, int]]], gold_of: dict[int, int], visited: set[int]) -> bool:
    """Find a partner for gold row `i`, if need be by moving others to another of theirs."""
    for _, j in edges[i]:
        if j in visited:
            continue
        visited.add(j)
        if j not in gold_of or _augment(gold_of[j], edges, gold_of, visited):
            gold_of[j] = i
            return True
    return False
