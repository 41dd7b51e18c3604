"""Arrow batches of raw pages in, Arrow batches of reports out: what engines, notebooks and Spark workers call.

Belongs here: the Arrow face of `transforms.reading`. Does not belong here: what a page or a text says, and where rows
are stored. Pure, as reading is: no input or output once the dictionaries are loaded.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from transforms.reading import quarantine_rows, read_pages, report_rows
from transforms.schemas import QUARANTINE, RAW_PAGES, REPORTS, SIGHTINGS


def extract_batch(pages: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of `reports` of a batch of raw pages: one a report revision, with its events nested in it.

    A page that cannot be read has no row here; `read_batch` gives it, too, as a row of `quarantine`.

    Args:
        pages: rows of `transforms.schemas.RAW_PAGES` in any order. Revisions are counted within a publication day, so
            that all pages of a day belong into one batch; a batch may hold many days. Other columns are passed over,
            and types that an engine has changed (time zones, large strings) are set right.

    Returns:
        Rows of `transforms.schemas.REPORTS`, by publication day (Asia/Damascus) and then as they were fetched: the
        same as `transforms.reading.read_day` stores where there are no sightings.

    Raises:
        ValueError: the batch does not hold raw pages.
    """
    return read_batch(pages)[0]


def read_batch(pages: pa.RecordBatch, sightings: pa.RecordBatch | None = None) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Rows of `reports`, and of `quarantine` for the pages that could not be read: together nothing is lost.

    Args:
        pages: as for `extract_batch`.
        sightings: rows of `transforms.schemas.SIGHTINGS` of the same days; default: none.

    Returns:
        Rows of `transforms.schemas.REPORTS` and of `transforms.schemas.QUARANTINE`, by publication day.

    Raises:
        ValueError: a batch does not hold what it should.
    """
    seen = _by_day(sightings, SIGHTINGS) if sightings is not None else {}
    reports, quarantine = [], []
    for day, rows in sorted(_by_day(pages, RAW_PAGES).items()):
        revisions, unreadable = read_pages(rows, seen.get(day, ()))
        reports.append(report_rows(revisions))
        quarantine.append(quarantine_rows(unreadable))
    return _one_batch(reports, REPORTS), _one_batch(quarantine, QUARANTINE)


def _by_day(rows: pa.RecordBatch, schema: pa.Schema) -> dict[dt.date, list[dict[str, Any]]]:
    """Rows as plain values by publication day, with the schema's types whatever an engine has made of them."""
    missing = [name for name in schema.names if name not in rows.schema.names]
    if missing:
        raise ValueError(f"the columns {', '.join(missing)} are missing")
    try:
        table = pa.Table.from_batches([rows]).select(schema.names).cast(schema)
    except pa.ArrowNotImplementedError as error:
        raise ValueError(f"a column is of another kind: {error}") from error
    found: dict[dt.date, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["published_date"], []).append(row)
    return found


def _one_batch(tables: list[pa.Table], schema: pa.Schema) -> pa.RecordBatch:
    batches = pa.concat_tables([schema.empty_table(), *tables]).combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=schema)
