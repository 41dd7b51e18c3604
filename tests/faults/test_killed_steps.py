"""A fetch that is killed before each single write to the lake, and goes on: no stored answer is asked for again."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.living_site import LIST, LivingSite, living
from tests.support.site import client_for
from transforms import underway
from transforms.changes import fetch_changes
from transforms.clock import today
from transforms.completeness import remembered
from transforms.errors import TransientFetchError
from transforms.fetching import fetch_days
from transforms.lake import Lake, open_lake
from transforms.progress import Silent
from transforms.sources import HandoverSource, Source, WordPressSource
from transforms.sources.date_archive import DateArchiveSource
from transforms.storage import Objects

DAYS = [dt.date(2016, 3, 1) + dt.timedelta(days=n) for n in range(5)]
UNTOLD = {"fetched_at", "headers", "url"}


class KilledError(BaseException):
    """Ends a run as a signal does: nothing that catches errors sees it."""


class Killer:
    """Lets so many writes and deletions of the lake through, then kills."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.at = ("", "")
        for name in ("create", "replace", "delete"):
            monkeypatch.setattr(Objects, name, self._counted(getattr(Objects, name)))

    @property
    def was_before_an_answer(self) -> bool:
        """Whether an answer had come, but was not stored."""
        return self.at[0] == "replace" and self.at[1].count("/") == 3 and self.at[1].startswith("underway/")

    def _counted(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> Any:
            if self.left == 0:
                self.at = (step.__name__, arguments[1])
                raise KilledError
            if self.left is not None:
                self.left -= 1
            return step(*arguments)

        return counted


@pytest.fixture
def site() -> Iterator[LivingSite]:
    """Three days of sixty posts, which two requests list, one without any, one of three."""
    posts = [(1000 * n + number, day) for n, day in enumerate(DAYS[:3], 1) for number in range(60)]
    with living([*posts, *((9000 + number, DAYS[4]) for number in range(3))]) as site:
        yield site


def rest(site: LivingSite) -> Source:
    return WordPressSource(client_for(site.url, max_retries=0), name="test", base_url=site.url)


def archives(site: LivingSite) -> Source:
    return DateArchiveSource(client_for(site.url, max_retries=0), name="test", base_url=site.url)


def both(site: LivingSite) -> Source:
    return HandoverSource(
        "test", {"wordpress_rest": lambda: rest(site), "date_archive": lambda: archives(site)},
        live=["wordpress_rest", "date_archive"],
    )  # fmt: skip


def contents(lake: Lake) -> dict[dt.date, list[dict[str, Any]]]:
    return {
        day: [{name: value for name, value in row.items() if name not in UNTOLD} for row in pages]
        for day in DAYS
        if (pages := lake.read_raw_pages(day).to_pylist())
    }


def killed_after(steps: int, killer: Killer, source: Source, lake: Lake) -> bool:
    """Fetch all days, killed after so many writes; whether it was."""
    killer.left = steps
    try:
        for _ in fetch_days(source, lake, DAYS):
            pass
    except KilledError:
        return True
    finally:
        killer.left = None
    return False


@pytest.mark.parametrize(("opened", "stride"), [(rest, 1), (both, 4), (archives, 134)])
def test_a_fetch_killed_before_any_write_goes_on_without_asking_for_what_is_stored(
    site: LivingSite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened: Callable[[LivingSite], Source],
    stride: int,
) -> None:
    killer = Killer(monkeypatch)
    whole = open_lake(str(tmp_path / "whole"))
    list(fetch_days(opened(site), whole, DAYS))
    undisturbed, steps = Counter(site.asked), 0
    assert contents(whole)
    while True:
        folder = tmp_path / str(steps)
        lake, begun = open_lake(str(folder)), len(site.asked)
        if not killed_after(steps, killer, opened(site), lake):
            break
        before = site.asked[begun:]
        assert killed_after(10_000, killer, opened(site), lake) is False
        more = Counter(site.asked[begun:]) - undisturbed
        repeated = Counter(path for path in more.elements() if path in before)
        assert (steps, repeated) == (steps, Counter(before[-1:] if killer.was_before_an_answer else ()))
        assert more == repeated or opened is archives  # a new process looks anew which form its addresses have
        assert (steps, contents(lake)) == (steps, contents(whole))
        assert [path for path in (folder / "underway").rglob("*") if path.is_file()] == []
        steps += stride
    assert steps > 10


@pytest.fixture
def killed(site: LivingSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """A lake where the answer of one request is stored, and no page; the first post was edited since."""
    lake = open_lake(str(tmp_path))
    assert killed_after(2, Killer(monkeypatch), rest(site), lake)
    assert (len(lake.underway_names("underway")), lake.days("raw_pages")) == (2, [])
    site.edit(1000, "نص آخر")
    return lake


def sees_the_edit(lake: Lake) -> bool:
    return any("نص آخر" in json.loads(row["body"])["content"]["rendered"] for row in first_posts(lake))


def first_posts(lake: Lake) -> list[dict[str, Any]]:
    return [row for row in lake.read_raw_pages(DAYS[0]).to_pylist() if row["page_id"] == "1000"]


def test_what_a_killed_run_was_answered_counts_as_asked_then(site: LivingSite, killed: Lake) -> None:
    now = dt.datetime.now(dt.UTC)
    list(fetch_days(rest(site), killed, DAYS))
    listed = remembered(killed, "test", DAYS[0])
    assert listed is not None
    assert (sees_the_edit(killed), listed.asked_at < now, first_posts(killed)[0]["fetched_at"] < now) == (
        False, True, True,
    )  # fmt: skip


def test_the_answers_of_a_killed_run_are_not_used_once_they_are_old(
    site: LivingSite, killed: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(underway, "GOES_ON_FOR", dt.timedelta(0))
    list(fetch_days(rest(site), killed, DAYS))
    assert sees_the_edit(killed)


def test_the_answers_of_a_killed_run_are_not_used_where_all_is_to_be_asked_again(
    site: LivingSite, killed: Lake
) -> None:
    list(fetch_days(rest(site), killed, DAYS, again=True))
    assert sees_the_edit(killed)


def test_the_answers_of_a_killed_run_are_not_used_for_other_days(site: LivingSite, killed: Lake) -> None:
    list(fetch_days(rest(site), killed, DAYS[:2]))
    assert sees_the_edit(killed)


def test_the_answers_of_a_killed_run_are_not_used_once_it_was_asked_what_changed(
    site: LivingSite, killed: Lake
) -> None:
    fetch_changes(rest(site), killed, dt.datetime.now(dt.UTC), (), Silent())
    list(fetch_days(rest(site), killed, DAYS))
    assert sees_the_edit(killed)


def test_a_damaged_answer_is_asked_for_again(site: LivingSite, killed: Lake) -> None:
    for name in killed.underway_names("underway"):
        if not name.endswith("/plan"):
            killed.keep_underway(name, b"{}\n[]")
    list(fetch_days(rest(site), killed, DAYS))
    assert sees_the_edit(killed)


def test_a_run_that_fails_leaves_no_answers(site: LivingSite, killed: Lake) -> None:
    site.broken.add(LIST)
    with pytest.raises(TransientFetchError):
        list(fetch_days(rest(site), killed, DAYS))
    assert killed.underway_names("underway") == []


def test_days_that_are_not_over_leave_no_answers(site: LivingSite, tmp_path: Path) -> None:
    lake, days = open_lake(str(tmp_path)), [today() - dt.timedelta(days=1), today()]
    fetching = fetch_days(rest(site), lake, days)
    next(fetching)
    assert lake.underway_names("underway") == []


def test_no_other_object_of_the_lake_can_be_deleted(killed: Lake) -> None:
    with pytest.raises(ValueError, match="none of the objects that may be deleted"):
        killed.drop_underway("raw_pages/date=2016-03-01/x.parquet")
