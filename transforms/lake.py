"""The lake's tables: hive-partitioned Parquet by publication day, on the local disk or on S3.

Belongs here: which object holds which rows, which rows are new, and Parquet bytes that are the same for the same rows.
Does not belong here: how bytes reach a disk or a bucket (`transforms.storage`), columns (`transforms.schemas`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.errors import LakeError
from transforms.schemas import QUARANTINE, RAW_PAGES, REPORTS, SIGHTINGS, TABLES
from transforms.storage import Objects

Version = tuple[str, str, str]
"""Identity of a page version: source, page_id, body_sha256."""

_VERSION_COLUMNS = ["source", "page_id", "body_sha256"]
_PAGE_COLUMNS = ["source", "route", "page_id", "body_sha256", "fetched_at"]
_RAW_ORDER = [
    ("source", "ascending"),
    ("page_id", "ascending"),
    ("fetched_at", "ascending"),
    ("body_sha256", "ascending"),
]
_SIGHTING_ORDER = [(name, "ascending") for name in ("seen_at", "source", "route", "page_id", "body_sha256")]
_DAY = re.compile(r"/date=(\d{4}-\d{2}-\d{2})/[^/]+\.parquet\Z")


class Lake:
    """Reads and writes the tables of `transforms.schemas`, and what runs remember. Open one with `open_lake`."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    @property
    def uri(self) -> str:
        """Where the lake is."""
        return self._objects.uri

    def check_writable(self) -> None:
        """Write and delete a small object, with short time-outs.

        Raises:
            LakeError: an unwritable folder, wrong keys, no such bucket, an unreachable endpoint; says which.
        """
        self._objects.check_writable()

    def days(self, table: str) -> list[dt.date]:
        """Publication days that have an object of `table`, in order."""
        if table not in TABLES:
            raise ValueError(f"the lake has no table {table!r}")
        matches = (_DAY.search(name) for name in self._objects.names(table))
        return sorted({dt.date.fromisoformat(match[1]) for match in matches if match})

    # --- raw pages ---------------------------------------------------------------------------------------------

    def versions(self, day: dt.date) -> set[Version]:
        """Page versions that are stored for a publication day."""
        return versions_of(self.read_page_versions(day))

    def read_page_versions(self, day: dt.date) -> pa.Table:
        """Source, route, page_id, body_sha256 and fetched_at of all stored pages of a day, without their bytes."""
        parts = [self._read(name, columns=_PAGE_COLUMNS) for name in self._names("raw_pages", day)]
        return pa.concat_tables([RAW_PAGES.empty_table().select(_PAGE_COLUMNS), *parts])

    def add_raw_pages(self, day: dt.date, table: pa.Table) -> int:
        """Store the versions of one publication day that are not stored yet, in one new object.

        The object's name derives from the versions in it, and it is only ever created: two writers of the same pages
        leave one object, and nothing that is stored is changed.

        Args:
            day: publication day, the partition.
            table: rows of `RAW_PAGES`, all of that day.

        Returns:
            Number of versions added.
        """
        table = _checked(table, RAW_PAGES, day)
        seen = self.versions(day)
        new_rows = []
        for index, version in enumerate(_versions(table)):
            if version not in seen:
                seen.add(version)
                new_rows.append(index)
        if not new_rows:
            return 0
        added = _sorted(table.take(pa.array(new_rows)), _RAW_ORDER)
        keys = "\n".join(sorted("\t".join(version) for version in _versions(added)))
        name = f"{_folder('raw_pages', day)}/{hashlib.sha256(keys.encode()).hexdigest()[:32]}.parquet"
        return added.num_rows if self._objects.create(name, parquet_bytes(added)) else 0

    def read_raw_pages(self, day: dt.date) -> pa.Table:
        """All page versions of a publication day, each once (as fetched first), by source, page_id and fetched_at."""
        parts = [self._read(name) for name in self._names("raw_pages", day)]
        table = _sorted(pa.concat_tables([RAW_PAGES.empty_table(), *parts]).combine_chunks(), _RAW_ORDER)
        seen: set[Version] = set()
        firsts = []
        for index, version in enumerate(_versions(table)):
            if version not in seen:
                seen.add(version)
                firsts.append(index)
        return table if len(firsts) == table.num_rows else table.take(pa.array(firsts, pa.int64()))

    def count_raw_objects(self, day: dt.date) -> int:
        """Number of objects that hold a publication day's raw pages; it never falls, unless somebody deletes them."""
        return len(self._names("raw_pages", day))

    # --- sightings ---------------------------------------------------------------------------------------------

    def add_sightings(self, day: dt.date, table: pa.Table) -> int:
        """Store sightings of one publication day in one new object; nothing that is stored is changed.

        Args:
            day: publication day, the partition.
            table: rows of `SIGHTINGS`, all of that day.

        Returns:
            Number of rows added.
        """
        if table.num_rows == 0:
            return 0
        data = parquet_bytes(_sorted(_checked(table, SIGHTINGS, day), _SIGHTING_ORDER))
        name = f"{_folder('sightings', day)}/{hashlib.sha256(data).hexdigest()[:32]}.parquet"
        return table.num_rows if self._objects.create(name, data) else 0

    def read_sightings(self, day: dt.date) -> pa.Table:
        """All sightings of a publication day, oldest first."""
        parts = [self._read(name) for name in self._names("sightings", day)]
        return _sorted(pa.concat_tables([SIGHTINGS.empty_table(), *parts]).combine_chunks(), _SIGHTING_ORDER)

    # --- reports and quarantine --------------------------------------------------------------------------------

    def write_reports(self, day: dt.date, table: pa.Table) -> bool:
        """Replace a day's reports as a whole. False if they were the same bytes already."""
        order = [("published_at", "ascending"), ("report_id", "ascending"), ("revision", "ascending")]
        table = _sorted(_checked(table, REPORTS, day), order)
        return self._objects.replace(_single("reports", day), parquet_bytes(table))

    def read_reports(self, day: dt.date) -> pa.Table:
        """A day's reports; no rows where the day was not read yet."""
        return self._read_single("reports", REPORTS, day)

    def has_reports(self, day: dt.date) -> bool:
        """Whether a day was read."""
        return _single("reports", day) in self._objects.names(_folder("reports", day))

    def write_quarantine(self, day: dt.date, table: pa.Table) -> bool:
        """Replace a day's quarantine as a whole. Without rows no object is made, but an older one is emptied."""
        table = _sorted(
            _checked(table, QUARANTINE, day), [(name, "ascending") for name in ("source", "page_id", "raw_sha256")]
        )
        name = _single("quarantine", day)
        if table.num_rows == 0 and self._objects.read(name) is None:
            return False
        return self._objects.replace(name, parquet_bytes(table))

    def read_quarantine(self, day: dt.date) -> pa.Table:
        """A day's pages that could not be read."""
        return self._read_single("quarantine", QUARANTINE, day)

    # --- what is remembered of a run ---------------------------------------------------------------------------

    def inputs(self, day: dt.date) -> str:
        """Hex sha256 over the names of all objects that a day's reports are read from.

        Such an object is never changed and is named by what is in it: the same names are the same pages and sightings.
        """
        names = [name for table in ("raw_pages", "sightings") for name in self._names(table, day)]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()

    def read_state(self, name: str) -> dict[str, Any] | None:
        """What was remembered under a name; None where nothing was, or where it cannot be read any more."""
        data = self._objects.read(_state(name))
        if data is None:
            return None
        try:
            facts = json.loads(data)
        except ValueError:
            return None  # nothing hangs on it but work that is done again
        return facts if isinstance(facts, dict) else None

    def write_state(self, name: str, facts: Mapping[str, Any]) -> bool:
        """Remember something under a name, in place of what was remembered. False if it was the same."""
        data = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1).encode()
        return self._objects.replace(_state(name), data)

    def state_names(self, folder: str) -> list[str]:
        """Names under a folder that something is remembered under, sorted."""
        found = self._objects.names(f"state/{folder}")
        return [name.removeprefix("state/").removesuffix(".json") for name in found if name.endswith(".json")]

    # --- answers of days that are being fetched ----------------------------------------------------------------

    def keep_underway(self, name: str, data: bytes) -> None:
        """Store an object for as long as days are being fetched (`transforms.underway`)."""
        self._objects.replace(name, data)

    def read_underway(self, name: str) -> bytes | None:
        """Such an object; None where there is none."""
        return self._objects.read(name)

    def underway_names(self, folder: str) -> list[str]:
        """Names of such objects under a folder."""
        return self._objects.names(folder)

    def drop_underway(self, name: str) -> None:
        """Delete such an object; no other is ever deleted.

        Raises:
            ValueError: it is another.
        """
        if not name.startswith("underway/"):
            raise ValueError(f"{name} is none of the objects that may be deleted")
        self._objects.delete(name)

    # --- objects -----------------------------------------------------------------------------------------------

    def _names(self, table: str, day: dt.date) -> list[str]:
        return [name for name in self._objects.names(_folder(table, day)) if name.endswith(".parquet")]

    def _read_single(self, table: str, schema: pa.Schema, day: dt.date) -> pa.Table:
        data = self._objects.read(_single(table, day))
        return schema.empty_table() if data is None else self._parsed(_single(table, day), data)

    def _read(self, name: str, columns: list[str] | None = None) -> pa.Table:
        data = self._objects.read(name)
        if data is None:
            raise LakeError(
                f"{name} vanished from the lake {self.uri} while it was read", hint="raw pages are never deleted"
            )
        return self._parsed(name, data, columns)

    def _parsed(self, name: str, data: bytes, columns: list[str] | None = None) -> pa.Table:
        try:
            return pq.ParquetFile(io.BytesIO(data)).read(columns=columns)
        except (pa.ArrowInvalid, OSError) as error:
            hint = "delete it and run the day again; raw pages have to be fetched again"
            raise LakeError(f"{name} in the lake {self.uri} is damaged: {error}", hint=hint) from error


