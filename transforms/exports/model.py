"""What an export is made of: kinds, files, columns. Plain values that the other modules hand to each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KINDS: Mapping[str, str] = {
    "parquet": "Every published table as Parquet, compressed with zstd.",
    "hapi": "Weekly figures as CSV, with the column names of the HDX Humanitarian API.",
    "geojson": "Places with their figures and incidents, as points for maps (RFC 7946).",
    "acled": "A row an incident as CSV, with the columns of ACLED's event files.",
    "dictionary": "Every table and column with its type and meaning, as Markdown and CSV.",
    "datapackage": "What the other files are: datapackage.json with their hashes, licence, how to cite.",
}
"""What can be exported, in the order in which it is written, each with what it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published table or of an exported one.

    Attributes:
        name: as in the file.
        type: DuckDB's name of it, e.g. `VARCHAR` or `VARCHAR[]`.
        description: what it means; empty where nobody says.
        is_required: whether the contract forbids null.
    """

    name: str
    type: str
    description: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the published file.

    Attributes:
        name: as in the file.
        description: what it holds.
        columns: in order.
        key: names of the columns that tell rows apart and are never null together; empty where there are none.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written.

    Attributes:
        kind: one of `KINDS`.
        path: where it is.
        name: of the resource in the data package: lower case, digits and underscores.
        media_type: as the web calls it.
        description: what it holds.
        size_bytes: its size.
        sha256: of its bytes, hexadecimal.
        rows: how many rows or features it has, counted in the file; None for a text.
        expected_rows: how many the warehouse says there must be; None for a text.
        columns: of tables.
        key: as in `Table`.
    """

    kind: str
    path: Path
    name: str
    media_type: str
    description: str
    size_bytes: int
    sha256: str
    rows: int | None = None
    expected_rows: int | None = None
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """All that one export wrote.

    Attributes:
        folder: where the files are.
        built_at: when the warehouse that they were made of was built, ISO 8601.
        files: in the order in which they were written.
    """

    folder: Path
    built_at: str
    files: tuple[ExportedFile, ...]

    def of(self, kind: str) -> tuple[ExportedFile, ...]:
        """The files of one kind."""
        return tuple(file for file in self.files if file.kind == kind)

    @property
    def built(self) -> dt.datetime:
        """The same moment as `built_at`."""
        return dt.datetime.fromisoformat(self.built_at)
