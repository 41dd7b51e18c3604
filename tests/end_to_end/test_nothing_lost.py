"""A site that shrinks, is edited and comes back, as whoever runs `marsad ingest` sees it."""

import datetime as dt
import subprocess
from dataclasses import dataclass, field

import duckdb
import pytest

from tests.end_to_end.workplace import Workplace, digests
from tests.support.living_site import LivingSite, living

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(900)]

DAYS = [dt.date(2016, 3, 23) + dt.timedelta(days=n) for n in range(4)]
"""Among them 25 March 2016, which begins at 01:00."""
POSTS_A_DAY = 3
TEXT = "محافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت طائرات حربية مناطق في مدينة حلب، ما أدى لاستشهاد 3 مواطنين"
RANGE = ("--from", str(DAYS[0]), "--to", str(DAYS[-1]))
LISTED = "select post_id, revision, is_current, is_listed from fct_reports order by all"
CHANGES = "select post_id, kind, published_date from fct_report_revisions where kind != 'first' order by all"


@dataclass
class Story:
    """Runs of `marsad ingest`, and what the warehouse and the lake held after each."""

    place: Workplace
    runs: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict)
    listed: dict[str, list[tuple]] = field(default_factory=dict)
    changes: dict[str, list[tuple]] = field(default_factory=dict)
    lake: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self, step: str, *arguments: str) -> None:
        self.runs[step] = self.place.run("ingest", *arguments)
        with duckdb.connect(str(self.place.data / "warehouse.duckdb"), read_only=True) as warehouse:
            self.listed[step] = warehouse.execute(LISTED).fetchall()
            self.changes[step] = warehouse.execute(CHANGES).fetchall()
        self.lake[step] = {name: digest for name, digest in digests(self.place.lake).items() if "/date=" in name}

    def rewritten(self, step: str, before: str) -> set[tuple[str, str]]:
        """Tables and partitions whose objects are new or other than before a step."""
        new = self.lake[step].items() - self.lake[before].items()
        parts = [name.split("/") for name, _ in new if name.endswith(".parquet")]
        return {(table, partition.removeprefix("date=")) for table, partition, _ in parts}


def _posts(site: LivingSite) -> None:
    """Three posts a day, at its first second, at nine, and at 23:59; 100, 101 and 102 on the first day, …"""
    for number, day in enumerate(DAYS):
        first = dt.time(1) if day == dt.date(2016, 3, 25) else dt.time(0)
        for n, time in enumerate((first, dt.time(9), dt.time(23, 59))):
            site.put(100 + POSTS_A_DAY * number + n, day, TEXT, time)


@pytest.fixture(scope="module")
def story(workplace) -> Story:
    with living() as site:
        _posts(site)
        story = Story(workplace(MARSAD_SOURCE_URL=site.url))
        story.run("first", *RANGE)
        site.hidden = {103, 104}  # of the second day; asked for by their ids, they are there
        story.run("shrunk", *RANGE, "--again")
        site.hidden = set(site.posts)
        story.run("empty", *RANGE, "--again")
        site.hidden = set()
        site.withheld = {107}
        story.run("short", *RANGE, "--again")
        site.withheld = set()
        story.run("well", *RANGE)
        site.edit(101, TEXT.replace("3", "5"))
        site.delete(110)
        story.run("changed", "--changed-since", "auto")
        story.run("nothing", "--changed-since", "auto")
    return story


WHOLE = [(100 + n, 1, True, True) for n in range(POSTS_A_DAY * len(DAYS))]


def test_posts_at_the_edges_of_days_are_reports_once_each(story):
    assert (story.runs["first"].returncode, story.listed["first"]) == (0, WHOLE)


@pytest.mark.parametrize("step", ["shrunk", "empty", "short"])
def test_a_site_that_lists_less_than_it_has_removes_nothing_from_the_warehouse(story, step):
    assert story.listed[step] == WHOLE


@pytest.mark.parametrize("step", ["shrunk", "empty", "short"])
def test_a_site_that_lists_less_than_it_has_changes_no_object_of_pages_and_reports(story, step):
    assert story.rewritten(step, "first") == set()


def test_a_day_that_shrank_fails_its_check_and_the_command(story):
    done = story.runs["shrunk"]
    check = "raw_pages: days_do_not_shrink failed: 2016-03-24: 1 expected, 1 fetched; missing: 103, 104"
    last = "marsad: incomplete days: 2016-03-24; what came is stored and published (run the same command again)"
    assert (done.returncode, check in done.stderr, done.stderr.splitlines()[-1]) == (1, True, last)


def test_an_empty_list_fails_the_check_of_every_day(story):
    done = story.runs["empty"]
    assert (done.returncode, done.stderr.count("days_do_not_shrink failed")) == (1, len(DAYS))


def test_a_short_day_fails_its_check_with_the_missing_id(story):
    done = story.runs["short"]
    told = "raw_pages: days_are_complete failed: 2016-03-25: 3 expected, 2 fetched; missing: 107"
    assert (done.returncode, told in done.stderr) == (1, True)


def test_the_next_run_asks_for_the_days_that_were_not_complete(story):
    assert (story.runs["well"].returncode, "3 of these days were complete before" in story.runs["well"].stdout) == (
        0,
        True,
    )


def test_an_edit_and_a_deletion_are_found_by_the_next_run(story):
    changed = [(101, "edited", DAYS[0]), (110, "deleted", DAYS[3])]
    assert (story.runs["changed"].returncode, story.changes["well"], story.changes["changed"]) == (0, [], changed)


def test_only_the_days_of_an_edit_and_of_a_deletion_are_rebuilt(story):
    first, last = str(DAYS[0]), str(DAYS[3])
    assert story.rewritten("changed", "well") == {
        ("raw_pages", first), ("reports", first), ("sightings", last), ("reports", last),
    }  # fmt: skip


def test_a_deleted_report_stays_in_the_warehouse_as_listed_no_more(story):
    assert (110, 1, True, False) in story.listed["changed"]


def test_a_run_without_changes_changes_nothing(story):
    assert (story.rewritten("nothing", "changed"), story.listed["nothing"]) == (set(), story.listed["changed"])
