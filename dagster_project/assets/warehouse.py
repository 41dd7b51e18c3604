"""The dbt models as assets, their tests as asset checks."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from dagster_project.build import building
from dagster_project.manifest import dbt_folder, environment, where_dbt_writes
from transforms.progress import Progress
from transforms.settings import Settings

WRITES_WAREHOUSE = {"marsad/writes": "warehouse"}
"""Tag of ops and runs of which only one may be at work."""


class _Names(DagsterDbtTranslator):
    """Assets are called what analysts call the tables; the group is the folder."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The model's name; of a source the lake table it reads."""
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder below models/, or `seeds`."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return dbt_resource_props["fqn"][1] if len(dbt_resource_props["fqn"]) > 2 else "models"


def build_warehouse_assets(manifest: Path) -> dg.AssetsDefinition:
    """Make the assets of all models in a dbt manifest."""

    @dbt_assets(manifest=manifest, name="warehouse_models", dagster_dbt_translator=_Names(), op_tags=WRITES_WAREHOUSE)
    def warehouse_models(
        context: dg.AssetExecutionContext,
        settings: dg.ResourceParam[Settings],
        progress: dg.ResourceParam[Progress],
        dbt: DbtCliResource,
    ) -> Iterator[Any]:
        """Build all models aside, from the lake as it stands, and run their tests."""
        target = dbt_folder(settings) / "build"
        with building(settings) as build, environment({**build.variables, **where_dbt_writes(settings)}):
            invocation = dbt.cli(build.build_arguments, context=context, target_path=target)
            with progress.step("Building", len(context.selected_asset_keys), "tables") as advance:
                for event in invocation.stream():
                    if isinstance(event, dg.Output):
                        advance()
                    yield event

    return warehouse_models
