"""`marsad extract`: one report in, the codebook's document (§1) or a table out."""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transforms.errors import MarsadError, UnreadablePage, UsageError

if TYPE_CHECKING:
    from transforms.model import Event, Report


_SIGNS = {"at_least": "≥ ", "more_than": "> ", "about": "≈ "}


class Format(StrEnum):
    """What `extract` prints."""

    json = "json"
    table = "table"


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="HTML, WordPress JSON or plain text; - reads stdin.")],
    format: Annotated[Format, typer.Option("--format", help="JSON as in the codebook, or a table.")] = Format.table,
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="ISO", help="Day or time of publication, where the file has none."),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Name under which the report is stored.")] = "sohr-ar",
    url: Annotated[str | None, typer.Option("--url", help="Address of the article.")] = None,
) -> None:
    """Read one report and print what it says happened."""
    published_at = _parse_time(published)
    content = _read(file)

    from transforms.extraction import extract as extract_events
    from transforms.page import read_report

    try:
        report = read_report(content, source=source, url=url, published_at=published_at)
    except UnreadablePage as error:
        raise MarsadError(f"{'stdin' if file == '-' else file}: {error.message}", hint=error.hint) from error
    events = extract_events(report)
    if format is Format.json:
        document = {"report": report.as_dict(), "events": [event.as_dict() for event in events]}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_iso))
    else:
        _print_table(report, events)


def _parse_time(text: str | None) -> dt.datetime | dt.date | None:
    """Read `--published`: a day alone stays a day; without an offset a time is local to Asia/Damascus."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass  # no day alone, so perhaps a time
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--published {text!r} is no ISO 8601 date or time", hint="e.g. 2016-02-25 or 2016-02-25T14:30:00+02:00"
        ) from error


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise MarsadError(f"cannot read {file}: {error.strerror}") from error


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the codebook's JSON")


def _print_table(report: Report, events: list[Event]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(report.title or "(no title)", style="bold", markup=False)
    console.print(
        f"{report.report_id}, published {report.published_date or 'unknown'} ({report.published_date_basis}), "
        f"{len(events)} events",
        markup=False,
    )
    table = Table(show_lines=True)
    for heading in ("what", "where", "casualties", "the text says"):
        table.add_column(heading, overflow="fold")
    for event in events:
        table.add_row(*_row(event), style="dim" if event.is_background else None)
    console.print(table)
    if any(event.is_background for event in events):
        console.print("Dim rows are background: kept, and counted in no figure.")


def _row(event: Event) -> tuple[str, ...]:
    from rich.markup import escape

    places = [f"{place.name_en or place.surface} {place.pcode or '(not in the gazetteer)'}" for place in event.places]
    what = "\n".join((_days(event), _kind(event), _sides(event)))
    return what, escape("\n".join(places)), _casualties(event), escape(event.evidence.text)


def _days(event: Event) -> str:
    start, end = event.event_date_start, event.event_date_end
    return str(start or "date unknown") if end in (start, None) else f"{start} – {end}"


def _kind(event: Event) -> str:
    weapon = f" ({event.weapon})" if event.weapon else ""
    status = f", {event.status}" if event.status != "confirmed" else ""
    return f"{event.event_type}{weapon}{status}"


def _sides(event: Event) -> str:
    if event.control:
        return f"{event.control.taken_by or '?'} from {event.control.taken_from or '?'}: {event.control.change}"
    actors = ", ".join(event.actors) or "actor not said"
    return f"{actors} → {', '.join(event.targets)}" if event.targets else actors


def _casualties(event: Event) -> str:
    lines = []
    for row in event.casualties:
        number = f"≥ {row.low}" if row.best is None else f"{_SIGNS.get(row.qualifier, '')}{row.best}"
        who = row.side or (row.civilian_status if row.civilian_status != "unknown" else "")
        lines.append(f"{number} {row.outcome} {who}".rstrip() + ("" if row.confirmed else " (unconfirmed)"))
    return "\n".join(lines)
