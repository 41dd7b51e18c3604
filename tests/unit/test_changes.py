"""What changed at a source in days that were fetched: found by the next run, and only those days read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.living_site import LIST, LivingSite, living
from tests.support.rows import raw_page
from tests.support.sources import ListedSource
from transforms.changes import (
    RECENT_DAYS,
    SLICES,
    Changes,
    asked_until,
    days_to_look_at,
    fetch_changes,
    remember_asked,
)
from transforms.errors import IncompleteDayError, TransientFetchError, UsageError
from transforms.fetching import fetch_days
from transforms.freshness import read_stale_days, up_to_date
from transforms.lake import Lake
from transforms.progress import Silent
from transforms.sources.base import raw_page_table

FIRST = dt.date(2016, 3, 20)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(10)]
SINCE = dt.datetime(2016, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def site() -> Iterator[LivingSite]:
    """Two posts a day: 100 and 101 on the first, 102 and 103 on the second, …"""
    with living((100 + n, DAYS[n // 2]) for n in range(20)) as site:
        yield site


@pytest.fixture
def fetched(site: LivingSite, lake: Lake) -> Lake:
    """The lake with all days fetched and read."""
    list(fetch_days(site.source(), lake, DAYS))
    read(lake, DAYS)
    return lake


def changes(site: LivingSite, lake: Lake, look_at: list[dt.date] = DAYS) -> Changes:
    return fetch_changes(site.source(), lake, SINCE, look_at, Silent())


def read(lake: Lake, days: list[dt.date]) -> list[dt.date]:
    """Read what has to be read; gives these days."""
    return [result.day for result, is_read in read_stale_days(lake, days, "local") if is_read]


def objects(lake: Lake) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path(lake.uri).rglob("*.parquet"))}


def rows(lake: Lake, day: dt.date, post_id: int) -> list[tuple[int, bool, bool]]:
    """Revision, is_current and is_listed of a post's report."""
    found = lake.read_reports(day).to_pylist()
    return [(row["revision"], row["is_current"], row["is_listed"]) for row in found if row["post_id"] == post_id]


def test_without_changes_nothing_is_stored_and_no_day_is_to_be_read(site: LivingSite, fetched: Lake) -> None:
    before = objects(fetched)
    found = changes(site, fetched)

    assert (found.told, found.changed_days, read(fetched, list(found.days)), objects(fetched)) == (0, (), [], before)


def test_without_changes_the_posts_of_ten_days_cost_two_requests(site: LivingSite, fetched: Lake) -> None:
    before = len(site.asked)
    changes(site, fetched)

    assert len(site.asked) - before == 2


def test_an_edit_is_stored_on_its_day_and_only_that_day_is_read(site: LivingSite, fetched: Lake) -> None:
    site.edit(104, "نص معدل")
    found = changes(site, fetched)

    assert (found.told, found.added, found.changed_days) == (1, 1, (DAYS[2],))
    assert read(fetched, list(found.days)) == [DAYS[2]]
    assert rows(fetched, DAYS[2], 104) == [(1, False, False), (2, True, True)]


def test_a_deleted_post_is_a_tombstone_and_only_its_day_is_read(site: LivingSite, fetched: Lake) -> None:
    site.delete(105)
    found = changes(site, fetched)

    assert (found.gone, found.changed_days, read(fetched, list(found.days))) == (1, (DAYS[2],), [DAYS[2]])
    assert rows(fetched, DAYS[2], 105) == [(1, True, False)]


def test_a_deleted_post_stays_among_the_raw_pages(site: LivingSite, fetched: Lake) -> None:
    before = fetched.read_raw_pages(DAYS[2])
    site.delete(105)
    changes(site, fetched)

    assert fetched.read_raw_pages(DAYS[2]) == before


def test_a_deleted_post_is_found_once(site: LivingSite, fetched: Lake) -> None:
    site.delete(105)

    assert [changes(site, fetched).gone for _ in range(2)] == [1, 0]


