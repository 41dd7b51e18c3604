"""The codebook's words for people: what a rule, a precision, a qualifier means."""

from __future__ import annotations

import datetime as dt

from transforms.explain.explanation import Use
from transforms.model import Casualty, Event, Place

RULES = {
    "control.capture": "a completed taking of a place: control phrase, taker and place",
    "control.recapture": "a completed taking by one who had held the place before",
    "control.withdrawal": "a withdrawal together with the other side's entry",
    "control.handover": "a place handed over",
    "clash": "a word of fighting between two sides",
    "clash.attack": "an attack that ends in a fight: a word of attack and its target",
    "clash.for_control": "losses of fighters told with a taking: of the fight for that place",
    "airstrike": "a word of planes or of bombing from the air",
    "shelling": "a word of shelling",
    "shelling.target": "a target hit, without a word of the weapon: ground bombardment",
    "rocket": "a word of rockets fired from the ground",
    "explosion": "a word of a blast, a mine or a bomb",
    "explosion.suicide": "a bomber who blew himself up",
    "targeted_killing": "an assassination, or an attempt at one",
    "targeted_killing.gunmen": "shots by gunmen at a person",
    "execution": "the killing of a person held",
    "detention": "an arrest or an abduction",
    "agreement": "a truce, an exchange, a deal",
    "displacement": "people who leave",
    "toll": "a count of people that belongs to no single event",
    "other": "none of the other types",
    "other.shooting": "shots, without a fight between two sides",
    "other.gunfire": "gunfire, without a fight between two sides",
    "other.torture": "a death under torture",
    "other.casualty": "people harmed by what the text does not name",
}
"""What a rule looks for, by `rule_id`. A rule that is not listed is shown by its id alone."""

GEO_PRECISION = {1: "the named place itself", 2: "near it, or one of several places of that name", 3: "only a region"}
DATE_PRECISION = {1: "the day is known", 2: "within a week", 3: "longer, or unknown"}

QUALIFIERS = (
    ("exact", "N, a dual, a singular noun", "N", "N", "N"),
    ("at_least", "at least N", "N", "N", "–"),
    ("more_than", "more than N", "N", "N", "–"),
    ("about", "about N", "N", "N", "N"),
    ("range", "from N to M", "N", "N", "M"),
    ("tens", "tens", "10", "–", "–"),
    ("hundreds", "hundreds", "100", "–", "–"),
    ("some", "several, others, the dead: stated as fact", "2", "–", "–"),
    ("unconfirmed", "reports of dead; with a number N: high is N", "0", "–", "– or N"),
    ("mixed", "N dead and wounded, without the split", "0", "–", "N"),
)
"""Codebook section 7: qualifier, what the text says, low, best, high."""

_SIGNS = {"at_least": "≥ ", "more_than": "> ", "about": "≈ "}


def days(event: Event) -> str:
    """The day or the days of an event."""
    start, end = event.event_date_start, event.event_date_end
    return day(start) if end in (start, None) else f"{day(start)} – {day(end)}"


def day(value: dt.date | None) -> str:
    """A day in ISO form."""
    return "date unknown" if value is None else value.isoformat()


def number(row: Casualty) -> str:
    """The number of a casualty row with its sign, as short as it can be said."""
    if row.qualifier == "range" and row.high is not None:
        return f"{row.low}–{row.high}"
    if row.best is None:
        return f"0–{row.high}" if row.high is not None else f"≥ {row.low}"
    return f"{_SIGNS.get(row.qualifier, '')}{row.best}"


def people(row: Casualty) -> str:
    """Whom a casualty row is about: the side, else civilians or combatants; empty where the text does not say."""
    return row.side or (row.civilian_status if row.civilian_status != "unknown" else "")


def breakdown(row: Casualty) -> str:
    """The parts of a casualty row, e.g. `3 child, woman`."""
    parts = []
    for part in row.breakdown:
        whom = " ".join(word for word in (part.kind, part.side) if word)
        parts.append(whom if part.n is None else f"{part.n} {whom}")
    return ", ".join(parts)


def place_name(place: Place) -> str:
    """The gazetteer's English name, else the name as written."""
    return place.name_en or place.name_ar or place.surface


def place_note(place: Place) -> str:
    """The P-code; for a place without one, why it has none."""
    if place.pcode:
        return place.pcode
    return "a feature without a P-code" if place.is_known else "not in the gazetteer"


def sides(event: Event) -> str:
    """Who acted, and on whom."""
    actors = ", ".join(event.actors) or "actor not said"
    return f"{actors} → {', '.join(event.targets)}" if event.targets else actors


def control(event: Event) -> str:
    """Who took from whom, how, and how much; empty where nothing was taken."""
    change = event.control
    if change is None:
        return ""
    extent = "" if change.extent == "full" else ", in part"
    low = f", at least {change.places_low} places" if change.places_low else ""
    return f"{change.taken_by or 'not said'} from {change.taken_from or 'not said'}: {change.change}{extent}{low}"


def notes(event: Event) -> tuple[str, ...]:
    """What sets an event apart from a plain, counted statement."""
    held = (
        ("background", event.is_background),
        (event.status, event.status != "confirmed"),
        (f"actor {event.actor_certainty}", event.actor_certainty != "certain"),
        ("late death", event.late_death),
        ("losses said to be unknown", event.no_casualty_statement),
    )
    return tuple(note for note, holds in held if holds)


def use(found: Use) -> str:
    """What a dictionary entry may be: its role, what it says, and what it means on the day of the report."""
    if found.role in ("place", "actor", "trigger_actor"):
        return f"{found.role} = {', '.join(found.means)}" if found.means else found.role  # the value is the name itself
    number = str(found.number) if found.number else ""
    return " ".join(word for word in (found.role, found.value, found.detail, found.kind, number) if word)
