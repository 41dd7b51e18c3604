"""Several routes to one site: who takes over when, what counts, and what is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence

import pytest

from tests.support.rows import raw_page
from transforms.errors import (
    BudgetSpentError,
    FetchError,
    PermanentFetchError,
    SettingsError,
    TransientFetchError,
)
from transforms.fetching import fetch_days
from transforms.lake import Lake
from transforms.sources.base import RawPage, Revisable, Source
from transforms.sources.handover import HandoverSource

DAY = dt.date(2016, 2, 25)
NEXT = dt.date(2016, 2, 26)
BLOCKED = PermanentFetchError("HTTP 403 Forbidden", url="http://site.example/", status=403)
DOWN = TransientFetchError("HTTP 503", url="http://site.example/", status=503)


class Written(Source):
    """A route whose posts a test writes down: by day their ids; an error is raised behind them."""

    def __init__(
        self, route: str, posts: dict[dt.date, Sequence[int]], told: int | None = None, error: FetchError | None = None
    ) -> None:
        super().__init__("test")
        self.route = route
        self.posts = posts
        self.told = told
        self.error = error
        self.asked: list[dt.date] = []
        self.stored: Collection[str] = ()

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        self.asked.append(day)
        self.stored = stored
        for number in self.posts.get(day, ()):
            yield [raw_page(day, number, f"{self.route} {number}".encode(), route=self.route)]
        if self.error is not None:
            raise self.error

    def expected(self, day: dt.date) -> int | None:
        return self.told

    def unplaced(self) -> tuple[str, ...]:
        return ("a page without a day",)


class Ranged(Written):
    """The same, which hands over a range together."""

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str]) -> Iterator[list[RawPage]]:
        for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1)):
            yield from super().batches(day, stored=stored)


def over(*routes: Source, live: Collection[str] = ("rest", "archive")) -> HandoverSource:
    openers: dict[str, Callable[[], Source]] = {route.route: lambda route=route: route for route in routes}  # type: ignore[misc]
    return HandoverSource("test", openers, live=live)


def came(source: Source, day: dt.date = DAY) -> list[tuple[str, str]]:
    return [(page.page_id, page.route) for page in source.list_day(day)]


def test_a_route_that_serves_is_the_only_one_asked() -> None:
    second = Written("archive", {DAY: [1, 2]})
    source = over(Written("rest", {DAY: [1, 2]}, 2), second)

    assert (came(source), second.asked, source.served(DAY)) == ([("1", "rest"), ("2", "rest")], [], ("rest",))


@pytest.mark.parametrize("error", [BLOCKED, DOWN])
def test_the_next_route_takes_over_from_one_that_fails(error: FetchError) -> None:
    source = over(Written("rest", {}, error=error), Written("archive", {DAY: [1, 2]}))

    assert (came(source), source.served(DAY)) == ([("1", "archive"), ("2", "archive")], ("archive",))


def test_what_a_route_handed_over_before_it_failed_is_not_handed_over_again() -> None:
    source = over(Written("rest", {DAY: [1]}, error=DOWN), Written("archive", {DAY: [1, 2]}))

    assert (came(source), source.served(DAY)) == ([("1", "rest"), ("2", "archive")], ("rest", "archive"))


def test_a_route_is_told_what_came_before_as_if_it_was_stored() -> None:
    second = Written("archive", {DAY: [2]})
    came(over(Written("rest", {DAY: [1]}, error=DOWN), second))

    assert set(second.stored) == {"1"}


def test_the_next_route_adds_what_a_route_told_of_and_did_not_hand_over() -> None:
    source = over(Written("rest", {DAY: [1, 3]}, 3), Written("archive", {DAY: [1, 2, 3]}))

    assert (came(source), source.expected(DAY)) == ([("1", "rest"), ("3", "rest"), ("2", "archive")], 3)


def test_a_day_that_no_route_hands_over_whole_stays_short() -> None:
    source = over(Written("rest", {DAY: [1]}, 3), Written("archive", {DAY: [1, 2]}))

    assert (len(came(source)), source.expected(DAY)) == (2, 3)


def test_a_route_that_failed_is_not_believed_about_the_number() -> None:
    source = over(Written("rest", {DAY: [1]}, 9, DOWN), Written("archive", {DAY: [1, 2]}, 2))

    came(source)
    assert source.expected(DAY) == 2


def test_each_handover_is_told_with_its_reason() -> None:
    source = over(Written("rest", {DAY: [1]}, error=DOWN), Written("feed", {DAY: [1]}, 2), Written("archive", {}, 0))
    came(source)

    assert source.handovers(DAY) == (
        "rest: HTTP 503", "feed: 1 of 2 posts came", "archive: 1 of 2 posts came",
    )  # fmt: skip


def test_where_every_route_fails_the_error_has_each_reason() -> None:
    source = over(Written("rest", {}, error=BLOCKED), Written("archive", {}, error=DOWN))

    with pytest.raises(TransientFetchError, match=r"rest: HTTP 403 Forbidden; archive: HTTP 503"):
        came(source)


def test_where_every_route_fails_for_good_the_error_is_permanent() -> None:
    with pytest.raises(PermanentFetchError):
        came(over(Written("rest", {}, error=BLOCKED), Written("archive", {}, error=BLOCKED)))


def test_a_spent_budget_ends_the_run_instead_of_handing_over() -> None:
    second = Written("archive", {DAY: [1]})
    with pytest.raises(BudgetSpentError):
        came(over(Written("rest", {}, error=BudgetSpentError("spent", url="http://site.example/")), second))

    assert second.asked == []


def test_a_route_that_cannot_be_opened_hands_over() -> None:
    def missing() -> Source:
        raise SettingsError("no such route")

    source = HandoverSource("test", {"warc": missing, "archive": lambda: Written("archive", {DAY: [1]})})

    assert (came(source), source.handovers(DAY)) == ([("1", "archive")], ("warc: no such route",))


def test_a_route_that_failed_three_times_in_a_row_rests() -> None:
    first = Written("rest", {}, error=BLOCKED)
    source = over(first, Written("archive", {}))
    for n in range(5):
        came(source, DAY + dt.timedelta(days=n))

    assert len(first.asked) == 3


def test_a_route_that_serves_again_is_asked_on() -> None:
    first = Written("rest", {}, error=DOWN)
    source = over(first, Written("archive", {}))
    for n in range(6):
        first.error = None if n == 2 else DOWN
        came(source, DAY + dt.timedelta(days=n))

    assert len(first.asked) == 6


def test_where_all_routes_rest_they_are_asked_again() -> None:
    first, second = Written("rest", {}, error=DOWN), Written("archive", {}, error=DOWN)
    source = over(first, second)
    for n in range(4):
        with pytest.raises(TransientFetchError):
            came(source, DAY + dt.timedelta(days=n))

    assert (len(first.asked), len(second.asked)) == (4, 4)


def test_a_range_goes_on_with_the_next_route_where_one_broke_off() -> None:
    first, second = Ranged("rest", {DAY: [1], NEXT: [5]}, error=DOWN), Written("archive", {DAY: [1, 2], NEXT: [5]})
    pages = [page for batch in over(first, second).spread(DAY, NEXT) for page in batch]

    assert sorted((page.page_id, page.route) for page in pages) == [("1", "rest"), ("2", "archive"), ("5", "archive")]


def test_only_the_short_day_of_a_range_is_handed_over() -> None:
    first, second = Ranged("rest", {DAY: [1], NEXT: [5, 6]}, 2), Written("archive", {DAY: [1, 2]})
    list(over(first, second).spread(DAY, NEXT))

    assert second.asked == [DAY]


def test_versions_of_a_page_by_one_route_all_come() -> None:
    class Archive(Written):
        def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
            yield [raw_page(day, 1, b"old", route="archive"), raw_page(day, 1, b"new", route="archive")]

    source = over(Written("rest", {}, error=DOWN), Archive("archive", {}))

    assert [page.body for page in source.list_day(DAY)] == [b"old", b"new"]


def test_a_route_that_cannot_be_opened_does_not_hide_one_that_tells_what_changed() -> None:
    def missing() -> Source:
        raise SettingsError("no such route")

    class Telling(Written):
        def revisable(self) -> Revisable:
            return self  # type: ignore[return-value]

    told = Telling("rest", {})
    source = HandoverSource("test", {"feed": missing, "rest": lambda: told}, live=["feed", "rest"])

    assert source.revisable() is told


def test_what_a_route_could_not_place_is_told_with_its_name() -> None:
    source = over(Written("rest", {DAY: [1]}))
    came(source)

    assert source.unplaced() == ("rest: a page without a day",)


def test_a_fetched_day_says_who_served_and_why(lake: Lake) -> None:
    source = over(Written("rest", {}, error=BLOCKED), Written("archive", {DAY: [1, 2]}))
    [result] = fetch_days(source, lake, [DAY])

    assert (result.served, result.handovers) == (("archive",), ("rest: HTTP 403 Forbidden",))


def test_a_page_that_another_live_route_showed_has_to_be_in_the_list(lake: Lake) -> None:
    archive = Written("archive", {DAY: [1, 2]}, 2)
    list(fetch_days(over(Written("rest", {}, error=DOWN), archive), lake, [DAY]))
    [result] = fetch_days(over(Written("rest", {DAY: [1]}, 1), archive), lake, [DAY], again=True)

    assert (result.missing, result.has_shrunk) == (("2",), True)


def test_a_page_that_only_an_archive_of_the_web_showed_is_not_missed(lake: Lake) -> None:
    kept = Written("wayback", {DAY: [1, 2]})
    list(fetch_days(over(Written("rest", {}, error=DOWN), kept, live=["rest"]), lake, [DAY]))
    [result] = fetch_days(over(Written("rest", {DAY: [1]}, 1), kept, live=["rest"]), lake, [DAY], again=True)

    assert (result.missing, result.is_complete) == ((), True)


def test_several_versions_of_a_page_do_not_stand_for_pages_that_are_missing(lake: Lake) -> None:
    class Archive(Written):
        def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
            yield [raw_page(day, 2, b"old", route="wayback"), raw_page(day, 2, b"new", route="wayback")]

    source = over(Written("rest", {DAY: [1]}, 3), Archive("wayback", {}), live=["rest"])
    [result] = fetch_days(source, lake, [DAY])

    assert (result.listed, result.expected, result.added, result.is_short) == (2, 3, 3, True)
