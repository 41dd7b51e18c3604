"""`datapackage.json` (Frictionless Data Package), the licence and how to cite: what the other files are.

It is written last, so that whoever finds a file's hash in it has the file that it speaks of.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from transforms.exports import legal
from transforms.exports.files import size_and_hash, write_text
from transforms.exports.model import Column, ExportedFile

FILE = "datapackage.json"
_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "FLOAT": "number",
    "DOUBLE": "number",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the published file says of its making.

    Attributes:
        built_at: ISO 8601 with offset.
        marsad_version: that made it.
        parser_versions: of the reader.
        first_day: first publication day; None for an empty lake.
        last_day: last publication day.
        sources: names of the sites whose reports are in it.
    """

    built_at: str
    marsad_version: str
    parser_versions: str | None
    first_day: str | None
    last_day: str | None
    sources: tuple[str, ...]


def read_facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Read them from the open file."""
    meta = dict(connection.execute("select key, value from meta").fetchall())
    names = connection.execute("select distinct source_name from fct_reports order by 1").fetchall()
    return Facts(
        built_at=meta["built_at"],
        marsad_version=meta["marsad_version"],
        parser_versions=meta.get("parser_versions"),
        first_day=meta.get("lake_first_day"),
        last_day=meta.get("lake_last_day"),
        sources=tuple(name for (name,) in names),
    )


def write(folder: Path, facts: Facts, files: Sequence[ExportedFile], *, licence: str) -> list[ExportedFile]:
    """Write the licence, the citation and the package.

    Args:
        folder: of the export.
        facts: of the published file.
        files: that were written now.
        licence: SPDX name of the figures' licence.
    """
    told = {
        "LICENSE.txt": (legal.licence_text(facts, licence), "What may be done with which part"),
        "CITATION.txt": (legal.citation(facts, licence), "How to cite"),
    }
    for name, (text, _) in told.items():
        write_text(folder / name, text)
    resources = [resource(folder, file) for file in files]
    written_now = {found["path"] for found in resources}
    resources += [found for found in _earlier(folder, facts) if found["path"] not in written_now]
    resources.sort(key=lambda found: str(found["path"]))
    text = json.dumps(describe(facts, resources, licence), indent=2, ensure_ascii=False) + "\n"
    write_text(folder / FILE, text)
    told[FILE] = ("", "Frictionless Data Package of this folder")
    return [_text_file(folder / name, description) for name, (_, description) in told.items()]


def describe(facts: Facts, resources: list[dict[str, Any]], licence: str) -> dict[str, Any]:
    """The package as JSON values. It names no contributors: nobody has been asked."""
    days = f" Publication days {facts.first_day} to {facts.last_day}." if facts.first_day else ""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "marsad",
        "title": legal.title(facts),
        "description": f"{legal.WHAT_IT_IS}{days} LICENSE.txt says which licence holds for what.",
        "version": facts.marsad_version,
        "created": facts.built_at,
        "parser_versions": facts.parser_versions,
        "keywords": ["Syria", "conflict", "casualties", "control changes", "P-codes"],
        "licenses": [legal.licence_entry(licence)],
        "sources": legal.sources(facts),
        "resources": resources,
    }


def resource(folder: Path, file: ExportedFile) -> dict[str, Any]:
    """A file of the export as a resource; one with columns has their schema."""
    described: dict[str, Any] = {
        "name": _resource_name(file),
        "path": file.path.relative_to(folder).as_posix(),
        "description": file.description,
        "format": file.path.suffix[1:],
        "mediatype": file.media_type,
        "bytes": file.size_bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.path.suffix != ".parquet":
        described["encoding"] = "utf-8"
    if file.rows is not None:
        described["features" if file.path.suffix == ".geojson" else "rows"] = file.rows
    if file.columns:
        described["profile"] = "tabular-data-resource" if file.path.suffix == ".csv" else "data-resource"
        described["schema"] = {"fields": [_field(column) for column in file.columns]}
        if file.key:
            described["schema"]["primaryKey"] = list(file.key)
    return described


def field_type(duckdb_type: str) -> str:
    """Table Schema's name of a DuckDB type."""
    if duckdb_type.endswith("]"):
        return "array"
    return _TYPES.get(duckdb_type, "number" if duckdb_type.startswith("DECIMAL") else "any")


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": field_type(column.type),
        "description": column.description,
    }
    if column.is_required:
        field["constraints"] = {"required": True}
    return field


def _resource_name(file: ExportedFile) -> str:
    """The file's name; with the kind before it where several kinds might share it."""
    return file.name if file.kind == "dictionary" else f"{file.kind}-{file.name}"


def _earlier(folder: Path, facts: Facts) -> list[dict[str, Any]]:
    """Resources of an earlier export that was made of the same published file, as far as the files are still those."""
    try:
        package = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if package["created"] != facts.built_at:
            return []
        return [found for found in package["resources"] if _is_there(folder, found)]
    except (OSError, ValueError, KeyError, TypeError):  # none, or not one of ours
        return []


def _is_there(folder: Path, found: dict[str, Any]) -> bool:
    path = folder / found["path"]
    return path.is_file() and f"sha256:{size_and_hash(path)[1]}" == found["hash"]


def _text_file(path: Path, description: str) -> ExportedFile:
    size, digest = size_and_hash(path)
    media_type = "application/json" if path.suffix == ".json" else "text/plain"
    return ExportedFile("datapackage", path, path.stem.lower(), media_type, description, size, digest)
