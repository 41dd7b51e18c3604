"""English reports: joint actors, fights within one side, foiled attacks, holders of places (codebook §3, §4)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.test_extraction_english import events

DAY = dt.date(2022, 9, 14)
DAY_BEFORE = dt.date(2015, 3, 3)
"""Before the SDF."""


def sides(text: str, province: str = "Aleppo", day: dt.date = DAY) -> tuple[str, tuple, tuple]:
    (event,) = events(text, province, day)
    return event.event_type, event.actors, event.targets


@pytest.mark.parametrize(
    "subject",
    [
        "Turkish forces and their proxy factions",
        "Turkish forces and Turkish-backed factions",
        "The Turkish forces and factions loyal to them",
        "Turkish forces and proxy factions",
    ],
)
def test_two_subjects_of_one_verb_act_together(subject: str):
    assert sides(f"{subject} shelled the village of Harbel.")[:2] == ("shelling", ("turkey", "sna"))


@pytest.mark.parametrize(
    "text",
    [
        'Clashes erupted between "Al-Sultan Murad" Division and "Al-Hamzah" Division in Jarabulus city.',
        "Infighting broke out among Turkish-backed factions in Jarabulus city.",
        'Infighting between members of "Ahrar Al-Sharqiyyah" and "Jaysh Al-Sharqiyyah" took place in Al-Bab city.',
    ],
)
def test_a_fight_within_one_side_has_it_on_both(text: str):
    assert sides(text) == ("clash", ("sna",), ("sna",))


def test_allies_named_beside_each_other_do_not_fight_each_other():
    text = "Clashes took place between the regime forces and NDF in the town of Nubl."
    assert sides(text, day=dt.date(2015, 3, 3))[2] == ()


@pytest.mark.parametrize(
    ("backed", "side"),
    [
        ("a member of the Russian-backed “Fifth Corps”", "regime"),
        ("a member of the Russian-backed 8th Brigade", "regime"),
        ("an Iranian-backed militiaman", "iran_backed"),
        ("a member of Turkish-backed factions", "sna"),
    ],
)
def test_who_backs_a_force_is_not_its_side(backed: str, side: str):
    (event,) = events(f"Unidentified gunmen shot dead {backed} in the town of Tafas.", "Daraa", DAY)
    assert (event.event_type, event.targets, event.casualties[0].side) == ("targeted_killing", (side,), side)


@pytest.mark.parametrize("verb", ["thwarted", "foiled", "repelled", "managed to repel"])
def test_a_foiled_attack_is_a_fight_at_the_place_attacked(verb: str):
    text = f"Opposition factions {verb} an attempt by regime forces to advance into the town of Atareb."
    (event,) = events(text, day=DAY)
    assert (event.event_type, event.actors, event.targets) == ("clash", ("opposition",), ("regime",))
    assert [place.pcode for place in event.places] == ["C1022"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("A drone of SDF attacked a house in the city of Azaz", ("sdf",)),
        ("A Turkish drone targeted a car near the city of Manbij", ("turkey",)),
        ("Two regime soldiers were killed due to Israeli airstrikes on a military position near Nubl", ("israel",)),
        ("A man was killed in an airstrike likely to be Israeli, which targeted a house in Nubl", ("israel",)),
    ],
)
def test_whose_strike_it_was(text: str, actors: tuple):
    (event,) = events(f"{text}.", day=DAY)
    assert (event.event_type, event.actors) == ("airstrike", actors)


def test_the_strikes_said_again_are_those_of_the_same_planes():
    text = "Israeli airstrikes targeted a military post in Nubl.\n\nThe airstrikes targeted a warehouse near Hayyan."
    assert [event.actors for event in events(text, day=DAY)] == [("israel",), ("israel",)]


def test_bare_warplanes_have_no_actor_though_helicopters_came_before_them():
    text = "The helicopters dropped barrel bombs on Andan. Meanwhile, the warplanes carried out raids on Hayyan."
    assert [event.actors for event in events(text, day=DAY)] == [("regime",), ()]


def test_the_loser_is_who_held_the_place():
    text = "The SDF took control of the village of Harbel, which was controlled by IS."
    (event,) = events(text, day=dt.date(2016, 3, 3))
    assert event.control.taken_from == "is"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Unidentified gunmen attacked a checkpoint of regime forces in Tafas", "clash"),
        ("Unidentified gunmen attacked the house of a merchant in Tafas", "targeted_killing"),
        ("Unidentified gunmen targeted 2 men in Tafas", "targeted_killing"),
        ("Regime forces shelled Tafas with rocket-propelled grenades", "shelling"),
    ],
)
def test_attacks_on_posts_are_fights_and_those_on_persons_are_not(text: str, kind: str):
    assert sides(f"{text}.", "Daraa")[0] == kind


def test_what_a_man_was_accused_of_hides_no_killing():
    text = "A man accused of trading in weapons was directly shot by unidentified gunmen in Tafas, killing him."
    assert sides(text, "Daraa")[:2] == ("targeted_killing", ("unidentified",))


def test_reported_speech_hides_no_actor():
    text = (
        "SOHR sources said that a man was wounded in shelling carried out by Turkish forces on the village of Harbel."
    )
    assert sides(text)[1] == ("turkey",)


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Unidentified gunmen threw a grenade on the house of a merchant in Nawa city", "explosion", ("unidentified",)),
        ("An IS commander was executed in the town of Tafas", "execution", ()),
        ("Two civilians were arrested by the Military Security in the town of Tafas", "detention", ("regime",)),
        ("IS executed a man in the town of Tafas", "execution", ("is",)),
    ],
)
def test_who_did_it_stands_before_an_active_verb_only(text: str, kind: str, actors: tuple):
    assert sides(f"{text}.", "Daraa")[:2] == (kind, actors)


def test_those_killed_by_targeting_them_did_not_fire():
    (event,) = events("No less than 25 IS militants were killed by targeting them near the town of Azaz.", day=DAY)
    assert event.actors == ()


def test_a_taking_behind_a_comma_has_its_own_subject():
    text = (
        "Clashes continued between IS and YPG until this dawn in Tal Abyad city, the YPG and rebels were able to take "
        "full control on the city."
    )
    (event,) = [e for e in events(text, "al-Raqqa", dt.date(2015, 6, 16)) if e.control]
    assert (event.control.taken_by, event.control.taken_from) == ("ypg", "is")


def test_russian_and_regime_planes_are_two_actors():
    assert sides("Russian and Syrian warplanes bombed the town of Andan.", day=dt.date(2016, 4, 7))[1] == (
        "russia", "regime",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (
            "Reliable sources informed SOHR that YPG fighters could advance in the area, where they seized the village "
            "of Tarmik after violent clashes with IS militants.",
            [("ypg", "is", ["C1961"])],
        ),
        (
            "The regime forces regained full control over Andan after IS withdrew from it.",
            [("regime", "is", ["C1121"])],
        ),
        (
            "The regime forces entered the town of Atareb and imposed their control over it with the withdrawal of the "
            "factions.",
            [("regime", "opposition", ["C1022"])],
        ),
        (
            "IS has taken over the town of Andan from the factions without fight.",
            [("is", "opposition", ["C1121"])],
        ),
        (
            "The factions took control of the town of Andan, after expelling IS out of it.",
            [("opposition", "is", ["C1121"])],
        ),
    ],
)
def test_takings_in_other_words(text: str, taken: list):
    found = [e for e in events(text, day=DAY_BEFORE) if e.control and not e.is_background]
    assert [(e.control.taken_by, e.control.taken_from, [p.pcode for p in e.places]) for e in found] == taken


def test_a_running_count_of_villages_dates_no_taking_before_it():
    text = (
        "The Turkish forces and the factions of Olive Branch took control of the city of Afrin, and they have taken "
        "control of 282 villages since the start of the operation on the 20th of January 2018."
    )
    found = [e for e in events(text, day=dt.date(2018, 3, 18)) if e.control and not e.is_background]
    assert [(e.places[0].pcode, e.event_date_start) for e in found] == [("C1366", dt.date(2018, 3, 18))]


def test_an_unknown_name_behind_a_taking_is_its_place():
    (event,) = [
        e
        for e in events("The factions were able to regain control of Tal Zaghrin, killing 8 members of IS.", day=DAY)
        if e.control
    ]
    assert [(p.surface, p.pcode) for p in event.places] == [("Tal Zaghrin", None)]


def test_executed_by_names_the_executioners():
    text = "Two members of the factions were killed, and four civilians were executed by IS members in Tafas."
    found = [(e.event_type, e.actors) for e in events(text, "Daraa", DAY)]
    assert ("execution", ("is",)) in found
