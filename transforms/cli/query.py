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
    """Query the published warehouse, read only."""
    from transforms.settings import load_settings
    from transforms.warehouse import query as query_warehouse

    print_rows(query_warehouse(load_settings().warehouse_path, sql), format)


def print_rows(rows: pa.Table, format: Table) -> None:
    """Print rows on stdout: a table for people, CSV or JSON for programs.

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
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        numeric = all(isinstance(record[name], int | float | None) for record in records)
        table.add_column(name, justify="right" if numeric else "left")
    for record in records:
        table.add_row(*(Text("" if record[name] is None else str(_cell(record[name]))) for name in names))
    console = Console()
    console.print(table)
    console.print(f"{len(records)} rows", style="dim")
