"""A casualty row before it is given to an event."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extraction.people import People
from transforms.frozen import quickly_made
from transforms.model import BreakdownPart


@quickly_made
@dataclass(frozen=True, slots=True)
class CasualtyRow:
    """A casualty row before it is given to an event."""

    outcome: str
    people: People
    confirmed: bool
    scope: str
    breakdown: tuple[BreakdownPart, ...]
    start: int
    end: int
    cumulative: bool = False
