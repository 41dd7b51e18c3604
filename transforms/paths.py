"""Where the parts of the project that are not Python modules lie.

`seeds/` and `sql/` stand beside this package in a checkout and in an installed wheel alike.
"""

from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
SEEDS_DIR = PROJECT_DIR / "seeds"
SQL_DIR = PROJECT_DIR / "sql"
