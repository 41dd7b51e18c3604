"""Casualty rows of events that are news, campaign totals apart (figures `cas_*` and what is told of the people)."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.evaluation.figures import Figures
from transforms.evaluation.findings import Finding, Kind
from transforms.evaluation.gold import GoldEvent, GoldReport
from transforms.evaluation.likeness import GoldRow, Row, casualty_weight
from transforms.evaluation.matching import left_out, match_with_optional
from transforms.model import Event


def score_casualties(gold: GoldReport, events: Sequence[Event], figures: Figures) -> list[Finding]:
    """Compare the casualty rows, confirmed and unconfirmed apart; adds to `figures`."""
    findings = []
    for confirmed, name in ((True, "cas_confirmed"), (False, "cas_unconfirmed")):
        findings += _score(gold, events, figures, confirmed=confirmed, name=name)
    return findings


def _score(gold: GoldReport, events: Sequence[Event], figures: Figures, *, confirmed: bool, name: str) -> list[Finding]:
    wanted = [row for row in _gold_rows(gold) if row.casualty.confirmed == confirmed and _counts_as_news(row)]
    required = [row for row in wanted if not _is_optional(row)]
    optional = [row for row in wanted if _is_optional(row)]
    told = [row for row in _rows(events) if row.casualty.confirmed == confirmed and _counts_as_news(row)]
    matched = match_with_optional(required, optional, told, casualty_weight)
    pairs = [(required[i], told[j]) for i, j in matched.pairs]
    figures.counts[name].add(len(pairs), len(required), len(pairs) + len(matched.rest))
    if confirmed:
        _count_killed(required, pairs, matched.rest, figures)
        figures.cas_leaks += _leaks(gold, matched.rest)
    for want, got in pairs:
        _compare_people(want, got, figures)
    missed = left_out(required, (i for i, _ in matched.pairs))
    return [_missed(row) for row in missed] + [_extra(row) for row in matched.rest]


def _gold_rows(gold: GoldReport) -> list[GoldRow]:
    return [GoldRow(event, casualty) for event in gold.events for casualty in event.casualties]


def _rows(events: Sequence[Event]) -> list[Row]:
    return [Row(event, casualty) for event in events for casualty in event.casualties]


def _counts_as_news(row: GoldRow | Row) -> bool:
    return not row.event.is_background and row.casualty.scope != "campaign"


def _is_optional(row: GoldRow) -> bool:
    return row.casualty.is_optional or row.event.rows_optional


def _count_killed(
    required: Sequence[GoldRow], pairs: Sequence[tuple[GoldRow, Row]], rest: Sequence[Row], figures: Figures
) -> None:
    matched = sum(1 for want, _ in pairs if _is_killed(want))
    extra = sum(1 for row in rest if row.casualty.outcome == "killed")
    figures.counts["cas_killed"].add(matched, sum(1 for row in required if _is_killed(row)), matched + extra)


def _is_killed(row: GoldRow) -> bool:
    return row.casualty.outcome.value == "killed"


def _leaks(gold: GoldReport, rest: Sequence[Row]) -> int:
    """Unmatched rows of killed whose number stands in the gold where no row may come from."""
    rows = _gold_rows(gold)
    numbers = {row.casualty.low for row in rows if _is_killed(row) and not _counts_as_news(row)}
    numbers |= {part for row in rows for part in row.casualty.parts if part is not None}
    numbers |= {trap.low for trap in gold.traps if trap.kind == "casualty" and trap.low is not None}
    killed = [row.casualty.low for row in rest if row.casualty.outcome == "killed"]
    return sum(1 for low in killed if low > 0 and low in numbers)


def _compare_people(want: GoldRow, got: Row, figures: Figures) -> None:
    wanted, told = want.casualty, got.casualty
    side, civilian = wanted.side.accepts(told.side), wanted.civilian_status.accepts(told.civilian_status)
    figures.shares["side"].add(side)
    figures.shares["civilian"].add(civilian)
    figures.shares["side_and_civilian"].add(side and civilian)
    figures.shares["qualifier"].add(wanted.qualifier.accepts(told.qualifier))


def _missed(row: GoldRow) -> Finding:
    told = _describe(row.event, row.casualty.outcome.value, row.casualty.low, row.casualty.confirmed)
    return Finding(Kind.MISSED, "casualty", f"{told} [{row.casualty.evidence}]")


def _extra(row: Row) -> Finding:
    told = _describe(row.event, row.casualty.outcome, row.casualty.low, row.casualty.confirmed)
    return Finding(Kind.EXTRA, "casualty", f"{told} [{row.casualty.evidence.text}]")


def _describe(event: GoldEvent | Event, outcome: str, low: int, confirmed: bool) -> str:
    event_type = event.event_type.value if isinstance(event, GoldEvent) else event.event_type
    return f"{outcome} {low}{'' if confirmed else ' unconfirmed'} ({event_type})"
