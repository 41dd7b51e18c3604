"""Refrains of campaigns and of the year, figures in lists, old reports said again (codebook §7, §8)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import events, fresh

YEAR = "وثق المرصد السوري لحقوق الإنسان منذ مطلع العام استشهاد 642 مواطناً."


def told(text: str) -> list[tuple[bool, str, int]]:
    """Background, scope and low of every row."""
    return [(event.is_background, row.scope, row.low) for event in events(text) for row in event.casualties]


@pytest.mark.parametrize(
    "text",
    [
        "وبذلك، يرتفع إلى 131 عدد الشهداء الذين قضوا منذ مطلع العام الجاري.",
        "وبذلك يرتفع إلى 131 عدد القتلى الذين وثقهم المرصد السوري لحقوق الإنسان.",
        "ارتفع إلى 131 عدد الشهداء الذين قضوا منذ صباح الأحد 13 شباط الجاري جراء القصف على مدينة عندان.",
        "ومنذ الـ 12 من كانون الأول الفائت، وثق المرصد السوري لحقوق الإنسان استشهاد 131 مواطناً في مدينة حلب.",
        "ارتفع منذ مطلع العام 2016 إلى 131 عدد المواطنين الذين استشهدوا.",
    ],
)
def test_a_refrain_is_a_campaign_and_background(text: str):
    assert told(text) == [(True, "campaign", 131)]


def test_what_follows_in_the_paragraph_of_thereby_is_of_the_campaign():
    text = "وبذلك، يرتفع إلى 131 عدد الشهداء الذين قضوا منذ مطلع العام الجاري. فيما أصيب 300 مواطن."
    assert told(text) == [(True, "campaign", 131), (True, "campaign", 300)]


def test_since_this_morning_is_no_campaign():
    text = "ارتفع إلى 9 عدد الشهداء الذين قضوا منذ صباح اليوم في محافظة حلب."
    assert told(text) == [(False, "day", 9)]


def test_a_number_over_days_in_a_row_is_a_campaign():
    text = "يواصل الطيران الحربي قصفه على مدينة عندان، ليرتفع إلى 62 عدد الشهداء لليوم الرابع على التوالي."
    assert [(scope, low) for _, scope, low in told(text)] == [("campaign", 62)]


def test_the_year_of_a_refrain_is_no_toll():
    text = "ارتفع منذ مطلع العام 2016 إلى 642 عدد المواطنين الذين استشهدوا."
    assert [low for _, _, low in told(text)] == [642]


@pytest.mark.parametrize("mark", ["–", "-", "•"])
def test_the_items_of_a_list_of_figures_are_no_news(mark: str):
    text = f"{YEAR}\n\n{mark} استشهاد 400 رجل\n\n{mark} استشهاد 242 طفلاً"
    assert told(text) == [(True, "campaign", 642), (True, "campaign", 400), (True, "campaign", 242)]


def test_labels_of_a_list_of_figures_are_no_news():
    text = f"{YEAR}\n\nالمدنيون: 400 استشهدوا بينهم 30 طفلاً\n\nالمقاتلون: 242 مقاتلاً قتلوا"
    found = told(text)
    assert {(background, scope) for background, scope, _ in found} == {(True, "campaign")}
    assert found[-1][2] == 242


def test_documented_over_the_same_period_goes_on_with_the_figures():
    text = f"{YEAR}\n\nكما وثق المرصد السوري خلال الفترة ذاتها مقتل 204 مقاتلين."
    assert told(text) == [(True, "campaign", 642), (True, "campaign", 204)]


def test_documented_today_among_figures_is_news():
    text = f"{YEAR}\n\nكما وثق المرصد السوري اليوم استشهاد 22 مواطناً في قصف على مدينة عندان."
    assert told(text) == [(True, "campaign", 642), (False, "incident", 22)]


def test_a_second_total_without_a_span_goes_on_with_the_first():
    text = "ارتفع إلى 45 عدد المدنيين الذين قضوا منذ 20 شباط الجاري، بينما ارتفع إلى 62 عدد المقاتلين الذين قضوا."
    assert [(scope, low) for _, scope, low in told(text)] == [("campaign", 45), ("campaign", 62)]


def test_behind_a_count_of_the_battle_the_news_goes_on():
    text = (
        "سيطرت قوات النظام على بلدة خناصر، ليرتفع إلى 12 عدد القرى التي سيطرت عليها قوات النظام منذ بدء المعركة، "
        "بالتزامن مع قصف طائرات حربية على مدينة عندان."
    )
    assert [place.pcode for event in fresh(text, "airstrike") for place in event.places] == ["C1121"]


def test_a_total_of_the_day_in_the_governorate_is_a_days_toll():
    text = (
        "قصفت قوات النظام مدينة عندان، ما أدى لاستشهاد 5 مواطنين. "
        "كما ارتفع إلى 9 عدد الشهداء الذين قضوا اليوم في محافظة حلب."
    )
    assert told(text) == [(False, "incident", 5), (False, "day", 9)]


@pytest.mark.parametrize("day", ["في 16 شباط", "في الـ 16 من شباط الجاري"])
def test_a_record_of_a_day_past_is_background_of_that_day(day: str):
    text = f"وثق المرصد السوري لحقوق الإنسان {day} استشهاد 8 مواطنين جراء قصف على مدينة عندان."
    (event,) = events(text)
    assert (event.is_background, event.event_date_start) == (True, dt.date(2016, 2, 16))


def test_documented_earlier_today_was_told_before():
    text = "وفي وقت سابق من اليوم، وثق المرصد السوري استشهاد 8 مواطنين جراء قصف على مدينة عندان."
    assert [background for background, _, _ in told(text)] == [True]


def test_documented_without_a_day_is_news():
    text = "وثق المرصد السوري استشهاد 8 مواطنين جراء قصف على مدينة عندان."
    assert [background for background, _, _ in told(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "وكانت مدينة عندان شهدت أمس غارات من طائرات حربية.",
        "وكان المرصد السوري قال إن طائرات حربية قصفت مدينة عندان.",
        "وكان المرصد السوري لحقوق الإنسان أشار أمس إلى أن طائرات حربية قصفت مدينة عندان.",
        "وكان استشهد 23 مواطناً جراء غارات لطائرات حربية على مدينة عندان.",
        "يشار إلى أن طائرات حربية قصفت مدينة عندان.",
    ],
)
def test_what_had_happened_is_background(text: str):
    assert [(e.event_type, e.is_background) for e in events(text)] == [("airstrike", True)]


def test_a_city_that_saw_raids_is_news():
    assert len(fresh("شهدت مدينة عندان غارات من طائرات حربية.", "airstrike")) == 1


def test_those_assassinated_over_several_governorates_are_a_campaign():
    text = (
        "قتل عنصر من قوات سوريا الديمقراطية برصاص مجهولين في مدينة منبج. ومع سقوط مزيد من الخسائر البشرية فإنه "
        "يرتفع إلى 212 شخص ممن اغتيلوا ضمن 4 محافظات هي حلب والرقة ودير الزور والحسكة، حيث رصد المرصد السوري "
        "اغتيال هذه الخلايا لـ 61 مدني."
    )
    assert [row for row in told(text) if not row[0]] == [(False, "incident", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "وبذلك، ترتفع أعداد الهجمات ومحاولات الاغتيال عبر تفجير عبوات وإطلاق نار إلى أكثر من 340.",
        "ليرتفع بذلك إلى 7 تعداد الهجمات ومحاولات الاغتيال بريف حلب.",
    ],
)
def test_a_count_of_attacks_tells_of_nobody_killed(text: str):
    assert [row for row in told(text) if not row[0]] == []


@pytest.mark.parametrize(("day", "background"), [("11 شباط", True), ("3 كانون الثاني", True), ("25 شباط", False)])
def test_items_of_past_days_are_old_news(day: str, background: bool):
    text = f"يستعرض المرصد السوري التفاصيل:\n\n-{day}، قتل مواطن برصاص مجهولين في بلدة خناصر."
    assert told(text) == [(background, "incident", 1)]


@pytest.mark.parametrize("day", ["9" * 5000, "²", "99", "0"])
def test_what_is_no_day_of_a_month_opens_no_item(day: str):
    assert told(f"التفاصيل:\n\n-{day} شباط، قتل مواطن برصاص مجهولين في بلدة خناصر.")[-1][0] is False


@pytest.mark.parametrize("item", ["-", "- 5", "5"])
def test_an_item_may_end_before_its_day(item: str):
    assert told(f"التفاصيل:\n\n{item}") == []
