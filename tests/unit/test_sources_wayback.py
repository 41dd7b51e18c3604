"""The Wayback Machine as a source: its captures, against generated answers on loopback."""

from __future__ import annotations

import datetime as dt
import json

from tests.support.archives import Kept, wayback
from tests.support.site import serving
from tests.support.warc_files import CAPTURED, HTML, SITE, page
from tests.support.wayback_site import AT, DAY, HOUR, pages_of, playbacks, posts, queries, source, url
from transforms.fetching import fetch_day, fetch_days
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.sources.base import raw_page_table

# --- captures --------------------------------------------------------------------------------------------------------


def test_a_capture_becomes_a_page_with_the_original_bytes_and_its_own_time() -> None:
    kept = Kept("http://syriahr.com:80/slug/100/", CAPTURED, page(published=AT))

    [found] = pages_of([kept])

    assert (found.body, found.fetched_at, found.route) == (kept.body, CAPTURED, "wayback")
    assert (found.page_id, found.post_id, found.url) == ("100", 100, url(100))


def test_the_original_bytes_are_asked_for_by_time_and_address() -> None:
    with serving(wayback(posts(1))) as site:
        list(source(site).list_day(DAY))

        assert playbacks(site) == [f"/web/20160301130005id_/{url(1)}"]


def test_the_sites_own_headers_are_kept() -> None:
    kept = Kept(url(100), CAPTURED, page(published=AT), headers={**HTML, "ETag": '"a"'})
    [found] = pages_of([kept])

    assert json.loads(found.headers or "")["x-archive-orig-etag"] == '"a"'


def test_an_arabic_address_with_a_query_is_asked_for_as_it_was_captured() -> None:
    address = "http://www.syriahr.com/2016/02/25/%D8%AD%D9%84%D8%A8/?amp=1"
    with serving(wayback([Kept(address, CAPTURED, page())])) as site:
        assert [p.url for p in source(site).list_day(DAY)] == [f"{SITE}/2016/02/25/%d8%ad%d9%84%d8%a8/"]


def test_a_page_captured_often_is_one_version_a_distinct_body_with_its_first_capture() -> None:
    first, second = page("قبل", published=AT), page("بعد", published=AT)
    kept = [Kept(url(100), CAPTURED + n * HOUR, first if n < 30 else second) for n in range(50)]
    with serving(wayback(kept)) as site:
        found = list(source(site).list_day(DAY))

        assert [(p.body, p.fetched_at) for p in found] == [(first, CAPTURED), (second, CAPTURED + 30 * HOUR)]
        assert len(playbacks(site)) == 2


def test_a_page_that_was_put_back_is_asked_for_once_a_body() -> None:
    first, second = page("قبل", published=AT), page("بعد", published=AT)
    kept = [Kept(url(100), CAPTURED + n * HOUR, (first, second)[n % 2]) for n in range(10)]
    with serving(wayback(kept)) as site:
        assert len(list(source(site).list_day(DAY))) == len(playbacks(site)) == 2


def test_captures_under_several_addresses_of_a_post_are_versions_of_it() -> None:
    addresses = [url(100), "http://syriahr.com/slug/100", f"{SITE}/slug/100/?fbclid=x", f"{SITE}/?p=100"]
    kept = [Kept(address, CAPTURED + n * HOUR, page(f"نص {n}", published=AT)) for n, address in enumerate(addresses)]

    assert [(p.page_id, p.fetched_at) for p in pages_of(kept)] == [("100", CAPTURED + n * HOUR) for n in range(4)]


def test_a_revisit_without_a_status_is_played_back_by_the_machine() -> None:
    body = page()
    kept = [
        Kept(f"{SITE}/2016/02/24/slug/", CAPTURED, page("another text")),
        Kept(f"{SITE}/2016/02/25/slug/", CAPTURED + HOUR, body, "warc/revisit", "-"),
    ]

    assert [(p.body, p.fetched_at) for p in pages_of(kept)] == [(body, CAPTURED + HOUR)]


def test_lists_pictures_other_editions_and_failures_are_not_asked_for() -> None:
    body = page(published=AT)
    kept = [
        Kept(f"{SITE}/", CAPTURED, body),
        Kept(f"{SITE}/category/news/", CAPTURED, body),
        Kept(f"{SITE}/en/100/", CAPTURED, body),
        Kept(f"{SITE}/slug/1/a.png", CAPTURED, body, "image/png"),
        Kept(f"{SITE}/slug/2/", CAPTURED, body, status="404"),
        Kept(f"{SITE}/slug/3/feed/", CAPTURED, body, "application/rss+xml"),
    ]
    with serving(wayback(kept)) as site:
        assert list(source(site).list_day(DAY)) == []
        assert playbacks(site) == []


def test_an_edition_under_a_path_is_asked_for_by_its_path() -> None:
    with serving(wayback([Kept(f"{SITE}/en/100/", CAPTURED, page(published=AT)), *posts(2)])) as site:
        assert [p.url for p in source(site, f"{SITE}/en").list_day(DAY)] == [f"{SITE}/en/100/"]


def test_pages_whose_address_or_id_tells_another_time_are_not_asked_for() -> None:
    kept = [
        Kept(f"{SITE}/2015/02/25/slug/", CAPTURED, page("before")),
        Kept(url(341529), dt.datetime(2020, 1, 1, tzinfo=dt.UTC), page("after")),
        Kept(f"{SITE}/2016/02/25/slug/", CAPTURED, page()),
    ]
    with serving(wayback(kept)) as site:
        list(source(site).list_day(DAY))

        assert len(playbacks(site)) == 1


