"""English bulletins of many clauses: takings told in passing, totals and their items, lists, fights said again."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.test_extraction_english import changes, events, fresh
from transforms.model import Casualty, Event


def names(event: Event) -> list[str]:
    return [place.surface for place in event.places]


def killed(found: list[Event]) -> list[Casualty]:
    return [row for event in found for row in event.casualties if row.outcome == "killed" and row.confirmed]


# ---- takings ------------------------------------------------------------------------------------


def test_control_told_with_a_noun_is_a_taking_by_those_named_behind_it():
    (event,) = changes(
        "The Observatory monitored the control of the rebel factions over the villages of Tadef, Kweres and Bashkoy."
    )
    assert (event.actors, names(event)) == (("opposition",), ["Tadef", "Kweres", "Bashkoy"])


def test_areas_under_the_control_of_a_side_are_no_taking():
    assert changes("The regime forces shelled areas under the control of the rebel factions in Tadef town.") == []


@pytest.mark.parametrize("said", ["Information reported that", "SOHR activists reported that", "SOHR monitored that"])
def test_what_is_reported_to_have_been_seized_is_no_attribute(said: str):
    (event,) = changes(f"{said} the rebels seized the village of Bashkoy.")
    assert names(event) == ["Bashkoy"]


def test_forces_that_controlled_the_village_took_it():
    (event,) = changes("The regime forces and loyalists controlled the villages of Bashkoy and Retyan.")
    assert names(event) == ["Bashkoy", "Retyan"]


def test_a_taking_after_an_aside_with_which_is_read():
    (event,) = changes(
        "The regime forces managed in an attack, which they launched at dawn, to advance and take control of Tadef."
    )
    assert (event.actors, names(event)) == (("regime",), ["Tadef"])


def test_attacks_that_led_forces_to_impose_control_are_a_taking():
    (event,) = changes("Three assaults led the regime forces to impose their control over Bashkoy village.")
    assert event.control is not None
    assert event.control.taken_by == "regime"


def test_what_was_seized_the_day_before_the_news_is_background():
    told = events("The factions seized Bashkoy village after they seized Retyan and Tadef yesterday.")
    old = [e for e in told if e.control is not None and e.is_background]
    assert [names(e) for e in old] == [["Retyan", "Tadef"]]


def test_the_subject_behind_after_is_the_taker():
    told = changes("The factions attacked the area hours after the regime forces took control of Bashkoy village.")
    assert [e.actors for e in told] == [("regime",)]


def test_places_that_only_tell_where_the_village_lies_are_not_taken():
    (event,) = changes("The SDF seized Bashkoy village located at about 4 km north of Tadef town.")
    assert names(event) == ["Bashkoy"]


def test_villages_in_a_mountain_are_no_taking_of_the_mountain():
    (event,) = changes("The factions took control of Bashkoy, Retyan and villages in Jabal al-Hoss.")
    assert names(event) == ["Bashkoy", "Retyan"]


def test_where_they_are_advancing_has_not_been_taken():
    (event,) = changes("The regime forces managed to control Bashkoy and Retyan and advancing in Tadef.")
    assert names(event) == ["Bashkoy", "Retyan"]


def test_a_condition_within_the_sentence_takes_nothing():
    told = changes(
        "The regime forces took control of Bashkoy, and in case the regime forces were able to control Tadef town, "
        "they will besiege the factions."
    )
    assert [names(e) for e in told] == [["Bashkoy"]]


def test_a_base_some_kilometres_away_is_no_place_of_the_event():
    told = fresh("The regime forces seized Bashkoy village, amid shelling, and they are 5 km away from Tadef town.")
    assert all("Tadef" not in names(e) for e in told)


# ---- places -------------------------------------------------------------------------------------


def test_a_fight_in_another_governorate_is_one_of_its_own():
    told = fresh(
        "Clashes continue between HTS against Ahrar al-Sham in the countryside of Idlib, in conjunction with clashes "
        "between HTS against Ahrar al-Sham in the western countryside of Aleppo.",
        "clash",
        "Idlib",
    )
    assert [e.places[0].admin1_pcode for e in told] == ["SY07", "SY02"]


def test_strikes_on_the_areas_of_the_clashes_are_where_the_clashes_are():
    told = fresh(
        "Violent clashes took place between the regime forces against the factions in Tadef town. "
        "The warplanes carried out raids on areas of the clashes.",
        "airstrike",
    )
    assert [names(e) for e in told] == [["Tadef"]]


# ---- sides --------------------------------------------------------------------------------------


def test_those_who_thwart_an_attack_act_and_the_attackers_are_the_other_side():
    (event,) = fresh("The factions thwarted an attack by the regime forces in Bashkoy village.", "clash")
    assert (event.actors, event.targets) == (("opposition",), ("regime",))


def test_members_at_the_head_of_the_sentence_fired_and_were_not_hit():
    (event,) = fresh("Two members of ISIS cells opened fire directly on members of a checkpoint of the SDF in Tadef.")
    assert event.targets == ("sdf",)


def test_russian_supervision_makes_no_side_of_russia():
    told = fresh("The regime forces attacked positions of the factions under Russian supervision in Tadef town.")
    assert all("russia" not in (*e.actors, *e.targets) for e in told)


# ---- tolls --------------------------------------------------------------------------------------


def test_items_of_a_total_are_not_added_to_it():
    told = fresh(
        "It rose to 9, including 2 children, the number of people who were killed in shelling by the regime forces on "
        "areas in Tadef city, where a man was killed in Bashkoy town and other 3 men and a citizen woman were killed "
        "in Retyan town."
    )
    assert [row.low for row in killed(told)] == [9]


def test_another_death_told_with_also_is_no_item_of_the_total():
    told = fresh(
        "It rose to 9 the number of people who were killed in shelling on areas in Tadef city, also a man was killed "
        "by a shell on Bashkoy town."
    )
    assert [row.low for row in killed(told)] == [9, 1]


def test_a_total_without_its_verb_is_read():
    told = fresh("The number of civilians who were killed due to shelling the city of Tadef to 12, including 4 women.")
    assert [row.low for row in killed(told)] == [12]


def test_the_number_may_stand_before_the_number_of():
    told = fresh("3 is the number of factions fighters who were killed today in clashes against the regime forces.")
    assert [row.low for row in killed(told)] == [3]


def test_the_number_raised_stands_behind_to():
    told = fresh("Shelling on Tadef killed a man, which raised the number of people who have been killed there to 7.")
    assert 7 in [row.low for row in killed(told)]


def test_parts_of_a_number_do_not_carry_its_verb():
    told = fresh("6 citizens including 2 children and 3 women were killed in shelling by the regime forces on Tadef.")
    assert [row.low for row in killed(told)] == [6]


def test_people_joined_before_their_verb_are_one_number():
    told = fresh("A shell fell on Retyan and 3 men and a citizen woman were killed in Tadef town.")
    assert [row.low for row in killed(told)] == [4]


def test_the_dead_of_a_checkpoint_left_by_an_attack_are_counted():
    told = fresh("Gunmen attacked the area of Tadef. The attack left four members of the checkpoint dead.")
    assert [row.low for row in killed(told)] == [4]


def test_an_emir_and_two_other_members_are_three():
    told = fresh("Shepherds found the body of an ISIS emir and two other ISIS members in Tadef desert.")
    assert [row.low for row in killed(told)] == [3]


def test_the_dead_men_said_again_are_nobody_new():
    told = fresh("Two gunmen were killed in clashes in Tadef. The dead men were killed because of a quarrel.")
    assert [row.low for row in killed(told)] == [2]


def test_a_side_without_a_noun_is_counted():
    told = fresh("The clashes between the regime forces and IS in Tadef led to the death of 8 IS and several soldiers.")
    assert ("is", 8) in [(row.side, row.low) for row in killed(told)]


def test_a_citizens_was_killed_is_one():
    told = fresh("A citizens was killed in shelling by the regime forces on Tadef town.")
    assert [row.low for row in killed(told)] == [1]


def test_those_killed_during_the_same_clashes_belong_to_the_fight_told():
    told = fresh(
        "SOHR documented the killing of 7 members of the factions in the clashes in Tadef area, while five members of "
        "the regime forces were killed during the same clashes.",
        "clash",
    )
    assert [sorted(row.low for row in e.casualties) for e in told] == [[5, 7]]


def test_these_attacks_are_the_fight_told_before():
    told = fresh(
        "Clashes took place between the factions and the regime forces in Tadef. The clashes led to the death of 3 "
        "fighters of the factions.",
        "clash",
    )
    assert [[row.low for row in e.casualties] for e in told] == [[3]]


# ---- lists --------------------------------------------------------------------------------------

LISTED = (
    "In the last 72 hours, SOHR documented 40 ground strikes in the countryside of Aleppo.\n\n"
    "The fatalities were:\n\n"
    "• 5 civilians were killed in air strikes by regime warplanes on Tadef town\n\n"
    "• Two children were killed in Russian aerial bombardment on Bashkoy village"
)


def test_items_of_a_list_that_tell_their_own_event_are_news():
    assert [row.low for row in killed(fresh(LISTED))] == [5, 2]


def test_items_of_a_list_are_dated_by_the_days_that_it_covers():
    told = [e for e in fresh(LISTED, "airstrike") if e.casualties]
    assert [(e.event_date_start, e.event_date_end) for e in told] == [(dt.date(2016, 2, 22), dt.date(2016, 2, 25))] * 2


def test_items_of_a_statistic_since_the_start_of_the_year_stay_background():
    told = fresh(
        "SOHR has documented 20 operations since early 2016.\n\n"
        "• 5 civilians were killed in air strikes on villages in Aleppo"
    )
    assert killed(told) == []


# ---- words --------------------------------------------------------------------------------------


def test_a_sentence_goes_on_behind_a_semicolon_and_a_preposition():
    told = fresh("SOHR documented the death of 2 men; in shelling by the regime forces on Tadef town.", "shelling")
    assert [row.low for row in killed(told)] == [2]


def test_a_dash_with_a_blank_joins_booby_trapped():
    (event,) = fresh("A booby- trapped vehicle exploded in Tadef town.", "explosion")
    assert event.weapon == "car_bomb"
