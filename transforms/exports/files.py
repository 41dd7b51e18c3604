"""Writing a file whole or not at all, and counting what is in it afterwards."""

from __future__ import annotations

import csv
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from transforms.errors import ExportError

_BEING_WRITTEN = ".writing-"


@contextmanager
def exporting_alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder of exports, which the system lets go of when its holder dies; sweep what it left.

    Raises:
        ExportError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a")
    except OSError as error:
        raise _cannot_write(folder, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.rglob(f".*{_BEING_WRITTEN}*"):
            left.unlink(missing_ok=True)
        yield


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there at the end is synced and takes the place of the file.

    Raises:
        ExportError: it cannot be written; the old file, if there is one, stays.
    """
    aside = path.with_name(f".{path.name}{_BEING_WRITTEN}{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(aside, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def size_and_hash(path: Path) -> tuple[int, str]:
    """Size in bytes and sha256 of a file."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def count_rows(path: Path) -> int:
    """Count rows or features as a reader of the file would, by its ending: parquet, csv or geojson."""
    if path.suffix == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1
    with path.open(encoding="utf-8") as file:
        return sum(1 for line in file if line.startswith('{"type":"Feature",'))


def _cannot_write(path: Path, error: OSError) -> ExportError:
    return ExportError(
        f"cannot export to {path}: {error.strerror or error}", hint="the warehouse is published; run `marsad export`"
    )
