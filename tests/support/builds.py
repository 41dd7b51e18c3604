"""Builds made by hand, as far as publishing looks at them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from transforms.warehouse import published_tables


def make_build(path: Path, reports: int = 1) -> Path:
    """A file with all published tables, of which fct_reports has as many rows as told."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for table in published_tables():
            connection.execute(f"create table {table} as select 1 as key")
        connection.execute(
            "create or replace table fct_reports as select date '2016-02-25' + cast(range as integer) as "
            f"published_date, '1' as parser_version from range({reports})"
        )
    return path
