"""Twenty weekly questions of a published file in DuckDB, and of the same rows in SQLite and pandas, in milliseconds."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks._weekly_pandas import ANSWERS
from transforms.warehouse import open_warehouse

TABLES = ("mart_weekly_casualties", "mart_weekly_control_changes")
ROUNDS = 9
TARGET_MS = 50.0
_INDICES = (
    "create index c1 on mart_weekly_casualties (admin_level, week_start, outcome)",
    "create index c2 on mart_weekly_casualties (admin_level, region_pcode, week_start)",
    "create index c3 on mart_weekly_casualties (admin_level, iso_year, outcome)",
    "create index c4 on mart_weekly_casualties (admin_level, outcome, is_confirmed, week_start, people_best)",
    "create index t1 on mart_weekly_control_changes (admin_level, week_start, region_pcode)",
    "create index t2 on mart_weekly_control_changes (admin_level, iso_year)",
    "create index t3 on mart_weekly_control_changes (admin_level, admin1_pcode)",
    "analyze",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Median milliseconds of one question in each engine; all of them gave the same rows."""

    title: str
    rows: int
    duckdb_ms: float
    sqlite_ms: float
    pandas_ms: float


def questions() -> list[tuple[str, str]]:
    """Title and SQL of each question."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    found = re.findall(r"^-- \d+\. (.+?)\n(.+?;)", text, flags=re.MULTILINE | re.DOTALL)
    return [(title, sql) for title, sql in found]


def measure(warehouse: Path) -> list[Timing]:
    """Time all questions, engines in turns so that a busy machine slows them alike.

    Raises:
        ValueError: two engines answer differently.
    """
    with open_warehouse(warehouse) as connection:
        frames = [connection.execute(f"select * from {table}").df() for table in TABLES]
        parameters = _parameters(connection)
        with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/weekly.sqlite")) as lite:
            _load(lite, connection)
            return [
                _time(number, title, sql, connection, lite, frames, parameters)
                for number, (title, sql) in enumerate(questions())
            ]


def _time(
    number: int, title: str, sql: str, connection: duckdb.DuckDBPyConnection, lite: sqlite3.Connection,
    frames: list[pd.DataFrame], parameters: dict[str, Any],
) -> Timing:  # fmt: skip
    named = {name: value for name, value in parameters.items() if f"${name}" in sql}
    as_text = {name: str(value) for name, value in named.items()} | {"year": parameters["year"]}
    stamps = {name: pd.Timestamp(value) if isinstance(value, dt.date) else value for name, value in parameters.items()}
    asks: tuple[Callable[[], Any], ...] = (
        lambda: connection.execute(sql, named).fetchall(),
        lambda: lite.execute(sql, as_text).fetchall(),
        lambda: ANSWERS[number](frames[0], frames[1], stamps),
    )
    answers = [ask() for ask in asks]
    rows = [_plain(answer) for answer in (*answers[:2], answers[2].itertuples(index=False, name=None))]
    if not rows[0] == rows[1] == rows[2]:
        raise ValueError(f"the engines do not agree on: {title}\n" + "\n".join(str(found[:5]) for found in rows))
    times: list[list[float]] = [[], [], []]
    for _ in range(ROUNDS):
        for spent, ask in zip(times, asks, strict=True):
            start = time.perf_counter()
            ask()
            spent.append((time.perf_counter() - start) * 1000)
    return Timing(title, len(rows[0]), *(statistics.median(spent) for spent in times))


def _plain(rows: Any) -> list[tuple[str, ...]]:
    """Rows as sorted text, numbers to six digits, so that engines can be compared."""
    return sorted(tuple(_text(value) for value in row) for row in rows)


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return value if isinstance(value, str) else f"{float(value):.6f}"


def _parameters(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The week and the subdistrict with most figures, and the governorate around that."""
    week, year = _first(
        connection,
        "select week_start, iso_year from mart_weekly_casualties group by all order by sum(figures_count) desc, 1",
    )
    subdistrict, governorate = _first(
        connection,
        "select region_pcode, admin1_pcode from mart_weekly_casualties where admin_level = 3 and region_pcode is not "
        "null group by all order by sum(figures_count) desc, 1",
    )
    return {
        "week": week, "year": year, "subdistrict": subdistrict, "governorate": governorate,
        "month_before": week - dt.timedelta(28),
    }  # fmt: skip


def _first(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise ValueError("the warehouse holds no weekly figures")
    return tuple(row)


def _load(lite: sqlite3.Connection, connection: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES:
        cursor = connection.execute(f"select * from {table}")
        names = [column[0] for column in cursor.description]
        lite.execute(f"create table {table} ({', '.join(names)})")
        holes = ", ".join("?" * len(names))
        rows = ([_lite(value) for value in row] for row in cursor.fetchall())
        lite.executemany(f"insert into {table} values ({holes})", rows)
    for statement in _INDICES:
        lite.execute(statement)
    lite.commit()


def _lite(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def report(timings: list[Timing]) -> str:
    """The table of times, with ratios to DuckDB, and the medians over all questions."""
    lines = [f"{'question':<88} {'rows':>6} {'DuckDB':>8} {'SQLite':>15} {'pandas':>15}"]
    lines += [
        f"{one.title[:88]:<88} {one.rows:>6,} {one.duckdb_ms:>5.1f} ms {_against(one.sqlite_ms, one.duckdb_ms)} "
        f"{_against(one.pandas_ms, one.duckdb_ms)}"
        for one in timings
    ]
    duck, lite, frame = (
        statistics.median(getattr(one, name) for one in timings) for name in ("duckdb_ms", "sqlite_ms", "pandas_ms")
    )
    lines.append(
        f"{'median of all (target for DuckDB: under ' + format(TARGET_MS, '.0f') + ' ms)':<88} {'':>6} {duck:>5.1f} ms "
        f"{_against(lite, duck)} {_against(frame, duck)}"
    )
    return "\n".join(lines)


def _against(milliseconds: float, duck: float) -> str:
    return f"{milliseconds:>6.1f} ms {milliseconds / duck:>4.1f} x"


def main() -> None:
    """Ask a published file, by its path."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m benchmarks.weekly_questions WAREHOUSE.duckdb")
    print(report(measure(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
