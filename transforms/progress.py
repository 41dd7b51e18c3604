"""How long-running work tells how far it is, without knowing who watches.

The command line draws bars from it; Dagster's own processes and the tests pass `Silent`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Advance(Protocol):
    """Told after every unit of work that is done."""

    def __call__(self, done: int = 1) -> None:
        """Move the bar on by `done` units."""
        ...


class Progress(Protocol):
    """Someone who wants to know how far the work is."""

    def step(self, name: str, total: int | None, unit: str) -> AbstractContextManager[Advance]:
        """Open a step of `total` units (None: not known), closed with the context.

        Args:
            name: what is being done, for a reader, e.g. "Fetching".
            total: number of units, or None.
            unit: plural name of the units, e.g. "days".
        """
        ...


def _ignore(done: int = 1) -> None:
    del done


class Silent:
    """A `Progress` that nobody watches."""

    def step(self, name: str, total: int | None, unit: str) -> AbstractContextManager[Advance]:
        """Open a step that shows nothing."""
        del name, total, unit
        return nullcontext(_ignore)


class Named:
    """A `Progress` whose steps say, too, which part of the work they belong to.

    Args:
        progress: who is told.
        part: for a reader, e.g. "2014 (3/14)".
    """

    def __init__(self, progress: Progress, part: str) -> None:
        self._progress = progress
        self._part = part

    def step(self, name: str, total: int | None, unit: str) -> AbstractContextManager[Advance]:
        """Open a step under its name and that of the part."""
        return self._progress.step(f"{name} {self._part}", total, unit)
