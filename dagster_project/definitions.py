"""The code location: the one place where assets, checks, jobs and resources are put together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from dagster_project.assets.exports import exports
from dagster_project.assets.publication import build_publication
from dagster_project.assets.raw_pages import raw_pages
from dagster_project.assets.reports import reports
from dagster_project.assets.warehouse import build_warehouse_assets
from dagster_project.jobs import LAKE_JOBS, WAREHOUSE_JOBS
from dagster_project.manifest import prepared_manifest
from dagster_project.resources import build_resources
from dagster_project.revisions import revisions
from dagster_project.schedules import changes_every_morning, every_morning
from dagster_project.sensors import publish_new_reports
from transforms.progress import Progress
from transforms.settings import Settings, load_settings


def build_lake_defs(
    *,
    settings: Settings,
    progress: Progress | None = None,
    resource_overrides: Mapping[str, Any] | None = None,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
) -> dg.Definitions:
    """The part that fetches and reads: it needs no dbt, so a mistake in the SQL never stops an ingest.

    Args:
        settings: in force.
        progress: told how far long steps are; default: nobody.
        resource_overrides: resources that take the place of the usual ones, by key.
        loggers: Dagster loggers of all runs; default: Dagster's own.
    """
    return dg.Definitions(
        assets=[raw_pages, reports],
        jobs=[*LAKE_JOBS, revisions],
        resources={**build_resources(settings, progress), **(resource_overrides or {})},
        executor=dg.in_process_executor,  # steps hand over through files and locks: one process a run
        loggers=loggers,
    )


def build_defs(
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    manifest: Path | None = None,
    resource_overrides: Mapping[str, Any] | None = None,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
) -> dg.Definitions:
    """Put everything together.

    Args:
        settings: default: those in force (environment, `marsad.toml`).
        progress: told how far long steps are; default: nobody.
        manifest: the dbt manifest; default: parsed into the data folder if missing or stale.
        resource_overrides: resources that take the place of the usual ones, by key.
        loggers: Dagster loggers of all runs; default: Dagster's own.

    Raises:
        SettingsError: the settings in force are malformed.
        WarehouseError: dbt cannot parse the SQL.
    """
    settings = settings or load_settings()
    models = build_warehouse_assets(manifest or prepared_manifest(settings))
    return dg.Definitions(
        assets=[raw_pages, reports, models, build_publication(models), exports],
        jobs=[*LAKE_JOBS, revisions, *WAREHOUSE_JOBS],
        schedules=[every_morning, changes_every_morning],
        sensors=[publish_new_reports],
        resources={**build_resources(settings, progress), **(resource_overrides or {})},
        executor=dg.in_process_executor,
        loggers=loggers,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The code location that Dagster's own processes load; not built where only the functions are wanted."""
    return build_defs()
