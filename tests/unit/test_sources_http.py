"""The polite client: what it tries again, what it refuses, and how it names itself."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Mapping

import pytest

from tests.support.site import Reply, client_for, serving
from transforms.errors import PermanentFetchError, TransientFetchError

OK = Reply(200, b"fine", {"Content-Type": "text/plain"})


def fixed(reply: Reply, robots: Reply | None = None) -> Callable[[str, Mapping[str, str]], Reply]:
    return lambda path, _: (robots or Reply(404)) if path == "/robots.txt" else reply


def failing(times: int, reply: Reply) -> Callable[[str, Mapping[str, str]], Reply]:
    left = [times]

    def answer(path: str, _: Mapping[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply(404)
        left[0] -= 1
        return reply if left[0] >= 0 else OK

    return answer


def test_an_answer_comes_with_its_bytes() -> None:
    with serving(fixed(OK)) as site:
        assert client_for(site.url).get(f"{site.url}/a").body == b"fine"


def test_it_names_itself_and_the_contact() -> None:
    with serving(fixed(OK)) as site:
        client_for(site.url, contact="mailto:desk@example.org").get(f"{site.url}/a")

    assert all(agent.startswith("marsad/") and "mailto:desk@example.org" in agent for agent in site.user_agents)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_transient_status_is_tried_again(status: int) -> None:
    with serving(failing(2, Reply(status))) as site:
        assert client_for(site.url, max_retries=2).get(f"{site.url}/a").body == b"fine"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 501])
def test_a_permanent_status_is_asked_once(status: int) -> None:
    with serving(fixed(Reply(status))) as site:
        with pytest.raises(PermanentFetchError):
            client_for(site.url, max_retries=3).get(f"{site.url}/a")

        assert site.asked.count("/a") == 1


def test_retries_end_with_a_transient_error_that_names_address_and_status() -> None:
    with serving(fixed(Reply(503))) as site:
        with pytest.raises(TransientFetchError) as caught:
            client_for(site.url, max_retries=1).get(f"{site.url}/a")

        assert (caught.value.url, caught.value.status, site.asked.count("/a")) == (f"{site.url}/a", 503, 2)


def test_retry_after_is_waited_for() -> None:
    with serving(failing(1, Reply(429, headers={"Retry-After": "1"}))) as site:
        client, started = client_for(site.url), time.monotonic()
        client.get(f"{site.url}/a")

    assert time.monotonic() - started >= 1


def test_a_host_that_asks_to_come_back_in_an_hour_is_not_waited_for() -> None:
    with (
        serving(fixed(Reply(503, headers={"Retry-After": "3600"}))) as site,
        pytest.raises(TransientFetchError, match="come back in 3600 s"),
    ):
        client_for(site.url).get(f"{site.url}/a")


def test_an_answer_cut_short_is_tried_again() -> None:
    with serving(failing(1, Reply(200, b"half", {"Content-Length": "4000"}))) as site:
        assert client_for(site.url).get(f"{site.url}/a").body == b"fine"


def test_nobody_at_the_address_is_transient() -> None:
    with pytest.raises(TransientFetchError, match=r"http://127\.0\.0\.1:9/robots\.txt"):
        client_for("http://127.0.0.1:9", max_retries=1).get("http://127.0.0.1:9/a")


def test_a_slow_answer_is_transient() -> None:
    def slow(path: str, _: Mapping[str, str]) -> Reply:
        time.sleep(0.6 if path == "/a" else 0)
        return Reply(404) if path == "/robots.txt" else OK

    with serving(slow) as site, pytest.raises(TransientFetchError, match="time-out"):
        client_for(site.url, max_retries=0, timeout_seconds=0.2).get(f"{site.url}/a")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"x" * 200, pause=0.05),
        Reply(200, b"x" * 200, {"Transfer-Encoding": "chunked"}, pause=0.05),
        Reply(200, gzip.compress(bytes(range(256)) * 2), {"Content-Encoding": "gzip"}, pause=0.05),
    ],
    ids=["plain", "chunked", "compressed"],
)
def test_a_trickling_answer_ends_at_the_time_limit_of_the_whole_answer(reply: Reply) -> None:
    with serving(fixed(reply)) as site:
        client, started = client_for(site.url, max_retries=0, timeout_seconds=0.15), time.monotonic()
        with pytest.raises(TransientFetchError, match="took longer than"):
            client.get(f"{site.url}/a")

    assert time.monotonic() - started < 5


PACKED = {
    "gzip": gzip.compress(b"fine"),
    "x-gzip": gzip.compress(b"fi") + gzip.compress(b"ne"),
    "deflate": zlib.compress(b"fine"),
    "Deflate": zlib.compress(b"fine", wbits=-15),
    "identity": b"fine",
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_compressed_answer_is_decompressed(encoding: str) -> None:
    with serving(fixed(Reply(200, PACKED[encoding], {"Content-Encoding": encoding}))) as site:
        assert client_for(site.url).get(f"{site.url}/a").body == b"fine"


def test_a_compressed_answer_without_bytes_is_empty() -> None:
    with serving(fixed(Reply(200, b"", {"Content-Encoding": "gzip"}))) as site:
        assert client_for(site.url).get(f"{site.url}/a").body == b""


@pytest.mark.parametrize("body", [gzip.compress(b"fine" * 99)[:-9], b"no gzip at all"], ids=["cut short", "no gzip"])
def test_an_answer_that_cannot_be_decompressed_is_tried_again(body: bytes) -> None:
    with serving(failing(1, Reply(200, body, {"Content-Encoding": "gzip"}))) as site:
        assert client_for(site.url, max_retries=1).get(f"{site.url}/a").body == b"fine"


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    with (
        serving(fixed(Reply(200, b"x", {"Content-Encoding": "br"}))) as site,
        pytest.raises(PermanentFetchError, match="'br'"),
    ):
        client_for(site.url).get(f"{site.url}/a")


def test_an_answer_over_the_limit_is_refused() -> None:
    with serving(fixed(Reply(200, b"x" * 2000))) as site, pytest.raises(PermanentFetchError, match="larger than 1000"):
        client_for(site.url, max_body_bytes=1000).get(f"{site.url}/a")


def test_the_limit_counts_decompressed_bytes() -> None:
    bomb = Reply(200, gzip.compress(b"0" * 5_000_000), {"Content-Encoding": "gzip"})
    with serving(fixed(bomb)) as site, pytest.raises(PermanentFetchError, match="larger than"):
        client_for(site.url, max_body_bytes=100_000).get(f"{site.url}/a")


def test_what_robots_txt_forbids_is_not_asked() -> None:
    robots = Reply(200, b"User-agent: *\nDisallow: /private/\n")
    with serving(fixed(OK, robots)) as site:
        with pytest.raises(PermanentFetchError, match=r"robots\.txt forbids"):
            client_for(site.url).get(f"{site.url}/private/a")

        assert site.asked == ["/robots.txt"]


def test_robots_txt_is_asked_once() -> None:
    with serving(fixed(OK)) as site:
        client = client_for(site.url)
        client.get(f"{site.url}/a")
        client.get(f"{site.url}/b")

        assert site.asked == ["/robots.txt", "/a", "/b"]


def test_an_unreachable_robots_txt_forbids_for_now() -> None:
    with serving(fixed(OK, Reply(503))) as site, pytest.raises(TransientFetchError, match=r"robots\.txt"):
        client_for(site.url, max_retries=0).get(f"{site.url}/a")


def test_the_crawl_delay_is_kept() -> None:
    robots = Reply(200, b"User-agent: *\nCrawl-delay: 0.4\n")
    with serving(fixed(OK, robots)) as site:
        client = client_for(site.url)
        client.get(f"{site.url}/a")
        started = time.monotonic()
        client.get(f"{site.url}/b")

    assert time.monotonic() - started >= 0.35


def test_the_rate_limit_is_kept() -> None:
    with serving(fixed(OK)) as site:
        client, started = client_for(site.url, requests_per_second=5.0), time.monotonic()
        for name in ("a", "b"):
            client.get(f"{site.url}/{name}")

    assert time.monotonic() - started >= 0.4


def test_a_redirect_within_the_host_is_followed() -> None:
    def answer(path: str, _: Mapping[str, str]) -> Reply:
        return {"/robots.txt": Reply(404), "/a": Reply(301, headers={"Location": "/b"})}.get(path, OK)

    with serving(answer) as site:
        assert client_for(site.url).get(f"{site.url}/a").url == f"{site.url}/b"


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed() -> None:
    def answer(path: str, _: Mapping[str, str]) -> Reply:
        robots = Reply(200, b"User-agent: *\nDisallow: /private/\n")
        return {"/robots.txt": robots, "/a": Reply(302, headers={"Location": "/private/b"})}.get(path, OK)

    with serving(answer) as site:
        with pytest.raises(PermanentFetchError, match=r"robots\.txt forbids"):
            client_for(site.url).get(f"{site.url}/a")

        assert site.asked == ["/robots.txt", "/a"]


def test_redirects_in_a_circle_end() -> None:
    with (
        serving(fixed(Reply(302, headers={"Location": "/a"}))) as site,
        pytest.raises(PermanentFetchError, match="5 redirects"),
    ):
        client_for(site.url).get(f"{site.url}/a")


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/", "http://localhost:8080/", "https://other.example/", "file:///etc/passwd"],
)
def test_a_redirect_away_from_the_host_is_refused(target: str) -> None:
    with serving(fixed(Reply(302, headers={"Location": target}))) as site:
        with pytest.raises(PermanentFetchError, match="redirects"):
            client_for(site.url).get(f"{site.url}/a")

        assert site.asked.count("/a") == 1


def test_a_redirect_to_another_port_is_refused() -> None:
    with (
        serving(fixed(OK)) as other,
        serving(fixed(Reply(302, headers={"Location": f"{other.url}/a"}))) as site,
        pytest.raises(PermanentFetchError, match="another port"),
    ):
        client_for(site.url).get(f"{site.url}/a")


def test_a_host_that_is_not_configured_is_refused() -> None:
    with pytest.raises(PermanentFetchError, match=r"is not on example\.org"):
        client_for("https://example.org").get("https://other.invalid/a")


def test_user_name_and_password_are_never_shown() -> None:
    with serving(fixed(Reply(404))) as site, pytest.raises(PermanentFetchError) as caught:
        client_for(site.url).get(site.url.replace("http://", "http://user:secret@") + "/a")

    assert "secret" not in f"{caught.value} {caught.value.url}"


def test_cookies_are_not_kept_among_the_headers() -> None:
    with serving(fixed(Reply(200, b"x", {"Set-Cookie": "session=1", "X-WP-Total": "1"}))) as site:
        headers = client_for(site.url).get(f"{site.url}/a").headers

    assert ("set-cookie" in headers, headers["x-wp-total"]) == (False, "1")
