"""Events that are news: types, and over those at the right place actors, targets, weapons, places and dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.evaluation.figures import Figures
from transforms.evaluation.findings import Finding, Kind
from transforms.evaluation.gold import Answer, GoldEvent, GoldPlace, GoldReport
from transforms.evaluation.likeness import (
    agreeing_places,
    event_weight,
    type_and_governorate_weight,
    type_weight,
)
from transforms.evaluation.matching import left_out, match_heaviest, match_with_optional
from transforms.model import Event, Place


def score_events(gold: GoldReport, events: Sequence[Event], figures: Figures) -> list[Finding]:
    """Compare the events; adds to `figures`."""
    wanted = [event for event in gold.events if not event.is_background]
    required = [event for event in wanted if not event.is_optional]
    optional = [event for event in wanted if event.is_optional]
    told = [event for event in events if not event.is_background]
    for name, weight in (("types_admin1", type_and_governorate_weight), ("types", type_weight)):
        matched = match_with_optional(required, optional, told, weight)
        figures.counts[name].add(len(matched.pairs), len(required), len(told) - matched.excused)

    pairs = match_heaviest(required, told, event_weight)
    rest = left_out(told, (j for _, j in pairs))
    excused = match_heaviest(optional, rest, event_weight)
    figures.counts["events_placed"].add(len(pairs), len(required), len(told) - len(excused))
    findings = [_missed(event) for event in left_out(required, (i for i, _ in pairs))]
    findings += [_extra(event) for event in left_out(rest, (j for _, j in excused))]
    for i, j in pairs:
        findings += _compare(required[i], told[j], figures)
    return findings


def _compare(gold: GoldEvent, event: Event, figures: Figures) -> Iterator[Finding]:
    yield from _compare_sides(gold, event, figures)
    if gold.weapon.value:
        yield from _compare_value("weapon", gold, gold.weapon, event.weapon, figures)
    if gold.no_casualty_statement is not None:
        answer = Answer(gold.no_casualty_statement)
        yield from _compare_value("no_casualty", gold, answer, event.no_casualty_statement, figures)
    yield from _compare_places(gold, event, figures)
    yield from _compare_dates(gold, event, figures)


def _compare_sides(gold: GoldEvent, event: Event, figures: Figures) -> Iterator[Finding]:
    for name, wanted, told in (("actors", gold.actors, event.actors), ("targets", gold.targets, event.targets)):
        is_right = wanted.accepts(frozenset(told))
        figures.shares[name].add(is_right)
        if not is_right:
            yield Finding(Kind.WRONG, name, f"{_listed(told)}, gold {_listed(wanted.value)} ({_name(gold)})")


def _compare_places(gold: GoldEvent, event: Event, figures: Figures) -> Iterator[Finding]:
    found = agreeing_places(gold, event)
    for i, place in enumerate(gold.places):
        figures.shares["places_found"].add(i in found)
        if i in found:
            yield from _compare_place(place, event.places[found[i]], figures)
        else:
            yield Finding(Kind.MISSED, "place", f"{place.name_ar} ({_name(gold)})")
    agreeing = set(found.values())
    for j, told in enumerate(event.places):
        figures.shares["places_right"].add(j in agreeing)
        if j not in agreeing:
            yield Finding(Kind.EXTRA, "place", f"{told.surface or told.name_ar} ({_name(gold)})")


def _compare_place(gold: GoldPlace, place: Place, figures: Figures) -> Iterator[Finding]:
    answers = (("admin1", Answer(gold.admin1_pcode), place.admin1_pcode), ("pcode", gold.pcode, place.pcode))
    for name, answer, told in answers:
        if not answer.value:
            continue
        is_right = answer.accepts(told)
        figures.shares[name].add(is_right)
        if not is_right:
            yield Finding(Kind.WRONG, name, f"{place.surface or place.name_ar} -> {told}, gold {answer.value}")


def _compare_dates(gold: GoldEvent, event: Event, figures: Figures) -> Iterator[Finding]:
    if gold.event_date_start.value is None:
        return
    yield from _compare_value("date_start", gold, gold.event_date_start, event.event_date_start, figures)
    if gold.event_date_end.value is not None:
        yield from _compare_value("date_end", gold, gold.event_date_end, event.event_date_end, figures)
    if gold.date_precision.value:
        yield from _compare_value("date_precision", gold, gold.date_precision, event.date_precision, figures)


def _compare_value(
    name: str, gold: GoldEvent, answer: Answer[object], told: object, figures: Figures
) -> Iterator[Finding]:
    is_right = answer.accepts(told)
    figures.shares[name].add(is_right)
    if not is_right:
        words = f", {gold.date_surface}" if name.startswith("date") and gold.date_surface else ""
        yield Finding(Kind.WRONG, name, f"{told}, gold {answer.value} ({_name(gold)}{words})")


def _missed(event: GoldEvent) -> Finding:
    return Finding(Kind.MISSED, "event", f"{_name(event)} [{event.evidence}]")


def _extra(event: Event) -> Finding:
    names = " ".join(place.surface or place.name_ar for place in event.places[:2])
    return Finding(Kind.EXTRA, "event", f"{event.event_type} {names or '(no place)'} [{event.evidence.text}]")


def _name(event: GoldEvent) -> str:
    names = " ".join(place.name_ar for place in event.places[:2])
    return f"{event.event_type.value} {names or '(no place)'}"


def _listed(ids: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(ids)) or "none"
