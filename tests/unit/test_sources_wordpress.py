"""The WordPress source against scripted REST answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from tests.support.rows import post
from tests.support.site import Answerer, Reply, Site, client_for, rest_page, serving
from transforms.errors import PermanentFetchError
from transforms.sources import WordPressSource
from transforms.sources.base import day_bounds

DAY = dt.date(2016, 2, 25)
REST = "/wp-json/wp/v2/posts"


def source_at(site: Site, path: str = "") -> WordPressSource:
    return WordPressSource(client_for(site.url), name="test", base_url=site.url + path)


def pages_of(*pages: list[object], total: int | None = None) -> Answerer:
    """REST pages by number; past the end WordPress's own 400."""
    count = sum(map(len, pages)) if total is None else total

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path != REST:
            return Reply(404)
        number = int(query["page"])
        if number > len(pages):
            return Reply(400, b'{"code":"rest_post_invalid_page_number","message":"past"}')
        return rest_page(pages[number - 1], total=count, pages=len(pages))

    return answer


def test_posts_of_all_pages_are_listed() -> None:
    with serving(pages_of([post(1, "a"), post(2, "b")], [post(3, "c")])) as site:
        assert [page.post_id for page in source_at(site).list_day(DAY)] == [1, 2, 3]


def test_a_rest_page_is_a_batch() -> None:
    with serving(pages_of([post(1, "a"), post(2, "b")], [post(3, "c")])) as site:
        assert [len(batch) for batch in source_at(site).batches(DAY)] == [2, 1]


def test_the_days_bounds_go_out_as_instants_three_hours_and_a_second_wider() -> None:
    asked: dict[str, str] = {}

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        asked.update(query)
        return rest_page([]) if path == REST else Reply(404)

    with serving(answer) as site:
        list(source_at(site).list_day(DAY))

    assert (asked["after"], asked["before"]) == ("2016-02-24T18:59:59Z", "2016-02-26T01:00:00Z")


def test_the_order_is_one_that_loses_nothing_over_page_borders() -> None:
    with serving(pages_of([])) as site:
        list(source_at(site).list_day(DAY))

    assert "orderby=id&order=asc&per_page=100" in site.asked[-1]


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (dt.date(2016, 2, 25), "2016-02-24T22:00", "2016-02-25T22:00"),
        (dt.date(2016, 3, 24), "2016-03-23T22:00", "2016-03-24T22:00"),
        (dt.date(2016, 3, 25), "2016-03-24T22:00", "2016-03-25T21:00"),  # begins at 01:00, 23 hours long
        (dt.date(2015, 10, 29), "2015-10-28T21:00", "2015-10-29T22:00"),  # 25 hours long
        (dt.date(2022, 10, 28), "2022-10-27T21:00", "2022-10-28T21:00"),  # the clock would have changed
        (dt.date(2026, 1, 15), "2026-01-14T21:00", "2026-01-15T21:00"),  # +03:00 all year
    ],
)
def test_days_begin_and_end_on_the_clock_of_damascus(day: dt.date, start: str, end: str) -> None:
    assert [bound.strftime("%Y-%m-%dT%H:%M") for bound in day_bounds(day)] == [start, end]


def test_days_follow_each_other_without_gap_or_overlap() -> None:
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=n) for n in range(3000)]

    assert all(day_bounds(day)[1] == day_bounds(day + dt.timedelta(days=1))[0] for day in days)


def test_the_body_of_a_page_is_the_exact_bytes_of_its_post() -> None:
    elements = [
        '{"id": 1 , "date_gmt":"2016-02-25T08:00:00",\n "x":"\\u0639 \u200f/ é"}',
        '{"id":2,"date_gmt":"2016-02-25T09:00:00"}',
    ]
    body = ("\ufeff[ " + " ,\n".join(elements) + "]\n").encode()
    headers = {"X-WP-Total": "2", "X-WP-TotalPages": "1"}
    with serving(lambda path, _: Reply(200, body, headers) if path == REST else Reply(404)) as site:
        assert [page.body.decode() for page in source_at(site).list_day(DAY)] == elements


def test_an_id_that_comes_on_two_pages_is_taken_once() -> None:
    with serving(pages_of([post(1, "a"), post(2, "b")], [post(2, "b"), post(3, "c")], total=3)) as site:
        assert [page.post_id for page in source_at(site).list_day(DAY)] == [1, 2, 3]


def test_a_post_of_another_day_is_neither_taken_nor_expected() -> None:
    with serving(pages_of([post(1, "a"), post(2, "b", date="2016-02-25T22:00:00")])) as site:
        source = source_at(site)
        listed = [page.post_id for page in source.list_day(DAY)]

        assert (listed, source.expected(DAY)) == ([1], 1)


def test_more_posts_told_than_handed_over_stay_expected() -> None:
    with serving(pages_of([post(1, "a")], total=3)) as site:
        source = source_at(site)
        list(source.list_day(DAY))

        assert source.expected(DAY) == 3


def test_a_page_that_vanished_meanwhile_ends_the_list() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path == REST and query["page"] == "1":
            return rest_page([post(1, "a")], total=2, pages=2)
        return Reply(400, b'{"code":"rest_post_invalid_page_number"}') if path == REST else Reply(404)

    with serving(answer) as site:
        source = source_at(site)

        assert ([page.post_id for page in source.list_day(DAY)], source.expected(DAY)) == ([1], 2)


def test_a_day_without_posts_is_complete() -> None:
    with serving(pages_of([])) as site:
        source = source_at(site)

        assert (list(source.list_day(DAY)), source.expected(DAY)) == ([], 0)


def test_without_wp_json_the_query_form_is_asked() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return rest_page([post(1, "a")]) if query.get("rest_route") == "/wp/v2/posts" else Reply(404)

    with serving(answer) as site:
        assert [page.post_id for page in source_at(site).list_day(DAY)] == [1]


def test_an_edition_below_a_path_is_asked_there() -> None:
    with serving(lambda path, _: rest_page([]) if path == f"/en{REST}" else Reply(404)) as site:
        assert list(source_at(site, "/en/").list_day(DAY)) == []


def test_the_address_that_was_asked_is_kept() -> None:
    with serving(pages_of([post(1, "a")])) as site:
        page = next(iter(source_at(site).list_day(DAY)))

        assert page.url.startswith(f"{site.url}{REST}?after=2016-02-24T18%3A59%3A59Z")


@pytest.mark.parametrize(
    "body",
    [
        b"<html><title>Just a moment</title></html>",
        b'{"code":"rest_disabled","message":"no"}',
        b'[{"id":1,"date_gm',
        b'[{"title":"no id"}]',
        b"\x1f\x8b\x08\x00",
        b"",
        b"PHP Notice: undefined [] in x.php",
    ],
)
def test_an_answer_that_is_no_list_of_posts_is_a_permanent_error_that_names_the_address(body: bytes) -> None:
    with serving(
        lambda path, _: Reply(200, body, {"Content-Type": "text/html"}) if path == REST else Reply(404)
    ) as site:
        with pytest.raises(PermanentFetchError, match="a JSON list of posts was due, text/html came") as caught:
            list(source_at(site).list_day(DAY))

        assert caught.value.url.startswith(site.url)


def test_an_answer_without_totals_is_refused() -> None:
    with (
        serving(lambda path, _: Reply(200, json.dumps([]).encode()) if path == REST else Reply(404)) as site,
        pytest.raises(PermanentFetchError, match="x-wp-total"),
    ):
        list(source_at(site).list_day(DAY))
