"""Sets the published tables beside the expected ones, cell by cell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.known_truth import truth
from benchmarks.known_truth.model import Corpus
from benchmarks.known_truth.truth import Cell, Key
from transforms.warehouse import open_warehouse

EXAMPLES = 5

CASUALTIES = """
    select week_start, admin_level, region_pcode, admin1_pcode, case when admin_level >= 2 then admin2_pcode end,
        outcome, side, civilian_status, is_confirmed, people_low, people_best, people_high
    from {table}
"""
CONTROL_CHANGES = """
    select week_start, admin_level, region_pcode, admin1_pcode, case when admin_level >= 2 then admin2_pcode end,
        taken_by, taken_from, extent, change, status, changes_count, places_count
    from {table}
"""


@dataclass(slots=True)
class Comparison:
    """How a published table differs from the expected one.

    Attributes:
        table: name of the published table.
        equal: rows with the expected key and values.
        missing: keys that are expected and not published.
        extra: keys that are published and not expected.
        different: keys with other values.
        stories: of the differing rows by the stories of the incidents that are expected in them.
        examples: lines that show the first of each kind.
    """

    table: str
    equal: int = 0
    missing: int = 0
    extra: int = 0
    different: int = 0
    stories: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def differing(self) -> int:
        """Rows that are not as expected."""
        return self.missing + self.extra + self.different

    def line(self) -> str:
        """One line of figures."""
        return (
            f"{self.table:34} {self.equal:>8,} equal {self.missing:>6,} missing {self.extra:>6,} extra "
            f"{self.different:>6,} different"
        )


def compare_cells(table: str, expected: Mapping[Key, Cell], published: Sequence[tuple[Any, ...]]) -> Comparison:
    """Compare rows with expected cells.

    Args:
        table: name to show.
        expected: cells by key; all keys of one length.
        published: rows, the columns of the key first, those of the values after them.
    """
    found = Comparison(table)
    width = len(next(iter(expected))) if expected else 0
    seen: set[Key] = set()
    for row in published:
        key, values = row[:width], row[width:]
        cell = expected.get(key)
        if cell is not None and key not in seen and cell.values == values:
            found.equal += 1
        elif cell is not None and key not in seen:
            found.different += 1
            _note(found, "different", key, cell, values)
        else:
            found.extra += 1
            _note(found, "extra", key, None, values)
        seen.add(key)
    for key, cell in expected.items():
        if key not in seen:
            found.missing += 1
            _note(found, "missing", key, cell, None)
    return found


def _note(found: Comparison, kind: str, key: Key, cell: Cell | None, values: tuple[Any, ...] | None) -> None:
    if cell is not None:
        found.stories.update(cell.stories)
    if sum(line.startswith(kind) for line in found.examples) < EXAMPLES:
        expected = f", expected {_shown(cell.values)}, {'/'.join(sorted(cell.stories))}" if cell else ""
        found.examples.append(f"{kind:9} {_shown(key)}: {_shown(values) if values else 'nothing'}{expected}")


def _shown(values: Sequence[object]) -> str:
    return " ".join("-" if value is None else str(value) for value in values)


def compare_warehouse(corpus: Corpus, warehouse: Path) -> list[Comparison]:
    """Compare all tables that the published file has of those that the truth knows."""
    expected: dict[str, tuple[str, Mapping[Key, Cell]]] = {
        "mart_weekly_casualties": (CASUALTIES, truth.weekly_casualties(corpus)),
        "mart_weekly_control_changes": (CONTROL_CHANGES, truth.weekly_control_changes(corpus)),
    }
    with open_warehouse(warehouse) as connection:
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        return [
            compare_cells(name, cells, connection.execute(sql.format(table=name)).fetchall())
            for name, (sql, cells) in expected.items()
            if name in tables
        ]


def last_day(corpus: Corpus) -> dt.date:
    """Last publication day."""
    return max(report.day for report in corpus.reports)
