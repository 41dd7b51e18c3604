"""A published list as tables of text: workbooks, delimited files, and zip archives of either; a file or an address."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.errors import FetchError, MarsadError
from transforms.sources.addresses import without_secrets
from transforms.sources.http import HttpClient

if TYPE_CHECKING:
    from transforms.settings import Settings

_LARGEST = 1_000_000_000
"""Bytes that an archive may hold, unpacked."""
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A sheet or a delimited file: rows of text as they stand, the line of headings among them.

    Attributes:
        name: file and sheet, for messages.
        rows: cells without white space at their ends; empty cells are empty strings.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's bytes under the name that messages call it by."""

    name: str
    content: bytes


def load(place: str, settings: Settings, *, hosts: Sequence[str] = ()) -> SourceFile:
    """Read a local file, or fetch an address politely (`transforms.sources.http`).

    Args:
        place: path, or http(s) address.
        settings: limits and contact of the HTTP client.
        hosts: further hosts that a redirect may lead to.

    Raises:
        MarsadError: the file cannot be read.
        FetchError: the address cannot be fetched.
    """
    if not place.startswith(("http://", "https://")):
        try:
            return SourceFile(place, Path(place).read_bytes())
        except OSError as error:
            raise MarsadError(f"cannot read {place}: {error.strerror}") from error
    client = HttpClient(
        place, contact=settings.contact, requests_per_second=settings.requests_per_second,
        timeout_seconds=settings.request_timeout_seconds, max_retries=settings.max_retries,
        max_body_bytes=settings.max_body_bytes, allow_private_hosts=settings.allow_private_hosts,
        more_hosts=frozenset(hosts),
    )  # fmt: skip
    try:
        return SourceFile(without_secrets(place), client.get(place).body)
    except FetchError as error:
        if "redirects" not in error.message:
            raise
        hint = "allow that host with --allow-host, or download the file and name it"
        raise type(error)(error.message, url=error.url, status=error.status, hint=hint) from error


def read_tables(file: SourceFile) -> list[SourceTable]:
    """The tables of a workbook, a delimited file, or an archive of them.

    Raises:
        MarsadError: it is none of them, or damaged; names the file.
    """
    if not file.content.startswith(b"PK"):
        return [SourceTable(file.name, _delimited(file))]
    members = unpack(file)
    if "xl/workbook.xml" in members:
        return _sheets(file)
    inner = [name for name in members if name.lower().endswith((".xlsx", ".csv", ".tsv", ".txt"))]
    if not inner:
        raise MarsadError(f"{file.name}: no workbook and no delimited file in the archive")
    return [table for name in inner for table in read_tables(SourceFile(f"{file.name}/{name}", members[name]))]


def unpack(file: SourceFile) -> dict[str, bytes]:
    """Files of an archive; of a workbook only the names, openpyxl unpacks it itself.

    Raises:
        MarsadError: a damaged or locked archive, or one that holds too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > _LARGEST:
                raise MarsadError(f"{file.name} holds more than {_LARGEST:,} bytes, unpacked")
            workbook = any(info.filename == "xl/workbook.xml" for info in infos)
            return {info.filename: b"" if workbook else archive.read(info) for info in infos}
    except (zipfile.BadZipFile, RuntimeError) as error:  # RuntimeError: a password is needed
        raise MarsadError(f"{file.name} is a damaged or locked archive: {error}") from error


def _sheets(file: SourceFile) -> list[SourceTable]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(io.BytesIO(file.content), read_only=True, data_only=True)
        return [
            SourceTable(
                f"{file.name}, sheet {sheet.title}",
                tuple(tuple(map(_text, row)) for row in sheet.iter_rows(values_only=True)),
            )
            for sheet in workbook.worksheets
        ]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise MarsadError(f"{file.name} is no readable workbook: {error}") from error


def _delimited(file: SourceFile) -> tuple[tuple[str, ...], ...]:
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8, or take the workbook"
        raise MarsadError(f"{file.name} is not UTF-8 text: byte {error.start}", hint=hint) from error
    heading = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return tuple(tuple(cell.strip() for cell in row) for row in rows)
    except csv.Error as error:
        raise MarsadError(f"{file.name} is no delimited text: {error}") from error


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
