"""The SQL models on a small lake, against figures that were counted by hand."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import S3Server
from tests.support.synthetic_lake import reports, write_lake
from transforms.settings import Settings
from transforms.warehouse import BuildEnvironment, BuildMeta, prepare_build, publish, published_tables, query

pytestmark = pytest.mark.integration

BUILT_AT = dt.datetime(2016, 3, 14, 12, tzinfo=dt.UTC)
DBT = Path(sys.executable).with_name("dbt")


def run_dbt(environment: BuildEnvironment, *command: str) -> str:
    """Run dbt as the orchestrator does: a process of its own in the project's folder."""
    done = subprocess.run(
        [DBT, *environment.dbt_arguments(*command), "--no-use-colors"],
        env={**os.environ, **environment.variables},
        cwd=environment.project_dir,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def build(data_dir: Path, lake: str, *command: str) -> tuple[Path, BuildEnvironment]:
    """Build, with all dbt tests unless told to `run` alone, and publish; gives the published file."""
    command = command or ("build",)
    settings = Settings(data_dir=data_dir, lake_uri=lake)
    environment = prepare_build(settings, built_at=BUILT_AT)
    run_dbt(environment, *command)
    publish(environment.build_path, settings.warehouse_path, meta=BuildMeta(BUILT_AT, lake))
    return settings.warehouse_path, environment


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lake(tmp_path_factory.mktemp("lake"), reports())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, lake: Path) -> tuple[Path, BuildEnvironment]:
    return build(tmp_path_factory.mktemp("data"), str(lake))


@pytest.fixture(scope="module")
def warehouse(built: tuple[Path, BuildEnvironment]) -> Path:
    return built[0]


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in query(warehouse, sql).to_pylist()]


CHANGES = """
    select iso_week, region_pcode, taken_by, taken_from, extent, status, changes_count, places_count, reports_count
    from mart_weekly_control_changes where admin_level = {} order by all
"""
CASUALTIES = """
    select iso_week, admin1_pcode, {} outcome, side, civilian_status, is_confirmed, people_low, people_best,
        people_high, reports_count
    from mart_weekly_casualties where admin_level = {} order by all
"""


def test_control_changes_of_a_governorate_are_counted_once_each_however_often_they_are_told(warehouse):
    assert rows(warehouse, CHANGES.format(1)) == [
        (8, "SY02", "regime", None, "full", "confirmed", 1, 2, 1),
        (8, "SY02", "sdf", "is", "full", "confirmed", 2, 2, 2),
    ]


def test_control_changes_of_subdistricts_keep_places_without_a_name_apart(warehouse):
    assert rows(warehouse, CHANGES.format(3)) == [
        (8, "SY020003", "sdf", "is", "full", "confirmed", 1, 1, 1),
        (8, "SY020400", "sdf", "is", "full", "confirmed", 1, 1, 2),
        (8, None, "regime", None, "full", "confirmed", 1, 2, 1),
    ]


def test_casualties_of_governorates_follow_the_codebook(warehouse):
    assert rows(warehouse, CASUALTIES.format("", 1)) == [
        (8, "SY02", "killed", "opposition", "combatant", True, 11, 11, 11, 1),
        (8, "SY02", "killed", None, "civilian", True, 15, 15, 15, 2),
        (8, "SY07", "killed", None, "unknown", True, 3, 3, None, 2),
        (9, "SY07", "killed", None, "unknown", False, 0, 0, None, 1),
        (9, None, "wounded", None, "civilian", True, 10, 10, None, 1),
    ]


def test_a_toll_of_a_governorate_is_in_no_district(warehouse):
    assert rows(warehouse, CASUALTIES.format("admin2_pcode,", 2))[:3] == [
        (8, "SY02", "SY0204", "killed", "opposition", "combatant", True, 11, 11, 11, 1),
        (8, "SY02", "SY0204", "killed", None, "civilian", True, 3, 3, 3, 1),
        (8, "SY02", None, "killed", None, "civilian", True, 12, 12, 12, 1),
    ]


def test_what_is_not_counted_says_why(warehouse):
    assert rows(
        warehouse,
        "select not_counted_reason, event_id, people_low from fct_casualties where not is_counted order by all",
    ) == [("campaign_total", "e3-2", 900), ("in_day_total", "e1-1", 5), ("repetition", "e1-3", 3)]


