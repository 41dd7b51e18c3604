"""Words an evaluation for people: the table of figures, and the findings report by report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transforms.evaluation.figures import Count, Figures, Share
from transforms.evaluation.run import SetScore

_LABEL_WIDTH = 34
_HEADINGS = ("P", "R", "F1", "found", "gold", "told")

_ROWS = (
    ("changes of control (event, place)", "control"),
    ("  named places", "control_named"),
    ("  unnamed places", "control_unnamed"),
    ("  taken from", "taken_from"),
    ("  extent", "extent"),
    ("  kind of change", "change"),
    ("  status", "control_status"),
    ("  number of unnamed places", "places_low"),
    ("  background told as news", "false_background"),
    ("casualties, confirmed", "cas_confirmed"),
    ("  killed", "cas_killed"),
    ("casualties, unconfirmed", "cas_unconfirmed"),
    ("  side", "side"),
    ("  civilian status", "civilian"),
    ("  both", "side_and_civilian"),
    ("  qualifier", "qualifier"),
    ("  numbers that are no rows", "cas_leaks"),
    ("total killed, exact", "total_exact"),
    ("  mean absolute error", "total_mae"),
    ("events by type and governorate", "types_admin1"),
    ("events by type", "types"),
    ("events by type and place", "events_placed"),
    ("  actors", "actors"),
    ("  targets", "targets"),
    ("  weapon", "weapon"),
    ("  no casualties stated", "no_casualty"),
    ("places: governorate", "admin1"),
    ("  P-code", "pcode"),
    ("  gold places found", "places_found"),
    ("  told places in the gold", "places_right"),
    ("evidence at its offsets", "evidence_offsets"),
    ("  stands in the text", "evidence_in_source"),
    ("first day", "date_start"),
    ("  last day", "date_end"),
    ("  precision", "date_precision"),
)


def figures_table(score: SetScore) -> str:
    """The figures of one set as lines of text, all columns aligned."""
    figures, failures = score.figures, score.failures
    lines = [
        f"{score.name}: {len(score.reports)} reports, {len(failures)} failed",
        f"{'':{_LABEL_WIDTH}}" + "".join(f"{heading:>8}" for heading in _HEADINGS),
    ]
    lines += [f"{label:{_LABEL_WIDTH}}{_cells(figures, name)}".rstrip() for label, name in _ROWS]
    lines += [f"failed {failure['id']}: {failure['why']}" for failure in failures]
    return "\n".join(lines)


def findings_text(score: SetScore) -> str:
    """Every miss, extra row and wrong value, report by report; reports without any are left out."""
    return "\n\n".join(_report_findings(score))


def findings_by_report(score: SetScore) -> dict[str, list[dict[str, str]]]:
    """The same for programs: report id -> findings as plain values."""
    return {
        report.report_id: [
            {"kind": str(finding.kind), "subject": finding.subject, "detail": finding.detail}
            for finding in report.findings
        ]
        for report in score.reports
        if report.findings
    }


def _report_findings(score: SetScore) -> Iterator[str]:
    for report in score.reports:
        if report.findings:
            yield "\n".join([report.report_id, *(f"  {finding}" for finding in report.findings)])


def _cells(figures: Figures, name: str) -> str:
    if name in figures.counts:
        return _count_cells(figures.counts[name])
    if name in figures.shares:
        return _share_cells(figures.shares[name])
    value = getattr(figures, name)
    return _aligned(["-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)])


def _count_cells(count: Count) -> str:
    ratios = [f"{value:.3f}" for value in (count.precision, count.recall, count.f1)]
    return _aligned([*ratios, str(count.matched), str(count.gold), str(count.predicted)])


def _share_cells(share: Share) -> str:
    accuracy = "-" if share.accuracy is None else f"{share.accuracy:.3f}"
    return _aligned([accuracy, "", "", str(share.right), str(share.compared)])


def _aligned(cells: Iterable[str]) -> str:
    return "".join(f"{cell:>8}" for cell in cells)
