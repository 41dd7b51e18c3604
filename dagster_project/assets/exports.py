"""The exports: one asset a kind, all of one step, so that all files come from one published file."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from dagster_project.assets.warehouse import WRITES_WAREHOUSE
from transforms.exports import KINDS, Export, ExportedFile, export_warehouse
from transforms.progress import Progress
from transforms.settings import Settings

GROUP = "exports"
PREFIX = "export_"
_PUBLISHED = "published_warehouse"
_PACKAGE = "datapackage"

ROWS_MATCH = "rows_equal_the_warehouse"
"""Name of the check of each export that has rows."""


def _name(kind: str) -> str:
    return f"{PREFIX}{kind}"


def _spec(kind: str) -> dg.AssetSpec:
    others = [_name(other) for other in KINDS if other != _PACKAGE]
    return dg.AssetSpec(
        _name(kind),
        deps=[_PUBLISHED, *others] if kind == _PACKAGE else [_PUBLISHED],
        group_name=GROUP,
        description=KINDS[kind],
        skippable=True,
    )


_CHECKS = [
    dg.AssetCheckSpec(
        ROWS_MATCH, asset=_name(kind), description="Every file, read again, has as many rows as the warehouse says."
    )
    for kind in KINDS
    if kind != _PACKAGE
]


@dg.multi_asset(
    name="exports",
    specs=[_spec(kind) for kind in KINDS],
    check_specs=_CHECKS,
    can_subset=True,
    op_tags=WRITES_WAREHOUSE,
)
def exports(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Write the chosen kinds from the published file, which is opened once."""
    chosen = {key.path[-1].removeprefix(PREFIX) for key in context.selected_asset_keys}
    wanted = {key.name for key in context.selected_asset_check_keys}
    done = export_warehouse(settings, only=chosen, progress=progress)
    for kind in KINDS:
        if kind in chosen:
            checks = [_check(kind, done.of(kind))] if wanted and kind != _PACKAGE else []
            yield dg.MaterializeResult(asset_key=_name(kind), metadata=_metadata(done, kind), check_results=checks)


def _check(kind: str, files: Sequence[ExportedFile]) -> dg.AssetCheckResult:
    wrong = [f"{file.path.name}: {file.rows} and not {file.expected_rows}" for file in files if not _agrees(file)]
    return dg.AssetCheckResult(
        check_name=ROWS_MATCH,
        asset_key=_name(kind),
        passed=not wrong,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"wrong": wrong, "recover_with": "marsad export"},
    )


def _agrees(file: ExportedFile) -> bool:
    return file.rows == file.expected_rows


def _metadata(done: Export, kind: str) -> dict[str, Any]:
    files = done.of(kind)
    rows = [f"| {file.path.name} | {'' if file.rows is None else file.rows} | {file.size_bytes} |" for file in files]
    return {
        "path": dg.MetadataValue.path(str(done.folder.resolve())),
        "warehouse_built_at": dg.MetadataValue.timestamp(done.built),
        "rows": sum(file.rows or 0 for file in files),
        "size_bytes": sum(file.size_bytes for file in files),
        "files": dg.MetadataValue.md("\n".join(["| file | rows | bytes |", "|---|--:|--:|", *rows])),
    }
