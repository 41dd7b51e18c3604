"""Casualties: number, head noun, side, scope (codebook §7)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events, fresh


def rows(text: str, governorate: str = "حلب"):
    return [row for event in events(text, governorate) for row in event.casualties]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("استشهاد 5 مواطنين", ("exact", 5, 5, 5)),
        ("استشهاد خمسة مواطنين", ("exact", 5, 5, 5)),
        ("استشهاد رجل", ("exact", 1, 1, 1)),
        ("استشهاد رجلين", ("exact", 2, 2, 2)),
        ("استشهاد مواطنين اثنين", ("exact", 2, 2, 2)),
        ("استشهاد رجل وزوجته", ("exact", 2, 2, 2)),
        ("استشهاد سيدة واثنين من أولادها", ("exact", 3, 3, 3)),
        ("استشهاد طفلة ومواطنة", ("exact", 2, 2, 2)),
        ("استشهاد ما لا يقل عن 7 مواطنين", ("at_least", 7, 7, None)),
        ("استشهاد 7 مواطنين على الأقل", ("at_least", 7, 7, None)),
        ("استشهاد أكثر من 30 مواطناً", ("more_than", 30, 30, None)),
        ("استشهاد نحو 12 مواطناً", ("about", 12, 12, 12)),
        ("استشهاد ما بين 10 و15 مواطناً", ("range", 10, 10, 15)),
        ("استشهاد عشرات المواطنين", ("tens", 10, None, None)),
        ("استشهاد مئات المواطنين", ("hundreds", 100, None, None)),
        ("استشهاد عدد من المواطنين", ("some", 2, None, None)),
    ],
)
def test_the_table_of_quantities(phrase: str, expected: tuple):
    (row,) = rows(f"قصفت قوات النظام مناطق في مدينة عندان، ما أدى إلى {phrase}.")
    assert (row.qualifier, row.low, row.best, row.high) == expected
    assert (row.outcome, row.civilian_status, row.confirmed) == ("killed", "civilian", True)


def test_reports_of_dead_and_wounded_are_two_unconfirmed_rows():
    found = rows("قصفت قوات النظام مناطق في مدينة عندان، وأنباء عن قتلى وجرحى.")
    assert [(r.outcome, r.low, r.best, r.confirmed) for r in found] == [
        ("killed", 0, None, False),
        ("wounded", 0, None, False),
    ]


def test_no_information_on_losses_is_a_statement_and_no_row():
    (event,) = fresh("قصفت قوات النظام مناطق في مدينة عندان، دون معلومات عن خسائر بشرية.", "shelling")
    assert event.no_casualty_statement
    assert event.casualties == ()


def test_parts_go_into_the_breakdown_and_never_to_the_total():
    (row,) = rows("قصفت طائرات حربية مدينة عندان، ما أدى لاستشهاد 12 مواطناً بينهم 3 أطفال ومواطنة.")
    assert row.low == 12
    assert [(part.kind, part.n) for part in row.breakdown] == [("child", 3), ("woman", 1)]


def test_fighters_and_citizens_of_one_total_are_mixed():
    (row,) = rows("استشهد 14 شخصاً هم 11 مقاتلاً و3 مواطنين جراء قصف قوات النظام على مدينة عندان.")
    assert (row.low, row.civilian_status) == (14, "mixed")
    assert [(part.n, part.civilian_status) for part in row.breakdown] == [(11, "combatant"), (3, "civilian")]


def test_a_rising_toll_counts_once():
    text = "استشهد مواطن جراء قصف قوات النظام على مدينة عندان، ليرتفع إلى 4 عدد الشهداء الذين قضوا جراء القصف."
    killed = [row for row in rows(text) if row.outcome == "killed"]
    assert [row.low for row in killed] == [4]


@pytest.mark.parametrize(
    "text",
    [
        "نفذت طائرات حربية أكثر من 30 غارة على مناطق في مدينة عندان.",
        "ألقى الطيران المروحي 17 برميلاً متفجراً على مدينة عندان.",
        "ارتفع إلى 45 عدد الغارات التي نفذتها الطائرات الحربية على مدينة عندان منذ صباح اليوم.",
        "قصفت قوات النظام بأكثر من 50 قذيفة مناطق في مدينة عندان.",
    ],
)
def test_raids_barrels_and_shells_are_never_people(text: str):
    assert rows(text) == []


def test_the_side_of_the_dead_is_that_of_the_noun():
    text = (
        "دارت اشتباكات بين قوات النظام من جهة، والفصائل الإسلامية من جهة أخرى في محيط بلدة خان طومان، "
        "ما أدى لمقتل 6 عناصر من قوات النظام، واستشهاد 4 مقاتلين."
    )
    assert [(r.low, r.side) for r in rows(text)] == [(6, "regime"), (4, "opposition")]


def test_a_year_to_date_refrain_is_campaign_and_background():
    found = events("وبذلك يرتفع إلى 131 عدد الشهداء الذين قضوا منذ مطلع العام.")
    assert [(e.is_background, row.scope) for e in found for row in e.casualties] == [(True, "campaign")]


def test_the_view_count_is_no_casualty():
    assert rows("تدور اشتباكات في محيط قرية باشكوي.\n\n73") == []


def test_a_number_between_dead_and_wounded_is_one_mixed_row():
    (row,) = rows("قصفت قوات النظام مدينة عندان، ما أدى لسقوط 25 بين قتيل وجريح.")
    assert (row.outcome, row.low, row.best, row.high, row.qualifier) == ("killed", 0, None, 25, "mixed")


def test_the_last_part_of_a_breakdown_is_no_death_of_its_own():
    (row,) = rows("استشهد 8 مواطنين بينهم طفلان وامرأة جراء قصف قوات النظام على مدينة عندان.")
    assert row.low == 8
