"""Where the events come from that missing names are looked for in: the lake's current revisions, or files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from transforms.errors import MarsadError, UnreadablePage
from transforms.extraction import extract
from transforms.gazetteer.missing import ToldEvents
from transforms.lake import open_lake
from transforms.page import read_report
from transforms.progress import Progress
from transforms.settings import Settings


def told_by_lake(
    settings: Settings, first: dt.date | None, last: dt.date | None, progress: Progress
) -> Iterator[ToldEvents]:
    """Events of the lake's current revisions, by publication day.

    Args:
        settings: says where the lake is.
        first: first publication day; None for the lake's first.
        last: last publication day, included; None for the lake's last.
        progress: is told of every day.

    Raises:
        LakeError: the lake cannot be read.
        MarsadError: it has no reports of these days.
    """
    lake = open_lake(settings.lake)
    days = [day for day in lake.days("reports") if (first or day) <= day <= (last or day)]
    if not days:
        raise MarsadError(f"no reports of these days in the lake {lake.uri}", hint="`marsad ingest` fetches them")
    with progress.step("reading reports", len(days), "days") as advance:
        for day in days:
            table = lake.read_reports(day)
            columns = ["report_id", "published_date", "url", "is_current", "events"]
            for row in table.select(columns).to_pylist():
                if row["is_current"]:
                    yield ToldEvents(row["report_id"], row["published_date"], row["url"], tuple(row["events"]))
            advance()


def told_by_files(files: Sequence[str], source: str, progress: Progress) -> Iterator[ToldEvents]:
    """Events of reports in files: HTML, WordPress JSON or plain text.

    Raises:
        MarsadError: a file cannot be read, or is no report; names it.
    """
    with progress.step("reading reports", len(files), "files") as advance:
        for file in files:
            try:
                report = read_report(Path(file).read_bytes(), source=source)
            except OSError as error:
                raise MarsadError(f"cannot read {file}: {error.strerror}") from error
            except UnreadablePage as error:
                raise MarsadError(f"{file}: {error.message}", hint=error.hint) from error
            events = tuple(event.as_dict() for event in extract(report))
            yield ToldEvents(report.report_id, report.published_date, report.url, events)
            advance()
