"""The feed source against scripted feeds and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.support.site import Answerer, Reply, Site, client_for, serving
from transforms.errors import PermanentFetchError
from transforms.sources.feed import FeedSource

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


def test_a_repeated_feed_page_ends_the_walk() -> None:
    ids, site, _ = ids_of(site_of([(1, NOON)], [(1, NOON)], [(2, NOON)]))

    assert (ids, sum("feed" in path for path in site.asked)) == ([1], 2)


def test_a_post_listed_twice_comes_once() -> None:
    assert ids_of(site_of([(2, NOON), (1, NOON)], [(1, NOON), (3, NOON)]))[0] == [2, 1, 3]


def test_the_walk_ends_behind_a_page_of_older_posts() -> None:
    old = "Mon, 22 Feb 2016 10:00:00 +0000"
    _, site, _ = ids_of(site_of([(9, NOON)], [(8, old)], [(7, old)]))

    assert sum("feed" in path for path in site.asked) == 2


def test_a_day_begins_and_ends_at_midnight_in_damascus() -> None:
    edges = ["22:00:00", "21:59:00"]  # 00:00 of the 26th, 23:59 of the 25th
    first = [(4, f"Thu, 25 Feb 2016 {edges[0]} +0000"), (3, f"Thu, 25 Feb 2016 {edges[1]} +0000")]
    last = [(2, f"Wed, 24 Feb 2016 {edges[0]} +0000"), (1, f"Wed, 24 Feb 2016 {edges[1]} +0000")]

    assert ids_of(site_of(first + last))[0] == [3, 2]


def test_a_page_that_shows_another_post_is_told_and_not_stored() -> None:
    ids, _, source = ids_of(site_of([(2, NOON), (1, NOON)], shown={2: 77}))

    assert (ids, "shows post 77 and not 2" in source.unplaced()[0]) == ([1], True)


def test_html_where_a_feed_is_due_is_a_permanent_error() -> None:
    with serving(lambda path, query: article(1)) as site, pytest.raises(PermanentFetchError, match="RSS was due"):
        list(source_at(site).list_day(DAY))