def test_an_event_over_two_districts_stands_at_the_governorate(warehouse):
    assert rows(
        warehouse, "select event_id, region_level, region_pcode, places_count from fct_events where places_count > 1"
    ) == [("e1-0", 1, "SY02", 2), ("e1-1", 2, "SY0204", 2), ("e3-3", 0, None, 2)]


def test_background_is_kept_and_never_counted(warehouse):
    assert rows(
        warehouse, "select event_id, is_counted, is_first_statement from fct_control_changes where is_background"
    ) == [("e1-4", False, False)]


def test_an_undated_event_has_the_publication_day_with_precision_three(warehouse):
    sql = "select event_date_start, date_precision from fct_events where event_id = 'e3-1'"
    assert rows(warehouse, sql) == [(dt.date(2016, 2, 29), 3)]


def test_only_the_current_revision_gives_events(warehouse):
    sql = "select revision, is_current, events_count from fct_reports where report_id = 'test:3'"
    assert rows(warehouse, sql) == [(1, False, 1), (2, True, 4)]
    assert rows(warehouse, "select count(*) from fct_events where report_id = 'test:3'") == [(4,)]


def test_a_week_is_final_fifteen_days_after_its_end(warehouse):
    assert rows(warehouse, "select iso_week, is_provisional from dim_week") == [(8, False), (9, True)]


def test_every_weekly_figure_leads_to_the_clause_and_the_report(warehouse):
    sql = """
        select count(*) from (from mart_weekly_casualties union all by name from mart_weekly_control_changes)
        where example_url is null or example_evidence_text is null
    """
    assert rows(warehouse, sql) == [(0,)]


def test_tables_and_columns_are_described_in_the_published_file(warehouse):
    undescribed = """
        select table_name, column_name from duckdb_columns()
        where database_name = 'warehouse' and table_name not like 'meta%' and comment is null
        union all
        select table_name, null from duckdb_tables() where database_name = 'warehouse' and comment is null
    """
    assert rows(warehouse, undescribed) == []


def test_the_published_file_holds_no_text_of_reports_but_evidence(warehouse):
    sql = "select distinct column_name from duckdb_columns() where column_name in ('body', 'title')"
    assert rows(warehouse, sql) == []
    assert [row[0] for row in rows(warehouse, "select table_name from duckdb_tables() order by 1")] == sorted(
        [*published_tables(), "meta", "meta_row_counts"]
    )


def test_the_file_says_how_it_was_made(warehouse, lake):
    facts = dict(rows(warehouse, "select key, value from meta"))
    assert facts["built_at"] == "2016-03-14T12:00:00+00:00"
    assert (facts["lake"], facts["lake_first_day"], facts["lake_last_day"]) == (str(lake), "2016-02-25", "2016-02-29")
    assert facts["parser_versions"] == "1"


def test_an_empty_lake_gives_an_empty_warehouse(tmp_path):
    published, _ = build(tmp_path, str(tmp_path / "nothing"), "build", "--exclude-resource-type", "unit_test")
    assert rows(published, "select count(*) from fct_events") == [(0,)]
    assert rows(published, "select count(*) from dim_region") == [(348,)]


def test_a_folder_may_hold_characters_that_duckdb_takes_for_patterns(tmp_path, warehouse):
    lake = write_lake(tmp_path / "lake [1] of *?", reports())
    published, _ = build(tmp_path / "data [1] of *", str(lake), "run")
    for table in published_tables():
        assert query(published, f"from {table}").equals(query(warehouse, f"from {table}")), table


def test_the_same_lake_on_s3_gives_the_same_rows_and_keeps_the_keys_to_itself(
    tmp_path: Path, lake: Path, warehouse: Path, s3_env: S3Server
):
    import boto3

    client = boto3.client("s3", endpoint_url=s3_env.endpoint)
    for path in sorted(lake.rglob("*.parquet")):
        client.upload_file(str(path), s3_env.bucket, f"sql[1]/{path.relative_to(lake)}")
    published, environment = build(tmp_path, f"s3://{s3_env.bucket}/sql[1]", "run")

    for table in published_tables():
        assert query(published, f"from {table}").equals(query(warehouse, f"from {table}")), table
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert environment.build_path in written
    assert not [path for path in written if s3_env.secret_key.encode() in path.read_bytes()]
