"""WARC files in a folder of a test, and what the source makes of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.warc_files import CAPTURED, SITE
from transforms.sources.base import RawPage
from transforms.sources.warc import WarcSource

DAY = dt.date(2016, 2, 25)
AT = "2016-02-25T08:00:00+02:00"
LATER = CAPTURED + dt.timedelta(days=400)
HOUR = dt.timedelta(hours=1)


def url(post_id: int) -> str:
    return f"{SITE}/slug/{post_id}/"


def written(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(records))
    return path


def source(paths: Path | list[Path], **more: object) -> WarcSource:
    return WarcSource(paths, name="test", base_url=SITE, **more)  # type: ignore[arg-type]


def pages_of(folder: Path, day: dt.date = DAY, **more: object) -> list[RawPage]:
    return list(source(folder, **more).list_day(day))


def ids(folder: Path) -> list[int | None]:
    return sorted(p.post_id for p in pages_of(folder))
