"""The one HTTP client: politeness, retries and limits live here, once, for every source.

- It names itself and a contact, keeps to robots.txt and its crawl delay, and to a rate a host.
- Only transient failures are tried again (no connection, time-outs, 429, 500, 502, 503, 504), in this one layer, with
  growing pauses, and as late as the host asks by `Retry-After`.
- An answer may be only so large, decompressed, and take only so long. Redirects stay within the configured hosts, and
  a host that was not configured is never asked at a private address. TLS certificates are verified.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import MaxRetryError
from urllib3.util.retry import Retry

import transforms
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.addresses import AllowedHosts, host_of, origin_of, without_secrets
from transforms.sources.body import ENCODINGS, BrokenBodyError, RefusedBodyError, read_body

if TYPE_CHECKING:
    from protego import Protego

    from transforms.settings import Settings

AGENT = "marsad"
_TRANSIENT_STATUS = frozenset({429, 500, 502, 503, 504})
_TRANSIENT_ERRORS = (
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
)
_MAX_REDIRECTS = 5
_MAX_ROBOTS_BYTES = 512_000
_LONGEST_PAUSE = 300.0
_ANSWER_PER_TIMEOUT = 10
SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authenticate", "www-authenticate"})
"""Answer headers that are kept nowhere, in lower case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered with status 2xx.

    Attributes:
        url: address that answered, after redirects, without user name, password and fragment.
        status: HTTP status.
        headers: header names in lower case, without cookies.
        body: the bytes, decompressed.
        fetched_at: when the last byte came, UTC.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: dt.datetime

    @property
    def content_type(self) -> str | None:
        """The media type as the host told it."""
        return self.headers.get("content-type")

    def headers_json(self) -> str:
        """The headers as `raw_pages` keeps them."""
        return json.dumps(self.headers, ensure_ascii=False, sort_keys=True)


