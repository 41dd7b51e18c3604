"""Control changes: the many words that tell a taking, and those near them that tell none (codebook §3)."""

from __future__ import annotations

import pytest

from tests.support.arabic import fresh

FIGHT = (
    "دارت اشتباكات عنيفة بين قوات النظام والمسلحين الموالين لها من جهة، والفصائل المقاتلة والإسلامية من جهة أخرى"
    " في محيط بلدة خناصر بريف حلب الجنوبي"
)


def taken(clause: str) -> list[tuple[str | None, list[str]]]:
    """Taker and places of every change that is news."""
    text = f"{FIGHT}، {clause}، ومعلومات عن خسائر بشرية في صفوف الطرفين."
    changes = fresh(text, "control_change", "حلب")
    return [(e.control.taken_by, [p.surface for p in e.places]) for e in changes if e.control is not None]


@pytest.mark.parametrize(
    "clause",
    [
        "لتفرض الفصائل سيطرتها على قرية حيان",
        "لتحكم الفصائل سيطرتها على قرية حيان",
        "لتستكمل الفصائل سيطرتها على قرية حيان",
        "لتنتزع الفصائل السيطرة على قرية حيان من قوات النظام",
        "لتتمكن الفصائل من السيطرة على قرية حيان",
        "لتعود الفصائل وتسيطر على قرية حيان",
        "حيث عادت الفصائل لتسيطر على قرية حيان",
    ],
)
def test_so_that_it_takes_is_a_taking(clause):
    assert taken(clause) == [("opposition", ["حيان"])]


@pytest.mark.parametrize(
    "clause",
    [
        "ما أفضى إلى سيطرة الفصائل على قرية حيان",
        "ونتج عن الاشتباكات سيطرة الفصائل على قرية حيان",
        "انتهت بسيطرة الفصائل على قرية حيان",
        "تكللت بسيطرة الفصائل على قرية حيان",
        "ما مكن الفصائل من السيطرة على قرية حيان",
        "ونجاح الفصائل في استعادة السيطرة على قرية حيان",
    ],
)
def test_what_a_fight_led_to_is_a_taking(clause):
    assert taken(clause) == [("opposition", ["حيان"])]


def test_an_advance_that_consisted_in_taking_villages():
    clause = "ورصد المرصد السوري لحقوق الإنسان تقدمات حققتها الفصائل، تمثلت بالسيطرة على قريتي حيان وعندان"
    assert taken(clause) == [("opposition", ["حيان", "عندان"])]


@pytest.mark.parametrize(
    "clause",
    [
        "وخسرت قوات النظام قرية حيان لصالح الفصائل",
        "لتخسر قوات النظام سيطرتها على قرية حيان لصالح الفصائل",
        "وفقدت قوات النظام السيطرة على قرية حيان",
        "وخسارة قوات النظام لقرية حيان لصالح الفصائل",
    ],
)
def test_what_one_side_lost_the_other_took(clause):
    assert taken(clause) == [("opposition", ["حيان"])]


def test_members_lost_are_no_place():
    assert taken("وخسرت قوات النظام 20 عنصراً في قرية حيان") == []


@pytest.mark.parametrize(
    "clause",
    [
        "حيث انسحبت قوات النظام من قرية حيان لتدخلها الفصائل",
        "حيث انسحبت قوات النظام من قرية حيان لتسيطر عليها الفصائل",
        "ما أدى لانسحاب قوات النظام من قرية حيان وسيطرة الفصائل عليها",
        "ما أجبر قوات النظام على الانسحاب من قرية حيان وسيطرة الفصائل عليها",
    ],
)
def test_who_comes_in_behind_a_withdrawal_takes_the_village(clause):
    assert taken(clause) == [("opposition", ["حيان"])]


@pytest.mark.parametrize(
    "clause",
    [
        "وجرت السيطرة على قرية حيان من قبل الفصائل",
        "واستعادة السيطرة على قرية حيان من قبل الفصائل",
        "وجرى تسليم قرية حيان للفصائل",
    ],
)
def test_done_by_somebody_is_a_taking(clause):
    assert taken(clause) == [("opposition", ["حيان"])]


@pytest.mark.parametrize("form", ["مسيطرة اليوم على قرية حيان", "مستعيدة السيطرة على قرية حيان"])
def test_a_participle_without_the_article_goes_on_with_the_advance(form):
    assert taken(f"حيث تابعت قوات النظام عمليات تقدمها {form}") == [("regime", ["حيان"])]


def test_a_participle_with_the_article_is_a_status():
    assert taken("كما استهدفت الفصائل قوات النظام المسيطرة على قرية حيان بالقذائف") == []


@pytest.mark.parametrize(
    "clause",
    [
        "دون تمكنها من السيطرة على قرية حيان",
        "دون أن تنجح الفصائل في السيطرة على قرية حيان",
        "حيث عززت قوات النظام مواقعها لتأمين سيطرتها على قرية حيان",
        "وثبتت قوات النظام سيطرتها على قرية حيان",
        "وتبادل الطرفان السيطرة على قرية حيان",
        "لتحكم قوات النظام سيطرتها النارية على قرية حيان",
        "فيما تمكنت قوات النظام حتى الآن من السيطرة مع حلفائها في المحافظة، على 80% من مساحة المحافظة",
        "ضمن المعركة التي تمكنت الفصائل خلالها من طرد قوات النظام من معظم قرية حيان",
        "بعد المعارك التي حققت خلالها قوات النظام تقدماً واستعادت خلالها السيطرة على معظم القرى التي خسرتها",
    ],
)
def test_what_was_not_done_or_is_no_news_is_no_change(clause):
    assert taken(clause) == []


@pytest.mark.parametrize(
    "clause",
    [
        "وكانت قوات النظام تمكنت أمس من السيطرة على قرية حيان",
        "قبيل تمكن قوات النظام أمس الأول من السيطرة على قرية حيان",
    ],
)
def test_what_had_been_managed_before_is_old_news(clause):
    assert taken(clause) == []


def test_what_an_operation_brought_since_it_began_is_old_news():
    clause = (
        "ضمن العملية التي أطلقتها قوات النظام في الـ 3 من كانون الثاني الفائت، "
        "وسيطرت على عشرات القرى أبرزها حيان وعندان"
    )
    assert taken(clause) == []


def test_a_list_that_commas_part_is_read_to_its_end():
    clause = (
        "وتمكنت قوات النظام من السيطرة على 5 قرى بعد قصف مكثف، "
        "وهذه القرى هي حيان، خربة الزعرور، أبو طيون، عندان، المشمشة"
    )
    assert taken(clause) == [("regime", ["حيان", "خربة الزعرور", "أبو طيون", "عندان", "المشمشة"])]


def test_and_apart_from_its_quoted_name_still_joins_the_list():
    assert taken("حيث سيطرت قوات النظام على قريتي “حيان” و”عندان”") == [("regime", ["حيان", "عندان"])]


def test_other_positions_behind_a_list_are_no_change_of_their_own():
    clause = "وتمكنت قوات النظام من السيطرة على قريتي حيان وعندان ومواقع أخرى في الريف الشمالي"
    assert taken(clause) == [("regime", ["حيان", "عندان"])]


def test_arms_handed_over_are_no_place():
    assert taken("ودخلت قوات النظام بلدة خناصر بعد تسليم السلاح الثقيل من قبل الفصائل") == []


def test_where_it_managed_goes_on_with_whose_advance_it_was():
    clause = "وسط استمرار قوات النظام في تقدمها، حيث تمكنت من السيطرة على قرية حيان"
    assert taken(clause) == [("regime", ["حيان"])]
