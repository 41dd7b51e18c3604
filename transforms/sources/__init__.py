"""Where pages come from: one small class a kind of source, which only knows how to list and to fetch.

Belongs here: sources (`base.Source`) and the one HTTP client that they all use (`http.HttpClient`), in which
politeness, retries and limits live once. Does not belong here: storing (`transforms.fetching`) and reading
(`transforms.page`). Hands on `RawPage`s: bytes as they came, with the publication day that the source tells.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from transforms.errors import SettingsError
from transforms.settings import Settings
from transforms.sources.base import RawPage, Source
from transforms.sources.files import FilesSource
from transforms.sources.http import HttpClient
from transforms.sources.wordpress import WordPressSource

__all__ = ["FilesSource", "HttpClient", "RawPage", "Source", "WordPressSource", "open_source"]


def open_source(settings: Settings) -> Source:
    """The source that the settings name: an http(s) address is a WordPress site, anything else a folder.

    Raises:
        SettingsError: neither an address nor an existing folder.
    """
    parts = urlsplit(settings.source_url)
    if parts.scheme in ("http", "https"):
        if not parts.hostname:
            raise SettingsError(f"source_url {settings.source_url!r} names no host", hint="https://www.example.org")
        client = HttpClient.from_settings(settings)
        return WordPressSource(client, name=settings.source, base_url=settings.source_url)
    folder = Path(unquote(parts.path)) if parts.scheme == "file" else Path(settings.source_url)
    if not folder.is_dir():
        raise SettingsError(
            f"source_url {settings.source_url!r} is neither an http(s) address nor an existing folder",
            hint="set MARSAD_SOURCE_URL",
        )
    return FilesSource(folder, name=settings.source)
