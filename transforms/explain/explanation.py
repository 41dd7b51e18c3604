"""A report, its events, and what they were read from: dictionary entries and segments with their offsets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from transforms.extraction import trace
from transforms.extraction.gazetteer import gazetteer
from transforms.model import Event, Report

if TYPE_CHECKING:
    from transforms.extraction.lexicon import Entry, Mention
    from transforms.extraction.reading import Reading, Segment

Span = tuple[int, int]
"""First character in the report's body and the one behind the last."""

_PUNCTUATION = "sign"


@dataclass(frozen=True, slots=True)
class Use:
    """One of the things that a dictionary entry may be.

    Attributes:
        role: what the dictionary uses it for: place, actor, trigger, control, people, outcome, number, ...
        value: depends on the role; of a trigger the event type, of an outcome killed or wounded, ...
        detail: depends on the role; of a trigger the weapon.
        number: of people and numbers, how many.
        kind: form of the word: verb, noun, ...
        means: actor ids that the alias names on the day of the report, or ids of the places of that name.
    """

    role: str
    value: str
    detail: str
    number: int
    kind: str
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A dictionary entry found in the text: `body[start:end] == text`."""

    start: int
    end: int
    text: str
    segment: int | None
    uses: tuple[Use, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles of its uses, each once, in their order."""
        return tuple(dict.fromkeys(use.role for use in self.uses))


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A stretch of text that tells one thing: `body[start:end] == text`.

    Attributes:
        index: number in the report; what `evidence.sentence_index` counts.
        linked: goes on with the segment before it and takes over what it does not say itself.
        background: tells old news.
        campaign: tells figures since the beginning of a year or an attack.
        admin1: governorates of its dateline.
        masked: stretches passed over: attributes of status ('held by'), supporters.
        attempts: stretches that tell something tried, not done.
        events: ids of the events whose evidence lies in it.
    """

    index: int
    start: int
    end: int
    text: str
    linked: bool
    background: bool
    campaign: bool
    admin1: tuple[str, ...]
    masked: tuple[Span, ...]
    attempts: tuple[Span, ...]
    events: tuple[str, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """Those of linked, background and campaign that hold."""
        held = (("linked", self.linked), ("background", self.background), ("campaign", self.campaign))
        return tuple(name for name, holds in held if holds)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A report with everything that its events were read from. Empty segments: a language that is not read."""

    report: Report
    events: tuple[Event, ...]
    segments: tuple[ReadSegment, ...]
    mentions: tuple[FoundMention, ...]

    def segment_of(self, event: Event) -> ReadSegment | None:
        """The segment that an event's evidence lies in."""
        index = event.evidence.sentence_index
        return next((segment for segment in self.segments if segment.index == index), None)

    def as_dict(self) -> dict[str, Any]:
        """The codebook's document (§1) with one more key, `explanation`."""
        return {
            "report": self.report.as_dict(),
            "events": [event.as_dict() for event in self.events],
            "explanation": {
                "segments": [asdict(segment) for segment in self.segments],
                "mentions": [asdict(mention) for mention in self.mentions],
            },
        }


def explain(report: Report) -> Explanation:
    """Read a report and keep what its events were read from.

    Args:
        report: as `transforms.page.read_report` gives it.
    """
    reading, events = trace(report)
    if reading is None:
        return Explanation(report, tuple(events), (), ())
    segments = tuple(_segment(reading, segment, events) for segment in reading.segments if segment.end > segment.start)
    mentions = tuple(
        _mention(reading, mention, segments)
        for mention in reading.mentions
        if mention.end > mention.start and any(entry.role != _PUNCTUATION for entry in mention.entries)
    )
    return Explanation(report, tuple(events), segments, mentions)


def _segment(reading: Reading, segment: Segment, events: list[Event]) -> ReadSegment:
    start, end = reading.span(segment.start, segment.end)
    return ReadSegment(
        index=segment.index,
        start=start,
        end=end,
        text=reading.report.body[start:end],
        linked=segment.linked,
        background=segment.background,
        campaign=segment.campaign,
        admin1=tuple(segment.section.admin1),
        masked=_stretches(reading, segment.masked),
        attempts=_stretches(reading, segment.attempts),
        events=tuple(event.event_id for event in events if event.evidence.sentence_index == segment.index),
    )


def _stretches(reading: Reading, positions: set[int]) -> tuple[Span, ...]:
    """Characters of tokens, neighbours joined."""
    runs: list[tuple[int, int]] = []
    for position in sorted(positions):
        if runs and position == runs[-1][1]:
            runs[-1] = (runs[-1][0], position + 1)
        else:
            runs.append((position, position + 1))
    return tuple(reading.span(first, last) for first, last in runs)


def _mention(reading: Reading, mention: Mention, segments: tuple[ReadSegment, ...]) -> FoundMention:
    start, end = reading.span(mention.start, mention.end)
    inside = next((segment.index for segment in segments if segment.start <= start < segment.end), None)
    uses = tuple(_use(reading, entry) for entry in mention.entries if entry.role != _PUNCTUATION)
    return FoundMention(start, end, reading.report.body[start:end], inside, uses)


def _use(reading: Reading, entry: Entry) -> Use:
    means: tuple[str, ...] = ()
    if entry.role == "actor":
        means = tuple(dict.fromkeys(reading.actor_ids(entry.value)))
    elif entry.role == "trigger_actor":
        means = tuple(entry.value.split("|"))
    elif entry.role == "place":
        known = gazetteer()
        means = tuple(known.places[index].place_id for index in known.names.get(entry.value, ()))
    return Use(entry.role, entry.value, entry.detail, entry.number, entry.kind, means)
