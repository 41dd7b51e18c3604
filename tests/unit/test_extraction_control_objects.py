"""Control changes: what was taken - lists, surroundings, facilities, parts, numbers (codebook §3, §5)."""

from __future__ import annotations

import pytest

from tests.support.arabic import fresh


def changes(text: str, governorate: str = "حلب"):
    return fresh(text, "control_change", governorate)


def pcodes(text: str, governorate: str = "حلب") -> list[list[str | None]]:
    return [[place.pcode for place in event.places] for event in changes(text, governorate)]


def test_a_gloss_behind_a_name_does_not_end_the_list():
    text = "سيطرت قوات النظام على قرى تلالين (الشمالية) ودوديان واحتيملات بريف حلب الشمالي."
    assert pcodes(text) == [["C1632", "C1591", "C1667"]]


def test_behind_a_gloss_unknown_names_of_the_list_go_on():
    (event,) = changes("سيطرت قوات النظام على قرى زغردانية (تل زغر) ومغرزة ودوديان بريف حلب الشمالي.")
    assert [place.surface for place in event.places] == ["زغردانية", "مغرزة", "دوديان"]


def test_a_place_and_its_vicinity_are_one_place_and_the_list_goes_on():
    text = "سيطرت الفصائل الإسلامية على بلدة تل رفعت ومحيطها وقرية تلالين."
    (event,) = changes(text)
    assert [(place.pcode, place.relation) for place in event.places] == [("C1621", "in"), ("C1632", "in")]


def test_a_second_on_opens_a_change_of_its_own_with_its_own_extent():
    (whole, part) = changes("سيطرت قوات النظام على بلدة خناصر، وعلى أجزاء واسعة من قرية تلالين.")
    assert (whole.control.extent, [p.pcode for p in whole.places]) == ("full", ["C2169"])
    assert (part.control.extent, [p.pcode for p in part.places]) == ("partial", ["C1632"])
    assert part.control.taken_by == "regime"


def test_behind_a_second_on_without_a_comma_the_list_is_taken_too():
    text = "سيطرت قوات النظام على حواجز قرب بلدة خناصر وعلى قريتي تلالين ودوديان."
    assert pcodes(text)[-1] == ["C1632", "C1591"]


def test_a_number_with_names_behind_namely_keeps_both():
    (event,) = changes("سيطرت قوات النظام على أكثر من 20 قرية، أبرزها تلالين ودوديان.")
    assert event.control.places_low == 20
    assert [place.pcode for place in event.places] == ["C1632", "C1591"]


def test_a_countryside_before_among_them_does_not_hide_the_names():
    (event,) = changes("سيطرت قوات النظام على نحو 6 قرى ومزارع بريف حلب الشمالي، من بينها تلالين ودوديان.")
    assert event.control.places_low == 6
    assert [place.pcode for place in event.places] == ["C1632", "C1591"]


def test_a_list_with_commas_ends_before_what_it_is_near():
    text = "سيطرت قوات النظام على قرى تلالين، ودوديان، واحتيملات، قرب مدينة مارع."
    assert pcodes(text) == [["C1632", "C1591", "C1667"]]


def test_villages_in_the_vicinity_of_a_town_are_taken_and_the_town_is_not():
    assert pcodes("سيطرت قوات النظام على قرى تلالين ودوديان في محيط مدينة مارع.") == [["C1632", "C1591"]]


def test_what_was_approached_behind_a_taking_was_not_taken():
    assert pcodes("سيطرت قوات النظام على بلدة خناصر واقتربت من قرية تلالين.") == [["C2169"]]


def test_arriving_at_the_outskirts_behind_a_taking_takes_nothing_more():
    assert pcodes("سيطرت قوات النظام على بلدة خناصر لتصل إلى مشارف قرية تلالين.") == [["C2169"]]


