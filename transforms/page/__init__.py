"""A page to a `Report`: WordPress JSON, HTML, an item of a feed, or plain text, told apart by what the bytes hold.

Belongs here: charsets, page furniture, titles, view counts, publication dates. Does not belong here: fetching, and
what the text says (`transforms.extraction`). The same report in any of its forms gives the same title, body and
`content_sha256`.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import chain

from transforms.errors import UnreadablePage
from transforms.model import Report
from transforms.page.article import Article
from transforms.page.dates import edition_of, page_date, post_id_from_url
from transforms.page.decode import decode, without_surrogates
from transforms.page.text import clean, content_hash, language_of, read_plain_text
from transforms.page.wordpress import read_post

_JSON_START = re.compile(r"\s*(?:\{\s*\"|\[\s*\{)")
_ITEM = re.compile(r"\s*<item(?:\s[^>]*)?>", re.IGNORECASE)
_HTML = re.compile(r"<(?:\?xml|rss|!doctype|html|head|body|article|main|div|p|h1|section|br|span)\b", re.IGNORECASE)


def read_report(
    content: bytes | str,
    *,
    source: str,
    url: str | None = None,
    published_at: dt.datetime | dt.date | None = None,
    content_type: str | None = None,
) -> Report:
    """Read one page.

    Args:
        content: the page as it came; bytes are decoded whatever their headers say.
        source: name under which the report is stored.
        url: address of the page; an address that the page gives itself wins.
        published_at: publication time where the caller knows it (wins over the page); without an offset it is local
            to Asia/Damascus, and a date alone gives a day without a time.
        content_type: media type as told by the source; only a hint.

    Returns:
        The report (codebook §1). Its body holds paragraphs joined by one blank line, `published_at` is on the clock
        of Asia/Damascus.

    Raises:
        UnreadablePage: `empty`, `no_article`, `not_json`, `wrong_shape`, `undecodable` or `login_page`.
    """
    article = _article(content, content_type)
    text = clean(article)
    if not text.body:
        raise UnreadablePage("empty", "no text after the page furniture is gone")
    address = without_surrogates(article.url) if article.url else url
    post_id = article.post_id if article.post_id is not None else post_id_from_url(address)
    language = language_of(text.body)
    date = page_date(
        given=published_at,
        metadata=article.published,
        url=address,
        post_id=post_id,
        edition=edition_of(address, language),
        date_line=text.date_line,
        text=f"{text.title}\n\n{text.body}",
        language=language,
    )
    content_sha256 = content_hash(text.title, text.body)
    return Report(
        report_id=f"{source}:{post_id if post_id is not None else content_sha256[:16]}",
        source=source,
        post_id=post_id,
        url=address,
        title=text.title,
        published_at=date.at,
        published_date=date.day,
        published_date_basis=date.basis,
        modified_at=article.modified,
        language=language,
        view_count=text.view_count,
        body=text.body,
        content_sha256=content_sha256,
        warnings=tuple(dict.fromkeys(chain(article.warnings, date.warnings))),
    )


def _article(content: bytes | str, content_type: str | None) -> Article:
    warnings: tuple[str, ...] = ()
    if isinstance(content, bytes):
        content, warnings = decode(content, content_type)
    text = without_surrogates(content.removeprefix("\ufeff"))
    if not text.strip():
        raise UnreadablePage("empty", "no bytes, or blanks alone")
    article = _by_form(text, content_type or "")
    if not warnings:
        return article
    return Article(**{name: getattr(article, name) for name in Article.__slots__} | {"warnings": warnings})


def _by_form(text: str, content_type: str) -> Article:
    if _ITEM.match(text):
        from transforms.page.feed_item import read_feed_item

        return read_feed_item(text)
    is_markup = _HTML.search(text, 0, 4000) is not None
    if "json" in content_type or _JSON_START.match(text):
        if is_markup and text.lstrip().startswith("<"):
            raise UnreadablePage("not_json", f"JSON was due and HTML came; it begins {text.strip()[:60]!r}")
        return read_post(text)
    if is_markup:
        from transforms.page.web_page import read_web_page  # bs4 is slow to load and needed for whole pages alone

        return read_web_page(text)
    return read_plain_text(text)
