"""Casualties: further counts of one verb, words of death, whom, restated tolls, what is no loss (codebook §7)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events, fresh

SHELLED = "قصفت قوات النظام مدينة عندان"
FOUGHT = "دارت اشتباكات بين قوات النظام والفصائل في محيط بلدة خناصر"
MINE = "جراء انفجار لغم في قرية تلالين"


def rows(text: str, governorate: str = "حلب"):
    return [row for event in events(text, governorate) for row in event.casualties]


def tolls(text: str) -> list[tuple[str, str | None, int]]:
    """Outcome, side and low of every row."""
    return [(row.outcome, row.side, row.low) for row in rows(text)]


@pytest.mark.parametrize(
    "joined",
    [
        "16 من قوات النظام، و21 من تنظيم “الدولة الإسلامية”",
        "16 عنصراً من قوات النظام، إضافة إلى 21 من تنظيم “الدولة الإسلامية”",
        "16 من قوات النظام بالإضافة إلى 21 من تنظيم “الدولة الإسلامية”",
        "16 عنصراً من قوات النظام مقابل 21 عنصراً من تنظيم “الدولة الإسلامية”",
    ],
)
def test_one_verb_may_hold_the_dead_of_two_sides(joined: str):
    text = f"قتل {joined} في اشتباكات بمحيط بلدة خناصر."
    assert tolls(text) == [("killed", "regime", 16), ("killed", "is", 21)]


def test_allies_that_share_a_count_do_not_hide_the_next_one():
    text = "أسفرت الاشتباكات عن مقتل 31 من قوات النظام وحزب الله، و24 من الفصائل."
    assert tolls(text) == [("killed", "regime", 31), ("killed", "opposition", 24)]


def test_civilians_and_a_fighter_of_one_verb_are_two_rows():
    found = rows(f"{SHELLED}، ما أدى لاستشهاد 4 مواطنين ومقاتل من الفصائل.")
    assert [(r.low, r.side, r.civilian_status) for r in found] == [
        (4, None, "civilian"),
        (1, "opposition", "combatant"),
    ]


def test_a_number_without_a_noun_counts_people():
    (row,) = rows(f"{SHELLED}، قتل على إثرها 6.")
    assert (row.low, row.best, row.civilian_status) == (6, 6, "unknown")


def test_a_bare_number_before_its_parts_is_the_total():
    (row,) = rows(f"{SHELLED}، ما أدى لاستشهاد 9 هم 6 مواطنين و3 أطفال.")
    assert (row.low, [part.n for part in row.breakdown]) == (9, [6, 3])


def test_the_attackers_are_the_side_that_attacked():
    text = "هاجم تنظيم “الدولة الإسلامية” مواقع قوات النظام في بلدة خناصر، ما أدى لمقتل 5 من المهاجمين."
    assert tolls(text) == [("killed", "is", 5)]


def test_a_militia_named_behind_its_general_word_is_the_side():
    assert tolls("قتل 4 من ميليشيا الدفاع الوطني في اشتباكات بمحيط بلدة خناصر.") == [("killed", "regime", 4)]


def test_gunmen_of_a_side_without_a_number_are_some_of_it():
    text = "قتل عدد من مسلحي العشائر في اشتباكات مع قوات النظام بمحيط بلدة خناصر."
    (row,) = rows(text)
    assert (row.side, row.low, row.qualifier) == ("tribal", 2, "some")


def test_fighters_of_the_latter_belong_to_the_side_named_last():
    assert tolls(f"{FOUGHT}، حيث قتل 3 عناصر من الأخير.") == [("killed", "opposition", 3)]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("عثر أهالي على جثامين 5 رعاة", 5),
        ("العثور على جثامين 4 رجال", 4),
        ("عثر الأهالي على جثة رجل", 1),
    ],
)
def test_bodies_that_were_found_are_dead(words: str, number: int):
    (event,) = fresh(f"{words} في محيط بلدة خناصر.", "other")
    assert [(r.outcome, r.low, r.civilian_status) for r in event.casualties] == [("killed", number, "civilian")]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("لقي 5 مواطنين مصرعهم", 5),
        ("لقي رجلان مصرعهما", 2),
        ("فارقت مواطنة الحياة", 1),
        ("فارق طفل الحياة", 1),
    ],
)
def test_idioms_of_death_are_deaths(words: str, number: int):
    (row,) = rows(f"{words} {MINE}.")
    assert (row.outcome, row.low, row.civilian_status) == ("killed", number, "civilian")


@pytest.mark.parametrize("words", ["ولا يزال 7 مواطنين في عداد المفقودين", "فيما لا يزال مصير 7 مواطنين مجهولاً"])
def test_people_whose_fate_is_not_known_are_missing(words: str):
    (row,) = rows(f"{SHELLED}، {words}.")
    assert (row.outcome, row.low, row.civilian_status) == ("missing", 7, "civilian")


@pytest.mark.parametrize(
    ("words", "status"), [("4 عناصر بين قتيل وجريح", "combatant"), ("4 مدنيين بين شهيد وجريح", "civilian")]
)
def test_people_between_dead_and_wounded_are_one_mixed_row(words: str, status: str):
    (row,) = rows(f"انفجر لغم في قرية تلالين، ما أدى لسقوط {words}.")
    assert (row.low, row.best, row.high, row.qualifier, row.civilian_status) == (0, None, 4, "mixed", status)


@pytest.mark.parametrize("verbs", ["أصيبوا وقضوا", "استشهدوا وأصيبوا"])
def test_people_hit_and_killed_under_one_number_are_one_mixed_row(verbs: str):
    (row,) = rows(f"20 مواطناً {verbs} {MINE}.")
    assert (row.outcome, row.low, row.best, row.high, row.qualifier) == ("killed", 0, None, 20, "mixed")


def test_several_killed_and_wounded_are_some_of_each():
    found = rows(f"{SHELLED}، ما أدى لاستشهاد وإصابة عدة أشخاص.")
    assert [(r.outcome, r.low, r.best, r.qualifier) for r in found] == [
        ("killed", 2, None, "some"),
        ("wounded", 2, None, "some"),
    ]


def test_a_total_of_dead_and_wounded_is_mixed():
    text = "ارتفع إلى 45 عدد القتلى والجرحى جراء قصف قوات النظام على مدينة عندان."
    row = rows(text)[0]
    assert (row.low, row.best, row.high, row.qualifier) == (0, None, 45, "mixed")


@pytest.mark.parametrize(("word", "outcome"), [("لإصابته ومرافقه", "wounded"), ("لمقتله ومرافقه", "killed")])
def test_his_wounding_and_his_companions_are_two(word: str, outcome: str):
    text = f"انفجرت عبوة ناسفة بسيارة قيادي في الفصائل بمدينة عندان، ما أدى {word}."
    assert [(r.outcome, r.low) for r in rows(text)] == [(outcome, 2)]


def test_the_death_of_both_is_two():
    (row,) = rows("انفجر لغم برجلين في قرية تلالين، ما أدى لاستشهادهما.")
    assert (row.outcome, row.low, row.best) == ("killed", 2, 2)


def test_the_circumstances_of_his_death_are_no_second_death():
    text = "استهدف مسلحون مجهولون قيادياً في الفصائل بمدينة عندان، ما أدى لمقتله، ولا تزال ظروف مقتله مجهولة."
    assert [(r.outcome, r.low) for r in rows(text)] == [("killed", 1)]


def test_one_killed_by_being_hit_is_not_wounded_as_well():
    assert tolls("استشهدت طفلة جراء إصابتها برصاص قناص في مدينة حلب.") == [("killed", None, 1)]


def test_whom_stands_behind_the_whole_subject_and_an_aside():
    text = "أعدم مسلحون موالون لتنظيم “الدولة الإسلامية”، فجر اليوم، 4 مواطنين في قرية تلالين."
    (event,) = fresh(text, "execution")
    assert [(r.outcome, r.low, r.civilian_status) for r in event.casualties] == [("killed", 4, "civilian")]


def test_a_toll_said_again_with_the_same_number_counts_once():
    text = f"{SHELLED}، ما أدى لاستشهاد 8 مواطنين، واستشهد 8 مواطنين في القصف."
    assert [row.low for row in rows(text)] == [8]


def test_a_fight_told_again_with_the_same_dead_is_one_fight():
    text = (
        f"{FOUGHT}، ما أسفر عن مقتل 8 عناصر من قوات النظام.\n\n"
        "ودارت اشتباكات في محيط بلدة خناصر، قتل خلالها 8 عناصر من قوات النظام."
    )
    assert [[r.low for r in event.casualties] for event in fresh(text, "clash")] == [[8]]


def test_the_same_number_in_two_places_is_two_tolls():
    text = "استشهد 5 مواطنين جراء قصف لقوات النظام على مدينة عندان، كما استشهد 5 مواطنين جراء انفجار لغم في بلدة حيان."
    assert [row.low for row in rows(text)] == [5, 5]


def test_a_number_stands_for_the_general_words_before_it():
    text = f"{SHELLED}، ما أدى لسقوط عدد من الشهداء، حيث وثق المرصد السوري استشهاد 9 مواطنين."
    assert [row.low for row in rows(text)] == [9]


def test_more_martyrs_whose_number_rose_are_their_total():
    text = f"{SHELLED}، ما أدى لسقوط المزيد من الشهداء، ليرتفع إلى 19 عدد الشهداء الذين قضوا جراء القصف."
    assert [row.low for row in rows(text)] == [19]


def test_the_wounded_taken_to_hospital_were_told_before():
    text = f"أصيب 3 مواطنين {MINE}. ونقل الجرحى إلى المشافي."
    assert [row.low for row in rows(text)] == [3]


def test_the_number_of_wounded_with_a_number_behind_it_is_a_toll():
    (row,) = rows(f"{SHELLED}، وعدد الجرحى 22 شخصاً على الأقل.")
    assert (row.outcome, row.low, row.qualifier) == ("wounded", 22, "at_least")


def test_information_of_others_is_an_unconfirmed_row_of_the_same_outcome():
    found = rows("استشهد رجل جراء قصف قوات النظام على مدينة عندان، وأنباء عن آخرين.")
    assert [(r.outcome, r.low, r.confirmed) for r in found] == [("killed", 1, True), ("killed", 0, False)]


def test_losses_told_as_fact_are_some():
    (row,) = rows(f"{FOUGHT}، ما أدى لخسائر بشرية في صفوف الطرفين.")
    assert (row.low, row.best, row.qualifier, row.confirmed) == (2, None, "some", True)


def test_unconfirmed_losses_of_both_sides_are_one_row_without_a_side():
    (row,) = rows(f"{FOUGHT}، وأنباء عن خسائر بشرية في صفوف الطرفين.")
    assert (row.side, row.low, row.best, row.confirmed) == (None, 0, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "حاول مسلحون مجهولون اغتيال قيادي في الفصائل بإطلاق النار عليه في مدينة عندان.",
        "نجا قيادي في الفصائل من محاولة اغتيال في مدينة عندان.",
        "فشلت محاولة اغتيال قيادي في الفصائل بمدينة عندان.",
    ],
)
def test_an_attempt_harms_nobody(text: str):
    (event,) = fresh(text, "targeted_killing")
    assert event.casualties == ()


def test_a_page_that_breaks_off_before_the_verb_tells_of_dead():
    (row,) = rows(f"{SHELLED}، وارتفع إلى 14 عدد المواطنين")
    assert (row.outcome, row.low) == ("killed", 14)


def test_a_page_that_breaks_off_behind_since_tells_a_campaign():
    (row,) = rows("ارتفع إلى 14 عدد الشهداء منذ")
    assert (row.low, row.scope) == (14, "campaign")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("فقد 4 عناصر من قوات النظام حياتهم جراء انفجار لغم في قرية تلالين.", [("killed", "regime", 4)]),
        ("لقي عنصر من قوات النظام مصرعه برصاص قناص في بلدة خناصر.", [("killed", "regime", 1)]),
        ("عثر على جثتين في بلدة خناصر.", [("killed", None, 2)]),
        ("هاجم مسلحون مجهولون سيارة قيادي في الفصائل في بلدة خناصر دون إصابته.", []),
        ("قتل مقاتلان من بلدة حيان في اشتباكات مع قوات النظام بريف حلب الشمالي.", [("killed", None, 2)]),
    ],
)
def test_ways_of_telling_a_death(text: str, expected: list[tuple[str, str | None, int]]):
    assert tolls(text) == expected


def test_two_bodies_are_exactly_two():
    (row,) = rows("عثر على جثتين في بلدة خناصر.")
    assert (row.low, row.best, row.qualifier) == (2, 2, "exact")


@pytest.mark.parametrize("killed", ["لقي 9 مقاتلين من الفصائل مصرعهم", "قتل 5 مسلحين موالين لإيران"])
def test_those_whom_shelling_killed_did_not_shell(killed: str):
    (event,) = events(f"{killed} جراء قصف على بلدة خناصر.", "حلب")
    assert event.actors == ()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("مقتل 3 وإصابة 5 جراء قصف على بلدة خناصر.", [("killed", 3, "unknown"), ("wounded", 5, "unknown")]),
        ("قتل 3 مدنيين وأصيب 5 بانفجار لغم في بلدة خناصر.", [("killed", 3, "civilian"), ("wounded", 5, "civilian")]),
        (
            "قصفت قوات النظام بلدة خناصر ما أدى لاستشهاد 3 وإصابة 9 بينهم أطفال.",
            [("killed", 3, "civilian"), ("wounded", 9, "civilian")],
        ),
        ("قتل طفل وأصيب اثنان بانفجار لغم في بلدة خناصر.", [("killed", 1, "civilian"), ("wounded", 2, "civilian")]),
    ],
)
def test_a_number_behind_its_outcome_needs_no_noun(text: str, rows: list[tuple[str, int, str]]):
    found = [row for event in events(text) for row in event.casualties]
    assert [(row.outcome, row.low, row.civilian_status) for row in found] == rows


@pytest.mark.parametrize("text", ["قتل 3 قذائف على بلدة خناصر.", "سقطت 3 في بلدة خناصر."])
def test_a_number_of_other_things_is_no_toll(text: str):
    assert [row for event in events(text) for row in event.casualties] == []
