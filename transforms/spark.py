"""Days read on a Spark cluster, through Spark Connect: the client sends raw pages and stores what comes back.

Belongs here: how days go to the workers and rows come back. Does not belong here: how a page is read
(`transforms.batch`), which objects a day has (`transforms.lake`). The lake is read and written by this process alone:
workers need no rights to it. A day is one row on the way there and back, because its revisions are counted together:
it is read as a whole or not at all. Workers need this package; a digest of their code and seeds comes back with every
day, so that a cluster that would read otherwise is found out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from transforms.batch import read_batch
from transforms.engines import server_of
from transforms.errors import EngineError
from transforms.lake import Lake
from transforms.paths import SEEDS_DIR
from transforms.reading import ReadResult
from transforms.schemas import QUARANTINE, RAW_PAGES, REPORTS, SIGHTINGS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CHUNK_BYTES = 32_000_000
"""Bytes of raw pages sent at once; a longer day goes alone."""
CHUNKS_AT_ONCE = 4
MOST_PARTITIONS = 64
"""Parts of a chunk that are read side by side."""
CONNECT_SECONDS = 10.0
PACKAGE_DIR = Path(__file__).resolve().parent


def _rows_of(schema: pa.Schema) -> pa.ListType:
    return pa.list_(pa.struct(list(schema)))


STORED_DAYS = pa.schema(
    [
        pa.field("day", pa.date32()),
        pa.field("pages", _rows_of(RAW_PAGES)),
        pa.field("sightings", _rows_of(SIGHTINGS)),
    ]
)
"""What workers are sent: a row a publication day."""

READ_DAYS = pa.schema(
    [
        pa.field("day", pa.date32()),
        pa.field("reader", pa.string()),
        pa.field("reports", _rows_of(REPORTS)),
        pa.field("quarantine", _rows_of(QUARANTINE)),
    ]
)
"""What they send back: a row a publication day."""


def read_days_on_spark(lake: Lake, days: Sequence[dt.date], engine: str) -> Iterator[ReadResult]:
    """Read the raw pages of publication days on a cluster and store each day's reports and quarantine.

    Args:
        lake: where the raw pages are and the reports go; only this process uses it.
        days: publication days in Asia/Damascus.
        engine: `sc://host:port`, with Spark Connect's options behind it where there are any.

    Yields:
        What each day gave, in the order of `days`, once it is stored.

    Raises:
        EngineError: no Spark client is installed, the server cannot be reached, or the cluster failed or lost days;
            the days yielded before are stored.
        LakeError: the lake cannot be read or written.
    """
    spark = _connect(engine)
    try:
        with ThreadPoolExecutor(max_workers=CHUNKS_AT_ONCE) as pool:
            running: deque[tuple[list[dt.date], Future[pa.Table]]] = deque()
            for stored in _chunks(lake, days):
                running.append((stored.column("day").to_pylist(), pool.submit(_run, spark, stored, engine)))
                if len(running) == CHUNKS_AT_ONCE:
                    yield from _stored(lake, *running.popleft())
            while running:
                yield from _stored(lake, *running.popleft())
    finally:
        spark.stop()


def read_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a worker does: rows of `STORED_DAYS` to rows of `READ_DAYS`, one by one."""
    for batch in batches:
        for i in range(batch.num_rows):
            pages, sightings = (_one_batch(batch.column(name)[i]) for name in ("pages", "sightings"))
            reports, quarantine = read_batch(pages, sightings)
            columns = [
                batch.column("day").slice(i, 1),
                pa.array([reader_digest()]),
                _one_list(reports),
                _one_list(quarantine),
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=READ_DAYS)