def open_lake(uri: str) -> Lake:
    """Open a lake; nothing is read, written or created yet.

    Args:
        uri: a folder or `s3://bucket/prefix` (`Settings.lake`). Keys come from boto3's provider chain, the endpoint
            from `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`; plain http is taken for loopback endpoints alone.
    """
    return Lake(Objects(uri))


def versions_of(table: pa.Table) -> set[Version]:
    """The page versions in rows that have source, page_id and body_sha256."""
    return set(_versions(table))


def parquet_bytes(table: pa.Table) -> bytes:
    """A table as one Parquet file: the same bytes for the same rows, on every run."""
    sink = io.BytesIO()
    pq.write_table(
        table.combine_chunks(),
        sink,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=False,  # small objects are read a third faster without, and are no larger
        write_statistics=True,
        data_page_version="1.0",
        row_group_size=100_000,
    )
    return sink.getvalue()


def _state(name: str) -> str:
    return f"state/{name}.json"


def _folder(table: str, day: dt.date) -> str:
    return f"{table}/date={day.isoformat()}"


def _single(table: str, day: dt.date) -> str:
    return f"{_folder(table, day)}/{table}.parquet"


def _versions(table: pa.Table) -> Iterable[Version]:
    return zip(*(table.column(name).to_pylist() for name in _VERSION_COLUMNS), strict=True)


def _sorted(table: pa.Table, order: list[tuple[str, str]]) -> pa.Table:
    return table.take(pc.sort_indices(table, sort_keys=order)) if table.num_rows > 1 else table


def _checked(table: pa.Table, schema: pa.Schema, day: dt.date) -> pa.Table:
    """The table with the lake's schema; a row of another day is a bug of the caller."""
    if table.num_rows and pc.any(pc.not_equal(table.column("published_date"), pa.scalar(day, pa.date32()))).as_py():
        raise ValueError(f"rows of other days among those of {day}")
    return table.select(schema.names).cast(schema)
