"""What one record of a WARC holds: its heads by `warcio`, and the body of its answer.

The format is ISO 28500, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Any

from transforms.sources.body import BrokenBodyError, RefusedBodyError, unpack_body

_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;|\Z)")


class BrokenRecordError(Exception):
    """A record, or the answer in it, is damaged, cut off, or larger than what is taken."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a record's heads tell.

    Attributes:
        kind: `response`, `revisit`, `resource`, `request`, `warcinfo`, `metadata`, `conversion`.
        url: `WARC-Target-URI`, empty where there is none.
        captured_at: `WARC-Date`, UTC.
        digest: `WARC-Payload-Digest`, or None.
        truncated: reason of `WARC-Truncated` (`length`, `time`, `disconnect`), or None.
        status: HTTP status; None where the record holds no HTTP answer.
        headers: HTTP headers, names in lower case; of a `resource` its media type alone.
        payload: the HTTP body as it went over the wire; what of it lies in the bytes that were parsed.
    """

    kind: str
    url: str
    captured_at: dt.datetime
    digest: str | None
    truncated: str | None
    status: int | None
    headers: dict[str, str]
    payload: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def extent_of(head: bytes) -> tuple[int, int] | None:
    """Lengths of a record's head and of its block, or None where no record begins."""
    end = _HEAD_END.search(head) if head.startswith(b"WARC/") else None
    length = _LENGTH.search(head, 0, end.end()) if end else None
    return (end.end(), int(length[1])) if end and length else None


def parse(data: bytes) -> Record:
    """Read a record's heads.

    Args:
        data: the record unpacked, or its first bytes with all its heads.

    Raises:
        BrokenRecordError: the heads make no sense.
    """
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    extent = extent_of(data)
    if extent is None:
        raise BrokenRecordError("no record begins here")
    try:
        record = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
            io.BytesIO(data[: sum(extent)])
        )
        fields = record.rec_headers
        captured_at = dt.datetime.fromisoformat(fields.get_header("WARC-Date") or "")
        payload = record.raw_stream.read()
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        raise BrokenRecordError(f"its head cannot be read: {str(error)[:120]}") from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # warcio trusts the fields' values
        raise BrokenRecordError(f"its head makes no sense: {type(error).__name__}: {str(error)[:120]}") from error
    return Record(
        kind=record.rec_type or "",
        url=(fields.get_header("WARC-Target-URI") or "").strip("<>"),
        captured_at=captured_at.replace(tzinfo=captured_at.tzinfo or dt.UTC).astimezone(dt.UTC),
        digest=fields.get_header("WARC-Payload-Digest"),
        truncated=fields.get_header("WARC-Truncated"),
        status=_status(record.http_headers),
        headers=_headers(record),
        payload=payload,
    )


def body_of(record: Record, *, max_bytes: int) -> bytes:
    """The body of a whole record's answer, taken out of its chunks and its compression.

    Crawlers differ in what they store: bodies that were unpacked already under headers that say otherwise are taken
    as they are.

    Args:
        record: parsed from all of the record's bytes.
        max_bytes: largest body, decompressed.

    Raises:
        BrokenRecordError: it is cut off, damaged, too large, or packed in a way that cannot be read here.
    """
    if record.truncated:
        raise BrokenRecordError(f"the crawler cut it off (WARC-Truncated: {record.truncated})")
    is_chunked = record.headers.get("transfer-encoding", "").strip().lower() == "chunked"
    body = _dechunked(record.payload) if is_chunked else record.payload
    announced = record.headers.get("content-length", "")
    is_short = announced.isascii() and announced.isdigit() and len(body) < int(announced)
    if is_short and not is_chunked and "content-encoding" not in record.headers:
        raise BrokenRecordError(f"the answer breaks off: {len(body)} of {announced} bytes")
    if not _is_unpacked(record, body):
        try:
            body = unpack_body(body, record.headers["content-encoding"], max_bytes=max_bytes)
        except (BrokenBodyError, RefusedBodyError) as error:
            raise BrokenRecordError(str(error)) from error
    if len(body) > max_bytes:
        raise BrokenRecordError(f"the body is larger than {max_bytes} bytes")
    return body


def _is_unpacked(record: Record, body: bytes) -> bool:
    """Whether a body is plain, whatever the headers say."""
    encoding = record.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return True
    if encoding in ("gzip", "x-gzip"):
        return not body.startswith(b"\x1f\x8b")
    return body.lstrip()[:1] in (b"<", b"{", b"[")


def _dechunked(data: bytes) -> bytes:
    """A body out of its chunks (RFC 9112, 7.1); as it is where it lies in none."""
    parts: list[bytes] = []
    at = 0
    while True:
        line = _LINE_END.search(data, at)
        size = _CHUNK_SIZE.match(data, at, line.start()) if line else None
        if line is None or size is None:
            if at == 0:
                return data
            raise BrokenRecordError("the answer breaks off between its chunks")
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        part = data[line.end() : line.end() + length]
        if len(part) < length:
            raise BrokenRecordError("the answer breaks off inside of a chunk")
        parts.append(part)
        at = line.end() + length
        behind = _LINE_END.match(data, at)
        at = behind.end() if behind else at


def _status(http_head: Any) -> int | None:
    code = http_head.get_statuscode() if http_head is not None else ""
    return int(code) if code.isascii() and code.isdigit() else None


def _headers(record: Any) -> dict[str, str]:
    if record.http_headers is not None:
        return {name.lower(): value for name, value in record.http_headers.headers}
    return {"content-type": record.content_type} if record.content_type else {}
