"""WARC files as a source: which records are pages, and how their bodies come out."""

from __future__ import annotations

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
    warcinfo,
)
from tests.support.warc_folder import AT, DAY, ids, pages_of, source, url, written
from transforms.errors import SettingsError
from transforms.sources.warc import WarcSource

# --- what a page becomes ---------------------------------------------------------------------------------------------


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


# --- which records are pages -----------------------------------------------------------------------------------------


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


# --- how a body is wrapped -------------------------------------------------------------------------------------------


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
