"""A publication day of the lake while a source hands over pages of it: what is new, moved, gone or missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from transforms.completeness import missing_since
from transforms.fate import Fate, ask_after
from transforms.lake import Lake, versions_of
from transforms.sightings import Listing, PageKey, gone_rows, shown_last, sightings_table
from transforms.sources.base import RawPage, Source, raw_page_table


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What one fetch of a day did.

    Attributes:
        day: publication day in Asia/Damascus.
        listed: pages that the source handed over, each once, however many versions of it came.
        expected: reports that the source told of; None if it tells no number.
        added: page versions that were new to the lake.
        already_stored: page versions that were there before.
        unplaced: one line for every page that the source saw and that belongs to no known day.
        seen_again: pages that were put back to a version that was there before.
        gone: pages that the source showed before and that it says are gone.
        moved: pages that the source showed before and shows on another day now.
        missing: ids of pages that the source showed before, did not list, and does not say are gone.
        asked: False where the day was complete before and the source was not asked.
        served: routes by which the source listed the day, in order.
        handovers: one line for every route that gave the day up to the next one, with the reason.
    """

    day: dt.date
    listed: int
    expected: int | None
    added: int
    already_stored: int
    unplaced: tuple[str, ...] = ()
    seen_again: int = 0
    gone: int = 0
    moved: int = 0
    missing: tuple[str, ...] = ()
    asked: bool = True
    served: tuple[str, ...] = ()
    handovers: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether fewer pages came than the source told of."""
        return self.expected is not None and self.listed < self.expected

    @property
    def has_shrunk(self) -> bool:
        """Whether the source told of fewer pages than it has: some that were stored did not come and are not gone."""
        return not self.is_short and bool(self.missing)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, as far as the source tells."""
        return not self.is_short and not self.missing


class DayLedger:
    """A publication day of the lake while a source hands over pages of it.

    Args:
        lake: where the day is kept.
        source: where the pages come from.
        day: publication day in Asia/Damascus.
    """

    def __init__(self, lake: Lake, source: Source, day: dt.date) -> None:
        self.day = day
        self._lake = lake
        self._source = source
        pages = lake.read_page_versions(day)
        self._known = versions_of(pages)
        self.shown = shown_last(pages, lake.read_sightings(day))
        self._listing = Listing()
        self._versions = 0
        self.added = 0

    @property
    def stored(self) -> frozenset[str]:
        """Page ids of this source that are stored for the day."""
        return frozenset(page_id for name, page_id, _ in self._known if name == self._source.name)

    def shown_by(self, *routes: str) -> dict[str, list[PageKey]]:
        """Pages of this source that were shown last and not gone, by their ids; with `routes`: shown by one of them."""
        found: dict[str, list[PageKey]] = {}
        for key, body_sha256 in self.shown.by_key.items():
            if body_sha256 is not None and key[0] == self._source.name and (not routes or key[1] in routes):
                found.setdefault(key[2], []).append(key)
        return found

    def due(self, handed_over: Collection[str]) -> dict[str, list[PageKey]]:
        """Pages that have to be in a full listing, as they were shown before and not gone, by their ids.

        A page without a post id is known by its address alone, and routes give addresses of their own: it is only due
        in the listing of a route that showed it.

        Args:
            handed_over: routes of the pages that the listing gave.
        """
        due = self.shown_by(*self._source.listing_routes(handed_over))
        routes = set(handed_over) or {self._source.route}
        return {name: keys for name, keys in due.items() if name.isdecimal() or any(key[1] in routes for key in keys)}

    @property
    def taken(self) -> set[str]:
        """Ids of the pages that were handed over."""
        return self._listing.page_ids

    def take(self, pages: Sequence[RawPage]) -> None:
        """Store a batch of pages of the day, as far as they are new."""
        self._versions += len(pages)
        if pages:
            self.added += self._lake.add_raw_pages(self.day, raw_page_table(pages))
            self._listing.add(pages)

    def note(self, gone: Iterable[PageKey] = (), at: dt.datetime | None = None) -> int:
        """Store what was put back to an older state, and what is gone; gives the number of the former."""
        again = self._listing.seen_again(self.shown, self._known)
        rows = [*again, *gone_rows(gone, max(filter(None, (self._listing.newest, at)), default=None))]
        self._lake.add_sightings(self.day, sightings_table(self.day, rows))
        return len(again)

    def ask_after(self, lacking: Collection[str], due: int) -> Fate:
        """Ask what became of pages that were due and did not come.

        Args:
            lacking: their ids.
            due: number of pages that were due.
        """
        before = missing_since(self._lake, self._source.name, self.day, dt.timedelta(days=1)) if lacking else ()
        return ask_after(self._source, self.day, sorted(lacking), due=due, missing_before=before)

    def close(self) -> FetchResult:
        """Say what the listing, now at its end, came to; what is gone is noted."""
        expected = self._source.expected(self.day)
        # Of a folder each file counts: its number tells of files, and two of them may show one post.
        listed = self._versions if self._source.is_local else len(self._listing.page_ids)
        gone: list[PageKey] = []
        moved = 0
        missing: tuple[str, ...] = ()
        at: dt.datetime | None = None
        if expected is not None:
            lacking = self.due(self._listing.routes)
            due = len(lacking)
            for page_id in self._listing.page_ids:
                lacking.pop(page_id, None)
            if listed >= expected:
                fate = self.ask_after(lacking, due)
                elsewhere = [page for page in fate.moved if self._holds(page)]
                names = (*fate.gone, *(page.page_id for page in elsewhere))
                gone = [key for name in names for key in self.shown_by()[name]]
                at = max((page.fetched_at for page in elsewhere), default=None)
                moved, missing = len(fate.moved), fate.unknown
            else:
                missing = tuple(sorted(lacking))
        seen_again = self.note(gone, at)
        return FetchResult(
            self.day, listed, expected, self.added, self._versions - self.added, self._source.unplaced(), seen_again,
            len(gone), moved, missing,
            served=self._source.served(self.day), handovers=self._source.handovers(self.day),
        )  # fmt: skip

    def _holds(self, page: RawPage) -> bool:
        """Whether a page that moved is stored for its new day; until then it stays where it was."""
        stored = self._lake.versions(page.published_date)
        return any(version[:2] == (page.source, page.page_id) for version in stored)


def by_day(pages: Iterable[RawPage]) -> dict[dt.date, list[RawPage]]:
    """Pages by their publication day, in order."""
    found: dict[dt.date, list[RawPage]] = {}
    for page in pages:
        found.setdefault(page.published_date, []).append(page)
    return dict(sorted(found.items()))
