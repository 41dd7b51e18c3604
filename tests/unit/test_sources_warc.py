"""WARC files as a source: records in all their forms, and damaged ones."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import zlib
from pathlib import Path

import pytest

from tests.support.warc_files import (
    CAPTURED,
    HTML,
    SITE,
    chunked,
    packed_whole,
    page,
    record,
    revisit,
    warcinfo,
)
from transforms.errors import SettingsError
from transforms.fetching import fetch_day
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.sources.base import RawPage
from transforms.sources.warc import WarcSource

DAY = dt.date(2016, 2, 25)
AT = "2016-02-25T08:00:00+02:00"
LATER = CAPTURED + dt.timedelta(days=400)
HOUR = dt.timedelta(hours=1)


def url(post_id: int) -> str:
    return f"{SITE}/slug/{post_id}/"


def written(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(records))
    return path


def source(paths: Path | list[Path], **more: object) -> WarcSource:
    return WarcSource(paths, name="test", base_url=SITE, **more)  # type: ignore[arg-type]


def pages_of(folder: Path, day: dt.date = DAY, **more: object) -> list[RawPage]:
    return list(source(folder, **more).list_day(day))


def ids(folder: Path) -> list[int | None]:
    return sorted(p.post_id for p in pages_of(folder))


# --- what a page becomes -----------------------------------------------------------------------------------------


def test_a_response_becomes_a_page_with_the_sites_own_bytes(tmp_path: Path) -> None:
    body = page(published=AT)
    written(tmp_path, warcinfo(), record("response", url(100), body))

    [found] = pages_of(tmp_path)

    assert (found.body, found.post_id, found.page_id, found.url) == (body, 100, "100", url(100))


def test_it_carries_status_headers_and_the_moment_of_the_capture(tmp_path: Path) -> None:
    written(tmp_path, record("response", url(100), page(published=AT), headers={**HTML, "ETag": '"a"'}))

    [found] = pages_of(tmp_path)

    assert (found.http_status, found.fetched_at, found.content_type) == (200, CAPTURED, HTML["Content-Type"])
    assert '"etag": "\\"a\\""' in (found.headers or "")


def test_cookies_are_left_out(tmp_path: Path) -> None:
    written(tmp_path, record("response", url(100), page(published=AT), headers={**HTML, "Set-Cookie": "secret=1"}))

    assert "secret" not in (pages_of(tmp_path)[0].headers or "")


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_all_records_of_a_file_are_read(tmp_path: Path, packed: bool) -> None:
    records = [record("response", url(n), page(f"نص {n} " * 30, published=AT), packed=packed) for n in range(1, 6)]
    written(tmp_path, warcinfo(packed=packed), *records, name="a.warc.gz" if packed else "a.warc")

    assert ids(tmp_path) == [1, 2, 3, 4, 5]


def test_a_file_packed_as_a_whole_is_read(tmp_path: Path) -> None:
    records = [record("response", url(n), page(f"نص {n} " * 30, published=AT), packed=False) for n in range(1, 6)]
    written(tmp_path, packed_whole(warcinfo(packed=False), *records))

    assert ids(tmp_path) == [1, 2, 3, 4, 5]


def test_records_larger_than_what_is_looked_at_for_their_heads_are_passed_over(tmp_path: Path) -> None:
    video = record(
        "response", f"{SITE}/a.mp4", random.Random(1).randbytes(3_000_000), headers={"Content-Type": "v/mp4"}
    )
    written(tmp_path, video, record("response", url(100), page(published=AT)))

    assert ids(tmp_path) == [100]


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_long_page_is_read_whole(tmp_path: Path, packed: bool) -> None:
    body = page("كلمة " * 60_000, published=AT)
    written(tmp_path, record("response", url(100), body, packed=packed))

    assert pages_of(tmp_path)[0].body == body


def test_files_at_any_depth_are_taken_and_hidden_ones_are_not(tmp_path: Path) -> None:
    written(tmp_path, record("response", url(1), page(published=AT)), name="2016/02/a.warc.gz")
    written(tmp_path, record("response", url(2), page(published=AT)), name=".trash/b.warc.gz")
    written(tmp_path, record("response", url(3), page(published=AT)), name="notes.txt")

    assert ids(tmp_path) == [1]


def test_a_list_of_files_is_taken_as_it_is(tmp_path: Path) -> None:
    one = written(tmp_path, record("response", url(1), page(published=AT)), name="one")
    written(tmp_path, record("response", url(2), page(published=AT)), name="two.warc.gz")

    assert [p.post_id for p in source([one]).list_day(DAY)] == [1]


def test_a_folder_that_is_not_there_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        source(tmp_path / "nowhere")


# --- which records are pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["request", "metadata", "conversion"])
def test_other_kinds_of_records_are_no_pages(tmp_path: Path, kind: str) -> None:
    status = "/slug/100/ HTTP/1.1" if kind == "request" else "200 OK"
    written(tmp_path, record(kind, url(100), page(published=AT), status=status))

    assert (pages_of(tmp_path), source(tmp_path).unplaced()) == ([], ())


def test_a_resource_record_is_a_page(tmp_path: Path) -> None:
    body = page(published=AT)
    written(tmp_path, record("resource", url(100), body, headers={"Content-Type": "text/html"}))

    [found] = pages_of(tmp_path)

    assert (found.body, found.http_status) == (body, None)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "404 Not Found", "503 Service Unavailable"])
def test_an_answer_that_is_no_page_is_passed_over(tmp_path: Path, status: str) -> None:
    written(tmp_path, record("response", url(100), page(published=AT), status=status))

    assert pages_of(tmp_path) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/slug/100/",
        f"{SITE}/",
        f"{SITE}/category/syria/",
        f"{SITE}/2016/02/25/",
        f"{SITE}/date/2016/02/25/page/2/",
        f"{SITE}/page/7/",
        f"{SITE}/slug/100/feed/",
        f"{SITE}/?s=aleppo",
        f"{SITE}/wp-content/uploads/a.jpg",
        f"{SITE}/wp-json/wp/v2/posts?page=2",
        f"{SITE}/en/100/",
        "dns:www.syriahr.com",
        "https://[broken/slug/100/",
    ],
)
def test_lists_pictures_and_other_sites_are_no_pages(tmp_path: Path, address: str) -> None:
    written(tmp_path, record("response", address, page(published=AT)))

    assert pages_of(tmp_path) == []


def test_the_english_edition_has_its_own_posts(tmp_path: Path) -> None:
    written(tmp_path, record("response", f"{SITE}/en/100/", page(published=AT)), record("response", url(100), page()))
    english = WarcSource(tmp_path, name="test-en", base_url=f"{SITE}/en")

    assert [p.url for p in english.list_day(DAY)] == [f"{SITE}/en/100/"]


def test_a_captured_rest_answer_of_one_post_is_a_page(tmp_path: Path) -> None:
    body = (
        b'{"id":100,"date_gmt":"2016-02-25T06:00:00","link":"https://www.syriahr.com/slug/100/",'
        b'"title":{"rendered":"t"},"content":{"rendered":"<p>text of the report</p>"}}'
    )
    address = f"{SITE}/wp-json/wp/v2/posts/100"
    written(tmp_path, record("response", address, body, headers={"Content-Type": "application/json"}))

    assert [(p.page_id, p.body) for p in pages_of(tmp_path)] == [("100", body)]


# --- how a body is wrapped ---------------------------------------------------------------------------------------


def test_a_chunked_body_comes_out_whole(tmp_path: Path) -> None:
    body = page("نص " * 3000, published=AT)
    written(tmp_path, record("response", url(100), chunked(body), headers={**HTML, "Transfer-Encoding": "chunked"}))

    assert pages_of(tmp_path)[0].body == body


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", lambda data: zlib.compress(data)[2:-4])],
    ids=["gzip", "deflate", "bare deflate"],
)
def test_a_packed_body_comes_out_unpacked(tmp_path: Path, encoding: str, pack: object) -> None:
    body = page(published=AT)
    packed = pack(body)  # type: ignore[operator]
    written(tmp_path, record("response", url(100), packed, headers={**HTML, "Content-Encoding": encoding}))

    assert pages_of(tmp_path)[0].body == body


def test_a_body_that_is_packed_and_chunked_comes_out_of_both(tmp_path: Path) -> None:
    body = page("نص " * 3000, published=AT)
    headers = {**HTML, "Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    written(tmp_path, record("response", url(100), chunked(gzip.compress(body)), headers=headers))

    assert pages_of(tmp_path)[0].body == body


@pytest.mark.parametrize("header", [{"Content-Encoding": "gzip"}, {"Transfer-Encoding": "chunked"}])
def test_a_body_that_the_crawler_unwrapped_under_its_old_headers_is_taken_as_it_is(
    tmp_path: Path, header: dict[str, str]
) -> None:
    body = page(published=AT)
    written(tmp_path, record("response", url(100), body, headers={**HTML, **header}))

    assert pages_of(tmp_path)[0].body == body


# --- the day -----------------------------------------------------------------------------------------------------


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


# --- identity and versions ---------------------------------------------------------------------------------------


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


# --- damage ------------------------------------------------------------------------------------------------------


def three(packed: bool) -> list[bytes]:
    rng = random.Random(3)
    words = [f"{rng.randrange(10**12):x}" for _ in range(600)]
    return [record("response", url(n), page(f"{n} {' '.join(words)}", published=AT), packed=packed) for n in (1, 2, 3)]


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_file_that_breaks_off_costs_its_last_record(tmp_path: Path, packed: bool) -> None:
    records = three(packed)
    written(tmp_path, records[0], records[1], records[2][: len(records[2]) // 2])
    warc = source(tmp_path)

    assert [p.post_id for p in warc.list_day(DAY)] == [1, 2]
    assert warc.unplaced() == (
        f"crawl.warc.gz at {len(records[0]) + len(records[1])}: the file breaks off inside of a record",
    )


def test_a_file_packed_as_a_whole_that_breaks_off_costs_its_last_record(tmp_path: Path) -> None:
    whole = packed_whole(*three(packed=False))
    written(tmp_path, whole[:-40])
    warc = source(tmp_path)

    assert [p.post_id for p in warc.list_day(DAY)] == [1, 2]
    assert len(warc.unplaced()) == 1


def test_a_damaged_packed_record_costs_itself_alone(tmp_path: Path) -> None:
    records = three(packed=True)
    broken = bytearray(records[1])
    broken[len(broken) // 2 : len(broken) // 2 + 30] = b"\xff" * 30
    written(tmp_path, records[0], bytes(broken), records[2])
    warc = source(tmp_path)

    assert [p.post_id for p in warc.list_day(DAY)] == [1, 3]
    assert f"crawl.warc.gz at {len(records[0])}: the record cannot be decompressed" in warc.unplaced()[0]


@pytest.mark.parametrize("length", ["1", "99999999999", "x"])
def test_a_plain_record_with_a_wrong_length_costs_itself_alone(tmp_path: Path, length: str) -> None:
    records = three(packed=False)
    head, _, rest = records[1].partition(b"\r\nContent-Length: ")
    broken = head + b"\r\nContent-Length: " + length.encode() + rest[rest.index(b"\r\n") :]
    written(tmp_path, records[0], broken, records[2])
    warc = source(tmp_path)

    assert [p.post_id for p in warc.list_day(DAY)] == [1, 3]
    assert len(warc.unplaced()) == 1


def test_rubbish_between_records_is_passed_over_and_told(tmp_path: Path) -> None:
    records = three(packed=True)
    written(tmp_path, records[0], b"\x00" * 500, records[1], b"<html>oops</html>", records[2])
    warc = source(tmp_path)

    assert [p.post_id for p in warc.list_day(DAY)] == [1, 2, 3]
    assert len(warc.unplaced()) == 2


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        (page(published=AT)[:-200], {"headers": {**HTML, "Content-Length": "9999"}}, "breaks off"),
        (chunked(page(published=AT))[:-300], {"headers": {**HTML, "Transfer-Encoding": "chunked"}}, "breaks off"),
        (gzip.compress(page(published=AT))[:-30], {"headers": {**HTML, "Content-Encoding": "gzip"}}, "breaks off"),
        (b"\x8b\x01\x80\x02", {"headers": {**HTML, "Content-Encoding": "br"}}, "packed as 'br'"),
        (page(published=AT), {"fields": {"WARC-Truncated": "length"}}, "WARC-Truncated: length"),
    ],
    ids=["length", "chunks", "gzip", "brotli", "truncated"],
)
def test_an_answer_that_did_not_come_whole_is_told_and_no_page(
    tmp_path: Path, body: bytes, more: dict[str, dict[str, str]], reason: str
) -> None:
    written(tmp_path, record("response", url(100), body, **more))  # type: ignore[arg-type]
    warc = source(tmp_path)

    assert list(warc.list_day(DAY)) == []
    assert reason in warc.unplaced()[0]


def test_a_body_larger_than_allowed_is_told_and_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    written(tmp_path, record("response", url(100), bomb, headers={**HTML, "Content-Encoding": "gzip"}))
    warc = source(tmp_path, max_body_bytes=1_000_000)

    assert list(warc.list_day(DAY)) == []
    assert "larger than 1000000 bytes" in warc.unplaced()[0]


def test_a_record_larger_than_allowed_is_told(tmp_path: Path) -> None:
    written(tmp_path, record("response", url(100), b"<html>" + b"\0" * 30_000_000))
    warc = source(tmp_path, max_body_bytes=1_000_000)

    assert list(warc.list_day(DAY)) == []
    assert "larger than 1000000 bytes" in warc.unplaced()[0]


def test_a_file_that_is_no_warc_is_told(tmp_path: Path) -> None:
    written(tmp_path, b"<html>Not found</html>")
    warc = source(tmp_path)

    assert list(warc.list_day(DAY)) == []
    assert "no WARC record, it begins '<html>" in warc.unplaced()[0]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_an_empty_file_holds_nothing(tmp_path: Path, name: str) -> None:
    written(tmp_path, name=name)

    assert (pages_of(tmp_path), source(tmp_path).unplaced()) == ([], ())


def test_an_unreadable_page_whose_address_tells_the_day_goes_to_quarantine_with_its_bytes(
    tmp_path: Path, lake: Lake
) -> None:
    login = b'<html><body><form><input type="password"></form></body></html>'
    written(
        tmp_path, record("response", f"{SITE}/2016/02/25/slug/", login), record("response", url(1), page(published=AT))
    )
    fetch_day(source(tmp_path), lake, DAY)
    result = read_day(lake, DAY)

    assert (result.reports, result.quarantined) == (1, 1)
    assert lake.read_quarantine(DAY).to_pylist()[0]["body"] == login


def test_revisions_come_out_in_the_order_of_their_captures(tmp_path: Path, lake: Lake) -> None:
    written(
        tmp_path,
        record("response", url(100), page("النص الجديد للتقرير", published=AT), at=LATER),
        record("response", url(100), page("النص القديم للتقرير", published=AT)),
    )
    fetch_day(source(tmp_path), lake, DAY)
    read_day(lake, DAY)
    rows = lake.read_reports(DAY).to_pylist()

    assert [(row["revision"], row["is_current"], "القديم" in row["body"]) for row in rows] == [
        (1, False, True),
        (2, True, False),
    ]


def test_a_second_fetch_adds_nothing(tmp_path: Path, lake: Lake) -> None:
    written(tmp_path, *(record("response", url(n), page(f"نص {n}", published=AT)) for n in (1, 2, 3)))

    assert [fetch_day(source(tmp_path), lake, DAY).added for _ in range(2)] == [3, 0]


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_bytes_changed_at_random_never_raise_and_never_invent_a_page(tmp_path: Path, packed: bool) -> None:
    records = three(packed)
    whole = b"".join(records)
    true = {p.body for p in pages_of_bytes(tmp_path, whole)}
    rng = random.Random(11)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            at, kind = rng.randrange(len(broken)), rng.randrange(3)
            if kind == 0:
                broken[at] ^= 1 << rng.randrange(8)
            elif kind == 1:
                del broken[at : at + rng.randint(1, 400)]
            else:
                broken[at:at] = rng.randbytes(rng.randint(1, 40))
        found = pages_of_bytes(tmp_path, bytes(broken))
        if packed:  # the checksum of each member tells
            assert {p.body for p in found} <= true


def pages_of_bytes(folder: Path, data: bytes) -> list[RawPage]:
    written(folder, data)
    return [p for batch in source(folder).spread(dt.date(2010, 1, 1), dt.date(2020, 1, 1)) for p in batch]
