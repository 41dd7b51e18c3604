"""From a cell to its sentences: the counted rows of the facts, what else is said of them, and whether they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from transforms.provenance.cells import Cell, columns_of

_EVENT = (
    "event_id", "event_type", "report_id", "url", "published_at", "event_date_start", "event_date_end",
    "provider_place_names", "evidence_text",
)  # fmt: skip
_SAID = {
    "fct_casualties": (
        "outcome", "side", "civilian_status", "people_low", "people_best", "people_high", "qualifier", "is_confirmed",
        "scope",
    ),
    "fct_control_changes": (
        "taken_by", "taken_from", "extent", "change", "status", "places_low", "provider_place_name",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """What one report says.

    Attributes:
        event: the event that it is of, with the sentence (`evidence_text`) and the report's address (`url`).
        said: the figures, or the change of control, as that sentence gives them; empty where it gives none.
        is_counted: whether it enters the figure.
        not_counted_reason: why not.
        merge_reason: why it is taken for the same incident, where the file says so.
    """

    event: Mapping[str, Any]
    said: Mapping[str, Any]
    is_counted: bool
    not_counted_reason: str | None = None
    merge_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What is added up to the figure, once.

    Attributes:
        adds: what it adds to each figure of the cell.
        identity: incident or control change that it is; None where the file knows none.
        statement: the one that stands for it.
        others: other statements of the same incident or change; they add nothing.
    """

    adds: Mapping[str, int | None]
    identity: str | None
    statement: Statement
    others: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A cell and what it is made of.

    Attributes:
        cell: the row of the mart.
        parts: what is added up, the greatest first.
        beside: statements of the same week, region and kind that are not counted and belong to no part.
        differences: one line for each figure that the parts do not add up to; empty where all is right.
    """

    cell: Cell
    parts: tuple[Part, ...]
    beside: tuple[Statement, ...]
    differences: tuple[str, ...]


def explain_cells(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell]) -> list[Explained]:
    """Find what cells are made of.

    Args:
        connection: to the published warehouse that the cells are of.
        cells: rows of its weekly marts.
    """
    return [
        _casualties(connection, cell) if cell.facts == "fct_casualties" else _control(connection, cell)
        for cell in cells
    ]


def _casualties(connection: duckdb.DuckDBPyConnection, cell: Cell) -> Explained:
    columns = columns_of(connection, "fct_casualties")
    where, values = _in_cell(cell, columns)
    rows = _rows(connection, f"{_CASUALTIES} where {where} order by {_ORDER}", values)
    counted = [row for row in rows if row["is_counted"]]
    incidents = _incidents(connection, columns, [row.get("incident_id") for row in counted])
    parts = []
    for row in counted:
        adds = {
            "people_low": row["people_low"],
            "people_best": row["people_low"] if row["people_best"] is None else row["people_best"],
            "people_high": row["people_high"],
        }
        identity = row.get("incident_id")
        parts.append(Part(adds, identity, _statement(cell.facts, row), tuple(incidents.get(identity, ()))))
    sums: dict[str, Any] = {
        "people_low": sum(row["people_low"] for row in counted),
        "people_best": sum(part.adds["people_best"] or 0 for part in parts),
        "people_high": None
        if any(row["people_high"] is None for row in counted)
        else sum(row["people_high"] for row in counted),
        "figures_count": len(counted),
        "events_count": len({(row["report_id"], row["event_index"]) for row in counted}),
    }
    told = {part.identity for part in parts if part.identity}
    beside = [
        _statement(cell.facts, row) for row in rows if not row["is_counted"] and row.get("incident_id") not in told
    ]
    return Explained(cell, tuple(parts), tuple(beside), _differences(cell, sums))


_ORDER = (
    "-coalesce(people_best, people_low), facts.event_date_start, facts.report_id, facts.event_index, casualty_index, "
    "part_index"
)
_CASUALTIES = """
    select facts.*, events.provider_place_names, events.place_pcodes, events.published_at
    from fct_casualties as facts
    left join fct_events as events on facts.report_id = events.report_id and facts.event_index = events.event_index
