"""The posts that a page of a list links to, such as a date archive of WordPress."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from transforms.errors import PermanentFetchError, UnreadablePage
from transforms.page.dates import post_id_from_url
from transforms.page.decode import decode

if TYPE_CHECKING:
    from bs4 import Tag

    from transforms.sources.archived_site import ArchivedSite
    from transforms.sources.http import Answer

_ENTRIES = "article, .hentry"
_TITLES = "a[rel~=bookmark][href], h1 a[href], h2 a[href], h3 a[href], h4 a[href]"
_SORTED = "orderby="
"""Only lists are sorted: with the query that they were asked with they link to their other pages."""
_POST_MARK = re.compile(r"post-(\d{1,12})\Z")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be to a post.

    Attributes:
        url: its address in the one form of the site.
        post_id: its number, where the address or the entry tells it.
        is_entry: the list itself shows it; other links stand beside the list or in a text.
    """

    url: str
    post_id: int | None
    is_entry: bool = False


def linked_posts(answer: Answer, site: ArchivedSite) -> list[Link]:
    """Links of a page that may be to posts of a site, each address once, in order.

    The entries are known by the marks that WordPress's themes set (`<article>`, `class="hentry post-123"`); the title
    of an entry is the link to its post. Of a list without marks all links count as entries.

    Args:
        answer: the page.
        site: whose posts are meant.

    Raises:
        PermanentFetchError: it is no text.
    """
    from bs4 import BeautifulSoup  # slow to load

    try:
        soup = BeautifulSoup(decode(answer.body, answer.content_type)[0], "lxml")
    except UnreadablePage as error:
        raise PermanentFetchError(f"{answer.url}: {error.message}", url=answer.url, status=answer.status) from error
    found: dict[str, Link] = {}
    for anchor in soup("a", href=True):
        url = _post_address(anchor, answer, site)
        if url is not None:
            found.setdefault(url, Link(url, post_id_from_url(url)))
    entries = [link for entry in soup.select(_ENTRIES) if (link := _entry(entry, answer, site)) is not None]
    if not entries:
        return [replace(link, is_entry=True) for link in found.values()]
    return list({**found, **{link.url: link for link in entries}}.values())


def _entry(entry: Tag, answer: Answer, site: ArchivedSite) -> Link | None:
    """The post of an entry: where its title leads, else its first link to a post."""
    for anchor in (*entry.select(_TITLES), *entry("a", href=True)):
        url = _post_address(anchor, answer, site)
        if url is not None:
            told = post_id_from_url(url)
            return Link(url, told if told is not None else _marked_id(entry), is_entry=True)
    return None


def _post_address(anchor: Tag, answer: Answer, site: ArchivedSite) -> str | None:
    try:
        url = urljoin(answer.url, str(anchor["href"]))
    except ValueError:  # brackets that hold no address
        return None
    return None if _SORTED in url else site.post_address(url)


def _marked_id(entry: Tag) -> int | None:
    marks = [str(entry.get("id", "")), *(entry.get_attribute_list("class") or ())]
    return next((int(match[1]) for mark in marks if (match := _POST_MARK.match(str(mark)))), None)
