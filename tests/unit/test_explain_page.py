"""The HTML page: whole, self-contained, and safe whatever a report says."""

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sample_site.posts import load_posts
from transforms.explain import explain
from transforms.explain.page import render_page
from transforms.page import read_report

VOID = {"meta", "br", "link", "img", "input", "hr"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&\x1b[31m\u202e"


class Page(HTMLParser):
    """Elements with their attributes, text, and what was opened and not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.misnested.append(tag)

    def handle_data(self, data):
        self.text.append(data)

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


def explanation_of(index: int = 0):
    post = load_posts()[index]
    return explain(read_report(post.html.encode(), source="test", published_at=post.date.replace(tzinfo=dt.UTC)))


@pytest.fixture(scope="module")
def explanation():
    return explanation_of()


@pytest.fixture(scope="module")
def page(explanation) -> Page:
    return Page(render_page(explanation))


def hostile(explanation):
    """The same report, with markup wherever a report can put text."""
    event = explanation.events[0]
    place = replace(event.places[0], surface=HOSTILE, name_ar=HOSTILE, name_en=HOSTILE)
    evidence = replace(event.evidence, start=0, end=len(HOSTILE), text=HOSTILE)
    bad = replace(event, places=(place,), date_surface=HOSTILE, evidence=evidence)
    report = replace(
        explanation.report, title=HOSTILE, body=HOSTILE, url="javascript:alert(1)", warnings=(HOSTILE,), source=HOSTILE
    )
    segment = replace(
        explanation.segments[0], start=0, end=len(HOSTILE), text=HOSTILE, masked=((1, 4),), events=(bad.event_id,)
    )
    mention = replace(explanation.mentions[0], start=0, end=len(HOSTILE), text=HOSTILE)
    return replace(explanation, report=report, events=(bad,), segments=(segment,), mentions=(mention,))


def test_every_element_is_closed_in_order(page):
    assert (page.open, page.misnested) == ([], [])


def test_nothing_is_fetched_and_nothing_runs(page):
    assert {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object"} == set()
    assert page.values("src") == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []


def test_the_styles_fetch_nothing(explanation):
    assert re.findall(r"url\(|@import", render_page(explanation)) == []


def test_the_page_forbids_itself_everything_but_styles(page):
    assert "default-src 'none'; style-src 'unsafe-inline'" in " ".join(page.values("content"))


def test_the_text_of_the_report_stands_in_it_word_for_word(page, explanation):
    shown = "".join("".join(page.text).split())
    words = [w for w in explanation.report.body.split() if len(w) > 3]
    assert [w for w in words if w not in shown] == []


def test_every_event_has_a_card_and_a_place_in_the_text(page, explanation):
    numbers = range(1, len(explanation.events) + 1)
    ids = page.values("id")
    assert [n for n in numbers if f"event-{n}" not in ids or f"said-{n}" not in ids] == []


def test_every_link_within_the_page_leads_somewhere(page):
    ids = set(page.values("id"))
    assert [href for href in page.values("href") if href.startswith("#") and href[1:] not in ids] == []


def test_ids_are_unique(page):
    ids = page.values("id")
    assert len(ids) == len(set(ids))


def test_card_and_words_light_up_together(explanation):
    html = render_page(explanation)
    assert ":root:has(#event-1:is(:hover, :target)) .report .e1" in html
    assert ":root:has(.report .e1:hover) #event-1" in html


def test_arabic_runs_from_right_to_left_and_english_from_left_to_right(explanation):
    english = replace(explanation, report=replace(explanation.report, language="en"))
    directions = [re.search(r'class="text" dir="(\w+)"', render_page(e))[1] for e in (explanation, english)]
    assert directions == ["rtl", "ltr"]


def test_dark_and_print_have_styles(explanation):
    html = render_page(explanation)
    assert ("prefers-color-scheme: dark" in html, "@media print" in html) == (True, True)


def test_rules_codes_and_qualifiers_are_named(page, explanation):
    text = "".join(page.text)
    wanted = {e.rule_id for e in explanation.events}
    wanted |= {p.pcode for e in explanation.events for p in e.places if p.pcode}
    wanted |= {row.qualifier for e in explanation.events for row in e.casualties}
    assert {word for word in wanted if word not in text} == set()


def test_markup_in_a_report_is_text(explanation):
    page = Page(render_page(hostile(explanation)))
    assert {tag for tag, _ in page.elements} & {"script", "img"} == set()
    assert (page.open, page.misnested) == ([], [])


def test_control_characters_and_overrides_are_not_passed_on(explanation):
    assert set(render_page(hostile(explanation))) & {"\x1b", "\u202e"} == set()


def test_only_web_addresses_become_links(explanation):
    assert [h for h in Page(render_page(hostile(explanation))).values("href") if h.startswith("javascript")] == []


def test_the_address_of_the_article_is_a_link(explanation):
    report = replace(explanation.report, url="https://example.org/?a=1&b=2")
    assert "https://example.org/?a=1&b=2" in Page(render_page(replace(explanation, report=report))).values("href")


def test_a_report_without_events_says_so(explanation):
    assert "No event was read" in render_page(replace(explanation, events=(), segments=()))


def test_the_same_report_gives_the_same_page(explanation):
    assert render_page(explanation) == render_page(explanation_of())
