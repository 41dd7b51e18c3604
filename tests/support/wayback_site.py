"""A Wayback Machine on loopback, and what the source makes of it."""

from __future__ import annotations

import datetime as dt

from tests.support.archives import Kept, wayback
from tests.support.site import Site, client_for, serving
from tests.support.warc_files import CAPTURED, SITE, page
from transforms.sources.base import RawPage
from transforms.sources.wayback import WaybackSource

DAY = dt.date(2016, 2, 25)
AT = "2016-02-25T08:00:00+02:00"
HOUR = dt.timedelta(hours=1)


def url(post_id: int) -> str:
    return f"{SITE}/slug/{post_id}/"


def posts(count: int) -> list[Kept]:
    return [Kept(url(n), CAPTURED + n * HOUR, page(f"نص {n}", published=AT)) for n in range(1, count + 1)]


def source(site: Site, base_url: str = SITE, **more: object) -> WaybackSource:
    client = client_for(site.url, max_retries=0)
    return WaybackSource(client, name="test", base_url=base_url, archive_url=site.url, **more)  # type: ignore[arg-type]


def pages_of(kept: list[Kept], day: dt.date = DAY, **more: object) -> list[RawPage]:
    with serving(wayback(kept)) as site:
        return list(source(site, **more).list_day(day))  # type: ignore[arg-type]


def playbacks(site: Site) -> list[str]:
    return [path for path in site.asked if path.startswith("/web/")]


def queries(site: Site) -> list[str]:
    return [path for path in site.asked if path.startswith("/cdx/")]
