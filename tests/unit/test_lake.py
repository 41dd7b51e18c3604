"""The lake on the local disk."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pyarrow as pa
import pytest

from tests.support.rows import FETCHED_AT, raw_table, report_table
from transforms.errors import LakeError
from transforms.lake import Lake, open_lake, parquet_bytes
from transforms.schemas import QUARANTINE, RAW_PAGES, REPORTS

DAY = dt.date(2016, 2, 25)
LATER = FETCHED_AT + dt.timedelta(days=1)


def files_of(lake: Lake) -> dict[str, bytes]:
    root = Path(lake.uri)
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def quarantine_row(day: dt.date = DAY) -> pa.Table:
    row = {
        "page_id": "1", "source": "test", "url": "https://example.org", "published_date": day, "reason": "empty",
        "message": "no bytes", "body": b"", "raw_sha256": "0" * 64, "fetched_at": FETCHED_AT, "parser_version": "1",
    }  # fmt: skip
    return pa.Table.from_pylist([row], schema=QUARANTINE)


def test_an_empty_lake_has_no_versions(lake: Lake) -> None:
    assert lake.versions(DAY) == set()


def test_an_empty_lake_gives_empty_tables_with_the_columns_of_the_schema(lake: Lake) -> None:
    tables = (lake.read_raw_pages(DAY), lake.read_reports(DAY), lake.read_quarantine(DAY))

    assert [table.schema for table in tables] == [RAW_PAGES, REPORTS, QUARANTINE]


def test_opening_and_reading_a_lake_creates_nothing(lake: Lake) -> None:
    lake.read_raw_pages(DAY)

    assert not Path(lake.uri).exists()


def test_stored_pages_come_back_in_order(lake: Lake) -> None:
    lake.add_raw_pages(DAY, raw_table(DAY, {2: b"two", 1: b"one"}))

    assert lake.read_raw_pages(DAY).column("page_id").to_pylist() == ["1", "2"]


def test_the_schema_survives_storing(lake: Lake) -> None:
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))

    assert lake.read_raw_pages(DAY).schema.equals(RAW_PAGES, check_metadata=True)


def test_a_second_store_of_the_same_pages_adds_nothing(lake: Lake) -> None:
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))
    before = files_of(lake)
    added = lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}, fetched_at=LATER))

    assert (added, files_of(lake)) == (0, before)


def test_a_changed_page_is_a_new_object_beside_the_old_one(lake: Lake) -> None:
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))
    before = files_of(lake)
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one, edited"}, fetched_at=LATER))

    assert before.items() < files_of(lake).items()


def test_a_version_stored_by_two_writers_at_once_is_read_once(lake: Lake, tmp_path: Path) -> None:
    other = open_lake(str(tmp_path / "other"))
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))
    other.add_raw_pages(DAY, raw_table(DAY, {1: b"one", 2: b"two"}, fetched_at=LATER))
    for name, data in files_of(other).items():
        (Path(lake.uri) / name).write_bytes(data)

    assert lake.read_raw_pages(DAY).column("fetched_at").to_pylist() == [FETCHED_AT, LATER]


def test_a_version_given_twice_is_stored_once(lake: Lake) -> None:
    table = raw_table(DAY, {1: b"one"})

    assert lake.add_raw_pages(DAY, pa.concat_tables([table, table])) == 1


def test_rows_of_another_day_are_refused(lake: Lake) -> None:
    with pytest.raises(ValueError, match="other days"):
        lake.add_raw_pages(DAY, raw_table(dt.date(2016, 2, 26), {1: b"one"}))


def test_the_same_rows_give_the_same_bytes() -> None:
    assert parquet_bytes(report_table(DAY, [1, 2])) == parquet_bytes(report_table(DAY, [1, 2]))


def test_reports_are_stored_in_one_order_whatever_order_they_come_in(lake: Lake) -> None:
    lake.write_reports(DAY, report_table(DAY, [2, 1]))
    before = files_of(lake)
    lake.write_reports(DAY, report_table(DAY, [1, 2]))

    assert files_of(lake) == before


def test_the_same_reports_are_not_written_again(lake: Lake) -> None:
    lake.write_reports(DAY, report_table(DAY, [1]))

    assert lake.write_reports(DAY, report_table(DAY, [1])) is False


def test_reports_replace_those_before(lake: Lake) -> None:
    lake.write_reports(DAY, report_table(DAY, [1, 2]))
    lake.write_reports(DAY, report_table(DAY, [3]))

    assert lake.read_reports(DAY).column("report_id").to_pylist() == ["test:3"]


def test_an_empty_quarantine_makes_no_object(lake: Lake) -> None:
    lake.write_quarantine(DAY, QUARANTINE.empty_table())

    assert lake.days("quarantine") == []


def test_an_older_quarantine_is_emptied(lake: Lake) -> None:
    lake.write_quarantine(DAY, quarantine_row())
    lake.write_quarantine(DAY, QUARANTINE.empty_table())

    assert lake.read_quarantine(DAY).num_rows == 0


def test_days_are_listed_in_order(lake: Lake) -> None:
    for day in (DAY, dt.date(2015, 12, 31)):
        lake.write_reports(day, report_table(day, [1]))

    assert lake.days("reports") == [dt.date(2015, 12, 31), DAY]


def test_a_name_that_is_no_table_is_refused(lake: Lake) -> None:
    with pytest.raises(ValueError, match="no table"):
        lake.days("raw")


def test_what_a_killed_writer_leaves_is_never_read(lake: Lake) -> None:
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))
    folder = Path(lake.uri) / f"raw_pages/date={DAY}"
    (folder / ".half.parquet.1-0a.tmp").write_bytes(b"PAR1")

    assert lake.read_raw_pages(DAY).num_rows == 1


def test_a_day_with_nothing_but_the_rest_of_a_killed_writer_is_no_day(lake: Lake) -> None:
    folder = Path(lake.uri) / f"reports/date={DAY}"
    folder.mkdir(parents=True)
    (folder / ".reports.parquet.1-0a.tmp").write_bytes(b"PAR1")

    assert lake.days("reports") == []


def test_a_write_leaves_no_temporary_file(lake: Lake) -> None:
    lake.write_reports(DAY, report_table(DAY, [1]))

    assert list(files_of(lake)) == [f"reports/date={DAY}/reports.parquet"]


def test_a_failed_replacement_leaves_the_old_object(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.write_reports(DAY, report_table(DAY, [1]))
    before = files_of(lake)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(LakeError, match="No space left"):
        lake.write_reports(DAY, report_table(DAY, [2]))

    assert files_of(lake) == before


def test_the_write_check_leaves_nothing(lake: Lake) -> None:
    lake.check_writable()

    assert files_of(lake) == {}


def test_a_file_uri_is_a_folder(tmp_path: Path) -> None:
    open_lake(f"file://{tmp_path}/lake").write_reports(DAY, report_table(DAY, [1]))

    assert (tmp_path / f"lake/reports/date={DAY}/reports.parquet").exists()
