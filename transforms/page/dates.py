"""When a page was published (codebook §6): given, metadata, address, post id clock, words of the text, in this order.

The post id clock interpolates between dated posts of `seeds/post_id_dates.csv`. It is off by days, so the weekday that
the text names ("the night of Wednesday to Thursday") picks the day nearest to it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from transforms.clock import SITE_TIME_ZONE
from transforms.page.phrases import fold, phrases
from transforms.paths import SEEDS_DIR

_YEARS = range(2000, 2100)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_COMPACT_OFFSET = re.compile(r"([+-]\d{2})(\d{2})\Z")
_URL_DATE = re.compile(r"/(20\d\d)/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?(?:/|\Z)")
_ONLY_DATE = re.compile(r"\A(?:/\w{2})?(?:/date)?/20\d\d(?:/\d{1,2}){0,2}/?\Z|/page/\d+/?\Z")
_FULL_YEAR = re.compile(r"20\d\d")
_NIGHT_JOINT = re.compile(r"\s*[-–—/]?\s*")
_EDGE_SPAN = dt.timedelta(days=30)
_EDGE_REACH = dt.timedelta(days=70)


@dataclass(frozen=True, slots=True)
class PageDate:
    """Publication time and day with where they come from (`Report.published_*`)."""

    at: dt.datetime | None
    day: dt.date | None
    basis: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A weekday in the text: ISO weekdays of publication that fit it, and the likeliest of them."""

    fitting: frozenset[int]
    weekday: int


def parse_time(value: object, *, naive_is_utc: bool = False) -> dt.datetime | dt.date | None:
    """A date or time as metadata tells it, or None where it is absent or senseless (year 0, 1970).

    Args:
        value: ISO 8601 text; anything else counts as absent.
        naive_is_utc: a time without an offset is UTC; otherwise it is the site's local time.

    Returns:
        A datetime in Asia/Damascus, or a date where only the day is told.
    """
    if not isinstance(value, str):
        return None
    text = _COMPACT_OFFSET.sub(r"\1:\2", value.strip())
    try:
        parsed: dt.datetime | dt.date
        if _ISO_DAY.match(text):
            parsed = dt.date.fromisoformat(text)
        else:
            parsed = site_time(dt.datetime.fromisoformat(text), naive_is_utc=naive_is_utc)
    except (ValueError, OverflowError):
        return None
    return parsed if parsed.year in _YEARS else None


def only_time(told: dt.datetime | dt.date | None) -> dt.datetime | None:
    """A time where a day alone would say too little."""
    return told if isinstance(told, dt.datetime) else None


def site_time(time: dt.datetime, *, naive_is_utc: bool = False) -> dt.datetime:
    """The same instant on the clock of Asia/Damascus; without an offset it is that clock's time already."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=dt.UTC if naive_is_utc else SITE_TIME_ZONE)
    return time.astimezone(SITE_TIME_ZONE)


def page_date(
    *,
    given: dt.datetime | dt.date | None,
    metadata: dt.datetime | dt.date | None,
    url: str | None,
    post_id: int | None,
    edition: str,
    date_line: dt.date | None,
    text: str,
    language: str,
) -> PageDate:
    """Find the publication time of a page (codebook §6).

    Args:
        given: told by the caller; wins over everything. A time without offset is local to Asia/Damascus.
        metadata: told by the page.
        url: address of the article.
        post_id: number of the post.
        edition: `ar` or `en`: each counts its posts on its own.
        date_line: a date that stood alone on a line beside the title.
        text: title and body, for the weekday that it names.
        language: `ar` or `en`.
    """
    mentions = _weekday_mentions(text, language)
    for basis, told in (("given", given), ("metadata", metadata)):
        if told is not None:
            at = site_time(told) if isinstance(told, dt.datetime) else None
            known = at.date() if at else told
            return PageDate(at, known, basis, _contradictions(known, mentions, url))
    found = _from_url(url, post_id, edition, mentions)
    if found is None and date_line is not None:
        found = PageDate(None, date_line, "text")
    if found is None and post_id is not None and (estimate := clock_day(post_id, edition)) is not None:
        return PageDate(None, _snapped(estimate, mentions), "post_id")
    if found is None and (day := _dated_weekday(text)) is not None:
        found = PageDate(None, day, "text")
    if found is None or found.day is None:
        return PageDate(None, None, "unknown")
    return PageDate(None, found.day, found.basis, found.warnings + _contradictions(found.day, mentions, None))


def _split(url: str) -> SplitResult:
    """The parts of an address; those of an empty one where a page gives itself an address that is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def post_id_from_url(url: str | None) -> int | None:
    """The post's number in an address: `/?p=ID`, `/slug/ID/`, `/amp/slug/ID/`, `/slug/ID/embed/`, `/en/ID/`."""
    if not url:
        return None
    parts = _split(url)
    if asked := parse_qs(parts.query).get("p"):
        return int(asked[0]) if asked[0].isascii() and asked[0].isdigit() and len(asked[0]) <= 12 else None
    if _ONLY_DATE.search(parts.path):
        return None
    segments = [s for s in parts.path.split("/") if s and s not in ("embed", "amp", "feed")]
    last = segments[-1] if segments else ""
    return int(last) if last.isascii() and last.isdigit() and len(last) <= 12 else None


