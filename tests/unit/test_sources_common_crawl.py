"""Common Crawl as a source, against generated index answers and WARC records on loopback."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from tests.support.archives import Crawl, common_crawl, crawl_row
from tests.support.site import Reply, Site, client_for, serving
from tests.support.warc_files import CAPTURED, HTML, SITE, page, record, revisit, warcinfo
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.fetching import fetch_day
from transforms.lake import Lake
from transforms.sources.base import RawPage
from transforms.sources.common_crawl import CommonCrawlSource

DAY = dt.date(2016, 2, 25)
AT = "2016-02-25T08:00:00+02:00"
HOUR = dt.timedelta(hours=1)
FILE = "crawl-data/CC-MAIN-2016-07/segments/1454701145519.33/warc/CC-MAIN-20160205193905-00000.warc.gz"
STORED = {**HTML, "X-Crawl-Content-Encoding": "gzip", "Content-Length": "5"}
"""As the crawler stores headers: the body unpacked, its own length put right."""


class Archive:
    """A WARC file under construction, with the rows that an index has of it."""

    def __init__(self, name: str = FILE) -> None:
        self.name = name
        self.data = warcinfo()
        self.rows: list[Mapping[str, str] | str] = []

    def add(self, url: str, body: bytes, at: dt.datetime = CAPTURED, **more: str) -> Archive:
        """Add a response and its row."""
        headers = {**STORED, "Content-Length": str(len(body))}
        made = record("response", url, body, at=at, headers=headers)
        self.rows.append(crawl_row(url, at, self.name, len(self.data), len(made), **more))
        self.data += made
        return self


def url(post_id: int) -> str:
    return f"{SITE}/slug/{post_id}/"


def posts(*numbers: int, name: str = FILE) -> Archive:
    archive = Archive(name)
    for n in numbers:
        archive.add(url(n), page(f"نص {n}", published=AT), CAPTURED + n * HOUR)
    return archive


def source(site: Site, **more: object) -> CommonCrawlSource:
    client = client_for(site.url, max_retries=0)
    return CommonCrawlSource(client, name="test", base_url=SITE, index_url=site.url, data_url=site.url, **more)  # type: ignore[arg-type]


def served(archive: Archive, *, ranges: bool = True):  # type: ignore[no-untyped-def]
    return serving(common_crawl([Crawl("CC-MAIN-2016-07", archive.rows)], {archive.name: archive.data}, ranges=ranges))


def pages_of(archive: Archive) -> list[RawPage]:
    with served(archive) as site:
        return list(source(site).list_day(DAY))


def told(archive: Archive) -> tuple[str, ...]:
    with served(archive) as site:
        crawl = source(site)
        assert list(crawl.list_day(DAY)) == []
        return crawl.unplaced()


def asked_for_records(site: Site) -> int:
    return sum(path.startswith("/crawl-data/") for path in site.asked)


# --- captures ----------------------------------------------------------------------------------------------------


def test_a_record_becomes_a_page_with_the_sites_own_bytes_and_the_captures_time() -> None:
    body = page(published=AT)
    elsewhere = Archive().add("https://elsewhere.example/slug/7/", body)
    [found] = pages_of(elsewhere.add("http://syriahr.com/slug/100/", body))

    assert (found.body, found.fetched_at, found.route) == (body, CAPTURED, "common_crawl")
    assert (found.page_id, found.url, found.http_status) == ("100", f"{SITE}/slug/100/", 200)


def test_only_the_records_bytes_are_asked_for() -> None:
    archive = posts(1, 2, 3)
    sizes: list[int] = []
    answer = common_crawl([Crawl("CC-MAIN-2016-07", archive.rows)], {archive.name: archive.data})
    with serving(answer) as site:
        client = client_for(site.url, max_retries=0)
        get = client.get
        client.get = lambda *args, **more: _noted(get(*args, **more), sizes)  # type: ignore[method-assign]
        crawl = CommonCrawlSource(client, name="test", base_url=SITE, index_url=site.url, data_url=site.url)
        list(crawl.list_day(DAY))

    assert sizes == [int(row["length"]) for row in archive.rows if isinstance(row, dict)]


def _noted(answer, sizes: list[int]):  # type: ignore[no-untyped-def]
    if answer.status == 206:
        sizes.append(len(answer.body))
    return answer


def test_a_host_that_sends_the_whole_file_in_place_of_the_range_gives_the_same() -> None:
    with served(posts(1, 2, 3), ranges=False) as site:
        assert [p.post_id for p in source(site).list_day(DAY)] == [1, 2, 3]


def test_captures_of_all_crawls_come_together_as_versions() -> None:
    first, second = page("قبل", published=AT), page("بعد", published=AT)
    one, two = Archive(), Archive(FILE.replace("2016-07", "2016-18"))
    one.add(url(100), first)
    two.add(url(100), second, CAPTURED + 900 * HOUR).add(url(100), first, CAPTURED + 901 * HOUR)
    crawls = [Crawl("CC-MAIN-2016-18", two.rows), Crawl("CC-MAIN-2016-07", one.rows), Crawl("CC-MAIN-2016-22")]
    with serving(common_crawl(crawls, {one.name: one.data, two.name: two.data})) as site:
        found = list(source(site).list_day(DAY))

    assert [(p.body, p.fetched_at) for p in found] == [(first, CAPTURED), (second, CAPTURED + 900 * HOUR)]


def test_the_same_digest_is_asked_for_once() -> None:
    body, archive = page(published=AT), Archive()
    for n in range(20):
        archive.add(url(100), body, CAPTURED + n * HOUR, digest="SAME")
    with served(archive) as site:
        assert [p.fetched_at for p in source(site).list_day(DAY)] == [CAPTURED]
        assert asked_for_records(site) == 1


def test_the_index_comes_in_pages() -> None:
    assert len(pages_of(posts(*range(1, 8)))) == 7


def test_only_the_crawls_that_are_named_are_looked_into() -> None:
    one, two = posts(1), posts(2, name=FILE.replace("2016-07", "2016-18"))
    crawls = [Crawl("CC-MAIN-2016-07", one.rows), Crawl("CC-MAIN-2016-18", two.rows)]
    with serving(common_crawl(crawls, {one.name: one.data, two.name: two.data})) as site:
        assert [p.post_id for p in source(site, crawls=["CC-MAIN-2016-18"]).list_day(DAY)] == [2]
        assert not any("2016-07" in path or "collinfo" in path for path in site.asked)


def test_rows_of_the_oldest_crawls_without_type_and_status_are_taken() -> None:
    archive = posts(1)
    row = archive.rows[0]
    assert isinstance(row, dict)
    archive.rows = [
        {name: row[name] for name in ("urlkey", "timestamp", "url", "length", "filename", "digest", "offset")}
    ]

    assert [p.post_id for p in pages_of(archive)] == [1]


def test_redirects_failures_pictures_and_lists_are_not_asked_for() -> None:
    archive = Archive()
    archive.add(url(1), b"", status="301").add(url(2), b"", status="404").add(
        url(3), b"", **{"mime-detected": "image/png"}
    )
    archive.add(f"{SITE}/", page(published=AT)).add(f"{SITE}/en/7/", page(published=AT))
    with served(archive) as site:
        assert list(source(site).list_day(DAY)) == []
        assert asked_for_records(site) == 0


def test_pages_that_are_stored_are_not_asked_for_again() -> None:
    with served(posts(1, 2, 3)) as site:
        assert [p.post_id for batch in source(site).batches(DAY, stored={"1", "2"}) for p in batch] == [3]
        assert asked_for_records(site) == 1


def test_a_second_fetch_asks_for_no_record_and_adds_nothing(lake: Lake) -> None:
    with served(posts(1, 2, 3)) as site:
        assert [fetch_day(source(site), lake, DAY).added for _ in range(2)] == [3, 0]
        assert asked_for_records(site) == 3


# --- what goes wrong ---------------------------------------------------------------------------------------------


def test_a_line_that_makes_no_sense_is_told_and_the_others_taken() -> None:
    archive = posts(1, 2)
    archive.rows = ['{"url": "http://x/"', archive.rows[0], "[]", '{"url": 1, "timestamp": "x"}', archive.rows[1]]
    with served(archive) as site:
        crawl = source(site)

        assert [p.post_id for p in crawl.list_day(DAY)] == [1, 2]
        assert len(crawl.unplaced()) == 3
        assert "of the index of CC-MAIN-2016-07 makes no sense" in crawl.unplaced()[0]


def test_a_capture_that_the_crawler_cut_off_is_told_and_not_asked_for() -> None:
    assert told(Archive().add(url(1), page(published=AT), truncated="length")) == (
        f"{url(1)} as captured 2016-03-01: cut off (length)",
    )


def test_a_file_that_is_gone_is_told_and_the_others_taken() -> None:
    archive = posts(1, 2)
    archive.rows[0] = {**archive.rows[0], "filename": "crawl-data/gone.warc.gz"}  # type: ignore[dict-item]
    with served(archive) as site:
        crawl = source(site)

        assert [p.post_id for p in crawl.list_day(DAY)] == [2]
        assert "404" in crawl.unplaced()[0]


@pytest.mark.parametrize(
    "place",
    [
        {"filename": "../../etc/passwd"},
        {"filename": "https://elsewhere.example/a.warc.gz"},
        {"filename": "a\r\nb"},
        {"offset": "-5"},
        {"length": "0"},
        {"length": "99999999999"},
    ],
)
def test_a_place_that_cannot_be_is_told_and_not_asked_for(place: dict[str, str]) -> None:
    archive = posts(1)
    archive.rows[0] = {**archive.rows[0], **place}  # type: ignore[dict-item]

    assert "a place that cannot be" in told(archive)[0]


@pytest.mark.parametrize(("move", "reason"), [(3, "cannot be decompressed"), (10_000_000, "416")])
def test_bytes_that_are_no_record_are_told(move: int, reason: str) -> None:
    archive = posts(1)
    row = archive.rows[0]
    assert isinstance(row, dict)
    archive.rows[0] = {**row, "offset": str(int(row["offset"]) + move), "length": str(int(row["length"]) - move % 10)}

    assert reason in told(archive)[0]


def test_a_record_of_another_page_is_told() -> None:
    archive = posts(1, 2)
    archive.rows = [{**archive.rows[0], "url": url(7)}]  # type: ignore[dict-item]

    assert f"a response of {url(1)} lies there" in told(archive)[0]


def test_a_revisit_in_place_of_a_response_is_told() -> None:
    archive = Archive()
    made = revisit(url(1), page(published=AT), of=url(1), at=CAPTURED)
    archive.rows.append(crawl_row(url(1), CAPTURED, FILE, len(archive.data), len(made)))
    archive.data += made

    assert "a revisit of" in told(archive)[0]


def test_a_record_that_breaks_off_is_told() -> None:
    archive = posts(1)
    archive.data = archive.data[:-30]

    assert "bytes came" in told(archive)[0]


def test_a_host_that_gives_other_bytes_than_were_asked_for_is_told() -> None:
    archive = posts(1)
    answer = common_crawl([Crawl("CC-MAIN-2016-07", archive.rows)], {})

    def shifted(path: str, query: Mapping[str, str]) -> Reply:
        if path == f"/{FILE}":
            return Reply(206, archive.data, {"Content-Range": f"bytes 0-9/{len(archive.data)}"})
        return answer(path, query)

    with serving(shifted) as site:
        crawl = source(site)

        assert list(crawl.list_day(DAY)) == []
        assert "other bytes came" in crawl.unplaced()[0]


def test_a_site_that_no_crawl_has_gives_nothing() -> None:
    with serving(common_crawl([Crawl("CC-MAIN-2016-07"), Crawl("CC-MAIN-2016-18")], {})) as site:
        assert list(source(site).list_day(DAY)) == []


def test_a_crawl_whose_index_does_not_answer_is_an_error_behind_the_others() -> None:
    archive = posts(1)
    answer = common_crawl([Crawl("CC-MAIN-2016-03"), Crawl("CC-MAIN-2016-07", archive.rows)], {FILE: archive.data})

    def busy(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(504) if path == "/CC-MAIN-2016-03-index" else answer(path, query)

    with serving(busy) as site:
        batches = source(site).batches(DAY)

        assert [p.post_id for p in next(batches)] == [1]
        with pytest.raises(TransientFetchError, match="CC-MAIN-2016-03-index"):
            next(batches)


@pytest.mark.parametrize("text", [b"<html>", b"{}", b"[]", b'[{"name": "x"}]', b'[{"id": "../x"}]'])
def test_a_list_of_crawls_that_is_none_is_a_permanent_error(text: bytes) -> None:
    with (
        serving(lambda path, _: Reply(200, text) if path == "/collinfo.json" else Reply(404)) as site,
        pytest.raises(PermanentFetchError, match="a list of crawls was due"),
    ):
        list(source(site).list_day(DAY))


def test_a_number_of_pages_that_is_none_is_a_permanent_error() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        told = json.dumps([{"id": "CC-MAIN-2016-07"}]) if path == "/collinfo.json" else "busy"
        return Reply(404) if path == "/robots.txt" else Reply(200, told.encode())

    with serving(answer) as site, pytest.raises(PermanentFetchError, match="a number of pages was due"):
        list(source(site).list_day(DAY))


def test_a_host_that_is_not_configured_is_not_asked() -> None:
    with served(posts(1)) as site:
        client = client_for(site.url, max_retries=0)
        crawl = CommonCrawlSource(
            client, name="test", base_url=SITE, index_url=site.url, data_url="https://data.example.org"
        )

        assert list(crawl.list_day(DAY)) == []
        assert "https://data.example.org" in crawl.unplaced()[0]
