"""From raw pages to reports: one publication day, a pure function of its raw pages and the parser version.

Belongs here: which versions are revisions of one report, and the Arrow rows. Does not belong here: page formats
(`transforms.page`) and what a text says (`transforms.extraction`). A page that cannot be read becomes a row of
`quarantine` with its bytes and the reason, and stops nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

import pyarrow as pa

from transforms.errors import UnreadablePage
from transforms.history import Content, History
from transforms.lake import Lake, Version
from transforms.model import PARSER_VERSION, Event, Report
from transforms.page import read_report
from transforms.schemas import QUARANTINE, REPORTS

Extract = Callable[[Report], Sequence[Event]]
RawRow = Mapping[str, Any]
"""One row of `RAW_PAGES` as plain values."""
Sighting = Mapping[str, Any]
"""One row of `SIGHTINGS` as plain values."""

_ESTIMATES = frozenset({"post_id", "text", "unknown"})


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading a day gave: rows of `reports`, events of current revisions among them, rows of `quarantine`."""

    day: dt.date
    reports: int
    events: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of one report, as a row of `REPORTS`.

    Attributes:
        report: what was read.
        events: what it says.
        revision: 1 for the version fetched first.
        is_current: whether the source shows this content now, as far as it was fetched.
        raw_sha256: `body_sha256` of the raw page it was read from.
        fetched_at: when that raw page was fetched.
        seen_at: when a page with this content was last stored, or seen again after another one; `fetched_at` if None.
        is_listed: False where the source's newest full list lacks every page with this content.
        shown_at: when pages with this content were stored or seen again, oldest first; `fetched_at` alone if empty.
        gone_at: when the last page with this content was found to be gone, oldest first.
        current_changed_at: when `is_current` changed, oldest first: it became true, then false, and so on.
        listed_changed_at: the same of `is_listed`.
    """

    report: Report
    events: tuple[Event, ...]
    revision: int
    is_current: bool
    raw_sha256: str
    fetched_at: dt.datetime
    seen_at: dt.datetime | None = None
    is_listed: bool = True
    shown_at: tuple[dt.datetime, ...] = ()
    gone_at: tuple[dt.datetime, ...] = ()
    current_changed_at: tuple[dt.datetime, ...] | None = None
    listed_changed_at: tuple[dt.datetime, ...] | None = None


def read_day(lake: Lake, day: dt.date, *, extract: Extract | None = None) -> ReadResult:
    """Read all raw pages and sightings of a publication day and replace the day's reports and quarantine as a whole.

    Args:
        lake: where the raw pages are and the reports go.
        day: publication day in Asia/Damascus.
        extract: report to events; `transforms.extraction.extract` unless given.

    Raises:
        LakeError: the lake cannot be read or written.
    """
    rows, sightings = lake.read_raw_pages(day).to_pylist(), lake.read_sightings(day).to_pylist()
    revisions, quarantined = read_pages(rows, sightings, extract=extract)
    lake.write_quarantine(day, quarantine_rows(quarantined))
    lake.write_reports(day, report_rows(revisions))
    events = sum(len(revision.events) for revision in revisions if revision.is_current)
    return ReadResult(day, len(revisions), events, len(quarantined))


def read_pages(
    rows: Iterable[RawRow], sightings: Iterable[Sighting] = (), *, extract: Extract | None = None
) -> tuple[list[Revision], list[tuple[RawRow, UnreadablePage]]]:
    """Revisions of all reports in raw pages, and the pages that could not be read, each with its error.

    A revision is a content (title and body) that no earlier fetch of the report had: the same content by another route
    or with another number of views is none. The content seen last is the current one. A report without a post id is
    known by its content, so an edit makes it another report; the one that its page no longer shows is not current.

    Args:
        rows: raw pages, in any order; every row carries its publication day.
        sightings: of the same days, in any order: pages put back to an older state, pages that are gone.
        extract: report to events; `transforms.extraction.extract` unless given.
    """
    extract = extract or _extractor()
    firsts: dict[Content, Revision] = {}
    count: Counter[str] = Counter()
    told: dict[Version, Content] = {}
    quarantined: list[tuple[RawRow, UnreadablePage]] = []
    ordered = sorted(rows, key=lambda row: (row["fetched_at"], row["source"], row["page_id"], row["body_sha256"]))
    for row in ordered:
        try:
            report = read_raw_page(row)
            content = (report.report_id, report.content_sha256)
            if content not in firsts:
                events = _events(report, extract)
                count[report.report_id] += 1
                firsts[content] = Revision(
                    report, events, count[report.report_id], False, row["body_sha256"], row["fetched_at"]
                )
            told[row["source"], row["page_id"], row["body_sha256"]] = content
        except UnreadablePage as error:
            quarantined.append((row, error))
        except Exception as error:  # noqa: BLE001 - one page must not stop a day: it is kept, with the reason
            quarantined.append((row, UnreadablePage("wrong_shape", f"{type(error).__name__}: {error}"[:500])))
    return _as_shown(firsts, told, ordered, sightings), quarantined


def _as_shown(
    firsts: Mapping[Content, Revision],
    told: Mapping[Version, Content],
    rows: Iterable[RawRow],
    sightings: Iterable[Sighting],
) -> list[Revision]:
    """The revisions as the source shows them now: every fetch and sighting, in the order of time."""
    steps = [(row["fetched_at"], row) for row in rows]
    steps += [(row["seen_at"], row) for row in sightings]
    steps.sort(key=lambda step: step[0])  # stable: a sighting stands behind the fetches of its moment
    history = History(told)
    for at, together in groupby(steps, key=lambda step: step[0]):
        history.go_on(at, [row for _, row in together])
    return [
        replace(
            revision,
            is_current=history.is_current(content),
            seen_at=history.shown_at[content][-1],
            is_listed=history.is_listed(content),
            shown_at=tuple(history.shown_at[content]),
            gone_at=tuple(history.gone_at[content]),
            current_changed_at=tuple(history.current_changed_at[content]),
            listed_changed_at=tuple(history.listed_changed_at[content]),
        )
        for content, revision in firsts.items()
    ]


def read_raw_page(row: RawRow) -> Report:
    """Read one raw page. Its partition is its publication day, where the page itself only gives an estimate.

    Raises:
        UnreadablePage: see `transforms.page.read_report`.
    """
    day: dt.date = row["published_date"]
    url = None if row["url"].startswith("file:") else row["url"]
    report = read_report(row["body"], source=row["source"], url=url, content_type=row["content_type"])
    if report.published_date == day:
        return report
    if report.published_date_basis in _ESTIMATES:
        return read_report(
            row["body"], source=row["source"], url=url, published_at=day, content_type=row["content_type"]
        )
    return replace(report, published_date=day, warnings=(*report.warnings, "published_day_moved"))


def report_rows(revisions: Iterable[Revision]) -> pa.Table:
    """Revisions as rows of `REPORTS`, events nested."""
    return pa.Table.from_pylist([_report_row(revision) for revision in revisions], schema=REPORTS)


def quarantine_rows(quarantined: Iterable[tuple[RawRow, UnreadablePage]]) -> pa.Table:
    """Unreadable pages as rows of `QUARANTINE`."""
    rows = [
        {
            "page_id": row["page_id"],
            "source": row["source"],
            "url": row["url"],
            "published_date": row["published_date"],
            "reason": error.reason,
            "message": error.message,
            "body": row["body"],
            "raw_sha256": row["body_sha256"],
            "fetched_at": row["fetched_at"],
            "parser_version": PARSER_VERSION,
        }
        for row, error in quarantined
    ]
    return pa.Table.from_pylist(rows, schema=QUARANTINE)


def _extractor() -> Extract:
    from transforms.extraction import extract  # its dictionaries are loaded only where something is extracted

    return extract


def _events(report: Report, extract: Extract) -> tuple[Event, ...]:
    try:
        return tuple(extract(report))
    except Exception as error:  # one report must not stop a day: its page is kept, with the reason
        raise UnreadablePage("extraction_failed", f"{type(error).__name__}: {error}") from error


def _report_row(revision: Revision) -> dict[str, Any]:
    row = _plain(revision.report)
    row["revision"] = revision.revision
    row["is_current"] = revision.is_current
    row["raw_sha256"] = revision.raw_sha256
    row["fetched_at"] = revision.fetched_at
    row["seen_at"] = revision.seen_at or revision.fetched_at
    row["is_listed"] = revision.is_listed
    row["shown_at"] = list(revision.shown_at or (revision.fetched_at,))
    row["gone_at"] = list(revision.gone_at)
    row["current_changed_at"] = revision.current_changed_at
    row["listed_changed_at"] = revision.listed_changed_at
    row["events"] = [_plain(event) for event in revision.events]
    return row


@lru_cache(maxsize=32)
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    """Dataclasses to dicts, all the way down; unlike `dataclasses.asdict` it copies nothing else."""
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _field_names(value.__class__)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
