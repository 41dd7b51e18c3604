"""Article pages of a live site: one request each, read for the post's number and publication time.

Feeds, sitemaps and date archives tell addresses; what they tell of the post is a hint. The page itself decides: a page
that shows another post is not the one that was asked for (WordPress redirects the address of a deleted post to one
whose address begins alike), and its own publication time is the one that counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.errors import FetchError, PermanentFetchError, UnreadablePage
from transforms.page import read_report
from transforms.page.dates import post_id_from_url
from transforms.sources.archive_memory import Failures
from transforms.sources.archived_site import ArchivedSite, day_by_address
from transforms.sources.base import RawPage
from transforms.sources.http import Answer, HttpClient

_GONE = (404, 410)
_TOLD_BY_PAGE = ("given", "metadata")
_MOST_TOLD = 10_000


class NoPostError(Exception):
    """An address that does not show the post that was asked for: deleted, moved away, or replaced by another."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells about itself.

    Attributes:
        post_id: its number.
        day: publication day (Asia/Damascus) by its metadata.
        estimate: publication day by its address or its text.
    """

    post_id: int | None = None
    day: dt.date | None = None
    estimate: dt.date | None = None


class Articles:
    """The article pages of one site.

    Args:
        client: the polite client for the site's host.
        source: name under which the pages are stored.
        route: kind of source.
        base_url: the site's address.
    """

    def __init__(self, client: HttpClient, *, source: str, route: str, base_url: str) -> None:
        self.site = ArchivedSite(base_url)
        self._client = client
        self._source = source
        self._route = route
        self._undated: dict[str, None] = {}

    @property
    def unplaced(self) -> Sequence[str]:
        """One line for every page of no known day, of another post, or that the site refuses to show."""
        return tuple(self._undated)

    def get(
        self, url: str, failures: Failures, *, post_id: int | None = None, day: dt.date | None = None
    ) -> RawPage | None:
        """The page of a post, or None where it shows none, belongs to no known day, or did not come.

        Args:
            url: its address.
            failures: where a page that did not come is noted.
            post_id: its number, where it is known.
            day: its publication day, where it is known from elsewhere; for pages that do not tell.

        Raises:
            PermanentFetchError, TransientFetchError: the tenth page in a row did not come.
        """
        try:
            page = self._get(url, post_id, day)
        except NoPostError as error:
            self.tell(str(error))
            failures.end()
            return None
        except FetchError as error:
            if isinstance(error, PermanentFetchError) and error.status not in _GONE:
                self.tell(f"{url}: {error.message}")
            failures.add(error)
            return None
        failures.end()
        return page

    def tell(self, line: str) -> None:
        """Keep a line for `unplaced`."""
        if len(self._undated) < _MOST_TOLD:
            self._undated[line] = None

    def _get(self, url: str, post_id: int | None, day: dt.date | None) -> RawPage | None:
        answer = self._client.get(url, accept="text/html,application/xhtml+xml")
        address = self.site.post_address(answer.url)
        if address is None:
            raise NoPostError(f"{url} leads to {answer.url}")
        told = self._told(answer, address)
        number = told.post_id if told.post_id is not None else post_id_from_url(address)
        if post_id is not None and number not in (None, post_id):
            raise NoPostError(f"{url} shows post {number} and not {post_id}")
        placed = told.day or day or told.estimate or day_by_address(address, number)
        if placed is None:
            self.tell(f"{url}: no publication day in metadata, address or text")
            return None
        return RawPage.of(
            source=self._source,
            route=self._route,
            url=address,
            post_id=post_id if post_id is not None else number,
            published_date=placed,
            http_status=answer.status,
            headers=answer.headers_json(),
            content_type=answer.content_type,
            body=answer.body,
            fetched_at=answer.fetched_at,
        )

    def _told(self, answer: Answer, address: str) -> Told:
        """What the page tells; of a page that cannot be read, nothing: reading it again puts it into `quarantine`."""
        try:
            report = read_report(answer.body, source=self._source, url=address, content_type=answer.content_type)
        except UnreadablePage:
            return Told()
        except (
            ArithmeticError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ):  # one odd page stops none
            return Told()
        if report.published_date_basis in _TOLD_BY_PAGE:
            return Told(report.post_id, report.published_date)
        return Told(report.post_id, estimate=report.published_date)
