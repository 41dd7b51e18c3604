"""The warehouse around dbt: what a build needs before it, how its file is published, how a published file is read.

Running dbt is the orchestrator's. The build is made aside and swapped in as a whole: a reader that has the old file
open keeps the figures that it opened, blocks nobody and is not blocked.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import duckdb
import pyarrow as pa

from transforms.errors import WarehouseError
from transforms.paths import SEEDS_DIR, SQL_DIR
from transforms.settings import Settings

if TYPE_CHECKING:
    from transforms.lake import Lake

STAGING_SUFFIX = ".staging"
"""Staging and intermediate tables lie in this file beside the build file; they are never published."""

_META_COMMENTS = {
    "meta.key": "Name of the fact: built_at, lake, lake_first_day, lake_last_day, or a version",
    "meta.value": "The fact as text; moments are ISO 8601 with offset, secrets are left out",
    "meta_row_counts.table_name": "Name of the table",
    "meta_row_counts.row_count": "Number of rows",
}
_NEVER_EMPTY = ("dim_actor", "dim_place", "dim_region")
_MAKES_ONE = "`marsad publish` makes one"
_BUILDS_ONE = "run `marsad publish` again"


@dataclass(frozen=True)
class BuildEnvironment:
    """What dbt needs to know about one build.

    Attributes:
        build_path: the DuckDB file that dbt makes; absolute.
        built_at: the moment as of which weeks are provisional or final.
        variables: environment variables to run dbt with.
        project_dir: the dbt project; its profiles.yml lies in it.
    """

    build_path: Path
    built_at: dt.datetime
    variables: Mapping[str, str]
    project_dir: Path = SQL_DIR

    def dbt_arguments(self, *command: str) -> list[str]:
        """Arguments of dbt for a command, for example `dbt_arguments("build")`."""
        return [*command, "--project-dir", str(self.project_dir), "--profiles-dir", str(self.project_dir)]

    @property
    def build_arguments(self) -> list[str]:
        """Arguments of dbt to build all models and to test the rows that came out.

        Unit tests say what the SQL does with given rows, whatever the lake holds: they are run when the SQL changes,
        as dbt advises, and not by a build, of whose time they would take a third.
        """
        return self.dbt_arguments("build", "--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class BuildMeta:
    """What the published file says of its making, beside what is derived from its tables.

    Attributes:
        built_at: when the build began, with offset.
        lake: folder or URI that was read; secrets in it are left out.
        as_of: the moment in the past whose state it is, with offset; None for the newest state.
    """

    built_at: dt.datetime
    lake: str
    as_of: dt.datetime | None = None


@dataclass(frozen=True)
class PublishResult:
    """A warehouse that was swapped in.

    Attributes:
        path: the published file.
        size_bytes: its size.
        row_counts: rows by table.
        previous_row_counts: the same of the file that it replaced; empty where there was none.
        first_day: first publication day in it; None for an empty lake.
        last_day: last publication day in it.
        built_at: when its build began to read the lake; what came into the lake later may be missing.
    """

    path: Path
    size_bytes: int
    row_counts: Mapping[str, int]
    previous_row_counts: Mapping[str, int]
    first_day: dt.date | None
    last_day: dt.date | None
    built_at: dt.datetime


def published_tables() -> tuple[str, ...]:
    """Names of the tables that a warehouse must have: the marts of the dbt project."""
    return tuple(sorted(path.stem for path in (SQL_DIR / "models" / "marts").glob("*.sql")))


def prepare_build(
    settings: Settings, *, built_at: dt.datetime | None = None, as_of: dt.datetime | None = None
) -> BuildEnvironment:
    """Clear the way for a build: no file of an earlier one, and the environment that dbt is to run in.

    Two builds in one folder destroy each other; the caller holds the lock that keeps them apart.

    Args:
        settings: where the lake and the build folder are.
        built_at: with offset; now where not given.
        as_of: the moment in the past whose state is built, with offset, in a folder of its own; weeks are then
            provisional or final as of it.

    Raises:
        WarehouseError: the build folder cannot be written, or the file of starting states is not there.
    """
    folder = settings.build_dir.resolve() / ("as_of" if as_of else "")
    build_path = folder / "warehouse.duckdb"
    built_at = built_at or dt.datetime.now(dt.UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (build_path, Path(f"{build_path}{STAGING_SUFFIX}")):
            path.unlink(missing_ok=True)
            Path(f"{path}.wal").unlink(missing_ok=True)
    except OSError as error:
        raise WarehouseError(f"cannot build in {folder}: {error.strerror}", hint="check MARSAD_DATA_DIR") from error
    control_start = settings.control_start_path.resolve()
    if not control_start.is_file():
        raise WarehouseError(f"there is no file {control_start}", hint="check MARSAD_CONTROL_START")
    lake = settings.lake
    if not lake.startswith("s3://"):
        lake = str(Path(lake.removeprefix("file://")).resolve())
    variables = {
        "MARSAD_BUILD_PATH": str(build_path),
        "MARSAD_BUILT_AT": built_at.isoformat(),
        "MARSAD_AS_OF": as_of.isoformat() if as_of else "",
        "MARSAD_LAKE": lake.rstrip("/"),
        "MARSAD_SEEDS": str(SEEDS_DIR),
        "MARSAD_CONTROL_START": str(control_start),
        "DBT_TARGET_PATH": str(folder / "dbt"),
        "DBT_LOG_PATH": str(folder / "dbt"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    return BuildEnvironment(build_path, built_at, variables)


def publish(build_path: Path, target_path: Path, *, meta: BuildMeta, lake: Lake | None = None) -> PublishResult:
    """Check a finished build and swap it in.

    The copy is made under a hidden name beside the target, gets the tables `meta` and `meta_row_counts`, is synced and
    renamed: at every moment the target is the old file or the new one. What killed publishes left behind is removed.

    Args:
        build_path: the file that dbt made; stays as it is.
        target_path: the published file.
        meta: what dbt does not know of the build.
        lake: what was read; a build without reports is refused where it has some. Not looked at where not given.

    Raises:
        WarehouseError: the build is missing, unfinished, damaged or lost the reports, or the target cannot be written.
            The published file is then unchanged.
        LakeError: the build has no reports, and the lake cannot be asked whether it has some.
    """
    row_counts = check_build(build_path)
    if lake is not None and row_counts["fct_reports"] == 0:
        _check_empty(build_path, lake)
    try:
        target_path.parent.mkdir(parents=True, exist_ok=True)
        with _publishing_alone(target_path):
            previous = _row_counts_before(target_path)
            copy = target_path.with_name(f"{_copy_prefix(target_path)}{uuid.uuid4().hex}")
            try:
                shutil.copyfile(build_path, copy)
                first_day, last_day = _write_meta(copy, meta, row_counts)
                _sync(copy)
                os.replace(copy, target_path)
                _sync(target_path.parent)
            finally:
                copy.unlink(missing_ok=True)
    except (OSError, duckdb.Error) as error:
        raise WarehouseError(f"cannot publish {target_path}: {_one_line(error)}", hint=_BUILDS_ONE) from error
    return PublishResult(
        target_path, target_path.stat().st_size, row_counts, previous, first_day, last_day, meta.built_at
    )


def check_build(build_path: Path) -> dict[str, int]:
    """Check that a build is whole.

    Returns:
        The number of rows of each of its tables.

    Raises:
        WarehouseError: it is missing, empty, open for writing, damaged, or lacks tables or the gazetteer.
    """
    if not build_path.is_file() or build_path.stat().st_size == 0:
        raise WarehouseError(f"there is no build at {build_path}", hint=_BUILDS_ONE)
    if Path(f"{build_path}.wal").exists():
        raise WarehouseError(f"the build at {build_path} was broken off", hint=_BUILDS_ONE)
    try:
        with _attached(build_path) as connection:
            row_counts = _row_counts(connection)
    except duckdb.Error as error:
        raise WarehouseError(
            f"the build at {build_path} cannot be read: {_one_line(error)}", hint=_BUILDS_ONE
        ) from error
    missing = [table for table in published_tables() if table not in row_counts]
    empty = [table for table in _NEVER_EMPTY if row_counts.get(table) == 0]
    if missing or empty:
        what = f"lacks {', '.join(missing)}" if missing else f"has no rows in {', '.join(empty)}"
        raise WarehouseError(f"the build at {build_path} {what}", hint=_BUILDS_ONE)
    return row_counts


def _check_empty(build_path: Path, lake: Lake) -> None:
    """A build without reports is right for a lake without reports alone."""
    for day in reversed(lake.days("reports")):
        if lake.read_reports(day).num_rows:
            raise WarehouseError(
                f"the build at {build_path} has no reports, and the lake has some of {day}",
                hint=f"can DuckDB read {lake.uri}?",
            )


def query(target_path: Path, sql: str) -> pa.Table:
    """Run one statement on the published warehouse, which is opened read-only.

    Args:
        target_path: the published file.
        sql: any DuckDB SQL; it sees the warehouse and no other file.

    Raises:
        WarehouseError: there is no warehouse yet, or DuckDB cannot run the statement; its message is kept.
    """
    with open_warehouse(target_path) as connection:
        try:
            if not connection.extract_statements(sql):
                raise WarehouseError("the query is empty", hint="`show tables` lists the tables")
            return connection.execute(sql).to_arrow_table()
        except duckdb.Error as error:
            raise WarehouseError(_one_line(error), hint="`show tables` lists the tables") from error


@contextmanager
def open_warehouse(target_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse for reading; tables go by their bare names.

    The connection keeps the file that it opened, whatever is published meanwhile. It reaches no other file and no
    network.

    Raises:
        WarehouseError: there is no warehouse yet, or the file cannot be read.
    """
    if not target_path.is_file():
        raise WarehouseError(f"there is no warehouse at {target_path}", hint=_MAKES_ONE)
    with _attached(target_path) as connection:
        yield connection


