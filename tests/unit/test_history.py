"""A past state of a day's reports is read off the moments at which something changed."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.support.rows import post_bytes
from transforms.reading import Revision, read_pages

DAY = dt.date(2016, 2, 25)
BEGIN = dt.datetime(2016, 2, 25, 12, tzinfo=dt.UTC)
ROUTES = ["wordpress_rest", "feed"]
PAGES = ["1", "2", "0" * 64]
"""Two posts, and a page that nobody knows the number of."""


def raw_row(page_id: str, version: int, route: str, at: dt.datetime) -> dict[str, object]:
    """A page version; version 3 cannot be read."""
    number = int(page_id) if len(page_id) < 9 else 1  # the third page shows the first post, too
    if version == 3:
        body = b""
    elif len(page_id) < 9 or version == 2:
        body = post_bytes(number, f"<p>نص {version}</p>")
    else:
        body = f"<html><body><article><h1>عنوان</h1><p>نص الخبر رقم {version}</p></article></body></html>".encode()
    return {
        "page_id": page_id, "source": "test", "route": route, "url": f"https://example.org/{page_id}",
        "published_date": DAY, "content_type": "application/json" if body[:1] == b"{" else "text/html", "body": body,
        "body_sha256": f"{page_id}-{version}", "fetched_at": at,
    }  # fmt: skip


def history(seed: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Fetches and sightings at random, some at the same moment."""
    chance = random.Random(seed)
    rows: list[dict[str, object]] = []
    sightings: list[dict[str, object]] = []
    at = BEGIN
    for _ in range(25):
        at += dt.timedelta(hours=chance.choice([0, 1, 1, 2]))
        page_id, route = chance.choice(PAGES), chance.choice(ROUTES)
        row = raw_row(page_id, chance.randrange(4), route, at)
        stored = {known["body_sha256"] for known in rows}
        sighting = {name: row[name] for name in ("page_id", "source", "route", "published_date")} | {"seen_at": at}
        if chance.random() < 0.3:
            sightings.append({**sighting, "body_sha256": None})
        elif row["body_sha256"] in stored:
            sightings.append({**sighting, "body_sha256": row["body_sha256"]})
        else:
            rows.append(row)
    return rows, sightings


def state(revision: Revision) -> tuple[object, ...]:
    return (
        revision.report.report_id, revision.revision, revision.is_current, revision.is_listed, revision.shown_at,
        revision.gone_at, revision.seen_at,
    )  # fmt: skip


def state_at(revision: Revision, moment: dt.datetime) -> tuple[object, ...]:
    """The same as of a moment, as the staging models read it off."""

    def until(moments: tuple[dt.datetime, ...] | None) -> tuple[dt.datetime, ...]:
        return tuple(at for at in moments or () if at <= moment)

    return (
        revision.report.report_id, revision.revision,
        len(until(revision.current_changed_at)) % 2 == 1, len(until(revision.listed_changed_at)) % 2 == 1,
        until(revision.shown_at), until(revision.gone_at), until(revision.shown_at)[-1],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_at_every_moment_it_tells_what_reading_until_then_had_told(seed: int) -> None:
    rows, sightings = history(seed)
    whole, _ = read_pages(rows, sightings, extract=lambda report: ())
    for moment in sorted({*(row["fetched_at"] for row in rows), *(row["seen_at"] for row in sightings)}):
        then, _ = read_pages(
            [row for row in rows if row["fetched_at"] <= moment],
            [row for row in sightings if row["seen_at"] <= moment],
            extract=lambda report: (),
        )
        known = [state_at(revision, moment) for revision in whole if revision.fetched_at <= moment]
        assert known == [state(revision) for revision in then]


def test_the_newest_state_is_what_the_moments_end_with() -> None:
    whole, _ = read_pages(*history(1), extract=lambda report: ())
    assert any(len(revision.current_changed_at or ()) > 2 for revision in whole)
    for revision in whole:
        assert revision.is_current == (len(revision.current_changed_at or ()) % 2 == 1)
        assert revision.is_listed == (len(revision.listed_changed_at or ()) % 2 == 1)
