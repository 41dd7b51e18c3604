"""What a report says, as frozen values: the codebook's document (docs/codebook.md), one class a level.

`Report` is made by `transforms.page`, `Event` by `transforms.extraction`; `transforms.schemas` declares the same
fields as Arrow columns. Nothing here reads, guesses or stores.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from transforms.frozen import quickly_made

PARSER_VERSION = "5"
"""Version of page reading and extraction together. Raise it with every change that can change a row."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Report:
    """One published version of one report.

    Attributes:
        report_id: `{source}:{post_id}`, or `{source}:{16 hex digits of content_sha256}` where no id is known.
        source: name of the configured source, for example `sohr-ar`.
        post_id: the publishing system's number, or None.
        url: address of the article, or None for a file without one.
        title: plain text, empty where the page has none.
        published_at: publication time with offset, or None.
        published_date: publication day in Asia/Damascus, or None.
        published_date_basis: `metadata | url | post_id | text | given | unknown`.
        modified_at: last change at the source, or None.
        language: `ar` or `en`.
        view_count: the number of views printed on the page, taken off the body; or None.
        body: paragraphs joined by a blank line; every character offset counts in this text.
        content_sha256: hex digest of the normalised title and body.
        parser_version: `PARSER_VERSION` at the time of reading.
        warnings: contradictions found while reading, as stable words, for the data-quality table.
    """

    report_id: str
    source: str
    post_id: int | None
    url: str | None
    title: str
    published_at: dt.datetime | None
    published_date: dt.date | None
    published_date_basis: str
    modified_at: dt.datetime | None
    language: str
    view_count: int | None
    body: str
    content_sha256: str
    parser_version: str = PARSER_VERSION
    warnings: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs in order, never empty strings."""
        return tuple(self.body.split("\n\n")) if self.body else ()

    def as_dict(self) -> dict[str, Any]:
        """The codebook's `report` object with plain values (dates as date objects)."""
        return asdict(self)


@quickly_made
@dataclass(frozen=True, slots=True)
class Evidence:
    """The clause that says so: `report.body[start:end] == text`, always."""

    sentence_index: int
    start: int
    end: int
    text: str


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    """A place of an event (codebook §5). Coordinates are WGS 84 degrees."""

    pcode: str | None
    level: str
    name_ar: str
    name_en: str | None
    admin1_pcode: str | None
    admin2_pcode: str | None
    admin3_pcode: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: int
    relation: str
    surface: str
    candidates: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the gazetteer has it: by P-code, or as a feature, which has a name or a position but no P-code."""
        return self.pcode is not None or self.name_en is not None or self.latitude is not None


@quickly_made
@dataclass(frozen=True, slots=True)
class Control:
    """Who took what from whom (codebook §3)."""

    taken_by: str | None
    taken_from: str | None
    extent: str
    change: str
    places_low: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class BreakdownPart:
    """A part of a casualty row ("among them 3 children"); never added to the row's number."""

    kind: str
    n: int | None
    side: str | None = None
    civilian_status: str | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Casualty:
    """People killed, wounded, captured or missing (codebook §7)."""

    outcome: str
    side: str | None
    civilian_status: str
    low: int
    best: int | None
    high: int | None
    qualifier: str
    confirmed: bool
    scope: str
    breakdown: tuple[BreakdownPart, ...]
    evidence: Evidence


@quickly_made
@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a report says happened (codebook §1). Dates are days in Asia/Damascus."""

    event_id: str
    event_type: str
    acled_sub_event_type: str | None
    weapon: str | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    actor_certainty: str
    places: tuple[Place, ...]
    admin1_pcode: str | None
    event_date_start: dt.date | None
    event_date_end: dt.date | None
    date_precision: int
    date_surface: str | None
    status: str
    is_background: bool
    no_casualty_statement: bool
    late_death: bool
    original_date: dt.date | None
    control: Control | None
    casualties: tuple[Casualty, ...]
    evidence: Evidence
    rule_id: str

    def as_dict(self) -> dict[str, Any]:
        """The codebook's `event` object with plain values (dates as date objects)."""
        return asdict(self)


EVENT_TYPES = (
    "control_change", "clash", "airstrike", "shelling", "rocket", "explosion", "targeted_killing", "execution",
    "detention", "agreement", "displacement", "toll", "other",
)  # fmt: skip
PLACE_LEVELS = ("governorate", "district", "subdistrict", "community", "neighbourhood", "feature")
RELATIONS = ("in", "near")
STATUSES = ("confirmed", "reported", "attempted")
OUTCOMES = ("killed", "wounded", "captured", "missing")
CIVILIAN_STATUSES = ("civilian", "combatant", "mixed", "unknown")
QUALIFIERS = (
    "exact", "at_least", "more_than", "about", "range", "tens", "hundreds", "some", "unconfirmed", "mixed",
)  # fmt: skip
SCOPES = ("incident", "day", "campaign")
CONTROL_EXTENTS = ("full", "partial")
CONTROL_CHANGES = ("capture", "recapture", "withdrawal", "handover")
DATE_BASES = ("metadata", "url", "post_id", "text", "given", "unknown")
ACTORS = (
    "regime", "transition_government", "iran_backed", "russia", "turkey", "israel", "jordan", "coalition",
    "opposition", "sna", "nusra_hts", "is", "ypg", "sdf", "tribal", "unidentified",
)  # fmt: skip
