"""The Wayback Machine as a source, against generated answers in its formats on loopback."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Mapping

import pytest

from tests.support.archives import FIELDS, Kept, original, wayback
from tests.support.site import Reply, Site, client_for, serving
from tests.support.warc_files import CAPTURED, HTML, SITE, page
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.fetching import fetch_day, fetch_days
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.sources.base import RawPage, raw_page_table
from transforms.sources.wayback import WaybackSource

DAY = dt.date(2016, 2, 25)
AT = "2016-02-25T08:00:00+02:00"
HOUR = dt.timedelta(hours=1)


def url(post_id: int) -> str:
    return f"{SITE}/slug/{post_id}/"


def posts(count: int) -> list[Kept]:
    return [Kept(url(n), CAPTURED + n * HOUR, page(f"نص {n}", published=AT)) for n in range(1, count + 1)]


def source(site: Site, base_url: str = SITE, **more: object) -> WaybackSource:
    client = client_for(site.url, max_retries=0)
    return WaybackSource(client, name="test", base_url=base_url, archive_url=site.url, **more)  # type: ignore[arg-type]


def pages_of(kept: list[Kept], day: dt.date = DAY, **more: object) -> list[RawPage]:
    with serving(wayback(kept)) as site:
        return list(source(site, **more).list_day(day))  # type: ignore[arg-type]


def playbacks(site: Site) -> list[str]:
    return [path for path in site.asked if path.startswith("/web/")]


def queries(site: Site) -> list[str]:
    return [path for path in site.asked if path.startswith("/cdx/")]


# --- captures ----------------------------------------------------------------------------------------------------


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


# --- the index ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
def test_the_index_comes_in_parts_by_resume_keys(rows: int) -> None:
    with serving(wayback(posts(7))) as site:
        assert len(list(source(site, rows_per_query=rows).list_day(DAY))) == 7
        assert len(queries(site)) == max(1, -(-7 // rows))


def test_resume_keys_of_arabic_addresses_find_the_next_row() -> None:
    names = ["%d8%ad%d9%84%d8%a8", "a+b", "a%2bb", "a%20b", "a!b"]
    kept = [Kept(f"{SITE}/2016/02/25/{name}/", CAPTURED, page(name)) for name in names]

    assert len(pages_of(kept, rows_per_query=1)) == len({p.page_id for p in pages_of(kept)})


def test_the_index_comes_by_page_numbers_and_empty_pages_are_no_end() -> None:
    with serving(wayback(posts(7))) as site:
        assert len(list(source(site, numbered_pages=True).list_day(DAY))) == 7
        assert len(queries(site)) == 1 + 7 // 2 + 2


def test_captures_are_collapsed_by_digest_on_the_server() -> None:
    with serving(wayback(posts(1))) as site:
        list(source(site).list_day(DAY))

        assert "collapse=digest" in queries(site)[0]


def test_the_sort_key_is_among_the_fields_because_resume_keys_need_it() -> None:
    with serving(wayback(posts(1))) as site:
        list(source(site).list_day(DAY))

        assert "fl=urlkey%2Ctimestamp%2C" in queries(site)[0]


def index_of(text: bytes) -> Mapping[str, Reply]:
    return {"/cdx/search/cdx": Reply(200, text)}


def test_an_index_of_plain_lines_is_read() -> None:
    kept = posts(3)
    lines = "\n".join(" ".join(capture.row) for capture in kept).encode()
    with serving(lambda path, _: index_of(lines).get(path) or _played(kept, path)) as site:
        assert len(list(source(site).list_day(DAY))) == 3


def test_plain_lines_may_end_with_a_resume_key() -> None:
    kept = posts(2)
    first = " ".join(kept[0].row) + "\n\ncom%2Csyriahr%29%2Fslug%2F2%2F+20160301140005%21\n"

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if not path.startswith("/cdx"):
            return _played(kept, path)
        is_second = query.get("resumeKey") == "com,syriahr)/slug/2/ 20160301140005!"
        return Reply(200, (" ".join(kept[1].row) if is_second else first).encode())

    with serving(answer) as site:
        assert len(list(source(site).list_day(DAY))) == 2


@pytest.mark.parametrize("text", [b"", b"[]", b"\n"])
def test_an_empty_index_has_no_pages(text: bytes) -> None:
    with serving(lambda path, _: index_of(text).get(path, Reply(404))) as site:
        assert list(source(site).list_day(DAY)) == []


@pytest.mark.parametrize("text", [b"<html>maintenance</html>", b"RobotAccessControlException: Blocked", b'["a", 1]'])
def test_an_answer_that_is_no_index_is_a_permanent_error(text: bytes) -> None:
    with (
        serving(lambda path, _: index_of(text).get(path, Reply(404))) as site,
        pytest.raises(PermanentFetchError, match="rows of a CDX index were due"),
    ):
        list(source(site).list_day(DAY))


def test_an_index_that_breaks_off_is_a_transient_error() -> None:
    text = json.dumps([list(FIELDS), posts(1)[0].row]).encode()[:-20]
    with (
        serving(lambda path, _: index_of(text).get(path, Reply(404))) as site,
        pytest.raises(TransientFetchError, match="breaks off"),
    ):
        list(source(site).list_day(DAY))


def test_an_index_that_gives_the_same_resume_key_again_is_a_permanent_error() -> None:
    text = json.dumps([list(FIELDS), posts(1)[0].row, [], ["a+1"]]).encode()
    with (
        serving(lambda path, _: index_of(text).get(path, Reply(404))) as site,
        pytest.raises(PermanentFetchError, match="repeats itself"),
    ):
        list(source(site).list_day(DAY))


def test_rows_that_make_no_sense_are_told_and_the_others_taken() -> None:
    kept = posts(1)
    rows = [list(FIELDS), ["one", "two"], ["k", "2016", "http://x/", "text/html", "200", "D", "1"], kept[0].row]
    text = json.dumps(rows).encode()
    with serving(lambda path, _: index_of(text).get(path) or _played(kept, path)) as site:
        machine = source(site)

        assert len(list(machine.list_day(DAY))) == 1
        assert [line[:30] for line in machine.unplaced()] == [
            "the index has a row of 2 field",
            "the index has a row without a ",
        ]


def _played(kept: list[Kept], path: str) -> Reply:
    head, _, address = path.removeprefix("/web/").partition("id_/")
    return original(kept, head, address)


# --- what goes wrong with captures -------------------------------------------------------------------------------


def test_a_capture_that_the_machine_has_not_is_told_and_the_others_come() -> None:
    kept = posts(4)

    def play(time: str, address: str) -> Reply:
        return Reply(404, b"gone") if address == url(2) else original(kept, time, address)

    with serving(wayback(kept, playback=play)) as site:
        machine = source(site)

        assert [p.post_id for p in machine.list_day(DAY)] == [1, 3, 4]
        assert machine.unplaced()[0].startswith(f"{url(2)} as captured 2016-03-01T14:00:05Z: http")
        assert "404" in machine.unplaced()[0]


def test_a_capture_that_fails_for_now_is_an_error_behind_the_others() -> None:
    kept = posts(4)

    def play(time: str, address: str) -> Reply:
        return Reply(503) if address == url(2) else original(kept, time, address)

    with serving(wayback(kept, playback=play)) as site:
        batches = source(site).batches(DAY)

        assert [p.post_id for p in next(batches)] == [1, 3, 4]
        with pytest.raises(TransientFetchError, match="1 parts of the archive did not come"):
            next(batches)


def test_a_page_of_which_a_capture_fails_for_now_waits_as_a_whole_for_the_next_run(lake: Lake) -> None:
    kept = [Kept(url(100), CAPTURED + n * HOUR, page(f"نص {n}", published=AT)) for n in range(3)]
    broken = [True]

    def play(time: str, address: str) -> Reply:
        return Reply(503) if broken[0] and time == kept[1].time else original(kept, time, address)

    with serving(wayback(kept, playback=play)) as site:
        with pytest.raises(TransientFetchError):
            fetch_day(source(site), lake, DAY)
        broken[0] = False

        assert fetch_day(source(site), lake, DAY).added == 3


def test_an_archive_that_is_out_of_order_is_not_asked_for_every_page() -> None:
    with serving(wayback(posts(60), playback=lambda *_: Reply(503))) as site:
        with pytest.raises(TransientFetchError):
            list(source(site).list_day(DAY))

        assert len(playbacks(site)) == 10


def test_robots_txt_of_the_archive_is_kept_to() -> None:
    kept = posts(1)

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(200, b"User-agent: *\nDisallow: /cdx/") if path == "/robots.txt" else wayback(kept)(path, query)

    with serving(answer) as site, pytest.raises(PermanentFetchError, match=r"robots\.txt forbids"):
        list(source(site).list_day(DAY))


def test_a_redirect_to_the_nearest_capture_counts_with_that_ones_time() -> None:
    kept = [Kept(url(100), CAPTURED, page(published=AT))]

    def play(time: str, address: str) -> Reply:
        if time == kept[0].time:
            return Reply(302, headers={"Location": f"/web/20160302000000id_/{address}"})
        return Reply(200, kept[0].body, HTML)

    with serving(wayback(kept, playback=play)) as site:
        [found] = source(site).list_day(DAY)

    assert found.fetched_at == dt.datetime(2016, 3, 2, tzinfo=dt.UTC)


def test_a_redirect_to_another_page_is_not_that_page() -> None:
    kept = [Kept(url(100), CAPTURED, page(published=AT))]

    def play(time: str, address: str) -> Reply:
        if address == url(100):
            return Reply(302, headers={"Location": f"/web/{time}id_/{url(200)}"})
        return Reply(200, page(published=AT), HTML)

    with serving(wayback(kept, playback=play)) as site:
        machine = source(site)

        assert list(machine.list_day(DAY)) == []
        assert f"the archive led to another page: {url(200)}" in machine.unplaced()[0]


def test_a_redirect_out_of_the_archive_is_told() -> None:
    kept = [Kept(url(100), CAPTURED, page(published=AT))]
    with serving(wayback(kept, playback=lambda *_: Reply(302, headers={"Location": "/account/login"}))) as site:
        machine = source(site)

        assert list(machine.list_day(DAY)) == []
        assert len(machine.unplaced()) == 1


def test_a_capture_that_the_crawler_got_in_part_is_told() -> None:
    body = page(published=AT)
    kept = [Kept(url(100), CAPTURED, body[:-300], headers={**HTML, "Content-Length": str(len(body))})]
    with serving(wayback(kept)) as site:
        machine = source(site)

        assert list(machine.list_day(DAY)) == []
        assert f"the capture breaks off: {len(body) - 300} of {len(body)} bytes" in machine.unplaced()[0]


def test_a_capture_that_comes_packed_without_saying_so_is_unpacked() -> None:
    body = page(published=AT)
    kept = [Kept(url(100), CAPTURED, gzip.compress(body), headers={**HTML, "Content-Encoding": "gzip"})]

    assert [p.body for p in pages_of(kept)] == [body]


def test_a_packed_capture_that_breaks_off_is_told() -> None:
    kept = [Kept(url(100), CAPTURED, gzip.compress(page(published=AT))[:-40])]
    with serving(wayback(kept)) as site:
        machine = source(site)

        assert list(machine.list_day(DAY)) == []
        assert len(machine.unplaced()) == 1


# --- in the lake -------------------------------------------------------------------------------------------------


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
