"""What a host's robots.txt allows (RFC 9309), read once a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from transforms.errors import ForbiddenByRobotsError, PermanentFetchError
from transforms.sources.addresses import origin_of, without_secrets

if TYPE_CHECKING:
    from protego import Protego

AGENT = "marsad"
_VALID_SECONDS = 24 * 3600.0
_LONGEST_DELAY = 30 * 24 * 3600


class Robots:
    """The robots.txt of hosts.

    Args:
        fetch: gives the bytes of the robots.txt of an origin.
    """

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._known: dict[str, tuple[float, Protego | None]] = {}

    def check(self, url: str) -> None:
        """Refuse an address that the host's robots.txt forbids.

        Raises:
            ForbiddenByRobotsError: it is forbidden.
            PermanentFetchError: robots.txt itself leads astray.
            TransientFetchError: robots.txt cannot be had for now, which forbids everything (RFC 9309, 2.3.1.4).
        """
        robots = self._of(origin_of(url))
        if robots is not None and not robots.can_fetch(url, AGENT):
            shown = without_secrets(url)
            raise ForbiddenByRobotsError(f"robots.txt forbids {shown}", url=shown, hint="ask the site's owner")

    def delay(self, origin: str) -> float:
        """Seconds that the host asks to leave between two requests, a month at most; 0 where nothing is known."""
        _, robots = self._known.get(origin, (0.0, None))
        if robots is None:
            return 0.0
        rate = robots.request_rate(AGENT)
        between = min(rate.seconds, _LONGEST_DELAY) / rate.requests if rate else 0.0
        return max(min(float(robots.crawl_delay(AGENT) or 0.0), _LONGEST_DELAY), between)

    def _of(self, origin: str) -> Protego | None:
        """What a host's robots.txt says; None where it has none: any answer of 4xx."""
        known = self._known.get(origin)
        if known is None or known[0] < time.monotonic():
            from protego import Protego

            try:
                robots = Protego.parse(self._fetch(origin).decode("utf-8", "replace"))
            except PermanentFetchError as error:
                if error.status is None:
                    raise
                robots = None
            self._known[origin] = (time.monotonic() + _VALID_SECONDS, robots)
        return self._known[origin][1]
