"""Ranges of publication days: how often a site is asked, which days are asked for again, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.living_site import LIST, LivingSite, living
from tests.support.rows import raw_page
from tests.support.sources import ListedSource
from transforms.clock import today
from transforms.completeness import SETTLED_AFTER_DAYS, UNCOUNTED_FOR, ListedDay, days_held, remember, remembered
from transforms.errors import TransientFetchError
from transforms.fetching import FetchResult, fetch_days
from transforms.lake import Lake

FIRST = dt.date(2016, 3, 20)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(20)]
"""Among them 25 March 2016, whose midnight does not exist."""


@pytest.fixture
def site() -> Iterator[LivingSite]:
    """Two posts a day, at its first and in its last minute."""
    with living() as site:
        for number, day in enumerate(DAYS):
            first = dt.time(1) if day == dt.date(2016, 3, 25) else dt.time(0)
            site.put(100 + 2 * number, day, time=first)
            site.put(101 + 2 * number, day, time=dt.time(23, 59, 59))
        yield site


def withhold(site: LivingSite, *, stored_first: Lake | None = None) -> None:
    """Have the site count a post at noon of the fourth day that it does not list; if told, after it was stored."""
    site.put(200, DAYS[3], time=dt.time(12))
    if stored_first is not None:
        fetch(site, stored_first)
    site.withheld = {200}


def fetch(site: LivingSite, lake: Lake, days: list[dt.date] = DAYS, **more: bool) -> list[FetchResult]:
    return list(fetch_days(site.source(), lake, days, **more))


def stored(lake: Lake) -> list[tuple[int, dt.date]]:
    return [
        (post_id, day) for day in lake.days("raw_pages") for post_id in lake.read_raw_pages(day)["post_id"].to_pylist()
    ]


def test_every_post_of_a_range_is_stored_on_its_day_once(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)

    assert stored(lake) == [(100 + n, DAYS[n // 2]) for n in range(40)]


def test_a_range_costs_fewer_requests_than_it_has_days(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)

    assert len(site.asked) == 2


def test_results_come_in_the_order_of_the_days(site: LivingSite, lake: Lake) -> None:
    assert [(result.day, result.listed, result.expected) for result in fetch(site, lake)] == [
        (day, 2, 2) for day in DAYS
    ]


def test_a_day_that_was_complete_is_not_asked_for_again(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    before = len(site.asked)
    results = fetch(site, lake)

    assert (len(site.asked) - before, {result.asked for result in results}) == (0, {False})


def test_a_day_that_was_complete_and_empty_is_not_asked_for_again(lake: Lake) -> None:
    with living() as site:
        fetch(site, lake)
        before = len(site.asked)
        fetch(site, lake)

        assert len(site.asked) == before


def test_an_empty_list_is_no_proof_of_an_empty_day(lake: Lake) -> None:
    with living() as site:
        two_days_ago = dt.datetime.now(dt.UTC) - 2 * UNCOUNTED_FOR
        remember(lake, "test", ListedDay(FIRST, two_days_ago, 0, 0))

        assert fetch(site, lake, [FIRST])[0].asked


def test_a_day_whose_pages_were_taken_out_of_the_lake_is_asked_for_again(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    for path in Path(lake.uri).glob(f"raw_pages/date={DAYS[3]}/*.parquet"):
        path.unlink()
    fetch(site, lake)

    assert lake.read_raw_pages(DAYS[3])["post_id"].to_pylist() == [106, 107]


def test_a_day_that_is_not_asked_for_counts_its_pages_as_stored(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)

    assert {(result.added, result.already_stored) for result in fetch(site, lake)} == {(0, 2)}


def test_again_asks_for_complete_days(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    site.edit(100, "نص آخر")

    assert sum(result.added for result in fetch(site, lake, again=True)) == 1


def test_only_the_days_between_complete_ones_are_asked_for(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake, [*DAYS[:5], *DAYS[7:]])
    before = len(site.asked)
    results = fetch(site, lake)

    assert ([result.day for result in results if result.asked], len(site.asked) - before) == (DAYS[5:7], 1)


def test_a_recent_day_is_asked_for_by_every_run(lake: Lake) -> None:
    day = today() - dt.timedelta(days=SETTLED_AFTER_DAYS)
    with living([(1, day)]) as site:
        fetch(site, lake, [day])
        fetch(site, lake, [day])

        assert len(site.asked) == 2


def test_a_day_that_was_not_over_when_it_was_listed_is_asked_for_again(site: LivingSite, lake: Lake) -> None:
    noon = dt.datetime.combine(FIRST, dt.time(12), tzinfo=dt.UTC)
    remember(lake, "test", ListedDay(FIRST, noon, 1, 1))

    assert fetch(site, lake, [FIRST])[0].asked


def test_the_same_listing_again_changes_no_byte(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    before = {name: lake._objects.read(name) for name in lake._objects.names("")}
    fetch(site, lake, again=True)

    assert {name: lake._objects.read(name) for name in lake._objects.names("")} == before


def test_what_is_remembered_and_cannot_be_read_is_forgotten(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake, [FIRST])
    lake._objects.replace(f"state/listings/date={FIRST}/test.json", b'{"listed": "?"')

    assert (remembered(lake, "test", FIRST), fetch(site, lake, [FIRST])[0].asked) == (None, True)


def test_days_are_held_for_the_source_that_fetched_them(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake, DAYS[:3])

    assert (days_held(lake, "test"), days_held(lake, "other")) == (DAYS[:3], [])


def test_a_source_that_tells_no_number_is_not_asked_twice_within_a_day(lake: Lake) -> None:
    source = ListedSource([[raw_page(FIRST, 1, b"a")]])
    runs = [next(fetch_days(source, lake, [FIRST])).asked for _ in range(2)]

    assert runs == [True, False]


def test_a_source_that_tells_no_number_is_asked_again_after_a_day(lake: Lake) -> None:
    yesterday = dt.datetime.now(dt.UTC) - UNCOUNTED_FOR
    remember(lake, "test", ListedDay(FIRST, yesterday, 1, None))

    assert next(fetch_days(ListedSource([]), lake, [FIRST])).asked


# --- short days and days that shrink


def test_a_short_day_is_told_and_the_others_are_complete(site: LivingSite, lake: Lake) -> None:
    withhold(site)
    results = fetch(site, lake)

    assert [(result.day, result.missing) for result in results if result.is_short] == [(DAYS[3], ())]


def test_a_short_day_names_the_missing_posts_that_were_stored_before(site: LivingSite, lake: Lake) -> None:
    withhold(site, stored_first=lake)
    results = fetch(site, lake, again=True)

    assert [(result.day, result.missing) for result in results if result.is_short] == [(DAYS[3], ("200",))]


def test_a_short_day_is_asked_for_again_by_the_next_run(site: LivingSite, lake: Lake) -> None:
    withhold(site)
    fetch(site, lake)
    site.withheld = set()
    results = [result for result in fetch(site, lake) if result.asked]

    assert [(result.day, result.added, result.is_complete) for result in results] == [(DAYS[3], 1, True)]


def test_a_day_that_shrinks_while_its_posts_are_there_is_not_complete(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    site.hidden = {100, 101}
    [result] = fetch(site, lake, [FIRST], again=True)

    assert (result.has_shrunk, result.missing, result.gone) == (True, ("100", "101"), 0)


def test_a_site_that_lists_nothing_and_answers_nothing_removes_nothing(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    site.hidden = set(site.posts)
    site.broken = {f"/wp-json/wp/v2/posts/{post_id}" for post_id in site.posts}
    results = fetch(site, lake, again=True)

    assert ({result.has_shrunk for result in results}, lake.read_sightings(FIRST).num_rows) == ({True}, 0)


def test_after_a_failure_no_further_post_is_asked_for(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake, [FIRST])
    site.hidden = {100, 101}
    site.broken = {"/wp-json/wp/v2/posts/100"}
    before = len(site.asked)
    fetch(site, lake, [FIRST], again=True)

    assert [path.partition("?")[0] for path in site.asked[before + 1 :]] == ["/wp-json/wp/v2/posts/100"]


def test_a_day_that_shrank_is_asked_for_again_by_the_next_run(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    site.hidden = {100}
    fetch(site, lake, again=True)
    site.hidden = set()

    assert [(result.day, result.is_complete) for result in fetch(site, lake) if result.asked] == [(FIRST, True)]


def test_a_deleted_post_is_gone_and_its_day_complete(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    site.delete(100)
    [result] = fetch(site, lake, [FIRST], again=True)

    assert (result.gone, result.is_complete) == (1, True)


def test_a_post_that_moved_to_a_day_not_fetched_yet_stays_where_it_was(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake, DAYS[:2])
    site.move(100, DAYS[9])
    [result] = fetch(site, lake, [FIRST], again=True)

    assert (result.moved, result.gone, result.is_complete) == (1, 0, True)


def test_a_post_that_moved_to_a_day_that_has_it_is_gone_from_the_old_one(site: LivingSite, lake: Lake) -> None:
    fetch(site, lake)
    site.move(100, DAYS[9])
    fetch(site, lake, [DAYS[9]], again=True)
    [result] = fetch(site, lake, [FIRST], again=True)

    assert (result.moved, result.gone) == (1, 1)


def test_a_source_that_fails_keeps_the_days_before(site: LivingSite, lake: Lake) -> None:
    coming = fetch_days(site.source(), lake, DAYS)
    before = [next(coming).day for _ in range(4)]
    site.broken = {LIST}
    with pytest.raises(TransientFetchError):
        next(coming)

    assert (before, days_held(lake, "test")) == (DAYS[:4], DAYS[:4])


# --- most of a day missing at once


@pytest.fixture
def busy() -> Iterator[LivingSite]:
    """A day of eight posts."""
    with living((100 + n, FIRST) for n in range(8)) as site:
        yield site


def a_day_passes(lake: Lake) -> None:
    """What is remembered of the day becomes a day older."""
    known = remembered(lake, "test", FIRST)
    assert known is not None
    name = f"listings/date={FIRST}/test"
    facts = lake.read_state(name)
    assert facts is not None
    lake.write_state(name, {**facts, "asked_at": (known.asked_at - UNCOUNTED_FOR).isoformat()})


def fetch_first(site: LivingSite, lake: Lake) -> FetchResult:
    [result] = fetch(site, lake, [FIRST], again=True)
    return result


def test_a_site_that_lost_its_posts_removes_nothing_though_it_says_that_each_is_gone(
    busy: LivingSite, lake: Lake
) -> None:
    fetch_first(busy, lake)
    lost = dict(busy.posts)
    busy.posts.clear()
    result = fetch_first(busy, lake)

    assert (result.gone, result.has_shrunk, result.missing) == (0, True, tuple(map(str, lost)))


def test_a_site_that_lost_its_posts_is_not_asked_for_each(busy: LivingSite, lake: Lake) -> None:
    fetch_first(busy, lake)
    busy.posts.clear()
    before = len(busy.asked)
    fetch_first(busy, lake)

    assert len(busy.asked) == before + 1


def test_posts_that_are_still_gone_a_day_later_are_gone(busy: LivingSite, lake: Lake) -> None:
    fetch_first(busy, lake)
    busy.posts.clear()
    fetch_first(busy, lake)
    a_day_passes(lake)
    result = fetch_first(busy, lake)

    assert (result.gone, result.is_complete) == (8, True)


def test_half_of_a_day_may_be_gone_at_once(busy: LivingSite, lake: Lake) -> None:
    fetch_first(busy, lake)
    for post_id in range(100, 104):
        busy.delete(post_id)

    assert fetch_first(busy, lake).gone == 4
