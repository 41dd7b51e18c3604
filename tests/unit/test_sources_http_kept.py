"""Answers that the HTTP client keeps from run to run, and the connection that it keeps open."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.site import client_for
from transforms.sources.kept_answers import KeptAnswers


class Marked:
    """A site that marks its answers and counts how often it sends a body."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self.bodies = 0
        self.headers = headers or {"ETag": '"one"', "X-WP-Total": "7", "Set-Cookie": "session=hidden"}
        self.body = b"fine"

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(handler) -> None:  # noqa: N805 - `self` is the site
                self.connections += 1
                super().setup()

            def do_GET(handler) -> None:  # noqa: N805
                is_same = handler.headers.get("If-None-Match") == self.headers.get("ETag", "-")
                found = handler.path != "/robots.txt"
                body = b"" if is_same or not found else self.body
                self.bodies += bool(body)
                handler.send_response(304 if is_same else 200 if found else 404)
                for name, value in self.headers.items():
                    handler.send_header(name, value)
                if not is_same:
                    handler.send_header("Content-Length", str(len(body)))
                handler.end_headers()
                handler.wfile.write(body)

            def log_message(handler, *_: object) -> None:  # noqa: N805
                """Keep the tests' output quiet."""

        self.connections = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def marked() -> Iterator[Marked]:
    site = Marked()
    yield site
    site.server.shutdown()
    site.server.server_close()


def ask(site: Marked, folder: Path, **options: str) -> tuple[int, bytes, str | None]:
    """What a run gets that begins with nothing but the folder."""
    answer = client_for(site.url, kept=KeptAnswers(folder)).get(f"{site.url}/a", **options)  # type: ignore[arg-type]
    return answer.status, answer.body, answer.headers.get("x-wp-total")


def test_what_did_not_change_is_not_sent_again_and_comes_all_the_same(marked: Marked, tmp_path: Path) -> None:
    answers = [ask(marked, tmp_path) for _ in range(3)]

    assert (answers, marked.bodies) == ([(200, b"fine", "7")] * 3, 1)


def test_what_changed_comes_anew(marked: Marked, tmp_path: Path) -> None:
    ask(marked, tmp_path)
    marked.body, marked.headers = b"better", {**marked.headers, "ETag": '"two"'}

    assert [ask(marked, tmp_path)[1] for _ in range(2)] == [b"better"] * 2


def test_other_media_types_are_other_answers(marked: Marked, tmp_path: Path) -> None:
    for accept in ("text/html", "application/json"):
        ask(marked, tmp_path, accept=accept)

    assert marked.bodies == 2


def test_an_answer_without_a_mark_is_not_kept(marked: Marked, tmp_path: Path) -> None:
    marked.headers = {"X-WP-Total": "7"}
    ask(marked, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_may_not_be_kept_is_not(marked: Marked, tmp_path: Path) -> None:
    marked.headers = {**marked.headers, "Cache-Control": "private, No-Store"}
    ask(marked, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_files_are_named_by_hashes_and_hold_no_cookie(marked: Marked, tmp_path: Path) -> None:
    ask(marked, tmp_path)
    [file] = tmp_path.iterdir()

    assert (len(file.stem), file.stem.isalnum(), b"hidden" in file.read_bytes()) == (64, True, False)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe\n", b'{"url": 1}\nx'])
def test_a_damaged_file_is_as_if_it_was_not_there(damage: bytes, marked: Marked, tmp_path: Path) -> None:
    ask(marked, tmp_path)
    [file] = tmp_path.iterdir()
    file.write_bytes(damage)

    assert (ask(marked, tmp_path), marked.bodies) == ((200, b"fine", "7"), 2)


def test_bytes_that_were_changed_on_the_disk_are_not_believed(marked: Marked, tmp_path: Path) -> None:
    ask(marked, tmp_path)
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-4] + b"evil")

    assert ask(marked, tmp_path)[1] == b"fine"


def test_after_a_week_an_answer_is_asked_for_as_a_whole(marked: Marked, tmp_path: Path) -> None:
    ask(marked, tmp_path)
    [file] = tmp_path.iterdir()
    old = time.time() - 8 * 24 * 3600
    os.utime(file, (old, old))
    ask(marked, tmp_path)

    assert marked.bodies == 2


def test_the_oldest_go_where_there_is_no_room(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, most_bytes=3000)
    for n in range(20):
        kept.put(f"http://site.example/{n}", "", {"etag": '"x"'}, b"x" * 500)

    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 3000
    assert kept.get("http://site.example/19", "") is not None


def test_a_folder_that_cannot_be_written_is_no_failure(marked: Marked, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert ask(marked, tmp_path / "file" / "answers")[1] == b"fine"


def test_one_connection_serves_all_requests(marked: Marked) -> None:
    client = client_for(marked.url)
    for n in range(5):
        client.get(f"{marked.url}/{n}")

    assert marked.connections == 1
