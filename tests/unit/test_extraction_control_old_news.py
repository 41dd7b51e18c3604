"""What is no change of control today: counts, goods, control by fire, attempts, takings told before (§3, §8)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import events, fresh


def changes(text: str):
    return fresh(text, "control_change")


def told_as(text: str) -> list[bool]:
    """For each change of control of the text: whether it is background."""
    return [event.is_background for event in events(text) if event.event_type == "control_change"]


@pytest.mark.parametrize(
    "text",
    [
        "ارتفع إلى 51 عدد القرى التي سيطرت عليها قوات النظام بريف حلب الشمالي.",
        "تمكنت قوات النظام من السيطرة على 60 % من بلدة خناصر.",
        "سيطرت قوات النظام على نحو 60% من مساحة بلدة خناصر.",
    ],
)
def test_stocks_and_shares_of_area_are_no_change(text: str):
    assert told_as(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "تمكنت الفصائل الإسلامية من السيطرة على أسلحة وذخائر لقوات النظام في بلدة خناصر.",
        "تمكنت الفصائل الإسلامية من السيطرة على دبابة وعربتين لقوات النظام في بلدة خناصر.",
        "تمكنت الفصائل الإسلامية من السيطرة على عتاد ومعدات لقوات النظام في بلدة خناصر.",
    ],
)
def test_seized_goods_are_no_place(text: str):
    assert told_as(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "تمكنت قوات النظام من السيطرة نارياً على بلدة خناصر.",
        "تمكنت قوات النظام من رصد بلدة خناصر والسيطرة عليها نارياً.",
    ],
)
def test_control_by_fire_is_no_control(text: str):
    assert told_as(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "نفذ تنظيم “الدولة الإسلامية” هجوماً على مواقع قوات النظام ساعياً للسيطرة على بلدة خناصر.",
        "تهدف قوات النظام من هجومها إلى السيطرة على بلدة خناصر.",
        "تقدمت قوات النظام في محيط بلدة خناصر في مسعى للسيطرة على البلدة.",
        "تعمل قوات النظام على تضييق الخناق بسيطرتها على بلدة خناصر.",
    ],
)
def test_aims_and_means_are_no_taking(text: str):
    assert told_as(text) == []


@pytest.mark.parametrize(
    "text",
    ["نفت مصادر سيطرة قوات النظام على بلدة خناصر.", "لا صحة لسيطرة قوات النظام على بلدة خناصر."],
)
def test_a_denied_taking_is_none(text: str):
    assert told_as(text) == []


def test_after_it_took_without_a_day_is_old_news():
    text = "قصفت طائرات حربية قرية تلالين، بعد أن سيطرت الفصائل الإسلامية على بلدة خناصر."
    assert told_as(text) == [True]


def test_after_it_took_today_is_news():
    text = "قصفت طائرات حربية قرية تلالين، بعد أن سيطرت الفصائل الإسلامية اليوم على بلدة خناصر."
    assert told_as(text) == [False]


def test_a_day_in_an_aside_makes_a_taking_told_with_after_news_of_that_day():
    text = "قصفت طائرات حربية قرية تلالين، بعد أن سيطرت الفصائل الإسلامية، فجر اليوم، على بلدة خناصر."
    (event,) = changes(text)
    assert (event.event_date_start, event.date_precision) == (dt.date(2016, 2, 25), 1)


def test_after_its_taking_is_what_was_told_before():
    assert told_as("قصفت طائرات حربية قرية تلالين بعد سيطرتها على بلدة خناصر.") == [True]


def test_after_the_taking_by_a_named_side_is_news():
    assert told_as("قصفت طائرات حربية قرية تلالين بعد سيطرة الفصائل الإسلامية على بلدة خناصر.") == [False]


def test_this_comes_after_tells_old_news():
    assert told_as("يأتي ذلك بعد سيطرة الفصائل الإسلامية على بلدة خناصر.") == [True]


@pytest.mark.parametrize(
    "text",
    [
        "وكانت الفصائل الإسلامية قد سيطرت على بلدة خناصر.",
        "يذكر أن الفصائل الإسلامية سيطرت على بلدة خناصر.",
        "تجدر الإشارة إلى أن الفصائل الإسلامية سيطرت على بلدة خناصر.",
        "وبذلك تكون الفصائل الإسلامية سيطرت على بلدة خناصر.",
    ],
)
def test_the_pluperfect_and_its_openings_tell_old_news(text: str):
    assert told_as(text) == [True]


@pytest.mark.parametrize("words", ["في وقت سابق", "في وقت سابق من اليوم"])
def test_an_earlier_taking_is_old_news(words: str):
    assert told_as(f"سيطرت الفصائل الإسلامية {words} على بلدة خناصر.") == [True]


def test_a_taking_on_a_day_of_the_month_past_is_old_news_of_that_day():
    text = "سيطرت قوات النظام في 19 شباط على بلدة خناصر."
    (event,) = events(text)
    assert (event.is_background, event.event_date_start) == (True, dt.date(2016, 2, 19))


def test_days_elapsed_since_a_taking_make_it_old_news():
    text = "سيطرت الفصائل على بلدة خناصر بعد مرور 3 أيام على سيطرة قوات النظام على قرية تلالين."
    assert [(e.control.taken_by, e.is_background) for e in events(text)] == [("opposition", False), ("regime", True)]


@pytest.mark.parametrize(
    "text",
    [
        "دارت اشتباكات في محيط بلدة خناصر، والتي سيطرت عليها الفصائل الإسلامية أمس.",
        "قصفت قوات النظام قريتي دوديان وتلالين اللتين سيطرت عليهما الفصائل الإسلامية.",
        "قصفت قوات النظام بلدة خناصر التي سيطرت عليها الفصائل الإسلامية قبل أيام.",
    ],
)
def test_what_a_relative_clause_tells_of_a_place_is_no_change(text: str):
    assert changes(text) == []


def test_the_day_of_a_relative_clause_does_not_date_the_event():
    text = "دارت اشتباكات في محيط بلدة خناصر، والتي سيطرت عليها الفصائل الإسلامية أمس."
    (event,) = fresh(text, "clash")
    assert (event.event_date_start, event.date_precision) == (dt.date(2016, 2, 25), 2)


def test_what_was_taken_since_the_battle_began_is_no_news():
    assert changes("تمكنت قوات النظام من بدء المعركة من السيطرة على 12 قرية بريف حلب الشمالي.") == []


def test_a_taking_documented_by_the_observatory_is_news():
    assert told_as("وثق المرصد السوري لحقوق الإنسان سيطرة قوات النظام على بلدة خناصر.") == [False]


@pytest.mark.parametrize("when", ["بعد منتصف الليل", "مساء اليوم", "اليوم"])
def test_a_taking_of_today_told_as_an_attribute_is_news(when: str):
    text = f"قصفت الطائرات الحربية بلدة خناصر التي سيطرت عليها الفصائل {when}."
    (event,) = fresh(text, "control_change", "حلب")
    assert event.actors == ("opposition",)


@pytest.mark.parametrize("when", ["", " يوم أمس", " منذ أيام"])
def test_an_older_taking_told_as_an_attribute_is_none(when: str):
    text = f"قصفت الطائرات الحربية بلدة خناصر التي سيطرت عليها الفصائل{when}."
    assert fresh(text, "control_change", "حلب") == []


def test_large_amounts_of_arms_are_goods_too():
    text = "سيطرت الفصائل على كميات كبيرة من الأسلحة في بلدة خناصر."
    assert fresh(text, "control_change", "حلب") == []
