"""The ways into the published file that docs/bi.md describes, each tried as written there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from transforms.paths import PROJECT_DIR
from transforms.settings import Settings
from transforms.warehouse import BuildMeta, publish, query

pytestmark = pytest.mark.integration

SQL = (
    "select admin1_name_en, cast(sum(people_best) as bigint) as killed from mart_weekly_casualties "
    "where admin_level = 1 and outcome = 'killed' and is_confirmed group by all order by all"
)
NOTEBOOK = PROJECT_DIR / "notebooks" / "questions.py"
MISSING = "{} is not installed: requirements/dev.txt"


@pytest.fixture(scope="module")
def path(published: Settings) -> str:
    return str(published.warehouse_path)


@pytest.fixture(scope="module")
def expected(published: Settings) -> list[tuple[str, int]]:
    rows = [tuple(row.values()) for row in query(published.warehouse_path, SQL).to_pylist()]
    assert rows
    return rows


def needed(module: str):
    return pytest.importorskip(module, reason=MISSING.format(module))


def test_duckdb_in_python_reads_the_file(path, expected):
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.sql(SQL).fetchall() == expected


def test_a_read_only_connection_cannot_write(path):
    with duckdb.connect(path, read_only=True) as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("create table mine (a integer)")


def test_the_shell_of_duckdb_reads_the_file(path, expected):
    shell = Path(sys.executable).with_name("duckdb")
    if not shell.exists():
        pytest.skip(MISSING.format("duckdb-cli"))
    done = subprocess.run([shell, "-readonly", "-csv", path, SQL], capture_output=True, text=True, check=True)
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    assert [(name, int(killed)) for name, killed in rows] == expected


def test_sqlalchemy_reads_the_file(path, expected):
    needed("duckdb_engine")
    sqlalchemy = needed("sqlalchemy")
    engine = sqlalchemy.create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
    try:
        with engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(sqlalchemy.text(SQL))] == expected
        assert "mart_weekly_casualties" in sqlalchemy.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_sqlalchemy_opened_read_only_cannot_write(path):
    needed("duckdb_engine")
    sqlalchemy = needed("sqlalchemy")
    engine = sqlalchemy.create_engine(f"duckdb:///{path}?access_mode=read_only")  # as Superset's address says it
    try:
        with engine.connect() as connection, pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
            connection.execute(sqlalchemy.text("create table mine (a integer)"))
    finally:
        engine.dispose()


@pytest.mark.parametrize(("pool", "sees"), [("NullPool", 2), ("QueuePool", 1)])
def test_sqlalchemy_sees_the_next_file_where_it_keeps_no_connection(pool, sees, published, tmp_path):
    """Superset has NullPool; a program with SQLAlchemy's usual pool disposes of its engine."""
    needed("duckdb_engine")
    sqlalchemy = needed("sqlalchemy")
    build, target = published.build_dir / "warehouse.duckdb", tmp_path / "warehouse.duckdb"
    moments = [dt.datetime(2016, 4, day, tzinfo=dt.UTC) for day in (1, 2)]
    publish(build, target, meta=BuildMeta(moments[0], "lake"))
    engine = sqlalchemy.create_engine(
        f"duckdb:///{target}?access_mode=read_only", poolclass=getattr(sqlalchemy.pool, pool)
    )

    def built_at() -> str:
        with engine.connect() as connection:
            return connection.execute(sqlalchemy.text("select value from meta where key = 'built_at'")).scalar_one()

    try:
        seen = {built_at()}
        publish(build, target, meta=BuildMeta(moments[1], "lake"))
        seen.add(built_at())
        assert len(seen) == sees
        engine.dispose()
        assert built_at() == moments[1].isoformat()
    finally:
        engine.dispose()


