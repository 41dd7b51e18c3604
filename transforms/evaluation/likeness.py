"""How well a predicted row agrees with a gold row: the weights by which rows are matched.

Belongs here: what makes two rows the same row, and what decides between look-alikes (above all the evidence). Does
not belong here: what is counted over matched rows (`scoring`). A weight of None means that the two are not the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.evaluation.gold import GoldCasualty, GoldEvent, GoldPlace
from transforms.evaluation.matching import match_heaviest
from transforms.evaluation.names import governorates, is_region, normalise_name, places_agree
from transforms.model import Casualty, Control, Event, Place

PIECES = "…"
"""Joins the pieces of a quote."""

_NO_CONTROL = Control(taken_by=None, taken_from=None, extent="", change="")


@dataclass(frozen=True, slots=True)
class GoldChange:
    """A change of control at one place; `place` None stands for unnamed places."""

    event: GoldEvent
    place: GoldPlace | None


@dataclass(frozen=True, slots=True)
class Change:
    """A predicted change of control at one place."""

    event: Event
    place: Place | None

    @property
    def control(self) -> Control:
        """Who took what; all unknown where the event does not say."""
        return self.event.control or _NO_CONTROL


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A casualty row of the gold with its event."""

    event: GoldEvent
    casualty: GoldCasualty


@dataclass(frozen=True, slots=True)
class Row:
    """A predicted casualty row with its event."""

    event: Event
    casualty: Casualty


def change_weight(gold: GoldChange, change: Change) -> float | None:
    """Weigh two changes of control: the taker and the place have to agree."""
    wanted, told = gold.event.control, change.control
    if wanted is None or not wanted.taken_by.accepts(told.taken_by):
        return None
    weight: float = _change_place_weight(gold, change)
    if not weight:
        return None
    same_values = (told.taken_from == wanted.taken_from.value) + (told.extent == wanted.extent.value)
    weight += same_values + evidence_likeness(gold.event, change.event)
    if gold.place is None:
        weight += told.places_low == wanted.places_low
    return weight


def _change_place_weight(gold: GoldChange, change: Change) -> int:
    if gold.place is None:
        if change.place is None:
            return 10
        return 5 if _agrees_with_any(gold.event.beside, change.place) else 0
    return 0 if change.place is None else 10 * places_agree(gold.place, change.place)


def casualty_weight(gold: GoldRow, row: Row) -> float | None:
    """Weigh two casualty rows: outcome, number and confirmation have to agree; place, type and evidence decide."""
    wanted, told = gold.casualty, row.casualty
    if not _same_toll(wanted, told):
        return None
    weight = 1.0 + 4 * place_overlap(gold.event, row.event) + 2 * gold.event.event_type.accepts(row.event.event_type)
    weight += 3 * text_likeness(wanted.evidence, told.evidence.text)
    weight += 0.5 * wanted.side.accepts(told.side) + 0.25 * wanted.civilian_status.accepts(told.civilian_status)
    return weight


def _same_toll(gold: GoldCasualty, row: Casualty) -> bool:
    if gold.confirmed != row.confirmed or gold.low != row.low:
        return False
    both_mixed = gold.qualifier.value == row.qualifier == "mixed"
    return both_mixed or gold.outcome.accepts(row.outcome)


def type_weight(gold: GoldEvent, event: Event) -> float | None:
    """Two events of the same type are the same."""
    return 1 if gold.event_type.accepts(event.event_type) else None


def type_and_governorate_weight(gold: GoldEvent, event: Event) -> float | None:
    """Two events of the same type with a governorate in common are the same."""
    return type_weight(gold, event) if _same_governorate(gold, event) else None


def event_weight(gold: GoldEvent, event: Event) -> float | None:
    """Weigh two events: the type and a place have to agree; evidence, tolls, taker and actors decide."""
    overlap = place_overlap(gold, event)
    if not overlap or not gold.event_type.accepts(event.event_type):
        return None
    weight = 10 * overlap + 6 * evidence_likeness(gold, event)
    wanted = [(row.outcome.value, row.low) for row in gold.casualties]
    told = [(row.outcome, row.low) for row in event.casualties]
    if wanted or told:
        weight += 3 * len(set(wanted) & set(told)) / max(len(wanted), len(told))
    if gold.event_type.value == "control_change":
        weight += 5 * (_taker(gold) == (event.control or _NO_CONTROL).taken_by)
    return weight + (gold.actors.value == frozenset(event.actors))


def _taker(gold: GoldEvent) -> str | None:
    return gold.control.taken_by.value if gold.control else None


def place_overlap(gold: GoldEvent, event: Event) -> float:
    """Share of the places of both that agree, 0 to 1; 1 where neither has one."""
    if not gold.places:
        elsewhere = [p for p in event.places if not is_region(p) and not _agrees_with_any(gold.beside, p)]
        return 0.0 if elsewhere else 1.0
    if not event.places:
        return 0.0
    return 2 * len(agreeing_places(gold, event)) / (len(gold.places) + len(event.places))


def agreeing_places(gold: GoldEvent, event: Event) -> dict[int, int]:
    """Index of each gold place that was found -> index of the predicted place."""
    return dict(match_heaviest(gold.places, event.places, lambda a, b: places_agree(a, b) or None))


def evidence_likeness(gold: GoldEvent, event: Event) -> float:
    """How far the predicted evidence is the gold's, 0 to 1."""
    return text_likeness(gold.evidence, event.evidence.text)


def text_likeness(quote: str, text: str) -> float:
    """1 where all pieces of the quote stand in the text, else up to 0.9 for the share of its words that do."""
    quote, text = " ".join(quote.split()), " ".join(text.split())
    if not quote or not text:
        return 0.0
    if all(piece.strip() in text for piece in quote.split(PIECES)):
        return 1.0
    words = set(normalise_name(quote).split())
    return len(words & set(normalise_name(text).split())) / len(words) * 0.9 if words else 0.0


def _agrees_with_any(candidates: tuple[GoldPlace, ...], place: Place) -> bool:
    return any(places_agree(candidate, place) for candidate in candidates)


def _same_governorate(gold: GoldEvent, event: Event) -> bool:
    told = governorates(event.places)
    if gold.admin1_pcodes & told:
        return True
    if not gold.places:
        return not told or not gold.admin1_pcodes
    return not told and not gold.admin1_pcodes
