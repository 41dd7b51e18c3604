"""Ways to spoil the events that a report gives, each for one figure to notice."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from transforms.model import Casualty, Control, Event, Place

Damage = Callable[[list[Event]], list[Event]]
WRONG_SIDE = "jordan"
"""A side that no gold of the project names."""


def each_event(change: Callable[[Event], Event]) -> Damage:
    """Damage every event."""
    return lambda events: [change(event) for event in events]


def each_place(change: Callable[[Place], Place]) -> Damage:
    """Damage every place of every event."""
    return each_event(lambda event: replace(event, places=tuple(map(change, event.places))))


def each_row(change: Callable[[Casualty], Casualty]) -> Damage:
    """Damage every casualty row."""
    return each_event(lambda event: replace(event, casualties=tuple(map(change, event.casualties))))


def each_control(change: Callable[[Control], Control]) -> Damage:
    """Damage what is said of every change of control."""
    return each_event(lambda event: replace(event, control=change(event.control) if event.control else None))


def _parts_as_rows(event: Event) -> Event:
    parts = [replace(row, low=part.n) for row in event.casualties for part in row.breakdown if part.n is not None]
    return replace(event, casualties=(*event.casualties, *parts))


def _one_event_a_place(events: Iterable[Event]) -> list[Event]:
    split: list[Event] = []
    for event in events:
        if event.event_type == "control_change" and event.places:
            split += [replace(event, places=(place,)) for place in event.places]
        else:
            split.append(event)
    return split


def _with_another_place(event: Event) -> Event:
    if not event.places:
        return event
    return replace(event, places=(*event.places, replace(event.places[0], name_ar="x", surface="x", pcode=None)))


def _shift_evidence(event: Event) -> Event:
    return replace(event, evidence=replace(event.evidence, start=event.evidence.start + 1))


def _invent_evidence(event: Event) -> Event:
    return replace(event, evidence=replace(event.evidence, text=f"{event.evidence.text}!!"))


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "control dropped": (
        lambda events: [e for e in events if e.event_type != "control_change" or e.is_background], {"control", "types"},
    ),
    "taker wrong": (each_control(lambda c: replace(c, taken_by=WRONG_SIDE)), {"control", "control_named"}),
    "loser wrong": (each_control(lambda c: replace(c, taken_from=WRONG_SIDE)), {"taken_from"}),
    "extent wrong": (each_control(lambda c: replace(c, extent="none")), {"extent"}),
    "change wrong": (each_control(lambda c: replace(c, change="none")), {"change"}),
    "number of places wrong": (each_control(lambda c: replace(c, places_low=999)), {"places_low"}),
    "status wrong": (each_event(lambda e: replace(e, status="attempted")), {"control_status"}),
    "background told as news": (
        each_event(lambda e: replace(e, is_background=False)), {"false_background", "cas_leaks", "total_exact"},
    ),
    "one event a place": (_one_event_a_place, {"types"}),
    "parts as rows": (each_event(_parts_as_rows), {"cas_confirmed", "cas_killed", "cas_leaks", "total_mae"}),
    "one more": (each_row(lambda r: replace(r, low=r.low + 1)), {"cas_confirmed", "cas_unconfirmed", "total_exact"}),
    "all confirmed": (each_row(lambda r: replace(r, confirmed=True)), {"cas_unconfirmed"}),
    "campaign told as incident": (
        lambda events: each_row(lambda r: replace(r, scope="incident"))(
            each_event(lambda e: replace(e, is_background=False))(events)
        ),
        {"cas_leaks", "total_exact"},
    ),
    "side wrong": (each_row(lambda r: replace(r, side=WRONG_SIDE)), {"side", "side_and_civilian"}),
    "civilian status wrong": (each_row(lambda r: replace(r, civilian_status="none")), {"civilian"}),
    "qualifier wrong": (each_row(lambda r: replace(r, qualifier="none")), {"qualifier"}),
    "type wrong": (
        each_event(lambda e: replace(e, event_type="none") if e.event_type == "clash" else e),
        {"types", "types_admin1", "events_placed"},
    ),
    "places dropped": (each_event(lambda e: replace(e, places=())), {"control_named", "events_placed", "types_admin1"}),
    "place added": (each_event(_with_another_place), {"places_right", "control"}),
    "P-code wrong": (each_place(lambda p: replace(p, pcode="C0000" if p.pcode else None)), {"pcode"}),
    "governorate wrong": (each_place(lambda p: replace(p, admin1_pcode="SY99")), {"admin1", "types_admin1"}),
    "actors wrong": (each_event(lambda e: replace(e, actors=(WRONG_SIDE,))), {"actors"}),
    "targets wrong": (each_event(lambda e: replace(e, targets=(WRONG_SIDE,))), {"targets"}),
    "weapon wrong": (each_event(lambda e: replace(e, weapon="none")), {"weapon"}),
    "casualties not denied": (
        each_event(lambda e: replace(e, no_casualty_statement=not e.no_casualty_statement)), {"no_casualty"},
    ),
    "first day wrong": (each_event(lambda e: replace(e, event_date_start=dt.date(1999, 1, 1))), {"date_start"}),
    "last day wrong": (each_event(lambda e: replace(e, event_date_end=None)), {"date_end"}),
    "precision wrong": (each_event(lambda e: replace(e, date_precision=9)), {"date_precision"}),
    "offsets wrong": (each_event(_shift_evidence), {"evidence_offsets"}),
    "evidence invented": (each_event(_invent_evidence), {"evidence_in_source"}),
}  # fmt: skip
"""Name -> the damage, and figures that must become worse."""
