"""Raw pages and reports as small tables."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from transforms.model import Report
from transforms.page import read_report
from transforms.reading import Revision, report_rows
from transforms.sources.base import RawPage, raw_page_table

FETCHED_AT = dt.datetime(2016, 3, 1, 12, tzinfo=dt.UTC)


def raw_page(
    day: dt.date,
    post_id: int,
    body: bytes,
    *,
    fetched_at: dt.datetime = FETCHED_AT,
    route: str = "wordpress_rest",
    content_type: str | None = "application/json",
) -> RawPage:
    """One raw page of the source `test`."""
    return RawPage.of(
        source="test",
        route=route,
        url=f"https://example.org/?p={post_id}",
        post_id=post_id,
        published_date=day,
        body=body,
        fetched_at=fetched_at,
        content_type=content_type,
    )


def raw_table(day: dt.date, bodies: Mapping[int, bytes], *, fetched_at: dt.datetime = FETCHED_AT) -> pa.Table:
    """Raw pages by post id."""
    return raw_page_table(raw_page(day, post_id, body, fetched_at=fetched_at) for post_id, body in bodies.items())


def post(
    post_id: int, text: str, *, title: str = "عنوان", date: str = "2016-02-25T08:00:00", modified: str | None = None
) -> dict[str, object]:
    """A WordPress post as REST tells it; `date` is UTC."""
    return {
        "id": post_id,
        "date_gmt": date,
        "modified_gmt": modified or date,
        "link": f"https://example.org/slug/{post_id}/",
        "title": {"rendered": title},
        "content": {"rendered": text, "protected": False},
    }


def post_bytes(post_id: int, text: str, **more: str) -> bytes:
    """The same as bytes."""
    return json.dumps(post(post_id, text, **more), ensure_ascii=False).encode()


def report(day: dt.date, post_id: int) -> Report:
    """A report published at noon of a day."""
    return read_report(f"عنوان التقرير\n\nنص التقرير {post_id}", source="test", url=f"/?p={post_id}", published_at=day)


def report_table(day: dt.date, post_ids: Sequence[int]) -> pa.Table:
    """Reports without events."""
    return report_rows(Revision(report(day, post_id), (), 1, True, "0" * 64, FETCHED_AT) for post_id in post_ids)
