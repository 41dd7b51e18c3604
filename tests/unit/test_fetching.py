"""From a source into the lake."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.rows import raw_page
from tests.support.sources import ListedSource
from transforms.errors import IncompleteDayError
from transforms.fetching import FetchResult, fetch_day
from transforms.lake import Lake

DAY = dt.date(2016, 2, 25)
PAGES = [raw_page(DAY, number, f"page {number}".encode()) for number in range(1, 5)]


def test_all_pages_are_stored(lake: Lake) -> None:
    fetch_day(ListedSource([PAGES[:2], PAGES[2:]]), lake, DAY)

    assert lake.read_raw_pages(DAY).column("page_id").to_pylist() == ["1", "2", "3", "4"]


def test_the_result_counts_what_was_done(lake: Lake) -> None:
    fetch_day(ListedSource([PAGES[:1]]), lake, DAY)

    result = fetch_day(ListedSource([PAGES], expected=4), lake, DAY)

    assert result == FetchResult(DAY, listed=4, expected=4, added=3, already_stored=1)


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
