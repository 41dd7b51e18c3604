"""The faulty site, for all modules that ingest it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.faulty_site import FaultySite, faulty
from tests.faults.ingests import posts


@pytest.fixture
def four_posts_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six posts are two REST pages."""
    monkeypatch.setattr("transforms.sources.wordpress.PER_PAGE", 4)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits before a further try."""
    monkeypatch.setattr("transforms.sources.http.time.sleep", lambda _: None)


@pytest.fixture
def site() -> Iterator[FaultySite]:
    """The site, without faults so far."""
    with faulty(posts()) as running:
        yield running
