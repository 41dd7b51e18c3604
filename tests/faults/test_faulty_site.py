"""Ingests of a site that misbehaves: the right rows, or a clear typed error, and the rest of the lake is untouched."""

from __future__ import annotations

import datetime as dt
import re
import tracemalloc

import pytest

from sample_site.posts import Post
from tests.faults.faulty_site import BEHAVIOURS, LIST, Fault, FaultySite, is_further_list, is_list
from tests.faults.ingests import (
    DAYS,
    FIRST_PAGE,
    RIGHT,
    TEXT,
    archives,
    by_both,
    every,
    failure,
    ingest,
    missing,
    quarantined,
    rest,
    rows,
    stored,
)  # fmt: skip
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.lake import Lake
from transforms.paths import PROJECT_DIR

pytestmark = pytest.mark.usefixtures("four_posts_a_page")

PASSING = (
    "429", "429 with Retry-After", "500, 502, 503 in bursts", "hang before the answer", "hang within the body",
    "connection reset", "truncated body", "wrong Content-Length",
)  # fmt: skip
REFUSING = ("403", "404", "410", "gzip bomb", "2 GB body", "endless redirect", "redirect to another host",
            "redirect to 169.254.169.254")  # fmt: skip
SPOILED = ("wrong charset", "login page with status 200", "HTML where JSON is due")


def test_without_faults_all_rows_are_right(site: FaultySite, lake: Lake) -> None:
    ingest(rest(site), lake)

    assert rows(lake) == every()


# --- a list of posts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", PASSING)
def test_a_list_that_fails_for_a_while_costs_nothing_but_time(behaviour: str, site: FaultySite, lake: Lake) -> None:
    site.script = [Fault(behaviour, is_further_list, times=1 if "Retry" in behaviour else 3)]
    ingest(rest(site), lake)

    assert (rows(lake), site.script[0].hits > 0) == (every(), True)


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("behaviour", [*PASSING, "429 for an hour"])
def test_a_list_that_keeps_failing_is_a_transient_error_and_what_came_is_kept(
    behaviour: str, site: FaultySite, lake: Lake
) -> None:
    site.script = [Fault(behaviour, is_further_list)]
    error = failure(rest(site), lake)

    assert (isinstance(error, TransientFetchError), stored(lake)) == (True, FIRST_PAGE)


@pytest.mark.parametrize("behaviour", [*REFUSING, *SPOILED])
def test_a_list_that_is_refused_or_spoiled_is_a_permanent_error_and_what_came_is_kept(
    behaviour: str, site: FaultySite, lake: Lake
) -> None:
    site.script = [Fault(behaviour, is_further_list)]
    error = failure(rest(site), lake)

    assert (isinstance(error, PermanentFetchError), error.url.startswith(site.url)) == (True, True)
    assert (stored(lake), site.script[0].hits) == (
        FIRST_PAGE,
        6 if "endless" in behaviour else 2 if "404" in behaviour else 1,
    )


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("behaviour", [*PASSING, *REFUSING, *SPOILED])
def test_the_run_after_a_failure_stores_what_is_missing(behaviour: str, site: FaultySite, lake: Lake) -> None:
    site.script = [Fault(behaviour, is_further_list)]
    failure(rest(site), lake)
    site.script = []
    ingest(rest(site), lake)

    assert rows(lake) == every()


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("behaviour", [*PASSING, *REFUSING, *SPOILED])
def test_where_a_list_fails_the_next_route_takes_over(behaviour: str, site: FaultySite, lake: Lake) -> None:
    site.script = [Fault(behaviour, is_further_list)]
    results = ingest(by_both(site), lake)

    assert (rows(lake), results[DAYS[1]].served) == (every(), ("wordpress_rest", "date_archive"))


def test_a_host_that_asks_to_be_left_alone_is_asked_by_no_other_route(site: FaultySite, lake: Lake) -> None:
    site.script = [Fault("429 for an hour", is_further_list)]
    error = failure(by_both(site), lake)

    assert (isinstance(error, TransientFetchError), site.script[0].hits, "page=2" in site.asked[-1]) == (True, 1, True)


# --- a single article --------------------------------------------------------------------------------------------


def of_post_105(path: str, _: object) -> bool:
    return path.endswith("/105/")


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("behaviour", PASSING)
def test_an_article_that_keeps_failing_is_a_transient_error_and_all_others_are_stored(
    behaviour: str, site: FaultySite, lake: Lake
) -> None:
    site.script = [Fault(behaviour, of_post_105)]
    error = failure(archives(site), lake)

    assert (isinstance(error, TransientFetchError), rows(lake)) == (True, every(without=[105]))


@pytest.mark.parametrize("behaviour", REFUSING)
def test_an_article_that_is_refused_makes_its_day_short_and_all_others_are_stored(
    behaviour: str, site: FaultySite, lake: Lake
) -> None:
    site.script = [Fault(behaviour, of_post_105)]
    results = ingest(archives(site), lake)

    assert (missing(results), rows(lake)) == ({DAYS[1]: 1}, every(without=[105]))


@pytest.mark.parametrize(
    ("behaviour", "reason"), [("login page with status 200", "login_page"), ("HTML where JSON is due", "no_article")]
)
def test_a_page_that_is_no_article_goes_to_quarantine_and_all_others_are_read(
    behaviour: str, reason: str, site: FaultySite, lake: Lake
) -> None:
    site.script = [Fault(behaviour, of_post_105)]
    ingest(archives(site), lake)

    assert (rows(lake), quarantined(lake)) == (every(without=[105]), {105: reason})


