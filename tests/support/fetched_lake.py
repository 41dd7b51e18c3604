"""A lake that grows fetch by fetch at moments that a test sets, by the project's own fetching and reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from tests.support.rows import post_bytes, raw_page
from tests.support.sources import ListedSource
from transforms.fetching import fetch_day
from transforms.lake import Lake, open_lake
from transforms.reading import read_day

Shown = Mapping[int, tuple[dt.date, str]]
"""What a site shows: of each post its publication day and its text."""


def fetch(lake: Lake, at: dt.datetime, shown: Shown, days: list[dt.date]) -> None:
    """Fetch days as a site shows them at a moment, and read them.

    Twice, because a post that moved is only gone from its old day once it is stored for the new one.
    """
    pages = [
        raw_page(
            day,
            post_id,
            post_bytes(post_id, f"<p>{text}</p>", date=f"{day}T08:00:00", modified=at.strftime("%Y-%m-%dT%H:%M:%S")),
            fetched_at=at,
        )
        for post_id, (day, text) in shown.items()
    ]
    for day in [*days, *days]:
        listed = [page for page in pages if page.published_date == day]
        source = ListedSource([listed], expected=len(listed), by_id={page.page_id: page for page in pages})
        fetch_day(source, lake, day)
    for day in days:
        read_day(lake, day)


def grown_lake(folder: Path, states: Mapping[dt.datetime, Shown], days: list[dt.date]) -> Lake:
    """A lake that was fetched at each of the moments."""
    lake = open_lake(str(folder))
    for at, shown in states.items():
        fetch(lake, at, shown, days)
    return lake
