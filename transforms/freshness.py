"""Which days have to be read: those whose pages, or whose reader, have changed since their reports were written.

What the reports of a day were read from is remembered in a small object of the lake, `state/readings/date=D`, written
after the reports. Without it the day is read again, which gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from transforms.engines import read_days
from transforms.lake import Lake
from transforms.paths import SEEDS_DIR
from transforms.reading import ReadResult

_PACKAGE_DIR = Path(__file__).resolve().parent
_READS = ("model.py", "reading.py", "history.py", "schemas.py", "clock.py", "page/**/*.py", "extraction/**/*.py")
"""The code that decides what a day's reports are; the seeds do, too."""
_READ_BY_THE_WAREHOUSE = frozenset({"control_start.csv", "actor_ends.csv"})
"""Seeds that no report is read with: a line more in them leaves all days as they are."""
_COUNTS = ("reports", "events", "quarantined")


def read_days_noted(lake: Lake, days: Sequence[dt.date], engine: str) -> Iterator[ReadResult]:
    """Read publication days, and remember of each what it was read from.

    Args:
        lake: where the raw pages are and the reports go.
        days: publication days in Asia/Damascus.
        engine: as `transforms.engines.read_days`.

    Yields:
        What each day gave, in order, once it is stored.

    Raises:
        EngineError, LakeError: as `transforms.engines.read_days`.
    """
    # Taken before the pages are read: what comes in meanwhile leaves the day stale.
    inputs = {day: _inputs(lake, day) for day in days}
    for result in read_days(lake, days, engine):
        counts = {name: getattr(result, name) for name in _COUNTS}
        lake.write_state(_name(result.day), {"inputs": inputs[result.day], **counts})
        yield result


def read_stale_days(lake: Lake, days: Sequence[dt.date], engine: str) -> Iterator[tuple[ReadResult, bool]]:
    """Read the publication days that have to be read; of the others say what they gave when they were.

    Args:
        lake: where the raw pages are and the reports go.
        days: publication days in Asia/Damascus.
        engine: as `transforms.engines.read_days`.

    Yields:
        What each day gave, and whether it was read now: first the days that are up to date, then the others.

    Raises:
        EngineError, LakeError: as `transforms.engines.read_days`.
    """
    stale = []
    for day in days:
        known = up_to_date(lake, day)
        if known is None:
            stale.append(day)
        else:
            yield known, False
    for result in read_days_noted(lake, stale, engine):
        yield result, True


def up_to_date(lake: Lake, day: dt.date) -> ReadResult | None:
    """What a day gave when it was read; None where it has to be read, again or for the first time.

    Args:
        lake: where the raw pages and the reports are.
        day: publication day in Asia/Damascus.
    """
    facts = lake.read_state(_name(day))
    if facts is None or facts.get("inputs") != _inputs(lake, day) or not lake.has_reports(day):
        return None
    counts = [count for name in _COUNTS if isinstance(count := facts.get(name), int)]
    return ReadResult(day, *counts) if len(counts) == len(_COUNTS) else None


@cache
def _reader() -> str:
    found = hashlib.sha256()
    for folder, patterns in ((_PACKAGE_DIR, _READS), (SEEDS_DIR, ("*.csv",))):
        for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
            if path.name in _READ_BY_THE_WAREHOUSE:
                continue
            found.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _inputs(lake: Lake, day: dt.date) -> str:
    return hashlib.sha256(f"{_reader()} {lake.inputs(day)}".encode()).hexdigest()


def _name(day: dt.date) -> str:
    return f"readings/date={day.isoformat()}"
