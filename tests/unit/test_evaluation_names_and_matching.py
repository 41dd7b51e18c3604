"""Which names mean the same place, and which rows are paired."""

import pytest

from transforms.evaluation.matching import match_heaviest, match_most, match_with_optional
from transforms.evaluation.names import Agreement, names_agree, normalise_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مدينة إعزاز", "اعزاز"),
        ("بلدة الغارية الشرقية", "غارية الشرقيه"),
        ("القرى", "قرى"),
        ("حيّ الجورة", "الجورة"),
        ("وبلدة حيان", "حيان"),
        ("حـ ـلب", "حلب"),
        ("مارع", "مــارع"),
    ],
)
def test_spelling_article_and_type_words_make_no_difference(one, other):
    assert names_agree(normalise_name(one), normalise_name(other)) is Agreement.SAME


@pytest.mark.parametrize(("part", "whole"), [("تل رفعت", "مطار تل رفعت"), ("الباب", "ريف الباب")])
def test_a_name_within_another_in_whole_words_agrees_less(part, whole):
    assert names_agree(normalise_name(part), normalise_name(whole)) is Agreement.WITHIN


def test_a_name_that_begins_another_word_does_not_agree():
    assert names_agree(normalise_name("حلب"), normalise_name("حلبون")) is Agreement.NONE


def test_an_empty_name_agrees_with_nothing():
    assert names_agree("", "") is Agreement.NONE


def weigh(table):
    return lambda gold, row: table.get((gold, row))


def test_the_heaviest_pair_is_made_first():
    assert match_heaviest("ab", "x", weigh({("a", "x"): 1, ("b", "x"): 2})) == [(1, 0)]


def test_ties_go_to_what_stands_first():
    assert match_heaviest("ab", "xy", lambda gold, row: 1) == [(0, 0), (1, 1)]


def test_a_heavy_pair_gives_way_where_more_rows_can_be_paired():
    weights = weigh({("a", "x"): 9, ("a", "y"): 1, ("b", "x"): 1})
    assert match_heaviest("ab", "xy", weights) == [(0, 0)]
    assert match_most("ab", "xy", weights) == [(0, 1), (1, 0)]


def test_an_optional_row_never_costs_a_required_one_its_partner():
    matched = match_with_optional("a", "o", "x", weigh({("a", "x"): 1, ("o", "x"): 9}))
    assert (matched.pairs, matched.rest, matched.excused) == ([(0, 0)], [], 0)


def test_a_predicted_row_taken_by_an_optional_one_is_neither_right_nor_wrong():
    matched = match_with_optional("a", "o", "xy", weigh({("a", "x"): 1, ("o", "y"): 1}))
    assert (matched.pairs, matched.rest, matched.excused) == ([(0, 0)], [], 1)


def test_what_no_gold_row_takes_is_left_over():
    assert match_with_optional("a", "", "xy", weigh({("a", "y"): 1})).rest == ["x"]
