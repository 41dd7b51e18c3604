"""The feed source against scripted feeds and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.support.site import Answerer, Reply, Site, client_for, serving
from transforms.errors import BudgetSpentError, PermanentFetchError, TransientFetchError
from transforms.page import read_report
from transforms.sources.feed import FeedSource
from transforms.sources.turns import RunBudget

DAY = dt.date(2016, 2, 25)
NOON = "Thu, 25 Feb 2016 10:00:00 +0000"
Item = tuple[int, str]


def source_at(site: Site) -> FeedSource:
    return FeedSource(client_for(site.url), name="test", base_url=site.url)


def site_of(*pages: list[Item], shown: Mapping[int, int] | None = None) -> Answerer:
    """Feed pages by number; the page of a post shows the post `shown` says."""

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path == "/feed/":
            number = int(query["paged"])
            return feed(pages[number - 1]) if number <= len(pages) else Reply(404, b"<rss/>")
        if path.startswith("/post/"):
            post_id = int(path.split("/")[2])
            return article((shown or {}).get(post_id, post_id))
        return Reply(404)

    return answer


def feed(items: list[Item]) -> Reply:
    told = "".join(
        f'<item><link>{{base}}/post/{i}/</link><guid isPermaLink="false">{{base}}/?p={i}</guid>'
        f"<pubDate>{date}</pubDate></item>"
        for i, date in items
    ).replace("{base}", BASE[0])
    return Reply(200, f"<rss><channel>{told}</channel></rss>".encode(), {"Content-Type": "application/rss+xml"})


def article(post_id: int) -> Reply:
    html = (
        f'<html><body class="single postid-{post_id}"><article><h1>Title</h1><div class="entry-content">'
        f"<p>Text of the report {post_id}.</p></div></article></body></html>"
    )
    return Reply(200, html.encode(), {"Content-Type": "text/html"})


BASE = [""]


def ids_of(answer: Answerer, day: dt.date = DAY) -> tuple[list[int | None], Site, FeedSource]:
    with serving(answer) as site:
        BASE[0] = site.url
        source = source_at(site)
        return [page.post_id for page in source.list_day(day)], site, source


def test_posts_of_all_feed_pages_are_listed() -> None:
    assert ids_of(site_of([(3, NOON), (2, NOON)], [(1, NOON)]))[0] == [3, 2, 1]


def test_a_repeated_feed_page_ends_the_walk_with_an_error() -> None:
    with serving(site_of([(1, NOON)], [(1, NOON)], [(2, NOON)])) as site:
        BASE[0] = site.url
        with pytest.raises(PermanentFetchError, match="first page came again"):
            list(source_at(site).list_day(DAY))

    assert sum("feed" in path for path in site.asked) <= 3


def test_a_feed_that_repeats_an_old_page_for_ever_ends_with_an_error() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path != "/feed/":
            return site_of()(path, query)
        return feed([(2, NOON)] if query["paged"] == "1" else [(1, NOON)])

    with serving(answer) as site:
        BASE[0] = site.url
        with pytest.raises(PermanentFetchError, match="repeats itself"):
            list(source_at(site).list_day(DAY))


def test_posts_before_a_failing_page_of_the_feed_are_handed_over() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(500) if query.get("paged") == "3" else site_of([(3, NOON)], [(2, NOON)])(path, query)

    with serving(answer) as site:
        BASE[0] = site.url
        batches = FeedSource(client_for(site.url, max_retries=0), name="test", base_url=site.url).batches(DAY)

        assert [page.post_id for page in next(batches)] == [3, 2]


def test_an_article_that_fails_neither_ends_its_day_nor_is_forgotten() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(500) if path == "/post/2/" else site_of([(3, NOON), (2, NOON), (1, NOON)])(path, query)

    with serving(answer) as site:
        BASE[0] = site.url
        batches = FeedSource(client_for(site.url, max_retries=0), name="test", base_url=site.url).batches(DAY)

        assert [page.post_id for page in next(batches)] == [3, 1]
        with pytest.raises(TransientFetchError, match="1 article pages did not come"):
            next(batches)


def test_a_spent_budget_ends_the_walk_behind_what_came() -> None:
    with serving(site_of([(3, NOON), (2, NOON), (1, NOON)])) as site:
        BASE[0] = site.url
        client = client_for(site.url, budget=RunBudget(max_requests=4))
        batches = FeedSource(client, name="test", base_url=site.url).batches(DAY)

        assert [page.post_id for page in next(batches)] == [3]
        with pytest.raises(BudgetSpentError):
            next(batches)


def test_a_post_pushed_out_of_sight_by_a_deletion_comes_on_the_way_back() -> None:
    posts = [(n, NOON) for n in (5, 4, 3, 2, 1)]

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        reply = site_of(posts[:2], posts[2:4], posts[4:])(path, query)
        if query.get("paged") == "1" and len(posts) == 5:
            del posts[0]
        return reply

    assert sorted(ids_of(answer)[0])[:4] == [1, 2, 3, 4]


def test_the_full_text_of_an_item_costs_no_request_of_its_own() -> None:
    item = (
        f"<item><title>T</title><link>{{base}}/post/7/</link><pubDate>{NOON}</pubDate>"
        "<description>Short [&#8230;]</description>"
        "<content:encoded><![CDATA[<p>The whole text.</p>]]></content:encoded></item>"
    )

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if query.get("paged") != "1":
            return Reply(404, b"<rss/>")
        return Reply(200, f"<rss><channel>{item.replace('{base}', BASE[0])}</channel></rss>".encode())

    with serving(answer) as site:
        BASE[0] = site.url
        (page,) = source_at(site).list_day(DAY)

    assert read_report(page.body, source="test").body == "The whole text."
    assert not any("/post/" in path for path in site.asked)


def test_the_day_before_is_found_without_walking_all_pages_between() -> None:
    pages = [
        [(100 - n, f"{dt.date(2016, 4, 30) - dt.timedelta(days=n):%a, %d %b %Y} 10:00:00 +0000")] for n in range(90)
    ]
    ids, site, _ = ids_of(site_of(*pages))

    assert (ids, sum("feed" in path for path in site.asked) < 25) == ([35], True)


def test_a_post_listed_twice_comes_once() -> None:
    assert ids_of(site_of([(2, NOON), (1, NOON)], [(1, NOON), (3, NOON)]))[0] == [2, 1, 3]


def test_the_walk_ends_behind_a_page_of_older_posts() -> None:
    old = "Mon, 22 Feb 2016 10:00:00 +0000"
    _, site, _ = ids_of(site_of([(9, NOON)], [(8, old)], [(7, old)]))

    asked = {path.partition("paged=")[2].partition("&")[0] for path in site.asked if "paged=" in path}
    assert "3" not in asked


def test_a_day_begins_and_ends_at_midnight_in_damascus() -> None:
    edges = ["22:00:00", "21:59:00"]  # 00:00 of the 26th, 23:59 of the 25th
    first = [(4, f"Thu, 25 Feb 2016 {edges[0]} +0000"), (3, f"Thu, 25 Feb 2016 {edges[1]} +0000")]
    last = [(2, f"Wed, 24 Feb 2016 {edges[0]} +0000"), (1, f"Wed, 24 Feb 2016 {edges[1]} +0000")]

    assert ids_of(site_of(first + last))[0] == [3, 2]


def test_a_page_that_shows_another_post_is_told_and_not_stored() -> None:
    ids, _, source = ids_of(site_of([(2, NOON), (1, NOON)], shown={2: 77}))

    assert (ids, "shows post 77 and not 2" in source.unplaced()[0]) == ([1], True)


def test_html_where_a_feed_is_due_is_a_permanent_error() -> None:
    with (
        serving(lambda path, query: article(1)) as site,
        pytest.raises(PermanentFetchError, match="an RSS feed was due"),
    ):
        list(source_at(site).list_day(DAY))


EARLIER = "Tue, 23 Feb 2016 10:00:00 +0000"


def test_a_day_with_earlier_entries_behind_it_tells_its_number() -> None:
    _, _, source = ids_of(site_of([(3, NOON), (2, NOON)], [(1, EARLIER)]))

    assert source.expected(DAY) == 2


def test_a_feed_that_ends_within_a_day_tells_no_number() -> None:
    _, _, source = ids_of(site_of([(3, NOON), (2, NOON)]))

    assert source.expected(DAY) is None


def test_a_feed_that_ends_before_it_comes_to_a_day_tells_no_number() -> None:
    _, _, source = ids_of(site_of([(3, NOON)]), DAY - dt.timedelta(days=9))

    assert source.expected(DAY - dt.timedelta(days=9)) is None
