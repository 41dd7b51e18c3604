"""Arrow batches of raw pages in, Arrow batches of reports out: what engines, notebooks and Spark workers call.

Belongs here: the Arrow face of `transforms.reading`. Does not belong here: what a page or a text says, and where rows
are stored. Pure, as reading is: no input or output once the dictionaries are loaded.
"""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from transforms.reading import quarantine_rows, read_pages, report_rows
from transforms.schemas import QUARANTINE, RAW_PAGES, REPORTS


def extract_batch(pages: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of `reports` of a batch of raw pages: one a report revision, with its events nested in it.

    A page that cannot be read has no row here; `read_batch` gives it, too, as a row of `quarantine`.

    Args:
        pages: rows of `transforms.schemas.RAW_PAGES` in any order. Revisions are counted within a publication day, so
            that all pages of a day belong into one batch; a batch may hold many days. Other columns are passed over,
            and types that an engine has changed (time zones, large strings) are set right.

    Returns:
        Rows of `transforms.schemas.REPORTS`, by publication day (Asia/Damascus) and then as they were fetched: the
        same as `transforms.reading.read_day` stores.

    Raises:
        ValueError: the batch does not hold raw pages.
    """
    return read_batch(pages)[0]


def read_batch(pages: pa.RecordBatch) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Rows of `reports`, and of `quarantine` for the pages that could not be read: together nothing is lost.

    Args:
        pages: as for `extract_batch`.

    Returns:
        Rows of `transforms.schemas.REPORTS` and of `transforms.schemas.QUARANTINE`, by publication day.

    Raises:
        ValueError: the batch does not hold raw pages.
    """
    by_day: dict[dt.date, list[dict[str, object]]] = {}
    for row in raw_pages(pages).to_pylist():
        by_day.setdefault(row["published_date"], []).append(row)
    reports, quarantine = [], []
    for _, rows in sorted(by_day.items()):
        revisions, unreadable = read_pages(rows)
        reports.append(report_rows(revisions))
        quarantine.append(quarantine_rows(unreadable))
    return _one_batch(reports, REPORTS), _one_batch(quarantine, QUARANTINE)


def raw_pages(pages: pa.RecordBatch | pa.Table) -> pa.Table:
    """Rows with the columns and types of `RAW_PAGES`, whatever an engine has made of them.

    Raises:
        ValueError: a column is missing, is of another kind, or lacks a value that it needs.
    """
    missing = [name for name in RAW_PAGES.names if name not in pages.schema.names]
    if missing:
        raise ValueError(f"no raw pages: the columns {', '.join(missing)} are missing")
    table = pa.Table.from_batches([pages]) if isinstance(pages, pa.RecordBatch) else pages
    try:
        return table.select(RAW_PAGES.names).cast(RAW_PAGES)
    except pa.ArrowNotImplementedError as error:
        raise ValueError(f"no raw pages: {error}") from error


def _one_batch(tables: list[pa.Table], schema: pa.Schema) -> pa.RecordBatch:
    batches = pa.concat_tables([schema.empty_table(), *tables]).combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=schema)
