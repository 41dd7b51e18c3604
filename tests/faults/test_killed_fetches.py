"""A fetch of sixty days killed at random moments: the next run goes on, and asks for nothing that was stored."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.living_site import LivingSite, living
from transforms.clock import SITE_TIME_ZONE
from transforms.completeness import remembered
from transforms.lake import Lake, open_lake

KILLS = int(os.environ.get("MARSAD_TEST_KILLS", "3"))
"""How many random moments to kill at. The long version: MARSAD_TEST_KILLS=50 .venv/bin/pytest -k killed_fetches."""

FIRST = dt.date(2016, 3, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(60)]
POSTS_A_DAY = 12
PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
MARGIN = dt.timedelta(hours=3, seconds=1)

FETCH = """
import datetime as dt, sys
from tests.support.site import client_for
from transforms.fetching import fetch_days
from transforms.freshness import read_stale_days
from transforms.lake import open_lake
from transforms.sources import WordPressSource
source = WordPressSource(client_for(sys.argv[1], timeout_seconds=60), name="test", base_url=sys.argv[1])
lake, days = open_lake(sys.argv[2]), [dt.date(2016, 3, 1) + dt.timedelta(days=n) for n in range(60)]
for result in fetch_days(source, lake, days):
    assert result.is_complete, result
for result in read_stale_days(lake, days, "local"):
    pass
"""


@dataclass(frozen=True)
class Undisturbed:
    """A run from beginning to end: what the lake holds then, how long it worked, how often it asked."""

    lake: dict[str, list[Any]]
    seconds: float
    requests: int


@pytest.fixture(scope="module")
def site() -> Iterator[LivingSite]:
    with living((100 + n, DAYS[n // POSTS_A_DAY]) for n in range(60 * POSTS_A_DAY)) as site:
        yield site


@pytest.fixture(scope="module")
def undisturbed(site: LivingSite, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    before = len(site.asked)
    process = start(site, folder)
    wait_for_request(site, before, process)
    began = time.monotonic()
    assert process.wait(timeout=120) == 0
    return Undisturbed(contents(open_lake(str(folder))), time.monotonic() - began, len(site.asked) - before)


def start(site: LivingSite, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", FETCH, site.url, str(folder)],
        cwd=PROJECT_DIR,
        env={**os.environ, "PYTHONPATH": str(PROJECT_DIR)},
    )


def wait_for_request(site: LivingSite, before: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while len(site.asked) <= before and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)


def contents(lake: Lake) -> dict[str, list[Any]]:
    """All that a lake holds, without addresses of asking; of when something changed only how often it did."""
    untold = {"fetched_at", "seen_at", "url", "headers"}
    return {
        f"{table} {day}": [
            {
                name: len(value) if name.endswith("_at") and isinstance(value, list) else value
                for name, value in row.items()
            }
            for row in read(day).drop_columns([name for name in read(day).column_names if name in untold]).to_pylist()
        ]
        for table, read in (("raw_pages", lake.read_raw_pages), ("reports", lake.read_reports))
        for day in lake.days(table)
    }


def days_asked_for(site: LivingSite, since: int) -> list[set[dt.date]]:
    """The publication days that each request after the first so many asked for."""
    found = []
    for after, before in list(site.days_asked_for())[since:]:
        first = (after + MARGIN).astimezone(SITE_TIME_ZONE).date()
        last = (before - MARGIN).astimezone(SITE_TIME_ZONE).date()
        found.append({day for day in DAYS if first <= day <= last})
    return found


def stored_requests(site: LivingSite, folder: Path) -> set[str]:
    """Requests whose answers lie in the lake: as they came, or as pages that name the list they came in."""
    lake = open_lake(str(folder))
    urls = {url for day in DAYS for url in lake.read_raw_pages(day).column("url").to_pylist()}
    for file in (folder / "underway").glob("*/*/*"):
        if not file.name.startswith("."):
            urls.add(json.loads(file.read_bytes().partition(b"\n")[0])["url"])
    return {url.removeprefix(site.url) for url in urls}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_fetch_goes_on_and_repeats_no_request_that_was_stored(
    site: LivingSite, undisturbed: Undisturbed, tmp_path: Path, seed: int
) -> None:
    begun = len(site.asked)
    process = start(site, tmp_path)
    wait_for_request(site, begun, process)
    time.sleep(random.Random(seed).uniform(0, undisturbed.seconds))
    process.send_signal(signal.SIGKILL)
    process.wait()
    lake = open_lake(str(tmp_path))
    stored = stored_requests(site, tmp_path)
    stored_days = {day for day in DAYS if lake.read_page_versions(day).num_rows}
    complete = {day for day in DAYS if (known := remembered(lake, "test", day)) is not None and known.is_settled}
    killed, days_killed = len(site.asked), len(list(site.days_asked_for()))
    assert start(site, tmp_path).wait(timeout=120) == 0
    before, after = site.asked[begun:killed], site.asked[killed:]
    days_after = set().union(*days_asked_for(site, days_killed))
    unanswered = [path for path in before if path not in stored]

    assert complete <= stored_days
    assert (stored & set(after), stored_days & days_after) == (set(), set())
    assert unanswered in ([], before[-1:])  # at most the request that was under way
    assert sum(path in before for path in after) <= len(unanswered)
    assert contents(lake) == undisturbed.lake
    assert list((tmp_path / "underway").rglob("*/*/*")) == []


def test_sixty_days_of_twelve_posts_cost_a_request_for_eighty_posts_or_less(undisturbed: Undisturbed) -> None:
    assert undisturbed.requests <= 60 * POSTS_A_DAY / 80 + 4
