"""A small HTTP server in a thread, for faults that no real WordPress shows on demand."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from transforms.sources.http import HttpClient


@dataclass(frozen=True)
class Reply:
    """What the server sends back; with a `pause` the body comes byte by byte, so many seconds apart."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0


@dataclass
class Site:
    """A running server: where it is, and which paths were asked."""

    url: str
    asked: list[str] = field(default_factory=list)
    user_agents: set[str] = field(default_factory=set)


Answerer = Callable[[str, Mapping[str, str]], Reply]
"""Path and query (last value of each name) to a reply."""


@contextmanager
def serving(answer: Answerer) -> Iterator[Site]:
    """Serve on a free port of 127.0.0.1 until the block ends; robots.txt is 404 unless `answer` gives one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.user_agents.add(self.headers.get("User-Agent", ""))
            parts = urlsplit(self.path)
            reply = answer(parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()})
            reply = _ranged(reply, self.headers.get("Range", ""))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not {"Content-Length", "Transfer-Encoding"} & reply.headers.keys():
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.pause:
                self._trickle(reply)
            else:
                self.wfile.write(reply.body)

        def _trickle(self, reply: Reply) -> None:
            chunked = reply.headers.get("Transfer-Encoding") == "chunked"
            with suppress(OSError):  # the client has enough
                for byte in reply.body:
                    self.wfile.write(b"1\r\n%c\r\n" % byte if chunked else b"%c" % byte)
                    time.sleep(reply.pause)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def _ranged(reply: Reply, asked: str) -> Reply:
    """The part of a body that was asked for, of a reply that says that it gives parts."""
    match = re.fullmatch(r"bytes=(\d+)-(\d+)", asked)
    if match is None or reply.status != 200 or reply.headers.get("Accept-Ranges") != "bytes":
        return reply
    first, last = int(match[1]), min(int(match[2]), len(reply.body) - 1)
    if first > last:
        return Reply(416, headers={"Content-Range": f"bytes */{len(reply.body)}"})
    told = {**reply.headers, "Content-Range": f"bytes {first}-{last}/{len(reply.body)}"}
    return Reply(206, reply.body[first : last + 1], told)


def rest_page(posts: Sequence[object], *, total: int | None = None, pages: int = 1) -> Reply:
    """A REST answer with its totals."""
    headers = {
        "Content-Type": "application/json; charset=UTF-8",
        "X-WP-Total": str(len(posts) if total is None else total),
        "X-WP-TotalPages": str(pages),
    }
    return Reply(200, json.dumps(posts, ensure_ascii=False).encode(), headers)


def client_for(url: str, **more: object) -> HttpClient:
    """A client that does not pause."""
    options: dict[str, object] = {"requests_per_second": 10_000, "backoff_seconds": 0.0, "timeout_seconds": 2.0}
    return HttpClient(url, **{**options, **more})  # type: ignore[arg-type]
