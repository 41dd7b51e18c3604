"""Short reports for tests of the extraction: a body under a dateline, read and extracted."""

from __future__ import annotations

import datetime as dt

from transforms.extraction import extract
from transforms.model import Event
from transforms.page import read_report

PUBLISHED = dt.datetime(2016, 2, 25, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
"""A Thursday."""


def events(text: str, governorate: str = "حلب", published: dt.datetime = PUBLISHED) -> list[Event]:
    """Events of a body under the dateline of a governorate."""
    body = f"محافظة {governorate} – المرصد السوري لحقوق الإنسان:: {text}"
    return extract(read_report(body, source="test", published_at=published))


def fresh(text: str, event_type: str, governorate: str = "حلب") -> list[Event]:
    """Events of one type that are not background."""
    return [e for e in events(text, governorate) if e.event_type == event_type and not e.is_background]
