"""The whole pipeline through Dagster and dbt: what a second run, a killed run and a reader must not change."""

import json
import os
import random
import signal
import time

import duckdb
import pytest

from tests.end_to_end.workplace import FIRST_DAY, LAST_DAY, digests

pytestmark = pytest.mark.end_to_end

KILLS = int(os.environ.get("MARSAD_TEST_KILLS", "2"))
"""How many random moments to kill at. The long version: MARSAD_TEST_KILLS=20 .venv/bin/pytest -k killed_run."""


def marts(place) -> dict[str, list[tuple]]:
    """All rows of all published tables, sorted, without the moment of the build."""
    with duckdb.connect(str(place.data / "warehouse.duckdb"), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        return {name: rows_of(connection, name) for (name,) in names}


def rows_of(connection, table: str) -> list[tuple]:
    columns = [name for (name, *_) in connection.execute(f'describe "{table}"').fetchall()]
    kept = ", ".join(f'"{name}"' for name in columns if name not in {"built_at", "fetched_at"})
    return sorted(connection.execute(f'select {kept} from "{table}"').fetchall(), key=repr)


def test_an_ingest_publishes_events_of_every_day(ingested):
    assert sorted(os.listdir(ingested.lake / "reports")) == [f"date=2016-02-0{n}" for n in range(1, 5)]


def test_a_second_ingest_changes_no_report_and_adds_no_raw_page(workplace):
    place = workplace()
    place.ingest()
    before = digests(place.lake)
    place.ingest()
    assert digests(place.lake) == before


def test_reparse_gives_the_same_bytes_without_the_site(workplace):
    place = workplace()
    place.ingest()
    before = digests(place.lake)
    place.succeed("reparse", "--from", FIRST_DAY, "--to", LAST_DAY, MARSAD_SOURCE_URL="http://127.0.0.1:9")
    assert digests(place.lake) == before


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_run_leaves_nothing_that_the_next_does_not_mend(workplace, ingested, seed):
    place = workplace()
    process = place.start("ingest", "--from", FIRST_DAY, "--to", LAST_DAY)
    time.sleep(random.Random(seed).uniform(2, 15))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    place.ingest()
    assert marts(place) == marts(ingested)


def test_a_killed_run_shows_as_failed_after_the_next(workplace):
    import dagster as dg

    from dagster_project.home import open_instance
    from transforms.settings import load_settings

    place = workplace()
    process = place.start("ingest", "--from", FIRST_DAY, "--to", LAST_DAY)
    deadline = time.monotonic() + 60
    while not list(place.lake.glob("raw_pages/*/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    place.ingest()
    with open_instance(load_settings(data_dir=place.data)) as instance:
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


def test_a_reader_keeps_its_file_while_a_new_one_is_published(workplace):
    place = workplace()
    place.ingest(FIRST_DAY, FIRST_DAY)
    with duckdb.connect(str(place.data / "warehouse.duckdb"), read_only=True) as reader:
        count = "select count(*) from duckdb_tables()"
        before = reader.execute(count).fetchone()
        place.ingest("2016-02-02", "2016-02-02")
        assert reader.execute(count).fetchone() == before


def test_two_publications_at_once_both_succeed(workplace):
    place = workplace()
    place.ingest(FIRST_DAY, FIRST_DAY)
    both = [place.start("publish"), place.start("publish")]
    failures = [process.communicate(timeout=240)[1] for process in both if process.wait(timeout=240)]
    assert failures == []


def test_query_prints_json_alone_on_stdout(ingested):
    printed = ingested.succeed("query", "select 42 as answer", "--format", "json")
    assert json.loads(printed) == [{"answer": 42}]
