"""Drafts -> events: evidence, stable ids, ACLED types (codebook §1, §2)."""

from __future__ import annotations

import hashlib

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.drafts import Draft
from transforms.extraction.reading import Reading
from transforms.model import Casualty, Event, Evidence


def build_events(reading: Reading, drafts: list[Draft]) -> list[Event]:
    """Events with evidence and stable ids."""
    events = []
    seen: dict[str, int] = {}
    for draft in drafts:
        evidence = _evidence(reading, draft.start, draft.end, draft.segment.index)
        key = _event_key(reading, draft, evidence)
        seen[key] = seen.get(key, 0) + 1
        event_id = hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:16]
        events.append(_event(reading, draft, evidence, event_id))
    return events


def _event_key(reading: Reading, draft: Draft, evidence: Evidence) -> str:
    place = draft.places[0] if draft.places else None
    name = (place.pcode or place.name_ar) if place else ""
    return f"{reading.report.report_id}|{evidence.start}-{evidence.end}|{draft.event_type}|{name}"


def _event(reading: Reading, draft: Draft, evidence: Evidence, event_id: str) -> Event:
    date = draft.date
    admin1 = next((p.admin1_pcode for p in draft.places if p.admin1_pcode), None)
    section = draft.segment.section.admin1
    return Event(
        event_id=event_id,
        event_type=draft.event_type,
        acled_sub_event_type=acled_type(draft),
        weapon=draft.weapon,
        actors=draft.actors,
        targets=tuple(t for t in draft.targets if t not in draft.actors),
        actor_certainty=draft.certainty,
        places=tuple(draft.places),
        admin1_pcode=admin1 or (section[0] if len(section) == 1 else None),
        event_date_start=date.start if date else None,
        event_date_end=date.end if date else None,
        date_precision=date.precision if date else 3,
        date_surface=date.surface if date else None,
        status=draft.status,
        is_background=draft.background,
        no_casualty_statement=draft.no_casualties,
        late_death=draft.late_death,
        original_date=draft.original_date,
        control=draft.control,
        casualties=tuple(_casualty(reading, row, draft.segment.index) for row in draft.rows),
        evidence=evidence,
        rule_id=draft.rule,
    )


def _casualty(reading: Reading, row: CasualtyRow, index: int) -> Casualty:
    people = row.people
    return Casualty(
        outcome=row.outcome, side=people.side, civilian_status=people.status or "unknown", low=people.low,
        best=people.best, high=people.high, qualifier=people.qualifier, confirmed=row.confirmed, scope=row.scope,
        breakdown=row.breakdown, evidence=_evidence(reading, row.start, row.end, index),
    )  # fmt: skip


def _evidence(reading: Reading, start: int, end: int, index: int) -> Evidence:
    while end - 1 > start and reading.tokens[end - 1].text in ("،", ",", ":", "-", "("):
        end -= 1
    first, last = reading.span(start, max(end, start + 1))
    return Evidence(index, first, last, reading.report.body[first:last])


def acled_type(draft: Draft) -> str | None:
    """The ACLED sub-event type that an event maps to (codebook §2)."""
    if draft.control is not None:
        if draft.control.change in ("withdrawal", "handover"):
            return "Non-violent transfer of territory"
        state = draft.control.taken_by in ("regime", "transition_government", "iran_backed", "russia")
        return "Government regains territory" if state else "Non-state actor overtakes territory"
    if draft.event_type == "explosion":
        return {"suicide_bomb": "Suicide bomb", "grenade": "Grenade"}.get(
            draft.weapon or "", "Remote explosive/landmine/IED"
        )
    return {
        "clash": "Armed clash", "airstrike": "Air/drone strike", "shelling": "Shelling/artillery/missile attack",
        "rocket": "Shelling/artillery/missile attack", "targeted_killing": "Attack", "execution": "Attack",
        "detention": "Abduction/forced disappearance" if draft.actors == ("unidentified",) else "Arrests",
        "agreement": "Agreement", "displacement": "Other",
    }.get(draft.event_type)  # fmt: skip
