"""Past states of the warehouse: where they may be written, whether the lake can tell them, how two files differ.

What had been fetched and seen by a moment is told by the lake's reports, and picked out in the staging models. What
that cannot undo: a newer reader has read the same pages again, and places, actors and SQL are those of today.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.errors import UsageError, WarehouseError
from transforms.warehouse import STAGING_SUFFIX, open_warehouse, query

_META = ("meta", "meta_row_counts")
_VERSIONS = ("marsad_version", "parser_versions")


def default_target(data_dir: Path, as_of: dt.datetime, *, day: dt.date | None) -> Path:
    """Where a past state goes if nobody says so: named by the day, or by the moment in UTC."""
    name = day.isoformat() if day else as_of.astimezone(dt.UTC).strftime("%Y-%m-%dT%H%M%SZ")
    return data_dir / f"warehouse_as_of_{name}.duckdb"


def check_target(target: Path, warehouse_path: Path) -> None:
    """Refuse to write a past state over anything but a past state.

    Raises:
        UsageError: the file is the published warehouse, or another one that says of no moment that it is as of it.
    """
    if target.resolve() == warehouse_path.resolve():
        raise UsageError(f"{target} is the published warehouse", hint="give another file by --to")
    if target.exists() and "as_of" not in _facts_or_none(target):
        raise UsageError(f"{target} exists and holds no past state", hint="give another file by --to")


def check_past(build_path: Path, as_of: dt.datetime) -> None:
    """Refuse a past state that the lake cannot tell.

    Args:
        build_path: the finished build; its staging tables lie beside it.
        as_of: the moment.

    Raises:
        WarehouseError: nothing had been fetched by then, or an older reader did not note what was shown when.
    """
    with duckdb.connect(f"{build_path}{STAGING_SUFFIX}", read_only=True) as connection:
        counts = connection.execute(
            "select count(*), count(*) - count(current_changed_at), cast(min(published_date) filter (where "
            "current_changed_at is null) as varchar) from stg_reports"
        ).fetchone()
    known, without_history, first_day = counts or (0, 0, None)
    if known == 0:
        raise WarehouseError(
            f"no report had been fetched by {as_of.isoformat()}",
            hint='`marsad query "select min(fetched_at) from fct_reports"` tells the first moment there is',
        )
    if without_history:
        raise WarehouseError(
            f"of {without_history} reports (from {first_day} on) the lake does not tell what was shown when",
            hint="they were read by an older version: run `marsad reparse` for these days first",
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A table in which two files differ.

    Attributes:
        table: its name.
        first_only: number of rows that the first file alone has; None where it has no such table.
        second_only: the same of the second.
        columns: columns that one of them alone has; the rest was compared.
    """

    table: str
    first_only: int | None
    second_only: int | None
    columns: tuple[str, ...] = ()


def compare(first: Path, second: Path) -> list[Difference]:
    """Compare two warehouses row by row, all tables but those that say how the files were made.

    Returns:
        The tables that differ; empty where none does.

    Raises:
        WarehouseError: one of the files cannot be read.
    """
    tables = [_columns(path) for path in (first, second)]
    differences = []
    for table in sorted(tables[0].keys() | tables[1].keys()):
        if table not in tables[0] or table not in tables[1]:
            rows = [
                _count(path, table) if table in known else None
                for path, known in zip((first, second), tables, strict=True)
            ]
            differences.append(Difference(table, rows[0], rows[1]))
            continue
        shared = [name for name in tables[0][table] if name in tables[1][table]]
        odd = tuple(sorted(set(tables[0][table]) ^ set(tables[1][table])))
        only = _only(first, second, table, shared), _only(second, first, table, shared)
        if odd or any(only):
            differences.append(Difference(table, *only, columns=odd))
    return differences


def other_versions(first: Path, second: Path) -> dict[str, tuple[str | None, str | None]]:
    """Versions of the reader and of Marsad that differ between two warehouses, as the files say themselves."""
    facts = [_facts(path) for path in (first, second)]
    return {
        name: (facts[0].get(name), facts[1].get(name)) for name in _VERSIONS if facts[0].get(name) != facts[1].get(name)
    }


def _columns(path: Path) -> dict[str, list[str]]:
    rows = query(
        path,
        "select table_name, list(column_name order by column_index) as names from duckdb_columns() "
        "where database_name = 'warehouse' and schema_name = 'main' group by table_name",
    ).to_pylist()
    return {row["table_name"]: row["names"] for row in rows if row["table_name"] not in _META}


def _count(path: Path, table: str) -> int:
    return int(query(path, f'select count(*) as n from "{table}"').to_pylist()[0]["n"])  # noqa: S608 - a catalogue's name


def _only(here: Path, there: Path, table: str, columns: list[str]) -> int:
    """Number of rows of the first file that the second one lacks, each as often as it stands there."""
    names = ", ".join(f'"{name}"' for name in columns)
    with open_warehouse(here) as connection:
        connection.register("elsewhere", query(there, f'select {names} from "{table}"'))  # noqa: S608
        sql = f'select count(*) from (select {names} from "{table}" except all select {names} from elsewhere)'  # noqa: S608
        found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0


def _facts(path: Path) -> dict[str, str]:
    return {row["key"]: row["value"] for row in query(path, "select key, value from meta").to_pylist()}


def _facts_or_none(path: Path) -> dict[str, str]:
    try:
        return _facts(path)
    except WarehouseError:
        return {}