def test_no_page_is_asked_for_that_was_captured_before_the_day() -> None:
    with serving(wayback([Kept(f"{SITE}/some-slug/", CAPTURED, page(published=AT))])) as site:
        list(source(site).list_day(dt.date(2017, 1, 1)))

        assert playbacks(site) == []


def test_pages_that_are_stored_are_not_asked_for_again() -> None:
    with serving(wayback(posts(5))) as site:
        stored = {"1", "2", "4", "5"}

        assert [p.post_id for batch in source(site).batches(DAY, stored=stored) for p in batch] == [3]
        assert len(playbacks(site)) == 1


def test_a_range_asks_for_each_page_once() -> None:
    kept = [
        Kept(f"{SITE}/slug-{n}/", CAPTURED, page(f"نص {n}", published=f"2016-02-{n:02}T08:00:00+02:00"))
        for n in range(1, 29)
    ]
    with serving(wayback(kept)) as site:
        found = [p for batch in source(site).spread(dt.date(2016, 2, 3), dt.date(2016, 2, 20)) for p in batch]

        assert sorted(p.published_date.day for p in found) == list(range(3, 21))
        assert len(playbacks(site)) == 28


def test_days_one_after_the_other_ask_for_each_page_once() -> None:
    kept = [
        Kept(f"{SITE}/slug-{n}/", CAPTURED, page(f"نص {n}", published=f"2016-02-{n:02}T08:00:00+02:00"))
        for n in range(1, 29)
    ]
    with serving(wayback(kept)) as site:
        machine = source(site)
        found = [p.published_date.day for day in range(1, 29) for p in machine.list_day(dt.date(2016, 2, day))]

        assert found == list(range(1, 29))
        assert len(playbacks(site)) == 28


def test_a_page_of_quite_another_day_than_its_address_tells_is_told_until_that_day_is_asked_for() -> None:
    moved = Kept(f"{SITE}/2016/02/25/slug/", CAPTURED, page(published="2016-02-11T08:00:00+02:00"))
    with serving(wayback([moved])) as site:
        machine = source(site)

        assert list(machine.list_day(DAY)) == []
        assert "is of 2016-02-11, which its address does not tell" in machine.unplaced()[0]
        assert [p.url for p in machine.list_day(dt.date(2016, 2, 11))] == [moved.url]
        assert machine.unplaced() == ()


def test_a_post_whose_captures_tell_two_days_has_each_version_on_its_own_day() -> None:
    before, after = page("قبل", published=AT), page("بعد", published="2016-02-26T08:00:00+02:00")
    kept = [Kept(url(100), CAPTURED, before), Kept(url(100), CAPTURED + HOUR, after)]
    with serving(wayback(kept)) as site:
        machine = source(site)

        assert [p.body for p in machine.list_day(DAY)] == [before]
        assert [p.body for p in machine.list_day(dt.date(2016, 2, 26))] == [after]


def test_the_index_is_asked_for_once_a_run() -> None:
    with serving(wayback(posts(5))) as site:
        machine = source(site)
        for day in range(20, 29):
            list(machine.list_day(dt.date(2016, 2, day)))

        assert len(queries(site)) == 1


# --- in the lake -----------------------------------------------------------------------------------------------------


def test_the_captures_become_revisions_in_the_order_in_which_the_site_showed_them(lake: Lake) -> None:
    texts = ["النص الأول للتقرير عن حلب", "النص الثاني للتقرير عن حلب", "النص الثالث للتقرير عن حلب"]
    kept = [Kept(url(100), CAPTURED + n * HOUR, page(texts[n // 4], published=AT)) for n in range(12)]
    with serving(wayback(kept)) as site:
        fetch_day(source(site), lake, DAY)
    read_day(lake, DAY)
    rows = lake.read_reports(DAY).to_pylist()

    assert [(row["revision"], row["is_current"], row["body"]) for row in rows] == [
        (1, False, texts[0]),
        (2, False, texts[1]),
        (3, True, texts[2]),
    ]


def test_a_run_that_was_cut_short_goes_on_without_asking_again_for_what_was_stored(lake: Lake) -> None:
    kept = posts(80)
    with serving(wayback(kept)) as site:
        first = next(source(site).batches(DAY))
        lake.add_raw_pages(DAY, raw_page_table(first))
        before = len(playbacks(site))
        fetch_day(source(site), lake, DAY)

        assert len(first) == before == 50
        assert len(set(playbacks(site))) == len(playbacks(site)) == 80


def test_sixty_days_come_into_the_lake_with_each_capture_asked_for_once(lake: Lake) -> None:
    days = [dt.date(2016, 1, 1) + dt.timedelta(days=n) for n in range(60)]
    kept = [
        Kept(url(150_000 + n), CAPTURED, page(f"نص {n}", published=f"{day}T08:00:00+02:00"))
        for n, day in enumerate(days)
    ]
    with serving(wayback(kept)) as site:
        assert [result.added for result in fetch_days(source(site), lake, days)] == [1] * 60
        assert len(playbacks(site)) == 60
        assert [result.added for result in fetch_days(source(site), lake, days)] == [0] * 60
