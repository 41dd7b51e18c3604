"""WARC files from record to record, damaged ones too: where records lie, and the bytes of one.

The format is ISO 28500, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. A record is a
head of named fields, `Content-Length` bytes, and two line ends. In a `.warc.gz` each record is a gzip member of its own
(Annex D), so that one can be read from its offset; files that were packed as a whole occur and are read, too.

The way from record to record is ours and not `warcio`'s, which ends at the first damage, while a crawl that broke off
or a bad sector should cost one record: behind a damage the next record's beginning is looked for.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from transforms.sources.packed_stream import PackedStream
from transforms.sources.warc_records import BrokenRecordError, extent_of

_GZIP = b"\x1f\x8b\x08"
_MEMBER = 16 + zlib.MAX_WBITS
_BLOCK = 65_536
_HEAD = 65_536
"""Bytes that a record's head and its HTTP head fit in."""
_UNPACKED_AT_ONCE = 1 << 20
_BREAKS_OFF = "the file breaks off inside of a record"
Stream = IO[bytes] | PackedStream
"""What records lie in one after the other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins.

    Attributes:
        offset: in the file, or in the unpacked stream of a file that was packed as a whole.
        in_stream: whether it is the latter.
    """

    offset: int
    in_stream: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A whole record: its place, and its first bytes with all its heads."""

    place: Place
    head: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no whole record, and what is wrong with them."""

    place: Place
    what: str


def walk(path: Path) -> Iterator[Found | Damage]:
    """All records of a file in their order, and what lies damaged between them.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        if file.read(len(_GZIP)) != _GZIP:
            yield from _stream_records(file, in_stream=False)
        elif _is_packed_whole(file):
            yield from _stream_records(PackedStream(file), in_stream=True)
        else:
            yield from _members(file)


def record_bytes(path: Path, place: Place, *, max_bytes: int) -> bytes:
    """A record unpacked: its heads and its payload.

    Args:
        path: the file.
        place: as `walk` told it.
        max_bytes: largest payload.

    Raises:
        BrokenRecordError: it is damaged or too large.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        if place.in_stream:
            return _from_stream(PackedStream(file), place, max_bytes)
        file.seek(place.offset)
        if file.read(len(_GZIP)) != _GZIP:
            return _from_stream(file, place, max_bytes)
        member = _member(file, place.offset, keep=max_bytes + _HEAD)
    if isinstance(member, Damage):
        raise BrokenRecordError(member.what)
    if member.size > max_bytes + _HEAD:
        raise BrokenRecordError(f"the record is larger than {max_bytes} bytes")
    return member.data


@dataclass(frozen=True, slots=True)
class _Member:
    """A gzip member: its first bytes unpacked, its unpacked size, its end in the file."""

    data: bytes
    size: int
    end: int


def _is_packed_whole(file: IO[bytes]) -> bool:
    """Whether the first member goes on behind its first record; it may break off later."""
    begins = _unpacked(file, 0, keep=_HEAD, enough=_HEAD)[0]
    extent = extent_of(begins)
    if extent is None:
        return False
    return _unpacked(file, 0, keep=0, enough=sum(extent) + 16)[1] > sum(extent) + 8


def _members(file: IO[bytes]) -> Iterator[Found | Damage]:
    size = file.seek(0, io.SEEK_END)
    offset: int | None = 0
    while offset is not None and offset < size:
        member = _member(file, offset)
        damage = member if isinstance(member, Damage) else _not_whole(member.data, member.size, Place(offset))
        if damage is not None:
            yield damage
        elif isinstance(member, _Member):
            yield Found(Place(offset), member.data)
        offset = _next_member(file, offset + 1) if isinstance(member, Damage) else member.end


def _member(file: IO[bytes], offset: int, *, keep: int = _HEAD) -> _Member | Damage:
    data, size, end, wrong = _unpacked(file, offset, keep=keep)
    return Damage(Place(offset), wrong) if wrong else _Member(data, size, end)


