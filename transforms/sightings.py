"""What a source showed last: raw pages say so as long as every change is new; sightings say the rest.

Raw pages are stored once, by their bytes. So a page that is put back to an older state leaves no new raw page, nor does
one that its source no longer lists. Both are kept as sightings: small objects that are only ever added, with a row for
each page that turned to something else than the lake knew of. Where nothing turned, nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from transforms.lake import Version
from transforms.schemas import SIGHTINGS
from transforms.sources.base import RawPage

PageKey = tuple[str, str, str]
"""A page as one kind of source shows it: source, route, page_id."""

_KEY = ("source", "route", "page_id")


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages showed last.

    Attributes:
        by_key: body_sha256 by kind of source, None where the page was gone.
        newest: by source and page_id, when which body_sha256 was shown last, whatever kind of source showed it.
    """

    by_key: dict[PageKey, str | None] = field(default_factory=dict)
    newest: dict[tuple[str, str], tuple[dt.datetime, str]] = field(default_factory=dict)


class Listing:
    """What a source hands over of a publication day, without the bytes."""

    def __init__(self) -> None:
        self._seen: dict[PageKey, list[tuple[str, dt.datetime]]] = {}

    def add(self, pages: Iterable[RawPage]) -> None:
        """Take pages down."""
        for page in pages:
            key = (page.source, page.route, page.page_id)
            self._seen.setdefault(key, []).append((page.body_sha256, page.fetched_at))

    def seen_again(self, known: Shown, stored: Collection[Version]) -> list[dict[str, Any]]:
        """Pages that show a version that is stored, and showed another one last, by this or by another route.

        Args:
            known: what each page showed last, as known before this listing.
            stored: versions in the lake before this listing.
        """
        rows = []
        for key, versions in self._seen.items():
            hashes = {body_sha256 for body_sha256, _ in versions}
            is_new = any((key[0], key[2], body_sha256) not in stored for body_sha256 in hashes)
            if is_new:
                continue
            # Another route may have shown an older state since, from a cache: what this one shows now is newer.
            at, last_body = known.newest.get((key[0], key[2]), (versions[-1][1], None))
            is_behind = last_body not in hashes and at < versions[-1][1]
            if is_behind or known.by_key.get(key) not in hashes:
                rows.append(_row(key, *versions[-1]))
        return rows

    @property
    def routes(self) -> set[str]:
        """Kinds of source that handed pages over."""
        return {route for _, route, _ in self._seen}

    @property
    def page_ids(self) -> set[str]:
        """Pages that were handed over."""
        return {page_id for _, _, page_id in self._seen}

    @property
    def newest(self) -> dt.datetime | None:
        """When the last of them came; None where none did."""
        return max((at for versions in self._seen.values() for _, at in versions), default=None)


def gone_rows(keys: Iterable[PageKey], at: dt.datetime | None) -> list[dict[str, Any]]:
    """Pages that are gone, as rows.

    Args:
        keys: the pages.
        at: when that was seen; None: now.
    """
    return [_row(key, None, at or dt.datetime.now(dt.UTC)) for key in keys]


def shown_last(pages: pa.Table, sightings: pa.Table) -> Shown:
    """What each page of a day showed last, as far as the lake knows.

    Args:
        pages: page versions with source, route, page_id, body_sha256 and fetched_at.
        sightings: rows of `SIGHTINGS`.
    """
    steps = [(row["fetched_at"], False, row) for row in pages.to_pylist()]
    steps += [(row["seen_at"], True, row) for row in sightings.to_pylist()]
    steps.sort(key=lambda step: (step[0], step[1], step[2]["source"], step[2]["page_id"], step[2]["body_sha256"] or ""))
    shown = Shown()
    for at, _, row in steps:
        shown.by_key[row["source"], row["route"], row["page_id"]] = row["body_sha256"]
        if row["body_sha256"] is not None:
            shown.newest[row["source"], row["page_id"]] = (at, row["body_sha256"])
    return shown


def sightings_table(day: dt.date, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of `Listing` as a table for the lake."""
    return pa.Table.from_pylist([{**row, "published_date": day} for row in rows], schema=SIGHTINGS)


def _row(key: PageKey, body_sha256: str | None, seen_at: dt.datetime) -> dict[str, Any]:
    return {**dict(zip(_KEY, key, strict=True)), "body_sha256": body_sha256, "seen_at": seen_at}
