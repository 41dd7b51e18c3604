"""The RSS feed of a site, page by page (`/feed/?paged=N`), from the newest post back to the days that are wanted.

A WordPress feed carries the full text, so that ten posts come with each request; where it carries excerpts alone, the
article pages are asked for. Behind its last page it answers 404 with an RSS body. Two posts of the same second may
change places between two pages, so the order is asked for by date and id; a feed that does not know that has the date.
Conditional requests are not made: after a deletion the feed's ETag still gives 304.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import PermanentFetchError, UnreadablePage
from transforms.page.decode import decode
from transforms.page.feed_item import FeedItem, parse_item, split_items
from transforms.sources.archive_memory import Failures, in_batches
from transforms.sources.article import Articles
from transforms.sources.base import RawPage, Source, day_bounds
from transforms.sources.paged import PagedWalk

if TYPE_CHECKING:
    from transforms.sources.http import Answer, HttpClient

_DISORDER = dt.timedelta(hours=3)
"""How far two posts may stand in the wrong order: feeds are sorted by the local times that posts were stored with, and
a site's zone may have changed."""
_FRESH = dt.timedelta(days=3)
"""Days that ended so recently are walked to from the first page."""
_NEAR = 3
"""So many pages too early are walked rather than searched."""
_RSS = "<rss"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item with the answer it came in, and exactly its bytes."""

    item: FeedItem
    raw: bytes
    answer: Answer

    @property
    def key(self) -> int | str:
        return self.item.post_id if self.item.post_id is not None else self.item.link or self.item.title


class FeedSource(Source):
    """Posts of a site by its RSS feed.

    Args:
        client: the polite client for the site's host.
        name: under which reports are stored.
        base_url: the site's address, with the path of an edition where it has one (`https://example.org/en`).
    """

    route = "feed"

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name, client)
        self._client = client
        self._address = f"{base_url.rstrip('/')}/feed/"
        self._articles = Articles(client, source=name, route=self.route, base_url=base_url)
        self._heads: dict[int, dt.datetime] = {}
        self._first_page: list[int | str] = []
        self._kept: tuple[int, list[_Entry] | None] | None = None
        self._expected: dict[dt.date, int] = {}
        self._oldest: dt.datetime | None = None

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a day; see `Source.batches`. Edits are only seen by asking, so `stored` changes nothing."""
        return self.spread(day, day, stored=stored)

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a range of days, newest first; see `Spreading.spread`.

        Raises:
            PermanentFetchError: no feed came, or it repeats itself before the range is through.
            TransientFetchError: article pages did not come; raised behind the last batch.
        """
        counts = {first + dt.timedelta(days=n): 0 for n in range((last - first).days + 1)}
        begins, ends = day_bounds(first)[0] - _DISORDER, day_bounds(last)[1] + _DISORDER
        failures = Failures(self._address, "article pages")
        walk = PagedWalk(
            self._page,
            key=lambda entry: entry.key,
            first=self._start(ends),
            is_past=lambda page: (newest := _newest(page)) is not None and newest < begins,
        )
        yield from in_batches(self._raw_pages(walk, counts, failures))
        if not walk.is_whole:
            raise PermanentFetchError(
                f"{self._address}: the feed repeats itself before {first}, so that nobody knows what is missing",
                url=self._address,
                hint="the site may not let feeds be paged; use another route",
            )
        failures.raise_any()
        if self._oldest is not None:  # a feed may end early: what lies before its last entry, nobody knows
            self._expected.update({day: n for day, n in counts.items() if self._oldest < day_bounds(day)[0]})

    def expected(self, day: dt.date) -> int | None:
        """Number of the day's entries, once the feed was walked from later entries to earlier ones; else None."""
        return self._expected.get(day)

    def unplaced(self) -> tuple[str, ...]:
        """Entries without a date that can be read, and articles that the site refuses to show."""
        return tuple(self._articles.unplaced)

    # --- entries -----------------------------------------------------------------------------------------------

    def _raw_pages(self, walk: PagedWalk[_Entry], counts: dict[dt.date, int], failures: Failures) -> Iterator[RawPage]:
        """Pages of the days that are counted, as the walk comes to them."""
        for entries in walk.pages():
            for entry in entries:
                time = entry.item.published
                if time is not None and (self._oldest is None or time < self._oldest):
                    self._oldest = time
                day = self._day(entry)
                if day not in counts:
                    continue
                counts[day] += 1
                page = self._raw_page(entry, day, failures)
                if page is not None:
                    yield page

    def _day(self, entry: _Entry) -> dt.date | None:
        if entry.item.published is None:
            self._articles.tell(f"{entry.item.link or entry.item.title}: no date that can be read")
            return None
        return entry.item.published.astimezone(SITE_TIME_ZONE).date()

    def _raw_page(self, entry: _Entry, day: dt.date, failures: Failures) -> RawPage | None:
        item, answer = entry.item, entry.answer
        address = self._articles.site.post_address(item.link) if item.link else None
        if item.full_text is None:
            if address is None:
                self._articles.tell(f"{item.link or item.title}: neither a text nor an address of the site")
                return None
            return self._articles.get(address, failures, post_id=item.post_id, day=day)
        return RawPage.of(
            source=self.name,
            route=self.route,
            url=address or answer.url,
            post_id=item.post_id,
            published_date=day,
            http_status=answer.status,
            headers=answer.headers_json(),
            content_type=answer.content_type,
            body=entry.raw,
            fetched_at=answer.fetched_at,
        )

    # --- pages of the feed -------------------------------------------------------------------------------------

    def _start(self, ends: dt.datetime) -> int:
        """Number of a page that has an entry newer than all that is wanted, and is not far from what is; else 1."""
        if dt.datetime.now(dt.UTC) - ends < _FRESH:
            return 1
        low = max((number for number, newest in self._heads.items() if newest >= ends), default=1)
        high = min((n for n, newest in self._heads.items() if n > low and newest < ends), default=None)
        is_step = False
        while high is None or high - low > _NEAR:
            number = 2 * low if high is None else self._between(low, high, ends, halve=is_step)
            is_step = not is_step
            if self._is_newer(number, ends):
                low = number
            else:
                high = number
        while low > 1 and not self._is_newer(low, ends):
            low -= 1  # posts were deleted since that page was seen
        return low

    def _between(self, low: int, high: int, time: dt.datetime, *, halve: bool) -> int:
        """A page between two others: where the time lies by a straight line, or in the middle."""
        newer, older = self._heads.get(low), self._heads.get(high)
        if halve or newer is None or older is None or newer <= older:
            return (low + high) // 2
        share = (newer - time) / (newer - older)
        return min(max(low + 1, low + int((high - low) * share)), high - 1)

    def _is_newer(self, number: int, time: dt.datetime) -> bool:
        page = self._ask(number)
        self._kept = (number, page)
        newest = _newest(page or ())
        return page is not None and (newest is None or newest >= time)

    def _page(self, number: int) -> list[_Entry] | None:
        """A page, which was perhaps just looked at to find the place."""
        kept, self._kept = self._kept, None
        return kept[1] if kept is not None and kept[0] == number else self._ask(number)

    def _ask(self, number: int) -> list[_Entry] | None:
        """Entries of a page of the feed; None behind the last one.

        Raises:
            PermanentFetchError: no feed came, or the same page for every number.
            TransientFetchError: as `HttpClient.get`.
        """
        # a query goes past page caches, which would give pages of different moments
        url = f"{self._address}?paged={number}&orderby=date+ID&order=DESC"
        try:
            answer = self._client.get(
                url, accept="application/rss+xml,application/xml;q=0.9", headers={"Cache-Control": "no-cache"}
            )
        except PermanentFetchError as error:
            if error.status == 404 and _RSS in error.message:
                return None
            raise
        entries = list(_entries(answer))
        keys = [entry.key for entry in entries]
        if number == 1:
            self._first_page = keys
        elif keys and keys == self._first_page:
            raise PermanentFetchError(
                f"{url}: the feed's first page came again",
                url=url,
                status=answer.status,
                hint="the site does not let feeds be paged; use another route",
            )
        newest = _newest(entries)
        if newest is not None:
            self._heads[number] = newest
        return entries


def _entries(answer: Answer) -> Iterator[_Entry]:
    text = _text(answer)
    if _RSS not in text[:4000].lower():
        begins = text[:80].strip()
        raise PermanentFetchError(
            f"{answer.url}: an RSS feed was due, {answer.content_type or 'no content type'} came, {begins!r}",
            url=answer.url,
            status=answer.status,
            hint="is the site's feed open?",
        )
    for item in split_items(text):
        yield _Entry(parse_item(item), item.encode(), answer)


def _text(answer: Answer) -> str:
    try:
        return decode(answer.body, answer.content_type)[0]
    except UnreadablePage:
        return ""


def _newest(page: Sequence[_Entry]) -> dt.datetime | None:
    return max((entry.item.published for entry in page if entry.item.published is not None), default=None)
