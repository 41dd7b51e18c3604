"""The house rules that a program can check: who may import what, and where SQL may stand."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dagster_project
import transforms

TRANSFORMS = Path(transforms.__file__).parent
DAGSTER_PROJECT = Path(dagster_project.__file__).parent
NOT_FOR_ORCHESTRATION = {"requests", "urllib3", "bs4", "lxml", "protego", "warcio", "duckdb", "regex", "ahocorasick_rs"}
SQL = re.compile(r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bcreate\s+(or\s+replace\s+)?(table|view)\b", re.I | re.S)


def modules_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def strings_of(path: Path) -> list[str]:
    """String constants that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.mark.parametrize("path", modules_of(TRANSFORMS), ids=lambda path: str(path.relative_to(TRANSFORMS)))
def test_transforms_imports_neither_dagster_nor_the_dagster_project(path):
    assert not {name for name in imports_of(path) if name.startswith("dagster")}


def test_extract_runs_without_loading_dagster_or_pandas():
    code = (
        "import sys; from transforms.cli import main\n"
        "try: main(['extract', '--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('dagster', 'pandas', 'duckdb', 'altair', 'boto3', 'requests') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("path", modules_of(DAGSTER_PROJECT), ids=lambda path: str(path.relative_to(DAGSTER_PROJECT)))
def test_orchestration_imports_nothing_that_fetches_or_parses(path):
    assert not imports_of(path) & NOT_FOR_ORCHESTRATION


@pytest.mark.parametrize("path", modules_of(DAGSTER_PROJECT), ids=lambda path: str(path.relative_to(DAGSTER_PROJECT)))
def test_orchestration_holds_no_sql_text(path):
    assert not [text for text in strings_of(path) if SQL.search(text)]
