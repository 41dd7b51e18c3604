"""What an explanation holds: offsets that lead back to the text, marks that follow the events."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from sample_site.posts import load_posts
from transforms.explain import explain
from transforms.explain.display import shown
from transforms.explain.marks import marks_of, pieces_of
from transforms.extraction import extract
from transforms.page import read_report

POSTS = load_posts()[:4]


def report_of(post):
    return read_report(post.html.encode(), source="test", published_at=post.date.replace(tzinfo=dt.UTC))


@pytest.fixture(scope="module", params=POSTS, ids=lambda post: str(post.id))
def explanation(request):
    return explain(report_of(request.param))


def test_the_events_are_those_of_the_extractor(explanation):
    assert list(explanation.events) == extract(explanation.report)


def test_segments_and_mentions_stand_at_their_offsets(explanation):
    body = explanation.report.body
    told = [*explanation.segments, *explanation.mentions]
    assert told
    assert [item for item in told if body[item.start : item.end] != item.text] == []


def test_every_event_lies_in_one_segment(explanation):
    told = [event_id for segment in explanation.segments for event_id in segment.events]
    assert sorted(told) == sorted(event.event_id for event in explanation.events)


def test_what_is_passed_over_lies_within_its_segment(explanation):
    spans = [(s, span) for s in explanation.segments for span in (*s.masked, *s.attempts)]
    assert [(s.index, span) for s, span in spans if not s.start <= span[0] < span[1] <= s.end] == []


def test_an_actor_alias_means_the_actor_of_that_day():
    explanation = explain(report_of(POSTS[0]))
    uses = [use for mention in explanation.mentions for use in mention.uses if use.role == "actor"]
    assert "regime" in {actor for use in uses for actor in use.means}


def test_punctuation_is_no_mention(explanation):
    assert [mention for mention in explanation.mentions if "sign" in mention.roles] == []


def test_the_document_can_be_printed_as_json(explanation):
    document = json.loads(json.dumps(explanation.as_dict(), default=str))
    assert set(document["explanation"]) == {"segments", "mentions"}


def test_pieces_put_together_are_the_text(explanation):
    body = explanation.report.body
    pieces = pieces_of(explanation, marks_of(explanation), 0, len(body))
    assert "".join(piece.text for piece in pieces) == body


def test_every_event_begins_once_in_the_text(explanation):
    pieces = pieces_of(explanation, marks_of(explanation), 0, len(explanation.report.body))
    begun = [number for piece in pieces for number in piece.begins]
    assert sorted(begun) == list(range(1, len(explanation.events) + 1))


def test_casualties_are_marked_at_their_evidence(explanation):
    marked = {(m.start, m.end) for m in marks_of(explanation) if m.kind == "casualty"}
    rows = {(r.evidence.start, r.evidence.end) for e in explanation.events for r in e.casualties}
    assert marked == rows


def test_a_place_is_marked_where_it_is_written(explanation):
    body = explanation.report.body
    surfaces = {place.surface for event in explanation.events for place in event.places}
    marked = {body[m.start : m.end] for m in marks_of(explanation) if m.kind == "place"}
    assert marked == {surface for surface in surfaces if surface in body}


def test_a_place_named_twice_is_marked_in_its_own_evidence():
    explanation = explain(report_of(POSTS[0]))
    event = next(e for e in explanation.events if e.places and e.places[0].surface in e.evidence.text)
    number = explanation.events.index(event) + 1
    marks = [m for m in marks_of(explanation) if m.kind == "place" and m.event == number]
    assert event.evidence.start <= marks[0].start < event.evidence.end


def test_a_report_in_a_language_that_is_not_read_has_no_segments():
    explanation = explain(replace(report_of(POSTS[0]), language="tr"))
    assert (explanation.events, explanation.segments) == ((), ())


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x00b", "\x9b2J", "x\u202etxt"], ids=ascii)
def test_shown_text_neither_steers_a_terminal_nor_turns_around(text):
    assert not set(shown(text)) & {"\x1b", "\x00", "\x9b", "\u202e"}


def test_shown_text_keeps_words_lines_and_signs():
    assert shown("قرية\u200f\nx\ty") == "قرية\u200f\nx\ty"
