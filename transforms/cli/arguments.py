"""What several commands take: days, ranges, formats."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

import typer

from transforms.clock import SITE_TIME_ZONE, check_days
from transforms.errors import UsageError


class Table(StrEnum):
    """Output of commands that print rows."""

    table = "table"
    csv = "csv"
    json = "json"


def parse_day(text: str) -> dt.date:
    """Read a publication day written YYYY-MM-DD.

    Raises:
        UsageError: it is no such day.
    """
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise UsageError(f"{text!r} is not a day", hint="write it as YYYY-MM-DD, e.g. 2016-02-25") from error


def parse_range(first: str, last: str) -> tuple[dt.date, dt.date]:
    """Read a range of publication days, both ends included.

    Raises:
        UsageError: one is no day, or the range is turned around, or reaches before the first day or into the future.
    """
    first_day, last_day = parse_day(first), parse_day(last)
    check_days(first_day, last_day)
    return first_day, last_day


def parse_moment(text: str) -> dt.datetime:
    """Read a moment in the past: ISO 8601, of Asia/Damascus where it names no offset; a day is its beginning.

    Raises:
        UsageError: it is no such moment, or lies in the future.
    """
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no moment", hint="write auto, or ISO 8601 as 2016-02-25T08:00") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SITE_TIME_ZONE)
    if moment > dt.datetime.now(dt.UTC):
        raise UsageError(f"{text} is in the future")
    return moment


def parse_past(text: str) -> tuple[dt.datetime, dt.date | None]:
    """Read a moment whose state is wanted: a day stands for its end in Asia/Damascus.

    Returns:
        The moment, with offset, and the day where one was given.

    Raises:
        UsageError: it is neither a day nor ISO 8601 with an offset, or it is not over yet.
    """
    try:
        moment, day = dt.datetime.fromisoformat(text), None
        if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
            day = moment.date()
            next_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), SITE_TIME_ZONE)
            last = next_day.astimezone(dt.UTC) - dt.timedelta(microseconds=1)  # in UTC: clocks jump at midnight
            moment = last.astimezone(SITE_TIME_ZONE)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--as-of {text!r} is no moment", hint="a day, or as 2016-03-10T08:00+02:00") from error
    if moment.tzinfo is None:
        raise UsageError(f"--as-of {text!r} has no offset", hint="write it as 2016-03-10T08:00+02:00, or give the day")
    if moment > dt.datetime.now(dt.UTC):
        raise UsageError(f"--as-of {text} is not over yet", hint="`marsad publish` builds the state of now")
    return moment, day


_FIRST = typer.Option("--from", metavar="YYYY-MM-DD", help="First publication day (Asia/Damascus).")
_LAST = typer.Option("--to", metavar="YYYY-MM-DD", help="Last publication day, included.")
FirstDay = Annotated[str, _FIRST]
LastDay = Annotated[str, _LAST]
OptionalFirstDay = Annotated[str | None, _FIRST]
OptionalLastDay = Annotated[str | None, _LAST]
