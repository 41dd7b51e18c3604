"""Which stretches of the text belong to which event, and the text cut where any of them begins or ends.

Evidence carries its offsets. Places, dates and actors carry what the text calls them; where that stands is looked for
in the evidence first, then in its segment, then before it: an event takes over what it does not say itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from transforms.explain.explanation import Explanation, FoundMention, ReadSegment
from transforms.explain.words import place_note
from transforms.model import Event

MARK_KINDS = ("event", "casualty", "place", "actor", "date")
_FOUND_ROLES = ("place", "actor", "trigger", "control", "outcome")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the body that an event was read from.

    Attributes:
        start: first character in the body.
        end: character behind the last.
        kind: one of `MARK_KINDS`.
        event: number of the event in the report, from 1.
        said: what it says, for people.
    """

    start: int
    end: int
    kind: str
    event: int
    said: str

    @property
    def length(self) -> int:
        """Number of characters."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body over which the marks do not change: `body[start:end] == text`.

    Attributes:
        marks: marks over it, the widest first.
        found: dictionary entries over it that no mark stands for.
        begins: numbers of the events whose evidence begins here.
    """

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    found: tuple[FoundMention, ...]
    begins: tuple[int, ...]


def marks_of(explanation: Explanation) -> list[Mark]:
    """All marks of a report, by event, the evidence of the event before its parts."""
    marks: list[Mark] = []
    for number, event in enumerate(explanation.events, start=1):
        evidence = event.evidence
        marks.append(Mark(evidence.start, evidence.end, "event", number, event.event_type))
        marks += _parts(explanation, event, number)
    return marks


def pieces_of(explanation: Explanation, marks: Iterable[Mark], start: int, end: int) -> list[Piece]:
    """A stretch of the body, cut at the edges of the marks and of the dictionary entries in it."""
    over = [mark for mark in marks if mark.start < end and mark.end > start]
    found = [m for m in explanation.mentions if m.start < end and m.end > start and set(m.roles) & set(_FOUND_ROLES)]
    spans = [*((mark.start, mark.end) for mark in over), *((mention.start, mention.end) for mention in found)]
    edges = sorted({start, end} | {edge for span in spans for edge in span if start < edge < end})
    return [_piece(explanation, over, found, first, last) for first, last in pairwise(edges)]


def _piece(explanation: Explanation, marks: list[Mark], found: list[FoundMention], start: int, end: int) -> Piece:
    covering = sorted((m for m in marks if m.start <= start and end <= m.end), key=lambda m: (-m.length, m.event))
    begins = tuple(m.event for m in covering if m.kind == "event" and m.start == start)
    told = any(mark.kind != "event" for mark in covering)
    entries = () if told else tuple(m for m in found if m.start <= start and end <= m.end)
    return Piece(start, end, explanation.report.body[start:end], tuple(covering), entries, tuple(sorted(begins)))


# ---- parts of an event ----------------------------------------------------------------------------------------------


def _parts(explanation: Explanation, event: Event, number: int) -> list[Mark]:
    segment = explanation.segment_of(event)
    marks = []
    for row in event.casualties:
        said = f"{row.outcome}, {row.qualifier}"
        marks.append(Mark(row.evidence.start, row.evidence.end, "casualty", number, said))
    for place in event.places:
        span = _locate(explanation.report.body, place.surface, event, segment)
        if span is not None:
            marks.append(Mark(*span, "place", number, place.pcode or place_note(place)))
    if event.date_surface:
        span = _locate(explanation.report.body, event.date_surface, event, segment)
        if span is not None:
            marks.append(Mark(*span, "date", number, str(event.event_date_start)))
    return marks + _actor_marks(explanation, event, number, segment)


def _actor_marks(explanation: Explanation, event: Event, number: int, segment: ReadSegment | None) -> list[Mark]:
    """Names of the event's sides in its evidence; where a side is not named there, in its segment."""
    sides = {*event.actors, *event.targets, *(row.side for row in event.casualties if row.side)}
    evidence = event.evidence
    marks = _named(explanation, sides, evidence.start, evidence.end, number)
    missing = sides - {mark.said for mark in marks}
    if missing and segment is not None:
        marks += _named(explanation, missing, segment.start, segment.end, number)
    return marks


def _named(explanation: Explanation, sides: set[str], start: int, end: int, number: int) -> list[Mark]:
    marks = []
    for mention in explanation.mentions:
        if not (start <= mention.start and mention.end <= end):
            continue
        for use in mention.uses:
            if use.role in ("actor", "trigger_actor"):
                named = [side for side in use.means if side in sides]
                marks += [Mark(mention.start, mention.end, "actor", number, side) for side in named]
    return list(dict.fromkeys(marks))


def _locate(body: str, surface: str, event: Event, segment: ReadSegment | None) -> tuple[int, int] | None:
    """Where a name of an event stands: in its evidence, else in its segment, else last before it, else after it."""
    spans = _occurrences(body, surface)
    if not spans:
        return None
    evidence = event.evidence
    inside = [s for s in spans if evidence.start <= s[0] and s[1] <= evidence.end]
    if not inside and segment is not None:
        inside = [s for s in spans if segment.start <= s[0] and s[1] <= segment.end]
    before = [s for s in spans if s[1] <= evidence.start]
    return inside[0] if inside else before[-1] if before else spans[0]


def _occurrences(body: str, surface: str) -> list[tuple[int, int]]:
    """Spans of a surface that end where a word ends; what is written before it may be a clitic."""
    spans, start = [], body.find(surface) if surface else -1
    while start >= 0:
        end = start + len(surface)
        if end == len(body) or not body[end].isalnum():
            spans.append((start, end))
        start = body.find(surface, start + 1)
    return spans