class _Transient(Exception):  # noqa: N818 - never leaves this module
    """One failed try: what happened, and what urllib3's bookkeeping needs to know."""

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class HttpClient:
    """Asks the configured hosts, politely. Not safe for use by several threads.

    Args:
        base_url: address of the site; its host is a configured host, even where its address is private.
        contact: mail address or URL for the user agent.
        requests_per_second: rate limit a host.
        timeout_seconds: time to connect and between two reads. A whole answer may take ten times as long.
        max_retries: tries after the first.
        max_body_bytes: largest answer, decompressed.
        allow_private_hosts: redirects may lead to private addresses.
        more_hosts: further hosts that may be asked, such as an archive's.
        backoff_seconds: pause before the second retry; it doubles with each further one, up to a minute.
    """

    def __init__(
        self,
        base_url: str,
        *,
        contact: str = "",
        requests_per_second: float = 1.0,
        timeout_seconds: float = 30.0,
        max_retries: int = 5,
        max_body_bytes: int = 50_000_000,
        allow_private_hosts: bool = False,
        more_hosts: frozenset[str] = frozenset(),
        backoff_seconds: float = 1.0,
    ) -> None:
        self._allowed = AllowedHosts(frozenset({host_of(base_url)}) | more_hosts, allow_private_hosts)
        self._pause = 1.0 / requests_per_second
        self._timeout = timeout_seconds
        self._max_body_bytes = max_body_bytes
        self._retry = Retry(
            total=max_retries,
            backoff_factor=backoff_seconds,
            backoff_jitter=backoff_seconds,
            backoff_max=60,
            status_forcelist=_TRANSIENT_STATUS,
        )
        self._robots: dict[str, Protego | None] = {}
        self._free_at: dict[str, float] = {}
        self._session = requests.Session()
        self._session.headers["Accept-Encoding"] = ENCODINGS
        about = contact or "no contact given"
        self._session.headers["User-Agent"] = f"{AGENT}/{transforms.__version__} (research archive; {about})"

    @classmethod
    def from_settings(cls, settings: Settings) -> HttpClient:
        """A client for `settings.source_url` with the operator's limits."""
        return cls(
            settings.source_url,
            contact=settings.contact,
            requests_per_second=settings.requests_per_second,
            timeout_seconds=settings.request_timeout_seconds,
            max_retries=settings.max_retries,
            max_body_bytes=settings.max_body_bytes,
            allow_private_hosts=settings.allow_private_hosts,
        )

    def get(self, url: str, *, accept: str = "*/*", headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address that robots.txt allows.

        Args:
            url: absolute address on a configured host.
            accept: media types to ask for.
            headers: further request headers, such as `Range`.

        Raises:
            PermanentFetchError: another status, robots.txt forbids it, a host or redirect that is not allowed, an
                answer that is too large.
            TransientFetchError: still failing after the retries.
        """
        self._allowed.check(url)
        self._check_robots(url)
        return self._fetch(url, {"Accept": accept, **(headers or {})}, self._max_body_bytes)

    def _check_robots(self, url: str) -> None:
        robots = self._robots_of(url)
        if robots is not None and not robots.can_fetch(url, AGENT):
            raise PermanentFetchError(
                f"robots.txt forbids {without_secrets(url)}", url=without_secrets(url), hint="ask the site's owner"
            )

    # --- trying again ------------------------------------------------------------------------------------------

    def _fetch(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        shown, retry = without_secrets(url), self._retry
        while True:
            try:
                return self._follow(url, headers, max_bytes)
            except _Transient as failure:
                try:
                    retry = retry.increment("GET", shown, error=failure)
                except MaxRetryError:
                    raise self._given_up(shown, failure) from failure
                pause = max(retry.get_backoff_time(), failure.retry_after or 0.0)
                if pause > _LONGEST_PAUSE:
                    raise self._given_up(shown, failure) from failure
                time.sleep(pause)

    def _given_up(self, url: str, failure: _Transient) -> TransientFetchError:
        tries = f"{int(self._retry.total or 0) + 1} tries"
        later = f"; it asks to come back in {failure.retry_after:.0f} s" if failure.retry_after else ""
        return TransientFetchError(
            f"{url}: {failure} ({tries}{later})", url=url, status=failure.status, hint="run the day again later"
        )

    # --- one try -----------------------------------------------------------------------------------------------

    def _follow(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """One try: the answer at the end of the redirects."""
        asked = url
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._once(url, headers, max_bytes)
            if answer.status not in (301, 302, 303, 307, 308):
                return self._accepted(answer)
            target = urljoin(url, answer.headers.get("location", ""))
            self._allowed.check_redirect(url, target)
            if urlsplit(asked).path != "/robots.txt":
                self._check_robots(target)
            url = target
        shown = without_secrets(asked)
        raise PermanentFetchError(f"{shown}: more than {_MAX_REDIRECTS} redirects", url=shown)

    def _once(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        self._wait_for_turn(url)
        seconds = self._timeout * _ANSWER_PER_TIMEOUT
        deadline = time.monotonic() + seconds
        try:
            with self._session.get(
                url, headers=dict(headers), timeout=self._timeout, stream=True, allow_redirects=False
            ) as response:
                body = read_body(response, max_bytes=max_bytes, seconds=seconds, deadline=deadline)
        except BrokenBodyError as error:
            raise _Transient(str(error)) from error
        except RefusedBodyError as error:
            shown = without_secrets(url)
            raise PermanentFetchError(f"{shown}: {error}", url=shown, hint=error.hint) from error
        except requests.exceptions.SSLError as error:
            shown = without_secrets(url)
            raise PermanentFetchError(
                f"{shown}: {_reason(error)}", url=shown, hint="the site's TLS certificate is not trusted"
            ) from error
        except _TRANSIENT_ERRORS as error:
            raise _Transient(_reason(error)) from error
        except requests.exceptions.RequestException as error:
            shown = without_secrets(url)
            raise PermanentFetchError(f"{shown}: {_reason(error)}", url=shown) from error
        if response.status_code in _TRANSIENT_STATUS:
            after = _retry_after(response.headers.get("Retry-After"))
            raise _Transient(f"HTTP {_status(response.status_code)}", response.status_code, after)
        told = {k.lower(): v for k, v in response.headers.items() if k.lower() not in SECRET_HEADERS}
        return Answer(without_secrets(url), response.status_code, told, body, dt.datetime.now(dt.UTC))

    def _accepted(self, answer: Answer) -> Answer:
        if 200 <= answer.status < 300:
            return answer
        begins = answer.body[:120].decode("utf-8", "replace").strip()
        raise PermanentFetchError(
            f"{answer.url}: HTTP {_status(answer.status)}, {begins!r}", url=answer.url, status=answer.status
        )

    # --- politeness --------------------------------------------------------------------------------------------

    def _wait_for_turn(self, url: str) -> None:
        origin = origin_of(url)
        now = time.monotonic()
        if (wait := self._free_at.get(origin, now) - now) > 0:
            time.sleep(wait)
        robots = self._robots.get(origin)
        delay = (robots.crawl_delay(AGENT) if robots is not None else None) or 0.0
        self._free_at[origin] = time.monotonic() + max(self._pause, float(delay))

    def _robots_of(self, url: str) -> Protego | None:
        """The host's robots.txt, read once; None where it has none. An unreachable one forbids (RFC 9309, 2.3.1.4)."""
        origin = origin_of(url)
        if origin not in self._robots:
            from protego import Protego

            try:
                answer = self._fetch(f"{origin}/robots.txt", {"Accept": "text/plain"}, _MAX_ROBOTS_BYTES)
            except PermanentFetchError as error:
                if error.status is None:
                    raise
                self._robots[origin] = None
            else:
                self._robots[origin] = Protego.parse(answer.body.decode("utf-8", "replace"))
        return self._robots[origin]


def _retry_after(value: str | None) -> float | None:
    """Seconds of a `Retry-After` header (a number or an HTTP date); None where it is absent or senseless."""
    if not value:
        return None
    try:
        return Retry().parse_retry_after(value)
    except requests.urllib3.exceptions.InvalidHeader:  # type: ignore[attr-defined]
        return None


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _reason(error: BaseException) -> str:
    """The innermost cause in words: `requests` wraps urllib3, which wraps the socket's error."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "no connection within the time-out"
    if isinstance(error, requests.exceptions.Timeout):
        return "no answer within the time-out"
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__ or getattr(cause, "reason", None)) is not None:
        if not isinstance(inner, BaseException):
            break
        cause = inner
    return f"{type(cause).__name__}: {str(cause)[:160]}"
