"""The corpus as a lake: Parquet objects by publication day, with the schema and settings of the real one.

Written column by column: lists of all reports, events, places and people of a few thousand reports at a time, with
offsets between them. A row a time through Arrow's converter would take ten times as long.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.known_truth.model import Corpus, People, Report, Telling
from benchmarks.known_truth.places import Place, gazetteer
from benchmarks.known_truth.words import REFRAINS, sentence
from transforms.lake import parquet_bytes
from transforms.schemas import BREAKDOWN_PART, CASUALTY, CONTROL, EVENT, EVIDENCE, PLACE, REPORTS

_DAYS_AT_A_TIME = 100
_BODY_CHARACTERS = 480
"""Length that refrains fill a body up to: the median of real reports."""


def write_lake(folder: Path, corpus: Corpus) -> int:
    """Write a corpus as a local lake.

    Args:
        folder: the lake's; made if missing.
        corpus: reports in any order.

    Returns:
        The number of bytes written.
    """
    written = 0
    reports = sorted(corpus.reports, key=lambda report: (report.day, report_id(report)))
    days = [(day, list(of_day)) for day, of_day in groupby(reports, key=lambda report: report.day)]
    for start in range(0, len(days), _DAYS_AT_A_TIME):
        chunk = days[start : start + _DAYS_AT_A_TIME]
        table = _table([report for _, of_day in chunk for report in of_day])
        first = 0
        for day, of_day in chunk:
            rows = sum(1 + report.has_revisions for report in of_day)
            data = parquet_bytes(table.slice(first, rows))
            first += rows
            path = folder / "reports" / f"date={day}" / "reports.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written += len(data)
    return written


def report_id(report: Report) -> str:
    """Name of a report in the lake."""
    return f"truth:{report.number:07d}"


def event_id(report: Report, telling: Telling) -> str:
    """Name of an event: the same in both revisions of a report."""
    return f"{report.number:07d}-{report.tellings.index(telling)}"


class _Columns:
    """Values by field, one list each, and the ends of the rows' lists in a table of parts."""

    def __init__(self, kind: pa.StructType) -> None:
        self._kind = kind
        self._values: dict[str, list[Any]] = {field.name: [] for field in kind}
        self.rows = 0

    def add(self, **values: Any) -> None:
        """A row; fields that are not given must be set with `set_column` later."""
        for name, value in values.items():
            self._values[name].append(value)
        self.rows += 1

    def array(self, **columns: pa.Array) -> pa.StructArray:
        """The struct array, with `columns` in place of what rows gave."""
        arrays = [
            columns[field.name] if field.name in columns else pa.array(self._values[field.name], field.type)
            for field in self._kind
        ]
        return pa.StructArray.from_arrays(arrays, fields=list(self._kind))


class _Lists:
    """Offsets of a list column."""

    def __init__(self) -> None:
        self._ends = [0]

    def end(self, rows: int) -> None:
        """Close one list: it holds what was added since the last."""
        self._ends.append(rows)

    def array(self, values: pa.Array, kind: pa.ListType) -> pa.ListArray:
        return pa.ListArray.from_arrays(pa.array(self._ends, pa.int32()), values, type=kind)


class _Writer:
    """Columns of reports, events, places, people and their parts."""

    def __init__(self) -> None:
        self.reports: dict[str, list[Any]] = defaultdict(list)
        self._events, self._evidence = _Columns(EVENT), _Columns(EVIDENCE)
        self._casualties, self._casualty_evidence = _Columns(CASUALTY), _Columns(EVIDENCE)
        self._parts, self._control = _Columns(BREAKDOWN_PART), _Columns(CONTROL)
        self._has_control: list[bool] = []
        self._places: list[int] = []
        self._event_ends, self._place_ends, self._casualty_ends = _Lists(), _Lists(), _Lists()
        self._part_ends = _Lists()
        codes = gazetteer()
        self._place_numbers = {code: number for number, code in enumerate(codes)}
        self._gazetteer = pa.array([_place(place) for place in codes.values()], PLACE)

    def add_event(self, number: str, telling: Telling, people: tuple[People, ...], evidence: dict[str, Any]) -> None:
        incident, control = telling.incident, telling.control
        self._events.add(
            event_id=number, event_type=incident.event_type, acled_sub_event_type=None, weapon=incident.weapon,
            actors=list(telling.actors), targets=list(telling.targets), actor_certainty="certain",
            admin1_pcode=incident.admin1, event_date_start=telling.first_day,
            event_date_end=telling.last_day if telling.first_day else None, date_precision=telling.precision,
            date_surface=None, status=telling.status, is_background=telling.is_background,
            no_casualty_statement=False, late_death=False, original_date=None, rule_id="known_truth",
        )  # fmt: skip
        self._evidence.add(**evidence)
        self._has_control.append(control is not None)
        self._control.add(
            taken_by=control and control.taken_by, taken_from=control and control.taken_from,
            extent=control and control.extent, change=control and control.change,
            places_low=control and control.places_low,
        )  # fmt: skip
        self._places += [self._place_numbers[code] for code in incident.places]
        self._place_ends.end(len(self._places))
        for row in people:
            self._casualties.add(
                outcome=row.outcome, side=row.side, civilian_status=row.civilian_status, low=row.low, best=row.best,
                high=row.high, qualifier=row.qualifier, confirmed=row.confirmed, scope=row.scope,
            )  # fmt: skip
            self._casualty_evidence.add(**evidence)
            for part in row.parts:
                self._parts.add(kind=part.kind, n=part.n, side=part.side, civilian_status=part.civilian_status)
            self._part_ends.end(self._parts.rows)
        self._casualty_ends.end(self._casualties.rows)

    def end_report(self) -> None:
        """Close the list of events of a version."""
        self._event_ends.end(self._events.rows)

    def table(self) -> pa.Table:
        """All that was added, by `transforms.schemas.REPORTS`."""
        casualties = self._casualties.array(
            breakdown=self._part_ends.array(self._parts.array(), CASUALTY.field("breakdown").type),
            evidence=self._casualty_evidence.array(),
        )
        control = self._control.array()
        control = pa.StructArray.from_arrays(
            control.flatten(), fields=list(CONTROL), mask=pa.array([not has for has in self._has_control])
        )
        places = self._gazetteer.take(pa.array(self._places, pa.int32()))
        events = self._events.array(
            places=self._place_ends.array(places, EVENT.field("places").type),
            control=control,
            casualties=self._casualty_ends.array(casualties, EVENT.field("casualties").type),
            evidence=self._evidence.array(),
        )
        columns = [
            self._event_ends.array(events, field.type)
            if field.name == "events"
            else pa.array(self.reports[field.name], field.type)
            for field in REPORTS
        ]
        return pa.Table.from_arrays(columns, schema=REPORTS)