def test_a_deleted_post_that_comes_back_is_listed_again(site: LivingSite, fetched: Lake) -> None:
    post = site.delete(105)
    changes(site, fetched)
    site.posts[105] = post
    found = changes(site, fetched)
    read(fetched, list(found.days))

    assert (found.seen_again, rows(fetched, DAYS[2], 105)) == (1, [(1, True, True)])


def test_a_post_that_moves_to_another_day_is_stored_there_and_gone_from_the_old_one(
    site: LivingSite, fetched: Lake
) -> None:
    site.move(104, DAYS[7])
    found = changes(site, fetched)

    assert (found.moved, found.gone, found.changed_days) == (1, 0, (DAYS[2], DAYS[7]))
    assert read(fetched, list(found.days)) == [DAYS[2], DAYS[7]]
    assert (rows(fetched, DAYS[2], 104), rows(fetched, DAYS[7], 104)) == ([(1, True, False)], [(1, True, True)])


def test_a_post_that_moves_to_a_day_that_was_never_fetched_is_stored_there(site: LivingSite, fetched: Lake) -> None:
    other = dt.date(2017, 1, 1)
    site.move(104, other)
    found = changes(site, fetched)

    assert (found.moved, fetched.read_raw_pages(other)["post_id"].to_pylist()) == (1, [104])


def test_a_post_that_moves_back_is_listed_on_its_first_day_again(site: LivingSite, fetched: Lake) -> None:
    for day in (DAYS[7], DAYS[2]):
        site.move(104, day)
        found = changes(site, fetched)
        read(fetched, list(found.days))

    assert (rows(fetched, DAYS[2], 104), rows(fetched, DAYS[7], 104)) == ([(1, True, True)], [(1, True, False)])


def test_a_post_published_late_on_a_fetched_day_is_stored(site: LivingSite, fetched: Lake) -> None:
    site.put(900, DAYS[4])
    found = changes(site, fetched)

    assert (found.missed, found.changed_days) == (1, (DAYS[4],))


def test_posts_of_days_that_were_never_fetched_are_counted_and_left(site: LivingSite, fetched: Lake) -> None:
    site.put(900, dt.date(2017, 1, 1))
    site.edit(900, "نص معدل")
    found = changes(site, fetched)

    assert (found.told, found.elsewhere, found.added) == (0, 1, 0)


def test_posts_that_lists_leave_out_are_missing_and_not_gone(site: LivingSite, fetched: Lake) -> None:
    site.hidden = {104, 105}
    found = changes(site, fetched)

    assert (found.missing, found.gone, found.changed_days) == ({DAYS[2]: ("104", "105")}, 0, ())


def test_a_list_that_falls_short_is_an_error_and_no_post_is_taken_for_gone(site: LivingSite, fetched: Lake) -> None:
    site.withheld = {104}
    with pytest.raises(IncompleteDayError, match="told of 20 posts"):
        changes(site, fetched)

    assert fetched.read_sightings(DAYS[2]).num_rows == 0


def test_deleted_posts_are_looked_for_on_the_given_days_alone(site: LivingSite, fetched: Lake) -> None:
    site.delete(104)
    site.delete(108)

    assert changes(site, fetched, [DAYS[4]]).changed_days == (DAYS[4],)


def test_a_source_that_cannot_tell_what_changed_is_refused(lake: Lake) -> None:
    with pytest.raises(UsageError, match="cannot tell"):
        fetch_changes(ListedSource([]), lake, SINCE, [], Silent())


# --- since when


def test_before_anything_was_fetched_there_is_nothing_to_ask_for(site: LivingSite, lake: Lake) -> None:
    with pytest.raises(UsageError, match="nothing of test was fetched"):
        asked_until(lake, site.source())


def test_the_first_time_changes_since_the_first_fetch_are_asked_for(site: LivingSite, lake: Lake) -> None:
    before = dt.datetime.now(dt.UTC)
    list(fetch_days(site.source(), lake, DAYS))

    assert before <= asked_until(lake, site.source()) <= dt.datetime.now(dt.UTC)


