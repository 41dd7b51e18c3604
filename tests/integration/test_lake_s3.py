"""The lake on a real S3 server (SeaweedFS, started by the `s3_server` fixture)."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.support.rows import raw_table, report_table
from tests.support.servers import S3Server
from transforms.errors import LakeError
from transforms.lake import open_lake

pytestmark = pytest.mark.integration
DAY = dt.date(2016, 2, 25)


def test_raw_pages_come_back_as_they_were_stored(s3_env: S3Server) -> None:
    lake = open_lake(f"s3://{s3_env.bucket}/roundtrip")

    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one", 2: b"two"}))

    assert lake.read_raw_pages(DAY).column("body").to_pylist() == [b"one", b"two"]


def test_a_version_that_is_stored_is_not_stored_again(s3_env: S3Server) -> None:
    lake = open_lake(f"s3://{s3_env.bucket}/twice")
    lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one"}))

    assert lake.add_raw_pages(DAY, raw_table(DAY, {1: b"one", 2: b"two"})) == 1


def test_an_object_is_created_only_once(s3_env: S3Server) -> None:
    objects = open_lake(f"s3://{s3_env.bucket}/create")._objects
    objects.create("raw_pages/a.parquet", b"first")

    assert (objects.create("raw_pages/a.parquet", b"second"), objects.read("raw_pages/a.parquet")) == (False, b"first")


def test_reports_are_replaced_as_a_whole(s3_env: S3Server) -> None:
    lake = open_lake(f"s3://{s3_env.bucket}/reports")
    lake.write_reports(DAY, report_table(DAY, [1, 2]))
    lake.write_reports(DAY, report_table(DAY, [3]))

    assert lake.read_reports(DAY).column("report_id").to_pylist() == ["test:3"]


def test_days_are_listed_from_the_bucket(s3_env: S3Server) -> None:
    lake = open_lake(f"s3://{s3_env.bucket}/days")
    for day in (DAY, dt.date(2016, 2, 24)):
        lake.write_reports(day, report_table(day, [1]))

    assert lake.days("reports") == [dt.date(2016, 2, 24), DAY]


def test_a_writable_bucket_passes_the_check_and_keeps_nothing_of_it(s3_env: S3Server) -> None:
    lake = open_lake(f"s3://{s3_env.bucket}/check")
    lake.check_writable()

    assert lake._objects.names("") == []


def test_wrong_s3_keys_are_told_as_such(s3_env: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")

    with pytest.raises(LakeError, match="keys are not accepted"):
        open_lake(f"s3://{s3_env.bucket}/x").check_writable()


def test_a_bucket_that_does_not_exist_is_told_as_such(s3_env: S3Server) -> None:
    with pytest.raises(LakeError, match="bucket does not exist"):
        open_lake("s3://no-such-bucket/x").check_writable()


def test_an_unreachable_endpoint_is_told_within_half_a_minute(
    s3_env: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    started = time.monotonic()

    with pytest.raises(LakeError, match="endpoint does not answer"):
        open_lake(f"s3://{s3_env.bucket}/x").check_writable()

    assert time.monotonic() - started < 30
