"""When: the days that an English segment names, anchored on the publication day (codebook §6)."""

from __future__ import annotations

import calendar
import datetime as dt

from transforms.extraction.english.numbers import read_number
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading
from transforms.extraction.when import EventDate

_DAY = dt.timedelta(days=1)
_SMALL_WORDS = frozenset({"the", "of", "and", "-", ",", "morning", "evening", "night", "on", "midnight"})


def read_dates(reading: Reading, start: int, end: int) -> list[EventDate]:
    """All dated expressions in a range of tokens, in order; empty without a publication day."""
    day = reading.day
    if day is None:
        return []
    out: list[EventDate] = []
    position = start
    while position < end:
        known = position in reading.at or reading.tokens[position].text[0].isdigit()
        found = _at(reading, position, end, day) if known else None
        if found is None:
            position += 1
            continue
        begin, (date, position) = position, found
        before = [t.text for t in reading.tokens[max(start, begin - 2) : begin]]
        if "since" not in before:
            out.append(date)
    return out


def _at(reading: Reading, position: int, end: int, day: dt.date) -> tuple[EventDate, int] | None:
    mention = reading.at.get(position)
    time = mention.entry("time") if mention else None
    if mention is None or time is None:
        return _number_first(reading, position, end, day)
    match time.value:
        case "after_midnight":
            return _after_midnight(reading, mention, end, day)
        case "weekday":
            return _weekday(reading, mention, end, day)
        case "month":
            return _month(reading, mention, None, position, end, day)
        case "ago" | "since":
            return None
    return _simple(reading, mention, time.value, int(time.detail), day)


def _simple(reading: Reading, mention: Mention, kind: str, offset: int, day: dt.date) -> tuple[EventDate, int] | None:
    shifted = day + dt.timedelta(days=offset)
    surface = _surface(reading, mention.start, mention.end)
    spans = {
        "today": (day, day, 1, False), "yesterday": (shifted, shifted, 1, False),
        "last_night": (shifted, day, 1, False), "past_24": (shifted, day, 2, False),
        "past_days": (shifted, day, 2, False), "past_long": (shifted, day, 3, True),
    }  # fmt: skip
    if kind not in spans:
        return None
    first, last, precision, past = spans[kind]
    return EventDate(first, last, precision, surface, mention.start, past), mention.end


def _surface(reading: Reading, start: int, end: int) -> str:
    first, last = reading.span(start, end)
    return reading.report.body[first:last]


def _latest(day: dt.date, weekday: int) -> dt.date:
    return day - dt.timedelta(days=(day.weekday() - weekday) % 7)


def _after_midnight(reading: Reading, mention: Mention, end: int, day: dt.date) -> tuple[EventDate, int]:
    """'After midnight Wednesday – Thursday' is Thursday."""
    last, cursor = day, mention.end
    stop = mention.end
    while cursor < min(end, mention.end + 6):
        other = reading.at.get(cursor)
        time = other.entry("time") if other else None
        if other is not None and time is not None and time.value == "weekday":
            last, stop = _latest(day, int(time.detail)), other.end
            cursor = other.end
        elif reading.tokens[cursor].text in _SMALL_WORDS:
            cursor += 1
        else:
            break
    return EventDate(last, last, 1, _surface(reading, mention.start, stop), mention.start), stop


def _weekday(reading: Reading, mention: Mention, end: int, day: dt.date) -> tuple[EventDate, int]:
    """'on Friday', 'Friday the 17th of August 2018', 'the night of Friday – Saturday' (both)."""
    entry = mention.entry("time")
    date = _latest(day, int(entry.detail) if entry else day.weekday())
    cursor = mention.end
    while cursor < min(end, mention.end + 4) and reading.tokens[cursor].text in _SMALL_WORDS:
        cursor += 1
    exact = _number_first(reading, cursor, end, day) if cursor < end else None
    if exact is not None and exact[0].precision == 1 and cursor > mention.end:
        first = exact[0]
        return first._replace(surface=_surface(reading, mention.start, exact[1]), position=mention.start), exact[1]
    following = reading.entry(cursor, "time") if cursor < end else None
    if following is not None and following.value == "weekday" and cursor - mention.end <= 2:
        last = _latest(day, int(following.detail))
        stop = reading.at[cursor].end
        return EventDate(last - _DAY, last, 1, _surface(reading, mention.start, stop), mention.start), stop
    surface = _surface(reading, mention.start, mention.end)
    return EventDate(date, date, 1, surface, mention.start, (day - date).days > 1), mention.end


def _number_first(reading: Reading, position: int, end: int, day: dt.date) -> tuple[EventDate, int] | None:
    """'2 weeks ago', 'the 18th of September 2017', '12 May'."""
    number = read_number(reading, position, end)
    if number is None:
        return None
    cursor = number.end
    while cursor < min(end, number.end + 2) and reading.tokens[cursor].text in ("of", "the"):
        cursor += 1
    mention = reading.at.get(cursor) if cursor < end else None
    time = mention.entry("time") if mention else None
    if mention is None or time is None:
        return None
    if time.value == "ago" and cursor == number.end:
        days = number.value * int(time.detail)
        start = day - dt.timedelta(days=min(days, 4000))
        precision = 1 if time.detail == "1" else 2 if days <= 31 else 3
        return EventDate(start, start, precision, _surface(reading, position, mention.end), position, True), mention.end
    if time.value == "month" and 1 <= number.value <= 31:
        return _month(reading, mention, number.value, position, end, day)
    return None


def _month(
    reading: Reading, mention: Mention, number: int | None, first: int, end: int, day: dt.date
) -> tuple[EventDate, int] | None:
    entry = mention.entry("time")
    if entry is None or not reading.report.body[reading.token_starts[mention.start]].isupper():
        return None
    month, cursor, year = int(entry.detail), mention.end, 0
    if number is None and cursor + 1 < end and reading.tokens[cursor].text == ".":
        cursor += reading.tokens[cursor + 1].text.isdigit()
    if (
        number is None
        and cursor < end
        and reading.tokens[cursor].text.isdigit()
        and len(reading.tokens[cursor].text) <= 2
    ):
        number, cursor = int(reading.tokens[cursor].text), cursor + 1
    behind = cursor + (cursor < end and reading.tokens[cursor].text in (",", "of"))
    if behind < end and reading.tokens[behind].text.isdigit() and len(reading.tokens[behind].text) == 4:
        year, cursor = int(reading.tokens[behind].text), behind + 1
    if number is None and entry.detail == "5" and not year:
        return None  # 'may' is a verb before it is a month
    return _dated(reading, year or day.year, month, number, (first, cursor), day)


def _dated(
    reading: Reading, year: int, month: int, number: int | None, span: tuple[int, int], day: dt.date
) -> tuple[EventDate, int] | None:
    if not 1990 <= year <= day.year + 1:
        return None
    if dt.date(year, month, 1) > day or (number and (year, month, number) > (day.year, day.month, day.day)):
        year -= 1
    length = calendar.monthrange(year, month)[1]
    if number is not None and not 1 <= number <= length:
        return None
    start = dt.date(year, month, number or 1)
    if start > day:
        return None
    last = min(dt.date(year, month, number or length), day)
    surface = _surface(reading, *span)
    return EventDate(start, last, 1 if number else 3, surface, span[0], (day - last).days > 1), span[1]
