"""Builds and publishes the warehouse of a lake as `marsad publish` does, and measures it."""

from __future__ import annotations

import datetime as dt
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from transforms.settings import Settings
from transforms.warehouse import BuildMeta, prepare_build, publish

BUILT_AT = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
_DBT = Path(sys.executable).with_name("dbt")


@dataclass(frozen=True, slots=True)
class Built:
    """A published warehouse and what it took.

    Attributes:
        warehouse: the published file.
        build_dir: folder of dbt's files: logs, `run_results.json`.
        seconds: wall time of dbt.
        publish_seconds: wall time of checking and publishing.
        cpu_seconds: of dbt and its children, user and system.
        peak_mb: greatest resident memory of dbt, in MB.
        load: the machine's load before and after (mean of one minute).
    """

    warehouse: Path
    build_dir: Path
    seconds: float
    publish_seconds: float
    cpu_seconds: float
    peak_mb: float
    load: tuple[float, float]


def build(data_dir: Path, lake: Path, command: str = "run") -> Built:
    """Run dbt over a lake and publish what it makes.

    Args:
        data_dir: folder for the build and the published file.
        lake: the lake's folder.
        command: `run` for the models alone, `build` for their tests as well.

    Raises:
        SystemExit: dbt failed; its output is shown.
    """
    settings = Settings(data_dir=data_dir, lake_uri=str(lake))
    environment = prepare_build(settings, built_at=BUILT_AT)
    load, before, start = os.getloadavg()[0], _children_cpu(), time.perf_counter()
    process = subprocess.Popen(
        [_DBT, *environment.dbt_arguments(command), "--no-use-colors"],
        env={**os.environ, **environment.variables},
        cwd=environment.project_dir,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(output[-6000:])
    start = time.perf_counter()
    publish(environment.build_path, settings.warehouse_path, meta=BuildMeta(BUILT_AT, str(lake)))
    return Built(
        settings.warehouse_path, environment.build_path.parent / "dbt", seconds, time.perf_counter() - start,
        _children_cpu() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        (load, os.getloadavg()[0]),
    )  # fmt: skip


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
