"""The date archive source against scripted archives and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.support.site import Answerer, Reply, client_for, serving
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.date_archive import DateArchiveSource

DAY = dt.date(2016, 2, 25)
NOON = "2016-02-25T12:00:00+02:00"


def site_of(
    *pages: list[int], form: str = "", times: Mapping[int, str] | None = None, shown: Mapping[int, int] | None = None
) -> Answerer:
    """Archive pages of a day by number; the page of a post shows the post `shown` says."""
    folder = f"{form}/2016/02/25/"

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path.startswith("/post/"):
            post_id = int(path.split("/")[2])
            return article((shown or {}).get(post_id, post_id), (times or {}).get(post_id, NOON))
        if not path.startswith(folder):
            return Reply(404)
        rest = path.removeprefix(folder)
        number = int(rest.split("/")[1]) if rest else 1
        if number > len(pages):
            return Reply(404)
        return archive(pages[number - 1])

    return answer


def archive(ids: list[int], beside: str = "") -> Reply:
    links = "".join(f'<article><h2><a href="/post/{i}/">Post</a></h2></article>' for i in ids)
    return Reply(200, f"<html><body>{links}{beside}</body></html>".encode(), {"Content-Type": "text/html"})


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


def test_an_archive_that_repeats_itself_ends_with_an_error() -> None:
    with pytest.raises(PermanentFetchError, match="repeats itself"):
        ids_of(site_of(*[[3]] * 9))


def test_a_post_on_two_archive_pages_comes_once() -> None:
    assert ids_of(site_of([3, 2], [2, 1])) == [3, 2, 1]


def test_a_day_begins_and_ends_at_midnight_in_damascus() -> None:
    times = {4: "2016-02-25T22:00:00Z", 3: "2016-02-25T21:59:00Z", 2: "2016-02-24T22:00:00Z", 1: "2016-02-24T21:59:00Z"}

    assert ids_of(site_of([4, 3, 2, 1], times=times)) == [3, 2]


def month_and(days: Mapping[str, list[int]], month: str = "/2016/02/") -> Answerer:
    """Archives of a month and of some of its days, and articles."""

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path.startswith("/post/"):
            return site_of()(path, query)
        return archive(days[path]) if path in days else archive([1]) if path == month else Reply(404)

    return answer


def test_a_day_without_an_archive_has_no_posts_where_its_month_has_one() -> None:
    assert ids_of(month_and({})) == []


def test_a_site_without_date_archives_is_an_error_and_no_empty_day() -> None:
    with pytest.raises(PermanentFetchError, match="no date archives"):
        ids_of(lambda path, query: Reply(404))


def test_a_site_that_shows_its_latest_posts_under_every_address_is_an_error_and_no_empty_day() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        is_post = path.startswith("/post/")
        return (
            site_of(times={1: "2020-05-05T12:00:00Z"})(path, query)
            if is_post
            else archive([] if "page" in path else [1])
        )

    with pytest.raises(PermanentFetchError, match="no date archives"):
        ids_of(answer)


def test_an_archive_that_leads_to_its_month_is_none() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path == "/2016/02/25/":
            return Reply(301, headers={"Location": "/2016/02/"})
        return month_and({})(path, query)

    assert ids_of(answer) == []


def test_a_page_that_shows_another_post_is_told_and_not_stored() -> None:
    with serving(site_of([2, 1], shown={2: 77})) as site:
        source = DateArchiveSource(client_for(site.url), name="test", base_url=site.url)

        assert [page.post_id for page in source.list_day(DAY)] == [1]
        assert "shows post 77 and not 2" in source.unplaced()[0]


def test_an_article_that_fails_neither_ends_its_day_nor_is_forgotten() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(500) if path == "/post/2/" else site_of([3, 2, 1])(path, query)

    with serving(answer) as site:
        batches = DateArchiveSource(client_for(site.url, max_retries=0), name="test", base_url=site.url).batches(DAY)

        assert [page.post_id for page in next(batches)] == [3, 1]
        with pytest.raises(TransientFetchError, match="1 article pages did not come"):
            next(batches)


def test_an_article_that_is_refused_makes_the_day_fall_short() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(403) if path == "/post/2/" else site_of([3, 2, 1])(path, query)

    with serving(answer) as site:
        source = DateArchiveSource(client_for(site.url), name="test", base_url=site.url)

        assert (len(list(source.list_day(DAY))), source.expected(DAY)) == (2, 3)


def test_a_post_pushed_out_of_sight_by_a_deletion_comes_on_the_way_back() -> None:
    posts = [5, 4, 3, 2, 1]

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        reply = site_of(posts[:2], posts[2:4], posts[4:])(path, query)
        if path == "/2016/02/25/" and len(posts) == 5:
            del posts[0]
        return reply

    assert {1, 2, 3, 4} <= set(ids_of(answer))


def test_posts_beside_the_list_are_asked_for_once_in_a_run() -> None:
    beside = '<aside><a href="/post/9/">Latest</a></aside>'

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path.startswith("/post/9/"):
            return article(9, "2020-05-05T12:00:00Z")
        day = {"/2016/02/25/": [1], "/2016/02/26/": [2]}.get(path)
        return archive(day, beside) if day else site_of(times={2: "2016-02-26T12:00:00+02:00"})(path, query)

    with serving(answer) as site:
        source = DateArchiveSource(client_for(site.url), name="test", base_url=site.url)
        ids = [page.post_id for batch in source.spread(DAY, DAY + dt.timedelta(days=1)) for page in batch]

    assert (ids, site.asked.count("/post/9/")) == ([1, 2], 1)


def test_a_post_in_the_archive_of_a_neighbouring_day_comes_with_its_own() -> None:
    days = {"/2016/02/25/": [1], "/2016/02/26/": [2]}

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return archive(days[path]) if path in days else site_of(times={2: NOON})(path, query)

    with serving(answer) as site:
        source = DateArchiveSource(client_for(site.url), name="test", base_url=site.url)
        pages = [page for batch in source.spread(DAY, DAY + dt.timedelta(days=1)) for page in batch]

    assert [(page.post_id, page.published_date) for page in pages] == [(1, DAY), (2, DAY)]


def test_addresses_that_begin_with_the_day_are_posts() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path == "/2016/02/25/":
            html = '<article id="post-4"><h2><a href="/2016/02/25/a-title/">Post</a></h2></article>'
            return Reply(200, html.encode(), {"Content-Type": "text/html"})
        return article(4, NOON) if path == "/2016/02/25/a-title/" else Reply(404)

    assert ids_of(answer) == [4]
