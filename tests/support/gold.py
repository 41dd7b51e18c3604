"""Gold read back as events, as a program would give them that reads as the expert does; and small gold sets."""

import json
from pathlib import Path
from typing import Any

from transforms.evaluation.gold import GoldCasualty, GoldEvent, GoldPlace, GoldReport
from transforms.model import BreakdownPart, Casualty, Control, Event, Evidence, Place, Report

TEXT = "سيطرت قوات النظام على بلدة خناصر بريف حلب، وقتل ما لا يقل عن 7 من عناصر التنظيم خلال الاشتباكات."
"""A report of one sentence: a change of control and its fight."""


def events_of_gold(gold: GoldReport, report: Report) -> list[Event]:
    """What a program gives that reads as the gold does, the first answer wherever there are several."""
    return [_event(event, number, report.body) for number, event in enumerate(gold.events)]


def gold_document(**changes: Any) -> dict[str, Any]:
    """The gold of `TEXT`; keyword arguments replace keys of the document."""
    place = {"name_ar": "خناصر", "admin1": "SY02", "pcode": "C2169", "level": "community", "relation": "in"}
    event = {
        "actors": ["regime"], "targets": ["is"], "places": [place], "event_date_start": "2016-02-25",
        "event_date_end": "2016-02-25", "date_precision": 2, "status": "confirmed", "is_background": False,
        "weapon": None, "control": None, "casualties": [],
    }  # fmt: skip
    control = {"taken_by": "regime", "taken_from": "is", "extent": "full", "change": "capture", "places_low": None}
    killed = {
        "outcome": "killed", "side": "is", "civilian_status": "combatant", "low": 7, "best": 7, "high": None,
        "qualifier": "at_least", "confirmed": True, "scope": "incident",
        "evidence": "وقتل ما لا يقل عن 7 من عناصر التنظيم",
    }  # fmt: skip
    change = event | {"event_type": "control_change", "control": control, "evidence": "سيطرت قوات النظام"}
    clash = event | {"event_type": "clash", "casualties": [killed], "evidence": "خلال الاشتباكات"}
    document = {"total_killed_low": 7, "must_not_extract": []}
    return {
        "id": "one", "published": "2016-02-25T10:00:00+02:00", "published_date": "2016-02-25",
        "events": [change, clash], "document": document,
    } | changes  # fmt: skip


def write_set(folder: Path, *documents: dict[str, Any], text: str | None = TEXT) -> Path:
    """Write a gold set; every report gets the same text, or none."""
    for name in ("gold", "text"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for document in documents:
        (folder / "gold" / f"{document['id']}.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        if text is not None:
            (folder / "text" / f"{document['id']}.txt").write_text(text, "utf-8")
    return folder


def _event(gold: GoldEvent, number: int, body: str) -> Event:
    return Event(
        event_id=str(number),
        event_type=gold.event_type.value,
        acled_sub_event_type=None,
        weapon=gold.weapon.value,
        actors=tuple(sorted(gold.actors.value)),
        targets=tuple(sorted(gold.targets.value)),
        actor_certainty="stated",
        places=tuple(_place(place, gold) for place in gold.places),
        admin1_pcode=None,
        event_date_start=gold.event_date_start.value,
        event_date_end=gold.event_date_end.value,
        date_precision=gold.date_precision.value or 3,
        date_surface=gold.date_surface,
        status=gold.status.value,
        is_background=gold.is_background,
        no_casualty_statement=bool(gold.no_casualty_statement),
        late_death=False,
        original_date=None,
        control=_control(gold),
        casualties=tuple(_casualty(row, body) for row in gold.casualties),
        evidence=_evidence(gold.evidence, body),
        rule_id="gold",
    )


def _place(gold: GoldPlace, event: GoldEvent) -> Place:
    return Place(
        pcode=gold.pcode.value,
        level=gold.level or "community",
        name_ar=gold.name_ar,
        name_en=None,
        admin1_pcode=gold.admin1_pcode or next(iter(event.admin1_pcodes), None),
        admin2_pcode=None,
        admin3_pcode=None,
        latitude=None,
        longitude=None,
        geo_precision=gold.geo_precision,
        relation="in",
        surface=gold.name_ar,
    )


def _control(gold: GoldEvent) -> Control | None:
    if gold.control is None:
        return None
    control = gold.control
    return Control(
        control.taken_by.value,
        control.taken_from.value,
        control.extent.value or "full",
        control.change.value or "capture",
        control.places_low,
    )


def _casualty(gold: GoldCasualty, body: str) -> Casualty:
    return Casualty(
        outcome=gold.outcome.value,
        side=gold.side.value,
        civilian_status=gold.civilian_status.value,
        low=gold.low,
        best=gold.low,
        high=None,
        qualifier=gold.qualifier.value,
        confirmed=gold.confirmed,
        scope=gold.scope,
        breakdown=tuple(BreakdownPart("part", n) for n in gold.parts),
        evidence=_evidence(gold.evidence, body),
    )


def _evidence(quote: str, body: str) -> Evidence:
    piece = quote.split("…")[0].strip()
    start = body.find(piece)
    return Evidence(0, start, start + len(piece), piece)
