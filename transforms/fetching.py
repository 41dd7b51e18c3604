"""From a source into the lake: one publication day, stored as it comes in.

Belongs here: which order things are stored in, and what counts as a complete day. Does not belong here: asking
(`transforms.sources`) and Parquet (`transforms.lake`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from transforms.errors import IncompleteDayError
from transforms.lake import Lake, versions_of
from transforms.sightings import Listing, shown_last, sightings_table
from transforms.sources.base import Source, raw_page_table


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What one fetch of a day did.

    Attributes:
        day: publication day in Asia/Damascus.
        listed: pages that the source handed over.
        expected: reports that the source told of; None if it tells no number.
        added: page versions that were new to the lake.
        already_stored: page versions that were there before.
        seen_again: pages that were put back to a version that was there before.
        gone: pages that the source showed before and no longer lists.
        unplaced: one line for every page that the source saw and that belongs to no known day.
    """

    day: dt.date
    listed: int
    expected: int | None
    added: int
    already_stored: int
    unplaced: tuple[str, ...] = ()
    seen_again: int = 0
    gone: int = 0


def fetch_day(source: Source, lake: Lake, day: dt.date) -> FetchResult:
    """Fetch a publication day and store every page version that is new.

    Each batch is stored before the next is asked for: a killed run loses one batch at most, and the next one stores
    what is missing. A second run without changes at the source adds nothing. A page that was put back to an older
    state, or that a complete day no longer lists, is noted in a small object of its own (`transforms.sightings`).

    Raises:
        IncompleteDayError: the source told of more reports than it handed over; what came is stored.
        PermanentFetchError, TransientFetchError: the source failed; what came before is stored.
        LakeError: the lake cannot be written.
    """
    pages = lake.read_page_versions(day)
    known, shown = versions_of(pages), shown_last(pages, lake.read_sightings(day))
    stored = frozenset(page_id for name, page_id, _ in known if name == source.name)
    listed = added = 0
    listing = Listing()
    for batch in source.batches(day, stored=stored):
        listed += len(batch)
        if batch:
            added += lake.add_raw_pages(day, raw_page_table(batch))
            listing.add(batch)
    expected = source.expected(day)
    again = listing.seen_again(shown, known)
    gone = []
    if expected is not None and listed >= expected:
        gone = listing.gone(shown, source.name, source.route)
    lake.add_sightings(day, sightings_table(day, [*again, *gone]))
    if expected is not None and listed < expected:
        raise IncompleteDayError(
            f"{source.name} told of {expected} reports for {day} and handed over {listed}; those are stored",
            url=f"{source.name}/{day.isoformat()}",
            hint="run the day again",
        )
    return FetchResult(day, listed, expected, added, listed - added, source.unplaced(), len(again), len(gone))
