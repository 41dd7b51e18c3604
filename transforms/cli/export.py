"""`marsad export`: the published warehouse as Parquet, CSV, GeoJSON and a data package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Where to write; default: exports/ of the data folder.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="NAME", help="parquet, hapi, geojson, acled, dictionary or datapackage; may be repeated."
        ),
    ] = None,
) -> None:
    """Write the published warehouse in the shapes that other tools read. Every publication does so by itself."""
    from transforms.cli.bars import Bars
    from transforms.exports import export_warehouse
    from transforms.settings import load_settings

    done = export_warehouse(load_settings(), to, only=only or (), progress=Bars())
    for file in done.files:
        rows = "" if file.rows is None else f", {file.rows} rows"
        typer.echo(f"{file.path} ({file.size_bytes} bytes{rows})")
