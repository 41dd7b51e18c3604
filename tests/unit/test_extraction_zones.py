"""Factions in districts that Turkey's allies hold are her allies (codebook §4)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import events

LATER = dt.datetime(2021, 3, 1, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
BEFORE = dt.datetime(2016, 3, 1, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.mark.parametrize(
    ("governorate", "place", "published", "expected"),
    [
        ("حلب", "قرية باسوطة بريف عفرين", LATER, "sna"),
        ("حلب", "مدينة الباب", LATER, "sna"),
        ("إدلب", "مدينة سرمين", LATER, "opposition"),
        ("حلب", "مدينة الباب", BEFORE, "opposition"),
    ],
)
def test_a_patrol_of_a_faction(governorate: str, place: str, published: dt.datetime, expected: str):
    text = f"اعتقلت دورية تابعة لفصيل فيلق الشام مواطنين اثنين في {place}."
    (event,) = events(text, governorate, published)
    assert (event.event_type, event.actors) == ("detention", (expected,))


def test_the_dead_of_a_faction_there():
    text = "قتل 3 مقاتلين من الفصائل جراء انفجار عبوة ناسفة بسيارة في مدينة الباب."
    (event,) = events(text, "حلب", LATER)
    assert [row.side for row in event.casualties] == ["sna"]
