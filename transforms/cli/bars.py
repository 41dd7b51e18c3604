"""Progress bars on stderr, on a terminal only; elsewhere one line at the end of every step that took long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from transforms.progress import Advance

NOTEWORTHY_SECONDS = 2.0


class Bars:
    """A `transforms.progress.Progress` that draws on stderr."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)

    @contextmanager
    def step(self, name: str, total: int | None, unit: str) -> Iterator[Advance]:
        """Draw one bar until the context ends."""
        if not self._console.is_terminal:
            with self._step_without_terminal(name, unit) as advance:
                yield advance
            return
        columns = (
            SpinnerColumn(finished_text="✓"), TextColumn("{task.description:<20}"), BarColumn(),
            MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn(),
        )  # fmt: skip
        with Progress(*columns, console=self._console) as bars:
            task = bars.add_task(name, total=total)

            def advance(done: int = 1) -> None:
                bars.advance(task, done)

            yield advance
            completed = bars.tasks[0].completed
            bars.update(task, total=completed, completed=completed)

    @contextmanager
    def _step_without_terminal(self, name: str, unit: str) -> Iterator[Advance]:
        began, count = time.monotonic(), 0

        def advance(done: int = 1) -> None:
            nonlocal count
            count += done

        yield advance
        seconds = time.monotonic() - began
        if seconds >= NOTEWORTHY_SECONDS:
            self._console.print(f"{name}: {count} {unit} in {seconds:.0f} s", highlight=False, markup=False)
