"""`marsad query`: SQL against the published warehouse, read only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from transforms.cli.arguments import Table

if TYPE_CHECKING:
    import pyarrow as pa


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One statement; `show tables` lists what there is.")],
    format: Annotated[Table, typer.Option("--format", help="How to print the rows.")] = Table.table,
) -> None:
    """Query the published warehouse, read only. What is too wide is printed one column a line, or addresses are cut."""
    from transforms.settings import load_settings
    from transforms.warehouse import query as query_warehouse

    print_rows(query_warehouse(load_settings().warehouse_path, sql), format)


def print_rows(rows: pa.Table, format: Table) -> None:
    """Print rows on stdout: a table for people (records where it would be too wide), CSV or JSON for programs.

    Args:
        rows: any Arrow table; nested values are printed as JSON.
        format: how to print them.
    """
    import csv
    import json
    import sys

    names, records = rows.column_names, rows.to_pylist()
    if format is Table.json:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=2, default=str))
    elif format is Table.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(record[name]) for name in names] for record in records)
    else:
        _print_table(names, records)


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        import json

        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _print_table(names: list[str], records: list[dict[str, object]]) -> None:
    from rich.console import Console

    from transforms.cli.terminal import print_table

    console = Console()
    is_cut = print_table(console, names, [[_cell(record[name]) for name in names] for record in records])
    more = "; … stands for what does not fit, --format csv or json gives all" if is_cut else ""
    console.print(f"{len(records)} rows{more}", style="dim")
