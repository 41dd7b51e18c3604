"""WARC files from record to record, damaged ones too: where records lie, and the bytes of one.

The format is ISO 28500, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. A record is a
head of named fields, `Content-Length` bytes, and two line ends. In a `.warc.gz` each record is a gzip member of its own
(Annex D), so that one can be read from its offset; files that were packed as a whole occur and are read, too.

The way from record to record is ours and not `warcio`'s, which ends at the first damage, while a crawl that broke off
or a bad sector should cost one record: behind a damage the next record's beginning is looked for.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from transforms.sources.warc_records import BrokenRecordError, extent_of

_GZIP = b"\x1f\x8b\x08"
_MEMBER = 16 + zlib.MAX_WBITS
_BLOCK = 65_536
_HEAD = 65_536
"""Bytes that a record's head and its HTTP head fit in."""
_UNPACKED_AT_ONCE = 1 << 20
_NO_STREAM = (OSError, EOFError, zlib.error)
_BREAKS_OFF = "the file breaks off inside of a record"


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
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        if file.read(len(_GZIP)) != _GZIP:
            yield from _stream_records(file, in_stream=False)
            return
        first = _member(file, 0)
        if isinstance(first, Damage) or not first.holds_more:
            yield from _members(file)
            return
    with gzip.open(path) as stream:
        yield from _stream_records(stream, in_stream=True)  # type: ignore[arg-type]


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
    if place.in_stream:
        with gzip.open(path) as stream:
            return _from_stream(stream, place, max_bytes)  # type: ignore[arg-type]
    with path.open("rb") as file:
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

    @property
    def holds_more(self) -> bool:
        """Whether another record follows in the same member."""
        extent = extent_of(self.data)
        return extent is not None and self.size > extent[0] + extent[1] + 8


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
    file.seek(offset)
    decoder = zlib.decompressobj(_MEMBER)
    kept, size = bytearray(), 0
    while not decoder.eof:
        data = file.read(_BLOCK)
        if not data:
            return Damage(Place(offset), _BREAKS_OFF)
        while data and not decoder.eof:
            try:
                part = decoder.decompress(data, _UNPACKED_AT_ONCE)
            except zlib.error as error:
                return Damage(Place(offset), f"the record cannot be decompressed: {error}")
            size += len(part)
            kept += part[: max(0, keep - len(kept))]
            data = decoder.unconsumed_tail
    return _Member(bytes(kept), size, file.tell() - len(decoder.unused_data))


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


def _stream_records(stream: IO[bytes], *, in_stream: bool) -> Iterator[Found | Damage]:
    offset = 0
    while True:
        place = Place(offset, in_stream)
        try:
            stream.seek(offset)
            head = stream.read(_HEAD)
            if not head.strip(b"\r\n\0"):
                return
            blank = len(head) - len(head.lstrip(b"\r\n"))
            if blank:
                offset += blank
                continue
            end, damage = _stream_record(stream, head, place)
        except _NO_STREAM as error:
            yield Damage(place, f"the file cannot be read further: {error}")
            return
        if damage is None:
            yield Found(place, head)
            offset = end
            continue
        yield damage
        try:
            following = next(_occurrences(stream, b"\nWARC/", offset + 1), None)
        except _NO_STREAM:
            return
        if following is None:
            return
        offset = following + 1


def _stream_record(stream: IO[bytes], head: bytes, place: Place) -> tuple[int, Damage | None]:
    """Where a record ends, or what is wrong with it."""
    extent = extent_of(head)
    if extent is None:
        return 0, _not_whole(head, len(head), place)
    end = place.offset + sum(extent)
    stream.seek(end - 1)
    if len(stream.read(1)) < 1:
        return 0, Damage(place, _BREAKS_OFF)
    behind = stream.read(2)
    if behind[:1] not in (b"\r", b"\n", b""):
        return 0, Damage(place, "the record is longer or shorter than its Content-Length")
    return end, None


def _from_stream(stream: IO[bytes], place: Place, max_bytes: int) -> bytes:
    try:
        stream.seek(place.offset)
        head = stream.read(_HEAD)
        extent = extent_of(head)
        if extent is None:
            raise BrokenRecordError("no record begins here")
        if extent[1] > max_bytes:
            raise BrokenRecordError(f"the record is larger than {max_bytes} bytes")
        stream.seek(place.offset)
        return stream.read(sum(extent))
    except _NO_STREAM as error:
        raise BrokenRecordError(f"it cannot be read: {error}") from error


def _occurrences(file: IO[bytes], what: bytes, offset: int) -> Iterator[int]:
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
