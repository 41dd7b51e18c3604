"""Common Crawl as a source: its index servers' answers, and records out of its WARC files by range requests.

- The crawls: `collinfo.json` (https://index.commoncrawl.org/collinfo.json), a JSON list with `id` (`CC-MAIN-2016-07`).
- The index of a crawl: `/<id>-index`, with the interface of pywb's CDX server
  (https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html). `output=json` gives JSON lines: one object a
  capture with `urlkey timestamp url mime mime-detected status digest length offset filename`, of newer crawls also
  `truncated`; of the oldest without `mime` and `status`. `showNumPages=true` gives `{"pages": 2, …}`. An address that
  a crawl does not have is a 404 with `{"message": "No Captures found for: …"}`.
- The records: `length` bytes from `offset` of `filename` at data.commoncrawl.org are one gzip member with one WARC
  record (https://commoncrawl.org/get-started). The crawler cuts bodies off at 1 MiB (5 MiB since 2025), and stores them
  unpacked under `X-Crawl-Content-Encoding`.

The index servers are few and busy: they answer 503 and 504 to those who ask fast.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.archive import ArchiveSource, Held, UnusableCaptureError
from transforms.sources.archive_index import Capture, timestamp
from transforms.sources.archived_site import MEDIA_TYPES
from transforms.sources.body import BrokenBodyError, RefusedBodyError, unpack_body
from transforms.sources.http import Answer, HttpClient
from transforms.sources.warc_records import BrokenRecordError, body_of, parse

_CRAWL = re.compile(r"[A-Z0-9][A-Za-z0-9-]{0,60}\Z")
_FILE = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._=/-]{0,400}\Z")
_HEADS = 65_536
"""Bytes of a record beside its body."""
_MOST_PAGES = 10_000


class CommonCrawlSource(ArchiveSource):
    """Pages of a site out of the monthly crawls.

    Args:
        client: a client that may ask both hosts (`more_hosts=CommonCrawlSource.hosts`).
        name: under which reports are stored.
        base_url: address of the crawled site; see `ArchivedSite`.
        index_url: address of the index servers.
        data_url: address that file names of the index are relative to.
        crawls: ids of the crawls to look into (`CC-MAIN-2016-07`); all that `collinfo.json` lists if None.
        max_body_bytes: largest body, decompressed.
    """

    route = "common_crawl"
    hosts = frozenset({"index.commoncrawl.org", "data.commoncrawl.org"})

    def __init__(
        self,
        client: HttpClient,
        *,
        name: str,
        base_url: str,
        index_url: str = "https://index.commoncrawl.org",
        data_url: str = "https://data.commoncrawl.org",
        crawls: Collection[str] | None = None,
        max_body_bytes: int = 50_000_000,
    ) -> None:
        super().__init__(name=name, base_url=base_url)
        self._client = client
        self._index_url = index_url.rstrip("/")
        self._data_url = data_url.rstrip("/")
        self._crawls = crawls
        self._max_body_bytes = max_body_bytes

    # --- the index ---------------------------------------------------------------------------------------------

    def _captures(self) -> Iterator[Capture]:
        self._missing.clear()
        for crawl in self._crawl_ids() if self._crawls is None else self._crawls:
            try:
                yield from self._captures_of(crawl)
            except TransientFetchError as error:
                self._missing.append(error)  # the other crawls are read; the listing ends with the error

    def _crawl_ids(self) -> list[str]:
        answer = self._client.get(f"{self._index_url}/collinfo.json", accept="application/json")
        try:
            ids = [crawl["id"] for crawl in json.loads(answer.body)]
        except (ValueError, LookupError, TypeError):
            raise _no_index(answer, "a list of crawls") from None
        known = [name for name in ids if isinstance(name, str) and _CRAWL.match(name)]
        if not known:
            raise _no_index(answer, "a list of crawls")
        return known

    def _captures_of(self, crawl: str) -> Iterator[Capture]:
        asked = {"url": f"{self._site.prefix}*", "output": "json"}
        try:
            pages = self._page_count(crawl, asked)
            for number in range(pages):
                answer = self._ask(crawl, {**asked, "page": str(number)})
                yield from self._rows(crawl, answer)
        except PermanentFetchError as error:
            if error.status != 404 or "No Captures found" not in error.message:
                raise

    def _page_count(self, crawl: str, asked: dict[str, str]) -> int:
        answer = self._ask(crawl, {**asked, "showNumPages": "true"})
        try:
            told = json.loads(answer.body)
            count = told["pages"] if isinstance(told, dict) else told
        except (ValueError, LookupError):
            raise _no_index(answer, "a number of pages") from None
        if not isinstance(count, int):
            raise _no_index(answer, "a number of pages")
        return min(count, _MOST_PAGES)

    def _ask(self, crawl: str, asked: dict[str, str]) -> Answer:
        return self._client.get(f"{self._index_url}/{quote(crawl, safe='-')}-index?{urlencode(asked)}")

    def _rows(self, crawl: str, answer: Answer) -> Iterator[Capture]:
        """Captures of an answer; a line that makes no sense is told."""
        for number, line in enumerate(answer.body.decode("utf-8", "replace").splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                where = (str(row["filename"]), int(row["offset"]), int(row["length"]))
                capture = Capture(str(row["url"]), _time(row["timestamp"]), row.get("digest"), where)
            except (ValueError, LookupError, TypeError, AttributeError):
                self._tell(f"line {number} of the index of {crawl} makes no sense: {line[:200]!r}")
                continue
            if not self._may_be_page(row):
                continue
            if row.get("truncated"):
                self._tell(f"{capture.url} as captured {capture.captured_at:%Y-%m-%d}: cut off ({row['truncated']})")
            else:
                yield capture

    @staticmethod
    def _may_be_page(row: dict[str, Any]) -> bool:
        media_type = row.get("mime-detected") or row.get("mime") or ""
        return row.get("status", "200") == "200" and (media_type in MEDIA_TYPES or media_type in ("", "unk"))

    # --- records -----------------------------------------------------------------------------------------------

    def _held(self, capture: Capture) -> Held:
        name, offset, length = capture.where
        if not _FILE.match(name) or offset < 0 or not 0 < length <= self._max_body_bytes:
            raise UnusableCaptureError(f"the index names a place that cannot be: {name!r}, {offset}, {length}")
        answer = self._client.get(
            f"{self._data_url}/{name}",
            headers={"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"},
        )
        try:
            packed = _range_of(answer, offset, length)
            record = parse(unpack_body(packed, "gzip", max_bytes=self._max_body_bytes + _HEADS))
            body = body_of(record, max_bytes=self._max_body_bytes)
        except (BrokenRecordError, BrokenBodyError, RefusedBodyError) as error:
            raise UnusableCaptureError(f"{name} at {offset}: {error}") from error
        if record.kind != "response" or self._site.canonical(record.url) != self._site.canonical(capture.url):
            raise UnusableCaptureError(f"{name} at {offset}: a {record.kind} of {record.url} lies there")
        if record.status != 200:
            raise UnusableCaptureError(f"{name} at {offset}: the site answered {record.status}")
        return Held(body, record.status, record.headers, record.captured_at)


def _time(value: Any) -> dt.datetime:
    time = timestamp(str(value))
    if time is None:
        raise ValueError(f"{value!r} is no time")
    return time


def _range_of(answer: Answer, offset: int, length: int) -> bytes:
    """The bytes that were asked for; hosts may send the whole file in their place (RFC 9110, 14.2).

    Raises:
        BrokenRecordError: other bytes came.
    """
    if answer.status != 206:
        data = answer.body[offset : offset + length]
    else:
        data = answer.body
        told = answer.headers.get("content-range", "")
        if told and not told.startswith(f"bytes {offset}-"):
            raise BrokenRecordError(f"other bytes came: {told[:60]!r}")
    if len(data) != length:
        raise BrokenRecordError(f"{len(data)} of {length} bytes came")
    return data


def _no_index(answer: Answer, due: str) -> PermanentFetchError:
    begins = answer.body[:120].decode("utf-8", "replace").strip()
    return PermanentFetchError(f"{answer.url}: {due} was due, {begins!r} came", url=answer.url, status=answer.status)