@pytest.mark.parametrize("behaviour", ["wrong charset", "theme change"])
def test_articles_in_another_charset_or_layout_are_read_as_before(behaviour: str, site: FaultySite, lake: Lake) -> None:
    site.script = [Fault(behaviour, lambda path, _: re.search(r"/10\d/$", path) is not None)]
    ingest(archives(site), lake)

    assert (rows(lake), site.script[0].hits) == (every(), len(RIGHT))


def test_a_changed_theme_is_no_revision(site: FaultySite, lake: Lake) -> None:
    ingest(archives(site), lake)
    site.script = [Fault("theme change", lambda path, _: re.search(r"/10\d/$", path) is not None)]
    ingest(archives(site), lake, again=True)

    assert rows(lake) == every()
    assert {row["revision"] for day in DAYS for row in lake.read_reports(day).to_pylist()} == {1}


# --- lists that lie ----------------------------------------------------------------------------------------------


def test_an_empty_list_removes_nothing_and_names_what_is_missing(site: FaultySite, lake: Lake) -> None:
    ingest(rest(site), lake)
    site.script = [Fault("empty list with status 200", is_list)]
    results = ingest(rest(site), lake, again=True)

    assert {int(name) for result in results.values() for name in result.missing} == set(RIGHT)
    assert (all(result.has_shrunk for result in results.values()), rows(lake)) == (True, every())


def test_an_empty_list_is_held_against_the_next_route(site: FaultySite, lake: Lake) -> None:
    site.script = [Fault("empty list with status 200", is_list)]
    results = ingest(by_both(site), lake)

    assert (missing(results), rows(lake)) == ({}, every())


def test_a_day_that_was_told_to_be_empty_is_asked_for_again_later(
    site: FaultySite, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transforms.completeness.UNCOUNTED_FOR", dt.timedelta(0))
    site.script = [Fault("empty list with status 200", is_list)]
    ingest(rest(site), lake)
    site.script = []
    ingest(rest(site), lake)

    assert rows(lake) == every()


def test_a_list_that_repeats_its_first_page_is_walked_from_its_other_end(site: FaultySite, lake: Lake) -> None:
    site.script = [Fault("paging that repeats", is_further_list)]
    results = ingest(rest(site), lake)

    assert (missing(results), rows(lake)) == ({}, every())


def test_what_lies_between_the_ends_of_a_list_that_repeats_its_first_page_makes_its_day_short(
    site: FaultySite, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transforms.sources.wordpress.PER_PAGE", 1)
    site.script = [Fault("paging that repeats", is_further_list)]
    results = ingest(rest(site), lake)

    assert (missing(results), rows(lake)) == ({DAYS[1]: 2}, every(without=[104, 105]))


def test_a_post_that_every_list_skips_makes_its_day_short_alone(site: FaultySite, lake: Lake) -> None:
    site.script = [Fault("paging that skips", is_list)]
    results = ingest(rest(site), lake)

    assert (missing(results), rows(lake)) == ({DAYS[1]: 1}, every(without=[105]))


def test_a_post_that_every_list_skips_comes_by_the_next_route(site: FaultySite, lake: Lake) -> None:
    site.script = [Fault("paging that skips", is_list)]
    results = ingest(by_both(site), lake)

    assert (missing(results), rows(lake)) == ({}, every())


def test_ids_that_come_twice_are_stored_once(site: FaultySite, lake: Lake) -> None:
    site.script = [Fault("duplicate ids", is_list)]
    results = ingest(rest(site), lake)

    assert (missing(results), rows(lake)) == ({}, every())


def test_posts_of_a_clock_that_is_wrong_come_once_each(site: FaultySite, lake: Lake) -> None:
    late = dt.datetime.combine(DAYS[1], dt.time(23, 30))
    site.posts[3] = Post(105, "قصف", f"<p>{TEXT} 105</p>", late, late)
    site.script = [Fault("clock-skewed dates", is_list)]
    ingest(rest(site), lake)

    assert rows(lake) == sorted([*every(without=[105]), (105, DAYS[2])])


def test_a_post_that_moves_to_another_day_is_shown_on_that_day_alone(site: FaultySite, lake: Lake) -> None:
    ingest(rest(site), lake)
    site.script = [Fault("post that moves to another day", lambda path, query: LIST in path or "rest_route" in query)]
    ingest(rest(site), lake, again=True)

    assert rows(lake) == sorted([*every(without=[105]), (105, DAYS[0])])


# --- what a fault must not cost ----------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["2 GB body", "gzip bomb"])
def test_a_body_without_measure_is_never_held(behaviour: str, site: FaultySite, lake: Lake) -> None:
    site.script = [Fault(behaviour, is_list)]
    failure(rest(site), lake)  # what is loaded once
    tracemalloc.start()
    failure(rest(site), lake)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (most < 20_000_000, site.bytes_sent < 50_000_000) == (True, True)


@pytest.mark.parametrize("behaviour", ["redirect to another host", "redirect to 169.254.169.254"])
def test_no_other_host_is_asked(behaviour: str, site: FaultySite, lake: Lake) -> None:
    site.script = [Fault(behaviour, is_list)]
    failure(rest(site), lake)

    assert site.hosts == {"127.0.0.1"}


# --- the documentation -------------------------------------------------------------------------------------------


def test_the_documentation_has_every_behaviour() -> None:
    text = (PROJECT_DIR / "docs" / "fetching.md").read_text(encoding="utf-8")
    table = text.split("## What a faulty site does to a run")[1]

    assert re.findall(r"^\| (?!what |---)([^|]+?) \|", table, re.M) == list(BEHAVIOURS)
