"""Long ranges are fetched year by year, so that the first year is at work at once."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project import commands
from dagster_project.partitions import range_tags
from transforms.orchestrator import Ingested
from transforms.progress import Silent
from transforms.settings import Settings


class Noted(Silent):
    """A progress that notes the names of its steps."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def step(self, name, total, unit):
        self.names.append(name)
        return super().step(name, total, unit)


@pytest.fixture
def runs(monkeypatch):
    """The ranges of the runs that were started; each has fetched two pages of a day that is incomplete."""
    started = []

    def run(settings, job, progress, tags):
        with progress.step("Fetching", 1, "days"):
            started.append(tags)
        return len(started)

    def totals(number):
        return Ingested(1, 2, 0, 2, 3, 0, incomplete=(f"day {number}",), read=1)

    monkeypatch.setattr(commands, "_run", run)
    monkeypatch.setattr(commands, "_totals", totals)
    monkeypatch.setattr(commands, "prepared_manifest", lambda settings: None)
    return started


def ingest(tmp_path, first: str, last: str, progress=None) -> Ingested:
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return commands.ingest(Settings(data_dir=tmp_path), *days, progress or Noted())


def ranges(runs) -> list[dict[str, str]]:
    return [{name: value for name, value in tags.items() if name != commands.AGAIN_TAG} for tags in runs]


def test_a_range_of_a_year_is_one_run(tmp_path, runs):
    ingest(tmp_path, "2016-01-01", "2016-12-31")
    assert ranges(runs) == [range_tags(dt.date(2016, 1, 1), dt.date(2016, 12, 31))]


def test_a_longer_range_is_a_run_for_each_calendar_year_without_a_gap(tmp_path, runs):
    ingest(tmp_path, "2014-11-30", "2016-02-01")
    parts = [("2014-11-30", "2014-12-31"), ("2015-01-01", "2015-12-31"), ("2016-01-01", "2016-02-01")]
    assert ranges(runs) == [range_tags(*map(dt.date.fromisoformat, part)) for part in parts]


def test_the_runs_of_a_long_range_are_told_as_one(tmp_path, runs):
    told = ingest(tmp_path, "2014-11-30", "2016-02-01")
    assert (told.days, told.fetched, told.events, told.read) == (3, 6, 9, 3)
    assert told.incomplete == ("day 1", "day 2", "day 3")


def test_the_steps_of_a_long_range_say_which_year_they_are_at(tmp_path, runs):
    progress = Noted()
    ingest(tmp_path, "2014-11-30", "2016-02-01", progress)
    assert progress.names == ["Fetching 2014 (1/3)", "Fetching 2015 (2/3)", "Fetching 2016 (3/3)"]
