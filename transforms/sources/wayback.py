"""The Wayback Machine of the Internet Archive as a source: its index of captures, and their original bytes.

- Index: the CDX server, https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server. It answers a prefix
  query with one row a capture (`urlkey timestamp original mimetype statuscode digest length`, as a JSON array of
  arrays, or as lines parted by blanks), sorted by address and time. Large answers come in parts: a part that is not the
  last ends with an empty row and a resume key, which the next query hands back. The key is only right where `urlkey` is
  among the fields (https://github.com/internetarchive/wayback/issues/121). Servers with a compressed index also number
  their pages (`showNumPages`, `page`); filters work behind the paging, so that empty pages are no end.
- `collapse=digest` leaves out neighbouring rows with the same digest: one row for each time that a page changed.
  Neighbouring addresses with the very same bytes fall together, too; no two posts have those, only error pages do.
- Bytes: `/web/<timestamp>id_/<address>` gives a capture as it was, without the links rewritten and the banner put in
  (https://github.com/webrecorder/pywb/blob/main/docs/manual/rewriter.rst). Headers of the site come as
  `x-archive-orig-…`. Where a capture is missing the machine redirects to the nearest one, whose time then counts.
- A `warc/revisit` row has status `-` and stands for bytes that were the same before; the machine finds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus, urlencode

from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.archive import ArchiveSource, Held, UnusableCaptureError
from transforms.sources.archive_index import Capture, timestamp
from transforms.sources.archived_site import MEDIA_TYPES
from transforms.sources.body import BrokenBodyError, RefusedBodyError, unpack_body
from transforms.sources.http import Answer, HttpClient

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NOT_TOLD = frozenset({"-", "", "unk"})
_REVISIT = "warc/revisit"
_PLAYBACK = re.compile(r"/web/(\d{14})(?:id_)?/(.+)\Z", re.DOTALL)
_URL_SIGNS = "/:@!$&'()*+,;=~-._?%#[]"
_MOST_PARTS = 100_000


class WaybackSource(ArchiveSource):
    """Pages of a site as the Wayback Machine, or another machine with the same interface, kept them.

    Args:
        client: a client that may ask the archive's host (`more_hosts=WaybackSource.hosts`).
        name: under which reports are stored.
        base_url: address of the archived site; see `ArchivedSite`.
        archive_url: address of the archive; its index is `/cdx/search/cdx`, its captures lie under `/web/`.
        rows_per_query: rows of the index to ask for at once.
        numbered_pages: ask for the index by page numbers instead of resume keys.
        max_body_bytes: largest body, decompressed, of captures that come packed.
    """

    route = "wayback"
    hosts = frozenset({"web.archive.org"})

    def __init__(
        self,
        client: HttpClient,
        *,
        name: str,
        base_url: str,
        archive_url: str = "https://web.archive.org",
        rows_per_query: int = 10_000,
        numbered_pages: bool = False,
        max_body_bytes: int = 50_000_000,
    ) -> None:
        super().__init__(name=name, base_url=base_url)
        self._client = client
        self._archive = archive_url.rstrip("/")
        self._rows_per_query = rows_per_query
        self._numbered_pages = numbered_pages
        self._max_body_bytes = max_body_bytes

    # --- the index ---------------------------------------------------------------------------------------------

    def _captures(self) -> Iterator[Capture]:
        for row in self._numbered() if self._numbered_pages else self._resumed():
            capture = self._capture(row)
            if capture is not None:
                yield capture

    def _capture(self, row: list[str]) -> Capture | None:
        """A row of the index; None where it is of no page. A row that makes no sense is told."""
        if len(row) < len(_FIELDS) - 1:
            self._tell(f"the index has a row of {len(row)} fields: {' '.join(row)[:200]!r}")
            return None
        _, time, original, media_type, status, digest = row[:6]
        captured_at = timestamp(time)
        if captured_at is None:
            self._tell(f"the index has a row without a time: {' '.join(row)[:200]!r}")
            return None
        is_page = media_type in MEDIA_TYPES | _NOT_TOLD and status in _NOT_TOLD | {"200"}
        if not is_page and media_type != _REVISIT:
            return None
        return Capture(original, captured_at, None if digest in _NOT_TOLD else digest, time)

    def _resumed(self) -> Iterator[list[str]]:
        key: str | None = ""
        keys = {""}
        while key is not None:
            more = {"limit": str(self._rows_per_query), "showResumeKey": "true"}
            answer = self._ask(more, f"&resumeKey={quote_plus(unquote_plus(key))}" if key else "")
            rows, key = _part(_rows(answer))
            yield from rows
            if key in keys or len(keys) > _MOST_PARTS:
                raise PermanentFetchError(
                    f"{answer.url}: the index repeats itself", url=answer.url, hint="try numbered_pages"
                )
            keys.add(key or "")

    def _numbered(self) -> Iterator[list[str]]:
        answer = self._ask({"showNumPages": "true"})
        count = re.search(rb"\d{1,9}", answer.body)
        if count is None:
            raise _no_index(answer)
        for number in range(min(int(count[0]), _MOST_PARTS)):
            yield from _rows(self._ask({"page": str(number)}))

    def _ask(self, more: dict[str, str], key: str = "") -> Answer:
        asked = {
            "url": self._site.prefix,
            "matchType": "prefix",
            "output": "json",
            "fl": ",".join(_FIELDS),
            "filter": ["statuscode:(200|-)", "!mimetype:(image|video|audio|font)/.*"],
            "collapse": "digest",
            **more,
        }
        return self._client.get(f"{self._archive}/cdx/search/cdx?{urlencode(asked, doseq=True)}{key}")

    # --- captures ----------------------------------------------------------------------------------------------

    def _held(self, capture: Capture) -> Held:
        asked = f"{self._archive}/web/{capture.where}id_/{quote(capture.url, safe=_URL_SIGNS)}"
        answer = self._client.get(asked)
        came = _PLAYBACK.search(answer.url)
        captured_at = timestamp(came[1]) if came else None
        if came is None or captured_at is None:
            raise UnusableCaptureError(f"the archive led to {answer.url}, which is no capture")
        if not self._is_same(capture.url, came[2]):
            raise UnusableCaptureError(f"the archive led to another page: {came[2]}")
        return Held(self._body(answer), answer.status, answer.headers, captured_at)

    def _is_same(self, url: str, other: str) -> bool:
        """Whether two addresses are one page's; the slash at the end may differ."""
        one, another = self._site.canonical(url), self._site.canonical(other)
        return one is not None and another is not None and one.rstrip("/") == another.rstrip("/")

    def _body(self, answer: Answer) -> bytes:
        """The capture's body; some come packed as the site sent them, without saying so.

        Raises:
            UnusableCaptureError: the crawler got only a part of it.
        """
        told = answer.headers
        body = answer.body
        announced = told.get("x-archive-orig-content-length", "")
        is_plain = not {"x-archive-orig-content-encoding", "x-archive-orig-transfer-encoding"} & told.keys()
        if is_plain and announced.isascii() and announced.isdigit() and len(body) < int(announced):
            raise UnusableCaptureError(f"the capture breaks off: {len(body)} of {announced} bytes")
        if not body.startswith(b"\x1f\x8b"):
            return body
        try:
            return unpack_body(body, "gzip", max_bytes=self._max_body_bytes)
        except (BrokenBodyError, RefusedBodyError) as error:
            raise UnusableCaptureError(str(error)) from error


