"""What was published on a past day, built again from a lake that has grown since, against the copy that was kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_sql_models import run_dbt
from tests.support.fetched_lake import fetch
from transforms.cli.app import _run
from transforms.lake import open_lake
from transforms.past import compare
from transforms.settings import Settings
from transforms.warehouse import BuildMeta, prepare_build, publish, query

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

DAYS = [dt.date(2016, 2, 23) + dt.timedelta(days=n) for n in range(4)]
FIRST, SECOND, THIRD = (
    dt.datetime(2016, 2, 27, 9, tzinfo=dt.UTC),
    dt.datetime(2016, 3, 10, 9, tzinfo=dt.UTC),
    dt.datetime(2016, 4, 2, 9, tzinfo=dt.UTC),  # the week of 22 February is final since 14 March
)
HEAD = "محافظة حلب – المرصد السوري لحقوق الإنسان:: "
RAID = HEAD + "استشهد {} مواطنين جراء قصف طائرات حربية مناطق في مدينة اعزاز"
CAPTURE = HEAD + "سيطرت قوات سوريا الديمقراطية على بلدة {} عقب اشتباكات مع تنظيم الدولة الإسلامية"
SHELLING = "محافظة ادلب – المرصد السوري لحقوق الإنسان:: أصيب {} أشخاص بجراح جراء قصف قوات النظام على مدينة جسر الشغور"

SHOWN: dict[dt.datetime, dict[int, tuple[dt.date, str]]] = {
    FIRST: {
        100: (DAYS[0], RAID.format(3)),
        101: (DAYS[0], CAPTURE.format("مارع")),
        102: (DAYS[1], SHELLING.format(5)),
        103: (DAYS[1], RAID.format(4)),
        104: (DAYS[2], CAPTURE.format("اعزاز")),
        105: (DAYS[2], RAID.format(7)),
        106: (DAYS[3], SHELLING.format(6)),
    },
    SECOND: {
        100: (DAYS[0], RAID.format(5)),  # edited
        101: (DAYS[0], CAPTURE.format("مارع")),
        103: (DAYS[1], RAID.format(4)),  # 102 deleted
        104: (DAYS[3], CAPTURE.format("اعزاز")),  # moved
        105: (DAYS[2], RAID.format(7)),
        106: (DAYS[3], SHELLING.format(6)),
        107: (DAYS[2], SHELLING.format(9)),  # came late
        108: (DAYS[0], ""),  # no text: goes to quarantine
    },
    THIRD: {
        100: (DAYS[0], RAID.format(3)),  # put back
        101: (DAYS[0], CAPTURE.format("مارع").replace("سيطرت", "استعادت")),
        102: (DAYS[1], SHELLING.format(5)),  # back again
        103: (DAYS[1], RAID.format(4)),
        104: (DAYS[3], CAPTURE.format("اعزاز")),
        105: (DAYS[1], RAID.format(8)),  # moved and edited
        107: (DAYS[2], SHELLING.format(9)),  # 106 deleted
        109: (DAYS[3], RAID.format(6)),  # came late
    },
}


def build(settings: Settings, command: str = "run", **moments: dt.datetime) -> Path:
    environment = prepare_build(settings, **moments)
    run_dbt(environment, command)
    return environment.build_path


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("past"))


@pytest.fixture(scope="module")
def kept(settings: Settings) -> dict[dt.datetime, Path]:
    """Copies of what was published after each fetch, in a lake that grew on."""
    lake = open_lake(settings.lake)
    copies = {}
    for at, shown in SHOWN.items():
        fetch(lake, at, shown, DAYS)
        published_at = at + dt.timedelta(hours=1)
        copies[at] = settings.data_dir / f"kept_{at.date()}.duckdb"
        meta = BuildMeta(published_at, settings.lake)
        publish(build(settings, built_at=published_at), copies[at], meta=meta)
    return copies


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("MARSAD_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("COLUMNS", "300")
    return settings


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in query(warehouse, sql).to_pylist()]


def test_the_kept_copies_differ_from_each_other(kept):
    """Else the tests below would say nothing."""
    tables = {found.table for found in compare(kept[FIRST], kept[SECOND])}
    assert {"fct_reports", "fct_report_revisions", "fct_events", "mart_weekly_casualties"} <= tables
    assert {found.table for found in compare(kept[SECOND], kept[THIRD])} >= {"fct_reports", "dim_week"}


def test_as_of_a_moment_every_table_is_what_was_published_then(kept, settings):
    moment = FIRST + dt.timedelta(hours=1)
    past = settings.data_dir / "past.duckdb"
    publish(build(settings, as_of=moment), past, meta=BuildMeta(THIRD, settings.lake, as_of=moment))
    assert compare(past, kept[FIRST]) == []


def test_the_command_builds_the_end_of_a_day_and_compares_it(kept, environment, capsys):
    before = (environment.data_dir / "warehouse.duckdb").exists()
    assert _run(["publish", "--as-of", "2016-03-10", "--compare", str(kept[SECOND])], debug=True) == 0
    past = environment.data_dir / "warehouse_as_of_2016-03-10.duckdb"
    told = capsys.readouterr()
    assert f"the same as {kept[SECOND]}, row by row" in told.out
    assert "as of 2016-03-10T23:59:59.999999+02:00; read by parser version" in told.out
    facts = dict(rows(past, "select key, value from meta"))
    assert facts["as_of"] == "2016-03-10T23:59:59.999999+02:00"
    assert (environment.data_dir / "warehouse.duckdb").exists() == before
    assert rows(past, "select is_provisional from dim_week") == [(True,)]


REVISIONS = "select report_id, reason, measure, best_then, best_now, best_difference from mart_revisions order by all"


def test_while_a_week_is_provisional_nothing_of_it_is_a_revision(kept):
    assert rows(kept[SECOND], REVISIONS) == []


def test_what_changed_after_the_week_became_final_is_listed_with_the_reason(kept):
    assert rows(kept[THIRD], REVISIONS) == [
        ("test:100", "edited", "killed", 5, 3, -2),
        ("test:105", "moved", "killed", 7, 8, 1),
        ("test:106", "deleted", "wounded", 6, 6, 0),
        ("test:109", "first_seen_late", "killed", 0, 6, 6),
    ]


def test_a_revision_names_when_it_was_seen_and_both_sentences(kept):
    sql = """
        select change_kinds, first_change_at, evidence_text_then like '%استشهد 5%', evidence_text_now like '%استشهد 3%'
        from mart_revisions where report_id = 'test:100'
    """
    assert rows(kept[THIRD], sql) == [(["restored"], THIRD, True, True)]


def test_revisions_of_a_week_are_summed_by_region(kept):
    sql = """
        select region_pcode, measure, best_then, best_now, best_difference, reasons, reports_count
        from mart_weekly_revisions where admin_level = 1 order by all
    """
    assert rows(kept[THIRD], sql) == [
        ("SY02", "killed", 12, 17, 5, ["edited", "first_seen_late", "moved"], 3),
        ("SY07", "wounded", 6, 6, 0, ["deleted"], 1),
    ]
