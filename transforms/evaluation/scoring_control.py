"""Changes of control: each pair of an event and a place is a row (figures `control*` and what is told of them)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transforms.evaluation.figures import Figures
from transforms.evaluation.findings import Finding, Kind
from transforms.evaluation.gold import GoldControl, GoldEvent, GoldPlace, GoldReport
from transforms.evaluation.likeness import Change, GoldChange, change_weight
from transforms.evaluation.matching import left_out, match_with_optional
from transforms.evaluation.names import is_region, places_agree
from transforms.model import Event

_UNNAMED = "(unnamed)"


def score_control(gold: GoldReport, events: Sequence[Event], figures: Figures) -> list[Finding]:
    """Compare the changes of control; adds to `figures`."""
    wanted = [row for event in gold.events if not event.is_background for row in _gold_changes(event)]
    required = [row for row in wanted if not row.event.is_optional]
    optional = [row for row in wanted if row.event.is_optional]
    told = [row for event in events if not event.is_background for row in _changes(event)]
    matched = match_with_optional(required, optional, told, change_weight)
    pairs = [(required[i], told[j]) for i, j in matched.pairs]
    _count(required, pairs, matched.rest, figures)
    for want, got in pairs:
        _compare_values(want, got, figures)
    not_news = [row for row in matched.rest if _is_not_news(row, gold)]
    figures.false_background += len(not_news)
    missed = left_out(required, (i for i, _ in matched.pairs))
    return [_missed(row) for row in missed] + [_extra(row, row in not_news) for row in matched.rest]


def _count(
    required: Sequence[GoldChange], pairs: Sequence[tuple[GoldChange, Change]], rest: Sequence[Change], figures: Figures
) -> None:
    named = sum(1 for want, _ in pairs if want.place)
    named_required = sum(1 for row in required if row.place)
    named_rest = sum(1 for row in rest if row.place)
    unnamed, unnamed_rest = len(pairs) - named, len(rest) - named_rest
    figures.counts["control"].add(len(pairs), len(required), len(pairs) + len(rest))
    figures.counts["control_named"].add(named, named_required, named + named_rest)
    figures.counts["control_unnamed"].add(unnamed, len(required) - named_required, unnamed + unnamed_rest)


def _compare_values(want: GoldChange, got: Change, figures: Figures) -> None:
    wanted, told = _control(want.event), got.control
    figures.shares["taken_from"].add(wanted.taken_from.accepts(told.taken_from))
    figures.shares["extent"].add(wanted.extent.accepts(told.extent))
    figures.shares["change"].add(wanted.change.accepts(told.change))
    figures.shares["control_status"].add(want.event.status.accepts(got.event.status))
    if want.place is None and wanted.places_low is not None:
        figures.shares["places_low"].add(told.places_low == wanted.places_low)


def _gold_changes(event: GoldEvent) -> list[GoldChange]:
    if event.event_type.value != "control_change":
        return []
    return [GoldChange(event, place) for place in event.places or (None,)]


def _changes(event: Event) -> list[Change]:
    if event.event_type != "control_change":
        return []
    named = tuple(place for place in event.places if not is_region(place))
    return [Change(event, place) for place in named or (None,)]


def _is_not_news(row: Change, gold: GoldReport) -> bool:
    """Whether an unmatched change repeats a background change or a trap of the gold."""
    background = (
        (event.places, _control(event).taken_by.value)
        for event in gold.events
        if event.is_background and event.event_type.value == "control_change"
    )
    traps = ((trap.places, trap.taken_by) for trap in gold.traps if trap.kind == "control")
    return any(_repeats(row, places, taker) for source in (background, traps) for places, taker in source)


def _repeats(row: Change, places: Iterable[GoldPlace], taken_by: str | None) -> bool:
    if taken_by and row.control.taken_by != taken_by:
        return False
    if row.place is None:
        return not places
    return any(places_agree(place, row.place) for place in places)


def _control(event: GoldEvent) -> GoldControl:
    if event.control is None:
        raise ValueError(f"{event.key} is a control_change without control")  # `read_gold` lets none through
    return event.control


def _missed(row: GoldChange) -> Finding:
    name = row.place.name_ar if row.place else _UNNAMED
    taker = _control(row.event).taken_by.value
    return Finding(Kind.MISSED, "control", f"{name} <- {taker} [{row.event.evidence}]")


def _extra(row: Change, is_not_news: bool) -> Finding:
    name = (row.place.surface or row.place.name_ar) if row.place else _UNNAMED
    note = " (background or trap)" if is_not_news else ""
    return Finding(Kind.EXTRA, "control", f"{name} <- {row.control.taken_by}{note} [{row.event.evidence.text}]")
