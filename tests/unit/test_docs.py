"""What the documentation says of files, settings, commands, tables and tests has to be there."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import typer
import yaml

from transforms import errors
from transforms.cli.app import app
from transforms.model import ACTORS, EVENT_TYPES, OUTCOMES, QUALIFIERS, SCOPES
from transforms.paths import PROJECT_DIR, SQL_DIR
from transforms.settings import Settings

MARTS = SQL_DIR / "models" / "marts"
NOT_OURS = {".venv", ".pytest_cache", "data", "node_modules", "cdk.out"}
PAGES = sorted(
    path for path in PROJECT_DIR.rglob("*.md") if not NOT_OURS & set(path.relative_to(PROJECT_DIR).parts[:-1])
)
NEWCOMERS = [PROJECT_DIR / "README.md", PROJECT_DIR / "CONTRIBUTING.md", *sorted((PROJECT_DIR / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED_SQL = re.compile(r"```sql\n(.*?)```", re.S)
TABLE = re.compile(r"\b(?:dim|fct|mart)_[a-z_]+\b")
TEST = re.compile(r"\btest_[a-z0-9_]+\b(?![/*])")
MAKE = re.compile(r"(?:`|^    )make ([a-z-]+)\b", re.M)
FORBIDDEN = re.compile(r"/work/|/tmp/|/home/\w|/root/|\bTODO\b|\bFIXME\b|\bXXX\b")


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT_DIR))


def read(*names: str) -> str:
    return "\n".join((PROJECT_DIR / name).read_text(encoding="utf-8") for name in names)


def anchors_of(page: Path) -> set[str]:
    """Anchors of a page's headings, as the usual viewers make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands() -> Iterator[str]:
    group = typer.main.get_command(app)
    assert hasattr(group, "commands")
    for name, command in group.commands.items():
        yield name
        yield from (f"{name} {inner}" for inner in getattr(command, "commands", {}))


def columns_of_marts() -> dict[str, dict[str, str]]:
    """Columns with their types, by mart, from the contracts."""
    pages = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(MARTS.glob("*.yml"))]
    models = [model for page in pages for model in page.get("models", [])]
    return {model["name"]: {column["name"]: column["data_type"] for column in model["columns"]} for model in models}


@pytest.fixture(scope="module")
def empty_warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts without rows."""
    with duckdb.connect() as connection:
        for table, columns in columns_of_marts().items():
            declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            connection.execute(f"create table {table} ({declared})")
        yield connection


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_and_headings_that_exist(page):
    broken = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_machines_paths_or_unfinished_work(page):
    assert not FORBIDDEN.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_in_the_operations(field):
    assert f"`MARSAD_{field.upper()}`" in read("docs/operations.md")


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_is_in_the_readme_or_the_operations(command):
    assert re.search(rf"marsad {command}\b", read("README.md", "docs/operations.md"))


@pytest.mark.parametrize("page", NEWCOMERS, ids=name_of)
def test_every_table_that_a_page_names_exists(page):
    assert set(TABLE.findall(page.read_text(encoding="utf-8"))) <= {path.stem for path in MARTS.glob("*.sql")}


@pytest.mark.parametrize("page", NEWCOMERS, ids=name_of)
def test_every_test_that_a_page_names_exists(page):
    defined = {
        name
        for path in (PROJECT_DIR / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    files = {path.stem for path in (PROJECT_DIR / "tests").rglob("test_*.py")}
    assert set(TEST.findall(page.read_text(encoding="utf-8"))) <= defined | files


@pytest.mark.parametrize("sql", FENCED_SQL.findall(read("README.md")), ids=lambda sql: sql.splitlines()[0])
def test_the_queries_of_the_readme_run(sql, empty_warehouse):
    assert empty_warehouse.execute(sql).fetchall() == []


@pytest.mark.parametrize("target", sorted(set(MAKE.findall(read("README.md", "CONTRIBUTING.md")))))
def test_every_make_target_that_is_named_exists(target):
    assert re.search(rf"^{target}:", read("Makefile"), re.M)


@pytest.mark.parametrize("word", [*EVENT_TYPES, *ACTORS, *OUTCOMES, *QUALIFIERS, *SCOPES])
def test_every_word_of_the_data_is_in_the_codebook(word):
    assert f"`{word}`" in read("docs/codebook.md")


@pytest.mark.parametrize("reason", sorted(errors.QUARANTINE_REASONS))
def test_every_reason_of_quarantine_is_in_the_operations(reason):
    assert f"`{reason}`" in read("docs/operations.md")


def test_every_error_is_in_the_operations():
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and name.endswith(("Error", "Page"))}
    assert {f"`{name}`" for name in kinds - {"MarsadError", "FetchError"}} <= set(
        re.findall(r"`\w+`", read("docs/operations.md"))
    )


@pytest.mark.parametrize("section", ["1", "2", "3", "4", "5", "6", "7", "8"])
def test_the_codebook_has_the_section_that_the_code_points_to(section):
    assert re.search(rf"^## {section}\. ", read("docs/codebook.md"), re.M)
