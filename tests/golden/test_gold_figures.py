"""No figure falls below the one that was reached: figures.json holds them, set by set.

After an improvement, raise them:

    marsad evaluate tests/golden --no-misses --update tests/golden/figures.json
"""

from pathlib import Path

import pytest

from transforms.evaluation import Evaluation, check_gold, evaluate
from transforms.evaluation.floors import fallen, read_floors, unsettled

GOLDEN = Path(__file__).parent
FIGURES = GOLDEN / "figures.json"
RAISE = "marsad evaluate tests/golden --no-misses --update tests/golden/figures.json"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(GOLDEN)


def test_no_figure_falls(evaluation):
    told = "\n".join(f"  {move}" for move in fallen(evaluation, read_floors(FIGURES)))
    assert not told, (
        f"below the committed figures:\n{told}\n`marsad evaluate tests/golden` tells what is missed. "
        f"Where the gold has become harder, take the set's lines out of {FIGURES.name}, "
        f"run `{RAISE}` and say why in the commit."
    )


def test_the_committed_figures_are_those_of_the_sets_and_reports_that_are_here(evaluation):
    assert unsettled(evaluation, read_floors(FIGURES)) == [], f"sets are new, gone, or have other reports: `{RAISE}`"


def test_every_report_is_read(evaluation):
    assert evaluation.together.failures == []


@pytest.mark.parametrize("folder", [GOLDEN, GOLDEN / "sample" / "revisions"], ids=["sets", "revisions"])
def test_the_gold_has_no_faults(folder):
    assert [str(fault) for fault in check_gold(folder).faults] == []
