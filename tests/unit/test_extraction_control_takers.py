"""Control changes: who took a place and who lost it, however the sentence names them (codebook §3)."""

from __future__ import annotations

import pytest

from tests.support.arabic import fresh

FIGHT = "دارت اشتباكات بين قوات النظام من جهة، وتنظيم “الدولة الإسلامية” من جهة أخرى في محيط بلدة خناصر"


def changes(text: str, governorate: str = "حلب"):
    return fresh(text, "control_change", governorate)


def sides(text: str, governorate: str = "حلب") -> tuple[str | None, str | None]:
    """Taker and loser of the only change that a text tells."""
    (event,) = changes(text, governorate)
    assert event.control is not None
    return event.control.taken_by, event.control.taken_from


def test_a_taker_told_in_the_statement_before_took():
    assert sides("تقدمت الفصائل الإسلامية في ريف حلب الشمالي، وسيطرت على قرية تلالين.") == ("opposition", None)


def test_a_shelling_side_goes_on_as_the_taker():
    text = "قصفت الفصائل مواقع لقوات النظام في محيط بلدة خناصر، كما سيطرت على قرية تلالين."
    assert sides(text) == ("opposition", "regime")


def test_an_advance_of_one_side_and_its_taking_name_the_taker_by_pronoun():
    text = "هاجمت قوات النظام مواقع الفصائل في بلدة خناصر، ترافق مع تقدم للفصائل وسيطرتها على قرية تلالين."
    assert sides(text) == ("opposition", "regime")


def test_having_managed_goes_on_with_the_subject_before():
    text = "استهدفت الفصائل مواقع قوات النظام في بلدة خناصر، متمكنة من السيطرة على قرية تلالين."
    assert sides(text) == ("opposition", "regime")


def test_where_it_managed_behind_a_full_stop_goes_on_with_who_advanced():
    text = "تقدمت الفصائل في محيط بلدة خناصر. حيث تمكنت من السيطرة على قرية تلالين."
    assert sides(text) == ("opposition", None)


def test_an_advance_at_the_expense_of_the_other_side_names_the_taker():
    text = f"{FIGHT}، وسط تقدم لقوات النظام على حساب التنظيم وسيطرتها على البلدة."
    assert sides(text) == ("regime", "is")


def test_they_took_are_the_gunmen_told_of_before():
    text = "هاجم مسلحون من العشائر حواجز قوات النظام في بلدة خناصر، وسيطروا على البلدة."
    assert sides(text) == ("tribal", "regime")


def test_the_latter_is_the_side_named_last():
    assert sides(f"{FIGHT}، وسط تقدم للأخير وسيطرته على البلدة.") == ("is", "regime")


def test_the_former_is_the_side_named_first():
    assert sides(f"{FIGHT}، وسط تقدم للأولى وسيطرتها على البلدة.") == ("regime", "is")


def test_where_it_managed_goes_on_with_the_latter():
    text = "هاجمت الفصائل مواقع قوات النظام، بعد استهداف الأخيرة لقرية تلالين، حيث تمكنت من السيطرة على بلدة خناصر."
    assert sides(text) == ("regime", "opposition")


def test_a_taker_may_stand_behind_by():
    text = "وردت معلومات عن السيطرة على قرية تلالين من قبل الفصائل الإسلامية."
    (event,) = changes(text)
    assert (event.control.taken_by, event.status) == ("opposition", "reported")


def test_fighters_of_a_side_take_for_their_side():
    assert sides("سيطر مسلحون من العشائر على قرية تلالين.") == ("tribal", None)


@pytest.mark.parametrize(
    "text",
    [
        "سيطرت قوات النظام على بلدة خناصر بدعم من حزب الله اللبناني.",
        "تمكنت قوات النظام مدعومة بمسلحين من حزب الله اللبناني من السيطرة على بلدة خناصر.",
        "بسطت قوات النظام سيطرتها على بلدة خناصر بمساندة من الطائرات الروسية.",
    ],
)
def test_supporters_lose_nothing(text: str):
    assert sides(text) == ("regime", None)


def test_two_allies_that_withdrew_lost_as_one_side():
    text = "سيطرت قوات النظام على قرية تلالين عقب انسحاب جبهة النصرة والفصائل الإسلامية منها."
    assert sides(text) == ("regime", "opposition")


def test_the_side_that_is_driven_out_lost():
    text = "تمكنت الفصائل الإسلامية من السيطرة على قرية تلالين وطرد قوات النظام منها."
    assert sides(text) == ("opposition", "regime")


def test_at_the_expense_of_names_the_loser():
    assert sides("سيطرت الفصائل على بلدة خناصر على حساب قوات النظام.") == ("opposition", "regime")


def test_an_attempt_to_drive_out_is_no_change():
    assert changes("تحاول الفصائل الإسلامية طرد تنظيم “الدولة الإسلامية” من قرية تلالين.") == []


