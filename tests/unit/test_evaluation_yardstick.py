"""The figures are those of the reference scorer (../shared/tools/score.py), whatever is measured."""

import datetime as dt
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.damage import DAMAGES
from tests.support.gold import events_of_gold
from tests.support.servers import SHARED_DIR
from transforms.evaluation import evaluate
from transforms.evaluation.gold import read_gold
from transforms.evaluation.sets import GoldSet, find_sets
from transforms.extraction import extract
from transforms.model import Event

GOLDEN = Path(__file__).parents[1] / "golden"
SCORER = SHARED_DIR / "tools" / "score.py"

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="needs ../shared/tools/score.py, which is not here")


@dataclass(frozen=True)
class Set:
    """A gold set as both scorers are told of it."""

    folder: Path
    text_dir: Path

    @property
    def gold_set(self) -> GoldSet:
        return find_sets(self.folder, self.text_dir)[0]


SETS = {
    **{part.name: Set(part.gold_dir.parent, part.text_dir) for part in find_sets(GOLDEN)},
    "khanasser": Set(SHARED_DIR / "report", SHARED_DIR / "report"),
}


@pytest.fixture(params=SETS)
def gold(request) -> Set:
    return SETS[request.param]


def figures_of_both(gold: Set, extractors, folder: Path) -> tuple[dict, dict]:
    """Ours and the reference's figures for the same predictions, which ours writes while it runs.

    Args:
        gold: the set.
        extractors: gold file -> the extractor for its report.
        folder: where the predictions are written.
    """
    files = iter(gold.gold_set.gold_files)

    def write_and_hand_on(report):
        file = next(files)
        events = extractors(file)(report)
        document = {"report": report.as_dict(), "events": [event.as_dict() for event in events]}
        (folder / file.name).write_text(json.dumps(document, ensure_ascii=False, default=dt.date.isoformat), "utf-8")
        return events

    ours = evaluate(gold.folder, text_dir=gold.text_dir, extract=write_and_hand_on).as_dict()
    reference_file = folder / "figures" / "reference.json"
    reference_file.parent.mkdir()
    command = [
        sys.executable, str(SCORER), "--pred-dir", str(folder), "--text-dir", str(gold.text_dir), "--quiet-json",
        "--json", str(reference_file), str(gold.folder),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    reference = json.loads(reference_file.read_text("utf-8"))
    return {name: ours[name] for name in ours if name != "sets"}, {
        name: reference[name] for name in reference if name != "per_doc"
    }


def test_the_program_gets_the_same_figures(gold, tmp_path):
    ours, reference = figures_of_both(gold, lambda file: extract, tmp_path)
    assert ours == reference


def spoil(file: Path, events: list[Event], round_number: int) -> list[Event]:
    """Damage the events of each report in two ways; which ones depends on the report and the round alone."""
    for damage, _ in random.Random(f"{file.stem} {round_number}").sample(list(DAMAGES.values()), 2):
        events = damage(events)
    return events


@pytest.mark.parametrize("round_number", range(5))
def test_spoiled_gold_gets_the_same_figures(tmp_path, round_number):
    def read_and_spoil(file):
        return lambda report: spoil(file, events_of_gold(read_gold(file), report), round_number)

    ours, reference = figures_of_both(SETS["sample"], read_and_spoil, tmp_path)
    assert ours == reference


@pytest.mark.parametrize("round_number", range(5))
def test_spoiled_output_gets_the_same_figures(tmp_path, round_number):
    def extract_and_spoil(file):
        return lambda report: spoil(file, extract(report), round_number)

    ours, reference = figures_of_both(SETS["sample"], extract_and_spoil, tmp_path)
    assert ours == reference
