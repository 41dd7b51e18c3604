"""Posts of a WordPress site by its date archives.

They are at `/2016/02/25/`, or at `/date/2016/02/25/` where a post's address has its number near the beginning.
An archive page lists some ten posts, and each post costs a request of its own. The pages of a day are walked there and
back before the posts are asked for, so that a deletion meanwhile hides nothing. The archive's day is the site's local
one; the page of a post tells its own time, and that counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import PermanentFetchError
from transforms.sources.archive_links import Link, linked_posts
from transforms.sources.archive_memory import Failures, KeptVersions, in_batches
from transforms.sources.article import Articles
from transforms.sources.base import RawPage, Source
from transforms.sources.paged import PagedWalk

if TYPE_CHECKING:
    from transforms.sources.http import Answer, HttpClient

_FORMS = ("", "/date")
_STEADY = "?orderby=date+ID&order=DESC"
"""Posts of the same second keep their order from page to page; and a query goes past page caches, which would give
pages of different moments."""
_BEFORE_ALL = "1990/01/01"
_MOST_KNOWN = 100_000
_GONE = (404, 410)


class DateArchiveSource(Source):
    """Posts of a site by its date archives.

    Args:
        client: the polite client for the site's host.
        name: under which reports are stored.
        base_url: the site's address, with the path of an edition where it has one (`https://example.org/en`).
    """

    route = "date_archive"

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name, client)
        self._client = client
        self._base = base_url.rstrip("/")
        self._articles = Articles(client, source=name, route=self.route, base_url=base_url)
        self._form: str | None = None
        self._form_asked: str | None = None
        self._days: dict[str, dt.date | None] = {}
        self._strays: dict[str, str] = {}
        self._kept = KeptVersions()
        self._expected: dict[dt.date, int] = {}

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a day; see `Source.batches`. Edits are only seen by asking, so `stored` changes nothing."""
        return self.spread(day, day, stored=stored)

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a range of days, one after the other; see `Spreading.spread`.

        A post that the archive of one day lists and whose page tells another day of the range comes with it.

        Raises:
            PermanentFetchError: the site has no date archives, or one repeats itself; ten pages in a row did not come.
            TransientFetchError: article pages did not come; raised behind the last batch.
        """
        counts = {first + dt.timedelta(days=n): 0 for n in range((last - first).days + 1)}
        failures = Failures(self._base, "article pages")
        yield from in_batches(self._raw_pages(counts, failures))
        failures.raise_any()
        self._expected.update(counts)

    def expected(self, day: dt.date) -> int | None:
        """Number of the day's posts that the archive listed; None before it was listed to the end."""
        return self._expected.get(day)

    def unplaced(self) -> tuple[str, ...]:
        """Pages without a day, those that the site refuses to show, and those of a day that was not asked for."""
        return (*self._articles.unplaced, *self._strays.values())

    # --- posts -------------------------------------------------------------------------------------------------

    def _raw_pages(self, counts: dict[dt.date, int], failures: Failures) -> Iterator[RawPage]:
        came: set[str] = set()
        aside = Failures(self._base, "pages that stand beside the lists")
        for day in list(counts):
            for link in self._links(day):
                page = self._page(link, day, failures if link.is_entry else aside)
                if page is None:
                    counts[day] += link.is_entry and self._days.get(link.url) is None
                elif page.published_date not in counts:
                    self._leave(page, day, is_entry=link.is_entry)
                elif page.page_id not in came:
                    came.add(page.page_id)
                    counts[page.published_date] += 1
                    self._strays.pop(page.url, None)
                    yield page

    def _page(self, link: Link, day: dt.date, failures: Failures) -> RawPage | None:
        """The page of a link, which is asked for unless it is known to be none of the day's."""
        if kept := self._kept.take(link.url):
            return kept[0]
        if link.url in self._days:
            known = self._days[link.url]
            if known not in (None, day) or (known is None and not link.is_entry):
                return None
        page = self._articles.get(link.url, failures, post_id=link.post_id, day=day if link.is_entry else None)
        if page is not None and page.published_date == day and link.is_entry:
            self._form = self._form_asked
        if len(self._days) < _MOST_KNOWN:
            self._days[link.url] = page.published_date if page is not None else None
        return page

    def _leave(self, page: RawPage, day: dt.date, *, is_entry: bool) -> None:
        """Keep a page for when its own day is asked for."""
        self._kept.keep(page.url, [page])
        if is_entry and len(self._strays) < _MOST_KNOWN:
            self._strays[page.url] = (
                f"{page.url} is of {page.published_date}, though the archive of {day} lists it: ask for that day"
            )

    # --- pages of the archive ----------------------------------------------------------------------------------

    def _links(self, day: dt.date) -> Iterator[Link]:
        """What the archive of a day links to, entries first; in all forms until one has shown a post of its day.

        Raises:
            PermanentFetchError: the archive repeats itself, or the site has none.
        """
        for form in _FORMS if self._form is None else (self._form,):
            if self._form not in (None, form):
                return
            self._form_asked = form
            yield from self._walked(f"{self._base}{form}/{day:%Y/%m/%d}/")
        if self._form is None:
            self._find_form(day)

    def _walked(self, folder: str) -> list[Link]:
        walk = PagedWalk(lambda number: self._listed(folder, number), key=lambda link: (link.url, link.is_entry))
        found: dict[str, Link] = {}
        for page in walk.pages():
            for link in page:
                if link.is_entry or link.url not in found:
                    found[link.url] = link
        if not walk.is_whole:
            raise PermanentFetchError(
                f"{folder}: the archive repeats itself, so that nobody knows what is missing", url=folder,
                hint="use another route",
            )  # fmt: skip
        return sorted(found.values(), key=lambda link: not link.is_entry)

    def _find_form(self, day: dt.date) -> None:
        """Look whether the site has date archives at all, so that none for a day means that it has no posts.

        Raises:
            PermanentFetchError: neither the month nor a year has one, or all days have, even one without posts.
        """
        now = dt.datetime.now(SITE_TIME_ZONE).year
        for span in dict.fromkeys((f"{day:%Y/%m}", f"{day:%Y}", f"{now}", f"{now - 1}")):
            for form in _FORMS:
                folder = f"{self._base}{form}"
                if self._listed(f"{folder}/{span}/", 1) and not self._listed(f"{folder}/{_BEFORE_ALL}/", 1):
                    self._form = form
                    return
        raise PermanentFetchError(
            f"{self._base}: no date archives, neither of {day:%Y} nor of this year", url=self._base, status=404,
            hint="use another route",
        )  # fmt: skip

    def _listed(self, folder: str, number: int) -> list[Link] | None:
        """What a page of an archive links to; None where there is no such page, or the site leads elsewhere."""
        url = f"{folder}page/{number}/" if number > 1 else folder
        try:
            answer: Answer = self._client.get(
                f"{url}{_STEADY}", accept="text/html,application/xhtml+xml", headers={"Cache-Control": "no-cache"}
            )
        except PermanentFetchError as error:
            if error.status in _GONE:
                return None
            raise
        if _path(answer.url) != _path(url):
            return None
        links = linked_posts(answer, self._articles.site)
        return links if any(link.is_entry for link in links) else None


def _path(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/")
