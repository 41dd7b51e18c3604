"""Progress bars with an estimate on stderr, on a terminal; elsewhere a line a minute, and one at a long step's end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from transforms.progress import Advance

NOTEWORTHY_SECONDS = 2.0
LINE_SECONDS = 60.0
"""How long nothing is said where there is no terminal."""


class Bars:
    """A `transforms.progress.Progress` that draws on stderr."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)

    @contextmanager
    def step(self, name: str, total: int | None, unit: str) -> Iterator[Advance]:
        """Draw one bar until the context ends."""
        if not self._console.is_terminal:
            with self._step_without_terminal(name, total, unit) as advance:
                yield advance
            return
        columns = (
            SpinnerColumn(finished_text="✓"), TextColumn("{task.description:<20}"), BarColumn(),
            MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        )  # fmt: skip
        with Progress(*columns, console=self._console) as bars:
            task = bars.add_task(name, total=total)

            def advance(done: int = 1) -> None:
                bars.advance(task, done)

            yield advance
            completed = bars.tasks[0].completed
            bars.update(task, total=completed, completed=completed)

    @contextmanager
    def _step_without_terminal(self, name: str, total: int | None, unit: str) -> Iterator[Advance]:
        began = told = time.monotonic()
        count = count_told = 0

        def advance(done: int = 1) -> None:
            nonlocal count, told, count_told
            count += done
            now = time.monotonic()
            if now - told >= LINE_SECONDS and total and count < total:
                left = (now - told) / (count - count_told) * (total - count)
                self._say(f"{name}: {count} of {total} {unit}, {_span(left)} left")
                told, count_told = now, count

        yield advance
        seconds = time.monotonic() - began
        if seconds >= NOTEWORTHY_SECONDS:
            self._say(f"{name}: {count} {unit} in {seconds:.0f} s")

    def _say(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False)


def _span(seconds: float) -> str:
    """A rough time: `about 3 h 20 min`, `about 5 min`, `less than a minute`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"about {minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"about {minutes} min"
