"""One `<item>` of an RSS feed to an `Article`, where the feed carries the full text (`content:encoded`).

`description` is shortened and ends in a "continue reading" link, so it is never taken for the text. An item is read on
its own, with the namespaces that feeds declare above it; broken XML is read as far as it goes, entities stay unread.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from transforms.errors import UnreadablePage
from transforms.page.article import Article
from transforms.page.dates import only_time, parse_time, post_id_from_url
from transforms.page.markup import fragment_paragraphs, parseable

_TAG = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<item(?=[\s>])|</item\s*>", re.DOTALL | re.IGNORECASE)
_HEAD = (
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:georss="http://www.georss.org/georss">'
)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """What an item tells.

    Attributes:
        title: plain text.
        link: the post's address; None where it has none.
        post_id: by the link, else by the guid (`?p=ID`).
        published: `pubDate` on the clock of Asia/Damascus; None where it is absent or senseless.
        full_text: HTML of `content:encoded`; None where the feed carries excerpts alone.
    """

    title: str
    link: str | None
    post_id: int | None
    published: dt.datetime | None
    full_text: str | None


def split_items(feed: str) -> list[str]:
    """The items of a feed, each exactly as it stands there; what looks like an item within a text is none."""
    found, begin = [], None
    for mark in _MARKS.finditer(feed):
        sign = mark[0][:3].lower()
        if sign == "<it" and begin is None:
            begin = mark.start()
        elif sign == "</i" and begin is not None:
            found.append(feed[begin : mark.end()])
            begin = None
    return found


def parse_item(text: str) -> FeedItem:
    """What an item tells; parts that are missing or broken are told as absent."""
    told = _parts(text)
    link = told.get("link") or None
    post_id = post_id_from_url(link)
    return FeedItem(
        title=" ".join(html.unescape(_TAG.sub("", told.get("title", ""))).split()),
        link=link,
        post_id=post_id if post_id is not None else post_id_from_url(told.get("guid")),
        published=_time(told.get("pubDate", "")),
        full_text=told.get("encoded"),
    )


def read_feed_item(text: str) -> Article:
    """Read an item that carries the full text.

    Raises:
        UnreadablePage: `no_article`, where it carries an excerpt alone.
    """
    item = parse_item(text)
    if item.full_text is None:
        raise UnreadablePage("no_article", f"a feed's item without its full text, titled {item.title[:80]!r}")
    return Article(
        title=item.title,
        paragraphs=fragment_paragraphs(item.full_text),
        post_id=item.post_id,
        url=item.link,
        published=item.published,
    )


def _parts(text: str) -> dict[str, str]:
    """Texts of the item's own elements by their names; of those with a prefix `content:encoded` alone."""
    from lxml import etree  # type: ignore[import-untyped]  # slow to load and needed for feeds alone

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(f"{_HEAD}{parseable(text)}</rss>".encode("utf-8", "replace"), parser)
    item = root[0] if root is not None and len(root) else ()
    told: dict[str, str] = {}
    for part in item:
        name = part.tag if isinstance(part.tag, str) else ""
        if name.endswith(("}encoded", ":encoded")):
            name = "encoded"
        told.setdefault(name, "".join(part.itertext()).strip())
    return told


def _time(text: str) -> dt.datetime | None:
    try:
        return only_time(parse_time(parsedate_to_datetime(text).isoformat(), naive_is_utc=True))
    except (TypeError, ValueError, OverflowError):
        return None
