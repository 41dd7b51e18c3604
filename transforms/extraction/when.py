"""When: the days that a segment names, anchored on the publication day (codebook §6).

Belongs here: reading time expressions. Does not belong here: which event they date. Hands on `EventDate`.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left
from typing import NamedTuple

from transforms.extraction.lexicon import Entry
from transforms.extraction.numbers import read_number
from transforms.extraction.reading import Reading

_DAY = dt.timedelta(days=1)


class EventDate(NamedTuple):
    """First and last day, precision (1 the day, 2 up to a week, 3 longer), the words, and whether it is past."""

    start: dt.date
    end: dt.date
    precision: int
    surface: str | None
    position: int = -1
    past: bool = False


def default_date(day: dt.date | None) -> EventDate | None:
    """No word of time: the publication day, with precision 2."""
    return EventDate(day, day, 2, None) if day else None


def read_date(reading: Reading, start: int, end: int) -> EventDate | None:
    """The first dated expression in a range of tokens, or None."""
    dates = read_dates(reading, start, end)
    return dates[0] if dates else None


def read_dates(reading: Reading, start: int, end: int) -> list[EventDate]:
    """All dated expressions in a range of tokens, in order; empty without a publication day."""
    day = reading.day
    if day is None:
        return []
    out = []
    datable = reading.datable
    index = bisect_left(datable, start)
    while index < len(datable) and datable[index] < end:
        found = _at(reading, datable[index], end, day)
        if found is None:
            index += 1
            continue
        date, position = found
        out.append(date)
        index = bisect_left(datable, position, index)
    return out


def _at(reading: Reading, position: int, end: int, day: dt.date) -> tuple[EventDate, int] | None:
    mention = reading.at.get(position)
    if mention is not None and (mention.entry("after") or mention.entry("since")):
        return _time_before(reading, position, mention.end, end, day)
    entry = mention.entry("time") if mention else None
    if mention is None or entry is None:
        number = _day_of_month(reading, position, end)
        return _month_date(reading, *number, day, position, end) if number else None
    if entry.value in ("month", "part"):
        return _month_date(reading, None, position, day, position, end)
    for night in mention.entries:
        if night.role == "time" and night.value in ("night_between", "night_between_long"):
            return _night(reading, night, position, mention.end, end, day)
    if entry.value == "weekday":
        return _weekday(reading, entry, position, mention.end, day)
    if entry.value == "today" and mention.end == position + 1 and not reading.tokens[position].definite:
        return None  # 'day' without the article is not 'today'
    simple = _simple(entry, day)
    if simple is None:
        return None
    first, last, precision, past = simple
    return EventDate(first, last, precision, _surface(reading, position, mention.end), position, past), mention.end


_MOST_DAYS_AGO = 36_500
_UNIT_DAYS = {"unit_day": 1, "unit_hour": 0, "unit_span": 7, "unit_month": 30, "unit_months": 30, "unit_year": 365}


def _time_before(reading: Reading, position: int, after: int, end: int, day: dt.date) -> tuple[EventDate, int] | None:
    """'four days after', 'more than 4 months after': counted back from the publication day."""
    cursor = after
    mention = reading.at.get(cursor)
    if mention is not None and mention.entry("qualifier"):
        cursor = mention.end
    number = read_number(reading.tokens, reading.at, cursor, end)
    if number is None or number.end >= end:
        return None
    unit = reading.entry(number.end, "time")
    if unit is None or unit.value not in _UNIT_DAYS:
        return None
    days = number.value * _UNIT_DAYS[unit.value]
    if unit.value == "unit_hour":
        days = number.value // 24
    if days > _MOST_DAYS_AGO:
        return None
    last = reading.at[number.end].end
    start = day - dt.timedelta(days=days)
    precision = 1 if unit.value == "unit_day" and days <= 14 else 2 if days <= 31 else 3
    return EventDate(start, start, precision, _surface(reading, position, last), position, True), last


def _simple(entry: Entry, day: dt.date) -> tuple[dt.date, dt.date, int, bool] | None:
    offset = int(entry.detail) if entry.detail.lstrip("-").isdigit() else 0
    shifted = day + dt.timedelta(days=offset)
    match entry.value:
        case "today" | "after_midnight" | "after_hours":
            return day, day, 1, entry.value == "after_hours"
        case "yesterday" | "before_midnight":
            return shifted, shifted, 1, False
        case "days_ago" | "after_days":
            return shifted, shifted, 1, True
        case "last_night":
            return shifted, day, 1, False
        case "past_24":
            return shifted, day, 2, False
        case "past_days":
            return shifted, day, 2, False
        case "after_some_days":
            return shifted, day - _DAY, 2, True
        case "past_long":
            return shifted, day, 3, True
    return None


def _surface(reading: Reading, start: int, end: int) -> str:
    first, last = reading.span(start, end)
    return reading.report.body[first:last]


def _night(
    reading: Reading, entry: Entry, position: int, after: int, end: int, day: dt.date
) -> tuple[EventDate, int] | None:
    """'After midnight Wednesday - Thursday' is Thursday; 'the night of Wednesday - Thursday' is both."""
    weekdays = []
    cursor = after
    while cursor < min(end, after + 6):
        mention = reading.at.get(cursor)
        time = mention.entry("time") if mention else None
        if mention is None or time is None or time.value != "weekday":
            if (mention is not None and mention.entry("sign")) or reading.tokens[cursor].text in ("/", "يوم", "و"):
                cursor += 1
                continue
            break
        weekdays.append(int(time.detail))
        cursor = mention.end
    if not weekdays:
        if entry.value == "night_between":
            return EventDate(day, day, 1, _surface(reading, position, after), position), after
        return None
    last = _latest(day, weekdays[-1])
    surface = _surface(reading, position, cursor)
    if entry.value == "night_between" or len(weekdays) == 1:
        return EventDate(last, last, 1, surface, position), cursor
    return EventDate(last - _DAY, last, 1, surface, position), cursor


def _latest(day: dt.date, weekday: int) -> dt.date:
    return day - dt.timedelta(days=(day.weekday() - weekday) % 7)


def _weekday(reading: Reading, entry: Entry, position: int, after: int, day: dt.date) -> tuple[EventDate, int] | None:
    before = reading.tokens[position - 1].stem if position else ""
    named = before in ("يوم", "صباح", "مساء", "فجر", "ظهر", "عصر", "اليوم") or reading.entry(position - 1, "time")
    if not named:
        return None
    date = _latest(day, int(entry.detail))
    return EventDate(date, date, 1, _surface(reading, position, after), position), after


def _day_of_month(reading: Reading, position: int, end: int) -> tuple[int, int] | None:
    """A number that is a day of a month: '12 of the month of February', '19 August'."""
    text = reading.tokens[position].text
    if not text.isdigit() or len(text) > 2 or not 1 <= int(text) <= 31:
        return None
    number = read_number(reading.tokens, reading.at, position, end)
    if number is None:
        return None
    cursor = number.end
    for _ in range(4):
        if cursor >= end:
            return None
        entry = reading.entry(cursor, "time")
        if entry and entry.value == "month":
            return number.value, cursor
        if reading.tokens[cursor].text in ("من", "شهر", "/", "-") or (entry and entry.value == "unit_month"):
            cursor += 1
            continue
        return None
    return None


def _month_date(
    reading: Reading, number: int | None, cursor: int, day: dt.date, first: int, end: int
) -> tuple[EventDate, int] | None:
    """A month with what stands around it: part, pair of names, year, 'current', 'past'."""
    part, month, year, relative = "", 0, 0, ""
    position = cursor
    while position < min(end, cursor + 12):
        mention = reading.at.get(position)
        time = mention.entry("time") if mention else None
        text = reading.tokens[position].text
        if time is not None and mention is not None:
            if time.value == "part" and not month:
                part = time.detail
            elif time.value == "month" and (not month or int(time.detail) == month):
                month = int(time.detail)
            elif time.value in ("this_period", "last_period"):
                relative = relative or time.value
            elif time.value not in ("unit_month", "unit_year"):
                break
            position = mention.end
        elif text.isdigit() and len(text) == 4:
            year = int(text)
            position += 1
        elif text in ("/", "-", "من", "(", ")", "لعام"):
            position += 1
        else:
            break
    if not month:
        return None
    return _span_of_month(reading, number, part, month, year, relative, day, first, position)


def _span_of_month(
    reading: Reading,
    number: int | None,
    part: str,
    month: int,
    year: int,
    relative: str,
    day: dt.date,
    first: int,
    last: int,
) -> tuple[EventDate, int] | None:
    year = year or day.year
    low, high, precision = 1, calendar.monthrange(year, month)[1], 3
    if number is not None:
        low, high, precision = number, number, 1
    elif part:
        low, high = (int(x) for x in part.split("-"))
    length = calendar.monthrange(year, month)[1]
    if low > length:
        return None
    if dt.date(year, month, low) > day:
        year -= 1
        length = calendar.monthrange(year, month)[1]
    start = dt.date(year, month, min(low, length))
    end = min(dt.date(year, month, min(high, length)), day)
    while last > first and reading.tokens[last - 1].text in ("من", "(", ")", "-", "/"):
        last -= 1
    past = (day - end).days > 1
    return EventDate(start, end, precision, _surface(reading, first, last), first, past), last
