"""What became of pages that were stored and that their source no longer lists.

The rule that tells a deletion from an outage: a page is gone if the source, asked for this page by its id, says so (a
WordPress site by 404 of an unknown id, 410, or 401 of a post in the trash). A page that is shown when asked for, or of
which nothing can be learnt, was left out of the list: it is missing, its day is not complete, and nothing of it
changes.

A site whose database was lost or put back to an old state says of every post that it is gone. So where most of a day is
missing at once it is not asked, and not believed, before the same was missing a day earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from transforms.errors import FetchError
from transforms.sources.base import RawPage, Source

FEW_PAGES = 3
"""So many pages may be gone of a day at once, even if the day had no others."""
MOST_ASKED_BY_ID = 100
"""Of so many missing pages a day the source is asked what became of them; of more, by the next run."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of pages that a listing lacks.

    Attributes:
        gone: ids that the source says are gone.
        moved: pages that the source shows on another day.
        unknown: ids that the source shows on the day itself, or says nothing of.
    """

    gone: tuple[str, ...] = ()
    moved: tuple[RawPage, ...] = ()
    unknown: tuple[str, ...] = ()


def ask_after(
    source: Source, day: dt.date, page_ids: Sequence[str], *, due: int, missing_before: Collection[str] = ()
) -> Fate:
    """Ask a source for each page that it no longer lists.

    A source on this machine is believed without being asked. At most `MOST_ASKED_BY_ID` pages are asked for, and none
    after the first failure: of these nobody knows.

    Args:
        source: which listed the day.
        day: the publication day on which the pages were shown.
        page_ids: the pages that are missing.
        due: number of pages that were shown before and not gone, those that are missing among them.
        missing_before: pages that were missing a day ago or earlier, too.
    """
    if source.is_local:
        return Fate(gone=tuple(page_ids))
    revisable = source.revisable()
    is_most = len(page_ids) > FEW_PAGES and 2 * len(page_ids) > due
    if revisable is None or (is_most and not set(page_ids) <= set(missing_before)):
        return Fate(unknown=tuple(page_ids))
    gone: list[str] = []
    moved: list[RawPage] = []
    unknown: list[str] = list(page_ids[MOST_ASKED_BY_ID:])
    asked = page_ids[:MOST_ASKED_BY_ID]
    for number, page_id in enumerate(asked):
        try:
            page = revisable.whereabouts(page_id)
        except FetchError:
            unknown += asked[number:]
            break
        if page is None:
            gone.append(page_id)
        elif page.published_date != day:
            moved.append(page)
        else:
            unknown.append(page_id)
    return Fate(tuple(gone), tuple(moved), tuple(sorted(unknown)))
