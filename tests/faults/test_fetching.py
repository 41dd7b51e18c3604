"""Fetches that break off: what came is stored, nothing is stored twice, and the error says what happened."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.rows import post, raw_page
from tests.support.site import Reply, client_for, rest_page, serving
from tests.support.sources import ListedSource
from transforms.errors import IncompleteDayError, LakeError, PermanentFetchError, TransientFetchError
from transforms.fetching import fetch_day
from transforms.lake import Lake, open_lake
from transforms.reading import read_day
from transforms.sources import WordPressSource

DAY = dt.date(2016, 2, 25)
PAGES = [raw_page(DAY, number, f"page {number}".encode()) for number in range(1, 7)]
PROJECT_DIR = Path(__file__).resolve().parent.parent.parent

FETCH = """
import datetime as dt, sys
from tests.support.site import client_for
from transforms.fetching import fetch_day
from transforms.lake import open_lake
from transforms.sources import WordPressSource
source = WordPressSource(client_for(sys.argv[1], timeout_seconds=60), name="test", base_url=sys.argv[1])
fetch_day(source, open_lake(sys.argv[2]), dt.date(2016, 2, 25))
"""


def ids(lake: Lake) -> list[str]:
    return lake.read_raw_pages(DAY).column("page_id").to_pylist()  # type: ignore[no-any-return]


def test_batches_before_an_interruption_are_stored(lake: Lake) -> None:
    source = ListedSource([PAGES[:2], PAGES[2:4], PAGES[4:]], breaks_at=2, error=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        fetch_day(source, lake, DAY)

    assert ids(lake) == ["1", "2", "3", "4"]


def test_the_run_after_an_interruption_adds_only_what_is_missing(lake: Lake) -> None:
    batches = [PAGES[:2], PAGES[2:4], PAGES[4:]]
    with pytest.raises(KeyboardInterrupt):
        fetch_day(ListedSource(batches, breaks_at=1, error=KeyboardInterrupt()), lake, DAY)

    assert fetch_day(ListedSource(batches), lake, DAY).added == 4


def test_a_process_killed_between_two_pages_loses_no_stored_page(tmp_path: Path) -> None:
    hangs = [True]

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if not path.startswith("/wp-json"):
            return Reply(404)
        if query["page"] == "2" and hangs[0]:
            time.sleep(30)
        return rest_page([post(int(query["page"]), "<p>نص</p>")], total=2, pages=2)

    with serving(answer) as site:
        process = subprocess.Popen(
            [sys.executable, "-c", FETCH, site.url, str(tmp_path / "lake")],
            cwd=PROJECT_DIR,
            env={**os.environ, "PYTHONPATH": str(PROJECT_DIR)},
        )
        deadline = time.monotonic() + 60
        while not any("page=2" in path for path in site.asked) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        hangs[0] = False
        lake = open_lake(str(tmp_path / "lake"))
        after_kill = ids(lake)
        added = fetch_day(WordPressSource(client_for(site.url), name="test", base_url=site.url), lake, DAY).added

    assert (after_kill, added, ids(lake)) == (["1"], 1, ["1", "2"])


def test_an_unreachable_site_is_a_transient_error_with_its_address(lake: Lake) -> None:
    source = WordPressSource(
        client_for("http://127.0.0.1:9", max_retries=1), name="test", base_url="http://127.0.0.1:9"
    )
    with pytest.raises(TransientFetchError) as caught:
        fetch_day(source, lake, DAY)

    assert caught.value.url.startswith("http://127.0.0.1:9/")


def test_a_site_that_breaks_down_on_the_second_page_leaves_the_first_stored(lake: Lake) -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if not path.startswith("/wp-json"):
            return Reply(404)
        return rest_page([post(1, "<p>نص</p>")], total=2, pages=2) if query["page"] == "1" else Reply(502)

    with serving(answer) as site, pytest.raises(TransientFetchError):
        fetch_day(WordPressSource(client_for(site.url, max_retries=1), name="test", base_url=site.url), lake, DAY)

    assert ids(lake) == ["1"]


def test_an_answer_that_is_not_json_stores_nothing(lake: Lake) -> None:
    page = Reply(200, b"<html>Checking your browser</html>", {"Content-Type": "text/html"})
    with (
        serving(lambda path, _: page if path.startswith("/wp-json") else Reply(404)) as site,
        pytest.raises(PermanentFetchError, match="Checking your browser"),
    ):
        fetch_day(WordPressSource(client_for(site.url), name="test", base_url=site.url), lake, DAY)

    assert lake.days("raw_pages") == []


def test_a_site_that_tells_of_more_posts_than_it_gives_is_incomplete(lake: Lake) -> None:
    with (
        serving(
            lambda path, _: rest_page([post(1, "a")], total=3) if path.startswith("/wp-json") else Reply(404)
        ) as site,
        pytest.raises(IncompleteDayError),
    ):
        fetch_day(WordPressSource(client_for(site.url), name="test", base_url=site.url), lake, DAY)

    assert ids(lake) == ["1"]


def test_an_unwritable_lake_ends_the_fetch_with_a_lake_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LakeError, match="cannot write"):
        fetch_day(ListedSource([PAGES]), open_lake(str(tmp_path / "file/lake")), DAY)


def test_a_post_that_the_site_lists_by_an_older_clock_is_not_lost(lake: Lake) -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if not path.startswith("/wp-json"):
            return Reply(404)
        now = dt.timezone(dt.timedelta(hours=3))  # the site's zone today; the post was stored with +02:00
        after, before = (
            dt.datetime.fromisoformat(query[key]).astimezone(now).replace(tzinfo=None) for key in ("after", "before")
        )
        listed = after < dt.datetime(2016, 1, 10, 0, 30) < before
        return rest_page([post(1, "<p>نص</p>", date="2016-01-09T22:30:00")] if listed else [])

    found = {}
    with serving(answer) as site:
        source = WordPressSource(client_for(site.url), name="test", base_url=site.url)
        for day in (dt.date(2016, 1, 9), dt.date(2016, 1, 10), dt.date(2016, 1, 11)):
            fetch_day(source, lake, day)
            found[day.day] = len(lake.read_raw_pages(day))

    assert found == {9: 0, 10: 1, 11: 0}


def test_posts_around_midnight_and_clock_changes_fall_on_one_day_each(lake: Lake) -> None:
    instants = [  # UTC, with the day in Damascus
        ("2016-03-24T21:59:59", dt.date(2016, 3, 24)),  # the last second before the clock jumps
        ("2016-03-24T22:00:00", dt.date(2016, 3, 25)),  # 01:00: midnight does not exist
        ("2016-03-25T20:59:59", dt.date(2016, 3, 25)),
        ("2016-03-25T21:00:00", dt.date(2016, 3, 26)),
        ("2015-10-29T20:30:00", dt.date(2015, 10, 29)),  # 23:30, the first time
        ("2015-10-29T21:30:00", dt.date(2015, 10, 29)),  # 23:30, again
        ("2015-10-29T22:00:00", dt.date(2015, 10, 30)),
    ]
    posts = [(at, post(number, "<p>نص</p>", date=at)) for number, (at, _) in enumerate(instants, 1)]

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if not path.startswith("/wp-json"):
            return Reply(404)
        return rest_page([p for at, p in posts if query["after"] < f"{at}Z" < query["before"]])

    with serving(answer) as site:
        source = WordPressSource(client_for(site.url), name="test", base_url=site.url)
        first_days = (dt.date(2015, 10, 28), dt.date(2016, 3, 23))
        days = [first + dt.timedelta(days=n) for first in first_days for n in range(5)]
        found = []
        for day in days:
            fetch_day(source, lake, day)
            read_day(lake, day, extract=lambda _: ())
            found += [(post_id, day) for post_id in lake.read_reports(day).column("post_id").to_pylist()]

    assert sorted(found) == [(number, day) for number, (_, day) in enumerate(instants, 1)]
