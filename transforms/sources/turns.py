"""When a host may be asked next: the rate limit, what its robots.txt asks for, and what a run may cost it."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from transforms.errors import BudgetSpentError, TransientFetchError

LONGEST_PAUSE = 300.0
"""Seconds that a host is waited for in one go; one that asks for more is left alone, and the run is told so."""


class Turns:
    """The moments at which hosts may be asked next. Not safe for use by several threads.

    Args:
        pause: seconds between the beginnings of two requests to a host.
    """

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._free_at: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}

    def wait(self, host: str, delay: float) -> None:
        """Wait for the next turn at a host.

        Args:
            host: its name, whatever the scheme and port.
            delay: seconds that the host asks to leave between requests.

        Raises:
            TransientFetchError: the host asked to be left alone for longer.
        """
        now = time.monotonic()
        wait = max(self._closed_until.get(host, now), self._free_at.get(host, now)) - now
        if wait > max(LONGEST_PAUSE, self._pause):
            until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=wait)
            raise TransientFetchError(
                f"{host} asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC", url=host,
                hint="run it again after that",
            )  # fmt: skip
        if wait > 0:
            time.sleep(wait)
        self._free_at[host] = time.monotonic() + max(self._pause, delay)

    def close(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        self._closed_until[host] = time.monotonic() + seconds


@dataclass
class RunBudget:
    """What a run may cost a site, and what it has cost so far.

    Attributes:
        max_requests: requests, those tried again, redirects and robots.txt among them; None: any number.
        max_bytes: bytes of bodies as they were sent; None: any number.
        requests: so far.
        bytes: so far.
    """

    max_requests: int | None = None
    max_bytes: int | None = None
    requests: int = 0
    bytes: int = 0

    def take(self, url: str) -> None:
        """Count a request that is about to be sent.

        Raises:
            BudgetSpentError: it would be one too many, or more bytes came before than may.
        """
        if self.max_requests is not None and self.requests >= self.max_requests:
            self._refuse(url, f"{self.max_requests} requests")
        if self.max_bytes is not None and self.bytes >= self.max_bytes:
            self._refuse(url, f"{self.max_bytes} bytes")
        self.requests += 1

    def received(self, count: int) -> None:
        """Count bytes of a body."""
        self.bytes += count

    @staticmethod
    def _refuse(url: str, what: str) -> None:
        raise BudgetSpentError(
            f"{url} is not asked for: the run's budget of {what} is spent", url=url,
            hint="run it again later; what came is stored",
        )  # fmt: skip