"""


def _incidents(
    connection: duckdb.DuckDBPyConnection, columns: frozenset[str], incident_ids: Sequence[Any]
) -> dict[Any, list[Statement]]:
    """By incident, its statements that are not counted: those with figures, then events that the bridge names."""
    if "incident_id" not in columns or not incident_ids:
        return {}
    wanted = sorted({name for name in incident_ids if name is not None})
    bridge = columns_of(connection, "bridge_incident_events")
    reasons: dict[Any, Any] = {}
    told = []
    if {"incident_id", "report_id", "event_index"} <= bridge:
        reason = "bridge.merge_reason" if "merge_reason" in bridge else "null"
        told = _rows(
            connection,
            f"""
            select bridge.incident_id, {reason} as merge_reason, events.*
            from bridge_incident_events as bridge
            inner join fct_events as events
                on bridge.report_id = events.report_id and bridge.event_index = events.event_index
            where bridge.incident_id in (select unnest(?))
            order by events.published_at, events.report_id, events.event_index
            """,  # noqa: S608 - names of this module
            [wanted],
        )
        reasons = {(row["incident_id"], row["report_id"], row["event_index"]): row["merge_reason"] for row in told}
    figures = _rows(
        connection, f"{_CASUALTIES} where facts.incident_id in (select unnest(?)) order by {_ORDER}", [wanted]
    )
    found: dict[Any, list[Statement]] = {name: [] for name in wanted}
    with_figures = set()
    for row in figures:
        at = (row["incident_id"], row["report_id"], row["event_index"])
        with_figures.add(at)
        if not row["is_counted"]:
            found[row["incident_id"]].append(_statement("fct_casualties", row, reasons.get(at)))
    for row in told:
        if (row["incident_id"], row["report_id"], row["event_index"]) not in with_figures:
            found[row["incident_id"]].append(
                Statement(_picked(row, _EVENT), {}, False, "no_figures", row["merge_reason"])
            )
    return found


def _control(connection: duckdb.DuckDBPyConnection, cell: Cell) -> Explained:
    first, last = cell.period
    rows = _rows(connection, _STATEMENTS, [first, last])
    changes: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        changes.setdefault(row["control_change_id"], []).append(row)
    parts = []
    for identity, statements in changes.items():
        change = _change(statements)
        if all(change.get(name) == value for name, value in {**cell.region, **cell.dimensions}.items()) and (
            cell.level != 4 or change["pcode"] == cell.place
        ):
            said = [_statement(cell.facts, row) for row in statements]
            adds = {"changes_count": 1, "places_count": change["places_low"]}
            parts.append(Part(adds, identity, said[0], tuple(said[1:])))
    reports = {said.event["report_id"] for part in parts for said in (part.statement, *part.others)}
    sums = {
        "changes_count": len(parts),
        "places_count": sum(part.adds["places_count"] or 0 for part in parts),
        "reports_count": len(reports),
    }
    return Explained(cell, tuple(parts), (), _differences(cell, sums))


_STATEMENTS = """
    select facts.*, events.provider_place_names, events.event_type
    from fct_control_changes as facts
    left join fct_events as events on facts.report_id = events.report_id and facts.event_index = events.event_index
    where facts.is_counted and facts.event_date_start between ? and ?
    order by
        facts.event_date_start, facts.control_change_id, not facts.is_first_statement, facts.status != 'confirmed',
        facts.extent != 'full', facts.published_at nulls last, facts.report_id, facts.event_index, facts.place_index
"""


def _change(statements: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """All that is said of one change, as the weekly table counts it; the statement that stands for it comes first."""

    def first_known(name: str) -> Any:
        return next((row[name] for row in statements if row[name] is not None), None)

    known = ("taken_by", "taken_from", "change", "admin1_pcode", "admin2_pcode", "admin3_pcode", "pcode")
    return {
        **{name: first_known(name) for name in known},
        "extent": "full" if any(row["extent"] == "full" for row in statements) else "partial",
        "status": "confirmed" if any(row["status"] == "confirmed" for row in statements) else "reported",
        "places_low": max(row["places_low"] for row in statements),
    }


def _in_cell(cell: Cell, columns: frozenset[str]) -> tuple[str, list[Any]]:
    """The condition that a row of fct_casualties belongs to the cell, counted or not."""
    first, last = cell.period
    conditions, values = ["facts.event_date_start between ? and ?"], [first, last]
    for name, value in {**cell.region, **cell.dimensions}.items():
        conditions.append(f"facts.{name} is not distinct from ?")
        values.append(value)
    if cell.level == 4:
        own = "facts.place_pcode" if "place_pcode" in columns else None
        conditions.append(
            f"{own or 'case when len(events.place_pcodes) = 1 then events.place_pcodes[1] end'} is not distinct from ?"
        )
        values.append(cell.place)
    return " and ".join(conditions), values


def _differences(cell: Cell, sums: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        f"{name} is {value} in {cell.table} and {sums[name]} in its parts"
        for name, value in cell.figures.items()
        if value != sums[name]
    )


def _statement(facts: str, row: Mapping[str, Any], merge_reason: str | None = None) -> Statement:
    is_counted = row["is_counted"] if facts == "fct_casualties" else row["is_first_statement"]
    reason = row.get("not_counted_reason") if facts == "fct_casualties" else None if is_counted else "told_again"
    return Statement(_picked(row, _EVENT), _picked(row, _SAID[facts]), is_counted, reason, merge_reason)


def _picked(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.execute(sql, list(values)).to_arrow_table().to_pylist()
    return rows
