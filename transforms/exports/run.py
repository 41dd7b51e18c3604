"""One export: the published file is opened once, and every file comes from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from transforms.errors import ExportError, UsageError
from transforms.exports import dictionary, package, rows
from transforms.exports.catalogue import described, read_tables
from transforms.exports.files import count_rows, exporting_alone, size_and_hash, write_text, written_aside
from transforms.exports.model import KINDS, Column, Export, ExportedFile, Table
from transforms.exports.sources import FILES, FileSpec, prepare
from transforms.progress import Progress, Silent
from transforms.warehouse import open_warehouse

if TYPE_CHECKING:
    from transforms.settings import Settings

PARQUET = "application/vnd.apache.parquet"
CSV = "text/csv"
GEOJSON = "application/geo+json"
MARKDOWN = "text/markdown"
_MEDIA_TYPES = {".parquet": PARQUET, ".csv": CSV, ".geojson": GEOJSON, ".md": MARKDOWN}


def export_warehouse(
    settings: Settings,
    folder: Path | None = None,
    *,
    only: Collection[str] = (),
    progress: Progress | None = None,
) -> Export:
    """Write the published warehouse in the shapes that other tools read.

    The data package is written with every export: it lists what was written now, and of an earlier export what was
    made of the same published file.

    Args:
        settings: where the published file is, and the licence of the figures.
        folder: where to write; default: `exports/` of the data folder.
        only: some of `KINDS`; default: all.
        progress: told how many files are written.

    Raises:
        UsageError: a kind is not known.
        WarehouseError: there is no published file, or it cannot be read.
        ExportError: a file cannot be written, or the published file lacks what it is made of.
    """
    unknown = sorted(set(only) - set(KINDS))
    if unknown:
        raise UsageError(f"cannot export {', '.join(unknown)}", hint=f"known are {', '.join(KINDS)}")
    kinds = [kind for kind in KINDS if not only or kind in only]
    folder = folder or settings.exports_dir
    with open_warehouse(settings.warehouse_path):
        pass  # without one, no folder is made
    # The file is opened once it is our turn: of two exports the later one then has the newer file.
    with exporting_alone(folder), open_warehouse(settings.warehouse_path) as connection:
        try:
            run = _Run(connection, folder, read_tables(connection), has_incidents=prepare(connection))
            files = run.write(kinds, progress or Silent())
            facts = package.read_facts(connection)
        except duckdb.Error as error:
            message = str(error).partition("\n")[0]
            raise ExportError(
                f"cannot export {settings.warehouse_path}: {message}", hint="run `marsad publish`"
            ) from error
        files += package.write(folder, facts, files, licence=settings.export_licence)
    return Export(folder, facts.built_at, tuple(files))


@dataclass(frozen=True)
class _Run:
    """What all files of one export share."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    tables: Mapping[str, Table]
    has_incidents: bool

    def write(self, kinds: Collection[str], progress: Progress) -> list[ExportedFile]:
        specs = [spec for spec in FILES if spec.kind in kinds]
        total = len(specs) + ("parquet" in kinds) * len(self.tables) + ("dictionary" in kinds) * 2
        files = []
        with progress.step("Exporting", total, "files") as advance:
            for file in self._each(kinds, specs):
                files.append(file)
                advance()
        return files

    def _each(self, kinds: Collection[str], specs: list[FileSpec]) -> Iterator[ExportedFile]:
        if "parquet" in kinds:
            for table in self.tables.values():
                yield self._parquet(table)
        for spec in specs:
            yield self._query(spec)
        if "dictionary" in kinds:
            yield from self._dictionary()

    def _parquet(self, table: Table) -> ExportedFile:
        path = self.folder / "parquet" / f"{table.name}.parquet"
        with written_aside(path) as aside:
            rows.write_parquet(self.connection, f'from "{table.name}"', aside)
        expected = self._number(f'select count(*) from "{table.name}"')  # noqa: S608 - a name from the catalogue
        return self._written("parquet", path, table.description, expected, table.columns, table.key)

    def _query(self, spec: FileSpec) -> ExportedFile:
        path, sql = self.folder / spec.path, spec.query
        columns: tuple[Column, ...] = ()
        with written_aside(path) as aside:
            if path.suffix == ".geojson":
                rows.write_geojson(self.connection, sql, aside, key=spec.key)
            else:
                rows.write_csv(self.connection, sql, aside)
                columns = described(path.stem, rows.columns_of(self.connection, sql), self.tables)
        key = (spec.key,) if spec.key and columns and self.has_incidents else ()
        return self._written(spec.kind, path, spec.description, self._number(spec.count), columns, key)

    def _dictionary(self) -> Iterator[ExportedFile]:
        text, table = self.folder / "data_dictionary.md", self.folder / "data_dictionary.csv"
        write_text(text, dictionary.as_markdown(self.tables.values()))
        yield self._written("dictionary", text, "Every table and column with its type and meaning.")
        with written_aside(table) as aside:
            rows.write_records(aside, dictionary.NAMES, dictionary.as_records(self.tables.values()))
        expected = sum(len(one.columns) for one in self.tables.values())
        yield self._written(
            "dictionary", table, "The same as a table, a row a column.", expected, dictionary.COLUMNS,
            ("table", "column"),
        )  # fmt: skip

    def _written(
        self,
        kind: str,
        path: Path,
        description: str,
        expected: int | None = None,
        columns: tuple[Column, ...] = (),
        key: tuple[str, ...] = (),
    ) -> ExportedFile:
        size, digest = size_and_hash(path)
        found = count_rows(path) if expected is not None else None
        name = path.stem if kind != "dictionary" else f"{path.stem}_{path.suffix[1:]}"
        return ExportedFile(
            kind, path, name, _MEDIA_TYPES[path.suffix], description, size, digest, found, expected, columns, key
        )

    def _number(self, sql: str) -> int:
        found = self.connection.execute(sql).fetchone()
        return int(found[0]) if found else 0
