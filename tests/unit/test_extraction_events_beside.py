"""Events beside events, their types, regions told more exactly, titles, dates and aliases (codebook §2, §4-§6)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import PUBLISHED, events, fresh
from transforms.extraction import extract
from transforms.page import read_report

FOUGHT = "دارت اشتباكات بين قوات النظام والفصائل في محيط بلدة خناصر"


def kinds(text: str, governorate: str = "حلب") -> list[str]:
    return [event.event_type for event in events(text, governorate)]


def test_shelling_on_where_they_fight_is_part_of_the_clash():
    assert kinds(f"{FOUGHT}، بالتزامن مع قصف قوات النظام على مناطق الاشتباك.") == ["clash"]


def test_a_strike_beside_a_fight_on_another_place_is_an_event():
    text = f"{FOUGHT}، بالتزامن مع قصف طائرات حربية على مدينة عندان."
    assert [(e.event_type, [p.pcode for p in e.places]) for e in events(text)] == [
        ("clash", ["C2169"]),
        ("airstrike", ["C1121"]),
    ]


def test_a_strike_of_another_actor_in_addition_to_a_fight_is_an_event():
    clash, strike = events(f"{FOUGHT}، إضافة لقصف طائرات روسية على البلدة.")
    assert (clash.event_type, clash.targets) == ("clash", ("opposition",))
    assert (strike.event_type, strike.actors) == ("airstrike", ("russia",))


def test_raids_along_with_an_attack_tell_of_the_attack():
    assert kinds("ترافقت الغارات مع هجوم عنيف لقوات النظام على بلدة خناصر.") == ["clash"]


@pytest.mark.parametrize(("words", "weapon"), [("ضربات مدفعية", "artillery"), ("ضربات صاروخية", "rocket")])
def test_strikes_of_artillery_are_no_air_strikes(words: str, weapon: str):
    (event,) = events(f"نفذت قوات النظام {words} على مدينة عندان.")
    assert (event.event_type, event.weapon) == ("shelling", weapon)


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("ناجم عن قصف لقوات النظام", "shelling"),
        ("ناجم عن سقوط قذيفة", "shelling"),
        ("ناجم عن غارة لطائرة حربية", "airstrike"),
        ("ناجم عن انفجار عبوة ناسفة", "explosion"),
    ],
)
def test_an_explosion_is_what_caused_it(cause: str, kind: str):
    assert kinds(f"سمع دوي انفجار في مدينة عندان {cause}.") == [kind]


def test_a_strike_that_goes_on_near_the_market_is_the_strike_told_before():
    assert kinds("نفذت طائرات حربية غارات على مدينة عندان، واستهدفت مناطق قرب السوق.") == ["airstrike"]


def test_what_the_planes_struck_next_is_an_air_strike_too():
    text = "نفذت طائرات حربية غارات على مدينة عندان، واستهدفت بلدة حيان."
    assert [(e.event_type, e.weapon) for e in events(text)] == [("airstrike", "warplane")] * 2


def test_an_arrest_told_more_closely_is_one_arrest():
    text = "اعتقلت قوات النظام 3 مواطنين في مدينة عندان، حيث جرى اعتقالهم على حاجز."
    assert kinds(text) == ["detention"]


def test_fighters_killed_on_a_front_tell_of_a_clash():
    assert kinds("قتل 5 عناصر من قوات النظام على محور بلدة خناصر.") == ["clash"]


def test_a_batch_of_people_that_left_is_a_displacement():
    assert kinds("خرجت الدفعة الأولى من المدنيين من مدينة حلب.") == ["displacement"]


def test_each_of_the_dead_with_a_story_of_his_own_has_his_event():
    text = (
        "استشهد 7 مواطنين هم رجل استشهد جراء قصف لقوات النظام على مدينة عندان، "
        "وسيدة استشهدت جراء انفجار لغم في بلدة حيان."
    )
    assert [(e.event_type, [p.pcode for p in e.places]) for e in events(text)] == [
        ("shelling", ["C1121"]),
        ("explosion", ["C1127"]),
    ]


def test_a_region_is_told_more_exactly_behind_where():
    text = "قصفت قوات النظام مناطق في ريف حلب الشمالي، حيث سقطت قذائف على مدينة عندان وبلدة حيان."
    (event,) = events(text)
    assert [place.pcode for place in event.places] == ["C1121", "C1127"]
    assert event.actors == ("regime",)


def test_a_fight_in_a_countryside_is_where_it_is_heaviest():
    text = "دارت اشتباكات بين قوات النظام والفصائل بريف حلب الجنوبي، والاشتباكات على أشدها في محيط بلدة خان طومان."
    (event,) = events(text)
    assert [(place.pcode, place.relation) for place in event.places] == [("C1015", "near")]


def test_the_dateline_places_an_event_that_names_no_place():
    (event,) = events("استشهد رجل جراء قصف لقوات النظام.")
    assert [(p.pcode, p.level, p.geo_precision) for p in event.places] == [("SY02", "governorate", 3)]


def test_a_taking_without_a_name_gets_no_place_from_the_dateline():
    (event,) = fresh("سيطرت قوات النظام على قريتين في ريف حلب الشمالي.", "control_change")
    assert event.places == ()


def test_the_middle_of_a_city_is_the_city():
    (event,) = events("قصفت قوات النظام وسط مدينة عندان.")
    assert [place.pcode for place in event.places] == ["C1121"]


def test_a_chain_of_containers_is_the_innermost_place():
    (event,) = events("قصفت قوات النظام حي باب توما في مدينة دمشق.", "دمشق")
    assert [(place.level, place.admin1_pcode) for place in event.places] == [("neighbourhood", "SY01")]


def test_an_adjective_behind_a_place_is_no_place():
    (event,) = events("قصفت طائرات حربية بلدة المنصورة المهمة.", "الرقة")
    assert [place.pcode for place in event.places] == ["C5942"]


@pytest.mark.parametrize("text", ["قصفت قوات النظام حي جوبر.", "سقطت قذائف على حي باب توما."])
def test_a_quarter_of_damascus_is_found_under_the_dateline_of_its_countryside(text: str):
    (event,) = events(text, "ريف دمشق")
    assert [(place.level, place.admin1_pcode) for place in event.places] == [("neighbourhood", "SY01")]


def test_a_town_of_its_countryside_is_found_under_the_dateline_of_damascus():
    (event,) = events("قصفت قوات النظام بلدة الحسينية.", "دمشق")
    assert [place.pcode for place in event.places] == ["C2446"]


def test_several_title_lines_before_the_dateline_are_never_coded():
    body = (
        "قصف على بلدة حيان\nومعارك في خناصر\nمحافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت قوات النظام مدينة عندان."
    )
    found = extract(read_report(body, source="test", published_at=PUBLISHED))
    assert [(e.event_type, [p.pcode for p in e.places]) for e in found] == [("shelling", ["C1121"])]


@pytest.mark.parametrize(
    "text",
    [
        "قصفت قوات النظام مدينة عندان أول أمس.",
        "نفذت قوات النظام أول أمس قصفاً على مدينة عندان.",
        "أول أمس قصفت قوات النظام مدينة عندان.",
    ],
)
def test_the_day_before_yesterday_is_two_days_before_publication(text: str):
    (event,) = fresh(text, "shelling")
    assert (event.event_date_start, event.date_precision) == (dt.date(2016, 2, 23), 1)


@pytest.mark.parametrize(("year", "actor"), [(2014, "ypg"), (2016, "sdf")])
def test_kurdish_fighters_are_those_of_their_day(year: int, actor: str):
    found = events("سيطر مقاتلون أكراد على بلدة تل حميس.", "الحسكة", PUBLISHED.replace(year=year))
    assert [event.actors for event in found] == [(actor,)]


@pytest.mark.parametrize("name", ["الموالون لإيران", "الموالين لإيران"])
def test_an_actor_whose_spellings_fold_to_one_key_is_named_once(name: str):
    (event,) = events(f"قصفت طائرات حربية مواقع للمسلحين {name} في بلدة خناصر.")
    assert event.targets == ("iran_backed",)
