"""One build at a time: the lock around building and publishing, and the mark of a build that is whole.

The lock is the system's (`flock`): it goes when its holder dies, so a killed run blocks nobody. Building and
publishing are two steps and take it one after the other; the mark between them keeps a half-built file from being
published, and tells the second step what the first one read.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import WarehouseError
from transforms.lake import open_lake
from transforms.settings import Settings
from transforms.warehouse import BuildEnvironment, BuildMeta, PublishResult, prepare_build, publish


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file lock, waiting for it.

    Args:
        path: the lock file; made if missing, and left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def building(settings: Settings) -> Iterator[BuildEnvironment]:
    """Clear the way for a build, and mark it as whole if the block ends without an error.

    Yields:
        What dbt needs to know.

    Raises:
        WarehouseError: the build folder cannot be written.
    """
    with locked(_lock(settings)):
        _mark(settings).unlink(missing_ok=True)
        build = prepare_build(settings)
        yield build
        facts = {"built_at": build.built_at.isoformat(), "build_path": str(build.build_path)}
        draft = _mark(settings).with_suffix(".draft")
        draft.write_text(json.dumps(facts), encoding="utf-8")
        draft.replace(_mark(settings))


def publish_build(settings: Settings) -> PublishResult:
    """Swap the newest whole build in.

    Raises:
        WarehouseError: there is no whole build, or it cannot be published; the published file is then unchanged.
    """
    with locked(_lock(settings)):
        try:
            facts = json.loads(_mark(settings).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise WarehouseError("there is no finished build to publish", hint="run `marsad publish`") from error
        meta = BuildMeta(built_at=dt.datetime.fromisoformat(facts["built_at"]), lake=settings.lake)
        return publish(Path(facts["build_path"]), settings.warehouse_path, meta=meta, lake=open_lake(settings.lake))


def _lock(settings: Settings) -> Path:
    return settings.data_dir / ".build.lock"  # not in the build folder, which may be deleted at any time


def _mark(settings: Settings) -> Path:
    return settings.build_dir / "whole.json"
