"""A site that shrinks, is edited and comes back, as whoever runs `marsad ingest` sees it."""

import datetime as dt
import subprocess
from dataclasses import dataclass, field

import duckdb
import pytest

from dagster_project import commands
from tests.end_to_end.workplace import Workplace, digests
from tests.support.living_site import LivingSite, living
from transforms.orchestrator import Ingested, Revised
from transforms.progress import Silent
from transforms.settings import Settings, load_settings

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(900)]

DAYS = [dt.date(2016, 3, 23) + dt.timedelta(days=n) for n in range(4)]
"""Among them 25 March 2016, which begins at 01:00."""
POSTS_A_DAY = 5
TEXT = "محافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت طائرات حربية مناطق في مدينة حلب، ما أدى لاستشهاد 3 مواطنين"
LISTED = "select post_id, revision, is_current, is_listed from fct_reports order by all"
CHANGES = "select post_id, kind, published_date from fct_report_revisions where kind != 'first' order by all"


@dataclass
class Story:
    """Runs over the days: what each gave, and which objects of the lake there were after it.

    Attributes:
        shrunk: the run of the command line over a day that shrank.
        listed: reports of the warehouse that it published.
        changes: what the warehouse of the last runs says has changed.
    """

    place: Workplace
    settings: Settings
    runs: dict[str, Ingested] = field(default_factory=dict)
    revisions: dict[str, Revised] = field(default_factory=dict)
    lake: dict[str, dict[str, str]] = field(default_factory=dict)
    shrunk: subprocess.CompletedProcess[str] | None = None
    listed: list[tuple] = field(default_factory=list)
    listed_at_last: list[tuple] = field(default_factory=list)
    changes: list[tuple] = field(default_factory=list)

    def ingest(self, step: str, *, again: bool = False) -> None:
        self.runs[step] = commands.ingest(self.settings, DAYS[0], DAYS[-1], Silent(), again=again)
        self.note(step)

    def revise(self, step: str) -> None:
        self.revisions[step] = commands.revise(self.settings, None, None, Silent())
        self.note(step)

    def note(self, step: str) -> None:
        self.lake[step] = {name: digest for name, digest in digests(self.place.lake).items() if "/date=" in name}

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.place.data / "warehouse.duckdb"), read_only=True) as warehouse:
            return warehouse.execute(query).fetchall()

    def rewritten(self, step: str, before: str) -> set[tuple[str, str]]:
        """Tables and partitions whose objects are new or other than before a step."""
        new = self.lake[step].items() - self.lake[before].items()
        parts = [name.split("/") for name, _ in new if name.endswith(".parquet")]
        return {(table, partition.removeprefix("date=")) for table, partition, _ in parts}


def _posts(site: LivingSite) -> None:
    """Five posts a day, at its first second, between, and at 23:59; 100 to 104 on the first day, …"""
    for number, day in enumerate(DAYS):
        first = dt.time(1) if day == dt.date(2016, 3, 25) else dt.time(0)
        for n, time in enumerate((first, dt.time(9), dt.time(9), dt.time(23, 59), dt.time(23, 59, 59))):
            site.put(100 + POSTS_A_DAY * number + n, day, TEXT, time)


@pytest.fixture(scope="module")
def story(workplace) -> Story:
    with living() as site:
        _posts(site)
        place = workplace(MARSAD_SOURCE_URL=site.url)
        known = {"allow_private_hosts": True, "requests_per_second": 1000.0, "max_retries": 0}
        story = Story(place, load_settings(data_dir=place.data, source_url=site.url, **known))
        story.ingest("first")
        site.hidden = {105, 106}  # of the second day; asked for by their ids, they are there
        story.shrunk = place.run("ingest", "--from", str(DAYS[0]), "--to", str(DAYS[-1]), "--again")
        story.note("shrunk")
        story.listed = story.rows(LISTED)
        site.hidden = set(site.posts)
        story.ingest("empty", again=True)
        site.hidden, site.posts, kept = set(), {}, site.posts
        story.ingest("lost", again=True)
        site.posts = kept
        site.withheld = {111}
        story.ingest("short", again=True)
        site.withheld = set()
        story.ingest("well")
        site.edit(101, TEXT.replace("3", "5"))
        site.delete(116)
        story.revise("changed")
        commands.publish(story.settings, Silent())
        story.listed_at_last, story.changes = story.rows(LISTED), story.rows(CHANGES)
        story.revise("nothing")
    return story


OUTAGES = ["shrunk", "empty", "lost", "short"]
ALL_DAYS = tuple(map(str, DAYS))


def test_posts_at_the_edges_of_days_are_reports_once_each_through_a_day_that_shrank(story):
    assert story.listed == [(100 + n, 1, True, True) for n in range(POSTS_A_DAY * len(DAYS))]


@pytest.mark.parametrize("step", OUTAGES)
def test_a_site_that_lists_less_than_it_has_changes_no_object_of_pages_and_reports(story, step):
    assert story.rewritten(step, "first") == set()


def test_a_day_that_shrank_fails_its_check_and_the_command(story):
    check = "raw_pages: days_do_not_shrink failed: 2016-03-24: 3 expected, 3 fetched; missing: 105, 106"
    last = "marsad: incomplete days: 2016-03-24; what came is stored and published (run the same command again)"
    done = story.shrunk
    assert (done.returncode, check in done.stderr, done.stderr.splitlines()[-1]) == (1, True, last)


@pytest.mark.parametrize("step", ["empty", "lost"])
def test_a_site_that_lists_nothing_fails_the_check_of_every_day(story, step):
    done = story.runs[step]
    assert (done.incomplete, sum("days_do_not_shrink" in line for line in done.warnings)) == (ALL_DAYS, len(DAYS))


def test_a_short_day_fails_its_check_with_the_missing_id(story):
    done = story.runs["short"]
    told = "raw_pages: days_are_complete failed: 2016-03-25: 5 expected, 4 fetched; missing: 111"
    assert (done.incomplete, told in done.warnings) == (("2016-03-25",), True)


def test_the_next_run_asks_for_the_days_that_were_not_complete(story):
    assert (story.runs["well"].incomplete, story.runs["well"].not_asked) == ((), len(DAYS) - 1)


def test_an_edit_and_a_deletion_are_found_by_the_next_run(story):
    assert story.changes == [(101, "edited", DAYS[0]), (116, "deleted", DAYS[3])]


def test_only_the_days_of_an_edit_and_of_a_deletion_are_rebuilt(story):
    first, last = str(DAYS[0]), str(DAYS[3])
    assert story.revisions["changed"].read_days == (first, last)
    assert story.rewritten("changed", "well") == {
        ("raw_pages", first), ("reports", first), ("sightings", last), ("reports", last),
    }  # fmt: skip


def test_a_deleted_report_stays_in_the_warehouse_and_is_listed_no_more(story):
    assert (116, 1, True, False) in story.listed_at_last


def test_a_run_without_changes_reads_and_changes_nothing(story):
    assert (story.revisions["nothing"].read_days, story.rewritten("nothing", "changed")) == ((), set())
