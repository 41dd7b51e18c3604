"""The posts that the XML sitemaps of a site list: addresses, numbers, and what is known of their days.

An index holds addresses and dates, and no pages: some 400 bytes a post.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import PermanentFetchError
from transforms.page.dates import parse_time, post_id_from_url
from transforms.sources.addresses import origin_of
from transforms.sources.archived_site import ArchivedSite, days_by_address
from transforms.sources.sitemap_file import NoSitemapError, read_sitemap

if TYPE_CHECKING:
    from transforms.sources.http import Answer, HttpClient

_KNOWN_PLACES = ("/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml")
_ROBOTS_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_OF_POSTS = re.compile(r"posts-post-\d+|(?:^|[/_-])posts?-sitemap", re.IGNORECASE)
_XML = "application/xml,text/xml;q=0.9,*/*;q=0.5"
_CLOCKS_APART = dt.timedelta(days=1)
_MOST_FILES = 20_000
_MOST_POSTS = 1_000_000
_DEEPEST = 3


@dataclass(slots=True)
class ListedPost:
    """A post that a sitemap lists.

    Attributes:
        url: its address.
        post_id: its number, where the address tells it.
        earliest: first day (Asia/Damascus) that it may be of, by its address.
        latest: last day that it may be of, by its address and `lastmod`.
        day: its publication day, once its page was read.
        shows_none: whether its page was read and gave no post of a known day.
    """

    url: str
    post_id: int | None
    earliest: dt.date = dt.date.min
    latest: dt.date = dt.date.max
    day: dt.date | None = None
    shows_none: bool = False

    @property
    def page_ids(self) -> tuple[str, ...]:
        """Ids that it may be stored under."""
        by_address = hashlib.sha256(self.url.encode()).hexdigest()
        return (by_address,) if self.post_id is None else (str(self.post_id), by_address)

    def may_be_of(self, first: dt.date, last: dt.date) -> bool:
        """Whether it may be of a day from `first` to `last`."""
        if self.day is not None:
            return first <= self.day <= last
        return not self.shows_none and self.earliest <= last and first <= self.latest

    def is_before(self, day: dt.date) -> bool:
        """Whether it was certainly published before a day."""
        return (self.day or self.latest) < day

    def is_after(self, day: dt.date) -> bool:
        """Whether it was certainly published after a day."""
        return (self.day or self.earliest) > day

    @property
    def is_placed(self) -> bool:
        """Whether its address tells its day, but for a few."""
        return self.earliest > dt.date.min


@dataclass(frozen=True, slots=True)
class Listing:
    """The posts of a site.

    Attributes:
        posts: each once.
        is_in_order: they are in the order in which they were written, as far as anybody knows.
    """

    posts: list[ListedPost]
    is_in_order: bool


def listed_posts(client: HttpClient, base_url: str) -> Listing:
    """The posts of a site by its sitemaps: by number where all addresses tell one, else as they are listed.

    WordPress itself lists them by number and tells no `lastmod`; plug-ins that tell it sort by it.

    The sitemaps are those that robots.txt names, and the first of the usual places that has one.

    Args:
        client: the polite client for the site's host.
        base_url: the site's address.

    Raises:
        PermanentFetchError: there is no sitemap, or something else came in place of one that was named.
        TransientFetchError: as `HttpClient.get`.
    """
    walk = _Walk(client, base_url)
    is_found = False
    for place in walk.named():
        is_found = walk.look_at(place) or is_found
    for place in walk.usual():
        try:
            if walk.look_at(place):
                is_found = True
                break
        except NoSitemapError:
            continue  # a page that says kindly that there is nothing
    if not is_found:
        raise PermanentFetchError(
            f"{base_url}: no sitemap, neither in robots.txt nor at {', '.join(_KNOWN_PLACES)}", url=base_url, status=404
        )
    posts = list(walk.posts.values())
    if all(post.post_id is not None for post in posts):
        return Listing(sorted(posts, key=lambda post: post.post_id or 0), is_in_order=True)
    return Listing(posts, is_in_order=not walk.tells_changes)


def places(client: HttpClient, base_url: str) -> Iterator[str]:
    """Addresses where a site's sitemaps may be: those that robots.txt names, then the usual places."""
    walk = _Walk(client, base_url)
    yield from walk.named()
    yield from walk.usual()


class _Walk:
    """From an index to the posts of all its files."""

    def __init__(self, client: HttpClient, base_url: str) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._site = ArchivedSite(base_url)
        self._files: set[str] = set()
        self.posts: dict[int | str, ListedPost] = {}
        self.tells_changes = False

    def named(self) -> Iterator[str]:
        """Sitemaps of the site that robots.txt names."""
        robots = _found(self._client, f"{origin_of(self._base)}/robots.txt")
        named = [found.decode("utf-8", "replace") for found in _ROBOTS_LINE.findall(robots.body if robots else b"")]
        yield from dict.fromkeys(filter(None, map(self._site.canonical, named)))

    def usual(self) -> Iterator[str]:
        """Where sitemaps usually are."""
        for place in _KNOWN_PLACES:
            yield f"{self._base}{place}"

    def look_at(self, url: str) -> bool:
        """Take the posts of a sitemap and of those that it names; False where there is none.

        Raises:
            NoSitemapError: something else is there.
            PermanentFetchError, TransientFetchError: as `HttpClient.get`; or it is damaged, or too large.
        """
        if url in self._files:
            return True
        answer = _found(self._client, url)
        if answer is None:
            return False
        if answer.url not in self._files:
            self._read(answer)
        self._files |= {url, answer.url}
        return True

    def _read(self, answer: Answer, depth: int = 0) -> None:
        """Take the posts of a sitemap, or of all that an index names.

        An index's files are read there and back: a deletion pulls a post to the end of a file that was read already.
        """
        kind, entries = read_sitemap(answer)
        if kind == "urlset":
            for address, changed in entries:
                self._add(address, changed)
            return
        files = [url for found, _ in entries if (url := self._site.canonical(found)) and url not in self._files]
        of_posts = list(dict.fromkeys([url for url in files if _OF_POSTS.search(url)] or files))
        self._files.update(of_posts)
        if depth >= _DEEPEST or len(self._files) > _MOST_FILES:
            raise PermanentFetchError(f"{answer.url}: sitemaps of sitemaps of sitemaps", url=answer.url)
        for file in (*of_posts, *of_posts[-2::-1]):
            self._read(self._client.get(file, accept=_XML), depth + 1)

    def _add(self, found: str, changed: str | None) -> None:
        url = self._site.post_address(found)
        if url is None:
            return
        post_id = post_id_from_url(url)
        earliest, latest = days_by_address(url, None) or (dt.date.min, dt.date.max)
        modified = parse_time(changed)
        if modified is not None:
            self.tells_changes = True
            day = modified.astimezone(SITE_TIME_ZONE).date() if isinstance(modified, dt.datetime) else modified
            latest = min(latest, day + _CLOCKS_APART)
        self.posts.setdefault(post_id if post_id is not None else url, ListedPost(url, post_id, earliest, latest))
        if len(self.posts) > _MOST_POSTS:
            raise PermanentFetchError(f"more than {_MOST_POSTS} posts in the sitemaps of {self._base}", url=self._base)


def _found(client: HttpClient, url: str) -> Answer | None:
    try:
        return client.get(url, accept=_XML)
    except PermanentFetchError as error:
        if error.status in (404, 410):
            return None
        raise
