"""What all archives of the web have in common: an index of captures, and the bytes of each capture.

A capture is what a crawler got from an address at a moment. An index lists captures without their bytes, so that it
is not known of which publication day they are: an address or a post id only tell a span of days, and the page itself
tells the day once it is there. So a page is asked for when its span meets the days that are wanted, and what was learnt
about its day is kept.

Each distinct body of a page is one version, with the moment of its first capture as `fetched_at`: that is when the
page looked so, and revisions come out in the order in which the site showed them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import FetchError, PermanentFetchError, TransientFetchError, UnreadablePage
from transforms.page import read_report
from transforms.page.dates import post_id_from_url
from transforms.sources.archived_site import ArchivedSite, day_by_address, days_by_address
from transforms.sources.base import RawPage, Source
from transforms.sources.http import SECRET_HEADERS

_BATCH = 50
_PATIENCE = 10
"""Failures in a row after which the archive is taken to be out of order, instead of a single capture."""
_MOST_CAPTURES = 2_000_000
_MOST_TOLD = 10_000
_CLOCKS_APART = dt.timedelta(days=1)
_EARLIEST, _LATEST = dt.date.min, dt.date.max


class UnusableCaptureError(Exception):
    """A capture that holds no whole answer of its page, with the reason. It is told, and the others go on."""


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


@dataclass(frozen=True, slots=True)
class Held:
    """The answer that a capture holds.

    Attributes:
        body: the page's bytes, taken out of chunks and compression.
        status: HTTP status that the site answered with.
        headers: header names in lower case; cookies are left out when it is stored.
        captured_at: when, UTC; the archive may have had to take a neighbouring capture.
    """

    body: bytes
    status: int | None
    headers: Mapping[str, str]
    captured_at: dt.datetime


@dataclass(slots=True)
class _Page:
    """A page with its captures of distinct bodies, and the days that it may be of."""

    url: str
    post_id: int | None
    first: dt.date = _EARLIEST
    last: dt.date = _LATEST
    captures: list[Capture] = field(default_factory=list)

    @property
    def page_id(self) -> str:
        return str(self.post_id) if self.post_id is not None else hashlib.sha256(self.url.encode()).hexdigest()


class ArchiveSource(Source):
    """Pages of a site out of an archive. Subclasses list captures and get the bytes of one.

    Args:
        name: under which reports are stored.
        base_url: address of the site as it is today; see `ArchivedSite`.
    """

    def __init__(self, *, name: str, base_url: str) -> None:
        super().__init__(name)
        self._site = ArchivedSite(base_url)
        self._told: dict[str, None] = {}
        self._missing: list[FetchError] = []

    # --- what subclasses do ------------------------------------------------------------------------------------

    @abstractmethod
    def _captures(self) -> Iterator[Capture]:
        """All captures of the site's pages that the archive lists, in any order."""

    @abstractmethod
    def _held(self, capture: Capture) -> Held:
        """The answer of a capture.

        Raises:
            UnusableCaptureError: the capture is damaged, cut off or another page's.
            PermanentFetchError, TransientFetchError: the archive did not give it.
        """

    def _tell(self, line: str) -> None:
        """Keep a line for `unplaced`."""
        if len(self._told) < _MOST_TOLD:
            self._told[line] = None

    # --- what callers see --------------------------------------------------------------------------------------

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Versions of the pages of one day; see `Source.batches`.

        Pages whose ids are in `stored` are not asked for: what an archive holds does not change. Where the address
        only tells a span of days, the neighbours' pages have to be asked for, too; `spread` asks once for many days.

        Raises:
            PermanentFetchError: the archive refuses, or ten captures in a row gave nothing.
            TransientFetchError: captures did not come; raised behind the last batch, so that the others are stored.
        """
        return self._batches(day, day, stored)

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Versions of the pages of all days from `first` to `last`, each with its own publication day.

        Args:
            first: first publication day, Asia/Damascus.
            last: last publication day.
            stored: page ids that are stored for these days.

        Raises:
            PermanentFetchError, TransientFetchError: as for `batches`.
        """
        return self._batches(first, last, stored)

    def unplaced(self) -> tuple[str, ...]:
        """One line for every capture that gave no page of a known day, each with the reason."""
        return tuple(self._told)

    # --- pages and their captures ------------------------------------------------------------------------------

    @cached_property
    def _pages(self) -> list[_Page]:
        """The index: pages in the order of their addresses, each distinct body of them once, as captured first."""
        pages: dict[int | str, _Page] = {}
        bodies: dict[tuple[int | str, str | int], Capture] = {}
        for capture in self._captures():
            url = self._site.canonical(capture.url)
            if url is None or not self._site.is_post(url):
                continue
            post_id = post_id_from_url(url)
            key = url.rstrip("/") if post_id is None else post_id
            if key not in pages or _plainness(url) < _plainness(pages[key].url):
                pages[key] = _Page(url, post_id)
            body = (key, capture.digest or len(bodies))
            if body not in bodies or capture.captured_at < bodies[body].captured_at:
                bodies[body] = capture
            if len(bodies) > _MOST_CAPTURES:
                raise PermanentFetchError(
                    f"{self.name}: the archive lists more than {_MOST_CAPTURES} captures", url=self._site.prefix
                )
        for (key, _), capture in bodies.items():
            pages[key].captures.append(capture)
        for page in pages.values():
            page.captures.sort(key=lambda capture: (capture.captured_at, capture.digest or ""))
            page.first, page.last = days_by_address(page.url, page.post_id) or (_EARLIEST, _LATEST)
            page.last = min(page.last, _local_day(page.captures[0].captured_at) + _CLOCKS_APART)
            page.first = min(page.first, page.last)
        return sorted(pages.values(), key=lambda page: (page.first, page.url))

    def _batches(self, first: dt.date, last: dt.date, stored: Collection[str]) -> Iterator[list[RawPage]]:
        batch: list[RawPage] = []
        failures = _Failures(self._site.prefix)
        for page in self._pages:
            if page.last < first or page.first > last or page.page_id in stored:
                continue
            batch += [raw for raw in self._versions(page, failures) if first <= raw.published_date <= last]
            if len(batch) >= _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
        failures.add_missing(self._missing)
        failures.raise_any()

    def _versions(self, page: _Page, failures: _Failures) -> list[RawPage]:
        """The distinct bodies of a page; what is learnt about its days is kept."""
        versions: dict[str, RawPage] = {}
        came = True
        for capture in page.captures:
            try:
                raw = self._raw_page(page, self._held(capture))
                versions.setdefault(raw.body_sha256, raw)
                failures.end()
            except UnusableCaptureError as error:
                self._tell(f"{capture.url} as captured {_stamp(capture.captured_at)}: {error}")
                failures.end()
            except FetchError as error:
                if isinstance(error, PermanentFetchError):
                    self._tell(f"{capture.url} as captured {_stamp(capture.captured_at)}: {error.message}")
                else:
                    came = False
                failures.add(error)
        if came:
            days = [raw.published_date for raw in versions.values()]
            page.first, page.last = min(days, default=_LATEST), max(days, default=_EARLIEST)
        return list(versions.values())

    def _raw_page(self, page: _Page, held: Held) -> RawPage:
        """A capture's answer as a raw page of the day that it tells itself, else that its address tells.

        A page that cannot be read is a raw page all the same where its address tells a day: reading puts it into
        `quarantine` with its bytes.

        Raises:
            UnusableCaptureError: no day is known, or the page is another post.
        """
        content_type = held.headers.get("content-type")
        post_id, day, reason = page.post_id, None, "no publication day in metadata, address, post id or text"
        try:
            report = read_report(held.body, source=self.name, url=page.url, content_type=content_type)
        except UnreadablePage as error:
            day, reason = day_by_address(page.url, page.post_id), f"{error.reason}, {error.message}"
        except (
            ArithmeticError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:  # one odd page stops none
            day, reason = day_by_address(page.url, page.post_id), f"it cannot be read: {type(error).__name__}"
        else:
            day = report.published_date
            if page.post_id is not None and report.post_id not in (None, page.post_id):
                raise UnusableCaptureError(f"it shows post {report.post_id} and not {page.post_id}")
            post_id = page.post_id if page.post_id is not None else report.post_id
        if day is None:
            raise UnusableCaptureError(reason)
        told = {name: value for name, value in held.headers.items() if name not in SECRET_HEADERS}
        return RawPage.of(
            source=self.name,
            route=self.route,
            url=page.url,
            post_id=post_id,
            published_date=day,
            http_status=held.status,
            headers=json.dumps(told, ensure_ascii=False, sort_keys=True),
            content_type=content_type,
            body=held.body,
            fetched_at=held.captured_at,
        )


class _Failures:
    """What the archive did not give during one listing."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._row = 0
        self._transient: list[FetchError] = []

    def add(self, error: FetchError) -> None:
        """Note a failure; the tenth in a row is raised."""
        self._row += 1
        if isinstance(error, TransientFetchError):
            self._transient.append(error)
        if self._row >= _PATIENCE:
            raise error

    def end(self) -> None:
        """A capture came: the row of failures is over."""
        self._row = 0

    def add_missing(self, errors: Iterable[FetchError]) -> None:
        """Parts of the index that did not come."""
        self._transient.extend(errors)

    def raise_any(self) -> None:
        """Say that something is missing that may come later."""
        if self._transient:
            first = self._transient[0]
            raise TransientFetchError(
                f"{len(self._transient)} parts of the archive did not come, the first: {first.message}",
                url=first.url or self._url,
                status=first.status,
                hint="what came is stored; run the days again later",
            )


def timestamp(text: str) -> dt.datetime | None:
    """The moment of a 14-digit timestamp (`20160226120000`, UTC), or None where it is none."""
    try:
        return dt.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC) if len(text) == 14 else None
    except ValueError:
        return None


def _plainness(url: str) -> tuple[bool, int, str]:
    """Orders the addresses of one page: its permalink comes before `/?p=ID` and what is made for programs."""
    return "?" in url or "/wp-json/" in url, len(url), url


def _stamp(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _local_day(time: dt.datetime) -> dt.date:
    return time.astimezone(SITE_TIME_ZONE).date()
