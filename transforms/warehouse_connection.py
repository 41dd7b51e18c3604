"""How a DuckDB connection reaches the lake while the warehouse is built: dbt's plugin (sql/profiles.yml).

Here belongs what a connection needs before the first SQL statement: the folder it writes to, the empty tables that
stand in for a lake without objects, and for `s3://` the httpfs extension with the credentials that boto3 finds. Nothing
is downloaded, and no secret is written: secrets live in the connection's memory and go with it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import duckdb
import pyarrow.parquet as pq
from botocore.exceptions import BotoCoreError
from dbt.adapters.duckdb.plugins import BasePlugin

from transforms.errors import LakeError
from transforms.schemas import TABLES

EMPTY_TABLES_DIR = "empty"
"""Folder beside the build file with one Parquet file without rows for each table of the lake."""

_DEFAULT_REGION = "us-east-1"


def write_empty_tables(build_dir: Path) -> Path:
    """Write one Parquet file without rows for each lake table, with the columns of `transforms.schemas`.

    Args:
        build_dir: folder of the build file; made if missing.

    Returns:
        The folder of the files, `<table>.parquet` each.
    """
    folder = build_dir / EMPTY_TABLES_DIR
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in TABLES.items():
        pq.write_table(schema.empty_table(), folder / f"{name}.parquet")
    return folder


def httpfs_extension() -> Path:
    """Path of the httpfs extension that came as a wheel with this version of DuckDB.

    Raises:
        LakeError: the wheel is missing or belongs to another version of DuckDB.
    """
    spec = find_spec("duckdb_extension_httpfs")
    if spec is None or not spec.submodule_search_locations:
        raise LakeError("DuckDB's httpfs extension is not installed", hint="install requirements/main.txt")
    folder = Path(next(iter(spec.submodule_search_locations))) / "extensions"
    path = folder / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
    if not path.exists():
        raise LakeError(
            f"DuckDB's httpfs extension is of another version than DuckDB {duckdb.__version__}",
            hint="pin duckdb and duckdb-extension-httpfs to the same version",
        )
    return path


def allow_lake(connection: duckdb.DuckDBPyConnection, lake: str) -> None:
    """Let a connection read the lake; for a local folder there is nothing to do.

    Keys, region and endpoint are those that boto3 finds (environment, profile, role, `AWS_ENDPOINT_URL_S3`,
    `AWS_ENDPOINT_URL`). An endpoint other than Amazon's is asked with path-style addresses, by the scheme it is given
    with. Without keys the requests go unsigned, as a public bucket wants them.

    Args:
        connection: an open connection; the secret is seen by all its cursors and never stored.
        lake: a folder or `s3://bucket/prefix`.

    Raises:
        LakeError: the extension is missing, or boto3's configuration is broken.
    """
    if not lake.startswith("s3://"):
        return
    connection.execute("set allow_persistent_secrets = false")
    connection.load_extension(str(httpfs_extension()))
    options = {"type": "s3", "scope": f"s3://{urlsplit(lake).netloc}", **_s3_options()}
    pairs = ", ".join(f"{name} {_literal(value)}" for name, value in options.items())
    connection.execute(f"create or replace temporary secret lake ({pairs})")


def _s3_options() -> dict[str, str | bool]:
    """What httpfs calls the keys, region and endpoint that boto3 finds."""
    try:
        session = boto3.Session()
        region = session.region_name or _DEFAULT_REGION
        endpoint = urlsplit(session.client("s3", region_name=region).meta.endpoint_url)
        credentials = session.get_credentials()
        keys = credentials.get_frozen_credentials() if credentials else None
    except BotoCoreError as error:
        raise LakeError(f"no access to S3: {error}", hint="check the AWS settings of this shell") from error
    options: dict[str, str | bool] = {"region": region}
    if keys:
        options |= {"key_id": keys.access_key, "secret": keys.secret_key}
        if keys.token:
            options["session_token"] = keys.token
    if not (endpoint.hostname or "").endswith((".amazonaws.com", ".amazonaws.com.cn")):
        address = f"{endpoint.netloc}{endpoint.path.rstrip('/')}"
        options |= {"endpoint": address, "url_style": "path", "use_ssl": endpoint.scheme == "https"}
    return options


def _literal(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "'" + value.replace("'", "''") + "'"


class Plugin(BasePlugin):
    """What dbt-duckdb calls around opening the build file (`plugins:` in sql/profiles.yml)."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Keep the lake's address."""
        self._lake = str(plugin_config["lake"])

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Before the file is opened: its folder, and the empty tables in it."""
        write_empty_tables(Path(creds.path).parent)

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """After the file is opened: the way to the lake."""
        allow_lake(conn, self._lake)
