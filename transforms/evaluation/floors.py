"""The figures that were reached and must not fall again: one JSON file, set by set, figure by figure.

Belongs here: comparing with that file, and raising it. Figures of which less is better (`ERRORS`) are ceilings.
Nothing here lowers a floor of the same reports: where their gold has become harder, whoever made it so takes the set
out of the file and says why. A set that has got more reports (or fewer) is another one, and is written anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from transforms.errors import GoldError
from transforms.evaluation.figures import DECIMALS, ERRORS, headline
from transforms.evaluation.run import Evaluation

Floors = Mapping[str, Mapping[str, float]]
"""Set name -> figure name -> the value reached: F1 of counts, accuracy of shares, errors as they are; and `REPORTS`."""

REPORTS = "reports"
"""Key of the number of reports that the figures of a set were reached on."""

ROUNDING = 10.0**-DECIMALS


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that is not where the file has it; `before` None is new, `now` None cannot be told any more."""

    set_name: str
    figure: str
    before: float | None
    now: float | None

    def __str__(self) -> str:
        return f"{self.set_name} {self.figure}: {_shown(self.before)} -> {_shown(self.now)}"


def read_floors(file: Path) -> Floors:
    """Read the committed figures.

    Raises:
        GoldError: the file is not there or is no such file.
    """
    try:
        floors = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"cannot be read: {error}", file=file) from error
    if not isinstance(floors, dict) or not all(isinstance(figures, dict) for figures in floors.values()):
        raise GoldError("has to be an object of sets, each an object of figures", file=file)
    return floors


def fallen(evaluation: Evaluation, floors: Floors) -> list[Move]:
    """Figures below their floor by more than rounding, and those that are not told any more.

    Sets that are new or have other reports than their floors are left to `unsettled`.
    """
    moves = []
    reached = _reached(evaluation)
    for set_name in sorted(set(floors) - set(unsettled(evaluation, floors))):
        for figure, floor in floors[set_name].items():
            now = reached[set_name].get(figure)
            if now is None or _gain(figure, floor, now) < -ROUNDING:
                moves.append(Move(set_name, figure, floor, now))
    return moves


def unsettled(evaluation: Evaluation, floors: Floors) -> list[str]:
    """Names of sets without floors, of floors without their set, and of sets that have got more or fewer reports."""
    counts = {part.name: len(part.reports) for part in evaluation.sets}
    names = sorted(set(counts) | set(floors))
    return [name for name in names if counts.get(name) != floors.get(name, {}).get(REPORTS)]


def raise_floors(evaluation: Evaluation, file: Path) -> list[Move]:
    """Write what has become better into the file, which is made where it does not exist; the rest stays.

    Returns:
        What was written, set by set; empty where nothing was.

    Raises:
        GoldError: the file is there and cannot be read.
    """
    committed_floors = read_floors(file) if file.exists() else {}
    floors = {name: dict(figures) for name, figures in committed_floors.items()}
    moves = []
    for set_name, figures in _reached(evaluation).items():
        committed = floors.setdefault(set_name, {})
        if committed.get(REPORTS) != figures[REPORTS]:
            committed.clear()
        for figure, now in figures.items():
            before = committed.get(figure)
            if before is None or _gain(figure, before, now) > 0:
                moves.append(Move(set_name, figure, before, now))
                committed[figure] = now
    if moves:
        ordered = {name: floors[name] for name in sorted(floors)}
        file.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return moves


def _reached(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    return {
        part.name: {
            REPORTS: len(part.reports),
            **{figure: round(value, DECIMALS) for figure, value in headline(part.figures).items()},
        }
        for part in evaluation.sets
    }


def _gain(figure: str, before: float, now: float) -> float:
    return before - now if figure in ERRORS else now - before


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
