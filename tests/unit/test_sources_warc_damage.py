"""WARC files as a source: damaged and cut-off records cost themselves alone, and are told."""

from __future__ import annotations

import datetime as dt
import gzip
import random
from pathlib import Path

import pytest

from tests.support.warc_files import (
    HTML,
    SITE,
    chunked,
    packed_whole,
    page,
    record,
)
from tests.support.warc_folder import AT, DAY, LATER, pages_of, source, url, written
from transforms.fetching import fetch_day
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.sources.base import RawPage


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
