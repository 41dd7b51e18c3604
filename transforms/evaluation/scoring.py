"""One report's events against its gold: the figures, and every miss, extra row and wrong value.

Belongs here: the parts of the comparison put together, the report's total and its evidence. The parts with rows of
their own are `scoring_control`, `scoring_casualties` and `scoring_events`; what two rows have in common is told by
`likeness`. The figures are those of docs/golden.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.evaluation.figures import Figures
from transforms.evaluation.findings import Finding, Kind
from transforms.evaluation.gold import GoldReport
from transforms.evaluation.scoring_casualties import score_casualties
from transforms.evaluation.scoring_control import score_control
from transforms.evaluation.scoring_events import score_events
from transforms.evaluation.totals import total_killed
from transforms.model import Event, Report


@dataclass(frozen=True, slots=True)
class ReportScore:
    """How one report was read.

    Attributes:
        failure: why the report gave no events at all; None where it was read.
    """

    report_id: str
    figures: Figures
    findings: tuple[Finding, ...]
    failure: str | None = None


def score_report(gold: GoldReport, report: Report, events: Sequence[Event], text: str) -> ReportScore:
    """Compare a report's events with its gold.

    Args:
        gold: what an expert reads.
        report: as read from the text; offsets of evidence count in its body.
        events: what the extractor reads.
        text: the text as it lies on disk, in which the evidence has to stand.
    """
    figures = Figures()
    findings = _compare(gold, events, figures, is_read=True)
    _score_evidence(report.body, events, text, figures)
    return ReportScore(gold.report_id, figures, tuple(findings))


def score_failure(gold: GoldReport, why: str) -> ReportScore:
    """The score of a report that could not be read: everything is missed, and its total is not exact."""
    figures = Figures()
    findings = _compare(gold, (), figures, is_read=False)
    return ReportScore(gold.report_id, figures, tuple(findings), why)


def _compare(gold: GoldReport, events: Sequence[Event], figures: Figures, *, is_read: bool) -> list[Finding]:
    findings = score_control(gold, events, figures)
    findings += score_casualties(gold, events, figures)
    findings += _score_total(gold, events, figures, is_read=is_read)
    findings += score_events(gold, events, figures)
    return findings


def _score_total(gold: GoldReport, events: Sequence[Event], figures: Figures, *, is_read: bool) -> list[Finding]:
    told, wanted = total_killed(events), gold.total_killed_low
    figures.shares["total_exact"].add(told == wanted and is_read)
    figures.total_errors.append(abs(told - wanted))
    if told == wanted:
        return []
    return [Finding(Kind.WRONG, "total killed", f"{told}, gold {wanted}")]


def _score_evidence(body: str, events: Sequence[Event], text: str, figures: Figures) -> None:
    source = " ".join(text.split())
    for event in events:
        evidence = event.evidence
        at_offsets = body[evidence.start : evidence.end] == evidence.text
        figures.shares["evidence_offsets"].add(bool(evidence.text) and at_offsets)
        quoted = " ".join(evidence.text.split())
        figures.shares["evidence_in_source"].add(bool(quoted) and quoted in source)