@contextmanager
def _attached(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    # Not duckdb.connect(path): within a process that hands on the file that was opened first under this name, even
    # after another one has been swapped in.
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        try:
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
        except duckdb.Error as error:
            raise WarehouseError(f"cannot open {path}: {_one_line(error)}", hint=_MAKES_ONE) from error
        connection.execute("use warehouse")
        connection.execute("set enable_external_access = false")
        connection.execute("set timezone = 'UTC'")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()


def _row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'warehouse' and schema_name = 'main' order by 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        row = connection.execute(f'select count(*) from "{table}"').fetchone()  # noqa: S608 - a name from the catalogue
        counts[table] = int(row[0]) if row else 0
    return counts


def _row_counts_before(target_path: Path) -> dict[str, int]:
    """Row counts that the published file states of itself; empty where there is none or it is not one of ours."""
    try:
        rows = query(target_path, "select table_name, row_count from meta_row_counts").to_pylist()
    except WarehouseError:
        return {}
    return {row["table_name"]: row["row_count"] for row in rows}


def _write_meta(path: Path, meta: BuildMeta, row_counts: Mapping[str, int]) -> tuple[dt.date | None, dt.date | None]:
    with duckdb.connect(str(path)) as connection:
        first, last, parsers = connection.execute(
            "select min(published_date), max(published_date), string_agg(distinct parser_version, ', ' "
            "order by parser_version) from fct_reports"
        ).fetchone() or (None, None, None)
        facts = {
            "built_at": meta.built_at.isoformat(),
            "lake": _without_secrets(meta.lake),
            "lake_first_day": first and first.isoformat(),
            "lake_last_day": last and last.isoformat(),
            "marsad_version": version("marsad"),
            "parser_versions": parsers,
            "dbt_version": version("dbt-core"),
            "duckdb_version": duckdb.__version__,
            **({"as_of": meta.as_of.isoformat()} if meta.as_of else {}),
        }
        connection.execute("create or replace table meta (key varchar primary key, value varchar)")
        connection.executemany("insert into meta values (?, ?)", list(facts.items()))
        connection.execute("comment on table meta is 'How and from what this file was made'")
        connection.execute("create or replace table meta_row_counts (table_name varchar primary key, row_count bigint)")
        connection.executemany("insert into meta_row_counts values (?, ?)", sorted(row_counts.items()))
        connection.execute("comment on table meta_row_counts is 'Number of rows of each table when it was published'")
        for column, meaning in _META_COMMENTS.items():
            connection.execute(f"comment on column {column} is '{meaning}'")
        connection.execute("checkpoint")
    return first, last


def _without_secrets(uri: str) -> str:
    """The URI without user, password and query."""
    if "://" not in uri:
        return uri
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _copy_prefix(target_path: Path) -> str:
    return f".{target_path.name}.publishing-"


@contextmanager
def _publishing_alone(target_path: Path) -> Iterator[None]:
    """Hold the lock of publishing to this file; the system lets go of it when its holder dies. Sweeps what it left."""
    with target_path.with_name(f".{target_path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in target_path.parent.glob(f"{_copy_prefix(target_path)}*"):
            left.unlink()
        yield


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _one_line(error: Exception) -> str:
    """The message without the quoted statement that DuckDB puts below it."""
    text = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return " ".join(text.partition("\n\nLINE ")[0].split())
