"""Ingests of a faulty site: six posts on three days, the ways in, and what the lake holds afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from sample_site.posts import Post
from tests.faults.faulty_site import FaultySite
from tests.support.site import client_for
from transforms.errors import FetchError
from transforms.fetching import FetchResult, fetch_days
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.sources import HandoverSource, HttpClient, Source, WordPressSource
from transforms.sources.date_archive import DateArchiveSource

DAYS = [dt.date(2016, 2, day) for day in (24, 25, 26)]
POSTS_A_DAY = {DAYS[0]: [101], DAYS[1]: [103, 104, 105, 106], DAYS[2]: [108]}
TEXT = "محافظة حلب – قصفت طائرات حربية مناطق في البلدة، ومعلومات عن سقوط جرحى، التقرير رقم"
RIGHT = {post_id: day for day, ids in POSTS_A_DAY.items() for post_id in ids}
FIRST_PAGE = {101, 103, 104, 105}


def posts() -> list[Post]:
    """What the site shows."""
    found = []
    for post_id, day in RIGHT.items():
        at = dt.datetime.combine(day, dt.time(8 + post_id % 10))
        found.append(Post(post_id, f"قصف على بلدة في ريف حلب {post_id}", f"<p>{TEXT} {post_id}</p>", at, at))
    return found


def client(site: FaultySite) -> HttpClient:
    seconds = 0.2 if any("hang" in fault.behaviour for fault in site.script) else 5.0
    return client_for(site.url, max_retries=3, timeout_seconds=seconds, max_body_bytes=1_000_000)


def rest(site: FaultySite) -> WordPressSource:
    return WordPressSource(client(site), name="test", base_url=site.url)


def archives(site: FaultySite) -> DateArchiveSource:
    return DateArchiveSource(client(site), name="test", base_url=site.url)


def by_both(site: FaultySite) -> HandoverSource:
    shared = client(site)
    routes = {"wordpress_rest": WordPressSource, "date_archive": DateArchiveSource}
    return HandoverSource(
        "test",
        {name: lambda kind=kind: kind(shared, name="test", base_url=site.url) for name, kind in routes.items()},  # type: ignore[misc]
        live=routes,
    )


def ingest(source: Source, lake: Lake, *, again: bool = False) -> dict[dt.date, FetchResult]:
    return {result.day: result for result in fetch_days(source, lake, DAYS, again=again)}


def failure(source: Source, lake: Lake) -> FetchError:
    with pytest.raises(FetchError) as caught:
        ingest(source, lake)
    return caught.value


def rows(lake: Lake) -> list[tuple[int, dt.date]]:
    """Every report that the site shows now, by its number, with its day; a post that stands twice comes twice."""
    found = []
    for day in DAYS:
        read_day(lake, day, extract=lambda _: ())
        for row in lake.read_reports(day).to_pylist():
            if row["is_current"] and row["is_listed"]:
                assert f"{TEXT} {row['post_id']}" in row["body"]
                found.append((row["post_id"], day))
    return sorted(found)


def stored(lake: Lake) -> set[int]:
    return {post_id for day in DAYS for post_id in lake.read_raw_pages(day).column("post_id").to_pylist()}


def quarantined(lake: Lake) -> dict[int, str]:
    return {int(row["page_id"]): row["reason"] for day in DAYS for row in lake.read_quarantine(day).to_pylist()}


def missing(results: dict[dt.date, FetchResult]) -> dict[dt.date, int]:
    """How many posts of each day that is short did not come."""
    return {day: (result.expected or 0) - result.listed for day, result in results.items() if not result.is_complete}


def every(*post_ids: int, without: Sequence[int] = ()) -> list[tuple[int, dt.date]]:
    return sorted((post_id, RIGHT[post_id]) for post_id in post_ids or RIGHT if post_id not in without)
