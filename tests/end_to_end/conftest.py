"""Workplaces whose source is the sample site on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dagster_project.manifest import prepared_manifest
from sample_site.server import serve
from tests.end_to_end.workplace import Workplace
from transforms.settings import load_settings


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Base address of the sample site."""
    with serve() as base:
        yield base


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a parsed dbt project, so that not every test parses it again."""
    return prepared_manifest(load_settings(data_dir=tmp_path_factory.mktemp("parsed"))).parent


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory, site: str, parsed: Path) -> Callable[..., Workplace]:
    """Make workplaces without a lake whose source is the sample site."""

    def make(**environment: str) -> Workplace:
        settings = {
            "MARSAD_SOURCE_URL": site,
            "MARSAD_ALLOW_PRIVATE_HOSTS": "true",
            "MARSAD_REQUESTS_PER_SECOND": "1000",
            "MARSAD_MAX_RETRIES": "0",
        }
        place = Workplace(tmp_path_factory.mktemp("workplace"), settings | environment)
        shutil.copytree(parsed, place.data / "dbt")
        return place

    return make


@pytest.fixture(scope="session")
def ingested(workplace: Callable[..., Workplace]) -> Workplace:
    """A workplace after one ingest of the few days. Tests read it and leave it as it is."""
    place = workplace()
    place.ingest()
    return place
