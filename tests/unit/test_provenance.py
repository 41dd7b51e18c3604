"""`marsad explain`: from a figure to its sentences, on small warehouses made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from transforms.cli.app import _run

EVENTS = """
    create table fct_events as
    select *, timestamptz '2016-02-25 08:00:00+00' as published_at, date '2016-02-25' as event_date_start,
        date '2016-02-25' as event_date_end
    from (values
        ('e1', 'r1', 0, 'airstrike', 'https://example.org/1', ['اعزاز'], ['C1564'], 'استشهد 3'),
        ('e2', 'r1', 1, 'shelling', 'https://example.org/1', ['مارع'], ['C1643'], 'استشهد 2'),
        ('e3', 'r2', 0, 'airstrike', 'https://example.org/2', ['اعزاز'], ['C1564'], 'استشهد 2 في اعزاز'),
        ('e4', 'r3', 0, 'airstrike', 'https://example.org/3', ['اعزاز'], ['C1564'], 'قصف على اعزاز')
    ) t(event_id, report_id, event_index, event_type, url, provider_place_names, place_pcodes, evidence_text)
"""
CASUALTIES = """
    create table fct_casualties as
    select t.*, people_low as people_best, 0 as casualty_index, 0 as part_index, event_date_start,
        'SY02' as admin1_pcode, 'SY0204' as admin2_pcode, null::varchar as admin3_pcode, 'killed' as outcome,
        null::varchar as side, 'civilian' as civilian_status, true as is_confirmed, 'exact' as qualifier,
        'incident' as scope, e.event_id, e.event_type, e.url, e.event_date_end, e.evidence_text
    from (values
        ('r1', 0, 3, null, true, null, 'i1'),
        ('r1', 1, 2, 2, true, null, 'i2'),
        ('r2', 0, 2, 2, false, 'superseded', 'i1')
    ) t(report_id, event_index, people_low, people_high, is_counted, not_counted_reason, incident_id)
    join fct_events as e using (report_id, event_index)
"""
WEEKLY = """
    create table mart_weekly_casualties as select date '2016-02-22' as week_start,
        date '2016-02-22' as reference_period_start, date '2016-02-28' as reference_period_end, l as admin_level,
        ['SY02', 'SY0204', null][l] as region_pcode, 'SY02' as admin1_pcode,
        case when l > 1 then 'SY0204' end as admin2_pcode, null::varchar as admin3_pcode, 'killed' as outcome,
        null::varchar as side, 'civilian' as civilian_status, true as is_confirmed, 5 as people_low,
        5 as people_best, null::bigint as people_high, 2 as figures_count, 2 as events_count
    from (select unnest([1, 2, 3]) as l)
"""
SATURDAYS = """
    create table mart_weekly_casualties_saturday as
    select * replace (date '2016-02-20' as week_start, date '2016-02-20' as reference_period_start,
        date '2016-02-26' as reference_period_end) from mart_weekly_casualties
    union all
    select date '2016-02-20', date '2016-02-20', date '2016-02-26', 4, p, 'SY02', 'SY0204', null, 'killed', null,
        'civilian', true, n, n, h, 1, 1 from (values ('C1564', 3, null), ('C1643', 2, 2)) t(p, n, h)
"""
BRIDGE = """
    create table bridge_incident_events as from (values ('i1', 'e1', 'r1', 0, 'first'), ('i1', 'e3', 'r2', 0, 'update'),
        ('i1', 'e4', 'r3', 0, 'same_place'), ('i2', 'e2', 'r1', 1, 'first'))
        t(incident_id, event_id, report_id, event_index, merge_reason)
"""
CONTROL = """
    create table fct_control_changes as
    select *, true as is_counted, 'sdf' as taken_by, 'capture' as change, 1 as places_low, 0 as place_index,
        null::varchar as admin2_pcode, null::varchar as admin3_pcode, 'C1564' as pcode, 'x' as provider_place_name,
        date '2016-02-25' as event_date_start, date '2016-02-25' as event_date_end, 'u' as url, 's' as evidence_text,
        make_timestamptz(2016, 2, 25, hour, 0, 0) as published_at
    from (values
        ('e1', 'r1', 0, 'c1', true, null, 'partial', 'confirmed', 'SY02', 8),
        ('e3', 'r2', 0, 'c1', false, 'is', 'full', 'reported', 'SY02', 9),
        ('e2', 'r1', 1, 'c2', true, 'is', 'full', 'confirmed', 'SY07', 8)
    ) t(event_id, report_id, event_index, control_change_id, is_first_statement, taken_from, extent, status,
        admin1_pcode, hour)
"""
WEEKLY_CONTROL = """
    create table mart_weekly_control_changes as select date '2016-02-22' as week_start,
        date '2016-02-22' as reference_period_start, date '2016-02-28' as reference_period_end, 1 as admin_level,
        'SY02' as region_pcode, 'SY02' as admin1_pcode, null::varchar as admin2_pcode, null::varchar as admin3_pcode,
        'sdf' as taken_by, 'is' as taken_from, 'full' as extent, 'capture' as change, 'confirmed' as status,
        1 as changes_count, 1 as places_count, 2 as reports_count
