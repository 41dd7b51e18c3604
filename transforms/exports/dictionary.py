"""The data dictionary: every table and column of the published file, from the comments that it carries."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.exports.model import Column, Table

COLUMNS = (
    Column("table", "VARCHAR", "Name of the table", is_required=True),
    Column("column", "VARCHAR", "Name of the column", is_required=True),
    Column("position", "INTEGER", "Its place in the table, from 1", is_required=True),
    Column("type", "VARCHAR", "DuckDB's type", is_required=True),
    Column("is_required", "BOOLEAN", "True where the contract forbids null", is_required=True),
    Column("is_key", "BOOLEAN", "True for a part of what tells rows apart", is_required=True),
    Column("description", "VARCHAR", "What it means"),
)
NAMES = tuple(column.name for column in COLUMNS)


def as_records(tables: Iterable[Table]) -> list[dict[str, object]]:
    """A record a column, with the names of `COLUMNS`."""
    return [
        {
            "table": table.name,
            "column": column.name,
            "position": position,
            "type": column.type,
            "is_required": str(column.is_required).lower(),
            "is_key": str(column.name in table.key).lower(),
            "description": column.description,
        }
        for table in tables
        for position, column in enumerate(table.columns, start=1)
    ]


def as_markdown(tables: Iterable[Table]) -> str:
    """A page with a section a table."""
    parts = ["# Data dictionary", "Every table and column of the published warehouse, as the file describes itself."]
    for table in tables:
        lines = [f"## {table.name}", "", _cell(table.description), ""]
        if table.key:
            lines += [f"One row for each: {', '.join(f'`{name}`' for name in table.key)}.", ""]
        lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{column.name}` | {column.type.lower()} | {'no' if column.is_required else 'yes'} | "
            f"{_cell(column.description)} |"
            for column in table.columns
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
