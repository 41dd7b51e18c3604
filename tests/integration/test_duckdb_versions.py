"""The published file in other versions of DuckDB than the one that wrote it, and in the SQLAlchemy that Superset has.

Each version is installed into a folder of its own, from the package index that pip knows; without one these tests are
skipped and say so.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from transforms.settings import Settings
from transforms.warehouse import BuildMeta, open_warehouse, publish

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

QUERIES = (
    "select week_start::varchar, admin1_pcode, outcome, side, is_confirmed, people_low, people_best, people_high "
    "from mart_weekly_casualties where admin_level = 1 order by all",
    "select week_start::varchar, admin1_pcode, taken_by, taken_from, extent, status, changes_count, places_count "
    "from mart_weekly_control_changes where admin_level = 1 order by all",
    "select event_id, event_type, actors, targets, place_pcodes, latitude, published_at::varchar, evidence_text "
    "from fct_events order by all",
    "select table_name, column_name, comment from duckdb_columns() where not internal order by all",
)
ANSWER = """
    import json, sys, duckdb
    queries = json.load(sys.stdin)
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        print(json.dumps([duckdb.__version__, [connection.execute(sql).fetchall() for sql in queries]]))
"""


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("versions")


@pytest.fixture(scope="session")
def installed(index_folder: Path):
    """Install pinned packages, without what they need, into a folder; skips where no index has them.

    What failed once is not asked for again: without a network every try waits for its time-out.
    """
    failures: list[str] = []

    def install(*pins: str) -> Path:
        if failures:
            pytest.skip(failures[0])
        folder = index_folder / "_".join(pins).replace("==", "-")
        if not folder.exists():
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
            done = subprocess.run(
                [*command, "--retries", "1", "--timeout", "20", "--target", str(folder), *pins],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                shutil.rmtree(folder, ignore_errors=True)
                last = (done.stderr.strip() or "pip failed").splitlines()[-1]
                failures.append(f"{', '.join(pins)} cannot be installed from any package index here: {last}")
                pytest.skip(failures[0])
        return folder

    return install


def run(folder: Path, code: str, *arguments: str, stdin: str = "") -> str:
    """What a program prints in a Python that has the packages of a folder before all others."""
    variables = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        input=stdin, capture_output=True, text=True, check=False, env=variables, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def expected(published: Settings) -> list[list[list[object]]]:
    with open_warehouse(published.warehouse_path) as connection:
        found = [connection.execute(sql).fetchall() for sql in QUERIES]
    assert all(found)
    return json.loads(json.dumps(found))


@pytest.mark.parametrize("version", ["1.4.5", "1.5.6", "2.0.0"])
def test_another_version_gives_the_same_answers(version, installed, published, expected):
    folder = installed(f"duckdb=={version}")
    told, answers = json.loads(run(folder, ANSWER, str(published.warehouse_path), stdin=json.dumps(QUERIES)))
    assert told == version
    assert answers == expected


@pytest.mark.parametrize("version", ["1.4.5", "2.0.0"])
def test_another_version_reads_on_while_the_next_file_is_published(version, installed, published, tmp_path):
    """The reader opens the file again and again, from before the first of five publications to after the last."""
    folder = installed(f"duckdb=={version}")
    target = tmp_path / "warehouse.duckdb"
    _publish(published, target, 0)
    code = """
        import sys, duckdb
        held = duckdb.connect(sys.argv[1], read_only=True)
        count = "select (select count(*) from fct_events), (select value from meta where key = 'built_at')"
        first = held.execute(count).fetchone()
        print("open", flush=True)
        seen, last = set(), sys.argv[2]
        while last not in {moment for _, moment in seen}:
            path = f"{sys.argv[1]}"
            reader = duckdb.connect()
            reader.execute(f"attach '{path}' as w (read_only)")
            seen.add(reader.execute("select (select count(*) from w.fct_events), "
                                    "(select value from w.meta where key = 'built_at')").fetchone())
            reader.close()
        assert held.execute(count).fetchone() == first
        print(len({events for events, _ in seen}), duckdb.__version__)
    """
    last = _moment(5).isoformat()
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(target), last],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(folder)}, cwd=folder,
    ) as reader:  # fmt: skip
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        for number in range(1, 6):
            _publish(published, target, number)
        assert reader.communicate(timeout=120)[0].split() == ["1", version]


def test_the_sqlalchemy_of_superset_finds_tables_columns_and_descriptions(installed, published):
    pytest.importorskip("duckdb_engine", reason="duckdb-engine is not installed: requirements/dev.txt")
    folder = installed("sqlalchemy==1.4.54")
    code = """
        import json, sys, sqlalchemy
        engine = sqlalchemy.create_engine(f"duckdb:///{sys.argv[1]}?access_mode=read_only")
        found = sqlalchemy.inspect(engine)
        columns = [column["name"] for column in found.get_columns("mart_weekly_casualties")]
        described = found.get_table_comment("fct_events")["text"]
        print(json.dumps([sqlalchemy.__version__, sorted(found.get_table_names()), columns, described]))
    """
    version, tables, columns, described = json.loads(run(folder, code, str(published.warehouse_path)))
    assert version == "1.4.54"
    with open_warehouse(published.warehouse_path) as connection:
        assert tables == [name for (name,) in connection.execute("show tables").fetchall()]
        told = connection.execute("select column_name from (describe mart_weekly_casualties)").fetchall()
    assert columns == [name for (name,) in told]
    assert described


def test_a_file_of_a_newer_version_would_not_be_read_by_the_one_that_is_pinned(installed, tmp_path):
    """Why the pipeline stays on its version: once this fails, the pin may go (docs/decisions)."""
    folder = installed("duckdb==2.0.0")
    path = tmp_path / "newer.duckdb"
    run(folder, "import sys, duckdb\nduckdb.connect(sys.argv[1]).execute('create table t as select 1')", str(path))
    with pytest.raises(duckdb.Error, match="version number"):
        duckdb.connect(str(path), read_only=True)


def _moment(number: int) -> dt.datetime:
    return dt.datetime(2016, 4, 1, number, tzinfo=dt.UTC)


def _publish(published: Settings, target: Path, number: int) -> None:
    publish(published.build_dir / "warehouse.duckdb", target, meta=BuildMeta(_moment(number), "lake"))
