"""The index servers of web archives on loopback, in the formats of the real ones."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

from tests.support.site import Answerer, Reply
from tests.support.warc_files import HTML

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass(frozen=True)
class Kept:
    """One capture in a Wayback Machine."""

    url: str
    at: dt.datetime
    body: bytes
    media_type: str = "text/html"
    status: str = "200"
    headers: Mapping[str, str] = field(default_factory=lambda: dict(HTML))

    @property
    def time(self) -> str:
        return self.at.strftime("%Y%m%d%H%M%S")

    @property
    def row(self) -> list[str]:
        digest = base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()
        return [urlkey(self.url), self.time, self.url, self.media_type, self.status, digest, str(len(self.body))]


def urlkey(url: str) -> str:
    """The sort key of an address: host turned round, `www.`, scheme and port dropped."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return (
        f"{','.join(reversed(host.split('.')))}){parts.path or '/'}{'?' + parts.query if parts.query else ''}".lower()
    )


def wayback(kept: Sequence[Kept], *, playback: Callable[[str, str], Reply] | None = None) -> Answerer:
    """A Wayback Machine: prefix queries with filters, collapsing, resume keys and pages; `id_` playback.

    Args:
        kept: its captures.
        playback: timestamp and address to a reply, in place of the captures' own bodies.
    """
    rows = sorted(capture.row for capture in kept)

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path == "/cdx/search/cdx":
            return _index(rows, query)
        match = re.match(r"/web/(\d{14})id_/(.*)", path)
        if match is None:
            return Reply(404)
        url = match[2] + (f"?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else "")
        return playback(match[1], url) if playback else original(kept, match[1], url)

    return answer


def original(kept: Sequence[Kept], time: str, url: str) -> Reply:
    """A capture as it was, with the bytes of the first one where it is a revisit."""
    for capture in kept:
        if (capture.time, capture.url) == (time, url):
            first = min((c for c in kept if c.url == url and c.body == capture.body), key=lambda c: c.at)
            told = {f"x-archive-orig-{name.lower()}": value for name, value in first.headers.items()}
            return Reply(200, first.body, {**told, "Content-Type": first.headers.get("Content-Type", "")})
    return Reply(404, b"not archived")


def _index(rows: Sequence[list[str]], query: Mapping[str, str]) -> Reply:
    prefix = urlkey(f"http://{query['url']}")
    found = [row for row in rows if row[0].startswith(prefix) and re.fullmatch(r"200|-", row[4])]
    if query.get("collapse") == "digest":
        found = [row for at, row in enumerate(found) if at == 0 or found[at - 1][5] != row[5]]
    if query.get("showNumPages"):
        return Reply(200, b"%d\n" % (len(found) // 2 + 2))
    tail: list[list[str]] = []
    if "page" in query:
        number = int(query["page"])
        found = found[number * 2 : number * 2 + 2]
    elif "limit" in query:
        found, tail = _resumed(found, query.get("resumeKey", ""), int(query["limit"]))
    head = [list(FIELDS)] if found else []
    return Reply(200, json.dumps([*head, *found, *tail]).encode(), {"Content-Type": "application/json"})


def _resumed(rows: list[list[str]], key: str, limit: int) -> tuple[list[list[str]], list[list[str]]]:
    rows = [row for row in rows if f"{row[0]} {row[1]}" >= key]
    if len(rows) <= limit:
        return rows, []
    following = rows[limit]
    return rows[:limit], [[], [quote_plus(f"{following[0]} {following[1]}")]]


@dataclass(frozen=True)
class Crawl:
    """One crawl of Common Crawl: rows of its index (dicts, or raw lines)."""

    id: str
    rows: Sequence[Mapping[str, str] | str] = ()


def crawl_row(url: str, at: dt.datetime, file: str, offset: int, length: int, **more: str) -> dict[str, str]:
    """A line of a crawl's index."""
    return {
        "urlkey": urlkey(url), "timestamp": at.strftime("%Y%m%d%H%M%S"), "url": url, "mime": "text/html",
        "mime-detected": "text/html", "status": "200", "digest": f"{file}{offset}", "length": str(length),
        "offset": str(offset), "filename": file, **more,
    }  # fmt: skip


def common_crawl(crawls: Sequence[Crawl], files: Mapping[str, bytes], *, ranges: bool = True) -> Answerer:
    """Index servers and data of Common Crawl behind one address.

    Args:
        crawls: what the index servers know.
        files: WARC files by their names in the index.
        ranges: whether parts of files are given; the whole file otherwise.
    """
    parts = {"Accept-Ranges": "bytes"} if ranges else {}
    by_path = {f"/{crawl.id}-index": crawl for crawl in crawls}

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path == "/collinfo.json":
            told = [{"id": crawl.id, "name": crawl.id, "cdx-api": f"https://x/{crawl.id}-index"} for crawl in crawls]
            return Reply(200, json.dumps(told).encode(), {"Content-Type": "application/json"})
        if path.removeprefix("/") in files:
            return Reply(200, files[path.removeprefix("/")], {"Content-Type": "application/octet-stream", **parts})
        if path not in by_path:
            return Reply(404, b"no such collection")
        rows = by_path[path].rows
        if query.get("showNumPages"):
            return Reply(200, json.dumps({"pages": max(1, (len(rows) + 1) // 2), "pageSize": 5, "blocks": 1}).encode())
        number = int(query["page"])
        if not rows:
            return Reply(404, json.dumps({"message": f"No Captures found for: {query['url']}"}).encode())
        part = rows[number * 2 : number * 2 + 2]
        lines = [row if isinstance(row, str) else json.dumps(row) for row in part]
        return Reply(200, "\n".join(lines).encode() + b"\n", {"Content-Type": "text/x-ndjson"})

    return answer
