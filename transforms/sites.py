"""One site that reports come from: its table in `marsad.toml`, over what Marsad knows of it by itself.

`[sites.NAME]` in the file adds a site, or changes single keys of one that is preset (`transforms/presets.toml`). What a
table leaves out is taken from the general settings. Nothing is asked and no file is opened here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

PRESETS = Path(__file__).parent / "presets.toml"
RouteName = Literal[
    "wordpress_rest", "date_archive", "feed", "sitemap", "wayback", "common_crawl", "warc", "files"
]  # fmt: skip
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\Z")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Budget(_Table):
    """What one run may cost a site; None: as the general settings say."""

    requests: int | None = Field(default=None, gt=0, description="Requests a run, those tried again among them")
    megabytes: int | None = Field(
        default=None, gt=0, description="Bodies a run, in millions of bytes as they were sent"
    )


class WaybackOptions(_Table):
    """How the route `wayback` asks."""

    archive_url: str = Field(
        default="https://web.archive.org", description="The archive; others have the same interface"
    )
    rows_per_query: int = Field(default=10_000, gt=0, description="Rows of the index to ask for at once")
    numbered_pages: bool = Field(default=False, description="Ask for the index by page numbers instead of resume keys")

    @field_validator("archive_url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        return _web_address(value)


class CommonCrawlOptions(_Table):
    """How the route `common_crawl` asks."""

    index_url: str = Field(default="https://index.commoncrawl.org", description="The index servers")
    data_url: str = Field(default="https://data.commoncrawl.org", description="Where the files of the index lie")
    crawls: tuple[str, ...] | None = Field(
        default=None, description="Ids of crawls to look into; default: all, newest first"
    )

    @field_validator("index_url", "data_url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        return _web_address(value)


class WarcOptions(_Table):
    """Where the route `warc` finds its files."""

    paths: tuple[Path, ...] = Field(default=(), description="WARC files, or folders with them at any depth")


class FilesOptions(_Table):
    """Where the route `files` finds its pages."""

    folder: Path | None = Field(default=None, description="Folder of saved pages: .html, .json, .txt")


class SiteSettings(_Table):
    """The table `[sites.NAME]`."""

    base_url: str = Field(description="Address of the site, with the path of an edition (https://example.org/en)")
    language: Literal["ar", "en"] = Field(default="ar", description="Language that the site is asked for")
    routes: tuple[RouteName, ...] = Field(default=("wordpress_rest",), description="Ways in, the first one first")
    allowed_hosts: tuple[str, ...] = Field(
        default=(), description="Further hosts that may be asked, after redirects, too"
    )
    requests_per_second: float | None = Field(default=None, gt=0, description="Rate limit per host")
    contact: str | None = Field(default=None, description="Mail address or URL that the user agent names")
    budget: Budget = Field(default=Budget(), description="What one run may cost the site")
    wayback: WaybackOptions = Field(default=WaybackOptions(), description="Options of the route")
    common_crawl: CommonCrawlOptions = Field(default=CommonCrawlOptions(), description="Options of the route")
    warc: WarcOptions = Field(default=WarcOptions(), description="Options of the route")
    files: FilesOptions = Field(default=FilesOptions(), description="Options of the route")

    @field_validator("base_url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        return _web_address(value)

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not _HOST.match(host):
                raise _told("a host is written in lower case, without https:// and without a port")
        return value

    @field_validator("routes")
    @classmethod
    def _differ(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or len(set(value)) < len(value):
            raise _told("at least one route, and each once")
        return value


def preset_sites() -> dict[str, SiteSettings]:
    """The sites that Marsad knows by itself, by name."""
    return {name: SiteSettings(**table) for name, table in _presets().items()}


def with_presets(sites: Any) -> Any:
    """Tables of an operator, each over the preset of its name, and the presets that are left.

    Args:
        sites: what stands under `sites`; what is no table of tables is handed back as it is, to be refused.
    """
    if not isinstance(sites, Mapping):
        return sites
    merged: dict[str, Any] = dict(_presets())
    for name, table in sites.items():
        if not isinstance(name, str) or not _NAME.match(name):
            raise _told(f"{str(name)[:40]!r} is no name for a site: small letters, digits and hyphens, 40 at most")
        merged[name] = {**_presets().get(name, {}), **table} if isinstance(table, Mapping) else table
    return merged


@lru_cache(maxsize=1)
def _presets() -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = tomllib.loads(PRESETS.read_text(encoding="utf-8"))["sites"]
    return tables


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that hold no address, a port that is no number
        is_web = False
    if not is_web:
        raise _told("an http(s) address with a host is due, such as https://www.example.org")
    return value.rstrip("/")


def _told(message: str) -> PydanticCustomError:
    return PydanticCustomError("marsad", "{told}", {"told": message})
