"""How commands reach the orchestrator: by the entry point group `marsad.orchestrator`, never by import.

So `transforms` works without Dagster installed, and another scheduler can take its place by registering a module
with the same functions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from transforms.errors import MarsadError

if TYPE_CHECKING:
    from transforms.progress import Progress
    from transforms.settings import Settings

GROUP = "marsad.orchestrator"


@dataclass(frozen=True, slots=True)
class Published:
    """A warehouse that was swapped in.

    Attributes:
        path: the published file.
        row_counts: rows a table.
    """

    path: Path
    row_counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Ingested:
    """Totals over a range of publication days.

    Attributes:
        days: number of days fetched and read.
        fetched: page versions that were new.
        already_stored: page versions that the lake held before.
        reports: report revisions read.
        events: events in them.
        quarantined: pages that could not be read.
        incomplete: days, as ISO dates, of which the source handed over less than it told of, or less than it has.
        warnings: other failed checks, one line each.
        not_asked: days that were complete before, so that the source was not asked for them.
        read: days that were read, because their pages or the reader had changed.
    """

    days: int
    fetched: int
    already_stored: int
    reports: int
    events: int
    quarantined: int
    incomplete: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    not_asked: int = 0
    read: int | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """What changed at the source in days that were fetched before.

    Attributes:
        since: changes after this moment were asked for, ISO 8601.
        told: posts that the source told of as new or modified.
        fetched: page versions that were new.
        gone: pages that the source says are gone.
        moved: pages that it shows on another day than before.
        missed: posts that it lists and that were not stored.
        changed_days: days, as ISO dates, of which anything new was stored.
        read_days: days, as ISO dates, that were read.
        reports: report revisions of these days.
        events: events in them.
        shrunk: days, as ISO dates, of which posts are missing that are not known to be gone.
        warnings: failed checks, one line each.
    """

    since: str
    told: int
    fetched: int
    gone: int
    moved: int
    missed: int
    changed_days: tuple[str, ...]
    read_days: tuple[str, ...]
    reports: int
    events: int
    shrunk: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Orchestrator(Protocol):
    """What a module registered under the entry point group offers."""

    def ingest(
        self,
        settings: Settings,
        first_day: dt.date,
        last_day: dt.date,
        progress: Progress,
        *,
        again: bool = False,
    ) -> Ingested:
        """Fetch and read the days, both ends included; `again`: those, too, that were complete before."""
        ...

    def revise(
        self,
        settings: Settings,
        since: dt.datetime | None,
        look_at: tuple[dt.date, dt.date] | None,
        progress: Progress,
    ) -> Revised:
        """Fetch what changed since a moment (None: since the last time), and read the days that changed.

        Deleted posts are looked for in a range of days, both ends included (None: in all that were fetched).
        """
        ...

    def reparse(self, settings: Settings, first_day: dt.date, last_day: dt.date, progress: Progress) -> Ingested:
        """Read the days again from the raw pages in the lake."""
        ...

    def publish(self, settings: Settings, progress: Progress) -> Published:
        """Build the marts from the lake and swap the warehouse in."""
        ...

    def publish_as_of(self, settings: Settings, as_of: dt.datetime, target: Path, progress: Progress) -> Published:
        """Build the marts as they stood at a moment in the past, into a file of their own."""
        ...


def load_orchestrator(progress: Progress) -> Orchestrator:
    """Import the registered orchestrator, which takes some seconds.

    Args:
        progress: told so.

    Raises:
        MarsadError: none is installed.
    """
    registered = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    if not registered:
        raise MarsadError("no orchestrator is installed", hint="run `make setup`")
    with progress.step("Starting", 1, registered[0].name) as advance:
        orchestrator = cast("Orchestrator", registered[0].load())
        advance()
    return orchestrator
