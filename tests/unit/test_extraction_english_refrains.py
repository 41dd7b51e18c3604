"""English reports: what is told of a campaign or a year is never counted for the day (codebook §7, §8)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.test_extraction_english import events

DAY = dt.date(2023, 5, 10)
FRESH = "A young man was shot dead by unidentified gunmen in the town of Andan."


def killed(text: str) -> list[tuple[int, bool]]:
    """Lower numbers of the killed, each with whether the day counts it."""
    return [
        (row.low, not event.is_background and row.scope != "campaign")
        for event in events(f"{FRESH}\n\n{text}", day=DAY)
        for row in event.casualties
        if row.outcome == "killed"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Accordingly, the number of attacks in Aleppo since May 2020 has risen to 204, which left 96 people dead: 41 "
        "civilians, including 5 women, 30 regime soldiers and 25 former rebels.",
        "Since early 2023, the number of attacks has risen to 61, which left 44 people dead; and they are as follows:\n"
        "• 20 civilians, including two women.\n• 24 regime soldiers.",
        "Since the beginning of the security chaos in June 2021, SOHR has documented 88 attacks. These attacks claimed "
        "the lives of 70 persons.",
        "Thus, it rose to 93, the number of attacks since June 2021 until today, raising to 71, the number of people "
        "killed in the same period.",
        "SOHR documented 14 attacks in 2023: 9 airstrikes and 5 rocket attacks. These strikes killed 31 people. The "
        "fatalities are distributed as follows:\n• 20 members of regime forces.",
        "The Observatory has documented since January 2019 to date some 312 fatalities, including 40 women.",
        "Since 24th of March 2019, SOHR has documented the killing of at least 846 regime soldiers.",
        "The death toll has increased to 189 citizens who were killed since the 29th of December 2022.",
        "The fatalities are as follows:\n- 17 civilians, including a child.\n- 5 regime soldiers.",
        "This is the 27th attack since early 2023, and it left 64 combatants dead in all.",
    ],
)
def test_a_refrain_counts_nobody_for_the_day(text: str):
    assert [low for low, counted in killed(text) if counted] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Since dawn today, shelling by regime forces on the town of Azaz killed 3 civilians.",
        "Shelling by regime forces on the town of Azaz has killed 3 civilians since this morning.",
        "In the city of Azaz, 3 civilians were killed in shelling by regime forces.",
    ],
)
def test_the_dead_since_dawn_are_those_of_the_day(text: str):
    assert (3, True) in killed(text)


def test_a_year_is_no_number_of_people():
    assert all(low != 2019 for low, _ in killed("SOHR has documented since June 2019 to date 478 fatalities."))


def test_an_aside_behind_a_comma_is_background_and_what_stands_before_it_is_not():
    text = (
        "An IED exploded in the town of Andan, this comes within the context of the assassinations by unknown gunmen "
        "in the city of Azaz."
    )
    assert [(e.event_type, e.is_background) for e in events(text, day=DAY)] == [
        ("explosion", False), ("targeted_killing", True),
    ]  # fmt: skip


def test_a_month_cut_short_ends_no_sentence():
    (event,) = events("On May. 3, SOHR activists reported that regime forces shelled the town of Andan.", day=DAY)
    assert (event.event_date_start, event.is_background) == (dt.date(2023, 5, 3), True)
