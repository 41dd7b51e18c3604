"""Days without a post, as one route tells it: whether the next one is asked, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

import pytest

from tests.support.rows import raw_page
from transforms.errors import FetchError, PermanentFetchError
from transforms.sources.base import RawPage, Source
from transforms.sources.handover import HandoverSource

DAY = dt.date(2016, 2, 25)
NEXT = dt.date(2016, 2, 26)


class Telling(Source):
    """A route that tells the number of its posts, or fails."""

    def __init__(self, route: str, posts: Mapping[dt.date, Sequence[int]], error: FetchError | None = None) -> None:
        super().__init__("test")
        self.route = route
        self.posts = posts
        self.error = error
        self.asked: list[dt.date] = []

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        self.asked.append(day)
        if self.error is not None:
            raise self.error
        yield [raw_page(day, number, b"x", route=self.route) for number in self.posts.get(day, ())]

    def expected(self, day: dt.date) -> int | None:
        return len(self.posts.get(day, ()))


def over(*routes: Telling, live: Collection[str] = ("rest", "feed", "archive")) -> HandoverSource:
    return HandoverSource("test", {route.route: lambda route=route: route for route in routes}, live=live)  # type: ignore[misc]


def test_a_day_that_one_route_calls_empty_is_held_against_the_next() -> None:
    source = over(Telling("rest", {}), Telling("feed", {DAY: [1, 2]}))

    assert [page.page_id for page in source.list_day(DAY)] == ["1", "2"]
    assert (source.expected(DAY), source.handovers(DAY)) == (2, ("rest: no post came",))


def test_a_day_that_two_routes_call_empty_is_empty() -> None:
    third = Telling("archive", {DAY: [1]})
    source = over(Telling("rest", {}), Telling("feed", {}), third)

    assert (list(source.list_day(DAY)), source.expected(DAY), third.asked) == ([], 0, [])


def test_an_empty_day_among_others_is_believed() -> None:
    second = Telling("feed", {})
    list(over(Telling("rest", {NEXT: [1]}), second).spread(DAY, NEXT))

    assert second.asked == []


def test_a_single_route_is_believed() -> None:
    source = over(Telling("rest", {}))

    assert (list(source.list_day(DAY)), source.expected(DAY)) == ([], 0)


def test_an_empty_day_stays_listed_where_the_next_route_fails() -> None:
    blocked = PermanentFetchError("HTTP 403", url="http://site.example/", status=403)
    source = over(Telling("rest", {}), Telling("feed", {}, blocked))

    assert (list(source.list_day(DAY)), source.expected(DAY)) == ([], 0)
    assert source.handovers(DAY) == ("rest: no post came", "feed: HTTP 403")


@pytest.mark.parametrize(("stored", "asked"), [((), [DAY]), (("7",), [])], ids=["first time", "stored before"])
def test_an_archive_that_hands_over_nothing_new_is_believed(stored: tuple[str, ...], asked: list[dt.date]) -> None:
    second = Telling("warc", {})
    list(over(Telling("wayback", {}), second, live=()).batches(DAY, stored=stored))

    assert second.asked == asked
