"""Lakes that cannot be written or read: one clear line, and what to do about it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from tests.support.rows import raw_table, report_table
from transforms.errors import LakeError
from transforms.lake import Lake, open_lake

DAY = dt.date(2016, 2, 25)


def test_a_lake_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LakeError, match="check that the folder can be written"):
        open_lake(str(tmp_path / "file" / "lake")).check_writable()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(LakeError, match="Permission denied"):
        open_lake(str(tmp_path / "lake")).check_writable()


def test_a_damaged_object_is_named(lake: Lake) -> None:
    lake.write_reports(DAY, report_table(DAY, [1]))
    (Path(lake.uri) / f"reports/date={DAY}/reports.parquet").write_bytes(b"PAR1 not parquet PAR1")

    with pytest.raises(LakeError, match=r"reports/date=2016-02-25/reports\.parquet .* is damaged"):
        lake.read_reports(DAY)


def test_a_damaged_raw_object_stops_a_fetch_instead_of_doubling_pages(lake: Lake) -> None:
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))
    for path in Path(lake.uri).rglob("*.parquet"):
        path.write_bytes(b"")

    with pytest.raises(LakeError, match="is damaged"):
        lake.add_raw_pages(DAY, raw_table(DAY, {2: b"two"}))


def test_s3_without_any_keys_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    with pytest.raises(LakeError, match="no S3 credentials"):
        open_lake("s3://bucket/lake").check_writable()


def test_an_s3_endpoint_that_nobody_serves_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(LakeError, match="endpoint does not answer"):
        open_lake("s3://bucket/lake").check_writable()
