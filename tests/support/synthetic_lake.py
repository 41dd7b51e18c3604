"""A small lake written straight from the schemas, with one of each thing that the SQL models must tell apart.

Weeks: 2016-W08 is 22 to 28 February, 2016-W09 is 29 February to 6 March. Places are real P-codes: Azaz and Mare' lie in
one district of Aleppo, Bashkwi Samaan in another one, Idleb in another governorate.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.paths import SEEDS_DIR
from transforms.schemas import QUARANTINE, REPORTS

AZAZ, MARE, BASHKWI, IDLEB, ALEPPO = "C1564", "C1643", "C1125", "C3871", "SY02"
THURSDAY, SUNDAY, MONDAY = dt.date(2016, 2, 25), dt.date(2016, 2, 28), dt.date(2016, 2, 29)


@cache
def _gazetteer() -> dict[str, dict[str, str]]:
    with (SEEDS_DIR / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["pcode"]: row for row in csv.DictReader(file)}


def place(pcode: str) -> dict[str, Any]:
    """A place as the extractor gives it."""
    row = _gazetteer()[pcode]
    names = ("pcode", "level", "name_ar", "name_en", "admin1_pcode", "admin2_pcode", "admin3_pcode")
    return {
        **{name: row[name] or None for name in names},
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        "geo_precision": 3 if row["level"] == "governorate" else 1,
        "relation": "in",
        "surface": row["name_ar"],
        "candidates": [],
    }


def casualty(low: int, best: int | None, high: int | None, **more: Any) -> dict[str, Any]:
    """People killed in an incident, as far as not said otherwise."""
    return {
        "outcome": "killed", "side": None, "civilian_status": "civilian", "low": low, "best": best, "high": high,
        "qualifier": "exact", "confirmed": True, "scope": "incident", "breakdown": [], **more,
    }  # fmt: skip


def event(kind: str, day: dt.date | None, places: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """A confirmed event of one day, as far as not said otherwise. Its evidence is set by `report`."""
    return {
        "event_type": kind, "acled_sub_event_type": None, "weapon": None, "actors": [], "targets": [],
        "actor_certainty": "certain", "places": [place(pcode) for pcode in places],
        "admin1_pcode": place(places[0])["admin1_pcode"] if places else None,
        "event_date_start": day, "event_date_end": day, "date_precision": 1, "date_surface": None,
        "status": "confirmed", "is_background": False, "no_casualty_statement": False, "late_death": False,
        "original_date": None, "control": None, "casualties": [], "rule_id": "test", **more,
    }  # fmt: skip


def control(taken_by: str, taken_from: str | None, **more: Any) -> dict[str, Any]:
    """A full capture, as far as not said otherwise."""
    said = {"taken_by": taken_by, "taken_from": taken_from, "extent": "full", "change": "capture", "places_low": None}
    return {**said, **more}


def report(number: int, published: dt.date, events: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A report at eight in the morning whose body is one sentence an event."""
    sentences = [f"الخبر {number}-{index}" for index in range(len(events))]
    body = "\n\n".join(sentences)
    told = []
    for index, (sentence, one) in enumerate(zip(sentences, events, strict=True)):
        start = body.index(sentence)
        evidence = {"sentence_index": index, "start": start, "end": start + len(sentence), "text": sentence}
        casualties = [{**row, "evidence": evidence} for row in one["casualties"]]
        told.append({**one, "event_id": f"e{number}-{index}", "evidence": evidence, "casualties": casualties})
    at = dt.datetime.combine(published, dt.time(8), tzinfo=dt.UTC)
    return {
        "report_id": f"test:{number}", "source": "test", "post_id": number, "revision": 1, "is_current": True,
        "url": f"https://example.org/?p={number}", "title": f"العنوان {number}", "published_at": at,
        "published_date": published, "published_date_basis": "metadata", "modified_at": at, "language": "ar",
        "view_count": None, "body": body, "content_sha256": f"{number:064x}", "parser_version": "1", "warnings": [],
        "raw_sha256": f"{number:064x}", "fetched_at": at, "events": told, **more,
    }  # fmt: skip


def reports() -> list[dict[str, Any]]:
    """Three reports, one of them in two revisions."""
    morning = [
        event("control_change", THURSDAY, [BASHKWI, AZAZ], control=control("sdf", "is")),
        event("airstrike", THURSDAY, [AZAZ, MARE], casualties=[casualty(5, 5, 5)]),
        event("toll", THURSDAY, [ALEPPO], casualties=[casualty(12, 12, 12, scope="day")]),
        event("shelling", THURSDAY, [IDLEB], casualties=[_at_least_three()]),
        event("control_change", dt.date(2015, 10, 1), [MARE], control=control("regime", "is"), is_background=True),
    ]
    evening = [
        event("control_change", THURSDAY, [AZAZ], status="reported", control=control("sdf", None, extent="partial")),
        event("shelling", THURSDAY, [IDLEB], casualties=[_at_least_three()]),
        event("control_change", THURSDAY, admin1_pcode="SY02", control=control("regime", None, places_low=2)),
    ]
    retracted = [event("clash", SUNDAY, [MARE], casualties=[casualty(40, 40, 40)])]
    parts = [
        {"kind": "fighter", "n": 11, "side": "opposition", "civilian_status": "combatant"},
        {"kind": "citizen", "n": 3, "side": None, "civilian_status": "civilian"},
    ]
    fourteen = casualty(14, 14, 14, side="opposition", civilian_status="mixed", breakdown=parts)
    rumour = casualty(0, None, None, qualifier="unconfirmed", confirmed=False, civilian_status="unknown")
    tens = casualty(10, None, None, qualifier="tens", outcome="wounded")
    corrected = [
        event("clash", SUNDAY, [MARE], casualties=[fourteen]),
        event("explosion", None, [IDLEB], casualties=[rumour]),
        event("toll", MONDAY, [ALEPPO], casualties=[casualty(900, 900, 900, scope="campaign")]),
        event("airstrike", MONDAY, [AZAZ, IDLEB], admin1_pcode=None, casualties=[tens]),
    ]
    night = dt.datetime(2016, 2, 25, 20, tzinfo=dt.UTC)
    return [
        report(1, THURSDAY, morning),
        report(2, THURSDAY, evening, published_at=night),
        report(3, MONDAY, retracted, is_current=False),
        report(3, MONDAY, corrected, revision=2),
    ]


def _at_least_three() -> dict[str, Any]:
    return casualty(3, 3, None, qualifier="at_least", civilian_status="unknown")


def write_lake(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write reports as a local lake, with one page in quarantine."""
    for day in sorted({row["published_date"] for row in rows}):
        table = pa.Table.from_pylist([row for row in rows if row["published_date"] == day], schema=REPORTS)
        path = folder / "reports" / f"date={day}" / "reports.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, path)
    page = {
        "page_id": "9", "source": "test", "url": "https://example.org/?p=9", "published_date": THURSDAY,
        "reason": "empty", "message": "no text", "body": b"", "raw_sha256": "0" * 64,
        "fetched_at": dt.datetime(2016, 2, 25, 9, tzinfo=dt.UTC), "parser_version": "1",
    }  # fmt: skip
    path = folder / "quarantine" / f"date={THURSDAY}" / "quarantine.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist([page], schema=QUARANTINE), path)
    return folder
