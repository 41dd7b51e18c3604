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

    The last holder of a day stands; partial and merely reported changes do not move the line, nor does the holder's
    taking again what it has.
    """
    order = {one.incident.number: (report.published_at, index) for report in corpus.reports
             for index, one in enumerate(report.tellings) if not one.is_dropped and not one.is_background}  # fmt: skip
    changes: dict[str, list[Incident]] = defaultdict(list)
    for incident in _takings(corpus):
        if incident.control and incident.control.extent == "full" and incident.status == "confirmed":
            for place in incident.places:
                changes[place].append(incident)
    cells: dict[Key, Cell] = {}
    for place, found in sorted(changes.items()):
        found.sort(key=lambda incident: order[incident.number])
        last_of_day = {incident.first_day: incident for incident in found}
        spells: list[tuple[dt.date | None, str]] = []
        before = found[0].control.taken_from if found[0].control else None
        if before:
            spells.append((None, before))
        for day, incident in sorted(last_of_day.items()):
            holder = incident.control.taken_by if incident.control else ""
            if not spells or spells[-1][1] != holder:
                spells.append((day, holder))
        ends = [day for day, _ in spells[1:]] + [None]
        stories = {incident.story for incident in found}
        for (day, holder), end in zip(spells, ends, strict=True):
            cells[place, day] = Cell((holder, end), stories)
    return cells


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


def incident_people(corpus: Corpus) -> dict[Key, Cell]:
    """Key: the events of an incident joined by blanks, outcome, side, civilian_status, confirmed.

    Values: low, best, high, whether a day's total does not replace it. An incident without people has no row.
    """
    events: dict[int, list[str]] = defaultdict(list)
    for name, number in events_of_incidents(corpus).items():
        events[number].append(name)
    cells: dict[Key, Cell] = {}
    for incident in corpus.incidents:
        if not incident.stands or incident.event_type == "toll":
            continue
        names = " ".join(sorted(events[incident.number]))
        for row in (part for one in incident.standing for part in split(one)):
            cells[names, *row.who, row.confirmed] = Cell((row.low, row.best, row.high), {incident.story})
    return cells
