"""Publishing and reading the warehouse file, on builds made by hand."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from tests.support.builds import make_build
from tests.support.rows import report_table
from transforms.errors import WarehouseError
from transforms.lake import Lake
from transforms.paths import SEEDS_DIR
from transforms.settings import Settings
from transforms.warehouse import (
    BuildMeta,
    open_warehouse,
    prepare_build,
    publish,
    query,
)

DAY = dt.date(2016, 2, 25)
META = BuildMeta(dt.datetime(2016, 3, 14, 12, tzinfo=dt.UTC), "s3://key:secret@bucket/prefix?token=x")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return make_build(tmp_path / "build.duckdb")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "published" / "warehouse.duckdb"


def reports_in(target: Path) -> int:
    return query(target, "select count(*) as n from fct_reports")["n"][0].as_py()


def test_a_published_build_can_be_queried(build, target):
    result = publish(build, target, meta=META)
    assert reports_in(target) == 1
    assert result.row_counts["fct_reports"] == 1
    assert (result.first_day, result.last_day) == (DAY, DAY)
    assert result.size_bytes == target.stat().st_size


def test_a_publication_tells_when_its_build_began(build, target):
    assert publish(build, target, meta=META).built_at == META.built_at


def test_a_build_without_reports_is_refused_where_the_lake_has_some(tmp_path: Path, target: Path, lake: Lake):
    publish(make_build(tmp_path / "first.duckdb"), target, meta=META)
    lake.write_reports(DAY, report_table(DAY, [1]))
    with pytest.raises(WarehouseError, match="no reports, and the lake has some of 2016-02-25"):
        publish(make_build(tmp_path / "empty.duckdb", reports=0), target, meta=META, lake=lake)
    assert reports_in(target) == 1


def test_a_build_without_reports_is_published_where_the_days_of_the_lake_are_empty(
    tmp_path: Path, target: Path, lake: Lake
):
    lake.write_reports(DAY, report_table(DAY, []))
    publish(make_build(tmp_path / "empty.duckdb", reports=0), target, meta=META, lake=lake)
    assert reports_in(target) == 0


def test_nothing_but_the_file_and_its_lock_lies_in_the_folder(build, target):
    publish(build, target, meta=META)
    assert sorted(path.name for path in target.parent.iterdir()) == [".warehouse.duckdb.lock", "warehouse.duckdb"]


def test_the_meta_table_names_the_lake_without_secrets(build, target):
    publish(build, target, meta=META)
    facts = {row["key"]: row["value"] for row in query(target, "from meta").to_pylist()}
    assert facts["lake"] == "s3://bucket/prefix"
    assert facts["duckdb_version"] == duckdb.__version__


def test_the_row_counts_are_in_the_file_and_compared_with_the_last_one(tmp_path, build, target):
    publish(build, target, meta=META)
    result = publish(make_build(tmp_path / "next.duckdb", reports=3), target, meta=META)
    assert (result.previous_row_counts["fct_reports"], result.row_counts["fct_reports"]) == (1, 3)
    counts = query(target, "select row_count from meta_row_counts where table_name = 'fct_reports'")
    assert counts.to_pylist() == [{"row_count": 3}]


def test_a_reader_keeps_the_file_that_it_opened_and_a_new_one_sees_the_new_file(tmp_path, build, target):
    publish(build, target, meta=META)
    with open_warehouse(target) as reader:
        publish(make_build(tmp_path / "next.duckdb", reports=3), target, meta=META)
        assert reader.execute("select count(*) from fct_reports").fetchall() == [(1,)]
        assert reports_in(target) == 3


def test_a_reader_in_another_process_neither_blocks_nor_is_blocked(tmp_path, build, target):
    publish(build, target, meta=META)
    code = """
        import sys, duckdb
        connection = duckdb.connect(sys.argv[1], read_only=True)
        print("open", flush=True)
        sys.stdin.readline()
        print(connection.execute("select count(*) from fct_reports").fetchone()[0], flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        publish(make_build(tmp_path / "next.duckdb", reports=3), target, meta=META)
        assert reader.communicate("go\n")[0].strip() == "1"
    assert reports_in(target) == 3


def test_a_killed_publish_leaves_the_old_file_and_the_next_one_sweeps_up(tmp_path, build, target):
    publish(build, target, meta=META)
    code = """
        import datetime as dt, os, signal, sys
        from pathlib import Path
        from transforms import warehouse
        warehouse.os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)
        meta = warehouse.BuildMeta(dt.datetime.now(dt.UTC), "lake")
        warehouse.publish(Path(sys.argv[1]), Path(sys.argv[2]), meta=meta)
    """
    bigger = make_build(tmp_path / "next.duckdb", reports=3)
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(bigger), str(target)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(target.parent.glob(".*publishing*"))) == 1
    assert reports_in(target) == 1

    publish(bigger, target, meta=META)
    assert reports_in(target) == 3
    assert not list(target.parent.glob(".*publishing*"))


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda path: path.unlink(), "there is no build"),
        (lambda path: path.write_bytes(b""), "there is no build"),
        (lambda path: path.write_bytes(b"not a database" * 1000), "not a valid DuckDB"),
        (lambda path: os.truncate(path, 5000), "cannot"),
        (lambda path: Path(f"{path}.wal").write_bytes(b"x"), "broken off"),
        (lambda path: duckdb.connect(str(path)).execute("drop table fct_events").close(), "lacks fct_events"),
        (lambda path: duckdb.connect(str(path)).execute("truncate dim_place").close(), "no rows in dim_place"),
    ],
    ids=["missing", "empty", "foreign", "cut_off", "unfinished", "lacks_a_table", "no_gazetteer"],
)
def test_a_build_that_is_not_whole_is_refused_and_the_old_file_stays(build, target, tmp_path, break_it, told):
    publish(build, target, meta=META)
    damaged = make_build(tmp_path / "next.duckdb", reports=3)
    break_it(damaged)
    with pytest.raises(WarehouseError, match=told):
        publish(damaged, target, meta=META)
    assert reports_in(target) == 1


