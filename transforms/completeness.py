"""What is remembered of the listing of a publication day, and when a day need not be asked for again.

A small object of the lake a day and source, replaced as a whole: `state/listings/date=2016-02-25/<source>.json`. It
saves requests and nothing else: without it the day is asked for again, and what is stored is not stored twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from transforms.clock import today
from transforms.lake import Lake
from transforms.sources.base import day_bounds

SETTLED_AFTER_DAYS = 7
"""A day is listed anew by every run until it is older than this: posts that come late are found without further ado.
Later edits and deletions are found by asking what changed (`transforms.changes`)."""

UNCOUNTED_FOR = dt.timedelta(days=1)
"""A source that tells no number of posts can never be said to be complete, nor does an empty list prove an empty day:
so answers a site whose database is down, too. What came is taken for all of the day for so long, so that a killed run
goes on where it was."""

_FOLDER = "listings"


@dataclass(frozen=True, slots=True)
class ListedDay:
    """What the newest listing of a publication day gave.

    Attributes:
        day: publication day in Asia/Damascus.
        asked_at: when it was begun, UTC.
        listed: pages that came.
        expected: reports that the source told of; None if it told no number.
        missing: ids of pages that were stored before, did not come, and are not known to be gone.
        objects: objects of the lake that held the day's raw pages then.
    """

    day: dt.date
    asked_at: dt.datetime
    listed: int
    expected: int | None
    missing: tuple[str, ...] = ()
    objects: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether all came that the source told of, and nothing that was there before is missing."""
        return self.expected is not None and self.listed >= self.expected and not self.missing

    @property
    def is_whole_day(self) -> bool:
        """Whether the day was over when it was listed."""
        return self.asked_at >= day_bounds(self.day)[1]

    @property
    def is_settled(self) -> bool:
        """Whether the day need not be asked for again."""
        if not self.expected:
            ended_well = not self.missing and dt.datetime.now(dt.UTC) - self.asked_at < UNCOUNTED_FOR
        else:
            ended_well = self.is_complete
        return ended_well and self.is_whole_day and (today() - self.day).days > SETTLED_AFTER_DAYS


def need_not_be_asked(lake: Lake, listed: ListedDay | None) -> bool:
    """Whether what is remembered of a day is enough: it is settled, and the lake still holds what was stored then.

    An object that was damaged and taken away is thereby fetched again.
    """
    return listed is not None and listed.is_settled and lake.count_raw_objects(listed.day) >= listed.objects


def remembered(lake: Lake, source: str, day: dt.date) -> ListedDay | None:
    """What is remembered of a day; None where it was never listed, or nobody can tell any more.

    Args:
        lake: where it is remembered.
        source: the source's name.
        day: publication day in Asia/Damascus.
    """
    facts = lake.read_state(_name(source, day))
    try:
        return None if facts is None else _listed(day, facts)
    except (KeyError, TypeError, ValueError):
        return None


def remember(lake: Lake, source: str, listed: ListedDay) -> None:
    """Remember a listing, once its pages are stored.

    One that says nothing new is not written, so that a second run changes no byte.
    """
    listed = replace(listed, objects=lake.count_raw_objects(listed.day))
    before = remembered(lake, source, listed.day)
    if before is not None and _says_the_same(before, listed):
        return
    lake.write_state(
        _name(source, listed.day),
        {
            "asked_at": listed.asked_at.isoformat(),
            "listed": listed.listed,
            "expected": listed.expected,
            "missing": list(listed.missing),
            "objects": listed.objects,
        },
    )


def missing_since(lake: Lake, source: str, day: dt.date, age: dt.timedelta) -> frozenset[str]:
    """Ids of pages that have been missing from the listings of a day for so long, or longer."""
    known = remembered(lake, source, day)
    is_old = known is not None and dt.datetime.now(dt.UTC) - known.asked_at >= age
    return frozenset(known.missing) if known is not None and is_old else frozenset()


def note_missing(lake: Lake, source: str, day: dt.date, page_ids: Collection[str], at: dt.datetime) -> None:
    """Remember of a listed day that pages are missing from it, so that the day is asked for again.

    Args:
        lake: where it is remembered.
        source: the source's name.
        day: publication day in Asia/Damascus; one that was never listed will be asked for anyway.
        page_ids: the missing pages.
        at: when that was seen, UTC.
    """
    known = remembered(lake, source, day)
    if known is not None and set(known.missing) != set(page_ids):
        remember(lake, source, replace(known, asked_at=at, missing=tuple(sorted(page_ids))))


def remembered_days(lake: Lake, source: str) -> list[dt.date]:
    """Publication days of which a listing by this source is remembered, in order."""
    ending = f"/{quote(source, safe='')}"
    names = [name.removesuffix(ending) for name in lake.state_names(_FOLDER) if name.endswith(ending)]
    return sorted(dt.date.fromisoformat(name.rpartition("date=")[2]) for name in names)


def days_held(lake: Lake, source: str) -> list[dt.date]:
    """Publication days that were fetched from a source, in order: listed, or with pages of it."""
    listed = set(remembered_days(lake, source))
    with_pages = (day for day in lake.days("raw_pages") if day not in listed)
    return sorted(listed.union(day for day in with_pages if any(name == source for name, *_ in lake.versions(day))))


def _says_the_same(before: ListedDay, now: ListedDay) -> bool:
    if not now.expected and not before.is_settled:
        return False  # the moment counts
    facts = (before.listed, before.expected, before.missing, before.is_whole_day, before.objects)
    return facts == (now.listed, now.expected, now.missing, now.is_whole_day, now.objects)


def _listed(day: dt.date, facts: dict[str, Any]) -> ListedDay:
    expected = facts["expected"]
    return ListedDay(
        day,
        dt.datetime.fromisoformat(facts["asked_at"]),
        int(facts["listed"]),
        None if expected is None else int(expected),
        tuple(map(str, facts["missing"])),
        int(facts.get("objects", 0)),
    )


def _name(source: str, day: dt.date) -> str:
    return f"{_FOLDER}/date={day.isoformat()}/{quote(source, safe='')}"
