"""A past state of the warehouse, built aside into a file of its own.

Not a Dagster run: that would mark the assets of the present as made anew. dbt runs as it does for them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dagster_project.build import locked
from dagster_project.manifest import environment, where_dbt_writes
from dagster_project.resources import build_resources
from transforms.orchestrator import Published
from transforms.past import check_past, check_target
from transforms.paths import SQL_DIR
from transforms.progress import Progress
from transforms.settings import Settings
from transforms.warehouse import BuildEnvironment, BuildMeta, prepare_build, publish


def build_past(settings: Settings, as_of: dt.datetime, target: Path, progress: Progress) -> Published:
    """Build the marts as they stood at a moment, and write them to a file.

    Args:
        settings: in force.
        as_of: with offset.
        target: the file.
        progress: told how many tables are built.

    Raises:
        UsageError: the file is the published warehouse, or one that holds no past state.
        WarehouseError: nothing had been fetched by then, or the file cannot be written.
        DagsterDbtCliRuntimeError: a model or a test failed.
    """
    check_target(target, settings.warehouse_path)
    with locked(settings.data_dir / ".as_of.lock"):
        build = prepare_build(settings, as_of=as_of)
        _run_dbt(build, settings, progress)
        check_past(build.build_path, as_of)
        meta = BuildMeta(built_at=build.built_at, lake=settings.lake, as_of=as_of)
        done = publish(build.build_path, target, meta=meta)
    return Published(done.path, dict(done.row_counts))


def _run_dbt(build: BuildEnvironment, settings: Settings, progress: Progress) -> None:
    dbt = build_resources(settings)["dbt"]
    models = sum(1 for _ in (SQL_DIR / "models").rglob("*.sql"))
    with (
        environment({**where_dbt_writes(settings), **build.variables}),
        progress.step("Building", models, "tables") as advance,
    ):
        invocation = dbt.cli(build.build_arguments, target_path=build.build_path.parent / "dbt")
        for event in invocation.stream_raw_events():
            if event.raw_event["info"]["name"] == "LogModelResult":
                advance()
