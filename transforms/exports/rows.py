"""Rows out of the published file and into files of one format each."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.exports.model import Column

ROWS_A_GROUP = 122_880
"""Of a Parquet file; as many as DuckDB's own."""

_DEGREES_DIGITS = 6
"""Of coordinates in GeoJSON: a tenth of a metre."""


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
    """Write what a query gives as CSV (RFC 4180, UTF-8, line feeds): null is empty, days are ISO 8601."""
    reader = connection.execute(sql).to_arrow_reader(ROWS_A_GROUP)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(reader.schema.names)
        for record in _records(reader):
            writer.writerow(map(_cell, record.values()))


def write_geojson(connection: duckdb.DuckDBPyConnection, sql: str, path: Path, *, key: str) -> None:
    """Write what a query gives as a GeoJSON FeatureCollection of points (RFC 7946), a feature a line.

    Args:
        connection: of the published file.
        sql: gives `longitude` and `latitude`, degrees in WGS 84, never null; all other columns are properties.
        path: where to write.
        key: column whose value is the feature's id.
    """
    reader = connection.execute(sql).to_arrow_reader(ROWS_A_GROUP)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        separator = "\n"
        for record in _records(reader):
            position = [round(record.pop(name), _DEGREES_DIGITS) for name in ("longitude", "latitude")]
            feature = {
                "type": "Feature",
                "id": record[key],
                "geometry": {"type": "Point", "coordinates": position},
                "properties": {name: _json_value(value) for name, value in record.items()},
            }
            file.write(f"{separator}{json.dumps(feature, ensure_ascii=False)}")
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


def _records(reader: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    for batch in reader:
        yield from batch.to_pylist()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return _json_value(value)


def _json_value(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
