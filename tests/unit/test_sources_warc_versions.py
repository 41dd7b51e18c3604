"""WARC files as a source: the days of pages, and which captures are versions of one page."""

from __future__ import annotations

import datetime as dt
import gzip
import random
from pathlib import Path

import pytest

from tests.support.warc_files import (
    CAPTURED,
    HTML,
    SITE,
    page,
    record,
    revisit,
)
from tests.support.warc_folder import AT, DAY, HOUR, LATER, pages_of, source, url, written

# --- the day ---------------------------------------------------------------------------------------------------------


def test_the_pages_own_time_wins_over_its_address(tmp_path: Path) -> None:
    written(tmp_path, record("response", f"{SITE}/2016/02/25/slug/", page(published="2016-02-26T00:10:00+02:00")))

    assert [p.published_date for p in pages_of(tmp_path, dt.date(2016, 2, 26))] == [dt.date(2016, 2, 26)]


def test_an_address_with_a_date_tells_the_day_of_a_page_that_does_not(tmp_path: Path) -> None:
    written(tmp_path, record("response", f"{SITE}/2016/02/25/slug/", page()))

    assert [p.published_date for p in pages_of(tmp_path)] == [DAY]


def test_the_post_id_clock_tells_the_day_where_nothing_else_does(tmp_path: Path) -> None:
    written(tmp_path, record("response", url(162839), page(), at=LATER))

    assert [p.post_id for p in pages_of(tmp_path, dt.date(2016, 3, 24))] == [162839]


def test_a_page_of_no_known_day_is_told_and_not_guessed(tmp_path: Path) -> None:
    written(tmp_path, record("response", f"{SITE}/about-an-event/", page()))
    warc = source(tmp_path)

    assert list(warc.list_day(DAY)) == []
    assert warc.unplaced() == (
        f"{SITE}/about-an-event/ as captured 2016-03-01T12:00:05Z: no publication day in metadata, address, post id or"
        " text",
    )


def test_a_range_of_days_comes_with_each_pages_own_day(tmp_path: Path) -> None:
    written(
        tmp_path,
        *(
            record("response", url(n), page(f"نص {n}", published=f"2016-02-{n:02}T08:00:00+02:00"))
            for n in range(1, 29)
        ),
    )
    spread = source(tmp_path).spread(dt.date(2016, 2, 5), dt.date(2016, 2, 7))

    assert [(p.post_id, p.published_date.day) for batch in spread for p in batch] == [(5, 5), (6, 6), (7, 7)]


def test_days_one_by_one_give_what_the_range_gives(tmp_path: Path) -> None:
    written(
        tmp_path,
        *(
            record("response", url(n), page(f"نص {n}", published=f"2016-02-{n:02}T08:00:00+02:00"))
            for n in range(1, 29)
        ),
    )
    warc = source(tmp_path)
    days = [dt.date(2016, 2, day) for day in range(28, 0, -1)]

    assert [[p.post_id for p in warc.list_day(day)] for day in days] == [[day.day] for day in days]


# --- identity and versions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://syriahr.com/slug/100/",
        "http://www.syriahr.com:80/slug/100/",
        f"{SITE}/slug/100?fbclid=x",
        f"{SITE}/?p=100",
        f"{SITE}/amp/slug/100/",
    ],
)
def test_all_addresses_of_a_post_are_one_page(tmp_path: Path, address: str) -> None:
    written(
        tmp_path,
        record("response", address, page("أول", published=AT)),
        record("response", url(100), page("ثان", published=AT), at=LATER),
    )

    assert {(p.page_id, p.url) for p in pages_of(tmp_path)} <= {("100", url(100)), ("100", f"{SITE}/slug/100")}
    assert len(pages_of(tmp_path)) == 2


def test_addresses_without_an_id_that_differ_in_their_writing_are_one_page(tmp_path: Path) -> None:
    arabic = "%D8%AD%D9%84%D8%A8"
    written(
        tmp_path,
        record("response", f"http://syriahr.com/2016/02/25/{arabic}/", page("أول")),
        record("response", f"{SITE}/2016/02/25/{arabic.lower()}/?utm_source=x", page("ثان"), at=LATER),
    )
    found = pages_of(tmp_path)

    assert [p.url for p in found] == [f"{SITE}/2016/02/25/{arabic.lower()}/"] * 2
    assert len({p.page_id for p in found}) == 1