def test_facilities_are_places_by_their_words():
    (event,) = changes("سيطرت قوات النظام على معمل الإسمنت وصوامع خناصر.")
    assert [(place.pcode, place.surface, place.level) for place in event.places] == [
        (None, "معمل الإسمنت", "feature"),
        (None, "صوامع خناصر", "feature"),
    ]


def test_the_quarter_and_city_behind_a_facility_say_where_it_is():
    (event,) = changes("سيطرت الفصائل الإسلامية على مبنى البحوث العلمية في حي الراشدين بمدينة حلب.")
    assert [(place.surface, place.admin1_pcode) for place in event.places] == [("مبنى البحوث العلمية", "SY02")]


def test_a_bridge_of_a_town_is_not_the_town():
    (event,) = changes("سيطرت الفصائل على جسر بلدة سراقب.", "إدلب")
    assert [(place.pcode, place.level) for place in event.places] == [(None, "feature")]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("قرية في ريف حلب الشمالي", 1),
        ("قرية على الأقل بريف حلب الشمالي", 1),
        ("تلة قرب بلدة خناصر", 1),
        ("قريتين بريف حلب الشمالي", 2),
        ("7 قرى بريف حلب الشمالي", 7),
        ("نحو 20 قرية ومزرعة بريف حلب الشمالي", 20),
    ],
)
def test_unnamed_places_are_a_number_and_no_place(words: str, number: int):
    (event,) = changes(f"سيطرت قوات النظام على {words}.")
    assert (event.control.places_low, event.places) == (number, ())


def test_parts_of_it_are_parts_of_the_place_told_before():
    (event,) = changes("تقدمت قوات النظام في بلدة خناصر، وسيطرت على أجزاء منها.")
    assert (event.control.extent, event.control.taken_by) == ("partial", "regime")
    assert [place.pcode for place in event.places] == ["C2169"]


def test_about_half_of_the_town_is_a_part_of_it():
    (event,) = changes("تقدمت الفصائل الإسلامية في بلدة خناصر وتمكنت من السيطرة على نحو نصف البلدة.")
    assert (event.control.extent, [place.pcode for place in event.places]) == ("partial", ["C2169"])


def test_buildings_are_parts_of_the_town_where_they_fight():
    text = "دارت اشتباكات بين قوات النظام والفصائل في مدينة حلب، وتمكنت قوات النظام من السيطرة على مبان."
    (event,) = changes(text)
    assert (event.control.extent, [place.pcode for place in event.places]) == ("partial", ["C1007"])


def test_points_and_positions_are_no_part_of_the_town_nearby():
    (event,) = changes("تقدمت قوات النظام في محيط بلدة خناصر، وسيطرت على نقاط ومواقع.")
    assert (event.control.extent, event.places) == ("partial", ())


def test_the_two_villages_said_again_are_both():
    text = "سيطرت الفصائل الإسلامية على قريتي دوديان وتلالين، قبل أن تستعيد قوات النظام السيطرة على القريتين."
    assert pcodes(text) == [["C1591", "C1632"], ["C1591", "C1632"]]


def test_the_town_called_the_two_villages_is_that_town():
    assert pcodes("سيطر تنظيم “الدولة الإسلامية” على بلدة القريتين.", "حمص") == [["C2663"]]


def test_a_village_without_a_name_in_a_countryside_is_one_place():
    (event,) = fresh("سيطرت قوات النظام على قرية بريف حلب الشمالي.", "control_change", "حلب")
    assert event.control is not None
    assert (event.places, event.control.places_low) == ((), 1)


def test_two_villages_may_be_named_behind_a_comma():
    (event,) = fresh("سيطرت قوات النظام على قريتين، هما تلالين ودوديان.", "control_change", "حلب")
    assert [place.surface for place in event.places] == ["تلالين", "دوديان"]


def test_a_bridge_and_the_village_of_its_name_are_two_places():
    (event,) = fresh("سيطرت الفصائل على جسر خناصر وقرية خناصر.", "control_change", "حلب")
    assert [(place.level, place.pcode) for place in event.places] == [("feature", None), ("community", "C2169")]
