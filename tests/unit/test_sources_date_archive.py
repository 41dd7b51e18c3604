"""The date archive source against scripted archives and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.support.site import Answerer, Reply, client_for, serving
from transforms.sources.date_archive import DateArchiveSource

DAY = dt.date(2016, 2, 25)
NOON = "2016-02-25T12:00:00+02:00"


def site_of(*pages: list[int], form: str = "", times: Mapping[int, str] | None = None) -> Answerer:
    folder = f"{form}/2016/02/25/"

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path.startswith("/post/"):
            post_id = int(path.split("/")[2])
            return article(post_id, (times or {}).get(post_id, NOON))
        if not path.startswith(folder):
            return Reply(404)
        rest = path.removeprefix(folder)
        number = int(rest.split("/")[1]) if rest else 1
        if number > len(pages):
            return Reply(404)
        links = "".join(f'<article><h2><a href="/post/{i}/">Post</a></h2></article>' for i in pages[number - 1])
        return Reply(200, f"<html><body>{links}</body></html>".encode(), {"Content-Type": "text/html"})

    return answer


def article(post_id: int, time: str) -> Reply:
    html = (
        f'<html><head><meta property="article:published_time" content="{time}"></head>'
        f'<body class="single postid-{post_id}"><article><h1>Title</h1><div class="entry-content">'
        f"<p>Text of the report {post_id}.</p></div></article></body></html>"
    )
    return Reply(200, html.encode(), {"Content-Type": "text/html"})


def ids_of(answer: Answerer) -> list[int | None]:
    with serving(answer) as site:
        source = DateArchiveSource(client_for(site.url), name="test", base_url=site.url)
        return [page.post_id for page in source.list_day(DAY)]


@pytest.mark.parametrize("form", ["", "/date"])
def test_posts_of_all_archive_pages_are_listed(form: str) -> None:
    assert ids_of(site_of([3, 2], [1], form=form)) == [3, 2, 1]


def test_a_repeated_archive_page_ends_the_walk() -> None:
    assert ids_of(site_of([3], [3], [2])) == [3]


def test_a_post_on_two_archive_pages_comes_once() -> None:
    assert ids_of(site_of([3, 2], [2, 1])) == [3, 2, 1]


def test_a_day_begins_and_ends_at_midnight_in_damascus() -> None:
    times = {4: "2016-02-25T22:00:00Z", 3: "2016-02-25T21:59:00Z", 2: "2016-02-24T22:00:00Z", 1: "2016-02-24T21:59:00Z"}

    assert ids_of(site_of([4, 3, 2, 1], times=times)) == [3, 2]


def test_a_day_without_an_archive_has_no_posts() -> None:
    assert ids_of(lambda path, query: Reply(404)) == []
