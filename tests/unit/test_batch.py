"""Arrow batches of raw pages to Arrow batches of reports."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.support.rows import FETCHED_AT, post_bytes, raw_page, raw_table
from transforms.batch import read_batch
from transforms.extraction import extract_batch
from transforms.lake import Lake
from transforms.reading import read_day
from transforms.schemas import QUARANTINE, RAW_PAGES, REPORTS
from transforms.sources.base import raw_page_table

DAY, NEXT_DAY = dt.date(2016, 2, 25), dt.date(2016, 2, 26)
TEXT = "<p>محافظة حلب – المرصد السوري لحقوق الإنسان:: قتل 5 مقاتلين من الفصائل في قصف لقوات النظام على مدينة عندان</p>"


def batch_of(table: pa.Table) -> pa.RecordBatch:
    return table.combine_chunks().to_batches()[0]


@pytest.fixture
def two_days() -> pa.RecordBatch:
    """Three posts on two days, one of them edited, and one that is no post."""
    pages = [
        raw_page(DAY, 7, post_bytes(7, TEXT)),
        raw_page(DAY, 7, post_bytes(7, TEXT.replace("5", "6")), fetched_at=FETCHED_AT + dt.timedelta(days=1)),
        raw_page(NEXT_DAY, 8, post_bytes(8, TEXT, date="2016-02-26T08:00:00")),
        raw_page(NEXT_DAY, 9, b"{}"),
    ]
    return batch_of(raw_page_table(pages))


def test_a_batch_has_the_rows_that_reading_its_days_stores(lake: Lake, two_days: pa.RecordBatch) -> None:
    pages = pa.Table.from_batches([two_days])
    for day in (DAY, NEXT_DAY):
        lake.add_raw_pages(day, pages.filter(pc.equal(pages.column("published_date"), pa.scalar(day))))
        read_day(lake, day)

    stored = pa.concat_tables([lake.read_reports(DAY), lake.read_reports(NEXT_DAY)])
    assert extract_batch(two_days).to_pylist() == stored.to_pylist()


def test_the_rows_have_events(two_days: pa.RecordBatch) -> None:
    assert [len(events) > 0 for events in extract_batch(two_days).column("events").to_pylist()] == [True] * 3


def test_the_batches_have_the_schemas_of_the_lake(two_days: pa.RecordBatch) -> None:
    reports, quarantine = read_batch(two_days)
    assert (reports.schema, quarantine.schema) == (REPORTS, QUARANTINE)


def test_a_page_that_cannot_be_read_is_in_quarantine_with_its_bytes(two_days: pa.RecordBatch) -> None:
    quarantine = read_batch(two_days)[1].to_pylist()
    assert [(row["published_date"], row["reason"], row["body"]) for row in quarantine] == [
        (NEXT_DAY, "wrong_shape", b"{}")
    ]


def test_the_order_of_the_pages_does_not_matter(two_days: pa.RecordBatch) -> None:
    turned = two_days.take(pa.array(range(two_days.num_rows - 1, -1, -1)))
    assert extract_batch(turned).equals(extract_batch(two_days))


def test_a_batch_without_pages_has_no_reports() -> None:
    reports = extract_batch(pa.RecordBatch.from_pylist([], schema=RAW_PAGES))
    assert (reports.num_rows, reports.schema) == (0, REPORTS)


def test_types_that_an_engine_has_changed_are_set_right(two_days: pa.RecordBatch) -> None:
    changed = pa.Table.from_batches([two_days]).append_column("more", pa.nulls(two_days.num_rows))
    fetched = changed.column("fetched_at").cast(pa.timestamp("us", tz="Asia/Damascus"))
    changed = changed.set_column(changed.schema.get_field_index("fetched_at"), "fetched_at", fetched)
    url = changed.column("url").cast(pa.large_string())
    changed = changed.set_column(changed.schema.get_field_index("url"), "url", url)

    assert extract_batch(batch_of(changed)).equals(extract_batch(two_days))


def test_a_batch_without_the_columns_of_raw_pages_is_refused() -> None:
    pages = raw_table(DAY, {7: post_bytes(7, TEXT)}).drop_columns(["body", "fetched_at"])
    with pytest.raises(ValueError, match="body, fetched_at"):
        extract_batch(batch_of(pages))


def test_a_column_of_another_kind_is_refused() -> None:
    pages = raw_table(DAY, {7: post_bytes(7, TEXT)})
    nested = pa.array([{"text": "x"}])
    with pytest.raises(ValueError, match="another kind"):
        extract_batch(batch_of(pages.set_column(pages.schema.get_field_index("url"), "url", nested)))