def test_adbc_reads_the_file(path, expected):
    dbapi = needed("adbc_driver_manager.dbapi")
    import adbc_driver_duckdb

    options = {"path": path, "access_mode": "READ_ONLY"}
    with (
        dbapi.connect(
            driver=adbc_driver_duckdb.driver_path(), entrypoint="duckdb_adbc_init", db_kwargs=options
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(SQL)
        assert [tuple(row.values()) for row in cursor.fetch_arrow_table().to_pylist()] == expected


def test_pandas_takes_the_rows(path, expected):
    needed("pandas")
    with duckdb.connect(path, read_only=True) as connection:
        frame = connection.sql(SQL).df()
    assert list(frame.itertuples(index=False, name=None)) == expected


def test_polars_takes_the_rows(path, expected):
    needed("polars")
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.sql(SQL).pl().rows() == expected


def test_pyarrow_takes_the_rows(path, expected):
    with duckdb.connect(path, read_only=True) as connection:
        table = connection.sql(SQL).to_arrow_table()
    assert [tuple(row.values()) for row in table.to_pylist()] == expected


def test_polars_reads_the_exported_parquet(published, tmp_path, expected):
    polars = needed("polars")
    from transforms.exports import export_warehouse

    export_warehouse(published, tmp_path, only=["parquet"])
    frame = polars.scan_parquet(tmp_path / "parquet" / "mart_weekly_casualties.parquet")
    wanted = frame.filter(admin_level=1, outcome="killed", is_confirmed=True)
    sums = wanted.group_by("admin1_name_en").agg(polars.col("people_best").sum()).sort("admin1_name_en").collect()
    assert sums.rows() == expected


def test_every_table_and_column_of_the_file_says_what_it_is(path):
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.sql("select table_name from duckdb_tables() where comment is null or comment = ''")
        columns = connection.sql(
            "select table_name, column_name from duckdb_columns() where not internal and coalesce(comment, '') = ''"
        )
        assert tables.fetchall() == []
        assert columns.fetchall() == []


def test_the_file_is_written_for_old_and_new_versions_of_duckdb(path):
    with duckdb.connect(path, read_only=True) as connection:
        told = connection.sql("select tags['storage_version'] from duckdb_databases() where not internal").fetchall()
    assert told == [("v1.0.0+",)]


class TestNotebook:
    """`notebooks/questions.py`, on the small warehouse."""

    @pytest.fixture(autouse=True)
    def _marimo(self):
        needed("marimo")

    @pytest.fixture
    def notebook(self, tmp_path) -> Path:
        """A copy: marimo notes beside a notebook what it showed."""
        return Path(shutil.copy(NOTEBOOK, tmp_path))

    @staticmethod
    def run(published: Settings, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, "MARSAD_DATA_DIR": str(published.data_dir), "MARIMO_SKIP_UPDATE_CHECK": "1"}
        variables["PYTHONPATH"] = str(PROJECT_DIR)
        return subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=False, env=variables, cwd=PROJECT_DIR
        )

    def test_every_query_runs(self, published, notebook):
        done = self.run(published, notebook)
        assert done.returncode == 0, done.stderr

    def test_it_becomes_a_page_with_ten_questions(self, published, notebook, tmp_path):
        page = tmp_path / "questions.html"
        done = self.run(published, "-m", "marimo", "export", "html", notebook, "-o", page)
        assert done.returncode == 0, done.stderr
        text = json.dumps(page.read_text(encoding="utf-8"))
        assert {int(number) for number in re.findall(r"show\(.{0,40}?(\d+)\. ", text)} >= set(range(1, 11))


BI_PAGE = (PROJECT_DIR / "docs" / "bi.md").read_text(encoding="utf-8")
PACKAGES = ("duckdb", "pandas", "polars", "sqlalchemy", "duckdb_engine", "adbc_driver_manager")


@pytest.mark.parametrize(
    "code", re.findall(r"```python\n(.*?)```", BI_PAGE, re.S), ids=lambda code: code.split("\n")[0]
)
def test_every_program_of_the_page_runs(code, published, tmp_path):
    for module in PACKAGES:
        needed(module)
    (tmp_path / "data").symlink_to(published.data_dir.resolve())
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "line", [line for block in re.findall(r"```bash\n(.*?)```", BI_PAGE, re.S) for line in block.splitlines()]
)
def test_every_command_of_the_page_runs(line, published, tmp_path):
    folder = Path(sys.executable).parent
    if not (folder / "duckdb").exists():
        pytest.skip(MISSING.format("duckdb-cli"))
    (tmp_path / "data").symlink_to(published.data_dir.resolve())
    variables = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, check=False, cwd=tmp_path, env=variables
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
