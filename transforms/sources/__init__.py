"""Where pages come from: one small class a kind of source, which only knows how to list and to fetch.

Belongs here: sources (`base.Source`) and the one HTTP client that they all use (`http.HttpClient`), in which
politeness, retries and limits live once. Does not belong here: storing (`transforms.fetching`) and reading
(`transforms.page`). Hands on `RawPage`s: bytes as they came, with the publication day that the source tells.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from transforms.errors import SettingsError
from transforms.settings import Settings
from transforms.sites import FilesOptions, SiteSettings
from transforms.sources.base import RawPage, Source
from transforms.sources.files import FilesSource
from transforms.sources.handover import HandoverSource
from transforms.sources.http import HttpClient
from transforms.sources.routes import ROUTES, hosts_of, open_route
from transforms.sources.wordpress import WordPressSource

__all__ = [
    "FilesSource", "HandoverSource", "HttpClient", "RawPage", "Source", "WordPressSource", "open_site", "open_source",
    "site_of",
]  # fmt: skip

_NOWHERE = "https://folder.invalid"
"""A site's table needs an address, and a folder has none; it is never asked."""


def open_source(settings: Settings) -> Source:
    """The source that the settings name: an address, or else the site of that name with its routes.

    Raises:
        SettingsError: as `site_of`; a route lacks what it needs.
    """
    return open_site(settings.source, site_of(settings), settings)


def site_of(settings: Settings) -> SiteSettings:
    """The table of the source that the settings name.

    `source_url` stands in place of a site's table: an http(s) address is a WordPress site, asked by its REST interface
    alone, anything else a folder.

    Raises:
        SettingsError: neither an address nor an existing folder; no site of that name.
    """
    if settings.source_url is None:
        return settings.site
    parts = urlsplit(settings.source_url)
    if parts.scheme in ("http", "https"):
        try:
            return SiteSettings(base_url=settings.source_url)
        except ValidationError as error:  # it is not repeated: it may hold a password
            raise SettingsError(
                "source_url is no http(s) address with a host", hint="https://www.example.org"
            ) from error
    folder = Path(unquote(parts.path)) if parts.scheme == "file" else Path(settings.source_url)
    if not folder.is_dir():
        raise SettingsError(
            f"source_url {settings.source_url!r} is neither an http(s) address nor an existing folder",
            hint="set MARSAD_SOURCE_URL",
        )
    return SiteSettings(base_url=_NOWHERE, routes=("files",), files=FilesOptions(folder=folder))


def open_site(name: str, site: SiteSettings, settings: Settings) -> Source:
    """A site by its routes, which share one client: one rate limit a host, one budget. Nothing is asked yet.

    Args:
        name: under which reports are stored.
        site: its table.
        settings: in force.

    Raises:
        SettingsError: a single route is not installed or lacks what it needs; of several, each says so when it is due.
    """
    client = HttpClient.for_site(site, settings, more_hosts=hosts_of(site))
    routes: dict[str, Callable[[], Source]] = {
        route: partial(open_route, route, name, site, settings, client) for route in site.routes
    }
    if len(routes) == 1:
        return routes[site.routes[0]]()
    return HandoverSource(name, routes, live=[route for route in routes if ROUTES[route].is_live])
