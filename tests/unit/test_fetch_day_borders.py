"""Midnight, and the days on which Syria's clocks change: every post on its day once, however the days are asked for."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest

from tests.support.living_site import LivingSite, living
from transforms.clock import SITE_TIME_ZONE
from transforms.fetching import fetch_day, fetch_days
from transforms.lake import Lake
from transforms.sources.base import day_bounds

FORWARD = [dt.date(2012, 3, 30), dt.date(2016, 3, 25), dt.date(2022, 3, 25)]
"""Days that begin at 01:00: at 23:59:59 of the day before the clocks are put forward."""
BACK = [dt.date(2012, 10, 26), dt.date(2016, 10, 28), dt.date(2021, 10, 29)]
"""Days before which the clocks are put back, from 24:00 to 23:00: the day before has that hour twice."""
STILL = [dt.date(2016, 6, 15), dt.date(2022, 10, 28), dt.date(2024, 3, 29)]
"""Days without a change: one in summer, the one on which Syria gave up changing its clocks, one after that."""


def around(day: dt.date) -> list[dt.date]:
    return [day + dt.timedelta(days=n) for n in (-1, 0, 1)]


def times_of(day: dt.date) -> list[dt.time]:
    """The first second of a day, its last minute and second, and both of each where the hour comes twice."""
    times = [dt.time(1 if day in FORWARD else 0), dt.time(12), dt.time(23, 59), dt.time(23, 59, 59)]
    twice = day + dt.timedelta(days=1) in BACK
    return [*times, *(time.replace(fold=1) for time in times if twice and time.hour == 23)]


def published(site: LivingSite, days: list[dt.date]) -> list[tuple[int, dt.date]]:
    """Publish posts at the edges of days; gives each with its day."""
    found: list[tuple[int, dt.date]] = []
    for day in days:
        for time in times_of(day):
            number = 100 + len(found)
            site.put(number, day, time=time)
            found.append((number, day))
    return found


def stored(lake: Lake) -> list[tuple[int, dt.date]]:
    days = lake.days("raw_pages")
    return sorted((number, day) for day in days for number in lake.read_raw_pages(day)["post_id"].to_pylist())


@pytest.fixture
def site() -> Iterator[LivingSite]:
    with living() as site:
        yield site


@pytest.mark.parametrize("day", [*FORWARD, *BACK, *STILL], ids=str)
def test_days_asked_for_one_by_one_have_their_posts_once(site: LivingSite, lake: Lake, day: dt.date) -> None:
    posts = published(site, around(day))
    results = [fetch_day(site.source(), lake, one) for one in around(day)]

    assert (stored(lake), sum(result.listed for result in results)) == (posts, len(posts))


@pytest.mark.parametrize("day", [*FORWARD, *BACK, *STILL], ids=str)
def test_days_asked_for_together_have_their_posts_once(site: LivingSite, lake: Lake, day: dt.date) -> None:
    posts = published(site, around(day))
    results = list(fetch_days(site.source(), lake, around(day)))

    assert (stored(lake), {result.is_complete for result in results}) == (posts, {True})


@pytest.mark.parametrize("day", [*FORWARD, *BACK, *STILL], ids=str)
def test_the_posts_of_one_day_are_not_those_of_its_neighbours(site: LivingSite, lake: Lake, day: dt.date) -> None:
    posts = published(site, around(day))
    fetch_day(site.source(), lake, day)

    assert stored(lake) == [post for post in posts if post[1] == day]


def test_every_instant_belongs_to_one_day() -> None:
    days = [dt.date(2012, 1, 1) + dt.timedelta(days=n) for n in range(5114)]
    bounds = [day_bounds(day) for day in days]

    assert all(before[1] == after[0] for before, after in itertools.pairwise(bounds))
    assert [begins.astimezone(SITE_TIME_ZONE).date() for begins, _ in bounds] == days


@pytest.mark.parametrize(("days", "hours"), [(FORWARD, [23] * 3), (STILL, [24] * 3)])
def test_a_day_is_as_long_as_the_clocks_make_it(days: list[dt.date], hours: list[int]) -> None:
    assert [(end - begin) / dt.timedelta(hours=1) for begin, end in map(day_bounds, days)] == hours


def test_the_day_before_the_clocks_are_put_back_has_25_hours() -> None:
    eves = [day - dt.timedelta(days=1) for day in BACK]

    assert {end - begin for begin, end in map(day_bounds, eves)} == {dt.timedelta(hours=25)}
