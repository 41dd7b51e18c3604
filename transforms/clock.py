"""The clock that publication days are told by. Apart from the settings, whose library is slow to load."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from transforms.errors import UsageError

SITE_TIME_ZONE = ZoneInfo("Asia/Damascus")
"""Publication days are days of this clock."""

FIRST_DAY = dt.date(2012, 1, 1)
"""The site's first year of daily reports; earlier days have no partition."""


def today() -> dt.date:
    """The publication day that it is now in Asia/Damascus."""
    return dt.datetime.now(SITE_TIME_ZONE).date()


def check_days(first_day: dt.date, last_day: dt.date) -> None:
    """Refuse a range that holds days on which nothing can have been published.

    Raises:
        UsageError: it is turned around, or reaches before `FIRST_DAY` or into the future.
    """
    if first_day > last_day:
        raise UsageError(f"the range is turned around: --from {first_day} is after --to {last_day}")
    if first_day < FIRST_DAY:
        raise UsageError(f"{first_day} is before {FIRST_DAY}, the first publication day there is")
    if last_day > today():
        raise UsageError(f"{last_day} is in the future", hint=f"today in Asia/Damascus is {today()}")
