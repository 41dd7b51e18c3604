"""One XML file of a sitemap, or of an index of sitemaps: what it lists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from transforms.errors import PermanentFetchError
from transforms.sources.body import BrokenBodyError, RefusedBodyError, unpack_body

if TYPE_CHECKING:
    from transforms.sources.http import Answer

_KINDS = {"urlset": "url", "sitemapindex": "sitemap"}
_GZIP = b"\x1f\x8b"
_MOST_BYTES = 100_000_000

Entry = tuple[str, str | None]
"""An address and its `lastmod`, as they stand there."""


class NoSitemapError(PermanentFetchError):
    """Something else came where a sitemap was due."""


def read_sitemap(answer: Answer) -> tuple[str, list[Entry]]:
    """What a file lists; one that is packed by gzip is unpacked.

    Returns:
        `urlset` or `sitemapindex`, and the entries in order.

    Raises:
        NoSitemapError: it is none.
        PermanentFetchError: it is damaged or too large, or declares a document type: bombs are made of entities.
    """
    from lxml import etree  # type: ignore[import-untyped]  # slow to load and needed for sitemaps alone

    body = _unpacked(answer)
    events = etree.iterparse(
        io.BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    kind = ""
    try:
        _, root = next(events)
        space, _, kind = str(root.tag).rpartition("}")
        if kind in _KINDS:
            if root.getroottree().docinfo.internalDTD is not None:
                raise PermanentFetchError(f"{answer.url}: a sitemap with a document type", url=answer.url)
            return kind, list(_entries(events, space, _KINDS[kind]))
    except etree.XMLSyntaxError as error:
        if kind in _KINDS:
            raise PermanentFetchError(f"{answer.url}: broken XML, {error}", url=answer.url) from error
    begins = body[:80].decode("utf-8", "replace").strip()
    raise NoSitemapError(
        f"{answer.url}: a sitemap was due, {answer.content_type or 'no content type'} came, {begins!r}",
        url=answer.url,
        status=answer.status,
    )


def _entries(events: Iterator[tuple[str, Any]], space: str, name: str) -> Iterator[Entry]:
    """The entries of a file; elements of other name spaces are of pictures and videos."""
    entry, loc, lastmod = (f"{space}}}{part}" if space else part for part in (name, "loc", "lastmod"))
    told: dict[str, str] = {}
    for event, element in events:
        if event != "end":
            continue
        if element.tag == entry:
            if loc in told:
                yield told[loc], told.get(lastmod)
            told = {}
            element.clear()
        elif element.tag in (loc, lastmod) and element.text:
            told.setdefault(element.tag, element.text.strip())


def _unpacked(answer: Answer) -> bytes:
    if not answer.body.startswith(_GZIP):
        return answer.body
    try:
        return unpack_body(answer.body, "gzip", max_bytes=_MOST_BYTES)
    except (BrokenBodyError, RefusedBodyError) as error:
        raise PermanentFetchError(f"{answer.url}: {error}", url=answer.url, status=answer.status) from error
