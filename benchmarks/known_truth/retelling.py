"""Reports from tellings: what is told in the same three hours may share a report, a governorate's first of all.

Here too are the reports that tell of no incident of their own: evening bulletins with a day's total, campaign totals,
and reports without events.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict

from benchmarks.known_truth.incidents import Incidents, Span
from benchmarks.known_truth.model import Corpus, DayTotal, Incident, People, Report, Telling
from benchmarks.known_truth.places import gazetteer
from benchmarks.known_truth.stories import Stories
from benchmarks.known_truth.takings import Takings
from benchmarks.known_truth.words import draw_wording

EVENTS_A_REPORT = {1: 62, 2: 24, 3: 10, 4: 4}
_PLAIN = ("once", "repeated", "grown", "corrected", "revised", "retracted", "partly_retracted", "toll_later")
_INCIDENTS_A_REPORT = {False: 0.72, True: 0.82}
"""In a small corpus, and in one of all years, whose reports have more to tell at a time."""
_SMALL_DAYS = 2_000
_TAKINGS_A_REPORT = 0.03
_TOTALS_A_REPORT = 0.01


def make_corpus(reports: int, seed: int, hard: bool = True) -> Corpus:
    """The table of incidents and exactly `reports` reports that tell it.

    Args:
        reports: number of reports, at least 200; revisions are not counted.
        seed: of all random draws.
        hard: with the stories that the rules of the models cannot tell rightly.
    """
    rng = random.Random(seed)
    span = Span.of(reports)
    incidents = Incidents(rng, span, hard)
    stories = Stories(incidents, hard)
    is_whole = span.days > _SMALL_DAYS
    for _ in range(int(reports * _INCIDENTS_A_REPORT[is_whole])):
        stories.tell()
    takings = Takings(incidents, span, int(reports * _TAKINGS_A_REPORT))
    totals, bulletins = _day_totals(incidents, stories.tellings, int(reports * _TOTALS_A_REPORT))
    campaigns = [_campaign(incidents) for _ in range(reports // 200)]
    told = _packed(rng, [*stories.tellings, *takings.tellings, *bulletins, *campaigns])
    if len(told) > reports:
        raise ValueError(f"{len(told)} reports are needed to tell the incidents, more than {reports}")
    while len(told) < reports:
        told.append(_at(rng, incidents.day(), rng.randrange(6), None))
    told.sort(key=lambda report: report.published_at)
    for number, report in enumerate(told, 1):
        report.number = number
        report.is_listed = rng.random() > 0.002
    return Corpus(incidents.drawn, totals, told)


def _packed(rng: random.Random, tellings: list[Telling]) -> list[Report]:
    """Reports by day and three hours; never two tellings of an incident in one, nor unbundled twins."""
    hours: dict[tuple[dt.date, int], list[list[Telling]]] = defaultdict(list)
    bundles: dict[int, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.bundle is not None:
            bundles[telling.bundle].append(telling)
    for telling in tellings:
        if telling.bundle is None:
            hours[telling.day, telling.slot].append([telling])
        elif bundles[telling.bundle][0] is telling:
            hours[telling.day, telling.slot].append(bundles[telling.bundle])
    reports = []
    for (day, slot), units in sorted(hours.items()):
        rng.shuffle(units)
        units.sort(key=lambda unit: unit[0].incident.admin1 or "")
        while units:
            report = _at(rng, day, slot, units[-1][0].incident.admin1)
            wanted = rng.choices(list(EVENTS_A_REPORT), list(EVENTS_A_REPORT.values()))[0]
            while units and len(report.tellings) < wanted and _fits(report, units[-1]):
                report.tellings += units.pop()
            reports.append(report)
    return reports


def _fits(report: Report, unit: list[Telling]) -> bool:
    """Whether a report can tell these as well; one that gives a total tells nothing else."""
    if report.tellings and any(one.event_type == "toll" for one in (*report.tellings, *unit)):
        return False
    told = {one.incident.number for one in report.tellings} | {one.incident.twin for one in report.tellings}
    return not any(one.incident.number in told for one in unit)


def _at(rng: random.Random, day: dt.date, slot: int, admin1: str | None) -> Report:
    at = dt.datetime.combine(day, dt.time(3 + slot * 3, rng.randrange(60), rng.randrange(60)), tzinfo=dt.UTC)
    return Report(0, at, day, admin1)


def _day_totals(incidents: Incidents, tellings: list[Telling], count: int) -> tuple[list[DayTotal], list[Telling]]:
    """Totals of citizens killed in a governorate on a day, for days whose incidents leave no doubt what is in them."""
    rng = incidents.rng
    inside: dict[tuple[str, dt.date], list[Incident]] = defaultdict(list)
    doubtful: set[tuple[str | None, dt.date]] = set()
    for telling in tellings:
        incident = telling.incident
        if incident.story in _PLAIN and incident.precision == 1 and incident.admin1 and _is_plain(incident):
            continue
        regions = {gazetteer()[code].admin1 for code in incident.places} | {incident.admin1}
        first = min(incident.first_day, telling.first_day or incident.first_day)
        last = max(incident.last_day, telling.last_day or incident.last_day)
        for offset in range(-1, (last - first).days + 2):
            doubtful |= {(region, first + dt.timedelta(offset)) for region in regions}
    for incident in incidents.drawn:
        if incident.admin1 and _killed(incident):
            inside[incident.admin1, incident.first_day].append(incident)
    certain = sorted(key for key in inside if key not in doubtful and (None, key[1]) not in doubtful)
    totals, told = [], []
    for admin1, day in rng.sample(certain, min(count, len(certain))):
        total = _total(incidents, admin1, day, inside[admin1, day])
        totals.append(total)
        told += _bulletins(rng, total)
    return totals, told


def _is_plain(incident: Incident) -> bool:
    return all(row.confirmed and not row.parts and row.civilian_status != "unknown" for row in incident.standing)


def _killed(incident: Incident) -> int:
    """Citizens killed in an incident, as far as it stands with a number."""
    rows = [row for row in incident.standing if row.who == ("killed", None, "civilian")] if incident.stands else []
    return sum(row.best if row.best is not None else row.low for row in rows)


def _total(incidents: Incidents, admin1: str, day: dt.date, inside: list[Incident]) -> DayTotal:
    rng, known = incidents.rng, sum(map(_killed, inside))
    number = max(1, known + rng.choice((0, 0, 1, 2, 3, 5, -1, -2) if incidents.hard else (1, 2, 3, 5, -1, -2)))
    if number == known and not incidents.hard:
        number += 1
    people = People("killed", None, "civilian", number, number, number, scope="day")
    story = "day_total, equal" if number == known else "day_total"
    incident = _of_region(incidents, story, admin1, day, day)
    incident.standing = (people,)
    return DayTotal(incident, people, tuple(one.number for one in inside))


def _bulletins(rng: random.Random, total: DayTotal) -> list[Telling]:
    """The bulletin of the evening, after all reports of the day; sometimes one before it with a lower total."""
    day = total.incident.first_day
    last = _region_telling(rng, total.incident, day, 5, (total.people,))
    if (total.people.best or 0) > 1 and rng.random() < 0.3:
        lower = (total.people.best or 2) - 1
        early = People("killed", None, "civilian", lower, lower, lower, scope="day")
        return [_region_telling(rng, total.incident, day, 4, (early,)), last]
    return [last]


def _campaign(incidents: Incidents) -> Telling:
    """A total since the beginning of something, which counts in no week."""
    rng, day, admin1 = incidents.rng, incidents.day(), incidents.choice.governorate()
    number = rng.randint(100, 5000)
    incident = _of_region(incidents, "campaign", admin1, day - dt.timedelta(rng.randint(10, 200)), day)
    incident.stands = False
    people = People("killed", None, rng.choice(("civilian", "mixed")), number, number, number, scope="campaign")
    return _region_telling(rng, incident, day, rng.randrange(6), (people,))


def _of_region(incidents: Incidents, story: str, admin1: str, first: dt.date, last: dt.date) -> Incident:
    incident = Incident(
        len(incidents.drawn), story, "toll", None, (admin1,), admin1, first, last, 1 if first == last else 3, (), (),
        draw_wording(incidents.rng),
    )  # fmt: skip
    incidents.drawn.append(incident)
    return incident


def _region_telling(
    rng: random.Random, incident: Incident, day: dt.date, slot: int, people: tuple[People, ...]
) -> Telling:
    return Telling(
        incident, day, slot, people, first_day=incident.first_day, last_day=incident.last_day,
        precision=incident.precision, variation=rng.randrange(60),
    )  # fmt: skip
