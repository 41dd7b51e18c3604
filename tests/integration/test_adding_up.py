"""Weekly figures add up: `marsad explain` finds every cell's parts, and a mart that lost something fails its test."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.integration.test_sql_models import build, run_dbt
from tests.support.synthetic_lake import reports, write_lake
from transforms.provenance import Wanted, explain_cells, find_cells
from transforms.warehouse import BuildEnvironment, open_warehouse

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

WEEKLY = ["mart_weekly_casualties", "mart_weekly_control_changes"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildEnvironment]:
    lake = write_lake(tmp_path_factory.mktemp("lake"), reports())
    return build(tmp_path_factory.mktemp("data"), str(lake), "run")


@pytest.mark.parametrize("table", WEEKLY)
def test_every_cell_of_a_weekly_table_is_the_sum_of_its_parts(built, table):
    with open_warehouse(built[0]) as connection:
        explained = explain_cells(connection, find_cells(connection, table, Wanted(where="true")))
    assert len(explained) > 5
    assert [one.differences for one in explained if one.differences] == []
    assert all(one.parts for one in explained)
    assert all(part.statement.event["evidence_text"] for one in explained for part in one.parts)


def test_a_change_told_twice_is_one_part_with_two_statements(built):
    with open_warehouse(built[0]) as connection:
        cells = find_cells(connection, "mart_weekly_control_changes", Wanted(region="SY020400"))
        [explained] = explain_cells(connection, cells)
    [part] = explained.parts
    assert [part.statement.event["report_id"], *(other.event["report_id"] for other in part.others)] == [
        "test:1",
        "test:2",
    ]


ADDS_UP = "mart_weekly_casualties_adds_up"


@pytest.fixture(scope="module")
def adds_up(built: tuple[Path, BuildEnvironment]) -> str:
    """The SQL of the dbt test, which finds nothing in the tables as they were built."""
    environment = built[1]
    run_dbt(environment, "test", "--select", ADDS_UP)
    [compiled] = environment.build_path.parent.glob(f"dbt/compiled/**/{ADDS_UP}.sql")
    return compiled.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        "update mart_weekly_casualties set people_low = people_low + 1 where admin_level = 2 and side = 'opposition'",
        "delete from mart_weekly_casualties where week_start = date '2016-02-29'",
        "update mart_weekly_casualties set admin1_pcode = 'SY01' where admin_level = 3 and admin1_pcode = 'SY07'",
    ],
)
def test_a_weekly_table_that_does_not_add_up_fails(built, adds_up, damage):
    with duckdb.connect(str(built[1].build_path)) as connection:
        connection.execute(f"attach '{built[1].build_path}.staging' as staging (read_only)")
        assert connection.execute(adds_up).fetchall() == []
        connection.execute("begin")
        connection.execute(damage)
        assert connection.execute(adds_up).fetchall() != []
        connection.execute("rollback")
