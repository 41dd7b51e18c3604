"""A WordPress site on loopback that misbehaves as told: every fault that a fetcher has to live through, by its name.

It shows invented posts by REST, feed, date archives, sitemap and article pages. A script of `Fault`s says
which requests are answered by which behaviour, and how often; all others are answered as they should be.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sample_site.posts import Post
from sample_site.rest import Answer
from sample_site.server import respond
from tests.support.themes import classic, newspaper, page_builder

LIST = "/wp/v2/posts"
HUGE = 2_000_000_000
_HTML = "text/html; charset=UTF-8"
_LOGIN = (
    b"<!doctype html><html><head><title>Log In</title></head><body><form action='/wp-login.php' method='post'>"
    b"<label>User <input name='log'></label><label>Password <input type='password' name='pwd'></label></form></body>"
)
_CHECKING = (
    b"<!doctype html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
)


@dataclass
class Fault:
    """One line of the script.

    Attributes:
        behaviour: one of `BEHAVIOURS`.
        at: which requests it meets, by path and query.
        times: how many of them; None: all.
        hits: how many so far.
    """

    behaviour: str
    at: Callable[[str, Mapping[str, str]], bool]
    times: int | None = None
    hits: int = 0

    def meets(self, path: str, query: Mapping[str, str]) -> bool:
        """Whether a request is answered by it."""
        return (self.times is None or self.hits < self.times) and self.at(path, query)


@dataclass
class FaultySite:
    """A running site.

    Attributes:
        url: its address.
        posts: what it shows.
        script: its faults; the first that meets a request answers it.
        asked: paths with their queries, in order.
        hosts: names under which it was asked.
        bytes_sent: of endless bodies.
        ends: set when the site is stopped; what hangs waits for it.
    """

    url: str
    posts: list[Post]
    script: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    bytes_sent: int = 0
    ends: threading.Event = field(default_factory=threading.Event)


class Exchange:
    """One request, and how it is answered."""

    def __init__(self, site: FaultySite, handler: BaseHTTPRequestHandler) -> None:
        self.site = site
        self.handler = handler
        parts = urlsplit(handler.path)
        self.path, self.query = parts.path, dict(parse_qsl(parts.query))
        self.fault: Fault | None = next((f for f in site.script if f.meets(self.path, self.query)), None)

    def right(self, posts: Sequence[Post] | None = None, **more: str) -> Answer:
        """The answer that is due, of other posts or to another query if given."""
        target = f"{self.path}?{urlencode({**self.query, **more})}"
        return respond(target, self.site.posts if posts is None else posts, self.site.url)

    def send(self, answer: Answer, **headers: str) -> None:
        """A whole answer; header names with `_` for `-`."""
        self.head(answer, **headers)
        self.write(answer.body)

    def head(self, answer: Answer, **headers: str) -> None:
        """The head of an answer, by which its body is as long as it is."""
        told = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body)), **answer.headers}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.handler.send_response(answer.status)
        for name, value in told.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()

    def write(self, data: bytes) -> None:
        """Bytes of the body."""
        self.handler.wfile.write(data)

    def end(self) -> None:
        """Close the connection behind the answer."""
        self.handler.close_connection = True


Behaviour = Callable[[Exchange], None]


def _status(status: int, **headers: str) -> Behaviour:
    return lambda exchange: exchange.send(Answer(status, b"no", "text/plain"), **headers)


def _burst(exchange: Exchange) -> None:
    assert exchange.fault is not None
    _status((503, 500, 502)[exchange.fault.hits % 3])(exchange)


def _hang(exchange: Exchange) -> None:
    exchange.site.ends.wait(30)
    exchange.end()


def _hang_within(exchange: Exchange) -> None:
    answer = exchange.right()
    exchange.head(answer)
    exchange.write(answer.body[: len(answer.body) // 2])
    _hang(exchange)


def _reset(exchange: Exchange) -> None:
    connection = exchange.handler.connection
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    exchange.end()
    os.close(connection.detach())


def _truncated(exchange: Exchange) -> None:
    answer = exchange.right()
    exchange.head(answer)
    exchange.write(answer.body[: len(answer.body) // 2])
    exchange.end()


def _short_length(exchange: Exchange) -> None:
    answer = exchange.right()
    exchange.send(answer, Content_Length=str(len(answer.body) // 2))


def _wrong_charset(exchange: Exchange) -> None:
    answer = exchange.right()
    is_json = answer.content_type.startswith("application/json")
    text = json.dumps(json.loads(answer.body), ensure_ascii=False) if is_json else answer.body.decode()
    exchange.send(replace(answer, body=text.encode("windows-1256", "ignore")))


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    return gzip.compress(b" " * 50_000_000, 1)


def _huge(exchange: Exchange) -> None:
    exchange.head(Answer(200, b"", exchange.right().content_type), Content_Length=str(HUGE))
    block = b" " * 65_536
    while exchange.site.bytes_sent < HUGE and not exchange.site.ends.is_set():
        exchange.write(block)
        exchange.site.bytes_sent += len(block)


def _redirect(exchange: Exchange) -> None:
    turn = int(exchange.query.get("turn", "0")) + 1
    _status(302, Location=f"{exchange.path}?{urlencode({**exchange.query, 'turn': str(turn)})}")(exchange)


def _to_other_host(exchange: Exchange) -> None:
    _status(301, Location=exchange.site.url.replace("127.0.0.1", "localhost") + exchange.handler.path)(exchange)


def _rows(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Behaviour:
    def speak(exchange: Exchange) -> None:
        answer = exchange.right()
        rows = json.loads(answer.body)
        exchange.send(replace(answer, body=json.dumps(change(rows)).encode()) if isinstance(rows, list) else answer)

    return speak


def _fast_clock(row: dict[str, Any]) -> dict[str, Any]:
    shown = dt.datetime.fromisoformat(row["date_gmt"]) + dt.timedelta(hours=3)
    return {**row, "date_gmt": shown.isoformat()}


def _moved(exchange: Exchange) -> None:
    day = dt.timedelta(days=1)
    moved = [replace(post, date=post.date - day) if post.id == 105 else post for post in exchange.site.posts]
    exchange.send(exchange.right(moved))


def _new_theme(exchange: Exchange) -> None:
    post = next(post for post in exchange.site.posts if exchange.path.endswith(f"/{post.id}/"))
    layout = (classic, newspaper, page_builder)[post.date.toordinal() % 3]
    text = post.html.removeprefix("<p>").removesuffix("</p>")
    published = f"{post.date.isoformat()}+02:00"
    page = layout(post.title, [text], published).replace("157363", str(post.id))
    exchange.send(Answer(200, page.encode(), _HTML))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "403": _status(403),
    "404": _status(404),
    "410": _status(410),
    "429": _status(429),
    "429 with Retry-After": _status(429, Retry_After="1"),
    "429 for an hour": _status(429, Retry_After="3600"),
    "500, 502, 503 in bursts": _burst,
    "hang before the answer": _hang,
    "hang within the body": _hang_within,
    "connection reset": _reset,
    "truncated body": _truncated,
    "wrong Content-Length": _short_length,
    "wrong charset": _wrong_charset,
    "gzip bomb": lambda exchange: exchange.send(Answer(200, _bomb(), _HTML), Content_Encoding="gzip"),
    "2 GB body": _huge,
    "endless redirect": _redirect,
    "redirect to another host": _to_other_host,
    "redirect to 169.254.169.254": _status(302, Location="http://169.254.169.254/latest/meta-data/"),
    "login page with status 200": lambda exchange: exchange.send(Answer(200, _LOGIN, _HTML)),
    "empty list with status 200": lambda exchange: exchange.send(
        Answer(200, b"[]", "application/json"), X_WP_Total="0", X_WP_TotalPages="0"
    ),
    "HTML where JSON is due": lambda exchange: exchange.send(Answer(200, _CHECKING, _HTML)),
    "paging that repeats": lambda exchange: exchange.send(exchange.right(page="1", order="asc")),
    "paging that skips": _rows(lambda rows: [row for row in rows if row["id"] != 105]),
    "clock-skewed dates": _rows(lambda rows: [_fast_clock(row) for row in rows]),
    "post that moves to another day": _moved,
    "duplicate ids": _rows(lambda rows: [row for row in rows for _ in range(2)]),
    "theme change": _new_theme,
}
"""Every fault, by its name."""


def is_list(path: str, query: Mapping[str, str]) -> bool:
    """Whether the REST list of posts is asked for, by either address of the interface."""
    return path.endswith(LIST) or query.get("rest_route") == LIST


def is_further_list(path: str, query: Mapping[str, str]) -> bool:
    """Whether it is asked for behind its first page."""
    return is_list(path, query) and query.get("page", "1") != "1"


@contextmanager
def faulty(posts: Sequence[Post]) -> Iterator[FaultySite]:
    """Serve posts on a free port of 127.0.0.1 until the block ends; without a script all is well."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            exchange = Exchange(site, self)
            site.asked.append(self.path)
            site.hosts.add(self.headers.get("Host", "").partition(":")[0])
            with suppress(OSError):  # the client has enough
                if exchange.fault is None:
                    exchange.send(exchange.right())
                    return
                exchange.fault.hits += 1
                BEHAVIOURS[exchange.fault.behaviour](exchange)
                return
            exchange.end()

        def log_message(self, *_: object) -> None:
            """Keep the tests' output quiet."""

    _bomb()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.block_on_close = False
    site = FaultySite(f"http://127.0.0.1:{server.server_port}", list(posts))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        site.ends.set()
        server.shutdown()
        server.server_close()
