"""Control changes: completed takings only (codebook §3)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events, fresh


def changes(text: str, governorate: str = "حلب"):
    return fresh(text, "control_change", governorate)


def test_managed_to_take_is_a_capture_from_the_other_side_of_the_fight():
    text = "تمكنت قوات النظام من السيطرة على بلدة خناصر عقب اشتباكات مع تنظيم “الدولة الإسلامية”."
    (event,) = changes(text)
    assert (event.control.taken_by, event.control.taken_from) == ("regime", "is")
    assert (event.control.extent, event.control.change, event.status) == ("full", "capture", "confirmed")
    assert [place.pcode for place in event.places] == ["C2169"]


def test_regaining_is_a_recapture():
    (event,) = changes("استعادت الفصائل الإسلامية السيطرة على قرية تلالين بريف حلب الشمالي.")
    assert event.control.change == "recapture"
    assert event.places[0].pcode == "C1632"


@pytest.mark.parametrize(
    "text",
    [
        "قصفت طائرات حربية مناطق في مدينة الباب التي يسيطر عليها تنظيم “الدولة الإسلامية”.",
        "سقطت قذائف على مناطق سيطرة قوات النظام في حي الحمدانية بمدينة حلب.",
        "قصفت قوات النظام بلدة تادف الخاضعة لسيطرة تنظيم “الدولة الإسلامية”.",
        "تدور اشتباكات في محيط قرية باشكوي في محاولة من قوات النظام السيطرة على القرية.",
        "تحاول قوات النظام التقدم والسيطرة على بلدة خناصر.",
        "تمكنت قوات النظام من التقدم والوصول إلى مشارف بلدة خناصر.",
    ],
)
def test_attributes_attempts_and_advances_are_no_changes(text: str):
    assert changes(text) == []


def test_a_partial_taking_is_partial():
    (event,) = changes("تمكنت قوات النظام من السيطرة على أجزاء واسعة من بلدة خناصر.")
    assert event.control.extent == "partial"


def test_information_of_a_taking_is_reported_not_confirmed():
    (event,) = changes("وردت معلومات عن سيطرة قوات النظام على بلدة خناصر.")
    assert event.status == "reported"


def test_unnamed_villages_give_a_number_and_no_place():
    (event,) = changes("تمكنت قوات سوريا الديمقراطية من السيطرة على قريتين بريف الشدادي.", "الحسكة")
    assert event.places == ()
    assert event.control.places_low == 2


def test_places_under_one_verb_are_one_event():
    (event,) = changes("سيطرت الفصائل الإسلامية على بلدات دوديان وتلالين واحتيملات بريف حلب الشمالي.")
    assert len(event.places) == 3


def test_a_change_and_its_reversal_are_two_events_in_order():
    text = "سيطرت الفصائل على قرية تلالين، قبل أن تستعيدها قوات النظام."
    first, second = changes(text)
    assert (first.control.taken_by, second.control.taken_by) == ("opposition", "regime")
    assert second.places[0].pcode == first.places[0].pcode


def test_a_change_two_days_before_is_background_with_its_own_day():
    text = "استعادت قوات النظام بلدة خناصر بعد يومين من تمكن تنظيم “الدولة الإسلامية” من السيطرة على البلدة."
    old = [e for e in events(text) if e.event_type == "control_change" and e.is_background]
    assert [(e.event_date_start.isoformat(), e.control.taken_by) for e in old] == [("2016-02-23", "is")]


def test_a_reprinted_report_is_background():
    text = "وكان المرصد السوري لحقوق الإنسان نشر أمس أن قوات النظام سيطرت على بلدة خناصر."
    assert changes(text) == []
    assert [e.is_background for e in events(text) if e.event_type == "control_change"] == [True]


def test_the_dead_of_the_fight_belong_to_the_clash():
    text = "سيطرت قوات النظام على بلدة خناصر بعد اشتباكات مع تنظيم “الدولة الإسلامية” أسفرت عن مقتل 7 عناصر من التنظيم."
    (change,) = changes(text)
    (clash,) = fresh(text, "clash")
    assert change.casualties == ()
    assert [(row.low, row.side) for row in clash.casualties] == [(7, "is")]


def test_withdrawal_and_entry_of_the_other_side_is_a_withdrawal():
    text = "سيطرت قوات سوريا الديمقراطية على بلدة الهول عقب انسحاب تنظيم “الدولة الإسلامية” منها."
    (event,) = changes(text, "الحسكة")
    assert event.control.change == "withdrawal"
    assert event.control.taken_from == "is"


def test_what_a_side_had_taken_before_is_an_attribute_of_the_place():
    assert changes("قصفت قوات النظام مدينة عندان التي كانت الفصائل قد سيطرت عليها.") == []


def test_allies_of_one_side_do_not_lose_to_each_other():
    (event,) = changes("سيطرت الفصائل وجبهة النصرة على بلدة خناصر.")
    assert (event.control.taken_by, event.control.taken_from) == ("opposition", None)


def test_entering_what_the_other_side_left_is_a_withdrawal():
    (event,) = changes("انسحبت قوات النظام من بلدة خناصر ودخلتها الفصائل.")
    assert (event.control.taken_by, event.control.taken_from, event.control.change) == (
        "opposition",
        "regime",
        "withdrawal",
    )