@cache
def reader_digest() -> str:
    """sha256 over the code of this package and the seeds: the same where days are read the same."""
    found = hashlib.sha256()
    for folder, kind in ((PACKAGE_DIR, "*.py"), (SEEDS_DIR, "*.csv")):
        for path in sorted(folder.rglob(kind)):
            found.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _connect(engine: str) -> SparkSession:
    host, port = server_of(engine)
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError(
            f"the Spark client is not installed ({error.name})", hint="pip install -r requirements/spark.txt"
        ) from error
    try:
        socket.create_connection((host, port), CONNECT_SECONDS).close()  # the client itself would try for minutes
        return SparkSession.builder.remote(engine).create()
    except (OSError, PySparkException) as error:
        raise _failure(engine, "cannot be reached", error) from error


def _chunks(lake: Lake, days: Sequence[dt.date]) -> Iterator[pa.Table]:
    """Rows of `STORED_DAYS`, as many together as are sent at once."""
    chunk: list[pa.RecordBatch] = []
    size = 0
    for day in days:
        pages, sightings = lake.read_raw_pages(day), lake.read_sightings(day)
        if chunk and size + pages.nbytes > CHUNK_BYTES:
            yield pa.Table.from_batches(chunk)
            chunk, size = [], 0
        columns = [pa.array([day], pa.date32()), _one_list(pages), _one_list(sightings)]
        chunk.append(pa.RecordBatch.from_arrays(columns, schema=STORED_DAYS))
        size += pages.nbytes
    if chunk:
        yield pa.Table.from_batches(chunk)


def _run(spark: SparkSession, stored: pa.Table, engine: str) -> pa.Table:
    """Rows of `STORED_DAYS` to rows of `READ_DAYS`, on the workers."""
    from pyspark.errors import PySparkException
    from pyspark.sql.pandas.types import from_arrow_schema

    try:
        frame = spark.createDataFrame(stored).repartition(min(stored.num_rows, MOST_PARTITIONS))
        return frame.mapInArrow(read_partition, from_arrow_schema(READ_DAYS)).toArrow()
    except PySparkException as error:
        raise _failure(engine, "failed", error) from error


def _stored(lake: Lake, days: Sequence[dt.date], running: Future[pa.Table]) -> Iterator[ReadResult]:
    """Check what came of a chunk of days, and store it."""
    read = running.result()
    _check(days, read)
    rows = {day: row for row, day in enumerate(read.column("day").to_pylist())}
    for day in days:
        reports = _one_table(read.column("reports")[rows[day]], REPORTS)
        quarantine = _one_table(read.column("quarantine")[rows[day]], QUARANTINE)
        lake.write_quarantine(day, quarantine)
        lake.write_reports(day, reports)
        yield ReadResult(day, reports.num_rows, _current_events(reports), quarantine.num_rows)


def _check(days: Sequence[dt.date], read: pa.Table) -> None:
    """Every day was read, once, by this version."""
    if sorted(read.column("day").to_pylist()) != sorted(days):
        raise EngineError("the cluster did not give back every day", hint="run the command again")
    if set(read.column("reader").to_pylist()) - {reader_digest()}:
        raise EngineError("the workers have another Marsad or other seeds", hint="install the same on them as here")


def _one_list(rows: pa.Table | pa.RecordBatch) -> pa.ListArray:
    """All rows as one list of structs."""
    structs = rows.to_struct_array()
    if isinstance(structs, pa.ChunkedArray):
        structs = structs.combine_chunks()
    return pa.ListArray.from_arrays(pa.array([0, len(structs)], pa.int32()), structs)


def _one_batch(rows: pa.ListScalar) -> pa.RecordBatch:
    return pa.RecordBatch.from_struct_array(rows.values)


def _one_table(rows: pa.ListScalar, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches([_one_batch(rows)]).cast(schema)


def _current_events(reports: pa.Table) -> int:
    current = reports.filter(reports.column("is_current"))
    return pc.sum(pc.list_value_length(current.column("events"))).as_py() or 0


def _failure(engine: str, what: str, error: Exception) -> EngineError:
    """One line on the server, without the address's options, which may hold a token."""
    host, port = server_of(engine)
    reason = str(error).strip().splitlines() or [type(error).__name__]
    return EngineError(
        f"Spark Connect at {host}:{port} {what}: {reason[0][:300]}", hint="look at the server, or use --engine local"
    )
