"""Rows out of the published file and into files of one format each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from transforms.exports.model import Column

ROWS_A_GROUP = 122_880
"""Of a Parquet file; as many as DuckDB's own."""

_DEGREES_DIGITS = 6
"""Of coordinates in GeoJSON: a tenth of a metre."""

_ROWS_AT_ONCE = 10_000
_CSV = pacsv.WriteOptions(quoting_style="needed", quoting_header="none")


def columns_of(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Column, ...]:
    """Names and types of what a query gives."""
    told = connection.execute(f"describe {sql}").fetchall()
    return tuple(Column(name, kind) for name, kind, *_ in told)


def write_parquet(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    """Write what a query gives as Parquet, in groups of equal length: the same rows give the same bytes."""
    reader = connection.execute(sql).to_arrow_reader(ROWS_A_GROUP)
    with pq.ParquetWriter(path, reader.schema, compression="zstd", write_page_index=True) as writer:
        for table in _groups(reader):
            writer.write_table(table, row_group_size=ROWS_A_GROUP)


def write_csv(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    """Write what a query gives as CSV (RFC 4180, UTF-8, line feeds).

    Null is nothing between commas and an empty text is two quotes; days are ISO 8601, truth is true or false.
    """
    reader = connection.execute(sql).to_arrow_reader(ROWS_A_GROUP)
    with pacsv.CSVWriter(path, reader.schema, write_options=_CSV) as writer:
        for batch in reader:
            writer.write_batch(batch)


def write_geojson(connection: duckdb.DuckDBPyConnection, sql: str, path: Path, *, key: str) -> None:
    """Write what a query gives as a GeoJSON FeatureCollection of points (RFC 7946), a feature a line.

    Args:
        connection: of the published file.
        sql: gives `longitude` and `latitude`, degrees in WGS 84, never null; every column is a property, too.
        path: where to write.
        key: column whose value is the feature's id.
    """
    position = f"[round(longitude, {_DEGREES_DIGITS}), round(latitude, {_DEGREES_DIGITS})]"
    feature = (
        f"struct_pack(type := 'Feature', id := {key}, "
        f"geometry := struct_pack(type := 'Point', coordinates := {position}), properties := found)"
    )
    features = connection.execute(f"select to_json({feature})::varchar from ({sql}) as found")  # noqa: S608 - ours
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[')
        separator = "\n"
        while rows := features.fetchmany(_ROWS_AT_ONCE):
            for (text,) in rows:
                file.write(f"{separator}{text}")
                separator = ",\n"
        file.write("\n]}\n")


def write_records(path: Path, names: Sequence[str], records: Sequence[Mapping[str, object]]) -> None:
    """Write records as CSV with these columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def _groups(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Tables of `ROWS_A_GROUP` rows, the last of what is left; one without rows where there are none."""
    waiting = reader.schema.empty_table()
    written = False
    for batch in reader:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        while waiting.num_rows >= ROWS_A_GROUP:
            yield waiting.slice(0, ROWS_A_GROUP).combine_chunks()
            waiting, written = waiting.slice(ROWS_A_GROUP), True
    if waiting.num_rows or not written:
        yield waiting.combine_chunks()
