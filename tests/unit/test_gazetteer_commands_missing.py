"""`marsad gazetteer missing`: names that reports use and the gazetteer lacks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from sample_site.posts import load_posts
from tests.support.rows import report
from transforms import cli
from transforms.lake import open_lake
from transforms.model import Event, Evidence, Place
from transforms.reading import Revision, report_rows

DAY = dt.date(2016, 2, 25)
FETCHED = dt.datetime(2016, 3, 1, 12, tzinfo=dt.UTC)
NAME = "كفر وهمية"
SECOND = "تل وهمي"


@pytest.fixture
def marsad(capsys, monkeypatch, tmp_path):
    """Run `marsad gazetteer` in a folder of its own; gives exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["gazetteer", *arguments])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def place(name: str, *, pcode: str | None = None, name_en: str | None = None, admin1: str | None = "SY02") -> Place:
    return Place(pcode, "community", name, name_en, admin1, None, None, None, None, 2, "in", name)


def event(number: int, text: str, *places: Place) -> Event:
    return Event(
        event_id=f"{number:016}", event_type="shelling", acled_sub_event_type=None, weapon=None, actors=(), targets=(),
        actor_certainty="certain", places=places, admin1_pcode="SY02", event_date_start=DAY, event_date_end=DAY,
        date_precision=1, date_surface=None, status="confirmed", is_background=False, no_casualty_statement=False,
        late_death=False, original_date=None, control=None, casualties=(),
        evidence=Evidence(0, 0, len(text), text), rule_id="shelling",
    )  # fmt: skip


@pytest.fixture
def lake_of_two_days(marsad):
    """Two days: one name in three events of two reports, another in one, and places that are known."""
    lake = open_lake(str(Path("data") / "lake"))
    known = place("حلب", pcode="SY02", name_en="Aleppo"), place("منيان", name_en="Minyan")
    first = (event(1, f"قصف على {NAME} صباحا", place(NAME), *known), event(2, f"قصف على {SECOND}", place(SECOND)))
    second = (event(3, f"قصف على ال{NAME}", place(NAME)), event(4, f"غارات على {NAME}", place(NAME)))
    old = (event(5, f"قصف على {SECOND}", place(SECOND)),) * 9
    for day, number, events, current in (
        (DAY, 1, first, True), (DAY + dt.timedelta(1), 2, second, True), (DAY, 3, old, False),
    ):  # fmt: skip
        revisions = [Revision(report(day, number), events, 1, current, "0" * 64, FETCHED)]
        if day == DAY and number == 3:
            revisions += [Revision(report(DAY, 1), first, 1, True, "0" * 64, FETCHED)]
        lake.write_reports(day, report_rows(revisions))
    return lake


def listed(marsad, *options: str) -> list[dict]:
    status, out, _ = marsad("missing", "--format", "json", *options)
    assert status == 0
    return json.loads(out)


def test_unknown_names_come_by_frequency(marsad, lake_of_two_days):
    assert [(p["name"], p["events"], p["reports"]) for p in listed(marsad)] == [(NAME, 3, 2), (SECOND, 1, 1)]


def test_features_without_a_p_code_are_known(marsad, lake_of_two_days):
    assert "منيان" not in {p["name"] for p in listed(marsad)}


def test_only_current_revisions_count(marsad, lake_of_two_days):
    assert listed(marsad)[1]["events"] == 1


def test_a_range_of_days_can_be_asked(marsad, lake_of_two_days):
    found = listed(marsad, "--from", "2016-02-26", "--to", "2016-02-26")
    assert [(p["name"], p["events"]) for p in found] == [(NAME, 2)]


def test_rare_names_can_be_left_out(marsad, lake_of_two_days):
    assert [p["name"] for p in listed(marsad, "--least", "2")] == [NAME]


def test_the_list_can_be_cut(marsad, lake_of_two_days):
    assert len(listed(marsad, "--limit", "1")) == 1


def test_a_name_comes_with_its_contexts_and_days(marsad, lake_of_two_days):
    found = listed(marsad)[0]
    assert (found["first_date"], found["last_date"]) == ("2016-02-25", "2016-02-26")
    assert [NAME in context["text"] for context in found["contexts"]] == [True, True]


def test_similar_places_are_proposed(marsad):
    lake = open_lake(str(Path("data") / "lake"))
    told = (event(1, "قصف على خان العصل", place("خان العصل")),)
    lake.write_reports(DAY, report_rows([Revision(report(DAY, 1), told, 1, True, "0" * 64, FETCHED)]))
    assert "خان العسل" in " ".join(listed(marsad)[0]["similar"])


def test_the_same_name_in_two_governorates_is_two(marsad):
    lake = open_lake(str(Path("data") / "lake"))
    told = (event(1, NAME, place(NAME)), event(2, NAME, place(NAME, admin1="SY05")))
    lake.write_reports(DAY, report_rows([Revision(report(DAY, 1), told, 1, True, "0" * 64, FETCHED)]))
    assert [p["admin1_pcode"] for p in listed(marsad)] == ["SY02", "SY05"]


def test_the_missing_names_as_csv_are_one_line_a_name(marsad, lake_of_two_days):
    _, out, _ = marsad("missing", "--format", "csv")
    assert [(row["name"], row["events"]) for row in csv.DictReader(io.StringIO(out))] == [(NAME, "3"), (SECOND, "1")]


def test_the_missing_names_as_a_table_show_contexts_whole(marsad, lake_of_two_days):
    _, out, _ = marsad("missing")
    assert (f"{NAME} 3 events, 2 reports" in out, f"قصف على {NAME} صباحا" in out) == (True, True)


def test_files_are_read_instead_of_the_lake(marsad):
    post = load_posts()[0]
    Path("report.html").write_text(post.html, encoding="utf-8")
    status, _, err = marsad("missing", "--format", "json", "report.html")
    assert (status, err) == (0, "")


def test_a_file_that_is_no_report_is_named(marsad):
    Path("empty.html").write_bytes(b"")
    status, _, err = marsad("missing", "empty.html")
    assert (status, err.startswith("marsad: empty.html: "), err.count("\n")) == (1, True, 1)


def test_a_lake_without_reports_is_one_line_and_status_1(marsad):
    status, out, err = marsad("missing")
    assert (status, out, err.count("\n")) == (1, "", 1)
