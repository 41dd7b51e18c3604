"""The same report as text, as WordPress JSON and as a web page in several layouts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.support.rows import post_bytes
from tests.support.servers import SHARED_DIR
from tests.support.themes import LAYOUTS
from transforms.errors import UnreadablePage
from transforms.model import Report
from transforms.page import read_report

TITLE = "قوات النظام تستعيد السيطرة على بلدة بعد 48 ساعة من سيطرة تنظيم “الدولة الإسلامية” عليها"
PARAGRAPHS = (
    "محافظة حلب – المرصد السوري لحقوق الإنسان:: تمكنت قوات النظام من استعادة السيطرة على البلدة، وقتل أكثر من 35",
    "على صعيد متصل استهدفت الفصائل بعد منتصف ليل الاربعاء – الخميس تمركزات في الحي، وأنباء عن قتلى وجرحى.",
)
TEXT = f"{TITLE}\n\n73\n\n{PARAGRAPHS[0]}\n\n \n\n{PARAGRAPHS[1]}\n"
PUBLISHED = "2016-02-25T08:00:00+02:00"


def read(content: bytes | str, **more: object) -> Report:
    return read_report(content, source="test", **more)  # type: ignore[arg-type]


def as_json(paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    html = "\n".join(f"<p>{text}</p>" for text in paragraphs) + "\n<p>&nbsp;</p>\n"
    return post_bytes(157363, html, title=TITLE.replace("“", "&#8220;"), date="2016-02-25T06:00:00")


@pytest.fixture(params=LAYOUTS.values(), ids=LAYOUTS.keys())
def layout(request: pytest.FixtureRequest) -> Callable[..., str]:
    return request.param  # type: ignore[no-any-return]


def test_text_gives_title_body_and_views() -> None:
    report = read(TEXT)

    assert (report.title, report.paragraphs, report.view_count) == (TITLE, PARAGRAPHS, 73)


def test_json_gives_the_same_content_as_text() -> None:
    assert read(as_json()).content_sha256 == read(TEXT).content_sha256


def test_json_gives_the_same_body_as_text() -> None:
    assert read(as_json()).body == read(TEXT).body


def test_every_layout_gives_the_body_of_the_text(layout: Callable[..., str]) -> None:
    assert read(layout(TITLE, PARAGRAPHS, PUBLISHED)).body == read(TEXT).body


def test_every_layout_gives_the_title_of_the_text(layout: Callable[..., str]) -> None:
    assert read(layout(TITLE, PARAGRAPHS, PUBLISHED)).title == TITLE


def test_every_layout_gives_the_hash_of_the_text(layout: Callable[..., str]) -> None:
    assert read(layout(TITLE, PARAGRAPHS, PUBLISHED)).content_sha256 == read(TEXT).content_sha256


def test_every_layout_gives_the_time_of_its_metadata(layout: Callable[..., str]) -> None:
    report = read(layout(TITLE, PARAGRAPHS, PUBLISHED))

    assert (report.published_at, report.published_date_basis) == (dt.datetime.fromisoformat(PUBLISHED), "metadata")


def test_every_layout_gives_the_post_id(layout: Callable[..., str]) -> None:
    assert read(layout(TITLE, PARAGRAPHS, PUBLISHED)).report_id == "test:157363"


def test_views_beside_the_title_of_a_page_are_counted() -> None:
    assert read(LAYOUTS["newspaper"](TITLE, PARAGRAPHS, PUBLISHED)).view_count == 73


@pytest.mark.skipif(not (SHARED_DIR / "report/khanasser.txt").exists(), reason="no ../shared/report/khanasser.txt")
def test_evidence_of_a_real_report_stands_in_its_file() -> None:
    text = (SHARED_DIR / "report/khanasser.txt").read_text(encoding="utf-8")

    assert all(paragraph in text for paragraph in read(text).paragraphs)


@pytest.mark.parametrize("line", ["73", "9", "1٬153", "1,153", " 12 "])
def test_a_view_count_is_taken_off(line: str) -> None:
    assert read(f"{TITLE}\n\n{line}\n\n{PARAGRAPHS[0]}").paragraphs == PARAGRAPHS[:1]


def test_the_view_count_of_a_directors_statement_stands_last() -> None:
    report = read(f"{TITLE}\n\nمدير المرصد السوري:: نص البيان\n\n1٬153")

    assert (report.view_count, report.body) == (1153, "مدير المرصد السوري:: نص البيان")


def test_a_number_within_the_text_stays() -> None:
    body = "\n\n".join([*PARAGRAPHS, "35", PARAGRAPHS[0] + " أيضاً", PARAGRAPHS[1] + " أيضاً"])

    assert read(f"{TITLE}\n\n73\n\n{body}").body == body


@pytest.mark.parametrize(
    "line", ["المرصد السوري لحقوق الانسان", "المرصد السوري لحقوق الإنسان", "The Syrian Observatory For Human Rights"]
)
def test_the_site_line_is_taken_off(line: str) -> None:
    assert read(f"{line}\n\n{TEXT}").content_sha256 == read(TEXT).content_sha256


@pytest.mark.parametrize(
    "line",
    [
        "التعليقات مغلقة.",
        "يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك. قبول",
        "تابع القراءة ←",
        "Continue reading →",
        "This website uses cookies to improve your experience.",
        "انقر للمشاركة على فيسبوك (فتح في نافذة جديدة)",
        "شارك هذا الموضوع:",
    ],
)
def test_lines_of_furniture_are_taken_off(line: str) -> None:
    assert read(f"{TEXT}\n\n{line}").body == read(TEXT).body


@pytest.mark.parametrize(
    "first",
    [
        PARAGRAPHS[0],
        "محافظة القنيطرة:",
        "محافظة حلب- المرصد السوري لحقوق الانسان :: قصف",
        "محافظة ريف دمشق – المرصد السوري لحقوق الإنسان::قصف",
        "محافظة درعا: رصد نشطاء المرصد السوري قصفاً",
        "محافظة دمشق وريفها – المرصد السوري لحقوق الإنسان: قصف",
    ],
)
def test_a_dateline_is_no_title(first: str) -> None:
    report = read(f"{first}\n\nنص الفقرة التالية")

    assert (report.title, report.paragraphs[0]) == ("", first)


def test_a_dateline_over_two_lines_stays_in_the_body() -> None:
    assert read("محافظة القنيطرة:\n\nالمرصد السوري لحقوق الإنسان:: قصف").body.startswith("محافظة القنيطرة:\n\nالمرصد")


def test_a_first_sentence_with_a_full_stop_is_no_title() -> None:
    text = "قتل عنصران من قوات النظام في بادية دير الزور اليوم.\n\nوفي سياق متصل قصفت طائرات المنطقة."

    assert read(text).title == ""


def test_a_title_alone_is_the_body_too() -> None:
    assert read(TITLE).body == read(TITLE).title == TITLE


def test_a_file_without_blank_lines_has_a_paragraph_a_line() -> None:
    assert read(f"{TITLE}\n73\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}").paragraphs == PARAGRAPHS


def test_a_title_glued_to_its_view_count_is_split() -> None:
    assert read(f"{TITLE}\n73\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}").content_sha256 == read(TEXT).content_sha256


def test_a_single_line_end_stays_within_a_paragraph() -> None:
    assert read(f"{TITLE}\n\nسطر أول\nسطر ثان\n\nفقرة").paragraphs == ("سطر أول\nسطر ثان", "فقرة")


def test_a_line_break_of_a_page_is_a_line_end() -> None:
    assert read(as_json(("سطر أول<br />\nسطر ثان", "فقرة"))).paragraphs == ("سطر أول\nسطر ثان", "فقرة")


def test_characters_within_a_paragraph_are_kept_as_published() -> None:
    body = "قصف\xa0الطيران  الحربي “الدولة” «الزيو\\تون» الـ 24"

    assert read(f"{TITLE}\n\n{body}\n\n{body}").paragraphs[0] == body


def test_windows_line_ends_make_no_difference() -> None:
    assert read(TEXT.replace("\n", "\r\n")).content_sha256 == read(TEXT).content_sha256


def test_the_language_is_told_by_the_script() -> None:
    assert read("Aleppo Province: Regime forces shelled the town of Khanaser today\n\nMore text").language == "en"


def test_an_id_from_the_url_names_the_report() -> None:
    assert read(TEXT, url="https://www.syriahr.com/slug/157363/").report_id == "test:157363"


def test_without_an_id_the_content_names_the_report() -> None:
    report = read(TEXT)

    assert report.report_id == f"test:{report.content_sha256[:16]}"


def test_an_array_of_one_post_is_that_post() -> None:
    assert read(b"[" + as_json() + b"]").post_id == 157363


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b'{"code":"rest_no_route","message":"no"}', "wrong_shape"),
        (b'{"id": 1, "content": {"rend', "not_json"),
        (b"[]", "wrong_shape"),
        (b'{"id":1,"title":{"rendered":""},"content":{"rendered":"<p>&nbsp;</p>"}}', "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06", "undecodable"),
        (b"<html><body><nav><a href='/'>x</a></nav></body></html>", "no_article"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title></channel></rss>", "no_article"),
        (
            b"<html><title>Log in</title><body><h1>x</h1><form><input type='password'></form></body></html>",
            "login_page",
        ),
    ],
)
def test_a_page_without_a_report_says_why(content: bytes, reason: str) -> None:
    content_type = "application/json" if content.startswith(b"[") else None
    with pytest.raises(UnreadablePage) as caught:
        read(content, content_type=content_type)

    assert caught.value.reason == reason


def test_html_where_json_was_due_is_told() -> None:
    with pytest.raises(UnreadablePage) as caught:
        read(b"<html><body><p>Checking your browser</p></body></html>", content_type="application/json")

    assert caught.value.reason == "not_json"


def test_a_list_of_articles_is_no_article() -> None:
    entries = "".join(
        f'<article class="post"><h2><a href="/{n}/">خبر</a></h2>'
        f'<div class="entry-content"><p>{PARAGRAPHS[0]}</p></div></article>'
        for n in range(4)
    )
    with pytest.raises(UnreadablePage, match="without an article"):
        read(f"<!doctype html><html><body>{entries}</body></html>")


def test_a_long_first_line_is_a_title_only_above_a_count_or_a_dateline() -> None:
    line = " ".join(["قصف"] * 40)

    titles = [read(f"{line}\n\n{below}").title for below in (f"73\n\n{PARAGRAPHS[1]}", PARAGRAPHS[0], PARAGRAPHS[1])]
    assert titles == [line, line, ""]


def test_a_text_that_begins_with_its_view_count_has_no_title() -> None:
    assert read(f"73\n\nقصفت طائرات حربية مناطق في ريف حلب\n\n{PARAGRAPHS[1]}").title == ""
