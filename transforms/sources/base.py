"""What every source is: a name, a route, and the pages of one publication day."""

from __future__ import annotations

import datetime as dt
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import pyarrow as pa

from transforms.schemas import RAW_PAGES
from transforms.settings import SITE_TIME_ZONE

if TYPE_CHECKING:
    from transforms.sources.answers import Recall
    from transforms.sources.http import HttpClient


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page version as it came; the fields are the columns of `transforms.schemas.RAW_PAGES`."""

    page_id: str
    source: str
    route: str
    url: str
    post_id: int | None
    published_date: dt.date
    http_status: int | None
    headers: str | None
    content_type: str | None
    body: bytes
    body_sha256: str
    fetched_at: dt.datetime

    @classmethod
    def of(
        cls,
        *,
        source: str,
        route: str,
        url: str,
        post_id: int | None,
        published_date: dt.date,
        body: bytes,
        fetched_at: dt.datetime,
        http_status: int | None = None,
        headers: str | None = None,
        content_type: str | None = None,
    ) -> RawPage:
        """A page version with its identity: the post id or the address's sha256, and the body's sha256."""
        return cls(
            page_id=str(post_id) if post_id is not None else hashlib.sha256(url.encode()).hexdigest(),
            source=source,
            route=route,
            url=url,
            post_id=post_id,
            published_date=published_date,
            http_status=http_status,
            headers=headers,
            content_type=content_type,
            body=body,
            body_sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=fetched_at,
        )


class Revisable(Protocol):
    """A source that can be asked what became of its posts. All answers are complete, or an error is raised."""

    @property
    def route(self) -> str:
        """By which route its pages are stored."""
        ...

    def changed_since(self, since: dt.datetime) -> Iterator[list[RawPage]]:
        """Posts that were published or modified after an instant, of any publication day, each with its own.

        Raises:
            IncompleteDayError: the source told of more posts than it handed over.
            PermanentFetchError: the source cannot tell what was modified.
        """
        ...

    def listed_ids(self, first: dt.date, last: dt.date) -> Mapping[str, dt.date]:
        """Page ids of all posts of a range of publication days, both ends included, with their day.

        Raises:
            IncompleteDayError: the source told of more posts than it listed.
        """
        ...

    def pages_of(self, page_ids: Collection[str]) -> Iterator[list[RawPage]]:
        """The posts of these ids that the source shows, of any publication day; those that are gone do not come."""
        ...

    def whereabouts(self, page_id: str) -> RawPage | None:
        """The post as it is shown when asked for by its id; None where the source says that it is gone.

        Gone is what the source says of this one post (404 of an unknown id, 410, 401 of one in the trash), never a
        failure of the whole.

        Raises:
            PermanentFetchError, TransientFetchError: the source says neither.
        """
        ...


@runtime_checkable
class Spreading(Protocol):
    """A source that hands over a range of days together, where day by day would cost more requests."""

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str]) -> Iterator[list[RawPage]]:
        """Pages of the days of a range, both ends included, in any order; otherwise as `Source.batches`.

        `Source.expected` holds for each of these days once the last batch was handed over.

        Args:
            first: publication day in Asia/Damascus.
            last: included.
            stored: page ids that are stored for these days.
        """
        ...


class Source(ABC):
    """A place that reports come from. Subclasses only list and fetch; storing and retrying are done for them.

    Attributes:
        name: under which reports are stored, for example `sohr-ar`.
        route: kind of source, for example `wordpress_rest`.
        is_local: True where listing a day asks no site: it is then listed on every run, and what it lists no more is
            gone without further proof.
    """

    route: str
    is_local: bool = False

    def __init__(self, name: str, client: HttpClient | None = None) -> None:
        self.name = name
        self._asks_by = client

    def recall(self, answers: Recall | None) -> None:
        """Store each answer from now on, and ask for none that is stored; with None: neither any more."""
        if self._asks_by is not None:
            self._asks_by.recall = answers

    @abstractmethod
    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Pages of a publication day (Asia/Damascus), as many at a time as come with one request.

        Each batch is stored before the next is asked for, so that a kill loses one batch at most. A batch becomes one
        object of the lake: a source that asks for single pages gathers some dozens.

        Args:
            day: the publication day; a page of another day is not handed over.
            stored: page ids that are stored for the day. A source whose pages never change, such as an archive, need
                not ask for them again; a live one does, to see revisions.

        Raises:
            PermanentFetchError: asking again would give the same.
            TransientFetchError: asking later may work.
        """

    def list_day(self, day: dt.date) -> Iterator[RawPage]:
        """All pages of a publication day, one by one."""
        for batch in self.batches(day):
            yield from batch

    def expected(self, day: dt.date) -> int | None:
        """Number of the day's reports as the source told it while it was listed; None if it tells none."""
        return None

    def served(self, day: dt.date) -> tuple[str, ...]:
        """Routes by which a day was listed, in order; several where one had to take over from another."""
        return (self.route,)

    def handovers(self, day: dt.date) -> tuple[str, ...]:
        """One line for every route that gave a day up to the next one, with the reason."""
        return ()

    def listing_routes(self, handed_over: Collection[str]) -> frozenset[str]:
        """Routes whose pages have to be in a full listing, if they were shown before and are not gone.

        Args:
            handed_over: routes of the pages that the listing gave.
        """
        return frozenset(handed_over or (self.route,))

    def revisable(self) -> Revisable | None:
        """How to ask what was modified or deleted; None where the source cannot tell."""
        return None

    def unplaced(self) -> tuple[str, ...]:
        """One line for every page that was seen and belongs to no known day, so that none is lost silently."""
        return ()


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """First instant of a day in Asia/Damascus and of the day after, in UTC.

    On days whose midnight does not exist (the clock jumps from 00:00 to 01:00) the day begins with the jump.
    """

    def begins(date: dt.date) -> dt.datetime:
        return dt.datetime(date.year, date.month, date.day, tzinfo=SITE_TIME_ZONE).astimezone(dt.UTC)

    return begins(day), begins(day + dt.timedelta(days=1))


def raw_page_table(pages: Iterable[RawPage]) -> pa.Table:
    """Pages as rows of `RAW_PAGES`."""
    kept = list(pages)
    columns = {name: [getattr(page, name) for page in kept] for name in RAW_PAGES.names}
    return pa.Table.from_pydict(columns, schema=RAW_PAGES)
