"""What the published tables should say, computed from the table of incidents alone.

Every table is a dictionary of cells: the key columns as a tuple, and the values with the stories behind them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.known_truth.lake import event_id
from benchmarks.known_truth.model import Corpus, Incident, People, Telling
from benchmarks.known_truth.places import gazetteer

MONDAY, SATURDAY = 0, 5
Key = tuple[object, ...]
ACTOR_ENDS: dict[str, tuple[dt.date, str | None]] = {
    "regime": (dt.date(2024, 12, 8), None), "ypg": (dt.date(2015, 10, 10), "sdf"),
}  # fmt: skip
"""Sides that ceased to exist: the day, and who holds what they held."""


@dataclass(slots=True)
class Cell:
    """One row of an expected table: its values, and the stories whose incidents are in it."""

    values: tuple[object, ...]
    stories: set[str] = field(default_factory=set)


def week_start(day: dt.date, first_weekday: int) -> dt.date:
    """First day of the week of a day; `first_weekday` counts from Monday, 0."""
    return day - dt.timedelta((day.weekday() - first_weekday) % 7)


def regions(incident: Incident) -> tuple[str | None, str | None, str | None]:
    """Governorate, district and subdistrict that contain all places of an incident, as far as they are one."""
    if not incident.places:
        return incident.admin1, None, None
    places = [gazetteer()[code] for code in incident.places]
    first, second, third = ({getattr(place, level) for place in places} for level in ("admin1", "admin2", "admin3"))
    return _one(first), _one(second), _one(third)


def _one(codes: set[str | None]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def counted(corpus: Corpus) -> Iterator[tuple[Incident, People]]:
    """All figures that enter the weeks: each row of people once, rows with parts as their parts."""
    replaced, unused = _replaced(corpus)
    for incident in corpus.incidents:
        if not incident.stands or incident.number in unused:
            continue
        for row in incident.standing:
            if incident.number in replaced and row.who == ("killed", None, "civilian"):
                continue
            for part in split(row):
                yield incident, part


def _replaced(corpus: Corpus) -> tuple[set[int], set[int]]:
    """Incidents whose citizens a day's total replaces, and totals that are no more than their items."""
    replaced: set[int] = set()
    unused: set[int] = set()
    for total in corpus.totals:
        inside = [corpus.incidents[number] for number in total.incidents]
        known = sum(
            row.best if row.best is not None else row.low
            for incident in inside
            for row in incident.standing
            if row.who == ("killed", None, "civilian")
        )
        if (total.people.best or 0) > known:
            replaced.update(total.incidents)
        else:
            unused.add(total.incident.number)
    return replaced, unused


def split(row: People) -> list[People]:
    """A row whose parts add up to it as one row for each side and status; another row as it is."""
    if sum(part.n for part in row.parts) != row.best or not row.parts:
        return [row]
    return [
        People(row.outcome, part.side, part.civilian_status, part.n, part.n, part.n, confirmed=row.confirmed)
        for part in row.parts
    ]


def weekly_casualties(corpus: Corpus, first_weekday: int = MONDAY) -> dict[Key, Cell]:
    """Key: week_start, admin_level, region_pcode, admin1_pcode, outcome, side, civilian_status, is_confirmed.

    Values: low, best, high. A row without a best number enters it with its low one; one open row leaves high open.
    """
    cells: dict[Key, Cell] = {}
    for incident, row in counted(corpus):
        week = week_start(incident.first_day, first_weekday)
        codes = regions(incident)
        for level in (1, 2, 3):
            key = (week, level, *_region_key(codes, level), *row.who, row.confirmed)
            cell = cells.setdefault(key, Cell((0, 0, 0)))
            low, best, high = cell.values
            cell.values = (
                low + row.low,  # type: ignore[operator]
                best + (row.best if row.best is not None else row.low),  # type: ignore[operator]
                None if high is None or row.high is None else high + row.high,  # type: ignore[operator]
            )
            cell.stories.add(incident.story)
    return cells


def _region_key(codes: tuple[str | None, ...], level: int) -> tuple[str | None, str | None, str | None]:
    """P-code of the level, then those of the levels above that keep regions without one apart."""
    return codes[level - 1], codes[0], codes[1] if level >= 2 else None


def weekly_control_changes(corpus: Corpus, first_weekday: int = MONDAY) -> dict[Key, Cell]:
    """Key: week_start, admin_level, region_pcode, admin1_pcode, taken_by, taken_from, extent, change, status.

    Values: number of changes, number of places.
    """
    cells: dict[Key, Cell] = {}
    for incident in _takings(corpus):
        control = incident.control
        if control is None:
            continue
        week = week_start(incident.first_day, first_weekday)
        for place in incident.places or (None,):
            code = place and gazetteer()[place]
            codes = (code.admin1, code.admin2, code.admin3) if code else (incident.admin1, None, None)
            for level in (1, 2, 3):
                said = (control.taken_by, control.taken_from, control.extent, control.change, incident.status)
                cell = cells.setdefault((week, level, *_region_key(codes, level), *said), Cell((0, 0)))
                changes, places = cell.values
                cell.values = (changes + 1, places + (1 if place else control.places_low))  # type: ignore[operator]
                cell.stories.add(incident.story)
    return cells