def _rows(answer: Answer) -> list[list[str]]:
    """Rows of an answer of the index, as JSON or as lines, without the head row; empty rows stay.

    Raises:
        TransientFetchError: the JSON breaks off, as it does where the index runs out of time.
        PermanentFetchError: it is no index.
    """
    text = answer.body.decode("utf-8", "replace").strip()
    if not text.startswith("["):
        lines = [line.split(" ") if line.strip() else [] for line in text.splitlines()]
        if lines and timestamp(lines[0][1] if len(lines[0]) > 1 else "") is None:
            raise _no_index(answer)
        return lines
    try:
        rows: Any = json.loads(text)
    except ValueError as error:
        raise TransientFetchError(
            f"{answer.url}: the index breaks off: {error}", url=answer.url, status=answer.status, hint="try again later"
        ) from error
    if not all(isinstance(row, list) and all(isinstance(value, str) for value in row) for row in rows):
        raise _no_index(answer)
    return rows[1:] if rows and rows[0][:2] == list(_FIELDS[:2]) else rows


def _part(rows: list[list[str]]) -> tuple[list[list[str]], str | None]:
    """The rows of one part, and the key of the next: it stands alone behind an empty row."""
    if len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1:
        return rows[:-2], rows[-1][0]
    return [row for row in rows if row], None


def _no_index(answer: Answer) -> PermanentFetchError:
    begins = answer.body[:120].decode("utf-8", "replace").strip()
    return PermanentFetchError(
        f"{answer.url}: rows of a CDX index were due, {begins!r} came", url=answer.url, status=answer.status
    )
