"""Sets the published tables beside the expected ones, cell by cell."""

from __future__ import annotations

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

_WEEK = "week_start, admin_level, region_pcode, admin1_pcode, case when admin_level >= 2 then admin2_pcode end"
CASUALTIES = f"""
    select {_WEEK}, outcome, side, civilian_status, is_confirmed, people_low, people_best, people_high
    from {{table}} where admin_level <= 3
"""
CONTROL_CHANGES = f"""
    select {_WEEK}, taken_by, taken_from, extent, change, status, changes_count, places_count
    from {{table}} where admin_level <= 3
"""
INCIDENTS = """
    with events as (
        select incident_id, string_agg(event_id, ' ' order by event_id) as event_ids
        from bridge_incident_events group by incident_id
    )
    select events.event_ids, facts.event_date_start, facts.killed_low, facts.killed_best, facts.killed_high,
        facts.wounded_low, facts.wounded_best, facts.wounded_high, facts.killed_unconfirmed_best
    from {table} as facts
    inner join events on facts.incident_id = events.incident_id
"""
TIMELINE = "select pcode, held_from, holder, held_to from {table}"


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
        "fct_incidents": (INCIDENTS, truth.incidents(corpus)),
        "mart_weekly_casualties": (CASUALTIES, truth.weekly_casualties(corpus)),
        "mart_weekly_casualties_saturday": (CASUALTIES, truth.weekly_casualties(corpus, truth.SATURDAY)),
        "mart_weekly_control_changes": (CONTROL_CHANGES, truth.weekly_control_changes(corpus)),
        "mart_weekly_control_changes_saturday": (
            CONTROL_CHANGES, truth.weekly_control_changes(corpus, truth.SATURDAY)
        ),
        "fct_control_status": (TIMELINE, truth.control_timeline(corpus)),
    }  # fmt: skip
    with open_warehouse(warehouse) as connection:
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        return [
            compare_cells(name, cells, connection.execute(sql.format(table=name)).fetchall())
            for name, (sql, cells) in expected.items()
            if name in tables
        ]


@dataclass(frozen=True, slots=True)
class Merging:
    """Pairs of events of one incident.

    Attributes:
        true: pairs that the truth says are one incident.
        merged: pairs that the warehouse says are one.
        both: pairs that both say are one.
        wrong: stories of the events in incidents of the warehouse that hold several true ones.
        split: stories of the incidents whose events lie in several of the warehouse.
    """

    true: int
    merged: int
    both: int
    wrong: Counter[str]
    split: Counter[str]

    def line(self) -> str:
        """One line of figures."""
        return (
            f"pairs of events of one incident: {self.true:,}; merged: {self.merged:,}; precision "
            f"{self.both / max(self.merged, 1):.5f}, recall {self.both / max(self.true, 1):.5f}"
        )


def compare_merging(corpus: Corpus, warehouse: Path) -> Merging | None:
    """Compare which events are one incident; None for a file without incidents."""
    with open_warehouse(warehouse) as connection:
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        if "bridge_incident_events" not in tables:
            return None
        told = connection.execute("select event_id, incident_id from bridge_incident_events").fetchall()
    numbers = truth.events_of_incidents(corpus)
    pairs = [(numbers[event], incident) for event, incident in told if event in numbers]
    wrong: Counter[str] = Counter()
    split: Counter[str] = Counter()
    groups = Counter(pairs)
    of_number, of_incident = Counter(number for number, _ in groups), Counter(incident for _, incident in groups)
    for number, incident in groups:
        story = corpus.incidents[number].story
        wrong[story] += of_incident[incident] > 1
        split[story] += of_number[number] > 1
    return Merging(
        _pairs(Counter(numbers[event] for event, _ in told if event in numbers)),
        _pairs(Counter(incident for _, incident in pairs)),
        _pairs(groups),
        +wrong,
        +split,
    )


def _pairs(counts: Mapping[Any, int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())