def test_a_build_that_is_still_written_is_refused(build, target):
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    command = [sys.executable, "-c", code, str(build)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(WarehouseError, match="lock"):
            publish(build, target, meta=META)
        writer.communicate("go\n")


def test_a_folder_in_place_of_the_target_is_one_clear_error(build, target):
    target.mkdir(parents=True)
    with pytest.raises(WarehouseError, match="cannot publish"):
        publish(build, target, meta=META)


def test_querying_before_the_first_publish_says_how_to_make_a_warehouse(target):
    with pytest.raises(WarehouseError, match="marsad publish"):
        query(target, "select 1")


def test_bad_sql_is_told_in_one_line(build, target):
    publish(build, target, meta=META)
    with pytest.raises(WarehouseError, match="fct_nothing") as told:
        query(target, "select * from fct_nothing")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from fct_reports",
        "create table more (a integer)",
        "copy fct_reports to 'out.csv'",
        "select * from read_csv('/etc/passwd')",
        "install httpfs",
    ],
)
def test_a_query_changes_nothing_and_reaches_nothing_else(build, target, sql):
    publish(build, target, meta=META)
    with pytest.raises(WarehouseError):
        query(target, sql)
    assert reports_in(target) == 1


def test_an_empty_query_is_told_as_such(build, target):
    publish(build, target, meta=META)
    with pytest.raises(WarehouseError, match="empty"):
        query(target, " -- nothing ")


def test_preparing_a_build_removes_the_last_one(tmp_path):
    settings = Settings(data_dir=tmp_path)
    environment = prepare_build(settings)
    left = [environment.build_path, Path(f"{environment.build_path}.staging"), Path(f"{environment.build_path}.wal")]
    for path in left:
        path.write_bytes(b"x")
    assert prepare_build(settings).build_path == environment.build_path
    assert not [path for path in left if path.exists()]


def test_dbt_is_given_absolute_paths_whatever_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    variables = prepare_build(Settings(data_dir=Path("data"))).variables
    assert variables["MARSAD_BUILD_PATH"] == str(tmp_path / "data" / "build" / "warehouse.duckdb")
    assert variables["MARSAD_LAKE"] == str(tmp_path / "data" / "lake")


@pytest.mark.parametrize(
    ("uri", "given"), [("s3://bucket/prefix/", "s3://bucket/prefix"), ("file:///srv/lake", "/srv/lake")]
)
def test_the_lake_is_given_to_dbt_as_duckdb_reads_it(tmp_path, uri, given):
    assert prepare_build(Settings(data_dir=tmp_path, lake_uri=uri)).variables["MARSAD_LAKE"] == given


def test_dbt_is_given_the_starting_states_that_come_with_the_project_where_no_others_are_set(tmp_path):
    variables = prepare_build(Settings(data_dir=tmp_path)).variables
    assert variables["MARSAD_CONTROL_START"] == str(SEEDS_DIR / "control_start.csv")


def test_dbt_is_given_the_analysts_own_starting_states_by_an_absolute_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "held.csv").write_text("pcode,holder,since,source,source_url,note\n")
    variables = prepare_build(Settings(data_dir=tmp_path, control_start=Path("held.csv"))).variables
    assert variables["MARSAD_CONTROL_START"] == str(tmp_path / "held.csv")


def test_a_file_of_starting_states_that_is_not_there_is_one_clear_error(tmp_path):
    with pytest.raises(WarehouseError, match=r"no file .*held\.csv"):
        prepare_build(Settings(data_dir=tmp_path, control_start=tmp_path / "held.csv"))


def test_a_build_folder_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "build").write_text("a file")
    with pytest.raises(WarehouseError, match="MARSAD_DATA_DIR"):
        prepare_build(Settings(data_dir=tmp_path))
