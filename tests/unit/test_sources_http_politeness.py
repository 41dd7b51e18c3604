"""How the HTTP client spares a site: pauses, budgets, the language it asks for."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.site import Reply, client_for, serving
from transforms.errors import BudgetSpentError, TransientFetchError
from transforms.sources.http import HttpClient
from transforms.sources.tries import backoff, retry_after_of
from transforms.sources.turns import RunBudget

OK = Reply(200, b"fine", {"Content-Type": "text/plain"})
HOUR = dt.timedelta(hours=1)


def fixed(reply: Reply, robots: Reply | None = None) -> Callable[[str, Mapping[str, str]], Reply]:
    return lambda path, _: (robots or Reply(404)) if path == "/robots.txt" else reply


# --- pauses ------------------------------------------------------------------------------------------------------


def test_retry_after_may_be_a_date() -> None:
    told = format_datetime(dt.datetime.now(dt.UTC) + HOUR, usegmt=True)

    assert 3500 < (retry_after_of(told) or 0) <= 3600


def test_a_date_that_is_over_asks_for_no_pause() -> None:
    assert retry_after_of("Thu, 25 Feb 2016 08:00:00 GMT") == 0


@pytest.mark.parametrize("told", [None, "", "soon", "-5", "1.5", "٣", "Thu, 99 Feb 2016"])
def test_a_retry_after_that_makes_no_sense_is_as_if_it_was_not_there(told: str | None) -> None:
    assert not retry_after_of(told)


@pytest.mark.parametrize("told", ["9" * 400, "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_host_that_asks_for_ages_is_left_alone_for_a_month_at_most(told: str) -> None:
    assert (retry_after_of(told) or 0) <= 30 * 24 * 3600


def test_a_date_to_come_back_at_is_waited_for() -> None:
    told = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2), usegmt=True)
    replies = [Reply(503, headers={"Retry-After": told}), OK]
    with serving(lambda path, _: Reply(404) if path == "/robots.txt" else replies.pop(0)) as site:
        started = time.monotonic()
        client_for(site.url).get(f"{site.url}/a")

    assert 1 <= time.monotonic() - started < 4


def test_a_host_that_asked_to_be_left_alone_is_left_alone() -> None:
    with serving(fixed(Reply(503, headers={"Retry-After": "3600"}))) as site:
        client = client_for(site.url)
        for name in "abc":
            with pytest.raises(TransientFetchError):
                client.get(f"{site.url}/{name}")

        assert site.asked == ["/robots.txt", "/a"]


def test_pauses_double_up_to_a_minute() -> None:
    pauses = [backoff(tries, 1.0) for tries in range(1, 12)]

    assert all(2 ** min(n, 6) * 0.9 <= pause <= 61 for n, pause in enumerate(pauses))


def test_pauses_have_a_random_part() -> None:
    pauses = {backoff(1, 1.0) for _ in range(20)}

    assert (len(pauses) > 10, all(1 <= pause <= 2 for pause in pauses)) == (True, True)


def test_the_rate_is_that_of_the_host_whatever_the_port() -> None:
    with serving(fixed(OK)) as one, serving(fixed(OK)) as other:
        client, started = client_for(one.url, requests_per_second=5.0), time.monotonic()
        client.get(f"{one.url}/a")
        client.get(f"{other.url}/a")

    assert time.monotonic() - started >= 0.6


def test_a_request_rate_in_robots_txt_is_a_crawl_delay() -> None:
    robots = Reply(200, b"User-agent: *\nRequest-rate: 1/5\n")
    with serving(fixed(OK, robots)) as site:
        assert client_for(site.url).crawl_delay(f"{site.url}/a") == 5


@pytest.mark.parametrize("told", ["Crawl-delay: 1e9", "Request-rate: 1/99999999999999999999999d"])
def test_a_host_that_asks_for_ages_between_two_requests_is_asked_once(told: str) -> None:
    with serving(fixed(OK, Reply(200, f"User-agent: *\n{told}\n".encode()))) as site:
        client = client_for(site.url)
        client.get(f"{site.url}/a")
        with pytest.raises(TransientFetchError, match="asked to be left alone until"):
            client.get(f"{site.url}/b")


@pytest.mark.parametrize("told", ["Crawl-delay: inf", "Crawl-delay: -5", "Request-rate: 0/5", "Crawl-delay: soon"])
def test_a_crawl_delay_that_makes_no_sense_is_as_if_it_was_not_there(told: str) -> None:
    with serving(fixed(OK, Reply(200, f"User-agent: *\n{told}\n".encode()))) as site:
        assert client_for(site.url).crawl_delay(f"{site.url}/a") == 0


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_forbids_nothing(status: int) -> None:
    with serving(fixed(OK, Reply(status))) as site:
        assert client_for(site.url).get(f"{site.url}/a").body == b"fine"


def ask_for(url: str, client: HttpClient, count: int) -> None:
    for n in range(count):
        client.get(f"{url}/{n}")


# --- budget ------------------------------------------------------------------------------------------------------


def test_a_run_asks_no_more_often_than_it_may() -> None:
    with serving(fixed(OK)) as site:
        client = client_for(site.url, budget=RunBudget(max_requests=3))
        with pytest.raises(BudgetSpentError, match="3 requests"):
            ask_for(site.url, client, 9)

        assert site.asked == ["/robots.txt", "/0", "/1"]


def test_tries_count_as_requests() -> None:
    with serving(fixed(Reply(503))) as site:
        with pytest.raises(BudgetSpentError):
            client_for(site.url, budget=RunBudget(max_requests=4), max_retries=9).get(f"{site.url}/a")

        assert site.asked.count("/a") == 3


def test_a_run_is_sent_no_more_than_it_may() -> None:
    with serving(fixed(Reply(200, b"x" * 600))) as site:
        client = client_for(site.url, budget=RunBudget(max_bytes=1000))
        with pytest.raises(BudgetSpentError, match="1000 bytes"):
            ask_for(site.url, client, 9)

        assert site.asked == ["/robots.txt", "/0", "/1"]


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_site_is_asked_for_its_language() -> None:
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Accept-Language"])
            self.send_response(404 if self.path == "/robots.txt" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the tests' output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    client_for(url, language="ar").get(f"{url}/a")
    server.shutdown()
    server.server_close()

    assert seen == ["ar, *;q=0.1"] * 2
