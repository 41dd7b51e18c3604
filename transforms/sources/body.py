"""The body of an answer, read in small pieces: so large at most once it is decompressed, and until a deadline.

Each read gives what has come, and no library waits for more in between, so that an answer that trickles ends in time.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from urllib3.exceptions import HTTPError

if TYPE_CHECKING:
    import requests
    from urllib3 import HTTPResponse

ENCODINGS = "gzip, deflate"
"""What hosts are told that we take."""

_CHUNK = 65_536
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS


class BrokenBodyError(Exception):
    """It broke off, cannot be decompressed, or took too long: another try may give a whole one."""


class RefusedBodyError(Exception):
    """It is too large, or packed in a way that was not asked for: another try would give the same."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def read_body(
    response: requests.Response,
    *,
    max_bytes: int,
    seconds: float,
    deadline: float,
    received: Callable[[int], None] | None = None,
) -> bytes:
    """Read a body that was asked for with `stream=True`.

    Args:
        response: the answer, whose body nobody has begun to read.
        max_bytes: largest body, decompressed.
        seconds: what the whole answer may take, for the message.
        deadline: when that time is over, on the clock of `time.monotonic`.
        received: told of the number of bytes, as they were sent, of each piece.

    Raises:
        BrokenBodyError: see there.
        RefusedBodyError: see there.
    """
    raw = cast("HTTPResponse", response.raw)
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    parts, size = [], 0
    while True:
        if time.monotonic() > deadline:
            raise BrokenBodyError(f"the answer took longer than {seconds:.0f} s")
        try:
            data = raw.read1(_CHUNK, decode_content=False)
        except HTTPError as error:
            raise BrokenBodyError(_reason(error)) from error
        if received is not None:
            received(len(data))
        part = unpack.add(data, max_bytes + 1 - size) if data else unpack.end()
        size += len(part)
        if size > max_bytes:
            hint = "raise MARSAD_MAX_BODY_BYTES if that is right"
            raise RefusedBodyError(f"the answer is larger than {max_bytes} bytes", hint)
        parts.append(part)
        if not data:
            return b"".join(parts)


def unpack_body(data: bytes, encoding: str, *, max_bytes: int) -> bytes:
    """A whole body that is packed as its `Content-Encoding` says, unpacked.

    Args:
        data: the packed bytes.
        encoding: `gzip`, `deflate`, `identity` or nothing.
        max_bytes: largest body, decompressed.

    Raises:
        BrokenBodyError: see there.
        RefusedBodyError: see there.
    """
    unpack = _unpacker(encoding)
    body = unpack.add(data, max_bytes + 1)
    if len(body) > max_bytes:
        raise RefusedBodyError(f"the body is larger than {max_bytes} bytes")
    unpack.end()
    return body


class _Plain:
    def add(self, data: bytes, most: int) -> bytes:
        del most
        return data

    def end(self) -> bytes:
        return b""


class _Packed:
    """Gzip of one member or several, zlib, or the bare deflate that some hosts send in its place."""

    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._begun = self._whole = False

    def add(self, data: bytes, most: int) -> bytes:
        """What the data gives, at most `most` bytes of it."""
        parts: list[bytes] = []
        while data and most > 0:
            if self._decoder.eof:
                if self._whole and not data.startswith(b"\x1f\x8b"):
                    return b"".join(parts)  # blanks behind the last member
                self._decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
            part = self._decompressed(data, most)
            parts.append(part)
            most -= len(part)
            self._whole = self._whole or self._decoder.eof
            data = self._decoder.unused_data or self._decoder.unconsumed_tail
        return b"".join(parts)

    def end(self) -> bytes:
        if self._begun and not self._decoder.eof:
            raise BrokenBodyError("the compressed answer breaks off")
        return b""

    def _decompressed(self, data: bytes, most: int) -> bytes:
        is_first, self._begun = not self._begun, True
        try:
            return self._decoder.decompress(data, most)
        except zlib.error as error:
            if not is_first:
                raise BrokenBodyError(f"the answer cannot be decompressed: {error}") from error
        self._decoder = zlib.decompressobj(_RAW_DEFLATE)
        return self._decompressed(data, most)


def _unpacker(encoding: str) -> _Plain | _Packed:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _Plain()
    if name in ("gzip", "x-gzip", "deflate"):
        return _Packed()
    raise RefusedBodyError(f"the answer is packed as {encoding[:40]!r}, which was not asked for")


def _reason(error: HTTPError) -> str:
    cause = error.__cause__ or error
    return f"{type(cause).__name__}: {str(cause)[:160]}"