def _takings(corpus: Corpus) -> Iterator[Incident]:
    return (one for one in corpus.incidents if one.control is not None and one.stands)


def control_timeline(corpus: Corpus) -> dict[Key, Cell]:
    """Key: pcode, first day (None for the holder before the first change). Values: holder, last day (None: to now).

    The last holder of a day stands; partial changes do not move the line, nor does the holder's taking again what it
    has. A change that is merely reported moves it. A side that ceases to exist (seeds/actor_ends.csv) holds nothing
    from that day on, or its successor does.
    """
    told = [
        ((report.published_at, index), one.incident.number)
        for report in corpus.reports
        for index, one in enumerate(report.tellings)
        if not one.is_dropped and not one.is_background
    ]
    last_told = {number: order for order, number in sorted(told)}
    first_told = {number: order for order, number in sorted(told, reverse=True)}
    changes: dict[str, list[Incident]] = defaultdict(list)
    for incident in _takings(corpus):
        if incident.control and incident.control.extent == "full":
            for place in incident.places:
                changes[place].append(incident)
    cells: dict[Key, Cell] = {}
    for place, found in sorted(changes.items()):
        found.sort(key=lambda incident: last_told[incident.number])
        last_of_day = {incident.first_day: incident for incident in found}
        spells: list[tuple[dt.date | None, str | None]] = []
        first = min(found, key=lambda incident: first_told[incident.number]).control
        if first and first.taken_from:
            spells.append((None, first.taken_from))
        for day, incident in sorted(last_of_day.items()):
            holder = incident.control.taken_by if incident.control else None
            _end_actor(spells, day)
            if not spells or spells[-1][1] != holder:
                spells.append((day, holder))
        _end_actor(spells, max(one.first_day for one in corpus.incidents if one.control))
        ends = [day - dt.timedelta(1) for day, _ in spells[1:] if day] + [None]
        stories = {incident.story for incident in found}
        for (day, holder), end in zip(spells, ends, strict=True):
            if holder is not None:
                cells[place, day] = Cell((holder, end), stories)
    return cells


def _end_actor(spells: list[tuple[dt.date | None, str | None]], until: dt.date) -> None:
    """Close the last spell where its holder ceased to exist before the next change, or before `until`."""
    if spells:
        day, holder = spells[-1]
        ended, successor = ACTOR_ENDS.get(holder or "", (dt.date.max, None))
        if (day is None or day < ended) and ended <= until:
            spells.append((ended, successor))


def events_of_incidents(corpus: Corpus) -> dict[str, int]:
    """Number of the incident that each current event tells, by event id; old news and campaign totals are left out."""
    return {
        event_id(report, telling): telling.incident.number
        for report in corpus.reports
        for telling in report.tellings
        if _is_current(telling)
    }


def _is_current(telling: Telling) -> bool:
    return not telling.is_background and not telling.is_dropped and telling.incident.story != "campaign"


def incidents(corpus: Corpus) -> dict[Key, Cell]:
    """Key: the ids of the events of an incident, joined by blanks.

    Values: its day, low, best and high of the killed, the same of the wounded, and the killed of rumours. What a day's
    total replaces is left out; totals of days and campaigns are no incidents.
    """
    events: dict[int, list[str]] = defaultdict(list)
    for name, number in events_of_incidents(corpus).items():
        events[number].append(name)
    people: dict[int, list[People]] = defaultdict(list)
    for incident, row in counted(corpus):
        people[incident.number].append(row)
    cells: dict[Key, Cell] = {}
    for incident in corpus.incidents:
        if incident.stands and incident.event_type != "toll":
            rows = people[incident.number]
            values = (
                incident.first_day,
                *_sums([row for row in rows if row.confirmed and row.outcome == "killed"]),
                *_sums([row for row in rows if row.confirmed and row.outcome == "wounded"]),
                _sums([row for row in rows if not row.confirmed and row.outcome == "killed"])[1],
            )
            cells[(" ".join(sorted(events[incident.number])),)] = Cell(values, {incident.story})
    return cells


def _sums(rows: list[People]) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of several rows; nothing for no rows, and no high where any row is open."""
    if not rows:
        return None, None, None
    highs = [row.high for row in rows if row.high is not None]
    return (
        sum(row.low for row in rows),
        sum(row.best if row.best is not None else row.low for row in rows),
        sum(highs) if len(highs) == len(rows) else None,
    )