def _unpacked(
    file: IO[bytes], offset: int, *, keep: int, enough: int | None = None
) -> tuple[bytes, int, int, str | None]:
    """A gzip member's first bytes, its unpacked size, its end in the file, and what is wrong with it, or None.

    Args:
        file: the file.
        offset: where the member begins.
        keep: number of its first bytes.
        enough: unpacked size behind which nothing more is read.
    """
    file.seek(offset)
    decoder = zlib.decompressobj(_MEMBER)
    kept, size, wrong = bytearray(), 0, None
    while not decoder.eof and wrong is None and (enough is None or size < enough):
        data = file.read(_BLOCK)
        wrong = None if data else _BREAKS_OFF
        while data and not decoder.eof:
            try:
                part = decoder.decompress(data, _UNPACKED_AT_ONCE)
            except zlib.error as error:
                wrong = f"the record cannot be decompressed: {error}"
                break
            size += len(part)
            kept += part[: max(0, keep - len(kept))]
            data = decoder.unconsumed_tail
    return bytes(kept), size, file.tell() - len(decoder.unused_data), wrong


def _next_member(file: IO[bytes], offset: int) -> int | None:
    """Where the next gzip member that unpacks to a record begins."""
    for at in _occurrences(file, _GZIP, offset):
        file.seek(at)
        try:
            begins = zlib.decompressobj(_MEMBER).decompress(file.read(_BLOCK), 5)
        except zlib.error:
            continue
        if begins == b"WARC/":
            return at
    return None


def _stream_records(stream: Stream, *, in_stream: bool) -> Iterator[Found | Damage]:
    offset: int | None = 0
    while offset is not None:
        place = Place(offset, in_stream)
        stream.seek(offset)
        head = stream.read(_HEAD)
        if len(head) < _HEAD and not head.strip(b"\r\n\0"):
            return
        if head[:1] in (b"\r", b"\n"):
            offset += len(head) - len(head.lstrip(b"\r\n"))
            continue
        end, damage = _stream_record(stream, head, place)
        if damage is None:
            yield Found(place, head)
            offset = end
            continue
        yield damage
        following = next(_occurrences(stream, b"\nWARC/", offset + 1), None)
        offset = None if following is None else following + 1


def _stream_record(stream: Stream, head: bytes, place: Place) -> tuple[int, Damage | None]:
    """Where a record ends, or what is wrong with it."""
    extent = extent_of(head)
    if extent is None:
        return 0, _not_whole(head, len(head), place)
    end = place.offset + sum(extent)
    stream.seek(end - 1)
    if len(stream.read(1)) < 1:
        return 0, Damage(place, _BREAKS_OFF)
    if stream.read(2)[:1] not in (b"\r", b"\n", b""):
        return 0, Damage(place, "the record is longer or shorter than its Content-Length")
    return end, None


def _from_stream(stream: Stream, place: Place, max_bytes: int) -> bytes:
    stream.seek(place.offset)
    extent = extent_of(stream.read(_HEAD))
    if extent is None:
        raise BrokenRecordError("no record begins here")
    if extent[1] > max_bytes + _HEAD:
        raise BrokenRecordError(f"the record is larger than {max_bytes} bytes")
    stream.seek(place.offset)
    data = stream.read(sum(extent))
    if len(data) < sum(extent):
        raise BrokenRecordError(_BREAKS_OFF)
    return data


def _occurrences(file: Stream, what: bytes, offset: int) -> Iterator[int]:
    """Offsets of a byte sequence, from an offset on. Others may move the file's position in between."""
    while True:
        file.seek(offset)
        data = file.read(_UNPACKED_AT_ONCE)
        at = data.find(what)
        while at != -1:
            yield offset + at
            at = data.find(what, at + 1)
        if len(data) < _UNPACKED_AT_ONCE:
            return
        offset += len(data) - len(what) + 1


def _not_whole(head: bytes, size: int, place: Place) -> Damage | None:
    extent = extent_of(head)
    if extent is None:
        begins = "no WARC record" if not head.startswith(b"WARC/") else "a record without a whole head"
        return Damage(place, f"{begins}, it begins {head[:40].decode('utf-8', 'replace')!r}")
    return Damage(place, "the record is shorter than its Content-Length") if size < sum(extent) else None
