"""Addresses of one site as archives know them: which are posts of it, and which are the same page.

An archive holds a page under every address that anybody asked for: `http` and `https`, with and without `www.`, with
port 80, with the marks that social networks append, percent signs in both cases. All of them are brought into one form,
on the host of the configured address, so that the captures of a page come together.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

from transforms.page.dates import PageDate, edition_of, page_date, post_id_from_url

MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/json"})
"""Media types that a post may come in."""

_NO_POSTS = frozenset(
    {
        "category", "tag", "author", "feed", "comments", "search", "date", "embed", "attachment",
        "wp-content", "wp-includes", "wp-admin", "wp-login.php", "wp-cron.php", "xmlrpc.php", "robots.txt",
    }
)  # fmt: skip
_LIST_ARGUMENTS = frozenset(
    {"s", "cat", "tag", "m", "paged", "author", "feed", "attachment_id", "page_id", "rest_route"}
)
_NOISE = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|share|nb|replytocom|amp|noamp|print|_ga|mc_\w+)\Z", re.IGNORECASE)
_LIST_PATH = re.compile(r"(?:/date)?(?:/20\d\d(?:/\d{1,2}){0,2})?(?:/page/\d+)?/?\Z|.*/page/\d+/?\Z")
_REST = "/wp-json/"
_REST_POST = re.compile(r"/wp-json/wp/v2/posts/\d{1,12}/?\Z")
_HEX = re.compile(r"%[0-9A-F]{2}")
_PATH_SIGNS = "/:@!$&'()*+,;=~-._"
_DAY = dt.timedelta(days=1)
_MONTH = dt.timedelta(days=31)
_CLOCK_ERROR = dt.timedelta(days=45)
"""How far the post id clock may be off: interpolating each dated post of the seeds from its neighbours misses it by 4
days in the middle and by 31 where the posts lie densely."""


class ArchivedSite:
    """One site, or one edition of it.

    Args:
        base_url: its address, with the path of an edition where it has one (`https://example.org/en`). Pages under
            `/en/` count their posts on their own, so that they do not belong to an address without that path.
    """

    def __init__(self, base_url: str) -> None:
        self._base = urlsplit(base_url.rstrip("/"))
        self._host = _plain_host(self._base)
        self._edition = edition_of(f"{base_url.rstrip('/')}/", "ar")

    @property
    def prefix(self) -> str:
        """Host and path that all addresses begin with, as index servers want them: `www.example.org/en/`."""
        return f"{self._base.hostname or ''}{self._base.path}/"

    def canonical(self, url: str) -> str | None:
        """The one form of an address, or None where it does not belong to the site."""
        try:
            parts = urlsplit(url)
            path = _lower_escapes(quote(unquote_to_bytes(parts.path or "/"), safe=_PATH_SIGNS))
            asked = urlencode([(name, value) for name, value in parse_qsl(parts.query, True) if not _NOISE.match(name)])
        except ValueError:  # brackets that hold no address, lone surrogates
            return None
        if _plain_host(parts) != self._host or not f"{path}/".startswith(f"{self._base.path}/"):
            return None
        same = urlunsplit((self._base.scheme, self._base.netloc.rpartition("@")[2], path, asked, ""))
        return same if edition_of(same, "ar") == self._edition else None

    def post_address(self, url: str) -> str | None:
        """The one form of an address that may be a post's of the site, else None."""
        same = self.canonical(url)
        return same if same is not None and self.is_post(same) else None

    def is_post(self, canonical: str) -> bool:
        """Whether an address in its one form may be a post's: it is no list, feed, picture, style sheet or login."""
        parts = urlsplit(canonical)
        path = parts.path.removeprefix(self._base.path)
        arguments = dict(parse_qsl(parts.query, True))
        if "p" in arguments:
            return post_id_from_url(canonical) is not None
        if _LIST_ARGUMENTS & arguments.keys() or (_LIST_PATH.match(path) and not arguments):
            return False
        if path.startswith(_REST):
            return _REST_POST.match(path) is not None
        kind = mimetypes.guess_type(path)[0]
        return not _NO_POSTS.intersection(path.split("/")) and (kind is None or kind in MEDIA_TYPES)


def days_by_address(url: str, post_id: int | None) -> tuple[dt.date, dt.date] | None:
    """First and last day that a page may be of, by its address and its post id; None where they tell nothing.

    Args:
        url: address in its one form.
        post_id: number of the post.
    """
    found = _by_address(url, post_id)
    if found.day is None:
        return None
    reach = _CLOCK_ERROR if found.basis == "post_id" else _MONTH if found.warnings else _DAY
    return found.day - reach, found.day + reach


def day_by_address(url: str, post_id: int | None) -> dt.date | None:
    """The likeliest publication day by address and post id, for a page that cannot be read; None where unknown."""
    return _by_address(url, post_id).day


def _by_address(url: str, post_id: int | None) -> PageDate:
    return page_date(
        given=None, metadata=None, url=url, post_id=post_id, edition=edition_of(url, "ar"), date_line=None, text="",
        language="ar",
    )  # fmt: skip


def _plain_host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.").rstrip(".")


def _lower_escapes(path: str) -> str:
    """`%D8` as `%d8`, which is how WordPress writes its permalinks."""
    return _HEX.sub(lambda match: match[0].lower(), path)
