"""What changed in days that were fetched: posts edited, moved to another day, deleted, put back, missed.

Edits and moves are asked for since a moment. Deletions leave no trace to ask for: the ids of the posts of a range of
days are listed, without their texts, and compared with those that were shown last; what is missing is asked for by its
id (`transforms.fate`). Nothing that is stored is changed: a deleted post is a row of `sightings`.

The moment up to which a source was asked is remembered in the lake, `state/changes/<source>`, once the days that
changed are read. What a killed run asked is therefore asked anew; nothing is stored twice, and what it left unread is
read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from transforms.clock import today
from transforms.completeness import days_held, note_missing, remembered
from transforms.errors import UsageError
from transforms.lake import Lake
from transforms.ledger import DayLedger, by_day
from transforms.progress import Progress
from transforms.sightings import PageKey
from transforms.sources.base import RawPage, Revisable, Source
from transforms.underway import Underway

RECENT_DAYS = 60
"""The newest days of the lake, whose posts are looked for by every daily run."""
SLICES = 28
"""Older days are looked at in so many parts, one a day: a post deleted at any time is found within four weeks."""
_LONGEST_RANGE_DAYS = 366
_SINCE, _UNREAD = "since", "unread"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a source was asked, and what came of it.

    Attributes:
        since: changes after this moment were asked for.
        asked_at: when the asking began, UTC.
        told: posts of fetched days that the source told of as new or modified.
        elsewhere: such posts of days that were never fetched; they are not stored.
        added: page versions that were new to the lake.
        seen_again: pages that were put back to a version that was there before, or that came back.
        gone: pages that the source says are gone.
        moved: pages that the source shows on another day than before.
        missed: posts that the source lists for a fetched day and that the lake lacked.
        changed_days: publication days of which pages or sightings were stored.
        days: publication days that were looked at; those whose reports are not up to date have to be read.
        missing: by publication day, ids of posts that the source neither lists nor says are gone.
    """

    since: dt.datetime
    asked_at: dt.datetime
    told: int
    elsewhere: int
    added: int
    seen_again: int
    gone: int
    moved: int
    missed: int
    changed_days: tuple[dt.date, ...]
    days: tuple[dt.date, ...]
    missing: dict[dt.date, tuple[str, ...]]


def fetch_changes(
    source: Source, lake: Lake, since: dt.datetime, look_at: Collection[dt.date], progress: Progress
) -> Changes:
    """Ask a source what changed, and store it in the publication days it belongs to.

    Args:
        source: which is asked.
        lake: in which days were fetched.
        since: with offset; edits after this moment are asked for, of any day that was fetched.
        look_at: fetched publication days of which deleted and missed posts are looked for.
        progress: told how far it is.

    Raises:
        UsageError: the source cannot tell what changed.
        IncompleteDayError: the source told of more posts than it listed; what came is stored.
        PermanentFetchError, TransientFetchError: the source failed; what came before is stored.
        LakeError: the lake cannot be read or written.
    """
    revisable = source.revisable()
    if revisable is None:
        raise UsageError(
            f"{source.name} cannot tell what changed",
            hint="fetch the days again: marsad ingest --from … --to … --again",
        )
    asked_at = dt.datetime.now(dt.UTC)
    Underway(lake, source.name).end()  # older than what is asked for now
    held = frozenset(days_held(lake, source.name))
    unread = _unread(lake, source.name)
    run = _Run(source, revisable, lake)
    told = elsewhere = 0
    with progress.step("Asking for changes", None, "posts") as advance:
        for batch in revisable.changed_since(since):
            known = [page for page in batch if page.published_date in held]
            run.take(known)
            told += len(known)
            elsewhere += len(batch) - len(known)
            advance(len(batch))
    wanted = sorted(held & set(look_at))
    with progress.step("Looking for deleted posts", len(wanted), "days") as advance:
        for days in _ranges(wanted):
            run.look_at(days)
            advance(len(days))
    lake.write_state(
        _name(source.name),
        {**(lake.read_state(_name(source.name)) or {}), _UNREAD: sorted({*unread, *map(str, run.ledgers)})},
    )
    added, seen_again, changed = run.close()
    return Changes(
        since,
        asked_at,
        told,
        elsewhere,
        added,
        seen_again,
        run.deleted,
        run.moved,
        run.missed,
        changed_days=changed,
        days=tuple(sorted({*run.ledgers, *map(dt.date.fromisoformat, unread)})),
        missing=run.missing,
    )


def remember_asked(lake: Lake, source: str, changes: Changes) -> None:
    """Remember that everything up to these changes was asked for, stored and read."""
    lake.write_state(_name(source), {_SINCE: changes.asked_at.isoformat(), _UNREAD: []})


def asked_until(lake: Lake, source: Source) -> dt.datetime:
    """The moment from which on nobody has asked what changed: of the last time, else of the first fetch.

    Raises:
        UsageError: nothing was fetched yet.
        LakeError: the lake cannot be read.
    """
    facts = lake.read_state(_name(source.name)) or {}
    try:
        return dt.datetime.fromisoformat(facts[_SINCE])
    except (KeyError, TypeError, ValueError):
        pass  # never asked, or nobody can tell any more
    times = [time for day in days_held(lake, source.name) if (time := _first_fetched(lake, source, day)) is not None]
    if not times:
        raise UsageError(f"nothing of {source.name} was fetched yet", hint="run marsad ingest --from … --to … first")
    return min(times)


