"""From raw pages to reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from tests.support.rows import FETCHED_AT, post_bytes, raw_page, raw_table
from tests.support.themes import classic
from transforms.lake import Lake
from transforms.model import Control, Event, Evidence, Place, Report
from transforms.reading import ReadResult, read_day
from transforms.schemas import REPORTS
from transforms.sources.base import RawPage, raw_page_table

DAY = dt.date(2016, 2, 25)
LATER, LATEST = (FETCHED_AT + dt.timedelta(days=n) for n in (1, 2))


def event_of(report: Report) -> Event:
    """An event with most kinds of values that a row can hold."""
    place = Place("C1", "community", "خناصر", None, "SY02", None, None, 35.7, 37.5, 1, "in", "خناصر", ("C1", "C2"))
    return Event(
        f"{report.report_id}-1", "control_change", None, None, ("regime",), ("is",), "certain", (place,), "SY02", DAY,
        DAY, 1, None, "confirmed", False, False, False, None, Control("regime", "is", "full", "recapture"), (),
        Evidence(0, 0, 3, report.body[:3]), "test",
    )  # fmt: skip


def no_events(_: Report) -> Sequence[Event]:
    return ()


def stored(lake: Lake, *pages: RawPage) -> Lake:
    for page in pages:
        lake.add_raw_pages(page.published_date, raw_page_table([page]))
    return lake


def rows(lake: Lake, *columns: str) -> list[tuple[object, ...]]:
    table = lake.read_reports(DAY)
    return list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))


def test_a_report_is_a_row(lake: Lake) -> None:
    read_day(stored(lake, raw_page(DAY, 7, post_bytes(7, "<p>نص</p>"))), DAY, extract=no_events)

    assert rows(lake, "report_id", "title", "body", "revision", "is_current") == [("test:7", "عنوان", "نص", 1, True)]


def test_rows_have_the_schema_of_the_lake(lake: Lake) -> None:
    read_day(stored(lake, raw_page(DAY, 7, post_bytes(7, "<p>نص</p>"))), DAY, extract=no_events)

    assert lake.read_reports(DAY).schema.equals(REPORTS)


def test_events_are_nested_in_their_report(lake: Lake) -> None:
    page = raw_page(DAY, 7, post_bytes(7, "<p>نص</p>"))
    read_day(stored(lake, page), DAY, extract=lambda report: [event_of(report)])
    event = lake.read_reports(DAY).column("events").to_pylist()[0][0]

    assert (event["event_id"], event["places"][0]["candidates"], event["control"]["taken_by"]) == (
        "test:7-1",
        ["C1", "C2"],
        "regime",
    )


def test_the_result_counts_rows_events_and_quarantine(lake: Lake) -> None:
    stored(lake, raw_page(DAY, 7, post_bytes(7, "<p>نص</p>")), raw_page(DAY, 8, b"{}"))

    assert read_day(lake, DAY, extract=lambda report: [event_of(report)]) == ReadResult(DAY, 1, 1, 1)


def test_an_edited_text_is_a_second_revision(lake: Lake) -> None:
    stored(
        lake,
        raw_page(DAY, 7, post_bytes(7, "<p>نص</p>")),
        raw_page(DAY, 7, post_bytes(7, "<p>نص معدل</p>"), fetched_at=LATER),
    )
    read_day(lake, DAY, extract=no_events)

    assert rows(lake, "body", "revision", "is_current") == [("نص", 1, False), ("نص معدل", 2, True)]


def test_a_change_of_markup_alone_is_no_revision(lake: Lake) -> None:
    stored(
        lake,
        raw_page(DAY, 7, post_bytes(7, "<p>نص</p>")),
        raw_page(DAY, 7, post_bytes(7, "<div><p>نص </p></div>", modified="2016-02-26T08:00:00"), fetched_at=LATER),
    )
    read_day(lake, DAY, extract=no_events)

    assert rows(lake, "body", "revision") == [("نص", 1)]


def test_the_same_content_by_two_routes_is_one_row(lake: Lake) -> None:
    page = classic("عنوان", ["نص"], "2016-02-25T10:00:00+02:00").encode()
    stored(
        lake,
        raw_page(DAY, 157363, post_bytes(157363, "<p>نص</p>")),
        raw_page(DAY, 157363, page, route="archive", content_type="text/html", fetched_at=LATER),
    )
    read_day(lake, DAY, extract=no_events)

    assert rows(lake, "report_id", "revision") == [("test:157363", 1)]


def test_a_text_that_was_put_back_is_current_again(lake: Lake) -> None:
    stored(
        lake,
        raw_page(DAY, 7, post_bytes(7, "<p>أول</p>")),
        raw_page(DAY, 7, post_bytes(7, "<p>ثان</p>"), fetched_at=LATER),
        raw_page(DAY, 7, post_bytes(7, "<p>أول</p>", modified="2016-02-27T08:00:00"), fetched_at=LATEST),
    )
    read_day(lake, DAY, extract=no_events)

    assert rows(lake, "body", "is_current") == [("أول", True), ("ثان", False)]


def test_a_row_tells_when_its_content_was_seen_last_after_a_change(lake: Lake) -> None:
    stored(
        lake,
        raw_page(DAY, 7, post_bytes(7, "<p>نص</p>")),
        raw_page(DAY, 7, post_bytes(7, "<p>نص</p>", modified="2016-02-27T08:00:00"), fetched_at=LATEST),
    )
    read_day(lake, DAY, extract=no_events)

    assert rows(lake, "fetched_at", "seen_at") == [(FETCHED_AT, LATEST)]


def test_an_edited_page_without_a_post_id_is_no_second_current_report(lake: Lake) -> None:
    first, edited = (
        RawPage.of(
            source="test",
            route="files",
            url="file:2016-02-25_a.txt",
            post_id=None,
            published_date=DAY,
            body=f"عنوان\n\n{body}".encode(),
            fetched_at=at,
            content_type="text/plain",
        )
        for body, at in (("قتل خمسة", LATER), ("قتل سبعة", LATEST))
    )
    read_day(stored(lake, first, edited), DAY, extract=no_events)

    assert sorted(rows(lake, "body", "is_current")) == [("قتل خمسة", False), ("قتل سبعة", True)]


def test_a_post_number_that_no_column_holds_stops_no_day(lake: Lake) -> None:
    link = '<link rel="shortlink" href="https://example.org/?p=99999999999999999999">'
    article = '<article><h1>عنوان</h1><div class="entry-content"><p>نص الفقرة</p></div></article>'
    page = f"<html><head>{link}</head><body>{article}</body></html>"
    saved = RawPage.of(
        source="test",
        route="files",
        url="file:2016-02-25_x.html",
        post_id=None,
        published_date=DAY,
        body=page.encode(),
        fetched_at=LATER,
        content_type="text/html",
    )
    read_day(stored(lake, saved), DAY, extract=no_events)

    assert rows(lake, "post_id") == [(None,)]


def test_a_page_that_cannot_be_read_is_in_quarantine_with_its_bytes(lake: Lake) -> None:
    read_day(stored(lake, raw_page(DAY, 8, b'{"code":"x"}')), DAY, extract=no_events)
    row = lake.read_quarantine(DAY).to_pylist()[0]

    assert (row["page_id"], row["reason"], row["body"]) == ("8", "wrong_shape", b'{"code":"x"}')


def test_a_report_that_the_extractor_fails_on_is_in_quarantine(lake: Lake) -> None:
    def fails(_: Report) -> Sequence[Event]:
        raise KeyError("place")

    read_day(stored(lake, raw_page(DAY, 7, post_bytes(7, "<p>نص</p>"))), DAY, extract=fails)

    assert lake.read_quarantine(DAY).column("reason").to_pylist() == ["extraction_failed"]


def test_reading_twice_changes_no_byte(lake: Lake) -> None:
    stored(lake, raw_page(DAY, 7, post_bytes(7, "<p>نص</p>")), raw_page(DAY, 8, b"{}"))
    read_day(lake, DAY, extract=no_events)
    before = {name: lake._objects.read(name) for name in lake._objects.names("")}
    read_day(lake, DAY, extract=no_events)

    assert {name: lake._objects.read(name) for name in lake._objects.names("")} == before


def test_the_order_of_fetching_within_a_day_changes_no_byte_of_reports(lake: Lake) -> None:
    pages = [raw_page(DAY, number, post_bytes(number, f"<p>نص {number}</p>")) for number in (1, 2, 3)]
    read_day(stored(lake, *pages), DAY, extract=no_events)
    before = lake._objects.read(f"reports/date={DAY}/reports.parquet")
    lake.add_raw_pages(DAY, raw_table(DAY, {}))
    read_day(stored(lake, *reversed(pages)), DAY, extract=no_events)

    assert lake._objects.read(f"reports/date={DAY}/reports.parquet") == before


def test_a_day_without_pages_is_an_empty_object(lake: Lake) -> None:
    read_day(lake, DAY, extract=no_events)

    assert (lake.days("reports"), lake.read_reports(DAY).num_rows) == ([DAY], 0)


def test_the_partition_dates_a_page_that_does_not_date_itself(lake: Lake) -> None:
    page = raw_page(DAY, 1, "عنوان\n\nنص الفقرة".encode(), route="files", content_type="text/plain")
    read_day(stored(lake, page), DAY, extract=no_events)

    assert rows(lake, "published_date", "published_date_basis") == [(DAY, "given")]


def test_a_page_that_dates_itself_elsewhere_stays_in_its_partition_with_a_warning(lake: Lake) -> None:
    page = raw_page(DAY, 7, post_bytes(7, "<p>نص</p>", date="2016-02-28T08:00:00"))
    read_day(stored(lake, page), DAY, extract=no_events)

    assert rows(lake, "published_date", "warnings") == [(DAY, ["published_day_moved"])]


def test_a_file_has_no_address(lake: Lake) -> None:
    page = RawPage.of(
        source="test", route="files", url="file:a.txt", post_id=None, published_date=DAY,
        body="عنوان\n\nنص الفقرة".encode(), fetched_at=FETCHED_AT, content_type="text/plain",
    )  # fmt: skip
    read_day(stored(lake, page), DAY, extract=no_events)

    assert rows(lake, "url") == [(None,)]


def test_the_extractor_of_the_project_is_used_unless_another_is_given(lake: Lake) -> None:
    pytest.importorskip("transforms.extraction.assemble")
    text = "<p>محافظة حلب – المرصد السوري لحقوق الإنسان:: تمكنت قوات النظام من السيطرة على بلدة خناصر</p>"

    assert read_day(stored(lake, raw_page(DAY, 7, post_bytes(7, text))), DAY).events > 0
