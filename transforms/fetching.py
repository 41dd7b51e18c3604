"""From a source into the lake: publication days, stored as they come in.

Belongs here: which order things are stored in, and what counts as a complete day. Does not belong here: asking
(`transforms.sources`), Parquet (`transforms.lake`), and what changed in days that were fetched (`transforms.changes`).

A page that was stored and that a complete listing lacks is only taken for gone where the source, asked for it by its
id, says so (`transforms.fate`). A site that breaks down and answers with fewer posts than it had therefore removes
nothing: the day is not complete, and the ids are named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transforms.completeness import ListedDay, need_not_be_asked, remember, remembered
from transforms.errors import IncompleteDayError
from transforms.lake import Lake
from transforms.ledger import DayLedger, FetchResult, by_day
from transforms.sources.base import Source, Spreading
from transforms.underway import Underway

__all__ = ["FetchResult", "fetch_day", "fetch_days"]

_POSTS_A_CHUNK = 80
"""As many days are fetched together as bring about so many posts: one request, where a hundred come with each."""
_FIRST_CHUNK_DAYS = 4
_LONGEST_CHUNK_DAYS = 92


def fetch_day(source: Source, lake: Lake, day: dt.date) -> FetchResult:
    """Fetch a publication day and store every page version that is new.

    Each batch is stored before the next is asked for: a killed run loses one batch at most, and the next one stores
    what is missing. A second run without changes at the source adds nothing. A page that was put back to an older
    state, or that is gone, is noted in a small object of its own (`transforms.sightings`).

    Raises:
        IncompleteDayError: the source told of more reports than it handed over; what came is stored.
        PermanentFetchError, TransientFetchError: the source failed; what came before is stored.
        LakeError: the lake cannot be written.
    """
    ledger = DayLedger(lake, source, day)
    for batch in source.batches(day, stored=ledger.stored):
        ledger.take(batch)
    result = ledger.close()
    if result.is_short:
        named = f"; missing: {', '.join(result.missing)}" if result.missing else ""
        raise IncompleteDayError(
            f"{source.name} told of {result.expected} reports for {day} and handed over {result.listed}; those are "
            f"stored{named}",
            url=f"{source.name}/{day.isoformat()}",
            hint="run the day again",
        )
    return result


def fetch_days(source: Source, lake: Lake, days: Sequence[dt.date], *, again: bool = False) -> Iterator[FetchResult]:
    """Fetch publication days, many together where that costs fewer requests.

    A day that was complete when it was over, and is older than `completeness.SETTLED_AFTER_DAYS`, is not asked for. A
    killed run goes on with the days that were not complete; of a source that tells no number, with those that were not
    handed over to the end within a day. What a killed run was answered is stored (`transforms.underway`): the days it
    was at are fetched together again, and no request is repeated whose answer is there.

    Args:
        source: where from.
        lake: where to.
        days: publication days in order, each once.
        again: ask for all of them.

    Yields:
        What came of each day, in order, once it is stored. A short day is no error here, but a result.

    Raises:
        PermanentFetchError, TransientFetchError: the source failed; what came before is stored.
        LakeError: the lake cannot be written.
    """
    pace = _Pace()
    underway = Underway(lake, source.name)
    left = frozenset[dt.date]() if again or source.is_local else _left(lake, source, underway, days)
    if not left and not source.is_local:
        underway.end()
    waiting: list[dt.date] = []
    for day in days:
        known = None if again or source.is_local else remembered(lake, source.name, day)
        settled = day not in left and need_not_be_asked(lake, known)
        if waiting and (settled or not _together(waiting, day, left, pace)):
            yield from _fetch_chunk(source, lake, waiting, pace, underway, going_on=waiting[0] in left)
            waiting = []
        if settled and known is not None:
            yield FetchResult(day, known.listed, known.expected, 0, known.listed, asked=False)
        else:
            waiting.append(day)
    if waiting:
        yield from _fetch_chunk(source, lake, waiting, pace, underway, going_on=waiting[0] in left)


def _left(lake: Lake, source: Source, underway: Underway, days: Sequence[dt.date]) -> frozenset[dt.date]:
    """Days that a killed run was at, unless all of them are noted already."""
    left = underway.left(days)
    settled = all(need_not_be_asked(lake, remembered(lake, source.name, day)) for day in left)
    return frozenset() if settled else left


def _together(waiting: Sequence[dt.date], day: dt.date, left: frozenset[dt.date], pace: _Pace) -> bool:
    """Whether a day is fetched with those that wait: the days that a killed run was at are, and no others with them."""
    if day in left or waiting[-1] in left:
        return day in left and waiting[-1] in left
    return pace.has_room(waiting, day)


def _fetch_chunk(
    source: Source, lake: Lake, days: Sequence[dt.date], pace: _Pace, underway: Underway, *, going_on: bool
) -> Iterator[FetchResult]:
    """Fetch days that follow each other; what was answered is only left where the run is killed."""
    if source.is_local:
        yield from _fetch_together(source, lake, days, pace, dt.datetime.now(dt.UTC))
        return
    began = underway.begin(days, going_on=going_on)
    source.recall(underway)
    try:
        yield from _fetch_together(source, lake, days, pace, began)
    except Exception:
        underway.end()
        raise
    finally:
        source.recall(None)
    underway.end()


def _fetch_together(
    source: Source, lake: Lake, days: Sequence[dt.date], pace: _Pace, asked_at: dt.datetime
) -> Iterator[FetchResult]:
    if len(days) > 1 and isinstance(source, Spreading):
        ledgers = {day: DayLedger(lake, source, day) for day in days}
        stored = frozenset(page_id for ledger in ledgers.values() for page_id in ledger.stored)
        for batch in source.spread(days[0], days[-1], stored=stored):
            for day, pages in by_day(batch).items():
                if day in ledgers:
                    ledgers[day].take(pages)
        for ledger in ledgers.values():
            yield _closed(lake, source, ledger, asked_at, pace)
        return
    for day in days:
        ledger = DayLedger(lake, source, day)
        for batch in source.batches(day, stored=ledger.stored):
            ledger.take(batch)
        yield _closed(lake, source, ledger, asked_at, pace)


def _closed(lake: Lake, source: Source, ledger: DayLedger, asked_at: dt.datetime, pace: _Pace) -> FetchResult:
    result = ledger.close()
    pace.note(result.listed)
    if not source.is_local:
        remember(lake, source.name, ListedDay(result.day, asked_at, result.listed, result.expected, result.missing))
    return result


@dataclass
class _Pace:
    """How many days to fetch together, from the number of posts that the days before had."""

    days: int = _FIRST_CHUNK_DAYS
    _seen: list[int] = field(default_factory=list)

    def has_room(self, waiting: Sequence[dt.date], day: dt.date) -> bool:
        """Whether a day belongs to the chunk that is waiting."""
        return len(waiting) < self.days and day - waiting[-1] == dt.timedelta(days=1)

    def note(self, posts: int) -> None:
        """Take down the number of posts of a day; once the chunk is through, the next one is sized by them."""
        self._seen.append(posts)
        if len(self._seen) >= self.days:
            wanted = _POSTS_A_CHUNK * len(self._seen) // max(1, sum(self._seen))
            self.days = max(1, min(wanted, 4 * self.days, _LONGEST_CHUNK_DAYS))
            self._seen = []
