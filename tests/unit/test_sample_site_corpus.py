"""The bundled reports and their gold hold what they promise."""

import datetime as dt
import html
import json
import re
from pathlib import Path

import pytest

from sample_site.posts import SITE_TIME_ZONE, load_posts, load_revisions, to_gmt, with_revisions
from transforms.model import ACTORS, EVENT_TYPES

GOLD_SET = Path(__file__).parents[1] / "golden" / "sample"
FIRST_DAY, LAST_DAY = dt.date(2016, 2, 1), dt.date(2016, 3, 27)


@pytest.fixture(scope="module")
def posts():
    return load_posts()


@pytest.fixture(scope="module")
def golds():
    return {int(path.stem): json.loads(path.read_text("utf-8")) for path in GOLD_SET.glob("gold/*.json")}


@pytest.fixture(scope="module")
def texts():
    return {int(path.stem): path.read_text("utf-8") for path in GOLD_SET.glob("text/*.txt")}


@pytest.fixture(scope="module")
def events(golds):
    return [event for gold in golds.values() for event in gold["events"]]


def plain_words(post):
    return html.unescape(re.sub(r"<!--.*?-->|<[^>]+>", " ", f"{post.title} {post.html}")).split()


def test_there_are_at_least_84_reports(posts):
    assert len(posts) >= 84


def test_four_to_six_reports_are_english(posts):
    assert 4 <= sum(post.language == "en" for post in posts) <= 6


def test_the_reports_span_exactly_eight_iso_weeks(posts):
    days = [post.date.date() for post in posts]
    assert (min(days), max(days)) == (FIRST_DAY, LAST_DAY)
    assert len({day.isocalendar()[:2] for day in days}) == 8


def test_ids_rise_with_the_time_of_publication(posts):
    assert [post.id for post in posts] == [post.id for post in sorted(posts, key=lambda post: post.date)]


def test_no_report_is_published_in_an_hour_that_did_not_exist(posts):
    for post in posts:
        assert to_gmt(post.date).replace(tzinfo=dt.UTC).astimezone(SITE_TIME_ZONE).replace(tzinfo=None) == post.date


def test_some_reports_are_published_within_the_hours_around_midnight(posts):
    assert sum(post.date.hour == 23 for post in posts) >= 5
    assert sum(post.date.hour == 0 for post in posts) >= 5


def test_every_post_has_its_gold_and_text(posts, golds, texts):
    assert {post.id for post in posts} == set(golds) == set(texts)


def test_the_gold_texts_say_word_for_word_what_the_posts_say(posts, texts):
    for post in posts:
        assert texts[post.id].split() == plain_words(post), post.id


def test_the_gold_names_the_posts_time_of_publication(posts, golds):
    for post in posts:
        published = post.date.replace(tzinfo=SITE_TIME_ZONE).isoformat()
        assert golds[post.id]["published"] == published
        assert golds[post.id]["published_date"] == post.date.date().isoformat()


def test_every_event_type_of_the_codebook_occurs(events):
    assert {event["event_type"] for event in events} == set(EVENT_TYPES)


def test_every_extent_and_kind_of_control_change_occurs(events):
    controls = [event["control"] for event in events if event["control"] and not event["is_background"]]
    assert {control["extent"] for control in controls} == {"full", "partial"}
    assert {control["change"] for control in controls} == {"capture", "recapture", "withdrawal", "handover"}


def test_at_least_ten_governorates_occur(events):
    assert len({pcode for event in events for pcode in event["admin1"]}) >= 10


def test_actors_are_those_of_the_codebook(events):
    assert {actor for event in events for actor in event["actors"] + event["targets"]} <= set(ACTORS)


def test_every_quote_of_the_gold_stands_in_its_text(golds, texts):
    for number, gold in golds.items():
        quotes = [event["evidence"] for event in gold["events"]]
        quotes += [row["evidence"] for event in gold["events"] for row in event["casualties"]]
        quotes += [trap["quote"] for trap in gold["document"]["must_not_extract"]]
        missing = [quote for quote in quotes if any(part.strip() not in texts[number] for part in quote.split("…"))]
        assert not missing, (number, missing)


def test_no_event_ends_after_its_report(golds):
    for gold in golds.values():
        ends = [event["event_date_end"] for event in gold["events"] if event.get("event_date_end")]
        assert max(ends, default="") <= gold["published_date"]


def test_revisions_keep_the_date_and_are_changed_later(posts):
    originals = {post.id: post for post in posts}
    revisions = load_revisions()
    assert revisions
    for revision in revisions:
        original = originals[revision.id]
        assert revision.date == original.date
        assert revision.modified > original.modified
        assert revision.html != original.html


def test_revised_posts_take_the_place_of_the_first_ones(posts):
    revisions = load_revisions()
    mixed = with_revisions(posts, revisions)
    assert len(mixed) == len(posts)
    assert {post.id for post in mixed if post.modified > post.date} == {revision.id for revision in revisions}
