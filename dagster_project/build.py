"""One build at a time: the lock around building and publishing, and the mark of a build that is whole.

The lock is the system's (`flock`): it goes when its holder dies, so a killed run blocks nobody. Building and publishing
are two steps and take it one after the other; the mark between them keeps a half-built file from being published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from dagster_project.manifest import quiet_dbt
from transforms.settings import Settings


@contextmanager
def building(settings: Settings) -> Iterator[Mapping[str, str]]:
    yield {
        **quiet_dbt(settings),
        "MARSAD_LAKE": settings.lake,
        "MARSAD_BUILD_PATH": str((settings.data_dir / "b.duckdb").resolve()),
    }
