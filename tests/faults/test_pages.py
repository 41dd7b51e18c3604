"""Pages that are broken in ways that real sites show."""

from __future__ import annotations

import pytest

from tests.support.rows import post_bytes
from tests.support.themes import classic
from transforms.page import read_report

TITLE = "قصف على بلدة في ريف حلب الشمالي"
BODY = "محافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت طائرات حربية مناطق في البلدة، ومعلومات عن جرحى"
PAGE = classic(TITLE, [BODY, "فقرة ثانية من التقرير"], "2016-02-25T08:00:00+02:00")


def body_of(content: bytes | str, content_type: str | None = None) -> str:
    return read_report(content, source="test", content_type=content_type).body


def test_utf8_under_a_wrong_header_is_read_as_utf8() -> None:
    assert body_of(PAGE.encode(), "text/html; charset=windows-1256") == body_of(PAGE)


def test_utf8_under_a_wrong_meta_tag_is_read_as_utf8() -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="iso-8859-1"')

    assert body_of(page.encode()) == body_of(PAGE)


def test_windows_arabic_under_a_utf8_header_is_read() -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1256"')

    assert body_of(page.encode("windows-1256"), "text/html; charset=utf-8") == body_of(PAGE)


def test_windows_arabic_without_any_declaration_is_read() -> None:
    page = PAGE.replace('<meta charset="utf-8">', "")

    assert body_of(page.encode("windows-1256")) == body_of(PAGE)


def test_utf16_with_a_byte_order_mark_is_read() -> None:
    assert body_of(f"{TITLE}\n\n{BODY}".encode("utf-16")) == BODY


def test_a_text_cut_within_a_character_is_read() -> None:
    assert body_of(f"{TITLE}\n\n{BODY}".encode()[:-1]).startswith(BODY[:-1])


def test_tags_that_are_never_closed_are_read() -> None:
    page = f"<html><body><div class=entry-content><h1>{TITLE}<p>{BODY}<p>فقرة <b>ثانية من <i>التقرير</p>"

    assert BODY in body_of(page)


def test_a_closing_tag_too_many_in_a_post_loses_nothing() -> None:
    post = post_bytes(1, f"<p>{BODY}</div></p></div><p>فقرة ثانية من التقرير</p>")

    assert body_of(post) == f"{BODY}\n\nفقرة ثانية من التقرير"


def test_tags_nested_deeper_than_python_recurses_are_read() -> None:
    assert body_of(post_bytes(1, f"{'<div>' * 1500}<p>{BODY}</p>{'</div>' * 1500}")) == BODY


def test_a_lone_surrogate_in_a_post_is_replaced() -> None:
    post = post_bytes(1, f"<p>{BODY}</p>").replace(b"</p>", b" \\ud83d</p>")

    assert body_of(post) == f"{BODY} \ufffd"


def test_control_characters_in_a_page_do_not_cut_it() -> None:
    assert body_of(PAGE.replace("فقرة ثانية", "فقرة\x00 ثانية")) == body_of(PAGE)


@pytest.mark.parametrize("notice", ["<?xml version='1.0' encoding='windows-1256'?>", "\ufeff", "\n\n"])
def test_what_stands_before_a_page_makes_no_difference(notice: str) -> None:
    assert body_of((notice + PAGE).encode()) == body_of(PAGE)


def test_an_address_that_is_none_is_no_reason_to_fail() -> None:
    post = post_bytes(1, f"<p>{BODY}</p>").replace(b"https://example.org/slug/1/", b"http://[example/1/")

    assert body_of(post) == BODY


def test_half_a_character_by_its_number_is_replaced() -> None:
    assert body_of(PAGE.replace("فقرة ثانية", "فقرة &#xD800;ثانية")).encode()


def test_a_number_too_large_for_a_view_count_is_text() -> None:
    assert read_report(f"{TITLE}\n\n{'9' * 30}\n\n{BODY}", source="test").view_count is None
