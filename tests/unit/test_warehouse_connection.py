"""How a connection is let at the lake."""

from __future__ import annotations

import duckdb
import pyarrow.parquet as pq
import pytest

from transforms.schemas import TABLES
from transforms.warehouse_connection import allow_lake, httpfs_extension, write_empty_tables


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def no_aws(monkeypatch, tmp_path):
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "the-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "it's-secret")


def secret_of(connection: duckdb.DuckDBPyConnection) -> tuple[str, bool]:
    told = connection.execute("select secret_string, persistent from duckdb_secrets()").fetchall()
    assert len(told) == 1
    return told[0]


def test_the_empty_tables_have_the_columns_of_the_lake(tmp_path):
    folder = write_empty_tables(tmp_path)
    for name, schema in TABLES.items():
        table = pq.read_table(folder / f"{name}.parquet")
        assert table.num_rows == 0
        assert table.schema.equals(schema)


def test_a_local_lake_needs_no_extension(connection):
    allow_lake(connection, "/srv/lake")
    loaded = connection.execute("select loaded from duckdb_extensions() where extension_name = 'httpfs'").fetchall()
    assert loaded == [(False,)]


def test_the_extension_is_the_one_that_is_installed_as_a_wheel(connection, no_aws):
    assert httpfs_extension().is_file()
    allow_lake(connection, "s3://bucket/prefix")
    loaded = connection.execute("select loaded from duckdb_extensions() where extension_name = 'httpfs'").fetchall()
    assert loaded == [(True,)]


def test_the_secret_lives_in_memory_for_this_bucket_alone_and_is_never_shown(connection, no_aws):
    allow_lake(connection, "s3://bucket/prefix")
    told, is_persistent = secret_of(connection)
    assert not is_persistent
    assert "scope=s3://bucket" in told
    assert "it's-secret" not in told


def test_an_endpoint_of_ones_own_is_asked_by_path_and_by_its_scheme(connection, no_aws, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:8333")
    allow_lake(connection, "s3://bucket/prefix")
    told, _ = secret_of(connection)
    assert "endpoint=127.0.0.1:8333" in told
    assert "url_style=path" in told
    assert "use_ssl=false" in told


def test_amazon_is_asked_as_duckdb_does_by_itself(connection, no_aws, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    allow_lake(connection, "s3://bucket/prefix")
    told, _ = secret_of(connection)
    assert "region=eu-central-1" in told
    assert "url_style=path" not in told
    assert "use_ssl=false" not in told
