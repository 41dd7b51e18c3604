"""`marsad export`, and what `marsad publish` says of the exports."""

from pathlib import Path

import pytest

from transforms import cli
from transforms.cli import pipeline
from transforms.orchestrator import Published


@pytest.fixture
def marsad(capsys, monkeypatch, tmp_path):
    """Run the command line in a folder of its own; gives exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


class Publisher:
    """An orchestrator that has published."""

    def __init__(self, published: Published) -> None:
        self.published = published

    def publish(self, settings, progress):
        return self.published


def test_an_unknown_name_is_wrong_usage_and_the_known_ones_are_told(marsad):
    status, out, err = marsad("export", "--only", "xlsx")
    assert (status, out, err.count("\n"), "geojson" in err) == (2, "", 1, True)


def test_without_a_warehouse_the_error_says_how_to_make_one(marsad):
    status, out, err = marsad("export")
    assert (status, out, err.count("\n"), "marsad publish" in err) == (1, "", 1, True)


def test_a_publication_tells_where_its_exports_are(marsad, monkeypatch):
    done = Published(Path("w.duckdb"), {"mart": 1}, Path("exports"))
    monkeypatch.setattr(pipeline, "load_orchestrator", lambda progress: Publisher(done))
    assert marsad("publish")[1].splitlines()[-1] == "exported to exports"


def test_a_failed_check_of_an_export_is_a_warning(marsad, monkeypatch):
    done = Published(Path("w.duckdb"), {"mart": 1}, Path("exports"), ("export_hapi: rows_equal_the_warehouse failed",))
    monkeypatch.setattr(pipeline, "load_orchestrator", lambda progress: Publisher(done))
    status, _, err = marsad("publish")
    assert (status, err) == (0, "marsad: warning: export_hapi: rows_equal_the_warehouse failed\n")
