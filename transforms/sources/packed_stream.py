"""A gzip file as the bytes that it unpacks to, as far as it can be unpacked."""

from __future__ import annotations

import zlib
from typing import IO

_MEMBER = 16 + zlib.MAX_WBITS
_BLOCK = 65_536
_UNPACKED_AT_ONCE = 1 << 20
_LOOK_BACK = 1 << 18


class PackedStream:
    """Reads and seeks in what a gzip file of one member or several unpacks to.

    Unlike `gzip.open` it ends where the file breaks off or is damaged, instead of raising and keeping back what came
    before, and short ways back do not unpack everything anew.

    Args:
        file: the packed file, opened for reading.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = zlib.decompressobj(_MEMBER)
        self._packed = b""
        self._window = bytearray()
        self._begin = self._at = 0
        self._is_over = False
        self._restart()

    def seek(self, offset: int) -> int:
        """Go to an offset, or to the end where there is less."""
        if offset < self._begin:
            self._restart()
        self._at = offset
        while self._at > self._end and self._more():
            pass
        self._at = min(self._at, self._end)
        return self._at

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        while self._at + size > self._end and self._more():
            pass
        data = bytes(self._window[self._at - self._begin : self._at - self._begin + size])
        self._at += len(data)
        return data

    @property
    def _end(self) -> int:
        return self._begin + len(self._window)

    def _restart(self) -> None:
        self._file.seek(0)
        self._decoder = zlib.decompressobj(_MEMBER)
        self._packed = b""
        self._window = bytearray()
        self._begin = self._at = 0
        self._is_over = False

    def _more(self) -> bool:
        """Unpack a further piece; False at the end."""
        self._packed = self._packed or self._file.read(_BLOCK)
        if self._is_over or not self._packed:
            return False
        if self._decoder.eof:
            self._decoder = zlib.decompressobj(_MEMBER)
        try:
            self._window += self._decoder.decompress(self._packed, _UNPACKED_AT_ONCE)
        except zlib.error:
            self._is_over = True
            return False
        self._packed = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail
        needless = min(self._at, self._end - _LOOK_BACK) - self._begin
        if needless > _UNPACKED_AT_ONCE:
            del self._window[:needless]
            self._begin += needless
        return True
