"""One question to each kind of source: does it answer, and what does it tell of itself? A request or two a route.

Nothing is stored here. What comes back is for `marsad sources`, not for a run: a run finds out for itself.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from transforms.clock import SITE_TIME_ZONE, today
from transforms.errors import PermanentFetchError, SettingsError
from transforms.page.dates import parse_time
from transforms.sources.archive_index import timestamp

if TYPE_CHECKING:
    from transforms.sites import SiteSettings
    from transforms.sources.http import Answer, HttpClient

_WARCS = (".warc", ".warc.gz")
_PAGES = frozenset({".html", ".htm", ".json", ".txt"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a route tells of itself.

    Attributes:
        text: for people, in a few words.
        posts: number of posts, where it tells it.
        newest_at: when its newest post was published, or captured; with a time zone.
    """

    text: str
    posts: int | None = None
    newest_at: dt.datetime | None = None


def probe(route: str, site: SiteSettings, client: HttpClient, newest: dt.date | None) -> Told:
    """Ask a route what it has.

    Args:
        route: its name.
        site: the site's table.
        client: for the site.
        newest: publication day of the site's newest post, where another route told it.

    Raises:
        PermanentFetchError, TransientFetchError: as `HttpClient.get`, or something else came than is due.
        SettingsError: the files that it reads are not there.
    """
    return _PROBES[route](site, client, newest)


def _rest(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    from transforms.sources.wordpress import RestInterface, split_posts

    answer = RestInterface(client, site.base_url).ask({"per_page": 1, "_fields": "id,date,date_gmt"})
    posts = list(split_posts(answer))
    times = (parse_time(post.fields.get("date_gmt"), naive_is_utc=True) for post in posts)
    newest = max((time for time in times if isinstance(time, dt.datetime)), default=None)
    told = answer.headers.get("x-wp-total", "")
    count = int(told) if told.isdecimal() and len(told) < 12 else None
    return Told("no number of posts" if count is None else f"{count} posts", count, newest)


def _feed(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    root = _xml(client.get(f"{site.base_url}/feed/", accept="application/rss+xml"), "rss")
    items = root.findall("channel/item")
    newest = max(filter(None, (_rss_time(item.findtext("pubDate")) for item in items)), default=None)
    return Told(f"{len(items)} posts on its first page", None, newest)


def _sitemap(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    from transforms.sources.sitemap_index import places

    for place in places(client, site.base_url):
        try:
            answer = client.get(place, accept="application/xml,text/xml")
        except PermanentFetchError as error:
            if error.status not in (404, 410):
                raise
            continue
        root = _xml(answer, "urlset", "sitemapindex")
        what = "sitemaps" if root.tag.endswith("sitemapindex") else "addresses"
        return Told(f"{len(root)} {what} at {urlsplit(place).path}")
    raise PermanentFetchError("no sitemap, neither in robots.txt nor at a usual place", url=site.base_url, status=404)


def _date_archive(site: SiteSettings, client: HttpClient, newest: dt.date | None) -> Told:
    day = newest or today() - dt.timedelta(days=1)
    for form in ("", "/date"):
        url = f"{site.base_url}{form}/{day:%Y/%m/%d}/"
        try:
            answer = client.get(url, accept="text/html")
        except PermanentFetchError as error:
            if error.status not in (404, 410):
                raise
            continue
        if urlsplit(answer.url).path.rstrip("/") == urlsplit(url).path.rstrip("/"):  # not led to some post
            return Told(f"{day} has an archive at {urlsplit(url).path}")
    raise PermanentFetchError(f"no archive of {day}", url=site.base_url, status=404)


def _wayback(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    asked = {"url": site.base_url, "output": "json", "fl": "timestamp", "limit": "-1"}
    answer = client.get(f"{site.wayback.archive_url}/cdx/search/cdx?{urlencode(asked)}", accept="application/json")
    rows = _json_list(answer) if answer.body.strip() else []
    times = [timestamp(row[0]) for row in rows[1:] if isinstance(row, list) and row and isinstance(row[0], str)]
    newest = max(filter(None, times), default=None)
    return Told("the front page was captured" if newest else "no capture of the front page", None, newest)


def _common_crawl(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    answer = client.get(f"{site.common_crawl.index_url}/collinfo.json", accept="application/json")
    ids = [str(crawl["id"]) for crawl in _json_list(answer) if isinstance(crawl, Mapping) and "id" in crawl]
    if not ids:
        raise _unexpected(answer, "a list of crawls")
    wanted = site.common_crawl.crawls
    unknown = sorted(set(wanted or ()) - set(ids))
    if unknown:
        raise PermanentFetchError(f"{answer.url} does not list {', '.join(unknown)}", url=answer.url)
    return Told(f"{len(wanted or ids)} of {len(ids)} crawls, the newest {max(wanted or ids)}")


def _warc(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    del client
    missing = [str(path) for path in site.warc.paths if not path.exists()]
    if missing:
        raise SettingsError(f"not there: {', '.join(missing)}", hint="warc = { paths = [...] }")
    count = sum(1 for path in site.warc.paths for file in _files_in(path) if file.name.lower().endswith(_WARCS))
    return Told(f"{count} WARC files")


def _files(site: SiteSettings, client: HttpClient, _: dt.date | None) -> Told:
    del client
    folder = site.files.folder
    count = sum(1 for file in _files_in(folder) if file.suffix.lower() in _PAGES) if folder else 0
    return Told(f"{count} saved pages")


_PROBES: Mapping[str, Callable[[SiteSettings, HttpClient, dt.date | None], Told]] = {
    "wordpress_rest": _rest,
    "date_archive": _date_archive,
    "feed": _feed,
    "sitemap": _sitemap,
    "wayback": _wayback,
    "common_crawl": _common_crawl,
    "warc": _warc,
    "files": _files,
}


def _files_in(path: Path) -> Iterable[Path]:
    return [path] if path.is_file() else (file for file in path.rglob("*") if file.is_file())


def _xml(answer: Answer, *roots: str):  # type: ignore[no-untyped-def]  # lxml tells no types
    """The root of a document; entities are not resolved and nothing is loaded."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(answer.body.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise _unexpected(answer, f"<{roots[0]}>") from error
    if str(root.tag).rpartition("}")[2] not in roots:
        raise _unexpected(answer, f"<{roots[0]}>")
    return root


def _json_list(answer: Answer) -> list[object]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise _unexpected(answer, "a JSON list") from error
    if not isinstance(found, list):
        raise _unexpected(answer, "a JSON list")
    return found


def _unexpected(answer: Answer, due: str) -> PermanentFetchError:
    begins = answer.body[:60].decode("utf-8", "replace").strip()
    return PermanentFetchError(
        f"{answer.url}: {due} was due, {answer.content_type or 'no content type'} came, {begins!r}",
        url=answer.url, status=answer.status,
    )  # fmt: skip


def _rss_time(told: str | None) -> dt.datetime | None:
    try:
        time = parsedate_to_datetime(told or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def day_of(told: Told) -> dt.date | None:
    """Publication day in Asia/Damascus of the newest post that a route told of."""
    return told.newest_at.astimezone(SITE_TIME_ZONE).date() if told.newest_at else None
