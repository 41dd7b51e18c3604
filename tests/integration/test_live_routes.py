"""Every route to a real WordPress (../shared/tools/wordpress): each post once, and the oddities seen there."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import free_ports
from tests.support.site import client_for
from tests.support.wordpress import NoWordPressError, WordPress, running
from transforms.fetching import fetch_days
from transforms.lake import open_lake
from transforms.page import read_report
from transforms.settings import Settings
from transforms.sites import SiteSettings
from transforms.sources import HttpClient, RawPage, Source, WordPressSource, open_site
from transforms.sources.archive_memory import Failures
from transforms.sources.article import Articles
from transforms.sources.date_archive import DateArchiveSource
from transforms.sources.feed import FeedSource
from transforms.sources.kept_answers import KeptAnswers
from transforms.sources.routes import ROUTES

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

LIVE = ("wordpress_rest", "feed", "date_archive", "sitemap")
FIRST = dt.date(2016, 3, 23)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(5)]
"""Among them 25 March 2016, which begins at 01:00."""
FEBRUARY = dt.date(2016, 2, 25)
POSTS_A_DAY = 36
SAME_SECOND = 25
LONG_TITLE = "قصف على بلدة في ريف حلب الشمالي ومقتل مواطنين بينهم أطفال ونساء"


def _post(post_id: int, day: dt.date, time: str, title: str = "") -> dict[str, object]:
    first = f'<p>محافظة حلب – قصفت طائرات "حربية" مناطق في البلدة {post_id}</p>'
    html = f"{first}\n\n<!--more-->\n\n<p>فقرة ثانية &amp; أخيرة</p>"
    return {"id": post_id, "title": title or f"قصف على بلدة {post_id}", "html": html, "date": f"{day} {time}"}


def _posts() -> Iterator[dict[str, object]]:
    """Posts of every day, the first in its first second and the last in its last one, many of the same second."""
    post_id = 100
    for day in DAYS:
        first = "01:00:00" if day == dt.date(2016, 3, 25) else "00:00:00"
        hours = [f"{8 + n % 12:02}:{n:02}:00" for n in range(POSTS_A_DAY - SAME_SECOND - 3)]
        for time in (first, *hours, *["21:00:00"] * SAME_SECOND, "23:59:00", "23:59:59"):
            post_id += 3
            yield _post(post_id, day, time)
    for n in range(6):  # their addresses begin alike: slugs are cut
        yield _post(1000 + n, FEBRUARY, f"10:0{n}:00", f"{LONG_TITLE} {n}")


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    try:
        with running(list(_posts()), free_ports(1)[0]) as site:
            yield site
    except NoWordPressError as error:
        pytest.skip(str(error))


def client(wordpress: WordPress, **more: object) -> HttpClient:
    return client_for(wordpress.url, timeout_seconds=30, **more)


def source(route: str, wordpress: WordPress, **more: object) -> Source:
    opened: Source = ROUTES[route].load()(client(wordpress, **more), name="test", base_url=wordpress.url)
    return opened


@dataclass(frozen=True)
class Fetched:
    """What a route brought."""

    source: Source
    is_complete: bool
    pages: list[tuple[dt.date, dict[str, Any]]]


def of_days(wordpress: WordPress, days: list[dt.date]) -> list[tuple[str, dt.date]]:
    return sorted((str(post_id), day) for post_id, day in wordpress.days.items() if day in days)


def came(pages: list[RawPage]) -> list[tuple[str, dt.date]]:
    return sorted((page.page_id, page.published_date) for page in pages)


# --- each post once --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LIVE)
def fetched(request: pytest.FixtureRequest, wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Fetched:
    """All days by one route, in a lake of its own."""
    lake = open_lake(str(tmp_path_factory.mktemp("lake")))
    opened = source(request.param, wordpress)
    results = list(fetch_days(opened, lake, DAYS))
    pages = [(day, row) for day in DAYS for row in lake.read_raw_pages(day).to_pylist()]
    return Fetched(opened, all(result.is_complete for result in results), pages)


def test_each_post_of_a_range_comes_once_on_its_day(fetched: Fetched, wordpress: WordPress) -> None:
    assert sorted((page["page_id"], day) for day, page in fetched.pages) == of_days(wordpress, DAYS)
    assert fetched.is_complete


def test_a_day_without_posts_is_empty(fetched: Fetched) -> None:
    assert list(fetched.source.list_day(dt.date(2016, 3, 10))) == []


def test_every_route_gives_the_report_of_the_rest_interface(fetched: Fetched, wordpress: WordPress) -> None:
    """Typographic quotes, the mark of "continue reading", entities."""
    posts = source("wordpress_rest", wordpress).list_day(DAYS[3])
    theirs = {report_of(page.body, page.url, page.content_type) for page in posts}
    ours = {report_of(p["body"], p["url"], p["content_type"]) for day, p in fetched.pages if day == DAYS[3]}

    assert (len(ours), ours) == (POSTS_A_DAY, theirs)


def report_of(body: bytes, url: str, content_type: str | None) -> tuple[object, ...]:
    report = read_report(body, source="test", url=url, content_type=content_type)
    return report.report_id, report.title, report.body, report.published_at


@pytest.mark.parametrize("route", ["feed", "date_archive", "sitemap"])
def test_posts_that_were_given_later_numbers_than_newer_ones_come_once(route: str, wordpress: WordPress) -> None:
    assert came(list(source(route, wordpress).list_day(FEBRUARY))) == of_days(wordpress, [FEBRUARY])


def test_all_live_routes_of_a_configured_site_serve_it_together(wordpress: WordPress, tmp_path: Path) -> None:
    routes = ("feed", "wordpress_rest", "sitemap", "date_archive")
    site = SiteSettings(base_url=wordpress.url, routes=routes, requests_per_second=1000)
    opened = open_site("test", site, Settings(data_dir=tmp_path))
    together = [page for batch in opened.spread(DAYS[0], DAYS[-1]) for page in batch]  # type: ignore[attr-defined]

    assert (came(together), opened.served(DAYS[0])) == (of_days(wordpress, DAYS), ("feed",))


def test_the_plain_address_of_the_rest_interface_gives_all_pages_of_a_list(wordpress: WordPress) -> None:
    opened = WordPressSource(client(wordpress), name="test", base_url=wordpress.url)
    opened.interface._is_plain = True  # as where permalinks are off
    pages = [page for batch in opened.spread(DAYS[0], DAYS[-1]) for page in batch]

    assert came(pages) == of_days(wordpress, DAYS)
    assert all("rest_route=" in page.url for page in pages)


# --- addresses -------------------------------------------------------------------------------------------------


def test_a_day_that_does_not_exist_leads_to_its_month_and_is_no_archive(wordpress: WordPress) -> None:
    opened = DateArchiveSource(client(wordpress), name="test", base_url=wordpress.url)

    assert requests.get(f"{wordpress.url}/date/2016/02/30/", timeout=30).url.endswith("/date/2016/02/")
    assert opened._listed(f"{wordpress.url}/date/2016/02/30/", 1) is None


def test_a_wrong_slug_with_the_right_number_is_the_post(wordpress: WordPress) -> None:
    page, _ = article(wordpress, f"{wordpress.url}/another-title/103/", 103)

    assert page is not None
    assert (page.post_id, "another-title" in page.url) == (103, False)


def article(wordpress: WordPress, url: str, post_id: int) -> tuple[RawPage | None, Articles]:
    articles = Articles(client(wordpress), source="test", route="sitemap", base_url=wordpress.url)
    return articles.get(url, Failures(url), post_id=post_id), articles


# --- changes while it is looked at -----------------------------------------------------------------------------


def test_a_deleted_post_whose_address_leads_to_another_one_is_not_taken_for_it(wordpress: WordPress) -> None:
    address = requests.get(f"{wordpress.url}/?p=1003", timeout=30).url
    wordpress.run("delete", "1003")
    del wordpress.days[1003]
    page, articles = article(wordpress, address, 1003)

    assert page is None
    shown = requests.get(address, timeout=30)
    if shown.ok:  # WordPress found a post whose address begins alike
        assert any("and not 1003" in line for line in articles.unplaced)


def test_a_post_in_the_trash_shows_nothing_by_any_route(wordpress: WordPress) -> None:
    address = requests.get(f"{wordpress.url}/?p=1005", timeout=30).url
    wordpress.run("delete", "1005", "--trash")
    del wordpress.days[1005]
    revisable = source("wordpress_rest", wordpress).revisable()

    assert revisable is not None
    assert (revisable.whereabouts("1005"), article(wordpress, address, 1005)[0]) == (None, None)
    assert all(came(list(source(r, wordpress).list_day(FEBRUARY))) == of_days(wordpress, [FEBRUARY]) for r in LIVE)


@pytest.mark.parametrize("route", ["feed", "date_archive"])
def test_a_deletion_between_two_pages_of_a_list_hides_no_post(route: str, wordpress: WordPress) -> None:
    """The newest post of the day goes once the list's first page was read."""
    day = DAYS[4] if route == "feed" else DAYS[3]
    newest = str(max(post_id for post_id, its_day in wordpress.days.items() if its_day == day))
    opened = source(route, wordpress)
    ask = opened._client.get  # type: ignore[attr-defined]
    deleted: list[str] = []

    def get(url: str, **more: object) -> object:
        answer = ask(url, **more)
        is_first = url.partition("?")[0].endswith(f"/{day:%Y/%m/%d}/") or "paged=1&" in url
        if is_first and not deleted and newest.encode() in answer.body:
            wordpress.run("delete", newest)
            deleted.append(newest)
            del wordpress.days[int(newest)]
        return answer

    opened._client.get = get  # type: ignore[attr-defined]
    found = {page.page_id for page in opened.list_day(day)}

    assert deleted
    assert found - set(deleted) == {page_id for page_id, _ in of_days(wordpress, [day])}


