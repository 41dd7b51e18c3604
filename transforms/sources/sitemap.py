"""Posts of a site by its XML sitemaps: the whole site as addresses, and a request for each article page.

A sitemap tells no publication day, so that only the page of a post says which day it belongs to. Numbers are given in
the order in which posts are written: the place of the wanted days is searched for by halves, and the pages around it
are asked for until, on both sides, ten in a row are more than a week away. A post that was published more than a week
before or after its neighbours is found where its own day is asked for together with theirs, as in a run over the whole
history. Where addresses tell no numbers and the list is sorted by `lastmod`, each post that was modified on the wanted
days or later has to be asked for.

A post that is stored is not asked for again; what changed in it is for routes that tell of changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from transforms.sources.archive_memory import Failures, KeptVersions, in_batches
from transforms.sources.article import Articles
from transforms.sources.base import RawPage, Source
from transforms.sources.sitemap_index import ListedPost, Listing, listed_posts

if TYPE_CHECKING:
    from transforms.sources.http import HttpClient

_CALM = 10
"""So many posts in a row beyond the reach end the search on that side."""
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
        super().__init__(name)
        self._client = client
        self.address = base_url.rstrip("/")
        self._articles = Articles(client, source=name, route=self.route, base_url=base_url)
        self._kept = KeptVersions()

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
        search.failures.raise_any()

    def unplaced(self) -> tuple[str, ...]:
        """Posts whose pages tell no publication day, and those that the site refuses to show."""
        return tuple(self._articles.unplaced)

    @cached_property
    def listing(self) -> Listing:
        """All posts that the sitemaps list, read once."""
        return listed_posts(self._client, self.address)

    def learn_day(self, post: ListedPost, failures: Failures) -> None:
        """Ask for a post's page, once; the page is kept for when its day is wanted."""
        page = self._kept.take(post.url) or self._ask(post, failures)
        if page:
            self._kept.keep(post.url, page)

    def take(self, post: ListedPost, failures: Failures) -> list[RawPage]:
        """A post's page, asked for unless it is kept; nothing where it shows none."""
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
        post.day = page.published_date
        return [page]


class _Search:
    """The pages of a range of days, and those around it that have to be asked for to find them."""

    def __init__(self, source: SitemapSource, first: dt.date, last: dt.date, stored: frozenset[str]) -> None:
        self.failures = Failures(source.address, "article pages")
        self._source = source
        self._posts = source.listing.posts
        self._first = first
        self._last = last
        self._stored = stored
        self._reach = dt.timedelta(days=source.reach_days)

    def pages(self) -> Iterator[RawPage]:
        """Upwards from the place of the range, then downwards; where there is no order, all that may be of it."""
        posts = self._posts
        if not self._source.listing.is_in_order:
            yield from self._walk(posts, lambda _: False)
            return
        place = self._place()
        yield from self._walk(posts[place:], lambda post: post.is_after(self._last + self._reach))
        yield from self._walk(reversed(posts[:place]), lambda post: post.is_before(self._first - self._reach))

    def _walk(self, posts: Iterable[ListedPost], is_beyond: Callable[[ListedPost], bool]) -> Iterator[RawPage]:
        calm = 0
        for post in posts:
            if self._is_stored(post):
                calm = 0
                continue
            if post.may_be_of(self._first, self._last):
                pages = self._source.take(post, self.failures)
                wanted = post.may_be_of(self._first, self._last)
                if wanted:
                    yield from pages
                elif pages:
                    self._source.keep(post, pages)
            calm = calm + 1 if is_beyond(post) else calm if post.shows_none else 0
            if calm >= _CALM:
                return

    def _place(self) -> int:
        """Index of a post of the range, or of the first one behind it, taking days to grow with the numbers."""
        posts = self._posts
        low, high = 0, len(posts)
        while low < high:
            middle = (low + high) // 2
            found = self._dated(middle, high)
            if found is None:
                high = middle
                continue
            post = posts[found]
            if self._is_stored(post) or post.may_be_of(self._first, self._last):
                return found
            if post.is_before(self._first):
                low = found + 1
            else:
                high = middle
        return low

    def _dated(self, begin: int, end: int) -> int | None:
        """Index of the first post from `begin` on of which a day is known or can be learnt; None if there is none."""
        for index in range(begin, min(end, begin + _MOST_TRIED)):
            post = self._posts[index]
            if self._is_stored(post):
                return index
            is_told = post.is_placed or post.is_before(self._first)
            if not is_told and post.day is None and not post.shows_none:
                self._source.learn_day(post, self.failures)
            if is_told or post.day is not None:
                return index
        return None

    def _is_stored(self, post: ListedPost) -> bool:
        return any(page_id in self._stored for page_id in post.page_ids)
