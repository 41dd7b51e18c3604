"""Answers that came with an `ETag` or `Last-Modified`, kept on the disk, so that the host need not send them twice.

A later request asks whether the answer changed; 304 brings back what is kept, byte for byte, so that nothing behind
the client sees a difference, and nothing is lost where the lake lacks the page. After a week it is asked for as a whole
again, because hosts have been seen that say 304 of what did change. Names of files are made from hashes alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 200_000_000
"""Room on the disk, of all sites; what was kept longest goes first."""
_MOST_BYTES_EACH = 5_000_000
_VALID_SECONDS = 7 * 24 * 3600.0
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_ENDING = ".answer"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is kept.

    Attributes:
        headers: as it came, names in lower case.
        body: its bytes, decompressed.
        conditions: request headers that ask whether it changed.
    """

    headers: dict[str, str]
    body: bytes
    conditions: dict[str, str]


class KeptAnswers:
    """Answers by address and what was accepted. What cannot be read or written is as if it had not been kept.

    Args:
        folder: where; made when there is something to keep.
        most_bytes: room on the disk.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._bytes: int | None = None

    def get(self, url: str, accept: str) -> Kept | None:
        """What is kept for an address; None where nothing is, or it is too old or damaged."""
        path = self._path(url, accept)
        try:
            if path.stat().st_mtime < time.time() - _VALID_SECONDS:
                return None
            head, _, body = path.read_bytes().partition(b"\n")
            facts: dict[str, Any] = json.loads(head)
            if facts["url"] != url or facts["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            headers = {str(name): str(value) for name, value in facts["headers"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None
        return Kept(headers, body, _conditions(headers))

    def put(self, url: str, accept: str, headers: Mapping[str, str], body: bytes) -> None:
        """Keep an answer of status 200, if its host gave it a mark and does not forbid it.

        Args:
            url: address that answered, without secrets.
            accept: media types that were asked for.
            headers: of the answer, names in lower case, without cookies.
            body: decompressed.
        """
        forbidden = "no-store" in headers.get("cache-control", "").lower()
        if forbidden or not _conditions(headers) or len(body) > _MOST_BYTES_EACH:
            return
        facts = {
            "url": url, "kept_at": dt.datetime.now(dt.UTC).isoformat(), "headers": dict(headers),
            "sha256": hashlib.sha256(body).hexdigest(),
        }  # fmt: skip
        data = json.dumps(facts, ensure_ascii=True, sort_keys=True).encode() + b"\n" + body
        with suppress(OSError):  # a full disk: the answer is sent as a whole next time
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._path(url, accept), data)
            self._make_room(len(data))

    def _path(self, url: str, accept: str) -> Path:
        return self._folder / f"{hashlib.sha256(f'{accept} {url}'.encode()).hexdigest()}{_ENDING}"

    def _make_room(self, added: int) -> None:
        """Delete the oldest until a tenth is free; files are only looked at where it may be needed."""
        if self._bytes is not None:
            self._bytes += added
            if self._bytes <= self._most_bytes:
                return
        files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry) for entry in self._folder.iterdir())
        self._bytes = sum(size for _, size, _ in files)
        if self._bytes <= self._most_bytes:
            return
        for _, size, path in files:
            if self._bytes <= self._most_bytes * 9 // 10:
                return
            path.unlink(missing_ok=True)
            self._bytes -= size


def _conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """Request headers that ask whether an answer changed; a sign that breaks lines is none of ours."""
    found = {asked: headers[told] for told, asked in _VALIDATORS.items() if headers.get(told)}
    return {name: value for name, value in found.items() if value.isprintable() and len(value) < 500}


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=_ENDING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
