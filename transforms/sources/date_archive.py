"""A WordPress site by its date archives: `/2016/02/25/`, or `/date/2016/02/25/` where post ids stand in addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from transforms.errors import PermanentFetchError
from transforms.page.dates import post_id_from_url
from transforms.page.decode import decode
from transforms.sources.archived_site import ArchivedSite
from transforms.sources.article import ListedPost, NotThatPostError, fetch_article
from transforms.sources.base import RawPage, Source
from transforms.sources.http import Answer, HttpClient


class DateArchiveSource(Source):
    """Pages of the posts that a day's archive links to; a page of the archive is a batch.

    Args:
        client: the HTTP client.
        name: under which reports are stored.
        base_url: address of the site, with the path of an edition where it has one.
    """

    route = "date_archive"

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name)
        self._client = client
        self._base = base_url.rstrip("/")
        self._site = ArchivedSite(base_url)
        self._told: dict[str, None] = {}

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Pages of one day; see `Source.batches`. The archive may link to posts of other days: their pages tell.

        Raises:
            PermanentFetchError: the site refuses.
            TransientFetchError: the site fails.
        """
        for form in ("", "/date"):
            first = self._archive(f"{self._base}{form}/{day:%Y/%m/%d}/")
            if first is not None:
                yield from self._walk(first, day)
                return

    def unplaced(self) -> tuple[str, ...]:
        """One line for every linked address that gave no page of a known day."""
        return tuple(self._told)

    def _walk(self, first: Answer, day: dt.date) -> Iterator[list[RawPage]]:
        seen: set[str] = set()
        came: set[str] = set()
        page, answer = 1, first
        while True:
            fresh = [url for url in self._linked(answer) if url not in seen]
            if not fresh:
                return
            seen.update(fresh)
            raws = {raw.page_id: raw for raw in self._pages(fresh) if raw.published_date == day}
            batch = [raw for page_id, raw in raws.items() if page_id not in came]
            came.update(raws)
            if batch:
                yield batch
            page += 1
            following = self._archive(f"{first.url.rstrip('/')}/page/{page}/")
            if following is None:
                return
            answer = following

    def _archive(self, url: str) -> Answer | None:
        """A page of an archive; None where there is none, or where the site redirects to something else."""
        try:
            answer = self._client.get(url, accept="text/html")
        except PermanentFetchError as error:
            if error.status == 404:
                return None
            raise
        return answer if urlsplit(answer.url).path.rstrip("/") == urlsplit(url).path.rstrip("/") else None

    def _linked(self, answer: Answer) -> list[str]:
        """Addresses in it that may be posts', each once, in order."""
        soup = BeautifulSoup(decode(answer.body, answer.content_type)[0], "lxml")
        urls = (self._site.post_address(urljoin(answer.url, str(a["href"]))) for a in soup("a", href=True))
        return list(dict.fromkeys(url for url in urls if url is not None))

    def _pages(self, urls: list[str]) -> Iterator[RawPage]:
        for url in urls:
            try:
                listed = ListedPost(url, post_id_from_url(url), None)
                yield fetch_article(self._client, listed, source=self.name, route=self.route)
            except NotThatPostError as error:
                self._told[str(error)] = None