"""


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in (EVENTS, CASUALTIES, WEEKLY, SATURDAYS, BRIDGE, CONTROL, WEEKLY_CONTROL):
            connection.execute(statement)
    return path


def change(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert _run(["explain", *arguments, "--format", "json"], debug=True) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_figure_leads_to_its_rows_sentences_and_addresses(warehouse, capsys):
    [cell] = explained(capsys, "mart_weekly_casualties", "--week", "2016-W08", "--region", "SY02")
    told = [
        (part["adds"]["people_best"], part["statement"]["event"]["evidence_text"], part["statement"]["event"]["url"])
        for part in cell["parts"]
    ]
    assert cell["figures"]["people_best"] == 5
    assert told == [(3, "استشهد 3", "https://example.org/1"), (2, "استشهد 2", "https://example.org/1")]


def test_an_incident_shows_its_other_statements_and_why_they_are_not_counted(warehouse, capsys):
    [cell] = explained(capsys, "mart_weekly_casualties", "--region", "SY0204")
    [first, second] = cell["parts"]
    others = [
        (other["event"]["event_id"], other["not_counted_reason"], other["merge_reason"]) for other in first["others"]
    ]
    assert (first["identity"], second["identity"]) == ("i1", "i2")
    assert others == [("e3", "superseded", "update"), ("e4", "no_figures", "same_place")]
    assert (second["others"], cell["not_counted"]) == ([], [])


def test_without_incidents_what_is_not_counted_stands_beside(warehouse, capsys):
    change(warehouse, "alter table fct_casualties drop incident_id; drop table bridge_incident_events")
    [cell] = explained(capsys, "mart_weekly_casualties", "--region", "SY02")
    assert [said["not_counted_reason"] for said in cell["not_counted"]] == ["superseded"]


def test_without_a_region_the_governorates_are_explained(warehouse, capsys):
    found = explained(capsys, "mart_weekly_casualties")
    assert [cell["key"]["admin_level"] for cell in found] == [1]


@pytest.mark.parametrize("week", ["2016-02-20", "2016-02-25"])
def test_weeks_of_any_kind_are_named_by_a_day_in_them(warehouse, capsys, week):
    [cell] = explained(capsys, "mart_weekly_casualties_saturday", "--week", week, "--region", "SY02")
    assert (cell["key"]["from"], len(cell["parts"])) == ("2016-02-20", 2)


def test_places_are_a_level_of_their_own(warehouse, capsys):
    found = explained(capsys, "mart_weekly_casualties_saturday", "--level", "4")
    assert [(cell["key"]["region_pcode"], len(cell["parts"])) for cell in found] == [("C1564", 1), ("C1643", 1)]


def test_a_control_change_shows_all_that_tell_it(warehouse, capsys):
    [cell] = explained(capsys, "mart_weekly_control_changes", "--taken-by", "sdf")
    [part] = cell["parts"]
    assert part["statement"]["event"]["report_id"] == "r1"
    assert [(other["event"]["report_id"], other["not_counted_reason"]) for other in part["others"]] == [
        ("r2", "told_again")
    ]


def test_a_condition_may_stand_in_place_of_options(warehouse, capsys):
    where = "week_start='2016-02-22' and admin_level=1 and region_pcode='SY02' and outcome='killed'"
    assert len(explained(capsys, "mart_weekly_casualties", "--where", where)) == 1


def test_on_a_terminal_the_sentence_stands_below_its_figure(warehouse, capsys):
    assert _run(["explain", "mart_weekly_casualties", "--region", "SY02"], debug=True) == 0
    told = capsys.readouterr().out
    assert "1 + people_low 3, people_best 3, people_high none, i1" in told
    assert "استشهد 3" in told
    assert "the same, not counted again (superseded, update)" in told
    assert "2 parts: the parts add up" in told


@pytest.mark.parametrize(
    ("damage", "table", "told"),
    [
        (
            "delete from fct_casualties where event_index = 1",
            "mart_weekly_casualties",
            "people_low is 5 in mart_weekly_",
        ),
        ("update fct_casualties set is_counted = true", "mart_weekly_casualties", "figures_count is 2"),
        ("delete from fct_control_changes", "mart_weekly_control_changes", "changes_count is 1"),
    ],
)
def test_parts_that_do_not_add_up_are_an_error(warehouse, capsys, damage, table, told):
    change(warehouse, damage)
    assert _run(["explain", table], debug=False) == 1
    err = capsys.readouterr().err
    assert "the parts do not add up" in err
    assert told in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["fct_events"], "is no weekly mart of figures (known are mart_weekly_casualties, "),
        (["mart_nothing"], "there is no table mart_nothing"),
        (["mart_weekly_casualties", "--week", "2016-W60"], "there is no week 2016-W60"),
        (["mart_weekly_casualties", "--week", "soon"], "is not a day"),
        (["mart_weekly_casualties", "--taken-by", "sdf"], "has no column taken_by"),
        (["mart_weekly_casualties", "--week", "2017-W08"], "has no such row"),
        (["mart_weekly_casualties", "--where", "nothing = 1"], "cannot be asked for that"),
        (["mart_weekly_casualties", "--where", "true); drop table x; select (true"], "is not one condition"),
        (["mart_weekly_casualties", "--where", "exists (from read_csv('/etc/passwd'))"], "cannot be asked for that"),
    ],
)
def test_what_cannot_be_explained_is_wrong_usage_in_one_line(warehouse, capsys, arguments, told):
    assert _run(["explain", *arguments], debug=False) == 2
    err = capsys.readouterr().err
    assert told in err
    assert len(err.strip().splitlines()) == 1
