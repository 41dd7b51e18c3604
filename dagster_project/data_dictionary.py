"""`make docs`: every table and column of the warehouse as one HTML page, from the descriptions in `sql/`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dagster_project.manifest import DBT, dbt_variables, prepared_manifest
from transforms.errors import MarsadError, WarehouseError
from transforms.paths import SQL_DIR
from transforms.settings import Settings, load_settings


def write_data_dictionary(settings: Settings) -> Path:
    """Write the page; no warehouse is needed, as types and descriptions are in the models' contracts.

    Args:
        settings: tells where the data folder is.

    Returns:
        The page, in docs/ of the data folder.

    Raises:
        WarehouseError: dbt cannot read the SQL.
    """
    folder = prepared_manifest(settings).parent
    arguments = ["docs", "generate", "--static", "--empty-catalog", "--no-compile", "--quiet"]
    done = subprocess.run(  # noqa: S603 - our own dbt with fixed arguments
        [DBT, *arguments, "--project-dir", SQL_DIR, "--profiles-dir", SQL_DIR],
        cwd=SQL_DIR,
        env={**os.environ, **dbt_variables(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise WarehouseError(f"dbt cannot write the documentation: {(done.stdout or done.stderr).strip()[-500:]}")
    page = settings.data_dir / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "static_index.html", page)
    return page


if __name__ == "__main__":
    try:
        sys.stdout.write(f"The data dictionary is {write_data_dictionary(load_settings())}\n")
    except MarsadError as error:
        sys.exit(f"marsad: {error}")
