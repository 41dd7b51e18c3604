"""Tolls of a day with their items, refrains since a date, the dead who are told a second time (codebook §7, §8)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import events

TOTAL = "ارتفع إلى 12 عدد المواطنين الذين استشهدوا اليوم في محافظة حلب"


def counted(text: str, governorate: str = "حلب") -> list[tuple[str, list[tuple[int, str]]]]:
    """Type of every event that is news, with low and scope of its rows."""
    return [
        (event.event_type, [(row.low, row.scope) for row in event.casualties])
        for event in events(text, governorate)
        if not event.is_background
    ]


def people(text: str, governorate: str = "حلب") -> list[tuple[str, int, str | None]]:
    """Outcome, low and side of every row."""
    return [(r.outcome, r.low, r.side) for event in events(text, governorate) for r in event.casualties]


def told(text: str, governorate: str = "حلب") -> list[tuple[bool, str, int]]:
    """Background, scope and low of every row."""
    return [(event.is_background, r.scope, r.low) for event in events(text, governorate) for r in event.casualties]


def test_the_items_of_a_total_of_the_day_are_events_of_their_own():
    text = (
        f"{TOTAL}، هم 7 بينهم طفل استشهدوا في غارات لطائرات حربية على مدينة عندان، "
        "و5 استشهدوا جراء قصف لقوات النظام بقذائف الهاون على بلدة حيان."
    )
    assert counted(text) == [
        ("toll", [(12, "day")]),
        ("airstrike", [(7, "incident")]),
        ("shelling", [(5, "incident")]),
    ]


def test_each_item_of_a_total_has_the_place_of_its_own_story():
    text = f"{TOTAL}، هم 8 استشهدوا في غارات على مدينة منبج، و4 استشهدوا جراء قصف لقوات النظام على بلدة خناصر."
    assert [[place.pcode for place in event.places] for event in events(text)[1:]] == [["C1767"], ["C2169"]]


def test_a_bare_number_behind_a_comma_opens_an_item():
    text = f"{TOTAL}، هم 9 مواطنين استشهدوا في غارات على مدينة عندان، و3 في قصف مدفعي على بلدة حيان."
    assert counted(text)[-1] == ("shelling", [(3, "incident")])


def test_a_total_of_the_day_is_a_toll_and_no_strike():
    text = (
        "ارتفع إلى 21 عدد الشهداء المدنيين الذين قضوا اليوم جراء القصف الجوي على ريف حلب، "
        "وهم 12 استشهدوا في غارات على مدينة عندان، و9 في قصف مدفعي على بلدة حيان."
    )
    assert counted(text)[0] == ("toll", [(21, "day")])


def test_items_that_add_up_to_the_number_before_them_make_it_a_total_of_the_day():
    text = (
        "استشهد 20 مواطناً بينهم 5 مقاتلين قضوا في القصف والاشتباكات في بلدة خناصر، و9 مواطنين استشهدوا جراء قصف "
        "على مدينة الباب، و6 مواطنين استشهدوا في غارات على مدينة منبج."
    )
    assert [scope for _, rows in counted(text) for _, scope in rows] == ["day", "incident", "incident"]


def test_items_that_add_up_to_something_else_leave_the_number_before_them_alone():
    text = (
        "استشهد 5 مواطنين في قصف على بلدة خناصر، ومواطنة وطفل استشهدا في غارات على مدينة الباب، "
        "ورجل وطفل استشهدا في قصف على مدينة منبج."
    )
    assert [rows for _, rows in counted(text)] == [[(5, "incident")], [(2, "incident")], [(2, "incident")]]


def test_a_total_of_those_who_fell_yesterday_is_dated_yesterday():
    (event,) = events("ارتفع إلى 17 عدد الشهداء الذين قضوا يوم أمس الأربعاء في محافظة حلب.")
    assert (event.event_type, event.event_date_start) == ("toll", dt.date(2016, 2, 24))


def test_martyrs_of_the_day_with_fighters_among_them_are_mixed():
    (event,) = events("ارتفع إلى 26 بينهم 8 مقاتلين عدد الشهداء الذين قضوا اليوم في محافظة حلب.")
    assert [row.civilian_status for row in event.casualties] == ["mixed"]


def test_the_parts_of_a_total_are_its_breakdown_by_sides():
    text = (
        "ارتفع إلى 30 عدد القتلى الذين قضوا اليوم في الاشتباكات في محيط بلدة خناصر، "
        "حيث قتل 18 عنصراً من قوات النظام، و12 عنصراً من تنظيم “الدولة الإسلامية”."
    )
    rows = [row for event in events(text) for row in event.casualties]
    assert [(row.low, [(part.n, part.side) for part in row.breakdown]) for row in rows] == [
        (30, [(18, "regime"), (12, "is")])
    ]


def test_as_against_goes_on_with_what_befell_the_first_side():
    text = "قتل 11 عنصراً من قوات النظام في اشتباكات في محيط بلدة خناصر، مقابل 16 من عناصر التنظيم."
    assert people(text) == [("killed", 11, "regime"), ("killed", 16, "is")]


@pytest.mark.parametrize(
    "span",
    [
        "خلال الفترة الممتدة من 12 نيسان/أبريل 2015 وحتى يومنا هذا",
        "منذ الـ 5 من شباط الجاري",
    ],
)
def test_a_number_since_a_date_is_a_campaign_and_the_date_no_number(span: str):
    text = f"وبذلك بلغت حصيلة الخسائر البشرية {span}، 731 قتيلاً من قوات النظام."
    assert told(text, "حمص") == [(True, "campaign", 731)]


def test_since_a_weekday_with_its_date_is_no_day_but_a_campaign():
    text = (
        "استشهد 4 مواطنين جراء قصف على بلدة حيان، ليرتفع إلى 219 عدد المدنيين الذين قضوا منذ يوم الجمعة "
        "الـ 5 من شهر شباط / فبراير الجاري."
    )
    assert [(scope, low) for _, scope, low in told(text)] == [("incident", 4), ("campaign", 219)]


def test_a_refrain_in_the_next_paragraph_leaves_the_dead_of_the_day_alone():
    text = (
        "قتل عنصران من قوات النظام في كمين لتنظيم “الدولة الإسلامية” قرب مدينة تدمر.\n\n"
        "وبذلك بلغت حصيلة الخسائر البشرية منذ 12 نيسان 2015 وحتى يومنا هذا، 731 قتيلاً من قوات النظام."
    )
    assert told(text, "حمص") == [(False, "incident", 2), (True, "campaign", 731)]


def test_documented_over_the_same_period_is_part_of_the_refrain():
    text = (
        "وبذلك بلغت حصيلة الخسائر البشرية منذ مطلع العام، 731 قتيلاً من قوات النظام، "
        "فيما وثق المرصد السوري مقتل 288 من تنظيم “الدولة الإسلامية”، خلال الفترة ذاتها."
    )
    assert told(text, "حمص") == [(True, "campaign", 731), (True, "campaign", 288)]


def test_more_victims_before_a_refrain_are_part_of_it():
    text = (
        "ومع سقوط المزيد من الخسائر البشرية، يرتفع عدد من قتلوا منذ بدء التصعيد الأعنف في الـ 30 من شهر نيسان الفائت "
        "إلى 853 شخصاً."
    )
    assert [row for row in told(text) if not row[0]] == []


@pytest.mark.parametrize(
    "refrain",
    [
        "فيما يرتفع عدد من اغتيلوا في محافظات حلب وإدلب وحماة، إلى 391 شخصاً، هم 60 مدنياً و331 مقاتلاً.",
        "ليرتفع إلى 391 عدد من اغتيلوا ضمن 3 محافظات هي حلب وإدلب وحماة، هم 60 مدنياً بينهم 4 أطفال، و331 مقاتلاً.",
    ],
)
def test_the_number_of_the_assassinated_in_several_governorates_is_no_news(refrain: str):
    text = f"قتل شاب برصاص مجهولين في مدينة عندان. {refrain}"
    assert counted(text) == [("targeted_killing", [(1, "incident")])]


@pytest.mark.parametrize("often", ["وغالبا ما", "وعادة ما"])
def test_what_often_happens_tells_of_nobody(often: str):
    assert people(f"{often} تؤدي هذه الانفجارات إلى سقوط قتلى وجرحى.") == []


@pytest.mark.parametrize(
    "text",
    [
        "شيعت مدينة مارع 6 مقاتلين من الفصائل قضوا قبل أيام في اشتباكات مع التنظيم بريف حلب.",
        "شيع أهالي بلدة عندان جثامين 6 مقاتلين قضوا في معارك سابقة مع قوات النظام.",
    ],
)
def test_those_who_are_buried_were_counted_when_they_fell(text: str):
    assert counted(text) == []


def test_bodies_handed_over_are_not_counted():
    text = "سلمت الفصائل قوات النظام جثامين 5 عناصر قضوا في اشتباكات الأيام الفائتة."
    assert people(text) == []


def test_bodies_that_one_side_holds_are_of_the_dead_told_before():
    text = (
        "دارت اشتباكات بين الفصائل وتنظيم “الدولة الإسلامية” في محيط بلدة حيان، "
        "أدت لمصرع 14 عنصراً من التنظيم، جثث 6 منهم لدى الفصائل."
    )
    assert people(text) == [("killed", 14, "is")]


def test_bodies_brought_into_a_hospital_are_dead_of_their_side():
    text = (
        "وصلت إلى مشفى مدينة الباب 7 جثث وهي لعناصر من تنظيم “الدولة الإسلامية” قتلوا في اشتباكات في محيط بلدة خناصر."
    )
    assert people(text) == [("killed", 7, "is")]


def test_tens_of_martyrs_behind_a_total_are_the_total_said_again():
    text = "ارتفع إلى 16 عدد الشهداء الذين قضوا في انفجار سيارة مفخخة في مدينة الباب، والذي خلف عشرات الشهداء."
    assert [low for _, low, _ in people(text)] == [16]


def test_a_number_may_rise_because_of_wounded_who_are_not_counted_again():
    text = "استشهد 4 مواطنين وأصيب 9 آخرون جراء قصف على بلدة حيان، وعدد الشهداء مرشح للارتفاع لوجود جرحى بحالات خطرة."
    assert people(text) == [("killed", 4, None), ("wounded", 9, None)]


def test_some_of_the_dead_who_died_later_are_among_the_dead():
    text = "استشهد 10 مواطنين جراء قصف على بلدة حيان، 3 منهم استشهدوا متأثرين بجراحهم."
    assert people(text) == [("killed", 10, None)]


def test_a_number_behind_the_dead_tells_how_many_they_are():
    text = "ارتفع عدد الشهداء إلى 7 جراء قصف على بلدة حيان."
    assert people(text) == [("killed", 7, None)]


def test_the_dead_of_a_side_that_rise_are_of_that_side():
    text = "دارت اشتباكات في محيط بلدة خناصر، ما أدى لارتفاع قتلى قوات النظام إلى 13 عنصراً."
    assert people(text) == [("killed", 13, "regime")]


def test_at_least_two_members_are_two():
    text = "لقي ما لا يقل عن عنصرين من تنظيم “الدولة الإسلامية” مصرعهم في اشتباكات في محيط بلدة خناصر."
    (event,) = events(text)
    assert [(row.low, row.qualifier) for row in event.casualties] == [(2, "at_least")]


def test_a_toll_over_many_days_of_fighting_is_that_of_a_campaign():
    text = (
        "تم العثور على جثث 14 عنصراً من تنظيم “الدولة الإسلامية” في بلدة خناصر، ليرتفع إلى 148 عدد عناصر التنظيم "
        "الذين قتلوا خلال 11 يوماً من المعارك."
    )
    found = [(row.low, row.scope) for event in events(text) for row in event.casualties]
    assert found == [(14, "incident"), (148, "campaign")]


@pytest.mark.parametrize(
    "text",
    [
        "وكان 16 عنصراً من تنظيم “الدولة الإسلامية” لقوا مصرعهم جراء قصف لطائرات التحالف الدولي على بلدة خناصر.",
        "وكان 4 مواطنين استشهدوا أمس جراء قصف على بلدة خناصر.",
    ],
)
def test_so_many_had_fallen_is_old_news(text: str):
    assert [event.is_background for event in events(text)] == [True]
