"""Past states: which moments are taken, which files may be written, what two files are told to differ in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from tests.support.builds import make_build
from transforms.cli.app import main
from transforms.cli.arguments import parse_past
from transforms.errors import UsageError, WarehouseError
from transforms.past import Difference, check_past, check_target, compare, default_target, other_versions
from transforms.settings import Settings
from transforms.warehouse import BuildMeta, prepare_build, publish, query

AS_OF = dt.datetime(2016, 3, 10, 12, tzinfo=dt.UTC)


def published(folder: Path, name: str, *, as_of: dt.datetime | None = None, reports: int = 1) -> Path:
    build = make_build(folder / f"{name}.build", reports)
    publish(build, folder / name, meta=BuildMeta(AS_OF, "lake", as_of))
    return folder / name


def staging(build: Path, rows: str) -> Path:
    """A build's staging file with reports that were read by a reader that notes what was shown when, or not."""
    with duckdb.connect(f"{build}.staging") as connection:
        connection.execute(f"create table stg_reports as from ({rows}) t(published_date, current_changed_at)")
    return build


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2016-03-10", "2016-03-10T23:59:59.999999+02:00"),
        ("2016-03-24", "2016-03-24T23:59:59.999999+02:00"),  # the next day begins at 01:00
        ("2022-11-01", "2022-11-01T23:59:59.999999+03:00"),
        ("2016-03-10T08:00+02:00", "2016-03-10T08:00:00+02:00"),
        ("2016-03-10T08:00:00Z", "2016-03-10T08:00:00+00:00"),
    ],
)
def test_a_day_stands_for_its_end_in_damascus_and_a_moment_for_itself(text, moment):
    assert parse_past(text)[0].isoformat() == moment


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("yesterday", "is no moment"),
        ("2016-02-30", "is no moment"),
        ("2016-03-10T08:00", "has no offset"),
        ("2999-01-01", "is not over yet"),
        ("9999-12-31", "is no moment"),
    ],
)
def test_what_is_no_moment_of_the_past_is_refused(text, told):
    with pytest.raises(UsageError, match=told):
        parse_past(text)


def test_today_is_not_over_yet():
    with pytest.raises(UsageError, match="is not over yet"):
        parse_past(dt.datetime.now(dt.UTC).date().isoformat())


def test_options_of_a_past_state_alone_are_wrong_usage(capsys):
    with pytest.raises(SystemExit) as left:
        main(["publish", "--to", "x.duckdb"])
    assert (left.value.code, "go with --as-of" in capsys.readouterr().err) == (2, True)


def test_the_file_is_named_by_the_day_or_the_moment(tmp_path):
    assert default_target(tmp_path, AS_OF, day=dt.date(2016, 3, 10)).name == "warehouse_as_of_2016-03-10.duckdb"
    assert default_target(tmp_path, AS_OF, day=None).name == "warehouse_as_of_2016-03-10T120000Z.duckdb"


def test_the_published_warehouse_is_not_written_over_even_under_another_name(tmp_path):
    warehouse = published(tmp_path, "warehouse.duckdb")
    link = tmp_path / "link.duckdb"
    link.symlink_to(warehouse)
    for target in (warehouse, link):
        with pytest.raises(UsageError, match="is the published warehouse"):
            check_target(target, warehouse)


def test_only_a_past_state_is_written_over(tmp_path):
    check_target(tmp_path / "new.duckdb", tmp_path / "warehouse.duckdb")
    check_target(published(tmp_path, "past.duckdb", as_of=AS_OF), tmp_path / "warehouse.duckdb")
    (tmp_path / "text").write_text("no warehouse")
    for target in (published(tmp_path, "kept.duckdb"), tmp_path / "text"):
        with pytest.raises(UsageError, match="holds no past state"):
            check_target(target, tmp_path / "warehouse.duckdb")


def test_the_file_says_as_of_when_it_is(tmp_path):
    facts = query(published(tmp_path, "past.duckdb", as_of=AS_OF), "select value from meta where key = 'as_of'")
    assert facts.to_pylist() == [{"value": "2016-03-10T12:00:00+00:00"}]
    assert query(published(tmp_path, "now.duckdb"), "from meta where key = 'as_of'").num_rows == 0


def test_before_the_first_fetch_there_is_no_past_state(tmp_path):
    build = staging(tmp_path / "build", "select date '2016-02-25', [now()] where false")
    with pytest.raises(WarehouseError, match=r"no report had been fetched by 2016-03-10T12:00:00\+00:00"):
        check_past(build, AS_OF)


def test_reports_whose_history_nobody_noted_have_no_past_state(tmp_path):
    build = staging(tmp_path / "build", "values (date '2016-02-25', [now()]), (date '2016-02-26', null)")
    with pytest.raises(WarehouseError, match=r"of 1 reports \(from 2016-02-26 on\).*marsad reparse"):
        check_past(build, AS_OF)


def test_a_build_of_the_present_is_not_touched_and_takes_no_moment_from_outside(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_AS_OF", "2016-03-10T00:00:00Z")
    settings = Settings(data_dir=tmp_path)
    present = prepare_build(settings)
    present.build_path.touch()
    past = prepare_build(settings, as_of=AS_OF)
    assert present.build_path.exists()
    assert present.build_path != past.build_path
    assert present.variables["MARSAD_AS_OF"] == ""
    assert past.variables["MARSAD_AS_OF"] == AS_OF.isoformat()


def test_equal_files_do_not_differ_whenever_they_were_made(tmp_path):
    assert compare(published(tmp_path, "a.duckdb"), published(tmp_path, "b.duckdb", as_of=AS_OF)) == []


def test_tables_that_differ_are_told_with_the_rows_of_each(tmp_path):
    first, second = published(tmp_path, "a.duckdb", reports=3), published(tmp_path, "b.duckdb", reports=1)
    with duckdb.connect(str(second)) as connection:
        connection.execute("create table more as select 1 as key")
        connection.execute("alter table dim_week add column note varchar")
    assert compare(first, second) == [
        Difference("dim_week", 0, 0, ("note",)),
        Difference("fct_reports", 2, 0),
        Difference("more", None, 1),
    ]


def test_other_versions_of_the_reader_are_told(tmp_path):
    first, second = published(tmp_path, "a.duckdb"), published(tmp_path, "b.duckdb")
    with duckdb.connect(str(second)) as connection:
        connection.execute("update meta set value = '0' where key = 'parser_versions'")
    assert other_versions(first, second) == {"parser_versions": ("1", "0")}
