"""A site by several routes over several runs: a post is one report whichever route shows it, and none gets lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.living_site import LIST, LivingSite, living
from tests.support.rows import post_bytes, raw_page
from tests.support.site import client_for
from transforms.changes import Changes, fetch_changes
from transforms.errors import TransientFetchError
from transforms.fetching import FetchResult, fetch_days
from transforms.freshness import read_stale_days
from transforms.lake import Lake
from transforms.progress import Silent
from transforms.sources.base import RawPage, raw_page_table
from transforms.sources.date_archive import DateArchiveSource
from transforms.sources.handover import HandoverSource

FIRST = dt.date(2016, 3, 20)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(4)]
SINCE = dt.datetime(2016, 6, 1, tzinfo=dt.UTC)


@dataclass
class Runs:
    """Runs of a site by REST and, where that fails, by its date archives, into one lake."""

    site: LivingSite
    lake: Lake

    def source(self) -> HandoverSource:
        client = client_for(self.site.url, max_retries=0)
        routes = {
            "wordpress_rest": self.site.source,
            "date_archive": lambda: DateArchiveSource(client, name="test", base_url=self.site.url),
        }
        return HandoverSource("test", routes, live=list(routes))

    def fetch(self, *, rest: bool = True) -> list[FetchResult]:
        """Fetch all days, with REST lists that work or fail."""
        self.site.broken = set() if rest else {LIST}
        return list(fetch_days(self.source(), self.lake, DAYS, again=True))

    def changes(self) -> Changes:
        self.site.broken = set()
        return fetch_changes(self.source(), self.lake, SINCE, DAYS, Silent())

    def reports(self, day: dt.date) -> list[tuple[int, int, bool, bool]]:
        """Post, revision, is_current and is_listed of a day's reports."""
        list(read_stale_days(self.lake, [day], "local"))
        rows = self.lake.read_reports(day).to_pylist()
        return sorted((row["post_id"], row["revision"], row["is_current"], row["is_listed"]) for row in rows)


