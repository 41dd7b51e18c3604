"""Whether the gold itself is right: quotes, P-codes, dates, totals, words of the codebook.

Belongs here: faults of files that can be read. A file that cannot (`GoldError`) is one fault more, with its key.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transforms.errors import GoldError
from transforms.evaluation.gold import Answer, GoldCasualty, GoldEvent, GoldPlace, GoldReport, read_gold
from transforms.evaluation.likeness import PIECES
from transforms.evaluation.sets import find_sets
from transforms.evaluation.totals import total_killed_of_gold
from transforms.model import (
    ACTORS,
    CIVILIAN_STATUSES,
    CONTROL_CHANGES,
    CONTROL_EXTENTS,
    EVENT_TYPES,
    OUTCOMES,
    QUALIFIERS,
    SCOPES,
    STATUSES,
)
from transforms.paths import SEEDS_DIR


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a gold file.

    Attributes:
        key: where in it, e.g. `events[3].places[0]`; empty where the whole file is meant.
    """

    file: Path
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key} {self.message}" if self.key else f"{self.file}: {self.message}"

    def as_dict(self) -> dict[str, str]:
        """Plain values, for JSON."""
        return {"file": str(self.file), "key": self.key, "message": self.message}


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome: how much was looked at, and what was found. Quotes are compared only where the text is there."""

    files: int
    texts: int
    events: int
    faults: tuple[Fault, ...]


def check_gold(gold_dir: Path, *, text_dir: Path | None = None, places_file: Path = SEEDS_DIR / "places.csv") -> Check:
    """Look for faults in one gold set, or in all sets of a folder.

    Args:
        gold_dir: as for `evaluate`.
        text_dir: where the texts lie, if elsewhere.
        places_file: the gazetteer, with `pcode` and `admin1_pcode`.

    Raises:
        GoldError: there is no gold file at all.
    """
    admin1_of = _admin1_by_pcode(places_file)
    files = texts = events = 0
    faults: list[Fault] = []
    for gold_set in find_sets(gold_dir, text_dir):
        for file in gold_set.gold_files:
            files += 1
            try:
                gold = read_gold(file)
            except GoldError as error:
                faults.append(Fault(error.file, error.key, error.problem))
                continue
            text_file = gold_set.text_file(gold.report_id)
            text = text_file.read_text(encoding="utf-8") if text_file.exists() else None
            texts += text is not None
            events += len(gold.events)
            faults += _faults(gold, text, admin1_of)
    return Check(files, texts, events, tuple(faults))


@cache
def _admin1_by_pcode(places_file: Path) -> Mapping[str, str]:
    with places_file.open(encoding="utf-8", newline="") as lines:
        return {row["pcode"]: row["admin1_pcode"] for row in csv.DictReader(lines)}


def _faults(gold: GoldReport, text: str | None, admin1_of: Mapping[str, str]) -> Iterator[Fault]:
    checks = [_identity(gold), _total(gold), _words(gold), _conventions(gold), _dates(gold), _places(gold, admin1_of)]
    if text is not None:
        checks.append(_quotes(gold, text))
    for check in checks:
        for key, message in check:
            yield Fault(gold.file, key, message)


Found = Iterator[tuple[str, str]]
"""Key and message of each fault."""


def _identity(gold: GoldReport) -> Found:
    if gold.report_id != gold.file.stem:
        yield "id", f"is {gold.report_id!r}, and the file is {gold.file.name}"
    if gold.published and gold.published.isoformat()[:10] != gold.published_date.isoformat():
        yield "published", f"is {gold.published.isoformat()}, and published_date {gold.published_date}"


def _total(gold: GoldReport) -> Found:
    recomputed = total_killed_of_gold(gold.events)
    if recomputed != gold.total_killed_low:
        yield "document.total_killed_low", f"is {gold.total_killed_low}, and the rows give {recomputed}"


def _words(gold: GoldReport) -> Found:
    for event in gold.events:
        yield from _unknown(event.key, "event_type", event.event_type, EVENT_TYPES)
        yield from _unknown(event.key, "status", event.status, STATUSES)
        for name, sides in (("actors", event.actors), ("targets", event.targets)):
            for actor in sorted(frozenset().union(sides.value, *sides.others) - set(ACTORS)):
                yield f"{event.key}.{name}", f"has no such actor: {actor}"
        if event.control:
            key = f"{event.key}.control"
            yield from _unknown(key, "taken_by", event.control.taken_by, (*ACTORS, None))
            yield from _unknown(key, "taken_from", event.control.taken_from, (*ACTORS, None))
            yield from _unknown(key, "extent", event.control.extent, CONTROL_EXTENTS)
            yield from _unknown(key, "change", event.control.change, CONTROL_CHANGES)
        for row in event.casualties:
            yield from _unknown_in_row(row)


def _unknown_in_row(row: GoldCasualty) -> Found:
    yield from _unknown(row.key, "outcome", row.outcome, OUTCOMES)
    yield from _unknown(row.key, "side", row.side, (*ACTORS, None))
    yield from _unknown(row.key, "civilian_status", row.civilian_status, CIVILIAN_STATUSES)
    yield from _unknown(row.key, "qualifier", row.qualifier, QUALIFIERS)
    yield from _unknown(row.key, "scope", Answer(row.scope), SCOPES)


def _unknown(key: str, name: str, answer: Answer[str | None], known: Iterable[str | None]) -> Found:
    for value in sorted({answer.value, *answer.others} - set(known), key=str):
        yield f"{key}.{name}", f"is no word of the codebook: {value}"


def _conventions(gold: GoldReport) -> Found:
    for event in gold.events:
        is_change = event.event_type.value == "control_change"
        if is_change and event.casualties:
            yield f"{event.key}.casualties", "stand in a control_change: they belong to its clash"
        if not is_change and event.control:
            yield f"{event.key}.control", f"has to be null in {event.event_type.value}"


def _dates(gold: GoldReport) -> Found:
    for event in gold.events:
        start, end = event.event_date_start.value, event.event_date_end.value
        if (start is None) != (end is None):
            yield f"{event.key}.event_date_start", "and event_date_end: both or neither"
        elif start and end and not start <= end <= gold.published_date:
            yield f"{event.key}.event_date_start", f"{start}, end {end}, published {gold.published_date}: out of order"


def _places(gold: GoldReport, admin1_of: Mapping[str, str]) -> Found:
    for event in gold.events:
        for name, places in (("places", event.places), ("places_alt", event.beside)):
            for i, place in enumerate(places):
                yield from _place(f"{event.key}.{name}[{i}]", place, admin1_of)


def _place(key: str, place: GoldPlace, admin1_of: Mapping[str, str]) -> Found:
    if not place.names:
        yield f"{key}.name_ar", "is missing"
    for pcode in (place.pcode.value, *place.pcode.others):
        if pcode and pcode not in admin1_of:
            yield f"{key}.pcode", f"is not in the gazetteer: {pcode}"
    first = place.pcode.value
    if first and first in admin1_of and admin1_of[first] != place.admin1_pcode:
        yield f"{key}.admin1", f"is {place.admin1_pcode}, and {first} lies in {admin1_of[first]}"


def _quotes(gold: GoldReport, text: str) -> Found:
    if gold.text_sha256 and hashlib.sha256(text.encode("utf-8")).hexdigest() != gold.text_sha256:
        yield "collect.sha256", "is not the hash of the text: the gold was made from another"
    for key, quote in _all_quotes(gold.events, gold):
        missing = [piece for piece in quote.split(PIECES) if piece.strip() not in text]
        if missing:
            yield key, f"does not stand in the text: {' … '.join(piece.strip() for piece in missing)}"


def _all_quotes(events: Iterable[GoldEvent], gold: GoldReport) -> Iterator[tuple[str, str]]:
    for event in events:
        yield f"{event.key}.evidence", event.evidence
        for row in event.casualties:
            yield f"{row.key}.evidence", row.evidence
    for trap in gold.traps:
        yield f"{trap.key}.quote", trap.quote
