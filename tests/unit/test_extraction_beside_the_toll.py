"""Events and tolls told twice, more closely or by the way: counts of strikes, attempts, aid from the air."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_belonging import rows, told


def types(text: str, governorate: str = "حلب") -> list[str]:
    return [e.event_type for e in told(text, governorate)]


def test_a_running_count_of_barrels_is_the_strike_just_told():
    text = (
        "ألقى الطيران المروحي المزيد من البراميل المتفجرة على مناطق في مدينة مارع، ليرتفع إلى 12 عدد البراميل المتفجرة "
        "التي ألقاها الطيران المروحي على مدينة مارع منذ صباح اليوم."
    )
    assert types(text) == ["airstrike"]


def test_a_count_of_barrels_on_another_town_is_an_event():
    text = (
        "ألقى الطيران المروحي براميل متفجرة على مناطق في مدينة مارع، ليرتفع إلى 12 عدد البراميل المتفجرة التي ألقاها "
        "الطيران المروحي على مدينة عندان منذ صباح اليوم."
    )
    assert types(text) == ["airstrike", "airstrike"]


def test_planes_that_drop_aid_strike_nobody():
    assert types("ألقت طائرات يعتقد أنها روسية حاويات تحمل مواد غذائية على أطراف مدينة دير الزور.", "دير الزور") == []


def test_explosions_in_general_are_no_explosion():
    assert types("لا تزال الانفجارات تهز ريف مدينة دير الزور، نتيجة استمرار العمليات العسكرية.", "دير الزور") == []
    assert types("هزت انفجارات عنيفة مدينة دير الزور.", "دير الزور") == ["explosion"]


def test_an_attempt_is_one_event_with_its_device():
    text = (
        "محاولة اغتيال استهدفت أحد القياديين السابقين في محافظة درعا، حيث انفجرت عبوة ناسفة في بلدة تسيل أثناء مروره، "
        "دون معلومات عن خسائر بشرية."
    )
    (event,) = told(text, "درعا")
    assert (event.event_type, event.weapon, [p.name_ar for p in event.places]) == ("targeted_killing", "ied", ["تسيل"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("استشهد 6 مقاتلين من الفصائل الإسلامية على الأقل جراء القصف على بلدة مارع.", ("killed", "at_least", 6)),
        ("قصفت قوات النظام بلدة مارع، ما أدى لسقوط ما لا يقل عن 8 جرحى.", ("wounded", "at_least", 8)),
        ("سقطت قذائف على بلدة مارع، ما أدى لإصابة مواطنين بينهما طفل بجراح.", ("wounded", "exact", 2)),
        ("تعرض قيادي في الفصائل لمحاولة اغتيال في بلدة مارع، أصيب على إثرها.", ("wounded", "exact", 1)),
    ],
)
def test_numbers_that_are_told_apart_from_their_noun(text: str, expected: tuple):
    (row,) = rows(text)
    assert (row.outcome, row.qualifier, row.low) == expected


def test_the_wounded_for_whom_a_toll_may_rise_are_not_killed():
    text = (
        "قضى 11 شخصاً جراء انفجار سيارة مفخخة في مدينة الباب، فيما لا يزال عدد من قضوا مرشح للارتفاع لوجود أكثر من 20 "
        "جريح بعضهم في حالات خطرة."
    )
    assert ("killed", 20) not in [(row.outcome, row.low) for row in rows(text)]


def test_killed_by_unknown_gunmen_is_a_targeted_killing():
    text = "مقتل اثنين من عناصر قوات النظام في مدينة داعل، من قبل مسلحين مجهولين يستقلون دراجة نارية."
    assert types(text, "درعا") == ["targeted_killing"]
    text = "مقتل 7 مدنيين في مدينة داعل من قبل مسلحين مجهولين."
    assert types(text, "درعا") == ["other"]


def test_a_claim_of_an_execution_is_of_whom_it_befell():
    text = "وردت معلومات عن إعدام جيش الإسلام لقائد مجموعة في مدينة دوما."
    (row,) = rows(text, "ريف دمشق")
    assert (row.confirmed, row.best) == (False, 1)


def test_a_fight_elsewhere_with_its_own_sides_is_another():
    text = (
        "دارت اشتباكات بين وحدات حماية الشعب الكردي وتنظيم “الدولة الإسلامية” في ريف مدينة رأس العين، بينما تستمر "
        "الاشتباكات بين وحدات حماية الشعب الكردي من جهة، وتنظيم “الدولة الإسلامية” من جهة أخرى في محيط بلدة تل تمر."
    )
    assert types(text, "الحسكة") == ["clash", "clash"]


def test_what_the_observatory_only_pointed_out_is_news():
    text = (
        "قصفت قوات النظام مدينة مارع، وأشار المرصد السوري لحقوق الإنسان إلى مقتل ما لا يقل عن 13 مقاتلاً من الفصائل "
        "جراء اشتباكات في محيط بلدة عندان."
    )
    assert [row.low for row in rows(text)] == [13]


def test_what_it_pointed_out_yesterday_is_old():
    text = (
        "قصفت قوات النظام مدينة مارع.\n\nوأشار المرصد السوري لحقوق الإنسان يوم أمس إلى مقتل 13 مقاتلاً من الفصائل "
        "جراء اشتباكات في محيط بلدة عندان."
    )
    assert rows(text) == []


def test_what_a_side_had_hit_is_old():
    text = "قصفت الفصائل مدينة مورك.\nوكانت قوات النظام استهدفت بعد منتصف الليل بالقذائف مناطق في قرية سفوهن."
    assert len(told(text, "حماة")) == 1


def test_a_toll_since_yesterday_is_of_the_incident():
    text = (
        "لا تزال أعداد الشهداء مرشحة للارتفاع نتيجة القصف على مدينة الرقة منذ ليل أمس، حيث ارتفع إلى 24 عدد الأشخاص "
        "الذين قضوا في الضربات على مدينة الرقة."
    )
    assert [row.best for row in rows(text, "الرقة")] == [24]


def test_a_lead_and_its_explanation_are_one_event():
    text = (
        "أصيب عنصران من قوات النظام بانفجار عبوة ناسفة بريف درعا، بحسب ما أفاد المرصد السوري لحقوق الإنسان.\n"
        "وأوضح المرصد، أن عبوة ناسفة زرعها مجهولون انفجرت بدورية لقوات النظام في بلدة تسيل، ما أسفر عن إصابة عنصرين."
    )
    (event,) = told(text, "درعا")
    assert ([row.best for row in event.casualties], [p.name_ar for p in event.places]) == ([2], ["تسيل"])


def test_a_second_explosion_of_other_people_is_another():
    text = (
        "أصيب عنصران من قوات النظام بانفجار عبوة ناسفة بريف درعا، بحسب ما أفاد المرصد السوري لحقوق الإنسان.\n"
        "وأوضح المرصد، أن عبوة ناسفة ثانية انفجرت في بلدة تسيل، ما أسفر عن إصابة 4 مواطنين."
    )
    assert [row.best for row in rows(text, "درعا")] == [2, 4]


@pytest.mark.parametrize(
    "text",
    [
        "ووثق المرصد اغتيال 41 مقاتلاً خلال الأشهر الخمسة الأخيرة في محافظة درعا.",
        "وتشهد محافظة درعا حالة من الفوضى، حيث بلغ تعداد الذين قتلوا 118 شخصاً منذ مطلع العام الجاري.",
        "قصفت قوات النظام بلدة تسيل.\n\nوفي الرابع عشر من شهر كانون الثاني الماضي، قُتل ضابط في بلدة نمر.",
    ],
)
def test_figures_of_months_and_the_news_of_last_month_count_nothing(text: str):
    assert rows(text, "درعا") == []


def test_losses_in_its_ranks_are_of_the_side_named_last():
    text = "تقدم للفصائل في بلدة مارع، وإعطاب آليات لقوات النظام وأنباء عن خسائر بشرية في صفوفها."
    assert [(row.confirmed, row.side) for row in rows(text)] == [(False, "regime")]


def test_the_men_of_a_checkpoint_that_was_attacked_are_of_its_side():
    text = "هاجم مسلحون مجهولون حاجزاً لهيئة تحرير الشام في بلدة قاح، ما أدى لمقتل اثنين من عناصر الحاجز."
    (row,) = rows(text, "إدلب")
    assert row.best == 2
