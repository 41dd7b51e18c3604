"""An explanation as one HTML page that needs no script and fetches nothing.

The text of a report is untrusted: every value is escaped by the template, characters that steer a terminal or turn
the direction of what follows are not shown, only http addresses become links, and the page forbids itself everything
but its own styles.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from transforms.explain import words
from transforms.explain.display import shown
from transforms.explain.explanation import Explanation, FoundMention, ReadSegment
from transforms.explain.marks import Mark, Piece, marks_of, pieces_of
from transforms.extraction.gazetteer import gazetteer
from transforms.extraction.lexicon import read_seed
from transforms.model import EVENT_TYPES, Casualty, Event, Place

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Number:
    """An event's number with the type that colours it."""

    number: int
    type: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text as it is shown."""

    text: str
    classes: str
    title: str
    begins: tuple[_Number, ...]


def render_page(explanation: Explanation) -> str:
    """The page of one report.

    Args:
        explanation: as `transforms.explain.explain` gives it.

    Returns:
        HTML with inline styles, to be stored as UTF-8.
    """
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip
    template = environment.get_template("page.html.j2")
    return template.render(page=_Page(explanation).values(), css=_styles(len(explanation.events)))


def _shown(value: object) -> object:
    """Every value passes here before it is escaped; what the template itself made is left alone."""
    return shown(value) if type(value) is str else value


def _styles(events: int) -> str:
    """The style sheet, with the rules that light up a card and its words together."""
    fixed = (_FOLDER / "page.css").read_text(encoding="utf-8")
    lit = "background: color-mix(in srgb, var(--t) 55%, transparent)"
    rules = [
        f":root:has(#event-{n}:is(:hover, :target)) .report .e{n} {{ {lit} }}\n"
        f":root:has(.report .e{n}:hover) #event-{n} {{ box-shadow: 0 0 0 2px var(--t) }}"
        for n in range(1, events + 1)
    ]
    return "\n".join((fixed, *rules))


class _Page:
    """The values of the template."""

    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._report = explanation.report
        self._events = explanation.events
        self._marks = marks_of(explanation)
        self._numbers = {event.event_id: _Number(n, event.event_type) for n, event in enumerate(self._events, start=1)}

    def values(self) -> dict[str, Any]:
        """What the template shows."""
        types = Counter(event.event_type for event in self._events)
        report = self._report
        return {
            "report": report,
            "title": report.title,
            "published": report.published_at or report.published_date or "on an unknown day",
            "link": report.url if _is_web_address(report.url) else None,
            "address": report.url,
            "direction": "rtl" if report.language == "ar" else "ltr",
            "is_read": bool(self._explanation.segments) or not report.body,
            "counted": sum(not event.is_background for event in self._events),
            "background": sum(event.is_background for event in self._events),
            "types": [(name, types[name]) for name in EVENT_TYPES if types[name]],
            "paragraphs": self._paragraphs(),
            "events": [self._event(event) for event in self._events],
            "actor_names": {row["actor_id"]: row["name_en"] for row in read_seed("actors.csv")},
            "qualifiers": words.QUALIFIERS,
            "used_qualifiers": {row.qualifier for event in self._events for row in event.casualties},
            "segments": [self._segment(segment) for segment in self._explanation.segments],
            "mentions": [_mention(mention) for mention in self._explanation.mentions],
        }

    # ---- coloured text ----------------------------------------------------------------------------------------------

    def _paragraphs(self) -> list[list[_Run]]:
        runs, start = [], 0
        for paragraph in self._report.body.split("\n\n"):
            end = start + len(paragraph)
            if paragraph.strip():
                runs.append(self._runs(self._marks, start, end))
            start = end + 2
        return runs

    def _runs(self, marks: list[Mark], start: int, end: int) -> list[_Run]:
        return [self._run(piece) for piece in pieces_of(self._explanation, marks, start, end)]

    def _run(self, piece: Piece) -> _Run:
        begins = tuple(_Number(n, self._events[n - 1].event_type) for n in piece.begins)
        return _Run(piece.text, " ".join(self._classes(piece)), _title(piece), begins)

    def _classes(self, piece: Piece) -> list[str]:
        """The narrowest evidence gives the colour; kinds and event numbers are added up."""
        classes = []
        evidence = [mark for mark in piece.marks if mark.kind == "event"]
        if evidence:
            event = self._events[evidence[-1].event - 1]
            classes += ["event", f"t-{event.event_type}"] + (["old"] if event.is_background else [])
        classes += dict.fromkeys(mark.kind for mark in piece.marks if mark.kind != "event")
        classes += dict.fromkeys(f"e{mark.event}" for mark in piece.marks)
        if piece.found:
            classes.append("found")
        if not evidence and piece.marks:
            classes.append(f"t-{self._events[piece.marks[-1].event - 1].event_type}")
        return classes

    # ---- events -----------------------------------------------------------------------------------------------------

    def _event(self, event: Event) -> dict[str, Any]:
        segment = self._explanation.segment_of(event)
        return {
            "number": self._numbers[event.event_id].number,
            "id": event.event_id,
            "type": event.event_type,
            "weapon": event.weapon,
            "days": words.days(event),
            "notes": words.notes(event),
            "is_background": event.is_background,
            "sentence": self._sentence(event, segment),
            "rule": event.rule_id,
            "rule_words": words.RULES.get(event.rule_id, ""),
            "segment_index": event.evidence.sentence_index,
            "segment_marks": segment.marks if segment else (),
            "control": event.control,
            "actors": event.actors,
            "targets": event.targets,
            "date_precision": event.date_precision,
            "date_words": words.DATE_PRECISION[event.date_precision],
            "date_surface": event.date_surface or "",
            "is_default_date": event.event_date_start == self._report.published_date and event.date_precision > 1,
            "original_date": event.original_date,
            "acled": event.acled_sub_event_type,
            "admin1": event.admin1_pcode,
            "places": [_place(place) for place in event.places],
            "casualties": [_casualty(row) for row in event.casualties],
            "start": event.evidence.start,
            "end": event.evidence.end,
        }

    def _sentence(self, event: Event, segment: ReadSegment | None) -> list[_Run]:
        """The segment with this event's words coloured."""
        number = self._numbers[event.event_id].number
        start, end = event.evidence.start, event.evidence.end
        if segment is not None:
            start, end = min(start, segment.start), max(end, segment.end)
        own = [mark for mark in self._marks if mark.event == number]
        return self._runs(own, start, end)

    def _segment(self, segment: ReadSegment) -> dict[str, Any]:
        return {
            "index": segment.index,
            "marks": segment.marks,
            "admin1": segment.admin1,
            "events": [self._numbers[event_id] for event_id in segment.events],
            "stretches": _stretches(segment),
        }


