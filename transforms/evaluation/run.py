"""Runs the extractor over gold sets and keeps what came of it, report by report.

Belongs here: reading the texts and calling the extractor in this process. Does not belong here: comparing
(`scoring`) and printing (`report`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transforms.errors import GoldError, UnreadablePage
from transforms.evaluation.check import Fault
from transforms.evaluation.figures import Figures, add_up
from transforms.evaluation.gold import GoldReport, read_gold
from transforms.evaluation.scoring import ReportScore, score_failure, score_report
from transforms.evaluation.sets import GoldSet, find_sets
from transforms.extraction import extract as extract_events
from transforms.model import Event, Report
from transforms.page import read_report

Extract = Callable[[Report], Sequence[Event]]

TOGETHER = "all sets"


@dataclass(frozen=True, slots=True)
class SetScore:
    """How the reports of one set were read, or of all sets together."""

    name: str
    reports: tuple[ReportScore, ...]

    @property
    def figures(self) -> Figures:
        """The figures of all its reports together."""
        return add_up(report.figures for report in self.reports)

    @property
    def failures(self) -> list[dict[str, str]]:
        """Reports that gave no events at all, each with the reason."""
        return [{"id": report.report_id, "why": report.failure} for report in self.reports if report.failure]

    def as_dict(self) -> dict[str, Any]:
        """Numbers of reports, failures, and every figure under its name."""
        failures = self.failures
        head = {"n_docs": len(self.reports), "n_failed": len(failures), "failures": failures}
        return head | self.figures.as_dict()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of a run, set by set.

    Attributes:
        sets: those with at least one gold file that can be used.
        faults: gold files that cannot be used; their reports are in no figure.
    """

    sets: tuple[SetScore, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def together(self) -> SetScore:
        """All sets as one; where there are several, the ids of reports carry the set's name."""
        if len(self.sets) == 1:
            return self.sets[0]
        reports = (
            replace(report, report_id=f"{part.name}/{report.report_id}")
            for part in self.sets
            for report in part.reports
        )
        return SetScore(TOGETHER, tuple(reports))

    def as_dict(self) -> dict[str, Any]:
        """The figures of all sets together, of each set under `sets`, and where there are any the `faults`."""
        faults = {"faults": [fault.as_dict() for fault in self.faults]} if self.faults else {}
        return self.together.as_dict() | {"sets": {part.name: part.as_dict() for part in self.sets}} | faults


def evaluate(gold_dir: Path, *, text_dir: Path | None = None, extract: Extract = extract_events) -> Evaluation:
    """Run the extractor over gold sets and compare what it gives with the gold.

    Args:
        gold_dir: one set (`gold/<id>.json`, `text/<id>.txt`), or a folder of such sets.
        text_dir: where the texts lie, if elsewhere.
        extract: the extractor that is measured.

    Returns:
        Figures and findings. A report without a text, one that cannot be read and one on which the extractor raises
        count as missed altogether and are told as failures. A gold file that cannot be used is told as a fault.

    Raises:
        GoldError: there is no gold.
    """
    faults: list[Fault] = []
    sets = [
        SetScore(gold_set.name, tuple(_evaluate_report(gold, gold_set, extract) for gold in golds))
        for gold_set in find_sets(Path(gold_dir), None if text_dir is None else Path(text_dir))
        if (golds := _sound(gold_set, faults))
    ]
    return Evaluation(tuple(sets), tuple(faults))


def _sound(gold_set: GoldSet, faults: list[Fault]) -> list[GoldReport]:
    """The gold of a set that can be used; the rest goes to the faults."""
    golds = []
    for file in gold_set.gold_files:
        try:
            golds.append(read_gold(file))
        except GoldError as error:
            faults.append(Fault(error.file, error.key, error.problem))
    return golds


def _evaluate_report(gold: GoldReport, gold_set: GoldSet, extract: Extract) -> ReportScore:
    try:
        content = gold_set.text_file(gold.report_id).read_bytes()
    except FileNotFoundError:
        return score_failure(gold, "no text file")
    try:
        report = read_report(content, source="gold", published_at=gold.published)
        events = _extract(report, extract)
    except UnreadablePage as error:
        return score_failure(gold, f"{error.reason}: {error.message}")
    return score_report(gold, report, events, content.decode("utf-8", "replace"))


def _extract(report: Report, extract: Extract) -> Sequence[Event]:
    try:
        return extract(report)
    except Exception as error:  # one report must not hide how the others are read: it is told as a failure
        raise UnreadablePage("extraction_failed", f"{type(error).__name__}: {error}") from error
