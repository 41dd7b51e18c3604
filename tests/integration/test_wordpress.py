"""The WordPress source against a real WordPress (../shared/tools/wordpress, Debian's packages, on loopback)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import free_ports
from tests.support.site import client_for
from tests.support.wordpress import NoWordPressError, WordPress, running
from transforms.fetching import fetch_day
from transforms.lake import Lake
from transforms.page import read_report
from transforms.reading import read_day
from transforms.sources import WordPressSource

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

DAYS = [dt.date(2016, 3, 23) + dt.timedelta(days=n) for n in range(4)]
BUSY_DAY = dt.date(2016, 2, 25)
BUSY_POSTS = 230


def _posts() -> Iterator[dict[str, object]]:
    """Posts at both edges of days, among them the one whose midnight does not exist, and a day of three REST pages."""
    post_id = 100
    for day in DAYS:
        first = "01:00:00" if day == dt.date(2016, 3, 25) else "00:00:00"
        for time in (first, "12:00:00", "23:59:00", "23:59:59"):
            post_id += 1
            yield _post(post_id, f"{day} {time}")
    for number in range(BUSY_POSTS):
        post_id += 1
        yield _post(post_id, f"{BUSY_DAY} 09:{number % 60:02}:00")


def _post(post_id: int, date: str) -> dict[str, object]:
    first = f"محافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت طائرات حربية مناطق في البلدة {post_id}"
    html = f"<p>{first}</p>\n\n<p>فقرة ثانية</p>"
    return {"id": post_id, "title": f"قصف على بلدة في ريف حلب {post_id}", "html": html, "date": date}


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    try:
        with running(list(_posts()), free_ports(1)[0]) as site:
            yield site
    except NoWordPressError as error:
        pytest.skip(str(error))


@pytest.fixture
def source(wordpress: WordPress) -> WordPressSource:
    return WordPressSource(client_for(wordpress.url, timeout_seconds=30), name="test", base_url=wordpress.url)


def test_posts_around_midnight_fall_on_one_day_each(wordpress: WordPress, source: WordPressSource) -> None:
    around = [DAYS[0] - dt.timedelta(days=1), *DAYS, DAYS[-1] + dt.timedelta(days=1)]
    found = sorted((page.post_id, day) for day in around for page in source.list_day(day))

    assert found == sorted((post_id, day) for post_id, day in wordpress.days.items() if day in DAYS)


def test_a_day_of_several_rest_pages_comes_whole(lake: Lake, source: WordPressSource) -> None:
    result = fetch_day(source, lake, BUSY_DAY)

    assert (result.listed, result.expected, result.added) == (BUSY_POSTS, BUSY_POSTS, BUSY_POSTS)


def test_a_second_fetch_changes_nothing(lake: Lake, source: WordPressSource) -> None:
    fetch_day(source, lake, BUSY_DAY)
    read_day(lake, BUSY_DAY, extract=lambda _: ())
    before = {name: lake._objects.read(name) for name in lake._objects.names("")}
    added = fetch_day(source, lake, BUSY_DAY).added
    read_day(lake, BUSY_DAY, extract=lambda _: ())

    assert (added, {name: lake._objects.read(name) for name in lake._objects.names("")}) == (0, before)


def test_an_article_page_gives_the_report_of_the_rest_answer(wordpress: WordPress) -> None:
    post = requests.get(f"{wordpress.url}/wp-json/wp/v2/posts/102", timeout=30).content
    page = requests.get(f"{wordpress.url}/?p=102", timeout=30).content
    by_rest, by_page = (read_report(content, source="test") for content in (post, page))

    assert (by_page.report_id, by_page.title, by_page.body, by_page.published_at) == (
        by_rest.report_id,
        by_rest.title,
        by_rest.body,
        by_rest.published_at,
    )


def test_an_edit_is_a_second_revision(
    wordpress: WordPress, lake: Lake, source: WordPressSource, tmp_path: Path
) -> None:
    day = DAYS[0]
    fetch_day(source, lake, day)
    (tmp_path / "new.html").write_text("<p>نص معدل للتقرير</p>", encoding="utf-8")
    wordpress.run("edit", "102", str(tmp_path / "new.html"))
    fetch_day(source, lake, day)
    read_day(lake, day, extract=lambda _: ())
    reports = lake.read_reports(day).to_pylist()

    assert [(r["revision"], r["is_current"]) for r in reports if r["post_id"] == 102] == [(1, False), (2, True)]
