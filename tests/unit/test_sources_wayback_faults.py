"""The Wayback Machine as a source: its index in all its forms, and what goes wrong."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Mapping

import pytest

from tests.support.archives import FIELDS, Kept, original, wayback
from tests.support.site import Reply, serving
from tests.support.warc_files import CAPTURED, HTML, SITE, page
from tests.support.wayback_site import AT, DAY, HOUR, pages_of, playbacks, posts, queries, source, url
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.fetching import fetch_day
from transforms.lake import Lake

# --- the index -------------------------------------------------------------------------------------------------------


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


# --- what goes wrong with captures -----------------------------------------------------------------------------------


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
