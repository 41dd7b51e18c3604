"""Families, companions, numbers without a noun, and the side of those who fell (codebook §4, §7)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events

SHELLED = "جراء قصف على بلدة حيان."


def people(text: str, governorate: str = "حلب") -> list[tuple[str, int, str | None]]:
    """Outcome, low and side of every row."""
    return [(r.outcome, r.low, r.side) for event in events(text, governorate) for r in event.casualties]


def killed(text: str) -> int:
    """How many are killed by a text that tells of them in one row."""
    ((outcome, low, _),) = people(text)
    assert outcome == "killed"
    return low


@pytest.mark.parametrize(
    ("family", "number"),
    [
        ("استشهد رجل وبناته الثلاث", 4),
        ("استشهد أب وأطفاله الخمسة", 6),
        ("استشهد طفل وشقيقته", 2),
        ("استشهدت مواطنة وطفلتاها", 3),
        ("استشهد مواطن وابناه", 3),
        ("استشهد طفل وجدته", 2),
        ("استشهد شاب وابن عمه", 2),
        ("استشهدت طفلة وشقيقاها", 3),
    ],
)
def test_relatives_are_counted_with_the_one_they_belong_to(family: str, number: int):
    assert killed(f"{family} {SHELLED}") == number


@pytest.mark.parametrize(
    ("company", "number"),
    [("ومرافقه", 2), ("ومرافقته", 2), ("مع اثنين من مرافقيه", 3)],
)
def test_companions_are_of_the_side_of_the_commander(company: str, number: int):
    text = f"استهدفت طائرة مسيرة سيارة في بلدة حيان، ما أدى إلى مقتل قيادي في هيئة تحرير الشام {company}."
    found = [(r.low, r.side) for event in events(text) for r in event.casualties]
    assert sum(low for low, _ in found) == number
    assert {side for _, side in found} == {"nusra_hts"}


@pytest.mark.parametrize(
    ("first", "then"),
    [("استشهد 6 مواطنين", "وأصيب 4 آخرون"), ("استشهد مواطنان", "وأصيب 3 آخرون"), ("استشهد طفل", "وأصيب رجل")],
)
def test_the_dead_before_a_comma_share_the_cause_behind_the_wounded(first: str, then: str):
    (event,) = events(f"{first}، {then}، جراء غارات على مدينة عندان.")
    assert (event.event_type, [place.pcode for place in event.places]) == ("airstrike", ["C1121"])
    assert [row.outcome for row in event.casualties] == ["killed", "wounded"]


def test_soldiers_killed_before_a_comma_fell_in_the_clashes_behind_the_wounded():
    (event,) = events("قتل 8 من عناصر قوات النظام، وأصيب 5 آخرون، في اشتباكات مع التنظيم في محيط بلدة خناصر.")
    assert event.event_type == "clash"
    assert [(row.low, row.side) for row in event.casualties] == [(8, "regime"), (5, "regime")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            f"لقي 4 عناصر من قوات النظام مصرعهم وأصيب 6 آخرون {SHELLED}",
            [("killed", 4, "regime"), ("wounded", 6, "regime")],
        ),
        (
            f"لقي مقاتلان من الفصائل مصرعهما وأصيب 3 آخرون {SHELLED}",
            [("killed", 2, "opposition"), ("wounded", 3, "opposition")],
        ),
    ],
)
def test_others_behind_those_who_met_their_death_are_wounded_alone(text: str, rows: list[tuple[str, int, str]]):
    assert people(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "استشهد وجرح العشرات جراء قصف على بلدة حيان.",
        "أسفرت الاشتباكات في محيط بلدة خناصر عن مقتل وجرح العشرات من قوات النظام.",
    ],
)
def test_tens_of_dead_and_wounded_are_one_mixed_row(text: str):
    rows = [row for event in events(text) for row in event.casualties]
    assert [(row.qualifier, row.low, row.best, row.high) for row in rows] == [("mixed", 0, None, None)]


def test_twenty_martyrs_and_wounded_are_no_more_than_twenty():
    rows = [row for event in events("سقط 20 شهيداً وجريحاً جراء قصف على بلدة حيان.") for row in event.casualties]
    assert [(row.qualifier, row.low, row.best, row.high) for row in rows] == [("mixed", 0, None, 20)]


def test_civilian_citizens_are_counted_once():
    assert killed("استشهد 14 مواطناً مدنياً جراء قصف على بلدة حيان.") == 14


def test_an_officer_of_a_rank_and_the_members_behind_a_comma_fell_in_one_clash():
    text = "قتل ضابط برتبة عقيد، و6 عناصر من قوات النظام في اشتباكات مع الفصائل في محيط بلدة حيان."
    (event,) = events(text)
    assert (event.event_type, sum(row.low for row in event.casualties)) == ("clash", 7)


@pytest.mark.parametrize(
    "text",
    [
        "قتل 5 عناصر من قوات النظام قنصاً في محيط بلدة حيان.",
        "قتل 5 عناصر من قوات النظام جراء انفجار لغم أرضي في محيط بلدة حيان.",
    ],
)
def test_the_side_of_the_dead_did_not_act(text: str):
    (event,) = events(text)
    assert event.actors == ()


def test_who_is_killed_by_unknown_gunmen_was_killed_by_them():
    (event,) = events("قتل قيادي في الفصائل برصاص مسلحين مجهولين في بلدة طفس.", "درعا")
    assert (event.event_type, event.actors) == ("targeted_killing", ("unidentified",))
    assert [row.side for row in event.casualties] == ["opposition"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("أعدم تنظيم “الدولة الإسلامية” 3 من عناصره في مدينة منبج.", "is"),
        ("أعدمت جبهة النصرة 4 من مقاتليها في مدينة منبج.", "nusra_hts"),
    ],
)
def test_those_whom_a_side_executes_among_its_own_are_of_that_side(text: str, side: str):
    assert {row.side for event in events(text) for row in event.casualties} == {side}


def test_men_executed_in_a_town_that_was_taken_once_are_counted():
    text = (
        "أعدم تنظيم “الدولة الإسلامية” في مدينة تدمر التي سيطر عليها في أيار الفائت 6 رجال بتهمة “التعامل مع النظام”."
    )
    assert people(text, "حمص") == [("killed", 6, None)]


def test_the_men_of_a_checkpoint_are_of_the_side_that_holds_it():
    text = "فجر شخص نفسه عند حاجز لقوات النظام في بلدة خناصر، ما أدى لمقتل 3 من عناصر الحاجز وسيدة كانت مارة في المكان."
    assert people(text) == [("killed", 3, "regime"), ("killed", 1, None)]


def test_a_bomber_who_blows_himself_up_is_none_of_the_dead():
    text = "فجر عنصر من تنظيم “الدولة الإسلامية” نفسه في بلدة خناصر، ما أدى لاستشهاد 5 مواطنين."
    assert people(text) == [("killed", 5, None)]


def test_he_was_of_the_former_fighters_tells_of_nobody_else():
    text = (
        "استهدف مسلحون مجهولون بالرصاص شاباً في بلدة طفس، مما أدى إلى مقتله، وهو من المقاتلين السابقين في الفصائل بدرعا."
    )
    (event,) = events(text, "درعا")
    assert [row.low for row in event.casualties] == [1]


def test_wounds_by_which_one_died_are_no_wounded():
    text = "استشهد رجل متأثراً بجراح أصيب بها قبل يومين في قصف على بلدة حيان."
    assert people(text) == [("killed", 1, None)]
