"""The index of an archive: the pages of a site, with the captures of their distinct bodies.

It holds addresses, ids, times and days, and no bodies: some 700 bytes a capture.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import PermanentFetchError
from transforms.page.dates import post_id_from_url
from transforms.sources.archived_site import ArchivedSite, days_by_address

_MOST_CAPTURES = 1_000_000
_CLOCKS_APART = dt.timedelta(days=1)
_EARLIEST, _LATEST = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture as an index lists it.

    Attributes:
        url: address as it was captured.
        captured_at: when, UTC.
        digest: what the index says of the body, equal for equal bodies; None where it says nothing.
        where: what the source needs to get the bytes.
    """

    url: str
    captured_at: dt.datetime
    digest: str | None
    where: Any

    def __str__(self) -> str:
        return f"{self.url} as captured {self.captured_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(slots=True)
class ArchivedPage:
    """A page with the captures of its distinct bodies, and the days that it may be of.

    Attributes:
        url: its address in the one form of `ArchivedSite`.
        post_id: the post's number, where its address tells it.
        first: first day (Asia/Damascus) that it may be of, by its address and its post id; of all days it may be
            of where they tell nothing, and of its own once it was read.
        last: last day that it may be of; at most that of its first capture.
        captures: the first one of each distinct body, by time.
    """

    url: str
    post_id: int | None
    first: dt.date = _EARLIEST
    last: dt.date = _LATEST
    captures: list[Capture] = field(default_factory=list)

    @property
    def page_id(self) -> str:
        """The id that its raw pages have, unless they tell a post id that the address does not."""
        return str(self.post_id) if self.post_id is not None else hashlib.sha256(self.url.encode()).hexdigest()

    def may_be_of(self, first: dt.date, last: dt.date) -> bool:
        """Whether it may be of a day from `first` to `last`."""
        return self.first <= last and first <= self.last

    def learn(self, days: Iterable[dt.date]) -> None:
        """Take down the days that its captures told; none at all where no capture gave a page."""
        known = list(days)
        self.first, self.last = min(known, default=_LATEST), max(known, default=_EARLIEST)


def pages_of(captures: Iterable[Capture], site: ArchivedSite) -> list[ArchivedPage]:
    """The pages of captures, by the days that they may be of and their addresses.

    Args:
        captures: of any addresses, in any order.
        site: whose pages are taken.

    Raises:
        PermanentFetchError: more captures than fit into memory.
    """
    pages: dict[int | str, ArchivedPage] = {}
    bodies: dict[tuple[int | str, str | int], Capture] = {}
    address = lru_cache(maxsize=1000)(site.post_address)  # indexes list the captures of an address together
    for capture in captures:
        url = address(capture.url)
        if url is None:
            continue
        post_id = post_id_from_url(url)
        key = url.rstrip("/") if post_id is None else post_id
        if key not in pages or _plainness(url) < _plainness(pages[key].url):
            pages[key] = ArchivedPage(url, post_id)
        body = (key, capture.digest or len(bodies))
        if body not in bodies or capture.captured_at < bodies[body].captured_at:
            bodies[body] = capture
        if len(bodies) > _MOST_CAPTURES:
            raise PermanentFetchError(f"more than {_MOST_CAPTURES} captures of {site.prefix}", url=site.prefix)
    for (key, _), capture in bodies.items():
        pages[key].captures.append(capture)
    for page in pages.values():
        page.captures.sort(key=lambda capture: (capture.captured_at, capture.digest or ""))
        page.first, page.last = days_by_address(page.url, page.post_id) or (_EARLIEST, _LATEST)
        page.last = min(page.last, _local_day(page.captures[0].captured_at) + _CLOCKS_APART)
        page.first = min(page.first, page.last)
    return sorted(pages.values(), key=lambda page: (page.first, page.url))


def timestamp(text: str) -> dt.datetime | None:
    """The moment of a 14-digit timestamp (`20160226120000`, UTC), or None where it is none."""
    try:
        return dt.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC) if len(text) == 14 else None
    except ValueError:
        return None


def _plainness(url: str) -> tuple[bool, int, str]:
    """Orders the addresses of one page: its permalink comes before `/?p=ID` and what is made for programs."""
    return "?" in url or "/wp-json/" in url, len(url), url


def _local_day(time: dt.datetime) -> dt.date:
    return time.astimezone(SITE_TIME_ZONE).date()
