"""`marsad explain`: a figure of a weekly mart, back to the sentences it was added up from."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transforms.cli.arguments import parse_day
from transforms.errors import MarsadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import Console

    from transforms.provenance import Explained, Part, Statement

NOTHING = "none"
"""Stands for an empty value, which is one in itself: a side that the text does not say."""


class Format(StrEnum):
    """What `explain` prints."""

    table = "table"
    json = "json"


def _option(flag: str, text: str, metavar: str = "WORD") -> Any:
    return typer.Option(flag, metavar=metavar, help=text)


def explain(
    mart: Annotated[str, typer.Argument(metavar="MART", help="A weekly table, e.g. mart_weekly_casualties.")],
    week: Annotated[str | None, _option("--week", "ISO week, or any day of the week.", "2016-W08|DAY")] = None,
    region: Annotated[str | None, _option("--region", "P-code of the region; none: not known.", "PCODE")] = None,
    level: Annotated[
        int | None,
        typer.Option("--level", min=1, max=4, help="1 governorate, 2 district, 3 subdistrict, 4 place; default: 1."),
    ] = None,
    outcome: Annotated[str | None, _option("--outcome", "killed, wounded, captured or missing.")] = None,
    side: Annotated[str | None, _option("--side", "Actor id of the people harmed; none: not said.", "ACTOR")] = None,
    civilian_status: Annotated[
        str | None, _option("--civilian-status", "civilian, combatant, mixed or unknown.")
    ] = None,
    confirmed: Annotated[
        bool | None, typer.Option("--confirmed/--unconfirmed", help="Figures stated plainly, or only reported.")
    ] = None,
    taken_by: Annotated[str | None, _option("--taken-by", "Actor id of the taker.", "ACTOR")] = None,
    taken_from: Annotated[
        str | None, _option("--taken-from", "Actor id of the loser; none: not said.", "ACTOR")
    ] = None,
    where: Annotated[
        str | None, _option("--where", "A condition on the table's columns, beside or in place of these.", "SQL")
    ] = None,
    file: Annotated[
        str | None, _option("--file", "Another warehouse, e.g. a past state; default: the published one.", "FILE")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print the chain.")] = Format.table,
) -> None:
    """Explain a figure: the rows that it is the sum of, and for each the sentence and the address of its report.

    Every row that fits is explained by itself. Exit status 1 if the parts of one do not add up to its figures.
    """
    from pathlib import Path

    from transforms.provenance import Wanted, explain_cells, find_cells
    from transforms.settings import load_settings
    from transforms.warehouse import open_warehouse

    given = {
        "outcome": outcome, "side": side, "civilian_status": civilian_status, "is_confirmed": confirmed,
        "taken_by": taken_by, "taken_from": taken_from,
    }  # fmt: skip
    equals = {name: None if value == NOTHING else value for name, value in given.items() if value is not None}
    if region == NOTHING:
        region, equals["region_pcode"] = None, None
        level = level or 1
    wanted = Wanted(_day_of(week), region, level, equals, where)
    path: Path = Path(file) if file else load_settings().warehouse_path
    with open_warehouse(path) as connection:
        explained = explain_cells(connection, find_cells(connection, mart, wanted))
    if format is Format.json:
        _print_json(explained)
    else:
        _print_chains(explained)
    wrong = [line for one in explained for line in one.differences]
    if wrong:
        raise MarsadError(f"the parts do not add up: {'; '.join(wrong)}", hint="do not use these figures")


def _day_of(week: str | None) -> dt.date | None:
    """A day of the week that is named, ISO or by a day of it."""
    if week is None:
        return None
    named = re.fullmatch(r"(\d{4})-?W(\d{2})", week)
    if not named:
        return parse_day(week)
    try:
        return dt.date.fromisocalendar(int(named[1]), int(named[2]), 1)
    except ValueError as error:
        raise UsageError(f"there is no week {week}", hint="e.g. 2016-W08") from error


def _print_json(explained: list[Explained]) -> None:
    import json
    from dataclasses import asdict

    documents = [
        {
            "table": one.cell.table,
            "key": one.cell.key,
            "figures": one.cell.figures,
            "adds_up": not one.differences,
            "differences": one.differences,
            "parts": [asdict(part) for part in one.parts],
            "not_counted": [asdict(statement) for statement in one.beside],
        }
        for one in explained
    ]
    typer.echo(json.dumps(documents, ensure_ascii=False, indent=2, default=str))


def _print_chains(explained: list[Explained]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for one in explained:
        _print_chain(console, one)


def _print_chain(console: Console, explained: Explained) -> None:
    from rich.text import Text

    from transforms.cli.terminal import print_heading, printable

    cell = explained.cell
    console.print(printable(f"{cell.table}: {_pairs(cell.key)}"), style="bold")
    console.print(printable(_pairs(cell.figures)))
    for number, part in enumerate(explained.parts, start=1):
        print_heading(console, Text.assemble(f"{number} ", printable(_adds(part))))
        _print_statement(console, part.statement)
        for other in part.others:
            reason = (
                f"{other.not_counted_reason}, {other.merge_reason}" if other.merge_reason else other.not_counted_reason
            )
            console.print(printable(f"the same, not counted again ({reason}): {_pairs(other.said)}"), style="dim")
            _print_statement(console, other, style="dim")
    if explained.beside:
        print_heading(console, Text(f"not counted: {len(explained.beside)}"))
    for statement in explained.beside:
        console.print(printable(f"{statement.not_counted_reason}: {_pairs(statement.said)}"), style="dim")
        _print_statement(console, statement, style="dim")
    sums = "the parts add up" if not explained.differences else "; ".join(explained.differences)
    console.print(printable(f"{len(explained.parts)} parts: {sums}"), style="red" if explained.differences else "green")
    console.print()


def _print_statement(console: Console, statement: Statement, style: str | None = None) -> None:
    from transforms.cli.terminal import labelled, printable

    event = statement.event
    places = "، ".join(event.get("provider_place_names") or []) or "no named place"
    lines = [
        ("event", printable(f"{event['event_type']} {event['event_date_start']}, {event['event_id']}")),
        ("place", printable(places)),
        ("report", printable(f"{event['report_id']} {event['url'] or ''}".rstrip())),
    ]
    console.print(labelled(lines), style=style)
    console.print(printable(event["evidence_text"]), style=style)


def _adds(part: Part) -> str:
    identity = f", {part.identity}" if part.identity else ""
    return f"+ {_pairs(part.adds)}{identity}"


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {NOTHING if value is None else value}" for name, value in values.items())