def _table(reports: Sequence[Report]) -> pa.Table:
    writer = _Writer()
    for report in reports:
        versions = (1, 2) if report.has_revisions else (2,)
        for version in versions:
            _add_version(writer, report, version, len(versions))
    return writer.table()


def _add_version(writer: _Writer, report: Report, version: int, versions: int) -> None:
    """One revision: 1 is what the report said at first, 2 what it says now."""
    parts: list[str] = []
    for index, (telling, people) in enumerate(_said(report, version)):
        text = sentence(telling, people)
        start = sum(map(len, parts)) + 2 * len(parts)
        parts.append(text)
        evidence = {"sentence_index": index, "start": start, "end": start + len(text), "text": text}
        writer.add_event(event_id(report, telling), telling, people, evidence)
    writer.end_report()
    filler = report.number
    while not parts or sum(map(len, parts)) < _BODY_CHARACTERS:
        parts.append(REFRAINS[filler % len(REFRAINS)])
        filler += 1
    body = "\n\n".join(parts)
    is_current = version == 2
    first_seen, edited = report.published_at + dt.timedelta(hours=1), report.published_at + dt.timedelta(hours=26)
    fetched = edited if is_current and versions == 2 else first_seen
    gone = [] if report.is_listed or not is_current else [fetched + dt.timedelta(days=9)]
    replaced = [] if is_current else [edited]
    sha = hashlib.sha256(f"{report.number} {version}".encode()).hexdigest()
    row = {
        "report_id": report_id(report), "source": "truth", "post_id": report.number,
        "revision": version if versions == 2 else 1, "is_current": is_current,
        "url": f"https://example.org/?p={report.number}", "title": f"خبر رقم {report.number}: {parts[0][:60]}",
        "published_at": report.published_at, "published_date": report.day, "published_date_basis": "metadata",
        "modified_at": fetched - dt.timedelta(minutes=30), "language": "ar", "view_count": None, "body": body,
        "content_sha256": sha, "parser_version": "1", "warnings": [], "raw_sha256": sha, "fetched_at": fetched,
        "seen_at": fetched, "is_listed": report.is_listed if is_current else False, "shown_at": [fetched],
        "gone_at": gone, "current_changed_at": [fetched, *replaced], "listed_changed_at": [fetched, *gone, *replaced],
    }  # fmt: skip
    for name, value in row.items():
        writer.reports[name].append(value)


def _said(report: Report, version: int) -> Iterator[tuple[Telling, tuple[People, ...]]]:
    for telling in report.tellings:
        if version == 2 and telling.is_dropped:
            continue
        if version == 1 and telling.is_revised:
            if telling.earlier or telling.incident.control is None:
                yield telling, telling.earlier
            continue
        yield telling, telling.people


def _place(place: Place) -> dict[str, Any]:
    return {
        "pcode": place.pcode, "level": place.level, "name_ar": place.name_ar, "name_en": place.name_en,
        "admin1_pcode": place.admin1, "admin2_pcode": place.admin2, "admin3_pcode": place.admin3,
        "latitude": place.latitude, "longitude": place.longitude,
        "geo_precision": 3 if place.level in ("governorate", "district", "subdistrict") else 1, "relation": "in",
        "surface": place.name_ar, "candidates": [],
    }  # fmt: skip
