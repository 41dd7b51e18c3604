"""The one HTTP client: politeness, retries and limits live here, once, for every source.

- It names itself and a contact, keeps to robots.txt and its crawl delay, and to a rate a host.
- Only transient failures are tried again (no connection, time-outs, 429, 500, 502, 503, 504), in this one layer, with
  growing pauses, and as late as the host asks by `Retry-After`. A host that asks for more than five minutes is left
  alone until then by all that share the client.
- A run may cost a site only so many requests and bytes. Answers with an `ETag` or `Last-Modified` are kept, and later
  it is only asked whether they changed. One connection a host is kept open.
- An answer may be only so large, decompressed, and take only so long, its head included. Redirects stay within the
  configured hosts, and those are not asked at private addresses, unless they are named so. TLS certificates are
  verified.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests

import transforms
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.addresses import AllowedHosts, host_of, origin_of, without_secrets
from transforms.sources.answers import Answer, Recall
from transforms.sources.body import ENCODINGS, BrokenBodyError, RefusedBodyError, read_body
from transforms.sources.connections import Guard, GuardedAdapter
from transforms.sources.robots import AGENT, Robots
from transforms.sources.tries import (
    TRANSIENT_ERRORS,
    TRANSIENT_STATUS,
    FailedTry,
    backoff,
    reason_of,
    retry_after_of,
    status_words,
)
from transforms.sources.turns import LONGEST_PAUSE, RunBudget, Turns

if TYPE_CHECKING:
    from transforms.settings import Settings
    from transforms.sites import SiteSettings
    from transforms.sources.kept_answers import Kept, KeptAnswers

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_MAX_ROBOTS_BYTES = 512_000
_ANSWER_PER_TIMEOUT = 10
SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authenticate", "www-authenticate"})
"""Answer headers that are kept nowhere, in lower case."""


class HttpClient:
    """Asks the configured hosts, politely. Not safe for use by several threads.

    Args:
        base_url: address of the site; its host is a configured host.
        contact: mail address or URL for the user agent.
        requests_per_second: rate limit a host.
        timeout_seconds: time to connect and between two reads. A whole answer may take ten times as long.
        max_retries: tries after the first.
        max_body_bytes: largest answer, decompressed.
        allow_private_hosts: configured hosts may lie at private addresses, whatever they are called.
        more_hosts: further hosts that may be asked, such as an archive's.
        backoff_seconds: pause before the first retry; it doubles with each further one, up to a minute, and up to as
            much again comes on top by chance.
        language: which the site is asked for; None: any.
        budget: what may be spent; default: anything.
        kept: answers of the site that are kept from run to run; default: none.

    Attributes:
        budget: what is spent, and what may be.
        recall: answers that need not be asked for, as a killed run stored them; None: ask for all.
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
        language: str | None = None,
        budget: RunBudget | None = None,
        kept: KeptAnswers | None = None,
    ) -> None:
        self._host = host_of(base_url)
        self._allowed = AllowedHosts(frozenset({self._host}) | more_hosts, allow_private_hosts)
        self._timeout = timeout_seconds
        self._max_retries = max_retries
        self._max_body_bytes = max_body_bytes
        self._backoff = backoff_seconds
        self._turns = Turns(1.0 / requests_per_second)
        self._robots = Robots(self._robots_txt)
        self._kept = kept
        self.recall: Recall | None = None
        self.budget = budget or RunBudget()
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            guard = Guard(self._allowed.check_peer, timeout_seconds * _ANSWER_PER_TIMEOUT)
            self._session.mount(scheme, GuardedAdapter(guard))
        self._session.headers["Accept-Encoding"] = ENCODINGS
        if language:
            self._session.headers["Accept-Language"] = f"{language}, *;q=0.1"
        about = contact or "no contact given"
        self._session.headers["User-Agent"] = f"{AGENT}/{transforms.__version__} (research archive; {about})"

    @classmethod
    def for_site(
        cls, site: SiteSettings, settings: Settings, *, more_hosts: frozenset[str] = frozenset(), keeps: bool = True
    ) -> HttpClient:
        """A client for a site, within the operator's limits; what the site's table leaves out the settings say.

        Args:
            site: the site's table.
            settings: in force.
            more_hosts: hosts beside those that the table allows.
            keeps: keep answers from run to run.
        """
        from transforms.sources.kept_answers import KeptAnswers

        megabytes = site.budget.megabytes
        return cls(
            site.base_url,
            contact=settings.contact if site.contact is None else site.contact,
            requests_per_second=site.requests_per_second or settings.requests_per_second,
            timeout_seconds=settings.request_timeout_seconds,
            max_retries=settings.max_retries,
            max_body_bytes=settings.max_body_bytes,
            allow_private_hosts=settings.allow_private_hosts,
            more_hosts=frozenset(site.allowed_hosts) | more_hosts,
            language=site.language,
            budget=RunBudget(
                site.budget.requests or settings.max_requests,
                megabytes * 1_000_000 if megabytes else settings.max_total_bytes,
            ),
            kept=KeptAnswers(settings.answers_dir) if keeps else None,
        )

    def get(self, url: str, *, accept: str = "*/*", headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address that robots.txt allows.

        Args:
            url: absolute address on a configured host.
            accept: media types to ask for.
            headers: further request headers, such as `Range`; with `Cache-Control: no-cache` no kept answer is used.

        Raises:
            PermanentFetchError: another status, robots.txt forbids it, a host or redirect that is not allowed, an
                answer that is too large.
            TransientFetchError: still failing after the retries, or the host asked to be left alone.
            BudgetSpentError: the run has asked, or was sent, as much as it may.
        """
        self._allowed.check(url)
        shown, asked = without_secrets(url), {"Accept": accept, **(headers or {})}
        stored = self.recall.get(shown, asked) if self.recall is not None else None
        if stored is not None:
            return _accepted(stored)
        self._robots.check(url)
        answer = self._fetch(url, asked, self._max_body_bytes)
        if self.recall is not None:
            self.recall.put(shown, asked, answer)
        return _accepted(answer)

    def crawl_delay(self, url: str) -> float:
        """Seconds that the host of an address asks to leave between requests.

        Raises:
            PermanentFetchError, TransientFetchError: as `get`, of its robots.txt; or that forbids the address.
        """
        self._allowed.check(url)
        self._robots.check(url)
        return self._robots.delay(origin_of(url))

    def _robots_txt(self, origin: str) -> bytes:
        return _accepted(self._fetch(f"{origin}/robots.txt", {"Accept": "text/plain"}, _MAX_ROBOTS_BYTES)).body

    # --- trying again ------------------------------------------------------------------------------------------

    def _fetch(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        tries = 0
        while True:
            try:
                return self._follow(url, headers, max_bytes)
            except FailedTry as failure:
                tries += 1
                pause = max(backoff(tries, self._backoff), failure.retry_after or 0.0)
                if tries > self._max_retries or pause > LONGEST_PAUSE:
                    self._turns.close(host_of(url), failure.retry_after or 0.0)
                    raise self._given_up(without_secrets(url), failure, tries) from failure
                time.sleep(pause)

    @staticmethod
    def _given_up(url: str, failure: FailedTry, tries: int) -> TransientFetchError:
        said = "1 try" if tries == 1 else f"{tries} tries"
        later = f"; it asks to come back in {failure.retry_after:.0f} s" if failure.retry_after else ""
        return TransientFetchError(
            f"{url}: {failure} ({said}{later})", url=url, status=failure.status, hint="run the day again later"
        )

    # --- one try -----------------------------------------------------------------------------------------------

    def _follow(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """One try: the answer at the end of the redirects, of any status."""
        asked = url
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._conditional(url, headers, max_bytes)
            if answer.status not in _REDIRECTS:
                return answer
            target = urljoin(url, answer.headers.get("location", ""))
            self._allowed.check_redirect(url, target)
            if urlsplit(asked).path != "/robots.txt":
                self._robots.check(target)
            url = target
        shown = without_secrets(asked)
        raise PermanentFetchError(f"{shown}: more than {_MAX_REDIRECTS} redirects", url=shown)

    def _conditional(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """The answer of one request; where nothing changed, the one that is kept."""
        anew = "Range" in headers or headers.get("Cache-Control") == "no-cache"
        if self._kept is None or host_of(url) != self._host or anew:
            return self._once(url, headers, max_bytes)
        shown, accept = without_secrets(url), headers.get("Accept", "")
        kept: Kept | None = self._kept.get(shown, accept)
        answer = self._once(url, {**headers, **(kept.conditions if kept else {})}, max_bytes)
        if kept is not None and answer.status == _NOT_MODIFIED:
            return replace(answer, status=200, headers=kept.headers, body=kept.body)
        if answer.status == 200:
            self._kept.put(shown, accept, answer.headers, answer.body)
        return answer

    def _once(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        shown, origin = without_secrets(url), origin_of(url)
        self._turns.wait(host_of(url), self._robots.delay(origin))
        self.budget.take(shown)
        seconds = self._timeout * _ANSWER_PER_TIMEOUT
        deadline = time.monotonic() + seconds
        try:
            with self._session.get(
                url, headers=dict(headers), timeout=self._timeout, stream=True, allow_redirects=False
            ) as response:
                body = read_body(
                    response, max_bytes=max_bytes, seconds=seconds, deadline=deadline, received=self.budget.received
                )
        except BrokenBodyError as error:
            raise FailedTry(str(error)) from error
        except RefusedBodyError as error:
            raise PermanentFetchError(f"{shown}: {error}", url=shown, hint=error.hint) from error
        except requests.exceptions.SSLError as error:
            hint = "the site's TLS certificate is not trusted"
            raise PermanentFetchError(f"{shown}: {reason_of(error)}", url=shown, hint=hint) from error
        except TRANSIENT_ERRORS as error:
            raise FailedTry(reason_of(error)) from error
        except requests.exceptions.RequestException as error:
            raise PermanentFetchError(f"{shown}: {reason_of(error)}", url=shown) from error
        if response.status_code in TRANSIENT_STATUS:
            after = retry_after_of(response.headers.get("Retry-After"))
            raise FailedTry(f"HTTP {status_words(response.status_code)}", response.status_code, after)
        told = {k.lower(): v for k, v in response.headers.items() if k.lower() not in SECRET_HEADERS}
        return Answer(shown, response.status_code, told, body, dt.datetime.now(dt.UTC))


def _accepted(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    begins = answer.body[:120].decode("utf-8", "replace").strip()
    raise PermanentFetchError(
        f"{answer.url}: HTTP {status_words(answer.status)}, {begins!r}", url=answer.url, status=answer.status
    )
