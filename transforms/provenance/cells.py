"""The cells of a weekly mart that are asked about, and what identifies each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from transforms.errors import UsageError

MOST_CELLS = 50
"""So many cells are explained at once; more is a question that should be narrower."""

DIMENSIONS = {
    "fct_casualties": ("outcome", "side", "civilian_status", "is_confirmed"),
    "fct_control_changes": ("taken_by", "taken_from", "extent", "change", "status"),
}
"""By the table of facts, what its weekly tables tell figures apart by, beside week and region."""
FIGURES = {
    "fct_casualties": ("people_low", "people_best", "people_high", "figures_count", "events_count"),
    "fct_control_changes": ("changes_count", "places_count", "reports_count"),
}
"""By the table of facts, the figures that its rows have to add up to."""
_REGION = ("admin1_pcode", "admin2_pcode", "admin3_pcode")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked about; what is not given is not asked for.

    Attributes:
        day: a day of the week.
        region: P-code of a region, or of a place where the table has a level of places.
        level: 1 governorate, 2 district, 3 subdistrict, 4 place.
        equals: values of further columns.
        where: a condition in SQL on the table's columns.
    """

    day: dt.date | None = None
    region: str | None = None
    level: int | None = None
    equals: Mapping[str, Any] = field(default_factory=dict)
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a weekly mart.

    Attributes:
        table: the mart.
        facts: the table whose rows it sums up.
        row: all its columns.
    """

    table: str
    facts: str
    row: Mapping[str, Any]

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """First and last day of its week."""
        start: dt.date = self.row.get("reference_period_start") or self.row["week_start"]
        return start, self.row.get("reference_period_end") or start + dt.timedelta(days=6)

    @property
    def level(self) -> int | None:
        """Its level; None where the table has none."""
        return self.row.get("admin_level")

    @property
    def region(self) -> dict[str, Any]:
        """P-codes of the governorate, district and subdistrict, down to its level."""
        return {name: self.row[name] for name in _REGION[: self.level or 0] if name in self.row}

    @property
    def place(self) -> Any:
        """P-code of the place, at the level of places."""
        return self.row["place_pcode"] if "place_pcode" in self.row else self.row.get("region_pcode")

    @property
    def key(self) -> dict[str, Any]:
        """What tells it apart from the other cells of its table."""
        first, last = self.period
        key: dict[str, Any] = {"from": first, "to": last}
        for name in ("admin_level", "region_pcode", "region_name_ar", *DIMENSIONS[self.facts]):
            if name in self.row:
                key[name] = self.row[name]
        return key

    @property
    def dimensions(self) -> dict[str, Any]:
        """Values of what figures are told apart by."""
        return {name: self.row[name] for name in DIMENSIONS[self.facts] if name in self.row}

    @property
    def figures(self) -> dict[str, Any]:
        """What is to be explained."""
        return {name: self.row[name] for name in FIGURES[self.facts] if name in self.row}


def find_cells(connection: duckdb.DuckDBPyConnection, table: str, wanted: Wanted) -> list[Cell]:
    """Find the rows of a weekly mart that are asked about.

    Args:
        connection: to a published warehouse.
        table: a weekly mart of casualties or control changes.
        wanted: what is asked about. Without region, level and condition: the governorates.

    Raises:
        UsageError: there is no such mart, it has no such column, no row is meant, or too many are.
    """
    columns = columns_of(connection, table)
    facts = _facts_of(connection, table, columns)
    conditions, values = _conditions(table, columns, wanted)
    where = " and ".join(conditions) or "true"
    sql = f'select * from "{table}" where {where} order by all limit {MOST_CELLS + 1}'  # noqa: S608 - see below
    try:
        # The condition is the caller's: the connection reads one file and can do nothing else.
        if wanted.where and len(connection.extract_statements(f"select 1 where ({wanted.where})")) != 1:
            raise UsageError(f"{wanted.where!r} is not one condition")
        rows = connection.execute(sql, values).to_arrow_table().to_pylist()
    except duckdb.Error as error:
        raise UsageError(f"{table} cannot be asked for that: {str(error).splitlines()[0]}") from error
    if not rows:
        raise UsageError(f"{table} has no such row", hint=f'marsad query "from {table}" lists them')
    if len(rows) > MOST_CELLS:
        raise UsageError(
            f"more than {MOST_CELLS} rows of {table} are meant", hint="narrow it: --week, --region, --outcome, --where"
        )
    return [Cell(table, facts, row) for row in rows]


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    """Names of a table's columns; empty where there is no such table."""
    rows = connection.execute(
        "select column_name from duckdb_columns() where database_name = 'warehouse' and table_name = ?", [table]
    ).fetchall()
    return frozenset(name for (name,) in rows)


def _facts_of(connection: duckdb.DuckDBPyConnection, table: str, columns: frozenset[str]) -> str:
    if "week_start" in columns and {"outcome", "people_low", "figures_count"} <= columns:
        return "fct_casualties"
    if "week_start" in columns and {"taken_by", "changes_count"} <= columns:
        return "fct_control_changes"
    names = connection.execute(
        "select distinct table_name from duckdb_columns() where database_name = 'warehouse' and table_name like "
        "'mart%' and column_name in ('figures_count', 'changes_count') order by 1"
    ).fetchall()
    raise UsageError(
        f"{table} is no weekly mart of figures" if columns else f"there is no table {table}",
        hint=f"known are {', '.join(name for (name,) in names)}",
    )


def _conditions(table: str, columns: frozenset[str], wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []

    def add(condition: str, value: Any) -> None:
        conditions.append(condition)
        values.append(value)

    if wanted.day is not None:
        add("? between reference_period_start and reference_period_end", wanted.day)
    asked = dict(wanted.equals)
    if wanted.region is not None:
        asked["region_pcode" if "region_pcode" in columns else "place_pcode"] = wanted.region
    if wanted.level is not None:
        asked["admin_level"] = wanted.level
    elif wanted.region is None and wanted.where is None and "admin_level" in columns:
        asked["admin_level"] = 1
    unknown = sorted(asked.keys() - columns)
    if unknown:
        raise UsageError(f"{table} has no column {', '.join(unknown)}")
    for name, value in asked.items():
        add(f'"{name}" is not distinct from ?', value)
    if wanted.where is not None:
        conditions.append(f"({wanted.where})")
    return conditions, values
