"""Odd texts: none raises anything but the reader's own refusal, and time grows as length does.

`python -m benchmarks.robustness --inputs 1000000` is the same with a million texts and lengths to five million.
"""

from __future__ import annotations

import datetime as dt
import time

import pytest

from benchmarks._odd_texts import KINDS, LONG, odd_text
from benchmarks.robustness import run, run_many
from transforms.extraction import extract
from transforms.page import read_report

PER_KIND = 150
SHORT, FOUR_TIMES = 4_000, 16_000
MOST_PER_CHARACTER = 100e-6
"""Seconds: five to ten times what a busy machine needs for the slowest kind of long text."""


@pytest.fixture(scope="module", autouse=True)
def _dictionaries() -> None:
    run("محافظة حلب:: قتل 5 مقاتلين")
    run("Clashes in Aleppo killed 5 fighters.")


def seconds(text: str) -> float:
    began = time.process_time()
    run(text)
    return time.process_time() - began


def test_no_odd_text_raises() -> None:
    assert run_many(0, PER_KIND * len(KINDS)).raised == []


@pytest.mark.parametrize("kind", LONG)
def test_four_times_the_length_takes_no_sixteen_times_the_time(kind: str) -> None:
    short = seconds(LONG[kind](SHORT))
    assert seconds(LONG[kind](FOUR_TIMES)) < 10 * short + FOUR_TIMES * MOST_PER_CHARACTER / 4


@pytest.mark.parametrize("kind", ["one letter", "digits", "commas", "blank lines"])
def test_a_text_of_two_hundred_thousand_signs_is_read_in_seconds(kind: str) -> None:
    assert seconds(LONG[kind](200_000)) < 200_000 * MOST_PER_CHARACTER


def test_the_same_odd_text_says_the_same_twice() -> None:
    for number in range(60):
        content = odd_text(number)[1]
        if isinstance(content, str):
            report = read_report("محافظة حلب:: " + content, source="odd", published_at=dt.date(2016, 2, 25))
            assert extract(report) == extract(report)


@pytest.mark.parametrize(
    "text",
    [
        "قتل " + "9" * 5000 + " مقاتل",
        "بعد " + "9" * 12 + " يوم",
        "بعد 999999 عام من الحصار",
        "منذ " + "9" * 4301 + " شباط",
        "في 0 شباط 0000",
        "في 31 شباط 9999",
        "في 30 / 2 / 2016",
        "الـ 29 من شهر شباط / فبراير 2015",
    ],
)
def test_numbers_that_no_calendar_holds_date_nothing_before_their_time(text: str) -> None:
    report = read_report(f"محافظة حلب:: قتل 5 مقاتلين {text}", source="odd", published_at=dt.date(2016, 2, 25))
    days = [event.event_date_start for event in extract(report) if event.event_date_start is not None]
    assert all(day.year > 1900 for day in days)


@pytest.mark.parametrize("day", [dt.date(2011, 1, 1), dt.date(2016, 2, 29), None])
def test_a_day_at_the_edge_of_a_calendar_raises_nothing(day: dt.date | None) -> None:
    text = "محافظة حلب:: قتل 5 مقاتلين قبل 4 أيام، في 29 شباط الفائت، منذ 30 آذار من العام الفائت، ليل أمس الأول"
    assert isinstance(extract(read_report(text, source="odd", published_at=day)), list)
