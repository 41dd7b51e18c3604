"""Posts of a site by its XML sitemaps: the whole site as addresses, and a request for each article page.

A sitemap tells no publication day, so that only the page of a post says which day it belongs to. Numbers are given in
the order in which posts are written, but a site that moved may have given high ones to old posts. So some two hundred
posts, spread over the list, are asked for their days once a run, and then by halves where neighbours are less than a
week away from the wanted days. A post that was published more than a week before or after its neighbours is found
where its day is asked for with theirs or after theirs; `unplaced` names it where its day was asked for before. Where
addresses tell no numbers and the list is sorted by `lastmod`, each post that was modified on the wanted days or later
has to be asked for.

A post that is stored is not asked for again; what changed in it is for routes that tell of changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from transforms.sources.archive_memory import Failures, KeptVersions, in_batches
from transforms.sources.article import Articles
from transforms.sources.base import RawPage, Source
from transforms.sources.sitemap_index import ListedPost, Listing, listed_posts

if TYPE_CHECKING:
    from transforms.sources.http import HttpClient

_SAMPLES = 200
_SHORTEST = 8
"""Stretches of the list that are not halved any more."""
_MOST_TRIED = 20
"""So many posts side by side without a day are tried for their place."""


class SitemapSource(Source):
    """Posts of a site by its sitemaps.

    Args:
        client: the polite client for the site's host.
        name: under which reports are stored.
        base_url: the site's address, with the path of an edition where it has one (`https://example.org/en`).
    """

    route = "sitemap"
    reach_days = 7

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name, client)
        self._client = client
        self.address = base_url.rstrip("/")
        self._articles = Articles(client, source=name, route=self.route, base_url=base_url)
        self._kept = KeptVersions()
        self._ended: set[dt.date] = set()
        self._late: dict[str, str] = {}

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a day; see `Source.batches`. For many days `spread` asks for each page once."""
        return self.spread(day, day, stored=stored)

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a range of days; see `Spreading.spread`.

        Raises:
            PermanentFetchError: there is no sitemap, or ten pages in a row did not come.
            TransientFetchError: pages did not come; raised behind the last batch, so that the others are stored.
        """
        search = _Search(self, first, last, frozenset(stored))
        yield from in_batches(search.pages())
        self._ended.update(first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        search.failures.raise_any()

    def unplaced(self) -> tuple[str, ...]:
        """Posts without a day or that the site refuses to show, and those found once their day had been listed."""
        return (*self._articles.unplaced, *self._late.values())

    @cached_property
    def listing(self) -> Listing:
        """All posts that the sitemaps list, read once."""
        return listed_posts(self._client, self.address)

    def learn_day(self, post: ListedPost, failures: Failures) -> None:
        """Ask for a post's page, unless it showed none before; the page is kept for when its day is wanted."""
        if post.shows_none:
            return
        page = self._kept.take(post.url) or self._ask(post, failures)
        if page:
            self._kept.keep(post.url, page)

    def take(self, post: ListedPost, failures: Failures) -> list[RawPage]:
        """A post's page, asked for unless it is kept; nothing where it shows none."""
        self._late.pop(post.url, None)
        return self._kept.take(post.url) or self._ask(post, failures)

    def keep(self, post: ListedPost, pages: list[RawPage]) -> None:
        """Keep a page for when its day is wanted."""
        self._kept.keep(post.url, pages)

    def _ask(self, post: ListedPost, failures: Failures) -> list[RawPage]:
        before = failures.transient
        page = self._articles.get(post.url, failures, post_id=post.post_id)
        if page is None:
            post.shows_none = failures.transient == before
            return []
        if post.day is None and page.published_date in self._ended:
            self._late[post.url] = f"{post.url} is of {page.published_date}, found too late: ask for that day again"
        post.day = page.published_date
        return [page]


class _Search:
    """The posts that may be of a range of days, and the pages of those that are."""

    def __init__(self, source: SitemapSource, first: dt.date, last: dt.date, stored: frozenset[str]) -> None:
        self.failures = Failures(source.address, "article pages")
        self._source = source
        self._posts = source.listing.posts
        self._first = first
        self._last = last
        self._stored = stored

    def pages(self) -> Iterator[RawPage]:
        """Pages of the range, in the order of the list."""
        for post in self._candidates():
            if self._is_stored(post) or not post.may_be_of(self._first, self._last):
                continue
            pages = self._source.take(post, self.failures)
            if post.may_be_of(self._first, self._last):
                yield from pages
            elif pages:
                self._source.keep(post, pages)

    def _candidates(self) -> Iterator[ListedPost]:
        """Posts near others of the range, and those that are known to be of it."""
        if not self._source.listing.is_in_order:
            yield from self._posts
            return
        near: set[int] = set()
        for begin, end in self._neighbourhoods():
            near.update(range(begin, end + 1))
        for index, post in enumerate(self._posts):
            if index in near or post.day is not None:
                yield post

    def _neighbourhoods(self) -> Iterator[tuple[int, int]]:
        """Stretches of the list, as indices of their first and last post, that may hold posts of the range."""
        count = len(self._posts)
        step = max(_SHORTEST, -(-count // _SAMPLES))
        grid = [
            index
            for at in (*range(0, count, step), *range(max(0, count - 1), count))
            if (index := self._dated(at, step)) is not None
        ]
        if not grid:
            yield 0, count - 1
            return
        yield from self._stretches(0, grid[0])
        for begin, end in pairwise(dict.fromkeys(grid)):
            yield from self._stretches(begin, end)
        yield from self._stretches(grid[-1], count - 1)

    def _stretches(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a stretch that may hold posts of the range, by halves."""
        spans = [span for index in (begin, end) if (span := self._span(index)) is not None]
        if spans:
            earliest, latest = min(span[0] for span in spans), max(span[1] for span in spans)
            reach = dt.timedelta(days=self._source.reach_days)
            if earliest - self._first > self._last - self._first + reach or self._first - latest > reach:
                return
        middle = self._dated((begin + end) // 2, (end - begin) // 2) if end - begin > _SHORTEST else None
        if middle is None or middle >= end:
            yield begin, end
            return
        yield from self._stretches(begin, middle)
        yield from self._stretches(middle, end)

    def _dated(self, begin: int, reach: int) -> int | None:
        """Index of the first post from `begin` on of which a day is known or can be learnt; None if there is none."""
        for index in range(begin, min(len(self._posts), begin + max(1, min(reach, _MOST_TRIED)))):
            if self._span(index) is None:
                self._source.learn_day(self._posts[index], self.failures)
            if self._span(index) is not None:
                return index
        return None

    def _span(self, index: int) -> tuple[dt.date, dt.date] | None:
        """First and last day that a post may be of; None where nothing is known of it."""
        post = self._posts[index]
        if self._is_stored(post):
            return self._first, self._last
        if post.day is not None:
            return post.day, post.day
        return (post.earliest, post.latest) if post.is_placed or post.latest < self._first else None

    def _is_stored(self, post: ListedPost) -> bool:
        return any(page_id in self._stored for page_id in post.page_ids)
