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
import json
from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from transforms.errors import FetchError, PermanentFetchError, UnreadablePage
from transforms.page import read_report
from transforms.sources.archive_index import ArchivedPage, Capture, pages_of
from transforms.sources.archive_memory import Failures, KeptVersions
from transforms.sources.archived_site import ArchivedSite, day_by_address
from transforms.sources.base import RawPage, Source
from transforms.sources.http import SECRET_HEADERS

_BATCH = 50
_MOST_TOLD = 10_000


class UnusableCaptureError(Exception):
    """A capture that holds no whole answer of its page, with the reason. It is told, and the others go on."""


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
        self._strays: dict[str, str] = {}
        self._kept = KeptVersions()

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
        """One line for every capture that gave no page of a known day, each with the reason.

        A page of quite another day than its address tells is among them, until that day was asked for.
        """
        return (*self._told, *self._strays.values())

    # --- pages and their captures ------------------------------------------------------------------------------

    @cached_property
    def _pages(self) -> list[ArchivedPage]:
        return pages_of(self._captures(), self._site)

    def _batches(self, first: dt.date, last: dt.date, stored: Collection[str]) -> Iterator[list[RawPage]]:
        batch: list[RawPage] = []
        failures = Failures(self._site.prefix)
        for page in self._pages:
            if not page.may_be_of(first, last) or page.page_id in stored:
                continue
            versions = self._kept.take(page.url) or self._versions(page, failures)
            wanted = [raw for raw in versions if first <= raw.published_date <= last]
            if len(wanted) < len(versions):
                self._kept.keep(page.url, versions)
            else:
                self._strays.pop(page.url, None)
            batch += wanted
            if len(batch) >= _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
        failures.add_missing(self._missing)
        failures.raise_any()

    def _versions(self, page: ArchivedPage, failures: Failures) -> list[RawPage]:
        """The distinct bodies of a page; what is learnt about its days is kept.

        Where a capture did not come for now, the page waits for the next run as a whole: a page of which something is
        stored is not asked for again.
        """
        versions: dict[str, RawPage] = {}
        came = True
        for capture in page.captures:
            try:
                raw = self._raw_page(page, self._held(capture))
                versions.setdefault(raw.body_sha256, raw)
                failures.end()
            except UnusableCaptureError as error:
                self._tell(f"{capture}: {error}")
                failures.end()
            except FetchError as error:
                if isinstance(error, PermanentFetchError):
                    self._tell(f"{capture}: {error.message}")
                else:
                    came = False
                failures.add(error)
        if not came:
            return []
        days = {raw.published_date for raw in versions.values()}
        strays = sorted(day for day in days if not page.may_be_of(day, day))
        if strays:
            named = ", ".join(day.isoformat() for day in strays)
            self._strays[page.url] = f"{page.url} is of {named}, which its address does not tell: ask for that day"
        page.learn(days)
        return list(versions.values())

    def _raw_page(self, page: ArchivedPage, held: Held) -> RawPage:
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
