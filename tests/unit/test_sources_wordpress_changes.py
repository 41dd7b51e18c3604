"""What a WordPress site is asked about changes, and how its answers are taken."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.rows import post
from tests.support.site import Answerer, Reply, Site, client_for, rest_page, serving
from transforms.errors import IncompleteDayError, PermanentFetchError, TransientFetchError
from transforms.sources import WordPressSource
from transforms.sources.base import Revisable

REST = "/wp-json/wp/v2/posts"
SINCE = dt.datetime(2016, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.date(2016, 2, 25)
GONE = b'{"code":"rest_post_invalid_id","message":"Invalid post ID.","data":{"status":404}}'
TRASHED = b'{"code":"rest_forbidden","message":"Sorry.","data":{"status":401}}'
CLOSED = b'{"code":"rest_login_required","message":"Sorry.","data":{"status":401}}'
NO_ROUTE = b'{"code":"rest_no_route","message":"No route.","data":{"status":404}}'


def changes_of(site: Site) -> Revisable:
    return WordPressSource(client_for(site.url, max_retries=0), name="test", base_url=site.url).revisable()


def answering(reply: Reply, path: str = REST) -> Answerer:
    return lambda asked, _: reply if asked == path else Reply(404)


def single(post_id: int, **more: str) -> Reply:
    body = json.dumps(post(post_id, "<p>نص</p>", **more), ensure_ascii=False).encode()
    return Reply(200, body, {"Content-Type": "application/json"})


def test_changes_are_asked_for_three_hours_more_in_an_order_that_loses_none() -> None:
    with serving(answering(rest_page([]))) as site:
        list(changes_of(site).changed_since(SINCE))
        query = parse_qs(urlsplit(site.asked[-1]).query)

    assert (query["modified_after"], query["orderby"]) == (["2016-03-01T09:00:00Z"], ["id"])


def test_each_changed_post_carries_its_own_publication_day() -> None:
    posts = [post(1, "a", modified="2016-03-02T00:00:00"), post(2, "b", date="2016-02-27T08:00:00")]
    posts[1]["modified_gmt"] = "2016-03-02T00:00:00"
    with serving(answering(rest_page(posts))) as site:
        [batch] = changes_of(site).changed_since(SINCE)

    assert [(page.page_id, page.published_date) for page in batch] == [("1", DAY), ("2", dt.date(2016, 2, 27))]


def test_a_site_that_does_not_know_modified_after_is_found_out() -> None:
    with (
        serving(answering(rest_page([post(1, "a", modified="2015-01-01T00:00:00")]))) as site,
        pytest.raises(PermanentFetchError, match="one of 2016-02-25"),
    ):
        list(changes_of(site).changed_since(SINCE))


def test_fewer_changed_posts_than_told_are_an_error() -> None:
    changed = rest_page([post(1, "a", modified="2016-03-02T00:00:00")], total=2)
    with serving(answering(changed)) as site, pytest.raises(IncompleteDayError, match="told of 2 posts since"):
        list(changes_of(site).changed_since(SINCE))


def test_ids_are_listed_without_texts() -> None:
    with serving(answering(rest_page([post(1, "a")]))) as site:
        listed = changes_of(site).listed_ids(DAY, DAY)

        assert (listed, "_fields=id%2Cdate%2Cdate_gmt&" in f"{site.asked[-1]}&") == ({"1": DAY}, True)


def test_ids_of_days_beside_the_range_are_left_out() -> None:
    posts = [post(1, "a"), post(2, "b", date="2016-02-25T22:00:00")]
    with serving(answering(rest_page(posts))) as site:
        assert changes_of(site).listed_ids(DAY, DAY) == {"1": DAY}


def test_posts_are_asked_for_a_hundred_at_a_time() -> None:
    with serving(answering(rest_page([]))) as site:
        list(changes_of(site).pages_of([str(n) for n in range(1, 202)]))

        asked = [parse_qs(urlsplit(path).query)["include"][0] for path in site.asked[1:]]

    assert [len(ids.split(",")) for ids in asked] == [100, 100, 1]


def test_a_post_that_is_there_comes_as_it_is_listed() -> None:
    with serving(answering(single(7), f"{REST}/7")) as site:
        page = changes_of(site).whereabouts("7")

    assert page is not None
    assert (page.page_id, page.published_date, json.loads(page.body)["id"]) == ("7", DAY, 7)


@pytest.mark.parametrize(
    "reply",
    [Reply(404, GONE), Reply(410), Reply(401, TRASHED), Reply(403, TRASHED)],
    ids=["deleted", "gone", "in the trash", "private"],
)
def test_a_post_that_is_gone_is_none(reply: Reply) -> None:
    with serving(answering(reply, f"{REST}/7")) as site:
        assert changes_of(site).whereabouts("7") is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(401, CLOSED),
        Reply(404, NO_ROUTE),
        Reply(404, b"<html>Not found</html>"),
        Reply(200, b"<html>Hello</html>"),
    ],
    ids=["closed interface", "no such route", "page not found", "no JSON"],
)
def test_an_answer_that_does_not_speak_of_the_post_is_an_error(reply: Reply) -> None:
    with serving(answering(reply, f"{REST}/7")) as site, pytest.raises(PermanentFetchError):
        changes_of(site).whereabouts("7")


def test_a_site_that_is_down_is_an_error_and_no_post_is_gone() -> None:
    with serving(answering(Reply(503), f"{REST}/7")) as site, pytest.raises(TransientFetchError):
        changes_of(site).whereabouts("7")


def test_another_post_than_the_one_asked_for_is_an_error() -> None:
    with serving(answering(single(8), f"{REST}/7")) as site, pytest.raises(PermanentFetchError, match="post 7 was due"):
        changes_of(site).whereabouts("7")


def test_without_wp_json_a_post_is_asked_for_in_the_query_form() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return single(7) if query.get("rest_route") == "/wp/v2/posts/7" else Reply(404)

    with serving(answer) as site:
        page = changes_of(site).whereabouts("7")

    assert page is not None
    assert page.page_id == "7"
