"""Workplaces whose source is the sample site on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sample_site.server import serve
from tests.end_to_end.workplace import Workplace


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Base address of the sample site."""
    with serve() as base:
        yield base


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory, site: str) -> Callable[..., Workplace]:
    """Make empty workplaces whose source is the sample site."""

    def make(**environment: str) -> Workplace:
        settings = {
            "MARSAD_SOURCE_URL": site,
            "MARSAD_ALLOW_PRIVATE_HOSTS": "true",
            "MARSAD_REQUESTS_PER_SECOND": "1000",
            "MARSAD_MAX_RETRIES": "0",
        }
        return Workplace(tmp_path_factory.mktemp("workplace"), settings | environment)

    return make


@pytest.fixture(scope="session")
def ingested(workplace: Callable[..., Workplace]) -> Workplace:
    """A workplace after one ingest of the few days. Tests read it and leave it as it is."""
    place = workplace()
    place.ingest()
    return place
