"""The SQL models over a corpus whose truth is known: every cell of the weekly tables and of the timeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.known_truth.build import build
from benchmarks.known_truth.compare import Comparison, compare_merging, compare_warehouse
from benchmarks.known_truth.lake import write_lake
from benchmarks.known_truth.model import Corpus
from benchmarks.known_truth.retelling import make_corpus

pytestmark = pytest.mark.integration

REPORTS = 3_000


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Without the stories that no rule can tell, so that nothing may differ."""
    return make_corpus(REPORTS, seed=1, hard=False)


@pytest.fixture(scope="module")
def warehouse(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("known_truth")
    write_lake(folder / "lake", corpus)
    return build(folder, folder / "lake").warehouse


@pytest.fixture(scope="module")
def found(corpus: Corpus, warehouse: Path) -> dict[str, Comparison]:
    return {one.table: one for one in compare_warehouse(corpus, warehouse)}


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("fct_incidents", 2_000),
        ("mart_weekly_casualties", 4_000),
        ("mart_weekly_casualties_saturday", 4_000),
        ("mart_weekly_control_changes", 250),
        ("mart_weekly_control_changes_saturday", 250),
        ("fct_control_status", 150),
    ],
)
def test_every_cell_holds_what_happened(found: dict[str, Comparison], table: str, least: int):
    assert found[table].differing == 0, "\n".join(found[table].examples)
    assert found[table].equal > least


def test_events_of_one_incident_are_merged_and_no_others(corpus: Corpus, warehouse: Path):
    merging = compare_merging(corpus, warehouse)
    assert merging is not None
    assert merging.true == merging.merged == merging.both
    assert merging.true > 1_500


def test_the_same_seed_gives_the_same_corpus():
    assert make_corpus(300, seed=7) == make_corpus(300, seed=7)
    assert make_corpus(300, seed=7) != make_corpus(300, seed=8)