@pytest.fixture
def runs(lake: Lake) -> Iterator[Runs]:
    """Two posts a day: 100 and 101 on the first, 102 and 103 on the second, …"""
    with living((100 + n, DAYS[n // 2]) for n in range(8)) as site:
        yield Runs(site, lake)


AS_THEY_WERE = [(100, 1, True, True), (101, 1, True, True)]


def test_days_that_another_route_serves_are_complete(runs: Runs) -> None:
    assert {(result.is_complete, result.served) for result in runs.fetch(rest=False)} == {(True, ("date_archive",))}


def test_a_day_that_falls_short_is_filled_by_the_next_route(runs: Runs) -> None:
    runs.site.withheld = {102}
    results = runs.fetch()

    assert all(result.is_complete for result in results)
    assert [result.served for result in results] == [
        ("wordpress_rest",), ("wordpress_rest", "date_archive"), ("wordpress_rest",), ("wordpress_rest",),
    ]  # fmt: skip


def test_where_both_routes_fail_the_days_before_are_kept(runs: Runs) -> None:
    runs.fetch()
    runs.site.broken = {LIST, *(f"/date/{DAYS[2]:%Y/%m/%d}/{form}" for form in ("", "page/1/"))}
    runs.site.broken |= {f"/{DAYS[2]:%Y/%m/%d}/"}
    with pytest.raises(TransientFetchError, match="none of 2 routes served"):
        list(fetch_days(runs.source(), runs.lake, DAYS, again=True))

    assert [runs.lake.read_raw_pages(day).num_rows >= 2 for day in DAYS] == [True] * 4


@pytest.mark.parametrize("rest_first", [True, False])
def test_a_post_by_one_route_and_then_by_another_is_one_report_that_is_listed(runs: Runs, rest_first: bool) -> None:
    runs.fetch(rest=rest_first)
    results = runs.fetch(rest=not rest_first)

    assert ({(result.gone, result.missing) for result in results}, runs.reports(FIRST)) == ({(0, ())}, AS_THEY_WERE)


def test_runs_by_turns_store_no_page_again(runs: Runs) -> None:
    for rest in (True, False):
        runs.fetch(rest=rest)

    assert [sum(result.added for result in runs.fetch(rest=rest)) for rest in (True, False)] == [0, 0]


def test_a_post_that_both_routes_showed_and_that_is_deleted_is_listed_no_more(runs: Runs) -> None:
    for rest in (True, False):
        runs.fetch(rest=rest)
    runs.site.delete(100)
    runs.fetch()

    assert runs.reports(FIRST) == [(100, 1, True, False), (101, 1, True, True)]


def test_a_deleted_post_is_found_by_the_next_route_where_lists_fail(runs: Runs) -> None:
    runs.fetch()
    runs.site.delete(100)
    results = runs.fetch(rest=False)

    assert (results[0].gone, runs.reports(FIRST)[0]) == (1, (100, 1, True, False))


def test_a_post_that_the_next_route_leaves_out_is_missing_and_not_gone(runs: Runs) -> None:
    runs.fetch()
    runs.site.unlinked = {100}
    results = runs.fetch(rest=False)

    assert (results[0].missing, results[0].has_shrunk, runs.reports(FIRST)) == (("100",), True, AS_THEY_WERE)


def test_a_deleted_post_that_only_the_next_route_had_shown_is_found_by_asking_what_changed(runs: Runs) -> None:
    runs.fetch(rest=False)
    runs.site.delete(100)
    found = runs.changes()

    assert (found.gone, runs.reports(FIRST)[0]) == (1, (100, 1, True, False))


def test_posts_that_the_next_route_had_shown_are_not_missed(runs: Runs) -> None:
    runs.fetch(rest=False)
    found = runs.changes()

    assert (found.missed, found.gone, found.changed_days) == (0, 0, ())


def test_what_rest_shows_after_a_stale_page_of_another_route_is_current(runs: Runs) -> None:
    runs.fetch()
    stale = runs.site.posts[100]
    runs.site.edit(100, "نص معدل")
    runs.fetch()
    edited = runs.site.posts[100]
    runs.site.posts[100] = stale  # a cache in front of the pages, not of REST
    runs.fetch(rest=False)
    runs.site.posts[100] = edited
    runs.fetch()

    assert runs.reports(FIRST)[:2] == [(100, 1, False, False), (100, 2, True, True)]


def test_a_page_without_a_number_that_another_route_showed_is_not_looked_for_by_number(runs: Runs) -> None:
    page = RawPage.of(
        source="test", route="date_archive", url="https://example.org/a", post_id=None, published_date=FIRST,
        body=b"<html></html>", fetched_at=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    runs.lake.add_raw_pages(FIRST, raw_page_table([page]))
    [result, *_] = runs.fetch()

    assert (result.missing, result.is_complete) == ((), True)


def test_a_page_of_no_known_source_is_never_taken_for_gone(runs: Runs) -> None:
    runs.lake.add_raw_pages(FIRST, raw_page_table([raw_page(FIRST, 900, b"a", route="wayback")]))
    [result, *_] = runs.fetch()

    assert (result.missing, result.gone) == ((), 0)


def test_a_deleted_post_is_listed_no_more_though_an_archive_keeps_it(runs: Runs) -> None:
    runs.fetch()
    captured = dt.datetime(2016, 4, 1, tzinfo=dt.UTC)
    page = raw_page(FIRST, 100, post_bytes(100, "<p>نص التقرير 100</p>"), route="wayback", fetched_at=captured)
    runs.lake.add_raw_pages(FIRST, raw_page_table([page]))
    runs.site.delete(100)
    runs.fetch()

    assert [is_listed for post_id, *_, is_listed in runs.reports(FIRST) if post_id == 100] == [False, False]
