"""A WordPress site by its RSS feed, newest posts first; the text comes from each post's own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from email.utils import parsedate_to_datetime

from lxml import etree  # type: ignore[import-untyped]

from transforms.errors import PermanentFetchError
from transforms.page.dates import post_id_from_url, site_time
from transforms.sources.article import ListedPost, NotThatPostError, fetch_article
from transforms.sources.base import RawPage, Source
from transforms.sources.http import Answer, HttpClient

_BATCH = 50


class FeedSource(Source):
    """Pages of the posts that `/feed/?paged=N` lists.

    What the feed told is kept for the run (addresses, ids and days), so that an older day goes on where a newer one
    stopped. A post deleted while the feed is walked can move another one over a page border, out of sight; the route
    tells no number of posts by which that could be noticed.

    Args:
        client: the HTTP client.
        name: under which reports are stored.
        base_url: address of the site, with the path of an edition where it has one.
    """

    route = "feed"

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name)
        self._client = client
        self._feed = f"{base_url.rstrip('/')}/feed/"
        self._listed: dict[str, ListedPost] = {}
        self._next: int | None = 1
        self._oldest: dt.date | None = None
        self._told: dict[str, None] = {}

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Pages of one day; see `Source.batches`. Posts that are gone or are not what was listed are in `unplaced`.

        Raises:
            PermanentFetchError: the feed is no RSS, or the site refuses.
            TransientFetchError: the site fails.
        """
        self._walk_to(day)
        batch: list[RawPage] = []
        for listed in [post for post in self._listed.values() if post.day == day]:
            try:
                batch.append(fetch_article(self._client, listed, source=self.name, route=self.route))
            except NotThatPostError as error:
                self._told[str(error)] = None
            if len(batch) >= _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def unplaced(self) -> tuple[str, ...]:
        """One line for every item that gave no page of a known day."""
        return tuple(self._told)

    def _walk_to(self, day: dt.date) -> None:
        """Read on until a whole feed page is older than a day, nothing new comes, or the feed ends."""
        while self._next is not None and (self._oldest is None or self._oldest >= day):
            page = self._next
            try:
                answer = self._client.get(f"{self._feed}?paged={page}", accept="application/rss+xml")
            except PermanentFetchError as error:
                if page == 1 or error.status != 404:
                    raise
                self._next = None
                return
            posts = list(self._posts(answer))
            fresh = {_key(post): post for post in posts if _key(post) not in self._listed}
            self._listed.update(fresh)
            days = [post.day for post in posts if post.day is not None]
            self._oldest = max(days) if days else self._oldest
            self._next = page + 1 if fresh else None

    def _posts(self, answer: Answer) -> Iterator[ListedPost]:
        for item in _rss(answer).iterfind("channel/item"):
            url, guid = _text(item, "link"), _text(item, "guid")
            address = url or guid
            day = _day(_text(item, "pubDate"))
            if not address or day is None:
                self._told[f"{answer.url}: an item without address or date: {address or 'no address'}"] = None
                continue
            post_id = post_id_from_url(guid)
            yield ListedPost(address, post_id if post_id is not None else post_id_from_url(url), day)


def _key(post: ListedPost) -> str:
    return str(post.post_id) if post.post_id is not None else post.url


def _rss(answer: Answer) -> etree._Element:
    """The root of an RSS document; entities are not resolved and nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(answer.body.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise _no_rss(answer) from error
    if root.tag != "rss":
        raise _no_rss(answer)
    return root


def _no_rss(answer: Answer) -> PermanentFetchError:
    begins = answer.body[:60].decode("utf-8", "replace").strip()
    return PermanentFetchError(f"{answer.url}: RSS was due; it begins {begins!r}", url=answer.url, status=answer.status)


def _text(item: etree._Element, name: str) -> str:
    return (item.findtext(name) or "").strip()


def _day(told: str) -> dt.date | None:
    """Publication day in Asia/Damascus of an RFC 822 time; one without a zone is UTC."""
    try:
        return site_time(parsedate_to_datetime(told), naive_is_utc=True).date()
    except (ValueError, TypeError, OverflowError):
        return None
