"""`published_warehouse`: the finished build, swapped in for readers."""

from collections.abc import Mapping

import dagster as dg

from dagster_project.assets.warehouse import WRITES_WAREHOUSE
from dagster_project.build import publish_build
from transforms.settings import Settings
from transforms.warehouse import published_tables


def build_publication(models: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """Make the asset, which waits for every model that is published."""
    marts = [key for key in models.keys if key.path[-1] in published_tables()]

    @dg.asset(
        deps=marts,
        group_name="publication",
        kinds={"duckdb"},
        op_tags=WRITES_WAREHOUSE,
        description="The file that analysts open: checked, then swapped in as a whole.",
    )
    def published_warehouse(settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
        """Publish the newest whole build."""
        published = publish_build(settings)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(published.path.resolve())),
                "built_at": dg.MetadataValue.timestamp(published.built_at),
                "size_bytes": published.size_bytes,
                "first_day": str(published.first_day),
                "last_day": str(published.last_day),
                "row_counts": dict(published.row_counts),
                "rows": dg.MetadataValue.md(_table(published.row_counts, published.previous_row_counts)),
            }
        )

    return published_warehouse


def _table(now: Mapping[str, int], before: Mapping[str, int]) -> str:
    rows = [f"| {table} | {count} | {before.get(table, '')} |" for table, count in now.items()]
    return "\n".join(["| table | rows | before |", "|---|--:|--:|", *rows])
