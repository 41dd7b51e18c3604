"""Whose dead: rows that stand apart from their event, parts of totals, people spoken of before (codebook §7, §8)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events


def told(text: str, governorate: str = "حلب"):
    return [e for e in events(text, governorate) if not e.is_background]


def rows(text: str, governorate: str = "حلب"):
    return [row for event in told(text, governorate) for row in event.casualties if row.scope != "campaign"]


def test_people_of_a_place_named_before_belong_to_its_strike():
    text = (
        "نفذ الطيران الحربي عدة غارات على مناطق في بلدة كفرنبل، وغارة أخرى على مناطق في مدينة بنش، "
        "ما أدى لسقوط عدد من الجرحى في بلدة كفرنبل."
    )
    found = told(text, "إدلب")
    assert [e.event_type for e in found] == ["airstrike", "airstrike"]
    assert [len(e.casualties) for e in found] == [1, 0]


def test_the_hospital_is_not_where_they_were_hit():
    text = (
        "دارت اشتباكات بين قوات النظام من جهة، وتنظيم “الدولة الإسلامية” من جهة أخرى، في محيط مدينة السخنة. "
        "وقال المرصد السوري أن الاشتباكات أسفرت عن إصابة 3 عناصر من قوات النظام جرى نقلهم إلى مشفى تدمر العسكري."
    )
    (event,) = told(text, "حمص")
    assert (event.event_type, [row.best for row in event.casualties]) == ("clash", [3])


def test_what_had_happened_yesterday_does_not_belong_to_the_fight_of_today():
    text = (
        "تستمر الاشتباكات بين قوات النظام من جهة، والفصائل المقاتلة من جهة أخرى في محيط بلدة سلمى، "
        "وكانت قد أسفرت الاشتباكات بين الطرفين يوم أمس عن استشهاد 6 مقاتلين من الفصائل."
    )
    assert rows(text, "اللاذقية") == []


@pytest.mark.parametrize(
    ("spoken", "outcome", "expected"),
    [
        ("مواطناً", "مقتله", (1, "civilian", None)),
        ("مواطناً متهماً بالتعاون مع قوات النظام", "مقتله", (1, "civilian", None)),
        ("عنصراً من قوات النظام", "مقتله", (1, "combatant", "regime")),
        ("مواطناً وسيدة كانا في سيارة", "مقتلهما", (2, "civilian", None)),
        ("عنصرين من قوات النظام", "مقتل عنصر وإصابة آخر", (1, "combatant", "regime")),
        ("عنصرين فيما تسمى المخابرات العسكرية التابعة لقوات النظام", "مقتل عنصر", (1, "combatant", "regime")),
    ],
)
def test_his_death_is_of_the_one_spoken_of_before(spoken: str, outcome: str, expected: tuple):
    text = (
        f"استهدف مسلحون مجهولون بالرصاص المباشر {spoken} في بلدة تسيل بريف درعا الغربي، ما أدى إلى {outcome} على الفور."
    )
    row = rows(text, "درعا")[0]
    assert (row.best, row.civilian_status, row.side) == expected


def test_a_fighter_killed_by_fire_on_a_side_is_of_that_side():
    text = "استهدفت طائرة مسيرة تركية سيارة عسكرية لقوات سوريا الديمقراطية قرب مدينة تل رفعت، ما أدى لمقتل عنصر."
    (row,) = rows(text)
    assert (row.best, row.side) == (1, "sdf")


def test_in_front_of_a_house_is_no_imam_and_august_no_father():
    (row,) = rows("أطلق مسلحون مجهولون النار على مقاتل من الفصائل أمام منزله في بلدة تسيل، ما أسفر عن مقتله.", "درعا")
    assert row.civilian_status == "combatant"
    assert rows("قصفت قوات النظام مناطق في بلدة تسيل في 19 آب، دون معلومات عن إصابات.", "درعا") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("لقي 9 مقاتلين من الفصائل حتفهم جراء قصف على محاور شمال مدينة مورك.", 9),
        ("لقوا حتفهم 4 مواطنين جراء قصف قوات النظام لمدينة مورك.", 4),
        ("لقي مواطن حتفه جراء قصف قوات النظام لمدينة مورك.", 1),
        ("وثق المرصد مفارقة طفل للحياة جراء قصف قوات النظام لمدينة مورك.", 1),
    ],
)
def test_those_who_met_their_death(text: str, expected: int):
    (row,) = rows(text, "حماة")
    assert (row.outcome, row.best) == ("killed", expected)


def test_parts_of_the_total_of_an_incident_are_never_added():
    text = (
        "ارتفع إلى 26 عدد الذين استشهدوا وقضوا جراء قصف لطائرات حربية على بلدة دابق، ومن بين الشهداء 7 أشخاص "
        "هم 5 أطفال وسيدتان، بالإضافة لـ 19 مقاتلاً من الفصائل، استشهدوا جميعهم في هذه الغارات."
    )
    assert [row.best for row in rows(text)] == [26]
    text = (
        "دارت اشتباكات بين الفصائل المقاتلة من جهة، وقوات النظام من جهة أخرى في محيط بلدة دابق، حيث ارتفع إلى 15 عدد "
        "مقاتلي الفصائل الذين استشهدوا، من ضمنهم اثنان أحدهما قيادي، و5 مقاتلين استشهدوا في كمين لقوات النظام."
    )
    assert [row.best for row in rows(text)] == [15]


def test_people_of_their_own_behind_a_total_are_counted():
    text = (
        "ارتفع إلى 5 بينهم طفل عدد الشهداء الذين قضوا في قصف لقوات النظام على بلدة دابق، "
        "كما استشهد 3 مواطنين جراء قصف على مدينة مارع."
    )
    assert [row.best for row in rows(text)] == [5, 3]


def test_a_house_of_the_wounded_wounds_nobody():
    text = "استهدفت طائرة مسيرة تركية سيارة أمام دار الجرحى في مدينة القامشلي، وأسفر الاستهداف عن أضرار مادية."
    assert rows(text, "الحسكة") == []


def test_figures_distributed_over_places_go_on_with_the_refrain():
    text = (
        "أصيب عنصران من قوات سوريا الديمقراطية في هجوم على سيارة عسكرية في بلدة الشحيل.\n\n"
        "وأحصى المرصد السوري 88 عملية منذ مطلع العام 2016، أسفرت عن مقتل 61 شخصاً.\n\n"
        "وتوزعت العمليات على النحو الآتي:\n\n"
        "– 70 عملية في دير الزور أسفرت عن مقتل 44 من العسكريين و9 مدنيين.\n"
        "– 18 عملية في الحسكة أسفرت عن مقتل 8 من العسكريين."
    )
    assert [(row.outcome, row.best) for row in rows(text, "دير الزور")] == [("wounded", 2)]


def test_the_toll_of_the_aforesaid_operations_is_a_refrain():
    text = (
        "قتل عنصر من قوات سوريا الديمقراطية برصاص مسلحين في بلدة الشحيل.\n\n"
        "وأحصى المرصد السوري 88 عملية منذ مطلع العام 2016.\n\n"
        "ووفقاً لتوثيقات المرصد، فقد بلغت حصيلة القتلى جراء العمليات آنفة الذكر 61 قتيلاً، هم 40 من العسكريين و21 مدنياً."
    )
    assert [row.best for row in rows(text, "دير الزور")] == [1]


def test_more_figures_of_the_paragraph_belong_to_its_refrain():
    text = (
        "استشهد طفل جراء انفجار لغم في مدينة درعا. وبذلك يرتفع إلى 93 عدد الذين قضوا جراء انفجار ألغام منذ بداية شهر "
        "كانون الثاني، كما وثق المرصد السوري مقتل 17 عنصراً من قوات النظام، في حين خلفت الألغام منذ النصف الثاني من "
        "شهر تشرين الأول عشرات الجرحى."
    )
    assert [row.best for row in rows(text, "درعا")] == [1]


def test_what_the_observatory_monitored_yesterday_is_old_news():
    text = (
        "استهدفت طائرة مسيرة تركية سيارة في قرية هيمو.\n\n"
        "المرصد السوري لحقوق الإنسان رصد، أمس، استهداف طائرة مسيرة تركية لسيارة في عامودا، ما أدى لمقتل 3 أشخاص.\n\n"
        "وفي اليوم ذاته، استهدفت طائرة تركية مقراً في بلدة تل تمر، ما أدى إلى مقتل 5 أشخاص."
    )
    assert len(told(text, "الحسكة")) == 1
    assert rows(text, "الحسكة") == []


def test_a_report_of_yesterday_alone_is_its_news():
    text = "رصد المرصد السوري لحقوق الإنسان، أمس، مقتل 3 مواطنين جراء قصف قوات النظام على مدينة عامودا."
    assert [row.best for row in rows(text, "الحسكة")] == [3]


def test_planes_with_aid_strike_nobody():
    assert told("ألقت طائرات شحن 20 حاوية مساعدات على مناطق بأطراف مدينة دير الزور.", "دير الزور") == []


def test_an_information_of_a_third_is_one():
    text = "قضى رجلان اثنان ومعلومات عن ثالث إثر انفجار عبوة ناسفة في بلدة صيدا."
    counts = [(row.confirmed, row.low, row.best, row.high) for row in rows(text, "درعا")]
    assert counts == [(True, 2, 2, 2), (False, 0, 1, 1)]


def test_a_dual_behind_other_words_is_who_was_killed():
    text = "انفجرت سيارة مفخخة في مدينة الباب، وقُتل في الانفجار ذاته شخصان."
    assert [row.best for row in rows(text)] == [2]


def test_why_a_total_rose_is_no_further_death():
    text = (
        "رصد نشطاء المرصد السوري لحقوق الإنسان، ارتفاع عدد قتلى الدفاع الوطني إلى 6، بعد العثور على جثة عنصر في بادية "
        "الشولا، بعد فقدان الاتصال بمجموعة عناصر بتاريخ 9 شباط."
    )
    assert [(row.outcome, row.best, row.side) for row in rows(text, "دير الزور")] == [("killed", 6, "regime")]


def test_contact_lost_with_so_many_is_missing():
    text = "قتل 3 عناصر من قوات النظام وفقدان الاتصال مع أربعة عناصر آخرين جراء كمين في بادية الشولا."
    assert ("missing", 4) in [(row.outcome, row.best) for row in rows(text, "دير الزور")]


def test_those_of_a_front_and_a_faction_are_one_side():
    text = (
        "قتل 7 مقاتلين من جبهة النصرة (تنظيم القاعدة في بلاد الشام) وفصيل إسلامي في كمين لقوات النظام "
        "في محيط بلدة مارع."
    )
    assert [row.side for row in rows(text)] == ["opposition"]


def test_local_factions_loyal_to_a_side_are_of_that_side():
    text = "قتل مقاتل من الفصائل المسلحة المحلية الموالية لقوات النظام برصاص مسلحين مجهولين في مدينة السويداء."
    assert [row.side for row in rows(text, "السويداء")] == ["regime"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أطلق مسلحون من خلايا تنظيم “الدولة الإسلامية” النار على عنصرين من قوات سوريا الديمقراطية في بلدة الشحيل.",
         ["targeted_killing"]),
        ("هاجم مسلحون من خلايا تنظيم “الدولة الإسلامية” موقعين لقوات النظام في بادية الشولا.", ["clash"]),
    ],
)  # fmt: skip
def test_gunmen_of_a_side_and_whom_they_fire_at(text: str, expected: list[str]):
    assert [e.event_type for e in told(text, "دير الزور")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "ولم ترد معلومات عن أسباب إطلاق النار إلى الآن.",
        "ويجدد المرصد السوري مطالبته بالإفراج عن المعتقلين ويحذر من استشهادهم تحت وطأة التعذيب.",
        "تعاني المناطق الخاضعة لسيطرة قوات سوريا الديمقراطية من عمليات اغتيال وإطلاق نار تطال المواطنين.",
    ],
)
def test_what_is_only_spoken_of_is_no_event(text: str):
    assert told(text, "دير الزور") == []


def test_fire_along_with_the_clashes_is_folded_into_them():
    text = (
        "تستمر الاشتباكات العنيفة في أطراف بلدة مارع، بين قوات النظام من جانب، والفصائل المقاتلة من جانب آخر، فيما "
        "تحاول الفصائل استعادة المناطق التي تقدمت إليها قوات النظام، وتترافق الاشتباكات مع قصف مكثف لقوات النظام على "
        "مناطق الاشتباك."
    )
    assert [e.event_type for e in told(text)] == ["clash"]


def test_fire_of_somebody_else_along_with_the_clashes_is_an_event():
    text = (
        "تستمر الاشتباكات العنيفة في أطراف بلدة مارع، بين قوات النظام من جانب، والفصائل المقاتلة من جانب آخر، "
        "وتترافق الاشتباكات مع قصف للقوات التركية على مناطق في بلدة تل رفعت."
    )
    assert [e.event_type for e in told(text)] == ["clash", "shelling"]


@pytest.mark.parametrize(
    "text",
    [
        "يسود الهدوء محاور القتال بين قوات النظام من جهة، والفصائل من جهة أخرى في حي جوبر.",
        "يسود الهدوء حي جوبر بعد الاشتباكات التي شهدها يوم أمس بين قوات النظام والفصائل.",
    ],
)
def test_calm_is_no_fight(text: str):
    assert told(text, "دمشق") == []


def test_who_carried_out_the_attack_stands_behind_it():
    text = (
        "أصيب عنصران من قوات سوريا الديمقراطية في هجوم نفذه عناصر تنظيم “الدولة الإسلامية” على سيارة عسكرية "
        "في بلدة الشحيل."
    )
    (event,) = told(text, "دير الزور")
    assert (event.actors, event.targets) == (("is",), ("sdf",))


def test_the_same_attack_is_the_event_told_before():
    text = "قصفت قوات النظام مناطق في مدينة مارع، ما أدى لاستشهاد طفل. كما استشهد في القصف ذاته رجلان."
    (event,) = told(text)
    assert [row.best for row in event.casualties] == [1, 2]


def test_others_behind_a_described_leader_are_counted():
    text = "قتل قيادي في تنظيم “الدولة الإسلامية” يحمل الجنسية العراقية و4 آخرون من التنظيم بقصف على بلدة هجين."
    assert [(row.best, row.side) for row in rows(text, "دير الزور")] == [(1, "is"), (4, "is")]


def test_one_and_the_other_are_parts_of_two():
    text = "اعتقلت دورية تابعة لفصيل فيلق الشام مواطنين اثنين أحدهما من قرية باسوطة والآخر من ناحية جنديرس."
    assert [(row.outcome, row.best) for row in rows(text)] == [("captured", 2)]


def test_what_the_raids_of_yesterday_left_is_old_news():
    text = (
        "استهدفت الطائرات الحربية بثلاث غارات مناطق في بلدة مارع، التي استهدفتها الطائرات الحربية يوم أمس بأكثر من "
        "15 غارة خلفت شهيداً وعدد من الجرحى."
    )
    assert rows(text) == []


@pytest.mark.parametrize(
    ("drone", "actor"),
    [
        ("شنت طائرة مسيرة تابعة للتحالف الدولي غارة على", "coalition"),
        ("استهدفت مسيرة للتحالف الدولي", "coalition"),
        ("استهدفت طائرة مسيرة روسية", "russia"),
        ("شنت مسيرة إسرائيلية غارة على", "israel"),
    ],
)
def test_whose_drone_it_was(drone: str, actor: str):
    (strike,) = events(f"{drone} سيارة في بلدة خناصر.")
    assert (strike.event_type, strike.weapon, strike.actors) == ("airstrike", "drone", (actor,))


@pytest.mark.parametrize("sniper", ["استهدف قناص من قوات النظام", "استهدف قناصة قوات النظام"])
def test_a_sniper_who_targets_somebody_shells_nobody(sniper: str):
    (event,) = events(f"{sniper} مواطناً في بلدة خناصر.")
    assert (event.event_type, event.weapon, event.actors) == ("other", "sniper", ("regime",))
