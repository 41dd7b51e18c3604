"""Control changes: advances told by a taking, what goes on in the same sentence, what is feared (codebook §3)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events, fresh

FIGHT = "دارت اشتباكات بين قوات النظام من جهة، والفصائل الإسلامية من جهة أخرى في محيط بلدة خناصر"


def changes(text: str, governorate: str = "حلب"):
    return fresh(text, "control_change", governorate)


def taken(text: str, governorate: str = "حلب") -> list[tuple[str | None, str, list[str | None]]]:
    """Taker, kind of change and P-codes of every change that is news."""
    return [
        (e.control.taken_by, e.control.change, [p.pcode for p in e.places])
        for e in changes(text, governorate)
        if e.control is not None
    ]


def test_amid_an_advance_after_the_taking_the_taking_is_news():
    text = f"{FIGHT}، وسط تقدم للفصائل بعد سيطرتها على قرية حيان."
    assert taken(text) == [("opposition", "capture", ["C1127"])]


def test_where_they_managed_goes_on_with_who_advances():
    text = f"{FIGHT}، وسط تقدم للفصائل، حيث تمكنت من السيطرة على قرية حيان."
    assert [taker for taker, _, _ in taken(text)] == ["opposition"]


def test_achieving_an_advance_and_taking_is_one_change():
    text = "تمكنت قوات النظام من تحقيق تقدم في محيط بلدة خناصر والسيطرة على قرية حيان."
    assert taken(text) == [("regime", "capture", ["C1127"])]


def test_an_advance_with_regaining_two_villages_is_a_change_of_unnamed_villages():
    text = f"{FIGHT}، وسط تقدم للفصائل واستعادتها السيطرة على قريتين في المنطقة."
    (event,) = changes(text)
    assert (event.control.taken_by, event.control.change, event.control.places_low) == ("opposition", "recapture", 2)


def test_positions_in_the_area_are_told_with_the_villages_before_them():
    text = "سيطرت قوات النظام على قريتي عندان وحيان ومواقع في المنطقة."
    assert taken(text) == [("regime", "capture", ["C1121", "C1127"])]


def test_unnamed_villages_that_are_regained_are_as_many_as_were_taken():
    text = "سيطر تنظيم “الدولة الإسلامية” على ثلاث قرى بريف حلب الشرقي، قبل أن تستعيدها قوات النظام."
    found = [(e.control.taken_by, e.control.change, e.control.places_low) for e in changes(text)]
    assert found == [("is", "capture", 3), ("regime", "recapture", 3)]


def test_all_points_that_were_lost_in_a_town_are_parts_of_it():
    text = "تمكنت الفصائل من استعادة السيطرة على كامل النقاط التي خسرتها في بلدة خناصر."
    (event,) = changes(text)
    assert (event.control.extent, [p.pcode for p in event.places]) == ("partial", ["C2169"])


def test_points_that_the_other_side_had_taken_are_no_second_capture():
    text = "تمكنت الفصائل من استعادة السيطرة على نقاط كانت قوات النظام قد سيطرت عليها فجر اليوم في بلدة خناصر."
    assert [(taker, change) for taker, change, _ in taken(text)] == [("opposition", "recapture")]


@pytest.mark.parametrize(
    "tail",
    [
        "موسعة بذلك نطاق سيطرتها في ريف حلب الشرقي",
        "موسعة بذلك نطاق سيطرتها على مناطق في ريف حلب الشرقي",
        "موسعة نطاق سيطرتها في المنطقة",
    ],
)
def test_a_widened_area_of_control_takes_nothing_from_the_village_before_it(tail: str):
    text = f"سيطرت قوات النظام على بلدة خناصر، {tail}."
    assert taken(text) == [("regime", "capture", ["C2169"])]


@pytest.mark.parametrize("fear", ["خشية من تمكن", "وسط مخاوف من تمكن", "تحسباً لتمكن"])
def test_a_taking_that_is_feared_is_none(fear: str):
    assert changes(f"نزح عشرات المواطنين من بلدة خناصر، {fear} قوات النظام من السيطرة على مدينة الباب.") == []


@pytest.mark.parametrize("advance", ["سيطرة المقاتلين على قرية حيان", "تقدم للمقاتلين وسيطرتهم على قرية حيان"])
def test_the_fighters_of_the_early_years_are_the_rebels(advance: str):
    assert taken(f"{FIGHT}، وسط {advance}.") == [("opposition", "capture", ["C1127"])]


def test_fighters_who_take_a_hill_lose_it_to_the_forces_that_come_back():
    text = "سيطر المقاتلون ظهر اليوم على تلة الزعرور، لتعود القوات النظامية وتستعيد السيطرة عليها مساء اليوم."
    assert [(taker, change) for taker, change, _ in taken(text, "اللاذقية")] == [
        ("opposition", "capture"),
        ("regime", "recapture"),
    ]


def test_a_taker_that_nobody_knows_is_not_the_side_of_the_fight():
    text = f"{FIGHT}، حيث تمكنت اللجان الأهلية من السيطرة على البلدة."
    assert taken(text) == [(None, "capture", ["C2169"])]


@pytest.mark.parametrize("parts", ["مزارع في بلدة خناصر", "6 مبانٍ في بلدة خناصر", "بساتين في بلدة خناصر"])
def test_farms_and_buildings_in_a_town_are_a_part_of_it(parts: str):
    (event,) = changes(f"سيطرت قوات النظام على {parts}.")
    assert (event.control.extent, [p.pcode for p in event.places]) == ("partial", ["C2169"])


def test_villages_farms_and_hamlets_are_counted_without_names():
    (event,) = changes(
        "تمكنت قوات سوريا الديمقراطية من السيطرة على نحو 20 قرية ومزرعة وتجمعاً سكنياً، في محيط تل تمر.", "الحسكة"
    )
    assert (event.places, event.control.places_low) == ((), 20)


def test_a_masculine_pronoun_is_the_airport_and_not_the_town_beside_it():
    text = "قصفت الفصائل مطار كويرس العسكري قرب بلدة خناصر، وتمكنت من السيطرة عليه."
    assert [p.level for event in changes(text) for p in event.places] == ["feature"]


def test_taken_after_an_agreement_without_a_fight_tells_of_no_clash():
    text = "سيطرت قوات النظام على بلدة خناصر، بعد الاتفاق على خروج الفصائل منها دون قتال."
    assert [e.event_type for e in events(text) if e.event_type == "clash"] == []


def test_a_withdrawal_names_who_lost_what_the_other_side_entered():
    text = "دخلت قوات سوريا الديمقراطية إلى مدينة منبج ومطارها، بعد انسحاب قوات النظام منهما."
    (event,) = changes(text)
    assert (event.control.taken_by, event.control.taken_from, event.control.change) == ("sdf", "regime", "withdrawal")


def test_three_villages_said_again_are_one_change():
    text = "سيطرت قوات النظام على 3 قرى في ريف حلب الشرقي، وبذلك تكون قوات النظام قد سيطرت على 3 قرى."
    assert len(changes(text)) == 1


def test_a_place_that_is_handed_on_was_lost_by_who_took_it_before():
    text = "سيطر تنظيم “الدولة الإسلامية” على بلدة خناصر، قبل أن تعاود قوات النظام السيطرة عليها."
    found = [(e.control.taken_by, e.control.taken_from) for e in changes(text)]
    assert found[-1] == ("regime", "is")


def test_a_taking_of_months_ago_in_a_clause_is_old_news():
    text = "سيطرت قوات النظام على مدينة تدمر، بعد 7 أشهر من سيطرة التنظيم عليها."
    found = [(e.is_background, e.control.taken_by) for e in events(text, "حمص") if e.control is not None]
    assert found == [(False, "regime"), (True, "is")]


def test_had_taken_and_regained_days_later_are_both_old_and_the_next_countryside_is_news():
    text = (
        "وكان التنظيم قد سيطر قبل شهر على بلدة خناصر قبل أن تستعيدها قوات النظام بعد أيام، "
        "وفي ريف حلب الشمالي قصفت قوات النظام مناطق في مدينة عندان."
    )
    assert [(e.event_type, e.is_background) for e in events(text)] == [
        ("control_change", True),
        ("control_change", True),
        ("shelling", False),
    ]


def test_having_fire_control_over_villages_adds_no_change():
    text = "تمكنت قوات النظام من السيطرة على قرية حيان، وبهذه السيطرة تكون قوات النظام رصدت نارياً بلدة عندان."
    assert taken(text) == [("regime", "capture", ["C1127"])]
