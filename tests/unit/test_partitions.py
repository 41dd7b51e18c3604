"""Publication days as partitions, over the days on which the clock of Asia/Damascus jumps."""

import datetime as dt

import pytest

from dagster_project.partitions import DAYS, range_tags
from transforms.clock import FIRST_DAY

SPRING_FORWARD = dt.date(2016, 4, 1)  # 00:00 does not exist
FALL_BACK = dt.date(2016, 10, 28)  # 23:00 of the day before comes twice
LAST_JUMP = dt.date(2022, 10, 28)  # summer time was kept for good


def keys_at(moment: str) -> list[str]:
    return DAYS.get_partition_keys(current_time=dt.datetime.fromisoformat(moment))


def test_every_calendar_day_is_exactly_one_partition():
    keys = keys_at("2026-11-22T12:00:00+00:00")
    days = (dt.date(2026, 11, 22) - FIRST_DAY).days + 1
    assert keys == [(FIRST_DAY + dt.timedelta(days=n)).isoformat() for n in range(days)]


@pytest.mark.parametrize("day", [SPRING_FORWARD, FALL_BACK, LAST_JUMP])
def test_a_range_over_a_clock_change_has_every_day_once(day):
    import dagster as dg

    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    keys = DAYS.get_partition_keys_in_range(dg.PartitionKeyRange(before.isoformat(), after.isoformat()))
    assert list(keys) == [before.isoformat(), day.isoformat(), after.isoformat()]


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        ("2024-05-31T20:59:00+00:00", "2024-05-31"),  # 23:59 in Damascus
        ("2024-05-31T21:01:00+00:00", "2024-06-01"),  # 00:01
        ("2016-03-31T22:01:00+00:00", "2016-04-01"),  # 01:01, an hour that follows 23:59
        ("2016-10-27T20:59:00+00:00", "2016-10-27"),
    ],
)
def test_today_has_a_partition_from_its_first_minute_on(moment, last):
    assert keys_at(moment)[-1] == last


def test_range_tags_name_both_ends():
    assert list(range_tags(dt.date(2016, 2, 1), dt.date(2016, 2, 3)).values()) == ["2016-02-01", "2016-02-03"]
