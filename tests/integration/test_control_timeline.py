"""The control timeline on a small lake, against rows that were made out by hand."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.synthetic_lake import ALEPPO, AZAZ, BASHKWI, IDLEB, MARE, control, event, report, write_lake
from transforms.settings import Settings
from transforms.warehouse import BuildMeta, prepare_build, publish, query

pytestmark = pytest.mark.integration

BUILT_AT = dt.datetime(2016, 3, 14, 12, tzinfo=dt.UTC)
DBT = Path(sys.executable).with_name("dbt")
ALEPPO_CITY, ALEPPO_QUARTER, NEVER_REPORTED = "C1007", "N0223", "C1126"
STARTING_STATES = f"""pcode,holder,since,source,source_url,note
{IDLEB},regime,2015-01-01,a map,https://example.org/map,
{NEVER_REPORTED},is,2014-06-01,a map,,
"""


def day(number: int) -> dt.date:
    """A day of February 2016."""
    return dt.date(2016, 2, number)


def taking(on: int, place: str, taken_by: str, taken_from: str | None = None, **more: Any) -> dict[str, Any]:
    """A confirmed full capture, as far as not said otherwise."""
    said = {name: more.pop(name) for name in ("extent", "change") if name in more}
    return event("control_change", day(on), [place], control=control(taken_by, taken_from, **said), **more)


def told() -> list[dict[str, Any]]:
    """Two weeks of takings, two of them on the Wednesday before."""
    within_a_day = [
        taking(16, MARE, "is", "opposition"),
        taking(16, MARE, "opposition", "is", change="recapture"),
    ]
    wide = [taking(24, ALEPPO_CITY, "regime"), taking(24, ALEPPO, "regime")]
    return [
        report(1, day(10), [taking(10, AZAZ, "sdf", "is"), taking(10, MARE, "opposition")]),
        report(2, day(11), [taking(10, AZAZ, "sdf", "is")]),
        report(3, day(15), [taking(15, AZAZ, "is", "sdf")]),
        report(4, day(20), [taking(20, AZAZ, "sdf", "is", change="withdrawal")]),
        report(5, day(16), within_a_day),
        report(6, day(18), [taking(18, MARE, "is", "opposition", extent="partial")]),
        report(7, day(17), [taking(17, BASHKWI, "regime")]),
        report(8, day(17), [taking(17, BASHKWI, "opposition")]),
        report(9, day(25), [taking(25, BASHKWI, "sdf", "is")]),
        report(10, day(22), [taking(22, IDLEB, "opposition", "regime")]),
        report(11, day(19), [taking(19, ALEPPO_QUARTER, "opposition", status="reported")]),
        report(12, day(24), wide),
        report(13, day(24), [taking(12, AZAZ, "regime", "sdf", is_background=True)]),
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file, built with all dbt tests of the models that it rests on."""
    folder = tmp_path_factory.mktemp("timeline")
    lake = write_lake(folder / "lake", told())
    starts = folder / "who held what.csv"
    starts.write_text(STARTING_STATES, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", lake_uri=str(lake), control_start=starts)
    environment = prepare_build(settings, built_at=BUILT_AT)
    done = subprocess.run(
        [DBT, *environment.build_arguments, "--no-use-colors"],
        env={**os.environ, **environment.variables},
        cwd=environment.project_dir,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    publish(environment.build_path, settings.warehouse_path, meta=BuildMeta(BUILT_AT, str(lake)))
    return settings.warehouse_path


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in query(warehouse, sql).to_pylist()]


def spells(warehouse: Path, place: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    chosen = ", ".join(columns)
    return rows(
        warehouse, f"select {chosen} from fct_control_status where pcode = '{place}' order by held_from nulls first"
    )


TIMES = ("holder", "held_from", "held_to", "how_began", "how_ended")


def test_a_place_is_captured_recaptured_and_given_up(warehouse):
    assert spells(warehouse, AZAZ, TIMES) == [
        ("is", None, day(9), "implied", "capture"),
        ("sdf", day(10), day(14), "capture", "recapture"),
        ("is", day(15), day(19), "recapture", "withdrawal"),
        ("sdf", day(20), None, "withdrawal", None),
    ]


def test_every_spell_says_how_sure_it_is_and_which_sentence_says_so(warehouse):
    columns = ("confidence", "statements_count", "reports_count", "event_id", "ended_event_id")
    assert spells(warehouse, AZAZ, columns) == [
        ("low", 0, 0, "e1-0", "e1-0"),
        ("high", 2, 2, "e1-0", "e3-0"),
        ("medium", 1, 1, "e3-0", "e4-0"),
        ("medium", 1, 1, "e4-0", None),
    ]


def test_an_exchange_within_the_day_moves_nothing_and_parts_make_a_place_contested(warehouse):
    columns = (*TIMES, "confidence", "statements_count", "exchanges_within_day", "is_contested", "first_contested_on")
    assert spells(warehouse, MARE, columns) == [
        ("opposition", day(10), None, "capture", None, "high", 2, 2, True, day(18)),
    ]


def test_of_two_claims_of_one_moment_one_stands_and_the_place_is_contested(warehouse):
    columns = (*TIMES, "confidence", "is_contested", "taken_from_conflicts", "is_end_doubtful")
    assert spells(warehouse, BASHKWI, columns) == [
        ("opposition", day(17), day(24), "capture", "capture", "low", True, False, True),
        ("sdf", day(25), None, "capture", None, "medium", False, True, False),
    ]


def test_contests_have_their_days_and_their_sentence(warehouse):
    sql = """
        select pcode, contested_from, contested_to, reason, holder, contender, event_id
        from fct_control_contests order by contested_from
    """
    assert rows(warehouse, sql) == [
        (BASHKWI, day(17), day(24), "order_unknown", "opposition", "regime", "e7-0"),
        (MARE, day(18), dt.date(2016, 3, 18), "partial_taking", "opposition", "is", "e6-0"),
    ]


def test_the_analysts_file_opens_the_timeline(warehouse):
    columns = (*TIMES, "confidence", "source_name", "source_url", "event_id")
    assert spells(warehouse, IDLEB, columns) == [
        (
            "regime", dt.date(2015, 1, 1), day(21), "starting_state", "capture", "low", "a map",
            "https://example.org/map", None,
        ),
        ("opposition", day(22), None, "capture", None, "medium", None, None, "e10-0"),
    ]  # fmt: skip
    assert spells(warehouse, NEVER_REPORTED, TIMES) == [("is", dt.date(2014, 6, 1), None, "starting_state", None)]


def test_a_city_moves_without_its_quarters_and_a_governorate_moves_nothing(warehouse):
    assert spells(warehouse, ALEPPO_CITY, TIMES) == [("regime", day(24), None, "capture", None)]
    assert spells(warehouse, ALEPPO_QUARTER, (*TIMES, "confidence")) == [
        ("opposition", day(19), None, "capture", None, "low")
    ]
    assert spells(warehouse, ALEPPO, TIMES) == []


def test_the_map_of_any_day_is_a_function_of_the_published_file(warehouse):
    sql = "select pcode, holder, is_contested from control_map(date '2016-02-18') order by pcode"
    expected = [
        (BASHKWI, "opposition", True),
        (NEVER_REPORTED, "is", False),
        (AZAZ, "is", False),
        (MARE, "opposition", True),
        (IDLEB, "regime", False),
    ]
    assert rows(warehouse, sql) == expected
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        assert reader.execute(sql).fetchall() == expected


def test_an_implied_holder_is_on_the_map_for_thirty_days(warehouse):
    sql = f"select count(*) from control_map(date '{{}}') where pcode = '{AZAZ}'"
    assert [rows(warehouse, sql.format(day))[0][0] for day in ("2016-01-10", "2016-01-11", "2016-02-09")] == [0, 1, 1]


def test_the_weekly_map_is_that_of_its_last_day(warehouse):
    differences = """
        select place_key, holder, is_contested from control_map(date '{0}')
        except select place_key, holder, is_contested from mart_control_map where reference_period_end = date '{0}'
        union all
        select place_key, holder, is_contested from mart_control_map where reference_period_end = date '{0}'
        except select place_key, holder, is_contested from control_map(date '{0}')
    """
    for sunday in ("2016-02-14", "2016-02-21", "2016-02-28"):
        assert rows(warehouse, differences.format(sunday)) == []
    counts = "select iso_week, count(*) from mart_control_map group by 1 order by 1"
    assert rows(warehouse, counts) == [(6, 4), (7, 6), (8, 7)]


def test_the_activity_of_the_front_is_told_by_week_and_sides(warehouse):
    sql = """
        select iso_week, region_pcode, lost_by, gained_by, moves_count, exchanges_within_day, partial_gains,
            contested_places, places_fought_over, region_places_fought_over
        from mart_front_activity where admin_level = 1
        order by iso_week, region_pcode, lost_by nulls first, gained_by
    """
    assert rows(warehouse, sql) == [
        (6, "SY02", None, "opposition", 1, 0, 0, 0, 1, 2),
        (6, "SY02", "is", "sdf", 1, 0, 0, 0, 1, 2),
        (7, "SY02", None, "opposition", 2, 0, 0, 0, 2, 4),
        (7, "SY02", None, "regime", 0, 1, 0, 0, 1, 4),
        (7, "SY02", "is", "opposition", 0, 1, 0, 0, 1, 4),
        (7, "SY02", "is", "sdf", 1, 0, 0, 0, 1, 4),
        (7, "SY02", "opposition", "is", 0, 1, 1, 1, 1, 4),
        (7, "SY02", "opposition", "regime", 0, 0, 0, 1, 1, 4),
        (7, "SY02", "sdf", "is", 1, 0, 0, 0, 1, 4),
        (8, "SY02", None, "regime", 1, 0, 0, 0, 1, 2),
        (8, "SY02", "opposition", "sdf", 1, 0, 0, 0, 1, 2),
        (8, "SY07", "regime", "opposition", 1, 0, 0, 0, 1, 1),
    ]


def test_tables_and_the_function_are_described_in_the_published_file(warehouse):
    undescribed = """
        select table_name, column_name from duckdb_columns()
        where database_name = 'warehouse' and table_name not like 'meta%' and comment is null
    """
    assert rows(warehouse, undescribed) == []
    comment = "select comment is not null from duckdb_functions() where function_name = 'control_map'"
    assert rows(warehouse, comment) == [(True,)]
