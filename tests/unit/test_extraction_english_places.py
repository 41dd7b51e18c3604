"""English reports: places and dates by the codebook (§5, §6)."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_english import events, report
from transforms.extraction import extract
from transforms.extraction.english.names import name_index


@pytest.mark.parametrize(
    ("name", "province", "pcode"),
    [
        ("Ihres", "SY02", "C1623"),
        ("Tal Sab'in", "SY02", "C1292"),
        ("al Redwaniyya", "SY02", "C2152"),
        ("Jeb al Safa", "SY02", "C6304"),
        ("Qudsayya", "SY03", "C2328"),
        ("Hammoriyya", "SY03", "C2316"),
        ("al Hool", "SY08", "C4519"),
        ("Tal Hamis", "SY08", "C4639"),
        ("Sfuhen", "SY07", "C4054"),
        ("Mzerib", "SY12", "C6039"),
        ("Der Hafir", "SY02", "C1240"),
    ],
)
def test_spellings_of_names_find_their_place(name: str, province: str, pcode: str):
    index = name_index()
    found = index.candidates(tuple(name.split()), (province,))
    assert pcode in [index.gazetteer.places[i].pcode for i in found]


def test_a_hamlet_of_another_governorate_is_not_meant():
    (event,) = events("The regime forces shelled Hmeimat village.", "Hama")
    (place,) = event.places
    assert (place.pcode, place.admin1_pcode, place.surface) == (None, "SY05", "Hmeimat")


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("the villages of Isnibil and Jibrin al-Saghira", ["Isnibil", "Jibrin al-Saghira"]),
        ("Harjala and Dalha villages", ["Harjala", "Dalha"]),
        ("the quarter of al-Hamadaniyyah in the city of Aleppo", ["al-Hamadaniyyah"]),
        ("the town of Andan in the northern countryside of Aleppo", ["Andan"]),
    ],
)
def test_lists_and_containers(text: str, surfaces: list):
    (event,) = events(f"The regime forces shelled {text}.")
    assert [place.surface for place in event.places] == surfaces


def test_origins_are_no_places():
    (event,) = events("A man from the town of Tafas was killed by sniper fire in the city of Daraa.", "Daraa")
    assert [place.surface for place in event.places] == ["Daraa"]


def test_the_vicinity_is_near():
    (event,) = events("Clashes took place between IS and the factions in the vicinity of the town of Azaz.")
    (place,) = event.places
    assert (place.relation, place.geo_precision) == ("near", 2)


def test_a_countryside_alone_is_a_region():
    (event,) = events("Clashes took place between IS and the factions in the southern countryside.")
    (place,) = event.places
    assert (place.pcode, place.geo_precision) == ("SY02", 3)


def test_each_dateline_starts_a_new_governorate():
    text = (
        "The regime forces shelled the town of Andan.\n\nHoms Province:\nThe regime forces shelled the city of Rastan."
    )
    assert [event.admin1_pcode for event in events(text)] == ["SY02", "SY04"]


def test_a_report_without_dateline_takes_the_countryside():
    (event,) = extract(
        report("The regime forces shelled the village of Kansafra in the southern countryside of Idlib.")
    )
    assert [place.pcode for place in event.places] == ["C4309"]


# ---- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("", "2016-02-25", "2016-02-25", 2),
        ("today", "2016-02-25", "2016-02-25", 1),
        ("this morning", "2016-02-25", "2016-02-25", 1),
        ("yesterday", "2016-02-24", "2016-02-24", 1),
        ("last night", "2016-02-24", "2016-02-25", 1),
        ("after midnight", "2016-02-25", "2016-02-25", 1),
        ("after midnight Wednesday – Thursday", "2016-02-25", "2016-02-25", 1),
        ("on Tuesday", "2016-02-23", "2016-02-23", 1),
        ("during the past 24 hours", "2016-02-24", "2016-02-25", 2),
        ("in the past week", "2016-02-18", "2016-02-25", 2),
        ("on the 24th of February 2016", "2016-02-24", "2016-02-24", 1),
        ("on February 24", "2016-02-24", "2016-02-24", 1),
    ],
)
def test_dates(words: str, start: str, end: str, precision: int):
    (event,) = events(f"The regime forces shelled the town of Andan {words}.")
    assert (str(event.event_date_start), str(event.event_date_end), event.date_precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "province", "codes"),
    [
        ("Clashes broke out in Jarabulus city.", "Aleppo", ["C2227"]),
        ("Seven farmers were arrested by SDF near Maskanah.", "Aleppo", ["C1933"]),
        ("Warplanes struck the IS-held city of Palmyra.", "Homs", ["C2889"]),
        ("A rocket fell on Masbah area near al-Fu'ah in the north-eastern countryside of Idlib.", "Idlib", ["C3905"]),
        ("Regime forces shelled Kafr Khashir and Harbel.", "Aleppo", ["C1567", "C1631"]),
        ("A shell fell on the neighborhood of al-Midan controlled by regime forces in Aleppo.", "Aleppo", ["N0138"]),
        ("Turkish forces stationed nearby Azaz city fired rockets on Al-Sheikh Issa village.", "Aleppo", ["C1624"]),
        (
            "Regime forces shelled Fuleyfel in the southern countryside of Idlib, San in the eastern countryside of "
            "Idlib and frontlines of Taqad in the western countryside of Aleppo.",
            "Idlib",
            ["C4069", "C3915", "C1143"],
        ),
    ],
)
def test_places_are_found_by_their_context(text: str, province: str, codes: list):
    found = [event for event in events(text, province) if event.places]
    assert [place.pcode for place in found[0].places] == codes


def test_the_place_where_they_did_it_is_that_of_what_was_told():
    text = "Unidentified gunmen targeted 2 fighters of the factions, where they shot their car in Nahta town."
    (event,) = events(text, "Daraa")
    assert (event.event_type, [p.pcode for p in event.places]) == ("targeted_killing", ["C6118"])


def test_an_alliance_named_after_a_country_names_no_governorate():
    text = (
        "HTS shelled Basratun.\n\nThe dead: 41 members of Hayyaat Tahrir Al-Sham, including a commander, were killed."
    )
    assert all(event.admin1_pcode != "SY03" for event in extract(report(text)))


def test_the_countryside_behind_the_fight_is_its_place_and_not_that_of_the_dead():
    text = (
        "Three fighters of the factions from the towns of Jarjanaz and Saraqeb in the countryside of Idlib were killed "
        "during clashes against the Islamic State in the northern countryside of Aleppo."
    )
    (event,) = [e for e in events(text, "Idlib") if e.event_type == "clash"]
    assert [place.pcode for place in event.places] == ["SY02"]


def test_the_desert_of_a_town_is_near_that_town():
    (event,) = events("ISIS cells attacked a group of shepherds in Al-Masrib Desert, killing three.", "Deir Ezzor")
    assert [place.pcode for place in event.places] == ["C5130"]
