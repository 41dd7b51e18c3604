"""The sample site on loopback: `with serve() as base: ...`, or `python -m sample_site --port 8080`.

Only reads: GET and HEAD. Nothing of a request is executed or opened as a file; every answer is made from the
posts in memory. Requests are not logged.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from sample_site import pages, rest
from sample_site.posts import Post, load_posts, read_jsonl
from sample_site.rest import SITE_NAME, Answer

HOST = "127.0.0.1"


class SampleSite(ThreadingHTTPServer):
    """An HTTP server that holds the posts; replace `posts` to change the site while it runs.

    Args:
        port: on 127.0.0.1, or 0 for a free one.
        posts: what it shows.
        public: the address that pages and links name; default: the one it listens on.
    """

    daemon_threads = True

    def __init__(self, port: int, posts: Sequence[Post], public: str | None = None) -> None:
        super().__init__((HOST, port), _Handler)
        self.posts = list(posts)
        self.public = public or self.base

    @property
    def base(self) -> str:
        """The site's address, without a slash at the end."""
        return f"http://{HOST}:{self.server_address[1]}"


@contextmanager
def serve(port: int = 0, posts: Path | Sequence[Post] | None = None, *, public: str | None = None) -> Iterator[str]:
    """Serve posts on 127.0.0.1 until the block ends.

    Args:
        port: the port, or 0 for a free one.
        posts: a file of JSON lines, or posts; the bundled posts where left out.
        public: the address that pages and links name, such as that of a host in front; the same bytes are then served
            on every port. Redirects stay on the address that was asked. Default: the base address.

    Yields:
        The base address, for example `http://127.0.0.1:43121`.

    Raises:
        OSError: the port is taken or the file cannot be read.
        ValueError: the file does not hold posts.
    """
    if posts is None:
        posts = load_posts()
    elif isinstance(posts, Path):
        posts = read_jsonl(posts)
    server = SampleSite(port, posts, public)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def respond(target: str, posts: Sequence[Post], base: str) -> Answer:
    """Answer the request for a path with query, as it stands in the request line."""
    parts = urlsplit(target)
    path = parts.path
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "rest_route" in query:
        route = query.pop("rest_route")
        return rest.answer(route, query, posts, base)
    if path == "/wp-json" or path.startswith("/wp-json/"):
        return rest.answer(path.removeprefix("/wp-json"), query, posts, base)
    fixed = _fixed(path, query, posts, base)
    if fixed:
        return fixed
    found = _date_archive(path, posts, base) or _article(path, posts, base)
    return found or pages.not_found(base)


def _fixed(path: str, query: dict[str, str], posts: Sequence[Post], base: str) -> Answer | None:
    if path == "/":
        return _front(query, posts, base)
    if path == "/robots.txt":
        return pages.robots(base)
    if path in ("/feed", "/feed/"):
        return pages.feed(posts, _number(query.get("paged", "1")), base)
    if path == "/wp-sitemap.xml":
        return pages.sitemap_index(base)
    if path == "/wp-sitemap-posts-post-1.xml":
        return pages.sitemap(posts, base)
    return None


def _front(query: dict[str, str], posts: Sequence[Post], base: str) -> Answer:
    if "p" in query:
        post = _by_id(_number(query["p"]), posts)
        return _redirect(base + post.path) if post else pages.not_found(base)
    page = pages.listing(posts, _number(query.get("paged", "1")), SITE_NAME, base, "/")
    return page or pages.not_found(base)


def _date_archive(path: str, posts: Sequence[Post], base: str) -> Answer | None:
    archive = re.fullmatch(r"(?:/date/(\d{4})(?:/(\d{2}))?(?:/(\d{2}))?)?(?:/page/(\d{1,6}))?/?", path)
    if not archive:
        return None
    year, month, day, page = archive.groups()
    if day and not _is_day(int(year), int(month), int(day)):
        return _redirect(f"{base}/date/{year}/{month}/")  # as WordPress does for 30 February
    wanted = "-".join(part for part in (year, month, day) if part)
    chosen = [post for post in posts if post.date.date().isoformat().startswith(wanted)]
    prefix = f"/date/{wanted.replace('-', '/')}/" if wanted else "/"
    return pages.listing(chosen, _number(page or "1"), wanted or SITE_NAME, base, prefix)


def _article(path: str, posts: Sequence[Post], base: str) -> Answer | None:
    address = re.fullmatch(r"/[^/]+/(\d{1,9})(/?)", path)
    post = _by_id(int(address[1]), posts) if address else None
    if post is None:
        return None
    is_its_address = unquote_to_bytes(path) == unquote_to_bytes(post.path)  # %D8 and %d8 are the same
    return pages.article(post, posts, base) if is_its_address else _redirect(base + post.path)


def _redirect(address: str) -> Answer:
    return Answer(301, b"", "text/html; charset=UTF-8", {"Location": address, "X-Redirect-By": "WordPress"})


def _by_id(number: int, posts: Sequence[Post]) -> Post | None:
    return next((post for post in posts if post.id == number), None)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else 0


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


class _Handler(BaseHTTPRequestHandler):
    server: SampleSite
    protocol_version = "HTTP/1.1"
    server_version = "marsad-sample-site"

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the site is a fixture, and its caller has its own log."""

    def _send(self, *, with_body: bool) -> None:
        answer = respond(self.path, self.server.posts, self.server.public)
        location = answer.headers.get("Location")
        if location:
            here = self.server.base + location.removeprefix(self.server.public)
            answer = Answer(answer.status, answer.body, answer.content_type, answer.headers | {"Location": here})
        etag = answer.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            answer = Answer(304, b"", answer.content_type, answer.headers)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)