def edition_of(url: str | None, language: str) -> str:
    """Which series of post ids an address belongs to: `en` under `/en/`, else `ar`; without one, by language."""
    return ("en" if _split(url).path.startswith("/en/") else "ar") if url else language


@lru_cache(maxsize=1)
def _dated_posts() -> dict[str, tuple[list[int], list[dt.date]]]:
    series: dict[str, list[tuple[int, dt.date]]] = {}
    with (SEEDS_DIR / "post_id_dates.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = (int(row["post_id"]), dt.date.fromisoformat(row["published_date"]))
            series.setdefault(row["edition"], []).append(point)
    return {name: ([i for i, _ in sorted(pts)], [d for _, d in sorted(pts)]) for name, pts in series.items()}


def clock_day(post_id: int, edition: str) -> dt.date | None:
    """The day that a post id stands for, by straight lines between dated posts; None outside the clock's reach.

    Beyond the first and the last dated post the rate of the nearest month holds, for 70 days.
    """
    ids, days = _dated_posts().get(edition, ([], []))
    if len(ids) < 2:
        return None
    right = bisect_left(ids, post_id)
    if 0 < right < len(ids):
        return _on_line(post_id, (ids[right - 1], days[right - 1]), (ids[right], days[right]))
    edge, inner = (0, range(1, len(ids))) if right == 0 else (-1, range(len(ids) - 2, -1, -1))
    far = next(k for k in inner if abs(days[k] - days[edge]) >= _EDGE_SPAN or k in (0, len(ids) - 1))
    day = _on_line(post_id, (ids[edge], days[edge]), (ids[far], days[far]))
    return day if abs(day - days[edge]) <= _EDGE_REACH else None


def _on_line(post_id: int, a: tuple[int, dt.date], b: tuple[int, dt.date]) -> dt.date:
    share = (post_id - a[0]) / (b[0] - a[0])
    return a[1] + dt.timedelta(days=round(share * (b[1] - a[1]).days))


def _from_url(url: str | None, post_id: int | None, edition: str, mentions: list[_Mention]) -> PageDate | None:
    match = _URL_DATE.search(unquote(_split(url).path)) if url else None
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    if match[3]:
        try:
            return PageDate(None, dt.date(year, month, int(match[3])), "url")
        except ValueError:
            return None
    first = dt.date(year, month, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    estimate = clock_day(post_id, edition) if post_id is not None else None
    day = min(max(estimate or first + dt.timedelta(days=14), first), last)
    snapped = _snapped(day, mentions)
    if not first <= snapped <= last:
        snapped += dt.timedelta(days=7 if snapped < first else -7)
    return PageDate(None, snapped, "url", ("published_day_uncertain",))


def _weekday_mentions(text: str, language: str) -> list[_Mention]:
    """Weekdays that date the report: "today Thursday", "yesterday Thursday", "the night of Wednesday – Thursday"."""
    known = phrases()
    pattern = known.weekday_en if language == "en" else known.weekday_ar
    days = [(m.start(), m.end(), known.weekdays[fold(m[0])]) for m in pattern.finditer(text)]
    mentions = []
    for index, (start, end, weekday) in enumerate(days):
        before = fold(text[max(0, start - 30) : start])
        following = days[index + 1] if index + 1 < len(days) else None
        if following and _NIGHT_JOINT.fullmatch(text, end, following[0]) and following[2] == _next(weekday):
            fitting = {following[2]} if known.midnight.search(before) else {weekday, following[2]}
            mentions.append(_Mention(frozenset(fitting), following[2]))
        elif said := known.said.search(before):
            named = _next(weekday) if said["yesterday"] else weekday
            mentions.append(_Mention(frozenset({named}), named))
    return mentions


def _next(weekday: int) -> int:
    return weekday % 7 + 1


def _snapped(day: dt.date, mentions: list[_Mention]) -> dt.date:
    """The day nearest to `day` that is the weekday named first in the text."""
    if not mentions:
        return day
    ahead = (mentions[0].weekday - day.isoweekday()) % 7
    return day + dt.timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _dated_weekday(text: str) -> dt.date | None:
    """The latest date that is written out in full behind a weekday which fits it."""
    if _FULL_YEAR.search(text) is None:
        return None
    known = phrases()
    found = ((_written_date(match), known.weekdays[match["w"]]) for match in known.weekday_date.finditer(fold(text)))
    return max((day for day, weekday in found if day and day.isoweekday() == weekday), default=None)


def date_on_line(line: str) -> dt.date | None:
    """The date that a line consists of ("25 شباط، 2016"), or None."""
    match = phrases().date_line.match(fold(line)) if len(line) < 60 else None
    return _written_date(match) if match else None


def _written_date(match: re.Match[str]) -> dt.date | None:
    month = phrases().months[" ".join((match["m"] or match["m2"]).split())]
    try:
        return dt.date(int(match["y"] or match["y2"]), month, int(match["d"] or match["d2"]))
    except ValueError:
        return None


def _contradictions(day: dt.date, mentions: list[_Mention], url: str | None) -> tuple[str, ...]:
    warnings = []
    if mentions and not any(day.isoweekday() in mention.fitting for mention in mentions):
        warnings.append("weekday_contradicts_date")
    match = _URL_DATE.search(_split(url).path) if url else None
    if match and (day.year, day.month) != (int(match[1]), int(match[2])):
        warnings.append("url_contradicts_date")
    return tuple(warnings)
