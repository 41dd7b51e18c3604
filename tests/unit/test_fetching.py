"""From a source into the lake."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.rows import FETCHED_AT, post_bytes, raw_page
from tests.support.sources import ListedSource
from transforms.errors import IncompleteDayError
from transforms.fetching import FetchResult, fetch_day
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.sources.base import RawPage

DAY = dt.date(2016, 2, 25)
PAGES = [raw_page(DAY, number, f"page {number}".encode()) for number in range(1, 5)]


def test_all_pages_are_stored(lake: Lake) -> None:
    fetch_day(ListedSource([PAGES[:2], PAGES[2:]]), lake, DAY)

    assert lake.read_raw_pages(DAY).column("page_id").to_pylist() == ["1", "2", "3", "4"]


def test_the_result_counts_what_was_done(lake: Lake) -> None:
    fetch_day(ListedSource([PAGES[:1]]), lake, DAY)

    result = fetch_day(ListedSource([PAGES], expected=4), lake, DAY)

    assert result == FetchResult(
        DAY, listed=4, expected=4, added=3, already_stored=1, served=("wordpress_rest",)
    )  # fmt: skip


def test_a_second_fetch_adds_no_object(lake: Lake) -> None:
    fetch_day(ListedSource([PAGES[:2], PAGES[2:]]), lake, DAY)
    before = sorted(Path(lake.uri).rglob("*"))
    fetch_day(ListedSource([PAGES[:2], PAGES[2:]]), lake, DAY)

    assert sorted(Path(lake.uri).rglob("*")) == before


def test_a_source_is_told_what_is_stored_of_it(lake: Lake) -> None:
    fetch_day(ListedSource([PAGES[:2]]), lake, DAY)
    source = ListedSource([PAGES])
    fetch_day(source, lake, DAY)

    assert set(source.stored) == {"1", "2"}


def test_a_day_that_falls_short_is_an_error_after_storing(lake: Lake) -> None:
    with pytest.raises(IncompleteDayError, match="told of 5 reports for 2016-02-25 and handed over 4"):
        fetch_day(ListedSource([PAGES], expected=5), lake, DAY)

    assert lake.read_raw_pages(DAY).num_rows == 4


def test_a_source_that_tells_no_number_is_believed(lake: Lake) -> None:
    assert fetch_day(ListedSource([PAGES]), lake, DAY).expected is None


def test_a_day_without_reports_stores_nothing(lake: Lake) -> None:
    fetch_day(ListedSource([[]], expected=0), lake, DAY)

    assert not Path(lake.uri).exists()


# --- what a source shows again, and what it shows no longer


def shown(lake: Lake, *bodies: str, hours: int, day: dt.date = DAY, expected: int | None = None) -> FetchResult:
    """Fetch a day whose posts 1, 2, … have these texts, so many hours after the first fetch."""
    at = FETCHED_AT + dt.timedelta(hours=hours)
    pages = [
        raw_page(day, number, post_bytes(number, f"<p>{body}</p>", date=f"{day}T08:00:00"), fetched_at=at)
        for number, body in enumerate(bodies, start=1)
    ]
    return fetch_day(ListedSource([pages], expected=expected, by_id={}), lake, day)


def current(lake: Lake, day: dt.date = DAY) -> list[str]:
    read_day(lake, day, extract=lambda _: ())
    return [row["body"] for row in lake.read_reports(day).to_pylist() if row["is_current"]]


def test_a_page_restored_byte_for_byte_is_current_again(lake: Lake) -> None:
    shown(lake, "أول", hours=0)
    shown(lake, "ثان", hours=1)
    shown(lake, "أول", hours=2)

    assert current(lake) == ["أول"]


def test_a_file_restored_byte_for_byte_is_the_current_report_again(lake: Lake) -> None:
    def saved(body: str, hours: int) -> RawPage:
        return RawPage.of(
            source="test",
            route="files",
            url="file:2016-02-25_a.txt",
            post_id=None,
            published_date=DAY,
            body=f"عنوان\n\n{body}".encode(),
            fetched_at=FETCHED_AT + dt.timedelta(hours=hours),
            content_type="text/plain",
        )

    for hours, body in enumerate(("قتل خمسة", "قتل سبعة", "قتل خمسة")):
        fetch_day(ListedSource([[saved(body, hours)]]), lake, DAY)

    assert current(lake) == ["قتل خمسة"]


def test_a_page_restored_twice_is_current_again(lake: Lake) -> None:
    for hours, body in enumerate(("أول", "ثان", "أول", "ثان")):
        shown(lake, body, hours=hours)

    assert current(lake) == ["ثان"]


def test_a_restored_page_changes_no_object_that_was_there(lake: Lake) -> None:
    shown(lake, "أول", hours=0)
    shown(lake, "ثان", hours=1)
    before = objects(lake)
    shown(lake, "أول", hours=2)

    assert before.items() < objects(lake).items()


def test_a_restored_page_is_noted_once_however_often_it_is_seen(lake: Lake) -> None:
    for hours, body in enumerate(("أول", "ثان", "أول")):
        shown(lake, body, hours=hours)
    before = objects(lake)
    shown(lake, "أول", hours=3)

    assert objects(lake) == before


def test_two_pages_of_one_post_are_not_taken_for_edits_of_each_other(lake: Lake) -> None:
    copies = [raw_page(DAY, 1, post_bytes(1, f"<p>{body}</p>")) for body in ("نسخة", "نسخة أخرى")]
    fetch_day(ListedSource([copies]), lake, DAY)
    before = objects(lake)
    fetch_day(ListedSource([copies]), lake, DAY)

    assert objects(lake) == before


def test_the_same_page_by_another_route_is_no_edit(lake: Lake) -> None:
    rest = [raw_page(DAY, 1, post_bytes(1, "<p>نص</p>"))]
    archived = [raw_page(DAY, 1, post_bytes(1, "<p>نص </p>"), route="archive")]
    for pages in (rest, archived):
        fetch_day(ListedSource([pages]), lake, DAY)
    before = objects(lake)
    for pages in (rest, archived):
        fetch_day(ListedSource([pages]), lake, DAY)

    assert objects(lake) == before


def test_a_page_that_a_full_list_lacks_is_noted_as_gone_once(lake: Lake) -> None:
    shown(lake, "أول", "ثان", hours=0, expected=2)
    results = [shown(lake, "أول", hours=hours, expected=1) for hours in (1, 2)]

    assert [result.gone for result in results] == [1, 0]


def test_a_page_that_is_gone_keeps_its_report(lake: Lake) -> None:
    shown(lake, "أول", "ثان", hours=0, expected=2)
    shown(lake, "أول", hours=1, expected=1)

    assert current(lake) == ["أول", "ثان"]


def test_nothing_is_taken_for_gone_where_the_source_tells_no_number(lake: Lake) -> None:
    shown(lake, "أول", "ثان", hours=0)

    assert shown(lake, "أول", hours=1).gone == 0


def test_nothing_is_taken_for_gone_on_a_day_that_falls_short(lake: Lake) -> None:
    shown(lake, "أول", "ثان", hours=0, expected=2)
    before = objects(lake)
    with pytest.raises(IncompleteDayError):
        shown(lake, "أول", hours=1, expected=2)

    assert objects(lake) == before


def test_a_page_that_comes_back_is_listed_again(lake: Lake) -> None:
    shown(lake, "أول", "ثان", hours=0, expected=2)
    shown(lake, "أول", hours=1, expected=1)
    shown(lake, "أول", "ثان", hours=2, expected=2)
    read_day(lake, DAY, extract=lambda _: ())

    assert lake.read_reports(DAY).column("is_listed").to_pylist() == [True, True]


def objects(lake: Lake) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path(lake.uri).rglob("*")) if path.is_file()}