def days_to_look_at(held: Sequence[dt.date], now: dt.date | None = None) -> list[dt.date]:
    """The fetched days of which a daily run looks for deleted posts: the newest, and a part of the older ones.

    Args:
        held: days that were fetched, in order.
        now: the day that it is in Asia/Damascus; default: today.
    """
    now = now or today()
    recent = [day for day in held if (now - day).days <= RECENT_DAYS]
    older = held[: len(held) - len(recent)]
    part = now.toordinal() % SLICES
    return [*older[len(older) * part // SLICES : len(older) * (part + 1) // SLICES], *recent]


@dataclass
class _Run:
    """One run: the days that are open, and what was found."""

    source: Source
    revisable: Revisable
    lake: Lake
    ledgers: dict[dt.date, DayLedger] = field(default_factory=dict)
    gone: dict[dt.date, list[PageKey]] = field(default_factory=dict)
    missing: dict[dt.date, tuple[str, ...]] = field(default_factory=dict)
    deleted: int = 0
    moved: int = 0
    missed: int = 0

    def ledger(self, day: dt.date) -> DayLedger:
        """A day, opened where it is not yet."""
        if day not in self.ledgers:
            self.ledgers[day] = DayLedger(self.lake, self.source, day)
        return self.ledgers[day]

    def take(self, pages: Sequence[RawPage]) -> None:
        """Store pages in their publication days."""
        for day, of_the_day in by_day(pages).items():
            self.ledger(day).take(of_the_day)

    def look_at(self, days: Sequence[dt.date]) -> None:
        """Compare what the source lists of days that follow each other with what it showed last."""
        asked_at = dt.datetime.now(dt.UTC)
        listed = self.revisable.listed_ids(days[0], days[-1])
        shown = {day: self.ledger(day).due({self.revisable.route}) for day in days}
        lacking = {
            day: {page_id: keys for page_id, keys in pages.items() if listed.get(page_id) != day}
            for day, pages in shown.items()
        }
        left = {page_id for pages in lacking.values() for page_id in pages if page_id in listed}
        new = {
            page_id
            for page_id, day in listed.items()
            if (day in shown or page_id in left) and not self._has(day, page_id)
        }
        for batch in self.revisable.pages_of(sorted(new)):
            self.take([page for page in batch if page.published_date in shown or page.page_id in left])
        self.missed += len(new - left)
        for day, pages in lacking.items():
            for page_id in sorted(left & pages.keys()):
                if self._has(listed[page_id], page_id):
                    self._note_gone(day, page_id)
                    self.moved += 1
            self._ask_after(day, pages.keys() - left, len(shown[day]), asked_at)

    def close(self) -> tuple[int, int, tuple[dt.date, ...]]:
        """Store the sightings; gives the numbers of new versions and of pages seen again, and the days that changed."""
        now = dt.datetime.now(dt.UTC)
        added = seen_again = 0
        changed = []
        for day, ledger in sorted(self.ledgers.items()):
            gone = self.gone.get(day, [])
            again = ledger.note(gone, now)
            added += ledger.added
            seen_again += again
            if ledger.added or again or gone:
                changed.append(day)
        return added, seen_again, tuple(changed)

    def _has(self, day: dt.date, page_id: str) -> bool:
        """Whether a page is stored for a day and shown there, as far as was seen."""
        ledger = self.ledger(day)
        return page_id in ledger.taken or page_id in ledger.shown_by()

    def _ask_after(self, day: dt.date, lacking: Collection[str], due: int, at: dt.datetime) -> None:
        fate = self.ledger(day).ask_after(lacking, due)
        self.take(fate.moved)
        for page_id in (*fate.gone, *(page.page_id for page in fate.moved)):
            self._note_gone(day, page_id)
        self.deleted += len(fate.gone)
        self.moved += len(fate.moved)
        if fate.unknown:
            self.missing[day] = fate.unknown
            note_missing(self.lake, self.source.name, day, fate.unknown, at)

    def _note_gone(self, day: dt.date, page_id: str) -> None:
        self.gone.setdefault(day, []).extend(self.ledger(day).shown_by()[page_id])


def _ranges(days: Sequence[dt.date]) -> Iterator[list[dt.date]]:
    """Days that follow each other, together."""
    together: list[dt.date] = []
    for day in days:
        if together and (day - together[-1] != dt.timedelta(days=1) or len(together) == _LONGEST_RANGE_DAYS):
            yield together
            together = []
        together.append(day)
    if together:
        yield together


def _first_fetched(lake: Lake, source: Source, day: dt.date) -> dt.datetime | None:
    known = remembered(lake, source.name, day)
    if known is not None:
        return known.asked_at
    rows = lake.read_page_versions(day).to_pylist()
    return min((row["fetched_at"] for row in rows if row["source"] == source.name), default=None)


def _unread(lake: Lake, source: str) -> list[str]:
    """Days, as ISO dates, that a run changed that was killed before they were read."""
    days = (lake.read_state(_name(source)) or {}).get(_UNREAD)
    return [day for day in days if isinstance(day, str)] if isinstance(days, list) else []


def _name(source: str) -> str:
    return f"changes/{quote(source, safe='')}"
