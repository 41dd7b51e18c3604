"""From a source into the lake: one publication day, stored as it comes in.

Belongs here: which order things are stored in, and what counts as a complete day. Does not belong here: asking
(`transforms.sources`) and Parquet (`transforms.lake`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from transforms.errors import IncompleteDayError
from transforms.lake import Lake
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
        unplaced: one line for every page that the source saw and that belongs to no known day.
    """

    day: dt.date
    listed: int
    expected: int | None
    added: int
    already_stored: int
    unplaced: tuple[str, ...] = ()


def fetch_day(source: Source, lake: Lake, day: dt.date) -> FetchResult:
    """Fetch a publication day and store every page version that is new.

    Each batch is stored before the next is asked for: a killed run loses one batch at most, and the next one stores
    what is missing. A second run without changes at the source adds nothing.

    Raises:
        IncompleteDayError: the source told of more reports than it handed over; what came is stored.
        PermanentFetchError, TransientFetchError: the source failed; what came before is stored.
        LakeError: the lake cannot be written.
    """
    stored = frozenset(page_id for name, page_id, _ in lake.versions(day) if name == source.name)
    listed = added = 0
    for batch in source.batches(day, stored=stored):
        listed += len(batch)
        if batch:
            added += lake.add_raw_pages(day, raw_page_table(batch))
    expected = source.expected(day)
    if expected is not None and listed < expected:
        raise IncompleteDayError(
            f"{source.name} told of {expected} reports for {day} and handed over {listed}; those are stored",
            url=f"{source.name}/{day.isoformat()}",
            hint="run the day again",
        )
    return FetchResult(day, listed, expected, added, listed - added, source.unplaced())
