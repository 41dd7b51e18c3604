"""The dbt manifest, parsed into the data folder when it is missing or older than the SQL it describes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from dagster_project.build import locked
from transforms.errors import WarehouseError
from transforms.paths import SEEDS_DIR, SQL_DIR
from transforms.settings import Settings

DBT = Path(sys.executable).with_name("dbt")
"""dbt of this environment, whether or not the environment is on the PATH."""

_SUFFIXES = {".sql", ".yml", ".md", ".csv"}
_WRITTEN_BY_DBT = {"target", "logs", "dbt_packages"}


def dbt_folder(settings: Settings) -> Path:
    """Where dbt writes: the manifest, compiled SQL and logs. May be deleted at any time."""
    return (settings.data_dir / "dbt").resolve()


def where_dbt_writes(settings: Settings) -> Mapping[str, str]:
    """Environment variables under which dbt writes to its folder alone and reports to nobody."""
    folder = str(dbt_folder(settings))
    return {
        "DBT_TARGET_PATH": folder,
        "DBT_LOG_PATH": folder,
        "DBT_LOG_LEVEL_FILE": "none",  # all that it prints is logged by its caller
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def dbt_variables(settings: Settings) -> Mapping[str, str]:
    """Environment variables of a dbt command that builds nothing, such as parsing.

    They are the same as those of a build, so that a build can go on from what was parsed.
    """
    lake = settings.lake if "://" in settings.lake else str(Path(settings.lake).resolve())
    return {
        "MARSAD_LAKE": lake.rstrip("/"),
        "MARSAD_BUILD_PATH": str(settings.build_dir.resolve() / "warehouse.duckdb"),
        "MARSAD_SEEDS": str(SEEDS_DIR),
        "MARSAD_CONTROL_START": str(settings.control_start_path.resolve()),
        **where_dbt_writes(settings),
    }


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables of this process for the length of the context."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def prepared_manifest(settings: Settings, sql_dir: Path = SQL_DIR) -> Path:
    """Give the manifest of the dbt project, parsing it where it is missing or stale.

    Args:
        settings: tells where the data folder is.
        sql_dir: the dbt project.

    Returns:
        Path of `manifest.json`.

    Raises:
        WarehouseError: dbt cannot parse the project.
    """
    folder = dbt_folder(settings)
    manifest, stamp = folder / "manifest.json", folder / "manifest.sha256"
    with locked(folder / ".lock"):
        wanted = _fingerprint(sql_dir)
        if not (manifest.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
            stamp.unlink(missing_ok=True)
            for left in folder.glob("parsing-*"):  # of a process that was killed
                shutil.rmtree(left, ignore_errors=True)
            _parse(settings, sql_dir, folder / f"parsing-{os.getpid()}")
            stamp.write_text(wanted, encoding="utf-8")
    return manifest


def _fingerprint(sql_dir: Path) -> str:
    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')} {sql_dir.resolve()}".encode())
    for path in sorted(sql_dir.rglob("*")):
        inside = path.relative_to(sql_dir)
        if path.suffix in _SUFFIXES and inside.parts[0] not in _WRITTEN_BY_DBT:
            digest.update(str(inside).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _parse(settings: Settings, sql_dir: Path, aside: Path) -> None:
    """Parse into a folder of its own, then move what is kept: a reader never sees half a manifest."""
    done = subprocess.run(  # noqa: S603 - our own dbt with fixed arguments
        [DBT, "parse", "--quiet", "--no-use-colors", "--project-dir", sql_dir, "--profiles-dir", sql_dir],
        cwd=sql_dir,
        env={**os.environ, **dbt_variables(settings), "DBT_TARGET_PATH": str(aside)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise WarehouseError(f"dbt cannot parse {sql_dir}: {(done.stdout or done.stderr).strip()[-500:]}")
    for name in ("manifest.json", "semantic_manifest.json", "partial_parse.msgpack"):
        (aside / name).replace(aside.parent / name)
    shutil.rmtree(aside, ignore_errors=True)