def test_a_feed_is_read_anew_after_a_deletion_that_its_mark_does_not_tell(wordpress: WordPress, tmp_path: Path) -> None:
    day = DAYS[1]
    kept: Mapping[str, object] = {"kept": KeptAnswers(tmp_path)}
    before = came(list(FeedSource(client(wordpress, **kept), name="test", base_url=wordpress.url).list_day(day)))
    gone = int(before[0][0])
    wordpress.run("delete", str(gone))
    del wordpress.days[gone]
    after = came(list(FeedSource(client(wordpress, **kept), name="test", base_url=wordpress.url).list_day(day)))

    assert (len(before), after) == (POSTS_A_DAY, of_days(wordpress, [day]))


@pytest.mark.parametrize("route", ["wordpress_rest", "feed", "date_archive"])
def test_a_careless_page_cache_hides_no_new_post(route: str, wordpress: WordPress, tmp_path: Path) -> None:
    day, number = dt.date(2016, 4, 20) + dt.timedelta(days=LIVE.index(route)), 2000 + 10 * LIVE.index(route)
    wordpress.run("up", "--page-cache", "on")
    for post_id in (number, number + 1):
        file = tmp_path / f"{post_id}.jsonl"
        file.write_text(json.dumps(_post(post_id, day, "12:00:00")), encoding="utf-8")
        wordpress.run("add", file)
        wordpress.days[post_id] = day
        found = came(list(source(route, wordpress).list_day(day)))

    assert Counter(found) == Counter(of_days(wordpress, [day]))
