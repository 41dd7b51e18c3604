"""`marsad demo`: what it fetches."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from transforms.cli import demo
from transforms.fetching import fetch_day
from transforms.lake import Lake, open_lake
from transforms.orchestrator import Ingested, Published
from transforms.progress import Progress, Silent
from transforms.reading import read_day
from transforms.settings import Settings
from transforms.sources import open_source


class _PublishedError(Exception):
    """Stands for the end of the demo that is looked at here."""


class _FirstDay:
    """An orchestrator that fetches and reads the first day alone."""

    def ingest(self, settings: Settings, first_day: dt.date, last_day: dt.date, progress: Progress) -> Ingested:
        del last_day, progress
        lake = open_lake(settings.lake)
        fetched = fetch_day(open_source(settings), lake, first_day)
        read = read_day(lake, first_day, extract=lambda _: ())
        return Ingested(1, fetched.added, fetched.already_stored, read.reports, read.events, read.quarantined)

    def publish(self, settings: Settings, progress: Progress) -> Published:
        raise _PublishedError


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """What two demos leave, one after the other."""
    monkeypatch.setattr(demo, "load_orchestrator", lambda _: _FirstDay())
    settings = Settings(data_dir=tmp_path / "data")
    for _ in range(2):
        with pytest.raises(_PublishedError):
            demo.run(settings, Silent())
    return open_lake(settings.lake)


def test_a_second_demo_stores_no_page_again(lake: Lake) -> None:
    [day] = lake.days("raw_pages")
    pages = lake.read_raw_pages(day).column("page_id").to_pylist()

    assert len(pages) == len(set(pages))


def test_the_addresses_of_the_sample_reports_name_a_host_that_cannot_exist(lake: Lake) -> None:
    [day] = lake.days("reports")
    addresses = lake.read_reports(day).column("url").to_pylist()

    assert {address.split("/")[2] for address in addresses} == {"sample.invalid"}
