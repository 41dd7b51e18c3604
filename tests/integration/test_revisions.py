"""Edits, deletions and moves on a real WordPress (../shared/tools/wordpress), found by the next run, and their days."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.conftest import free_ports
from tests.support.site import client_for
from tests.support.wordpress import NoWordPressError, WordPress, running
from transforms.changes import Changes, asked_until, fetch_changes, remember_asked
from transforms.fetching import fetch_days
from transforms.freshness import read_stale_days
from transforms.lake import Lake, open_lake
from transforms.progress import Silent
from transforms.sources import WordPressSource

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

DAYS = [dt.date(2016, 3, 20) + dt.timedelta(days=n) for n in range(12)]
"""Among them 25 March 2016, which begins at 01:00."""
POSTS_A_DAY = 15
EDITED, DELETED = 8, 4


def source_of(wordpress: WordPress) -> WordPressSource:
    return WordPressSource(client_for(wordpress.url, timeout_seconds=30), name="test", base_url=wordpress.url)


def _post(post_id: int, day: dt.date, time: str) -> dict[str, object]:
    html = f"<p>محافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت طائرات حربية مناطق في البلدة {post_id}</p>"
    return {"id": post_id, "title": f"قصف على بلدة في ريف حلب {post_id}", "html": html, "date": f"{day} {time}"}


def _posts() -> Iterator[dict[str, object]]:
    """Posts of every day, the first in its first second and the last in its last one."""
    post_id = 100
    for day in DAYS:
        first = "01:00:00" if day == dt.date(2016, 3, 25) else "00:00:00"
        hours = [f"{8 + n % 14:02}:{n:02}:00" for n in range(POSTS_A_DAY - 2)]
        for time in (first, *hours, "23:59:59"):
            post_id += 1
            yield _post(post_id, day, time)


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    try:
        with running(list(_posts()), free_ports(1)[0]) as site:
            yield site
    except NoWordPressError as error:
        pytest.skip(str(error))


@dataclass
class Story:
    """What a site went through, step by step, and what the run after each step found and read."""

    lake: Lake
    edited: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    found: dict[str, Changes] = field(default_factory=dict)
    read: dict[str, list[dt.date]] = field(default_factory=dict)

    def run(self, step: str, source: WordPressSource) -> None:
        changes = fetch_changes(source, self.lake, asked_until(self.lake, source), DAYS, Silent())
        self.read[step] = [day.day for day, is_read in read_stale_days(self.lake, changes.days, "local") if is_read]
        remember_asked(self.lake, "test", changes)
        self.found[step] = changes


@pytest.fixture(scope="module")
def story(wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Fetch and read all days; edit and delete posts; change nothing; put a deleted post back on another day."""
    story = Story(open_lake(str(tmp_path_factory.mktemp("lake"))))
    source = source_of(wordpress)
    assert all(result.is_complete for result in fetch_days(source, story.lake, DAYS))
    story.read["ingest"] = [day.day for day, is_read in read_stale_days(story.lake, DAYS, "local") if is_read]

    chosen = random.Random(4).sample(sorted(wordpress.days), EDITED + DELETED)
    story.edited, story.deleted = set(chosen[:EDITED]), set(chosen[EDITED:])
    text = wordpress.folder.parent / "new.html"
    text.write_text("<p>نص معدل للتقرير</p>", encoding="utf-8")
    for post_id in sorted(story.edited):
        wordpress.run("edit", str(post_id), text)
    for number, post_id in enumerate(sorted(story.deleted)):
        wordpress.run("delete", str(post_id), *(["--trash"] if number % 2 else []))
    story.run("edits", source)
    story.run("nothing", source)

    moved = sorted(story.deleted)[0]  # deleted for good, so that its id is free
    posts = wordpress.folder.parent / "moved.jsonl"
    posts.write_text(json.dumps(_post(moved, DAYS[-1], "12:00:00"), ensure_ascii=False), encoding="utf-8")
    wordpress.run("add", posts)
    story.run("return", source)
    return story


def days_of(wordpress: WordPress, post_ids: set[int]) -> list[dt.date]:
    return sorted({wordpress.days[post_id] for post_id in post_ids})


def reports(lake: Lake, day: dt.date, post_id: int) -> list[tuple[int, bool, bool]]:
    """Revision, is_current and is_listed of a post's report on a day."""
    rows = lake.read_reports(day).to_pylist()
    return [(row["revision"], row["is_current"], row["is_listed"]) for row in rows if row["post_id"] == post_id]


def test_an_ingest_of_the_range_holds_every_post_on_its_day_once(wordpress: WordPress, story: Story) -> None:
    found = [(number, day) for day in DAYS for number in set(story.lake.read_raw_pages(day)["post_id"].to_pylist())]

    moved = sorted(story.deleted)[0]
    assert sorted(found) == sorted([*wordpress.days.items(), (moved, DAYS[-1])])


def test_all_edits_and_deletions_are_found_by_the_next_run(story: Story) -> None:
    found = story.found["edits"]

    assert (found.told, found.added, found.gone, found.moved, found.missing) == (EDITED, EDITED, DELETED, 0, {})


def test_only_the_days_of_edits_and_deletions_are_read(wordpress: WordPress, story: Story) -> None:
    assert story.read["edits"] == days_of(wordpress, story.edited | story.deleted)


def test_every_edited_post_has_a_second_revision(wordpress: WordPress, story: Story) -> None:
    found = {post_id: reports(story.lake, wordpress.days[post_id], post_id) for post_id in story.edited}

    assert found == {post_id: [(1, False, False), (2, True, True)] for post_id in story.edited}


def test_every_deleted_post_keeps_its_report_and_is_listed_no_more(wordpress: WordPress, story: Story) -> None:
    found = {post_id: reports(story.lake, wordpress.days[post_id], post_id) for post_id in story.deleted}

    assert found == {post_id: [(1, True, False)] for post_id in story.deleted}


def test_a_run_without_changes_stores_and_reads_nothing(story: Story) -> None:
    assert (story.found["nothing"].changed_days, story.read["nothing"]) == ((), [])


def test_a_post_that_comes_back_on_another_day_is_found_though_nothing_says_that_it_was_modified(story: Story) -> None:
    found = story.found["return"]

    assert (found.added, found.missed, found.changed_days, story.read["return"]) == (1, 1, (DAYS[-1],), [DAYS[-1]])


def test_a_post_asked_for_by_its_id_has_the_bytes_of_the_list(wordpress: WordPress, story: Story) -> None:
    post_id = next(number for number in wordpress.days if number not in story.edited | story.deleted)
    page = source_of(wordpress).revisable().whereabouts(str(post_id))

    assert page is not None
    stored = story.lake.read_raw_pages(wordpress.days[post_id]).to_pylist()
    assert page.body_sha256 in {row["body_sha256"] for row in stored if row["post_id"] == post_id}
