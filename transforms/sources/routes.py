"""The kinds of sources by their names in `marsad.toml`, and how each is opened for a site.

A route's module is only imported when the route is opened: a run loads what it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from transforms.errors import SettingsError
from transforms.sources.addresses import host_of

if TYPE_CHECKING:
    from transforms.settings import Settings
    from transforms.sites import SiteSettings
    from transforms.sources.base import Source
    from transforms.sources.http import HttpClient

Build = Callable[[Any, str, "SiteSettings", "Settings", "HttpClient"], "Source"]
"""From the class, the name, the site's table, the settings and the client to a source."""


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of source.

    Attributes:
        module: of `transforms.sources`.
        class_name: the class in it.
        build: how it is made.
        first_address: an address that it asks early, to look whether it may; None where it asks nobody.
        hosts: hosts that it asks beside the site's.
        is_live: it shows what the site shows now, so that what it no longer lists may be gone.
    """

    module: str
    class_name: str
    build: Build
    first_address: Callable[[SiteSettings], str | None]
    hosts: Callable[[SiteSettings], frozenset[str]] = lambda _: frozenset()
    is_live: bool = False

    def load(self) -> Any:
        """The class.

        Raises:
            SettingsError: this installation has no such route.
        """
        try:
            return getattr(import_module(f"transforms.sources.{self.module}"), self.class_name)
        except (ImportError, AttributeError) as error:
            raise SettingsError(
                f"{self.class_name} cannot be loaded: {error}", hint="install Marsad anew, or leave its route out"
            ) from error


def _live(class_: Any, name: str, site: SiteSettings, settings: Settings, client: HttpClient) -> Source:
    del settings
    source: Source = class_(client, name=name, base_url=site.base_url)
    return source


def _wayback(class_: Any, name: str, site: SiteSettings, settings: Settings, client: HttpClient) -> Source:
    options = site.wayback
    source: Source = class_(
        client, name=name, base_url=site.base_url, archive_url=options.archive_url,
        rows_per_query=options.rows_per_query, numbered_pages=options.numbered_pages,
        max_body_bytes=settings.max_body_bytes,
    )  # fmt: skip
    return source


def _common_crawl(class_: Any, name: str, site: SiteSettings, settings: Settings, client: HttpClient) -> Source:
    options = site.common_crawl
    source: Source = class_(
        client, name=name, base_url=site.base_url, index_url=options.index_url, data_url=options.data_url,
        crawls=options.crawls, max_body_bytes=settings.max_body_bytes,
    )  # fmt: skip
    return source


def _warc(class_: Any, name: str, site: SiteSettings, settings: Settings, client: HttpClient) -> Source:
    del client
    if not site.warc.paths:
        raise SettingsError(f"sites.{name}: the route warc has no files", hint='warc = { paths = ["folder"] }')
    source: Source = class_(
        site.warc.paths, name=name, base_url=site.base_url, max_body_bytes=settings.max_body_bytes
    )  # fmt: skip
    return source


def _files(class_: Any, name: str, site: SiteSettings, settings: Settings, client: HttpClient) -> Source:
    del settings, client
    if site.files.folder is None or not site.files.folder.is_dir():
        raise SettingsError(
            f"sites.{name}: the route files has no folder, or it does not exist", hint='files = { folder = "folder" }'
        )
    source: Source = class_(site.files.folder, name=name)
    return source


def _at(path: str) -> Callable[[SiteSettings], str]:
    return lambda site: f"{site.base_url}{path}"


def _nobody(site: SiteSettings) -> None:
    del site


ROUTES: Mapping[str, Route] = {
    "wordpress_rest": Route(
        "wordpress", "WordPressSource", _live, _at("/wp-json/wp/v2/posts"), is_live=True,
    ),
    "date_archive": Route("date_archive", "DateArchiveSource", _live, _at("/2016/02/25/"), is_live=True),
    "feed": Route("feed", "FeedSource", _live, _at("/feed/"), is_live=True),
    "sitemap": Route("sitemap", "SitemapSource", _live, _at("/wp-sitemap.xml"), is_live=True),
    "wayback": Route(
        "wayback", "WaybackSource", _wayback,
        lambda site: f"{site.wayback.archive_url}/cdx/search/cdx",
        lambda site: frozenset({host_of(site.wayback.archive_url)}),
    ),
    "common_crawl": Route(
        "common_crawl", "CommonCrawlSource", _common_crawl,
        lambda site: f"{site.common_crawl.index_url}/collinfo.json",
        lambda site: frozenset({host_of(site.common_crawl.index_url), host_of(site.common_crawl.data_url)}),
    ),
    "warc": Route("warc", "WarcSource", _warc, _nobody),
    "files": Route("files", "FilesSource", _files, _nobody),
}  # fmt: skip
"""All routes, by the names that `marsad.toml` and the lake know them by."""


def hosts_of(site: SiteSettings) -> frozenset[str]:
    """Hosts that the routes of a site ask beside the site's own."""
    return frozenset[str]().union(*(ROUTES[name].hosts(site) for name in site.routes))


def open_route(route: str, name: str, site: SiteSettings, settings: Settings, client: HttpClient) -> Source:
    """A route of a site as a source.

    Args:
        route: its name.
        name: under which reports are stored.
        site: the site's table.
        settings: in force.
        client: for all routes of the site.

    Raises:
        SettingsError: it is not installed, or what it needs is missing in the table.
    """
    kind = ROUTES[route]
    return kind.build(kind.load(), name, site, settings, client)
