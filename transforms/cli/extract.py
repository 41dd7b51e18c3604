"""`marsad extract`: one report in; the codebook's document (§1), a table or a page that shows why out."""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from transforms.errors import MarsadError, UnreadablePage, UsageError

if TYPE_CHECKING:
    from transforms.explain import Explanation


class Format(StrEnum):
    """What `extract` prints."""

    json = "json"
    table = "table"
    html = "html"


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="HTML, WordPress JSON or plain text; - reads stdin.")],
    format: Annotated[
        Format,
        typer.Option("--format", help="A table, JSON as in the codebook, or a page with every event in the text."),
    ] = Format.table,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the dictionary entries found, the segments, and each event's rule.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write there instead of stdout.")] = None,
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="ISO", help="Day or time of publication, where the file has none."),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Name under which the report is stored.")] = "sohr-ar",
    url: Annotated[str | None, typer.Option("--url", help="Address of the article.")] = None,
) -> None:
    """Read one report and print what it says happened.

    The page of `--format html` colours the words that every event was read from; it needs no network and no script.
    """
    published_at = _parse_time(published)
    content = _read(file)

    from transforms.explain import explain as explain_report
    from transforms.page import read_report

    try:
        report = read_report(content, source=source, url=url, published_at=published_at)
    except UnreadablePage as error:
        raise MarsadError(f"{'stdin' if file == '-' else file}: {error.message}", hint=error.hint) from error
    explanation = explain_report(report)
    if out is None:
        _write(explanation, format, sys.stdout, reasons=explain)
        return
    try:
        with out.open("w", encoding="utf-8") as target:
            _write(explanation, format, target, reasons=explain)
    except OSError as error:
        raise MarsadError(f"cannot write {out}: {error.strerror}") from error


def _write(explanation: Explanation, format: Format, target: TextIO, *, reasons: bool) -> None:
    if format is Format.json:
        document = explanation.as_dict()
        if not reasons:
            del document["explanation"]
        target.write(json.dumps(document, ensure_ascii=False, indent=2, default=_iso) + "\n")
    elif format is Format.html:
        from transforms.explain.page import render_page

        target.write(render_page(explanation) + "\n")
    else:
        from rich.console import Console

        from transforms.cli.explain_table import print_events

        print_events(Console(highlight=False, file=target), explanation, reasons=reasons)


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
