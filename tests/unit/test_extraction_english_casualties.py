"""English reports: casualties by the codebook (§7)."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_english import events, fresh


def rows(text: str, province: str = "Aleppo"):
    return [row for event in events(text, province) for row in event.casualties]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("5 civilians", ("exact", 5, 5, 5)),
        ("five civilians", ("exact", 5, 5, 5)),
        ("twenty-five civilians", ("exact", 25, 25, 25)),
        ("1,200 civilians", ("exact", 1200, 1200, 1200)),
        ("a man", ("exact", 1, 1, 1)),
        ("a man and his wife", ("exact", 2, 2, 2)),
        ("2 children and their mother", ("exact", 3, 3, 3)),
        ("at least 7 civilians", ("at_least", 7, 7, None)),
        ("more than 30 civilians", ("more_than", 30, 30, None)),
        ("about 12 civilians", ("about", 12, 12, 12)),
        ("tens of civilians", ("tens", 10, None, None)),
        ("several civilians", ("some", 2, None, None)),
    ],
)
def test_the_table_of_quantities(phrase: str, expected: tuple):
    (row,) = rows(f"The regime forces shelled the town of Andan, killing {phrase}.")
    assert (row.qualifier, row.low, row.best, row.high) == expected
    assert (row.outcome, row.civilian_status, row.confirmed) == ("killed", "civilian", True)


@pytest.mark.parametrize(
    "text",
    [
        "Clashes took place against IS near the town of Azaz, which killed 3 fighters of the factions.",
        "Clashes took place against IS near the town of Azaz, killing 3 fighters of the factions.",
        "3 fighters of the factions were killed in clashes against IS near the town of Azaz.",
        "Three fighters of the factions died in clashes against IS near the town of Azaz.",
        "Clashes took place against IS near the town of Azaz, which left 3 fighters of the factions dead.",
        "Clashes took place against IS near the town of Azaz, resulting in the death of 3 fighters of the factions.",
        "Clashes took place against IS near the town of Azaz, and the death toll rose to 3 fighters of the factions.",
        "3 fighters of the factions were k-illed in clashes against IS*IS near the town of Azaz.",
    ],
)
def test_active_passive_and_noun_say_the_same(text: str):
    (row,) = rows(text)
    assert (row.outcome, row.low, row.side, row.civilian_status) == ("killed", 3, "opposition", "combatant")


def test_two_sides_under_one_verb_are_two_rows():
    found = rows(
        "Clashes near the town of Azaz resulted in the death of 11 IS militants and 5 fighters of the factions."
    )
    assert [(row.low, row.side) for row in found] == [(11, "is"), (5, "opposition")]


def test_wounded_others_are_people_like_those_before():
    found = rows("Clashes took place near the town of Azaz, which killed 3 fighters of the SDF and wounded others.")
    assert [(row.outcome, row.low, row.side) for row in found] == [("killed", 3, "sdf"), ("wounded", 2, "sdf")]


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("12 civilians, including 3 children and a woman,", [("child", 3), ("woman", 1)]),
        ("12 civilians, among them 3 children,", [("child", 3)]),
        ("12 people (including 3 children)", [("child", 3)]),
    ],
)
def test_parts_are_no_rows_of_their_own(phrase: str, parts: list):
    (row,) = rows(f"{phrase} were killed in airstrikes on the town of Andan.")
    assert row.low == 12
    assert [(part.kind, part.n) for part in row.breakdown] == parts


@pytest.mark.parametrize(
    "text",
    [
        "Warplanes carried out 25 raids on the town of Andan.",
        "Helicopters dropped at least 10 barrel bombs on the town of Andan.",
        "The number of barrel bombs dropped on the town of Andan rose to 1420.",
        "The regime forces shelled 17 villages near the town of Andan with 40 shells.",
        "An agreement was reached in the town of Andan, which stipulates the exit of 40 fighters to Idlib.",
    ],
)
def test_raids_shells_and_villages_are_no_people(text: str):
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("information about casualties", (0, None, False)),
        ("reports of losses", (0, None, False)),
        ("information about the death of at least 4 civilians", (0, 4, False)),
    ],
)
def test_information_is_unconfirmed(text: str, expected: tuple):
    (row,) = rows(f"The regime forces shelled the town of Andan, {text}.")
    assert (row.low, row.best, row.confirmed, row.qualifier) == (*expected, "unconfirmed")


def test_losses_on_both_sides_are_a_row_for_each():
    text = "Clashes took place between IS and the SDF near the town of Manbij, information about losses on both sides."
    assert [(row.side, row.low) for row in rows(text)] == [("is", 0), ("sdf", 0)]


@pytest.mark.parametrize(
    "words", ["no information about casualties", "no reports of losses", "but no casualties have been reported"]
)
def test_nothing_known_of_losses_gives_no_row(words: str):
    (event,) = events(f"The regime forces shelled the town of Andan, {words}.")
    assert event.casualties == ()
    assert event.no_casualty_statement


def test_a_total_of_the_incident_gives_one_row():
    text = (
        "The number of civilians who were killed in airstrikes by warplanes believed to be Russian on Andan town "
        "has risen to 23, including 7 women and 6 children. The death toll is expected to rise because there are some "
        "people in critical situation."
    )
    (row,) = rows(text)
    assert (row.low, row.scope, row.civilian_status) == (23, "incident", "civilian")


def test_a_total_since_the_beginning_of_the_year_is_background():
    text = "Since early 2022, the number of attacks documented by SOHR has risen to 459, which left 401 people dead."
    assert fresh(text) == []
    (row,) = rows(text)
    assert (row.low, row.scope) == (401, "campaign")


def test_the_items_of_a_refrain_are_no_events():
    text = (
        "Since early 2024, SOHR activists have documented 115 incidents, which left 157 people dead, as follows:\n\n"
        "• 44 civilians, including three women and 15 children.\n\n• 13 ISIS members."
    )
    assert fresh(text) == []


def test_killing_him_is_one_person():
    text = "Unidentified gunmen opened fire on a member of the SDF in the town of Manbij, killing him."
    (row,) = rows(text)
    assert (row.outcome, row.low, row.side) == ("killed", 1, "sdf")


def test_a_death_of_earlier_wounds_is_late():
    (event,) = events("A child died of wounds received in a bombardment on the city of Azaz 2 days ago.")
    assert event.late_death
    assert str(event.original_date) == "2016-02-23"
    assert str(event.event_date_start) == "2016-02-25"
    assert event.casualties[0].low == 1


# ---- people told of before, of one number, or by their age ---------------------------------------


def outcomes(text: str, province: str = "Daraa") -> list[tuple]:
    return [(row.outcome, row.low, row.qualifier, row.side) for row in rows(text, province)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Unidentified gunmen shot 2 fighters of the factions in Tafas, killing one and injuring the other.",
            [("killed", 1, "exact", "opposition"), ("wounded", 1, "exact", "opposition")],
        ),
        (
            "Unidentified gunmen targeted 3 soldiers of the regime in Tafas, which killed two of them and injured a "
            "third.",
            [("killed", 2, "exact", "regime"), ("wounded", 1, "exact", "regime")],
        ),
        (
            "Shelling on the town of Tafas caused the death of a child and wounding of another two.",
            [("killed", 1, "exact", None), ("wounded", 2, "exact", None)],
        ),
        (
            "Clashes in Tafas left 11 regime soldiers and loyalists dead, in addition to injuries to over 14 others.",
            [("killed", 11, "exact", "regime"), ("wounded", 14, "more_than", "regime")],
        ),
        (
            "An officer of the regime forces was injured, while four of his escorts were killed in a mine explosion in "
            "Tafas.",
            [("wounded", 1, "exact", "regime"), ("killed", 4, "exact", "regime")],
        ),
        (
            "A regime soldier sustained serious wounds after an IED exploded in his car in Tafas.",
            [("wounded", 1, "exact", "regime")],
        ),
        ("A mine exploded in Tafas, injuring a man from the area and his son.", [("wounded", 2, "exact", None)]),
        ("A mine in Tafas killed an under-18-year-old child.", [("killed", 1, "exact", None)]),
        ("A mine in Tafas killed a 12-year-old boy.", [("killed", 1, "exact", None)]),
        (
            "Shelling on the town of Tafas resulted in the fall of injuries.",
            [("wounded", 2, "some", None)],
        ),
        (
            "A drone strike on a car in Tafas left two soldiers of the regime dead and a passer-by injured.",
            [("killed", 2, "exact", "regime"), ("wounded", 1, "exact", None)],
        ),
        (
            "Three HTS members and two others of the “National Liberation Front” were killed in clashes in Tafas.",
            [("killed", 3, "exact", "nusra_hts"), ("killed", 2, "exact", "opposition")],
        ),
    ],
)
def test_people_told_of_before_are_counted_once_and_on_their_side(text: str, expected: list):
    assert sorted(outcomes(text)) == sorted(expected)


def test_killed_and_injured_by_one_strike_are_one_event():
    text = "3 persons were killed and others were injured by bombing by warplanes over areas in the town of Andan."
    (event,) = fresh(text)
    assert (event.event_type, len(event.casualties)) == ("airstrike", 2)


def test_the_shelling_said_again_in_a_new_paragraph_is_the_same_event():
    text = "Turkish forces fired several rockets at the village of Harbel.\n\nThe shelling injured three civilians."
    (event,) = events(text)
    assert (event.event_type, event.casualties[0].low) == ("rocket", 3)


def test_the_dead_of_a_taking_within_a_fight_belong_to_that_fight():
    text = (
        "Violent clashes continue between the regime forces and the Islamist factions in Jabal al-Akrad, amid "
        "advancement for the Islamist factions which could retake the village of Salma that led to kill 2 soldiers in "
        "the regime forces."
    )
    found = fresh(text, province="Latakia")
    assert [(e.event_type, len(e.casualties)) for e in found] == [("clash", 1), ("control_change", 0)]


def test_a_running_total_replaces_only_those_of_its_side():
    text = (
        "The death toll of the regime forces raised to 14, while the death toll of the factions and the jihadis "
        "increased to 21, raising the death toll of both parties since the beginning of the clashes to 122."
    )
    found = [(row.low, row.side, row.scope != "campaign") for row in rows(text, "Idlib")]
    assert sorted(f for f in found if f[2]) == [(14, "regime", True), (21, "opposition", True)]


def test_fighters_injured_on_both_sides_are_counted():
    text = "Clashes broke out in the town of Andan. The clashes left four fighters injured on both sides."
    assert [(row.outcome, row.low) for row in rows(text)] == [("wounded", 4)]
