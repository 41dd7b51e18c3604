"""The whole pipeline through Dagster and dbt: what a second run, a killed run and a reader must not change."""

import datetime as dt
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project import commands
from dagster_project.home import open_instance
from tests.end_to_end.workplace import FIRST_DAY, LAST_DAY, Workplace, complaint, digests
from transforms.cli.demo import TO_TRY
from transforms.progress import Silent
from transforms.settings import Settings, load_settings

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(900)]

MOMENTS = ("fetched_at", "seen_at", "first_change_at", "last_change_at")
"""Columns that hold when something was fetched: they differ between two runs."""

KILLS = int(os.environ.get("MARSAD_TEST_KILLS", "1"))
"""How many random moments to kill at. The long version: MARSAD_TEST_KILLS=20 .venv/bin/pytest -k any_moment."""

DAYS = (dt.date.fromisoformat(FIRST_DAY), dt.date.fromisoformat(LAST_DAY))


def lake_settings(place: Workplace, **overrides: object) -> Settings:
    """Settings of a workplace, for calls within this process."""
    return load_settings(
        data_dir=place.data,
        source_url=place.environment["MARSAD_SOURCE_URL"],
        allow_private_hosts=True,
        requests_per_second=1000.0,
        max_retries=0,
        **overrides,
    )


@contextmanager
def warehouse_of(place: Workplace) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(place.data / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def marts(place: Workplace) -> dict[str, list[tuple]]:
    """All rows of all published tables, sorted, without the moments of fetching and building."""
    with warehouse_of(place) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {name: rows_of(connection, name) for name in names if name != "meta"}


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    described = connection.execute(f'describe "{table}"').fetchall()
    kept = ", ".join(f'"{name}"' for name, *_ in described if name not in MOMENTS)
    return sorted(connection.execute(f'select {kept} from "{table}"').fetchall(), key=repr)


def copy_of(place: Workplace, folder) -> Workplace:
    """The same workplace with its data in another folder."""
    shutil.copytree(place.folder, folder)
    return replace(place, folder=folder)


def test_an_ingest_reads_every_day_of_the_range(ingested):
    assert sorted(os.listdir(ingested.lake / "reports")) == [f"date=2016-02-0{n}" for n in range(1, 5)]


def test_a_second_ingest_changes_no_byte_of_the_lake(ingested, tmp_path):
    place = copy_of(ingested, tmp_path / "copy")
    before = digests(place.lake)
    commands.ingest(lake_settings(place), *DAYS, Silent())
    assert digests(place.lake) == before


def test_a_second_ingest_counts_its_pages_as_known(ingested, tmp_path):
    done = commands.ingest(lake_settings(copy_of(ingested, tmp_path / "copy")), *DAYS, Silent())
    assert (done.days, done.fetched, done.already_stored > 0) == (4, 0, True)


def test_reparse_gives_the_same_bytes_and_asks_no_site(ingested, tmp_path):
    place = copy_of(ingested, tmp_path / "copy")
    before = digests(place.lake)
    nowhere = lake_settings(place).model_copy(update={"source_url": "http://127.0.0.1:9"})
    commands.reparse(nowhere, *DAYS, Silent())
    assert digests(place.lake) == before


@pytest.mark.parametrize("seed", range(KILLS))
def test_after_a_kill_at_any_moment_the_next_run_gives_the_same_marts(workplace, ingested, seed):
    place = workplace()
    process = place.start("ingest", "--from", FIRST_DAY, "--to", LAST_DAY)
    time.sleep(random.Random(seed).uniform(2, 20))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    place.ingest()
    assert marts(place) == marts(ingested)


def test_a_killed_run_is_closed_as_failed_by_the_next(workplace):
    place = workplace()
    process = place.start("ingest", "--from", FIRST_DAY, "--to", LAST_DAY)
    deadline = time.monotonic() + 120
    while not list(place.lake.glob("raw_pages/*/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    commands.ingest(lake_settings(place), *DAYS, Silent())
    with open_instance(lake_settings(place)) as instance:
        statuses = [run.status for run in instance.get_runs(dg.RunsFilter(job_name="ingest"))]
    assert statuses == [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]


def test_a_lake_on_s3_gives_the_same_marts(workplace, ingested, s3_server):
    place = workplace(
        MARSAD_LAKE_URI=f"s3://{s3_server.bucket}/same-marts",
        AWS_ENDPOINT_URL=s3_server.endpoint,
        AWS_ACCESS_KEY_ID=s3_server.access_key,
        AWS_SECRET_ACCESS_KEY=s3_server.secret_key,
        AWS_REGION="us-east-1",
    )
    place.ingest()
    assert marts(place) == marts(ingested)


@dataclass(frozen=True)
class Contest:
    """Two publications at once under the eyes of a reader.

    Attributes:
        complaints: what the publications wrote on stderr where they failed.
        seen_before: the reader's rows before them.
        seen_after: its rows after them, on the connection it had open all the time.
        built_at: when the warehouse was built, before and after.
    """

    complaints: list[str]
    seen_before: list[tuple]
    seen_after: list[tuple]
    built_at: tuple[str, str]


@pytest.fixture(scope="module")
def contest(ingested, tmp_path_factory) -> Contest:
    place = copy_of(ingested, tmp_path_factory.mktemp("contest") / "copy")
    built_at = "select value from meta where key = 'built_at'"
    with warehouse_of(place) as reader:
        seen_before, first = rows_of(reader, "fct_events"), reader.execute(built_at).fetchone()[0]
        both = [place.start("publish"), place.start("publish")]
        complaints = [err for _, err in [process.communicate(timeout=480) for process in both] if "marsad: " in err]
        seen_after = rows_of(reader, "fct_events")
    with warehouse_of(place) as reader:
        return Contest(complaints, seen_before, seen_after, (first, reader.execute(built_at).fetchone()[0]))


def test_two_publications_at_once_both_succeed(contest):
    assert contest.complaints == []


def test_a_reader_keeps_the_file_that_it_opened(contest):
    assert contest.seen_after == contest.seen_before


def test_the_next_reader_sees_the_new_file(contest):
    assert contest.built_at[1] > contest.built_at[0]


def test_a_publication_exports_the_file_that_it_published(ingested):
    package = json.loads((ingested.data / "exports" / "datapackage.json").read_text(encoding="utf-8"))
    with warehouse_of(ingested) as connection:
        built_at = connection.execute("select value from meta where key = 'built_at'").fetchone()
    assert (package["created"],) == built_at


def test_query_prints_json_alone_on_stdout(ingested):
    printed = ingested.succeed("query", "select 42 as answer", "--format", "json")
    assert json.loads(printed) == [{"answer": 42}]


def test_a_query_that_is_no_sql_is_one_line_and_status_1(ingested):
    assert "selec" in complaint(ingested.run("query", "selec 1"), 1)


def test_a_query_that_writes_is_refused(ingested):
    assert "read-only" in complaint(ingested.run("query", "create table t as select 1"), 1)


@pytest.mark.parametrize("sql", TO_TRY)
def test_the_queries_that_the_demo_suggests_run(ingested, sql):
    assert ingested.succeed("query", sql, "--format", "csv").count("\n") > 1


def test_the_code_location_loads_as_dagster_itself_loads_it(ingested, tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("dagster"), "definitions", "validate", "-m", "dagster_project.definitions"],
        env={**os.environ, "MARSAD_DATA_DIR": str(ingested.data), "DAGSTER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
