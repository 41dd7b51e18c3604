"""One real report, read point by point. It is not in the repository; the test needs the folder `shared` beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from transforms.extraction import extract
from transforms.model import Event, Report
from transforms.page import read_report

TEXT = Path(__file__).resolve().parents[2].parent / "shared" / "report" / "khanasser.txt"
PUBLISHED = dt.datetime.fromisoformat("2016-02-25T10:00:00+02:00")

pytestmark = pytest.mark.skipif(not TEXT.exists(), reason="needs ../shared/report/khanasser.txt, which is not here")


@pytest.fixture(scope="module")
def report() -> Report:
    return read_report(TEXT.read_bytes(), source="sohr-ar", published_at=PUBLISHED)


@pytest.fixture(scope="module")
def events(report: Report) -> list[Event]:
    return extract(report)


def pick(events: list[Event], event_type: str, place: str, *, background: bool = False) -> Event:
    """The one event of a type at a place, by P-code or by name."""
    found = [
        e
        for e in events
        if e.event_type == event_type
        and e.is_background == background
        and any(place in (p.pcode, p.surface) for p in e.places)
    ]
    assert len(found) == 1, [(e.event_type, e.evidence.text) for e in found]
    return found[0]


def test_the_page_gives_title_views_and_day(report: Report):
    assert report.view_count == 73
    assert report.title.startswith("قوات النظام")
    assert (report.published_date, report.published_date_basis) == (dt.date(2016, 2, 25), "given")


def test_one_new_control_change_the_recapture_of_khanaser(events: list[Event]):
    changes = [e for e in events if e.event_type == "control_change" and not e.is_background]
    assert len(changes) == 1
    event = pick(events, "control_change", "C2169")
    assert (event.control.taken_by, event.control.taken_from) == ("regime", "is")
    assert (event.control.change, event.control.extent, event.status) == ("recapture", "full", "confirmed")
    assert event.event_date_start == event.event_date_end == dt.date(2016, 2, 25)


def test_the_taking_by_is_two_days_before_is_background_with_its_dead(events: list[Event]):
    old = pick(events, "control_change", "C2169", background=True)
    assert (old.control.taken_by, old.event_date_start) == ("is", dt.date(2016, 2, 23))
    fight = pick(events, "clash", "C2169", background=True)
    assert fight.event_date_start == dt.date(2016, 2, 23)
    assert [(r.outcome, r.low, r.qualifier, r.side) for r in fight.casualties] == [
        ("killed", 35, "more_than", "regime"),
        ("wounded", 10, "tens", "regime"),
    ]


def test_probable_russian_planes_strike_two_quarters(events: list[Event]):
    event = pick(events, "airstrike", "بني زيد")
    assert [p.surface for p in event.places] == ["الراشدين", "بني زيد"]
    assert (event.actors, event.actor_certainty) == (("russia",), "probable")


def test_the_factions_shell_seven_quarters_without_casualties(events: list[Event]):
    event = pick(events, "shelling", "N0216")
    assert event.actors == ("opposition",)
    assert len(event.places) == 7
    assert event.casualties == ()


def test_the_clash_is_near_the_bashkoy_north_of_the_city(events: list[Event]):
    event = pick(events, "clash", "C1125")
    assert (event.actors, event.targets) == (("regime",), ("opposition",))
    assert event.places[0].relation == "near"


def test_the_missile_is_the_regimes(events: list[Event]):
    event = pick(events, "rocket", "C1125")
    assert (event.actors, event.weapon) == (("regime",), "ground_to_ground_missile")


def test_mortars_on_is_at_tlaline_with_unconfirmed_dead_and_wounded(events: list[Event]):
    event = pick(events, "shelling", "C1632")
    assert (event.actors, event.targets, event.weapon) == (("opposition",), ("is",), "mortar")
    assert [(r.outcome, r.low, r.confirmed) for r in event.casualties] == [
        ("killed", 0, False),
        ("wounded", 0, False),
    ]


def test_nothing_is_dated_after_the_report_and_october_is_that_of_the_year_before(events: list[Event]):
    assert max(e.event_date_end for e in events) == dt.date(2016, 2, 25)
    october = [e for e in events if "أكتوبر" in (e.date_surface or "")]
    assert [(e.event_date_start.year, e.event_date_start.month) for e in october] == [(2015, 10)]


def test_every_offset_is_exact(report: Report, events: list[Event]):
    for event in events:
        for evidence in (event.evidence, *(row.evidence for row in event.casualties)):
            assert report.body[evidence.start : evidence.end] == evidence.text


def test_no_attribute_of_status_is_a_taking_of_aleppo(events: list[Event]):
    taken = [p.pcode for e in events if e.event_type == "control_change" for p in e.places]
    assert not {"C1007", "SY02", "N0216"} & set(taken)