def test_a_gloss_between_two_allies_does_not_part_them():
    text = (
        "دارت اشتباكات بين قوات النظام من جهة، وجبهة النصرة (تنظيم القاعدة في بلاد الشام) والفصائل الإسلامية "
        "من جهة أخرى في محيط بلدة خناصر."
    )
    (event,) = fresh(text, "clash")
    assert (event.actors, event.targets) == (("regime",), ("opposition",))


def test_factions_and_several_battalions_are_one_side():
    (event,) = changes("سيطرت حركة أحرار الشام وعدة كتائب إسلامية على قرية تلالين.")
    assert event.actors == ("opposition",)


@pytest.mark.parametrize(
    "text",
    [
        "سيطرت قوات النظام، فجر اليوم، على بلدة خناصر.",
        "تمكنت قوات النظام، بعد قصف مكثف، من السيطرة على بلدة خناصر.",
        "تمكنت قوات النظام، خلال ساعات الليل، من السيطرة على بلدة خناصر.",
        "تمكنت قوات النظام من استعادة السيطرة، اليوم الخميس، على بلدة خناصر.",
    ],
)
def test_an_aside_between_the_verb_and_what_was_taken_changes_nothing(text: str):
    (event,) = changes(text)
    assert event.control.taken_by == "regime"
    assert [place.pcode for place in event.places] == ["C2169"]


def test_a_fight_in_an_aside_tells_who_lost():
    text = "تمكنت قوات النظام، فجر اليوم الخميس، وبعد اشتباكات عنيفة مع الفصائل، من السيطرة على بلدة خناصر."
    assert sides(text) == ("regime", "opposition")


@pytest.mark.parametrize(
    "text",
    [
        "دخلت الفصائل الإسلامية إلى قرية تلالين بعد انسحاب قوات النظام منها.",
        "انسحبت قوات النظام من قرية تلالين، ودخلت الفصائل الإسلامية إلى القرية.",
    ],
)
def test_entering_into_what_was_left_is_a_withdrawal(text: str):
    (event,) = changes(text)
    assert (event.control.taken_by, event.control.taken_from, event.control.change) == (
        "opposition",
        "regime",
        "withdrawal",
    )


def test_the_town_is_the_one_withdrawn_from_not_the_one_withdrawn_to():
    text = "انسحب تنظيم “الدولة الإسلامية” من بلدة خناصر إلى بلدة تادف، وسيطرت قوات النظام على البلدة."
    assert [place.pcode for event in changes(text) for place in event.places] == ["C2169"]


def test_a_withdrawal_of_the_other_side_behind_the_taking_makes_it_a_withdrawal():
    text = "سيطرت قوات النظام على بلدة تل رفعت وانسحبت الفصائل إلى مدينة مارع."
    (event,) = changes(text)
    assert (event.control.change, [place.pcode for place in event.places]) == ("withdrawal", ["C1621"])


def test_what_led_to_their_taking_is_a_taking():
    text = "نفذت قوات النظام هجوماً على بلدة خناصر، ما أدى لسيطرتها على البلدة."
    assert sides(text) == ("regime", None)


def test_what_led_to_regaining_is_a_recapture():
    text = "نفذت قوات النظام هجوماً على بلدة خناصر، ما أدى لاستعادتها السيطرة على البلدة."
    (event,) = changes(text)
    assert (event.control.taken_by, event.control.change) == ("regime", "recapture")


def test_regaining_told_with_a_noun_behind_while_is_a_change_of_its_own():
    text = "سيطرت قوات النظام على بلدة خناصر، فيما استعادة الفصائل السيطرة على قرية تلالين."
    assert [(e.control.taken_by, e.control.change) for e in changes(text)] == [
        ("regime", "capture"),
        ("opposition", "recapture"),
    ]


def test_handing_over_names_giver_and_receiver():
    text = "سلم تنظيم “الدولة الإسلامية” قرية تلالين إلى الفصائل الإسلامية."
    (event,) = changes(text)
    assert (event.control.taken_by, event.control.taken_from, event.control.change) == (
        "opposition",
        "is",
        "handover",
    )


def test_who_drove_the_other_side_out_of_a_place_took_it():
    text = "تمكنت الفصائل الإسلامية من طرد قوات النظام من قرية تلالين والسيطرة عليها."
    assert sides(text) == ("opposition", "regime")


def test_with_an_advance_of_a_side_is_not_against_it():
    text = "دارت اشتباكات بين قوات النظام والفصائل في محيط خناصر، مع تقدم لقوات النظام وسيطرتها على البلدة."
    assert sides(text) == ("regime", "opposition")


def test_a_taking_told_as_a_noun_has_the_attacker_as_taker():
    text = "شنت الفصائل هجوماً على بلدة خناصر، ما أدى لاستعادة السيطرة على البلدة."
    assert sides(text) == ("opposition", None)


def test_an_advance_may_consist_in_a_taking():
    text = "تمكنت الفصائل من تحقيق تقدم جديد في محيط بلدة خناصر، وتمثل هذا التقدم بالسيطرة على قرية تلالين."
    assert sides(text) == ("opposition", None)


def test_who_took_may_stand_behind_a_passive():
    assert sides("تمت السيطرة على قرية تلالين من قبل تنظيم “الدولة الإسلامية”.") == ("is", None)
