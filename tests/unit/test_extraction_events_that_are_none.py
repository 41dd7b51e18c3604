"""What names an event and tells of none, and what a flourish hides (codebook §2, §4, §8)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import events

YEAR_2021 = dt.datetime(2021, 2, 25, 10, 0, tzinfo=dt.UTC)


def types(text: str, governorate: str = "حلب") -> list[str]:
    """Types of the events that are news."""
    return [event.event_type for event in events(text, governorate) if not event.is_background]


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت الفصائل عن بدء معركة تهدف إلى السيطرة على تل الحارة وبلدة خناصر.",
        "انسحبت الفصائل من مناطق تقدمت إليها مؤخراً في معركة ريف حلب.",
        "أطلقت الفصائل معركة أطلق عليها اسم “فتح الشمال” في ريف حلب.",
    ],
)
def test_the_name_of_a_battle_is_no_clash(text: str):
    assert types(text) == []


def test_a_battle_between_two_sides_is_a_clash():
    assert types("دارت معركة بين قوات النظام والفصائل في محيط بلدة خناصر.") == ["clash"]


@pytest.mark.parametrize(
    "text",
    [
        "يسود الهدوء جبهات الاشتباكات في بلدة خناصر.",
        "عاد الهدوء إلى محاور الاشتباكات في بلدة خناصر.",
        "تشهد بلدة خناصر هدوءاً حذراً للاشتباكات بين قوات النظام والفصائل.",
    ],
)
def test_calm_is_no_clash(text: str):
    assert types(text) == []


@pytest.mark.parametrize("without", ["دون", "من دون", "بدون"])
def test_a_taking_without_a_clash_tells_of_none(without: str):
    assert types(f"سيطرت قوات سوريا الديمقراطية على بلدة خناصر {without} اشتباكات.") == ["control_change"]


def test_calm_after_a_clash_leaves_the_clash():
    text = "يسود هدوء حذر بلدة خناصر، بعد اشتباكات بين قوات النظام والفصائل."
    assert types(text) == ["clash"]


@pytest.mark.parametrize("none", ["ولم ترد معلومات عن اعتقالات", "دون معلومات عن اعتقالات"])
def test_no_information_of_arrests_is_no_detention(none: str):
    assert "detention" not in types(f"نفذت قوات النظام حملة دهم وتفتيش للمنازل في حي برزة {none}.", "دمشق")


@pytest.mark.parametrize("who", ["المسلحين", "الأشخاص", "المهاجمين"])
def test_gunmen_who_get_away_are_no_displacement(who: str):
    text = f"هاجمت دورية لقوات سوريا الديمقراطية مسلحين في بلدة ذيبان، لكن {who} تمكنوا من الفرار."
    assert "displacement" not in types(text, "دير الزور")


def test_residents_who_flee_are_displaced():
    text = "شهدت بلدة ذيبان فرار عشرات المدنيين باتجاه بلدة الشحيل."
    assert "displacement" in types(text, "دير الزور")


def test_after_the_targeting_tells_of_no_second_strike():
    text = "انفجرت عبوة ناسفة بسيارة في بلدة الصور. وعقب الاستهداف، داهمت قوات سوريا الديمقراطية البلدة."
    assert "shelling" not in types(text, "دير الزور")


def test_cells_that_target_through_their_attacks_shell_nobody():
    text = "تنشط خلايا التنظيم التي تستهدف من خلال هجماتها عناصر قوات سوريا الديمقراطية في بلدة الصور."
    assert types(text, "دير الزور") == []


def test_gunmen_who_attack_a_checkpoint_fight():
    text = "هاجم مسلحون مجهولون حاجزاً لقوات النظام في بلدة طفس، ما أدى إلى مقتل عنصرين."
    assert types(text, "درعا") == ["clash"]


def test_gunmen_who_attack_a_car_aim_at_a_person():
    (event,) = events("هاجم مسلحون مجهولون سيارة تقل قيادياً في بلدة طفس، ما أدى إلى مقتله.", "درعا")
    assert (event.event_type, event.actors) == ("targeted_killing", ("unidentified",))


def test_the_members_of_a_patrol_arrest():
    (event,) = events("اعتقل عناصر من دورية تابعة للشرطة العسكرية خمسة مواطنين في بلدة راجو.", "حلب", YEAR_2021)
    assert (event.event_type, event.actors, event.targets) == ("detention", ("sna",), ())


def test_those_whom_a_patrol_arrests_are_the_captured():
    text = "أن عناصر من دورية تابعة للشرطة العسكرية اعتقلوا خمسة مواطنين في بلدة راجو."
    (event,) = events(text, "حلب", YEAR_2021)
    assert [(r.outcome, r.low, r.civilian_status) for r in event.casualties] == [("captured", 5, "civilian")]


def test_a_commander_whom_a_faction_arrests_is_of_his_own_side():
    (event,) = events("اعتقل فصيل إسلامي قائد مجموعة في تنظيم “الدولة الإسلامية” في بلدة خناصر.")
    assert (event.actors, [row.side for row in event.casualties]) == (("opposition",), ["is"])


def test_a_flourish_before_the_news_of_this_morning_leaves_it_news():
    text = (
        "يشار إلى أن حادثة الاغتيال هي الثانية خلال اليوم، حيث استهدف مسلحون مجهولون صباح اليوم رجلاً في بلدة طفس، "
        "ما أدى إلى مقتله."
    )
    assert "targeted_killing" in types(text, "درعا")


@pytest.mark.parametrize("opening", ["يشار إلى أن", "يذكر أن", "والجدير بالذكر أن"])
def test_what_is_called_to_mind_of_yesterday_is_old_news(opening: str):
    text = f"{opening} طائرات حربية قصفت يوم أمس مدينة عندان."
    assert [e.is_background for e in events(text)] == [True]


def test_two_incidents_parted_by_as_for_are_two_events():
    text = (
        "ففي الحادثة الأولى، قتل رجل برصاص مسلحين مجهولين في بلدة طفس، "
        "أما الحادثة الثانية، قتل عنصر من قوات النظام إثر انفجار عبوة ناسفة في بلدة جلين."
    )
    found = events(text, "درعا")
    assert [[p.pcode for p in event.places] for event in found] == [["C6034"], ["C6038"]]
    assert [row.low for event in found for row in event.casualties] == [1, 1]


def test_strikes_of_another_actor_in_coordination_are_an_event():
    text = "تقدمت قوات سوريا الديمقراطية بالتنسيق مع طائرات التحالف التي نفذت عدة ضربات على بلدة خناصر."
    assert [(e.event_type, e.actors) for e in events(text)] == [("airstrike", ("coalition",))]


def test_a_sit_in_is_a_demonstration():
    assert types("نفذ عشرات المواطنين اعتصاماً في مدينة الباب.") == ["other"]


def test_shots_of_ones_own_snipers_are_sniper_fire():
    (event,) = events("استشهد رجل برصاص قناصة التنظيم في بلدة خناصر.")
    assert (event.event_type, event.weapon) == ("other", "sniper")


def test_a_counter_attack_that_a_side_launched_has_that_side_as_actor():
    text = "شهدت بلدة خناصر هجوماً معاكساً شنته الفصائل على مواقع لقوات النظام."
    (event,) = events(text)
    assert (event.event_type, event.actors, event.targets) == ("clash", ("opposition",), ("regime",))


def test_who_stands_on_both_sides_belongs_to_the_side_that_names_it_alone():
    text = (
        "دارت اشتباكات بين لواء شهداء اليرموك وحركة المثنى الإسلامية من جهة، "
        "والفصائل الإسلامية من جهة أخرى في محيط بلدة جلين."
    )
    (event,) = events(text, "درعا")
    assert (event.actors, event.targets) == (("is",), ("opposition",))
