"""The same report says the same, with the same event ids, whatever process, clock, time zone or locale reads it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sample_site.posts import load_posts
from sample_site.server import respond
from transforms.extraction import extract
from transforms.page import read_report

PROJECT = Path(__file__).resolve().parents[2]
TEXTS = PROJECT / "tests" / "golden"
BASE = "http://127.0.0.1:8080"
GIVEN = dt.date(2018, 3, 9)

AGAIN = f"""
import json, runpy, sys
said = runpy.run_path({str(Path(__file__))!r}, run_name="again")["said"]
sys.stdout.buffer.write(json.dumps(said(), ensure_ascii=False).encode())
"""

IN_2031 = """
import datetime, time

DAY = datetime.datetime(2031, 12, 31, 23, 30, tzinfo=datetime.timezone.utc)

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(DAY.timestamp(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(DAY.timestamp(), datetime.timezone.utc).replace(tzinfo=None)

    today = now

class LaterDate(datetime.date):
    @classmethod
    def today(cls):
        return cls(2031, 12, 31)

datetime.datetime, datetime.date = Later, LaterDate
time.time = DAY.timestamp
time.time_ns = lambda: int(DAY.timestamp()) * 10**9
"""


def said() -> dict[str, list[dict[str, object]]]:
    """The events of all bundled posts, and of every third golden text with a day and without."""
    posts = load_posts()
    reports = {
        str(post.id): read_report(respond(f"/wp-json/wp/v2/posts/{post.id}", posts, BASE).body, source="sohr-ar")
        for post in posts
    }
    for path in sorted(TEXTS.rglob("text/*.txt"))[::3]:
        text = path.read_bytes()
        reports[path.stem] = read_report(text, source="stable", published_at=GIVEN)
        reports[f"{path.stem}, undated"] = read_report(text, source="stable")
    return {
        name: json.loads(json.dumps([event.as_dict() for event in extract(report)], default=str))
        for name, report in reports.items()
    }


@pytest.fixture(scope="module")
def said_here() -> dict[str, list[dict[str, object]]]:
    return said()


def said_in_another_process(before: str = "", **environment: str) -> dict[str, list[dict[str, object]]]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONHASHSEED", "TZ")}
    done = subprocess.run(
        [sys.executable, "-c", before + AGAIN], env={**inherited, **environment}, cwd=PROJECT, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("seed", ["0", "4294967295"])
def test_another_hash_seed_changes_nothing(said_here, seed):
    assert said_in_another_process(PYTHONHASHSEED=seed) == said_here


def test_another_time_zone_changes_nothing(said_here):
    assert said_in_another_process(TZ="Pacific/Auckland") == said_here


def test_another_day_changes_nothing(said_here):
    assert said_in_another_process(before=IN_2031) == said_here


def test_the_clock_of_the_other_day_is_the_one_that_programs_see():
    code = "import datetime as dt, time; print(dt.date.today(), dt.datetime.now().year, int(time.time()) // 10**8)"
    done = subprocess.run([sys.executable, "-c", IN_2031 + code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2031-12-31", "2031", "19"]


def test_another_locale_changes_nothing(said_here):
    assert said_in_another_process(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") == said_here


def test_event_ids_are_unique(said_here):
    ids = [event["event_id"] for name, events in said_here.items() if name.isdigit() for event in events]
    assert len(set(ids)) == len(ids)