def test_a_lake_that_remembers_no_listing_tells_the_first_fetch_by_its_pages(site: LivingSite, lake: Lake) -> None:
    at = dt.datetime(2016, 4, 1, tzinfo=dt.UTC)
    pages = [raw_page(DAYS[0], 1, b"a", fetched_at=at), raw_page(DAYS[0], 2, b"b")]
    lake.add_raw_pages(DAYS[0], raw_page_table(pages))

    assert asked_until(lake, site.source()) == min(page.fetched_at for page in pages)


def test_later_changes_since_the_last_time_are_asked_for(site: LivingSite, fetched: Lake) -> None:
    found = changes(site, fetched)
    remember_asked(fetched, "test", found)

    assert asked_until(fetched, site.source()) == found.asked_at


def test_a_run_that_was_killed_before_it_read_leaves_its_days_to_the_next(site: LivingSite, fetched: Lake) -> None:
    site.edit(104, "نص معدل")
    site.delete(108)
    changes(site, fetched)
    found = changes(site, fetched, look_at=[])

    assert read(fetched, list(found.days)) == [DAYS[2], DAYS[4]]


def test_a_run_that_breaks_off_is_asked_for_anew(site: LivingSite, fetched: Lake) -> None:
    before = asked_until(fetched, site.source())
    site.broken = {LIST}
    with pytest.raises(TransientFetchError):
        changes(site, fetched)

    assert asked_until(fetched, site.source()) == before


# --- which days are looked at, and read


def test_the_newest_days_are_looked_at_by_every_run() -> None:
    now = dt.date(2026, 1, 1)
    held = [now - dt.timedelta(days=n) for n in range(RECENT_DAYS, -1, -1)]

    assert days_to_look_at(held, now) == held


def test_every_older_day_is_looked_at_once_in_four_weeks() -> None:
    held = [dt.date(2016, 1, 1) + dt.timedelta(days=n) for n in range(1000)]
    runs = [days_to_look_at(held, dt.date(2026, 1, 1) + dt.timedelta(days=n)) for n in range(SLICES)]

    assert sorted(day for run in runs for day in run) == held


def test_a_day_that_was_read_is_up_to_date(fetched: Lake) -> None:
    assert up_to_date(fetched, DAYS[0]) is not None


def test_a_day_whose_reports_are_gone_has_to_be_read(fetched: Lake) -> None:
    (Path(fetched.uri) / f"reports/date={DAYS[0]}/reports.parquet").unlink()

    assert up_to_date(fetched, DAYS[0]) is None


def test_a_day_read_by_other_seeds_or_code_has_to_be_read(fetched: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.freshness._reader", lambda: "another")

    assert up_to_date(fetched, DAYS[0]) is None


def test_a_day_that_is_up_to_date_tells_what_it_gave(fetched: Lake) -> None:
    [(result, is_read)] = read_stale_days(fetched, DAYS[:1], "local")

    assert (result.reports, is_read) == (2, False)


# --- days that shrank


def test_a_day_that_is_found_to_have_shrunk_is_asked_for_again_by_the_next_fetch(
    site: LivingSite, fetched: Lake
) -> None:
    site.hidden = {104}
    changes(site, fetched)
    site.hidden = set()

    assert [result.day for result in fetch_days(site.source(), fetched, DAYS) if result.asked] == [DAYS[2]]


def test_a_site_that_lost_its_posts_makes_no_tombstones(lake: Lake) -> None:
    with living((100 + n, FIRST) for n in range(8)) as site:
        list(fetch_days(site.source(), lake, [FIRST]))
        site.posts.clear()
        found = changes(site, lake, [FIRST])

    assert (found.gone, len(found.missing[FIRST]), lake.read_sightings(FIRST).num_rows) == (0, 8, 0)