def test_the_id_that_only_the_page_tells_is_taken(tmp_path: Path) -> None:
    written(tmp_path, record("response", f"{SITE}/2016/02/25/slug/", page(post_id=4711)))

    assert [p.page_id for p in pages_of(tmp_path)] == ["4711"]


def test_a_page_that_shows_another_post_is_not_that_post(tmp_path: Path) -> None:
    written(tmp_path, record("response", url(100), page(published=AT, link=url(200))))
    warc = source(tmp_path)

    assert list(warc.list_day(DAY)) == []
    assert "it shows post 200 and not 100" in warc.unplaced()[0]


def test_a_page_captured_often_is_one_version_a_distinct_body_with_its_first_capture(tmp_path: Path) -> None:
    first, second = page("قبل", published=AT), page("بعد", published=AT)
    times = [CAPTURED + number * HOUR for number in range(20)]
    records = [record("response", url(100), first if n < 9 else second, at=times[n]) for n in range(20)]
    random.Random(7).shuffle(records)
    written(tmp_path, *records[:11], name="b.warc.gz")
    written(tmp_path, *records[11:], name="a.warc.gz")

    assert [(p.body, p.fetched_at) for p in pages_of(tmp_path)] == [(first, times[0]), (second, times[9])]


def test_bodies_that_differ_in_their_packing_alone_are_one_version(tmp_path: Path) -> None:
    body = page(published=AT)
    written(
        tmp_path,
        record("response", url(100), gzip.compress(body), headers={**HTML, "Content-Encoding": "gzip"}),
        record("response", url(100), body, at=LATER),
    )

    assert [p.fetched_at for p in pages_of(tmp_path)] == [CAPTURED]


def test_a_revisit_of_the_same_page_is_no_further_version(tmp_path: Path) -> None:
    body = page(published=AT)
    written(tmp_path, record("response", url(100), body), revisit(url(100), body, of=url(100), at=LATER))
    warc = source(tmp_path)

    assert [p.fetched_at for p in warc.list_day(DAY)] == [CAPTURED]
    assert warc.unplaced() == ()


def test_a_revisit_that_stands_before_its_original_in_another_file_is_found(tmp_path: Path) -> None:
    body = page(published=AT)
    written(tmp_path, revisit(f"{SITE}/slug/100/?x=1", body, of=url(100), at=LATER), name="a.warc.gz")
    written(tmp_path, record("response", url(100), body), name="b.warc.gz")

    assert [p.fetched_at for p in pages_of(tmp_path)] == [CAPTURED]


def test_a_revisit_under_another_page_takes_the_others_bytes(tmp_path: Path) -> None:
    body = page()
    written(
        tmp_path,
        record("response", f"{SITE}/2016/02/24/slug/", body),
        revisit(f"{SITE}/2016/02/25/slug/", body, of=f"{SITE}/2016/02/24/slug/", at=LATER),
    )

    assert [(p.url, p.body, p.fetched_at) for p in pages_of(tmp_path)] == [(f"{SITE}/2016/02/25/slug/", body, LATER)]


def test_a_revisit_of_bytes_that_no_file_holds_is_told(tmp_path: Path) -> None:
    written(tmp_path, revisit(url(100), page(published=AT), of=url(100), at=LATER))
    warc = source(tmp_path)

    assert list(warc.list_day(DAY)) == []
    assert "a revisit of bytes in no file" in warc.unplaced()[0]


def test_pages_that_are_stored_are_not_read_again(tmp_path: Path) -> None:
    written(tmp_path, *(record("response", url(n), page(f"نص {n}", published=AT)) for n in (1, 2, 3)))

    assert [p.post_id for batch in source(tmp_path).batches(DAY, stored={"1", "3"}) for p in batch] == [2]
