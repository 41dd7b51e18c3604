"""What assets get from outside: settings, someone to show progress to, and dbt.

Each is a plain object that `build_defs` puts in, so that a test passes its own and patches nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version, parse

from dagster_project.manifest import DBT
from transforms.paths import SQL_DIR
from transforms.progress import Progress, Silent
from transforms.settings import Settings


class LeanDbt(DbtCliResource):
    """dbt without what the library does before every command and nothing here needs; it takes eight seconds.

    That is `dbt --version`, which asks a package index for the newest version, and a second dbt within this process,
    which would count rows; publication counts them anyway.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return parse(installed_version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        del args


def build_resources(settings: Settings, progress: Progress | None = None) -> dict[str, Any]:
    """Put the resources of every asset together.

    Args:
        settings: in force for this code location.
        progress: told how far long steps are; default: nobody.
    """
    return {
        "settings": settings,
        "progress": progress or Silent(),
        "dbt": LeanDbt(project_dir=str(SQL_DIR), profiles_dir=str(SQL_DIR), dbt_executable=str(DBT)),
    }


def file_logger(path: Path) -> dg.LoggerDefinition:
    """A Dagster logger that appends everything to a file, so that a terminal stays quiet.

    Args:
        path: the log file; its folder is made.
    """

    @dg.logger({}, description=f"Appends to {path.name}")
    def _file_logger(context: dg.InitLoggerContext) -> logging.Logger:
        del context
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.Logger("marsad", level=logging.DEBUG)
        logger.addHandler(handler)
        return logger

    return _file_logger
