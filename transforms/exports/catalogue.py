"""What the published file says of itself: its tables, columns, types, meanings and keys.

Types and meanings are read from the file, which carries the descriptions of the models as comments. Keys are not in
it: they are the tests on unique rows in `sql/models/marts/_models.yml`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

import duckdb
import yaml

from transforms.exports.model import Column, Table
from transforms.paths import SEEDS_DIR, SQL_DIR

_META_KEYS = {"meta": ("key",), "meta_row_counts": ("table_name",)}


def read_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """All tables of the published file, by name, in the order of their names."""
    tables = connection.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables() "
        "where database_name = 'warehouse' and schema_name = 'main' order by table_name"
    ).fetchall()
    columns = connection.execute(
        "select table_name, column_name, data_type, coalesce(comment, ''), not is_nullable from duckdb_columns() "
        "where database_name = 'warehouse' and schema_name = 'main' order by table_name, column_index"
    ).fetchall()
    keys = _keys()
    found = {}
    for name, description in tables:
        own = tuple(Column(*facts) for table, *facts in columns if table == name)
        key = keys.get(name, ())
        required = {column.name for column in own if column.is_required}
        found[name] = Table(name, description, own, key if set(key) <= required else ())
    return found


@cache
def export_descriptions() -> Mapping[tuple[str, str], str]:
    """What columns of exported files mean, by file name without its ending and column; `*` stands for every file."""
    with (SEEDS_DIR / "exports" / "columns.csv").open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["column"]): row["description"] for row in csv.DictReader(file)}


def described(file: str, columns: tuple[Column, ...], tables: Mapping[str, Table]) -> tuple[Column, ...]:
    """Columns of an exported file with their meaning: that of the file, of all exports, or of the published table.

    Args:
        file: name of the file without its ending.
        columns: as the query gives them.
        tables: of the published file; a column that is called as one of theirs means the same.
    """
    own = export_descriptions()
    published = {column.name: column.description for table in tables.values() for column in table.columns}
    return tuple(
        Column(
            column.name,
            column.type,
            own.get((file, column.name)) or own.get(("*", column.name)) or published.get(column.name, ""),
        )
        for column in columns
    )


@cache
def _keys() -> Mapping[str, tuple[str, ...]]:
    """Key columns by table: of a column that is tested to be unique, else of the combination that is."""
    models = yaml.safe_load((SQL_DIR / "models" / "marts" / "_models.yml").read_text(encoding="utf-8"))["models"]
    return {model["name"]: _key(model) for model in models} | _META_KEYS


def _key(model: Mapping[str, object]) -> tuple[str, ...]:
    columns, tests = model["columns"], model.get("data_tests", [])
    assert isinstance(columns, list)  # noqa: S101 - a file of ours
    assert isinstance(tests, list)  # noqa: S101
    for column in columns:
        if "unique" in column.get("data_tests", []):  # one that only warns is written as a mapping
            return (column["name"],)
    for test in tests:
        if isinstance(test, dict) and "unique_combination" in test:
            return tuple(test["unique_combination"]["arguments"]["columns"])
    return ()
