"""What commands do not print: it goes to the log file, and of a failure of dbt one line is made."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

from dagster_dbt.errors import DagsterDbtCliRuntimeError

from transforms.errors import WarehouseError


def dbt_failure(error: DagsterDbtCliRuntimeError, log: Path) -> WarehouseError:
    """Name the models and tests that failed, in one line."""
    lines = [line.strip() for line in str(error).splitlines()]
    failures = [line for line in lines if "Failure in" in line or "Error in" in line or line.startswith("Got ")]
    what = "; ".join(failures[:3]) or lines[-1][:300]
    return WarehouseError(f"the warehouse cannot be built: {what}", hint=f"see {log}; the published file is unchanged")


@contextlib.contextmanager
def quiet(log: Path) -> Iterator[None]:
    """Send what libraries print and log to the log file, for the length of a run."""
    with log.open("a", encoding="utf-8") as file, contextlib.redirect_stdout(file), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        handler = logging.StreamHandler(file)
        dagster_log = logging.getLogger("dagster")
        before, dagster_log.propagate = dagster_log.propagate, False
        dagster_log.addHandler(handler)
        try:
            yield
        finally:
            dagster_log.removeHandler(handler)
            dagster_log.propagate = before
