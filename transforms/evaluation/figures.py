"""The figures: counts of rows found, shares of values right, and how they add up over reports.

Belongs here: names, order and arithmetic of the figures. Does not belong here: what is counted (`scoring`). All are
micro-averages: rows are added over the reports, and divided once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

COUNTS = (
    "control", "control_named", "control_unnamed", "cas_confirmed", "cas_unconfirmed", "cas_killed", "types_admin1",
    "types", "events_placed",
)  # fmt: skip
SHARES = (
    "taken_from", "extent", "change", "control_status", "places_low", "side", "civilian", "side_and_civilian",
    "qualifier", "actors", "targets", "weapon", "admin1", "pcode", "places_found", "places_right", "date_start",
    "date_end", "date_precision", "evidence_offsets", "evidence_in_source", "total_exact", "no_casualty",
)  # fmt: skip
ERRORS = ("false_background", "cas_leaks", "total_mae")
"""Figures that are better the smaller they are."""
DECIMALS = 4


@dataclass(slots=True)
class Count:
    """Rows matched, rows that the gold has, rows that were predicted."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, matched: int, gold: int, predicted: int) -> None:
        """Count further rows."""
        self.matched += matched
        self.gold += gold
        self.predicted += predicted

    @property
    def precision(self) -> float:
        """Share of the predicted rows that are right; 1 where nothing was expected and nothing predicted."""
        if self.predicted:
            return self.matched / self.predicted
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold rows that were found; 1 where nothing was expected."""
        return self.matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        """Rounded ratios and the counts behind them."""
        ratios = {"p": self.precision, "r": self.recall, "f1": self.f1}
        rounded = {name: round(value, DECIMALS) for name, value in ratios.items()}
        return rounded | {"tp": self.matched, "gold": self.gold, "pred": self.predicted}


@dataclass(slots=True)
class Share:
    """Values right out of values compared."""

    right: int = 0
    compared: int = 0

    def add(self, is_right: bool) -> None:
        """Count one more value."""
        self.compared += 1
        self.right += is_right

    @property
    def accuracy(self) -> float | None:
        """Share of right values; None where nothing was compared."""
        return self.right / self.compared if self.compared else None

    def as_dict(self) -> dict[str, float | None]:
        """Rounded share and the counts behind it."""
        accuracy = self.accuracy
        return {
            "acc": None if accuracy is None else round(accuracy, DECIMALS),
            "right": self.right,
            "n": self.compared,
        }


@dataclass(slots=True)
class Figures:
    """All figures of one report, or of many added up.

    Attributes:
        counts: precision, recall and F1, by name (`COUNTS`).
        shares: accuracies, by name (`SHARES`).
        false_background: predicted changes of control that the gold has as background or as a trap.
        cas_leaks: predicted deaths whose number is a background, campaign, breakdown or trap number.
        total_errors: for each report the distance of the total of killed from the gold's.
    """

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in COUNTS})
    shares: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in SHARES})
    false_background: int = 0
    cas_leaks: int = 0
    total_errors: list[int] = field(default_factory=list)

    @property
    def total_mae(self) -> float | None:
        """Mean absolute error of the totals; None without a report."""
        return sum(self.total_errors) / len(self.total_errors) if self.total_errors else None

    def as_dict(self) -> dict[str, Any]:
        """Every figure under its name, as plain values."""
        mean_error = self.total_mae
        return {
            **{name: count.as_dict() for name, count in self.counts.items()},
            **{name: share.as_dict() for name, share in self.shares.items()},
            "false_background": self.false_background,
            "cas_leaks": self.cas_leaks,
            "total_mae": None if mean_error is None else round(mean_error, DECIMALS),
        }


def add_up(parts: Iterable[Figures]) -> Figures:
    """The figures of many reports together."""
    total = Figures()
    for part in parts:
        for name, count in part.counts.items():
            total.counts[name].add(count.matched, count.gold, count.predicted)
        for name, share in part.shares.items():
            total.shares[name].right += share.right
            total.shares[name].compared += share.compared
        total.false_background += part.false_background
        total.cas_leaks += part.cas_leaks
        total.total_errors.extend(part.total_errors)
    return total


def headline(figures: Figures) -> dict[str, float]:
    """One number a figure, unrounded: F1 of counts, accuracy of shares, errors as they are. None ones are left out."""
    values: dict[str, float | None] = {name: count.f1 for name, count in figures.counts.items()}
    values |= {name: share.accuracy for name, share in figures.shares.items()}
    values |= {name: getattr(figures, name) for name in ERRORS}
    return {name: value for name, value in values.items() if value is not None}
