"""Roads, bearings, lists with names that nobody knows, quarters, words that are no names (codebook §5)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events, fresh


def names(text: str, governorate: str = "حلب") -> list[str]:
    """Names of the places of all events that are news, in order."""
    return [p.name_ar for event in events(text, governorate) if not event.is_background for p in event.places]


def codes(text: str, governorate: str = "حلب") -> list[str | None]:
    """P-codes of the places of all events that are news, in order."""
    return [p.pcode for event in events(text, governorate) if not event.is_background for p in event.places]


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("سيطرت قوات النظام على طريق منبج – الباب.", "طريق منبج – الباب"),
        ("قصفت طائرات حربية أوتوستراد دمشق – حمص.", "أوتوستراد دمشق – حمص"),
        (
            "سيطرت قوات النظام على الطريق الواصل بين بلدتي خناصر وحيان.",
            "الطريق الواصل بين بلدتي خناصر وحيان",
        ),
    ],
)
def test_a_road_is_one_place_and_not_the_towns_at_its_ends(text: str, road: str):
    (event,) = events(text)
    assert [(p.name_ar, p.level, p.pcode) for p in event.places] == [(road, "feature", None)]


def test_a_road_without_a_governorate_of_its_own_lies_in_that_of_the_dateline():
    (event,) = events("سيطر تنظيم “الدولة الإسلامية” على طريق السخنة – تدمر.", "حمص")
    assert [p.admin1_pcode for p in event.places] == ["SY04"]


def test_by_way_of_error_is_no_road():
    assert names("أصيب شاب بإطلاق نار عن طريق الخطأ في مدينة عندان.") == ["عندان"]


@pytest.mark.parametrize("bearing", ["شمال غرب", "جنوب شرق"])
def test_a_bearing_leads_to_the_city_and_not_to_the_governorate(bearing: str):
    (event,) = events(f"انفجرت عبوة ناسفة في {bearing} مدينة الحسكة.", "الحسكة")
    assert [(p.pcode, p.geo_precision) for p in event.places] == [("C4360", 2)]


def test_villages_that_nobody_knows_stay_in_a_list_of_villages():
    text = "سيطرت قوات النظام على قرى معان والطليسية والكبارية وكراح."
    assert names(text, "حماة") == ["معان", "الطليسية", "الكبارية", "كراح"]


def test_a_name_of_two_words_that_nobody_knows_is_kept_whole():
    (event,) = events("قصفت قوات النظام مناطق في قرية خربة السويلم.")
    assert [(p.name_ar, p.pcode, p.admin1_pcode) for p in event.places] == [("خربة السويلم", None, "SY02")]


def test_two_hills_are_two_places():
    text = "سيطرت الفصائل على تلي الحارة والجموع."
    assert [name.removeprefix("تل ") for name in names(text, "درعا")] == ["الحارة", "الجموع"]


def test_a_hospital_with_the_article_in_a_list_of_checkpoints_is_a_name():
    assert names("سيطرت الفصائل على حاجزي العبود والمشفى.", "حماة") == ["العبود", "المشفى"]


def test_each_of_opens_a_list_of_places():
    text = "فرضت قوات النظام سيطرتها على كل من حاس وترملا وعابدين."
    assert codes(text, "إدلب") == ["C4058", "C4051", "C3990"]


@pytest.mark.parametrize(
    ("text", "governorate", "expected"),
    [
        ("قصفت طائرات حربية حرستا ودوما وزملكا.", "ريف دمشق", ["C2342", "C2338", "C2320"]),
        ("قصفت طائرات حربية روسية سراقب وبنش.", "إدلب", ["C3916", "C3904"]),
        ("قصفت قوات النظام عندان وحيان.", "حلب", ["C1121", "C1127"]),
    ],
)
def test_towns_right_behind_who_bombed_them_are_the_places(text: str, governorate: str, expected: list[str]):
    assert codes(text, governorate) == expected


@pytest.mark.parametrize("where", ["غرب نهر العاصي", "عند نهر العاصي", "على ضفة نهر العاصي"])
def test_a_river_tells_where_a_village_lies_and_is_not_taken(where: str):
    assert codes(f"سيطرت قوات النظام على قرية شيزر {where}.", "حماة") == ["C3438"]


@pytest.mark.parametrize("place", ["بحي الحمدانية", "في حي الحمدانية"])
def test_a_quarter_may_stand_behind_a_joined_preposition(place: str):
    assert codes(f"سقطت قذائف على مناطق {place} بمدينة حلب.") == ["N0216"]


def test_the_quarter_and_not_its_city_is_the_place():
    assert codes("سقطت قذائف في حي السريان بمدينة حلب.") == ["N0141"]


def test_two_quarters_joined_by_outskirts_are_two_places():
    text = "دارت اشتباكات في حي جوبر وأطراف حي القابون بين قوات النظام والفصائل."
    assert codes(text, "دمشق")[-1] == "N0007"
    assert len(codes(text, "دمشق")) == 2


@pytest.mark.parametrize(
    ("text", "governorate", "admin1"),
    [
        ("سيطرت قوات النظام على ضاحية العامرية شمال مدينة تدمر.", "حمص", "SY04"),
        ("سقطت قذيفة في حي الجلاء بمدينة السويداء.", "السويداء", "SY13"),
    ],
)
def test_a_quarter_of_a_city_in_another_governorate_is_not_meant(text: str, governorate: str, admin1: str):
    (event,) = events(text, governorate)
    assert [(p.pcode, p.admin1_pcode) for p in event.places] == [(None, admin1)]


@pytest.mark.parametrize("word", ["قريبة منها", "مجاورة", "محيطة بها", "زراعية"])
def test_an_adjective_behind_villages_is_no_name(word: str):
    assert names(f"قصفت قوات النظام بلدة خناصر وقرى {word}.") == ["خناصر"]


@pytest.mark.parametrize("word", ["جديدة", "استراتيجية"])
def test_a_village_that_is_called_new_or_strategic_has_no_name(word: str):
    (event,) = fresh(f"سيطرت قوات النظام على قرية {word} بريف حلب الشرقي.", "control_change")
    assert event.places == ()
    assert event.control.places_low == 1


def test_villages_that_were_lost_lend_no_name_to_the_verb():
    text = "قصفت قوات النظام بلدة خناصر، بعد استعادة مزارع خسرتها قبل أيام."
    assert "خسرتها" not in names(text)


def test_a_castle_that_nobody_knows_is_a_feature_with_its_whole_name():
    (event,) = fresh("سيطر تنظيم “الدولة الإسلامية” على قصر الحلابات بريف حمص الشرقي.", "control_change", "حمص")
    assert [(p.name_ar, p.pcode) for p in event.places] == [("قصر الحلابات", None)]


def test_the_quarter_said_again_is_that_of_the_mans_origin():
    text = "استشهد رجل من حي الجورة بمدينة دير الزور جراء قصف للتنظيم على مناطق في الحي."
    (event,) = events(text, "دير الزور")
    assert [(p.pcode, p.level) for p in event.places] == [("N0413", "neighbourhood")]


def test_where_those_who_shell_are_stationed_is_no_place_of_the_shelling():
    text = "قصفت القوات التركية المتمركزة في مدينة تل أبيض قرية خناصر بالمدفعية."
    assert codes(text) == ["C2169"]


def test_a_hill_that_overlooks_a_village_is_the_place_of_the_change():
    text = "سيطرت الفصائل صباح اليوم على تلة الزعرور المطلة على قرية عكو، لتعود قوات النظام وتستعيد السيطرة عليها."
    assert names(text, "اللاذقية") == ["الزعرور", "الزعرور"]


def test_more_places_of_one_clash_are_named_before_its_sides():
    text = "دارت اشتباكات في أطراف بلدة خناصر، وفي محور قرية حيان، بين قوات النظام من جهة، والفصائل من جهة أخرى."
    assert [(e.event_type, [p.pcode for p in e.places]) for e in events(text)] == [("clash", ["C2169", "C1127"])]
