"""Dagster's home: its configuration, written if missing, and the instance that the command line runs in.

The home lies in the data folder, so a fresh clone needs no environment variable. Telemetry is off.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dagster as dg

from transforms.settings import Settings, load_settings

_COMMON = """\
# Written by Marsad where it was missing; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
"""

_SERVER_CONFIG = (
    _COMMON
    + """\
run_monitoring:
  enabled: true
concurrency:
  runs:
    max_concurrent_runs: 2
    tag_concurrency_limits:
      - key: marsad/writes  # two builds at once would only wait for each other's lock
        value: warehouse
        limit: 1
"""
)

_COMMAND_LINE_CONFIG = (
    _COMMON
    + """\
# Used by `marsad ingest` and its like: same history, but what steps print goes to logs/marsad.log.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
)

_FILES = {"dagster.yaml": _SERVER_CONFIG, "command_line.yaml": _COMMAND_LINE_CONFIG}


def prepare_home(settings: Settings) -> Path:
    """Create the home with its configuration where it is missing.

    Returns:
        The absolute path, for `DAGSTER_HOME`.
    """
    home = settings.dagster_home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        if not (home / name).exists():
            draft = home / f".{name}.{os.getpid()}"
            draft.write_text(text, encoding="utf-8")
            draft.replace(home / name)
    return home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Open the persistent instance that the command line runs in; close it after use."""
    home = prepare_home(settings)
    return dg.DagsterInstance.from_config(str(home), "command_line.yaml")


if __name__ == "__main__":
    sys.stdout.write(f"{prepare_home(load_settings())}\n")