def _title(piece: Piece) -> str:
    """What is said of a piece when the mouse rests on it."""
    if piece.found:
        return ", ".join(dict.fromkeys(role for mention in piece.found for role in mention.roles))
    told = (f"{mark.event}: {mark.kind if mark.kind != 'event' else ''} {mark.said}" for mark in piece.marks)
    return "; ".join(dict.fromkeys(" ".join(line.split()) for line in told))


def _place(place: Place) -> dict[str, Any]:
    known = gazetteer()
    others = [code for code in place.candidates if code != place.pcode]
    names = [known.places[known.by_id[code]].name_en if code in known.by_id else "" for code in others]
    codes = (place.admin1_pcode, place.admin2_pcode, place.admin3_pcode)
    return {
        "surface": place.surface,
        "relation": place.relation,
        "name_en": place.name_en,
        "name_ar": place.name_ar,
        "pcode": place.pcode,
        "note": words.place_note(place),
        "region": next((code for code in reversed(codes) if code), ""),
        "level": place.level,
        "precision": place.geo_precision,
        "precision_words": words.GEO_PRECISION[place.geo_precision],
        "candidates": list(zip(others, names, strict=True)),
    }


def _casualty(row: Casualty) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "who": " ".join(dict.fromkeys(w for w in (row.side, row.civilian_status) if w and w != "unknown"))
        or "not said",
        "number": words.number(row),
        "breakdown": words.breakdown(row),
        "qualifier": row.qualifier,
        "confirmed": row.confirmed,
        "scope": row.scope,
        "low": row.low,
        "best": "–" if row.best is None else row.best,
        "high": "–" if row.high is None else row.high,
        "text": row.evidence.text,
    }


def _mention(mention: FoundMention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "segment": "" if mention.segment is None else mention.segment,
        "text": mention.text,
        "uses": list(dict.fromkeys(map(words.use, mention.uses))),
    }


def _stretches(segment: ReadSegment) -> list[tuple[str, str]]:
    """The text of a segment with what was passed over: (text, class or '')."""
    spans = [(*span, "masked") for span in segment.masked] + [(*span, "attempt") for span in segment.attempts]
    out, position = [], segment.start
    for start, end, mark in sorted(spans):
        if start < position:
            continue
        out += [(segment.start, position, start, ""), (segment.start, start, end, mark)]
        position = end
    out.append((segment.start, position, segment.end, ""))
    return [(segment.text[a - base : b - base], mark) for base, a, b, mark in out if b > a]


def _is_web_address(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme in ("http", "https")
