"""Place names that reports use and the gazetteer lacks, the most frequent first (codebook §5)."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from transforms.extraction.gazetteer import gazetteer
from transforms.extraction.normalise import fold

_CONTEXTS = 3
_AROUND = 60
_SIMILAR = 3
_LIKENESS = 0.78


@dataclass(frozen=True, slots=True)
class ToldEvents:
    """Events of one report revision, as `Event.as_dict` or a row of the lake gives them."""

    report_id: str
    published_date: dt.date | None
    url: str | None
    events: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """Where a name was read: the words around it."""

    report_id: str
    published_date: dt.date | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class MissingPlace:
    """A name that no place is known for, in one governorate.

    Attributes:
        name: as most reports write it.
        level: codebook §5, by the word before the name.
        admin1_pcode: governorate of its context, or None.
        events: events that name it; background included.
        reports: reports that name it.
        first_date: first publication day.
        last_date: last publication day.
        similar: ids and names of places of that governorate that are written alike.
        contexts: the words around it, from different reports.
    """

    name: str
    level: str
    admin1_pcode: str | None
    events: int
    reports: int
    first_date: dt.date | None
    last_date: dt.date | None
    similar: tuple[str, ...]
    contexts: tuple[Context, ...]


@dataclass(slots=True)
class _Tally:
    names: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    events: int = 0
    reports: set[str] = field(default_factory=set)
    days: set[dt.date] = field(default_factory=set)
    contexts: dict[str, Context] = field(default_factory=dict)


def find_missing(told: Iterable[ToldEvents], *, least: int = 1, limit: int | None = None) -> list[MissingPlace]:
    """Names that the gazetteer lacks.

    A name counts once an event. Names that differ only in what the program folds (hamza seats, the article, ...)
    are one; the same name in two governorates is two.

    Args:
        told: events by report; each report's current revision alone.
        least: names of fewer events are left out.
        limit: at most this many; None for all.
    """
    tallies: dict[tuple[str, str | None], _Tally] = defaultdict(_Tally)
    for report in told:
        for event in report.events:
            for surface, place in _unknown(event).items():
                _count(tallies[(_key(surface), place["admin1_pcode"])], surface, place, event, report)
    found = [
        (key, admin1, tally) for (key, admin1), tally in tallies.items() if tally.events >= least
    ]  # fmt: skip
    found.sort(key=lambda item: (-item[2].events, item[0], item[1] or ""))
    return [_missing(key, admin1, tally) for key, admin1, tally in found[:limit]]


def _unknown(event: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Places of an event that are neither in the places nor in the features, by their surface."""
    return {
        place["surface"]: place
        for place in event["places"]
        if place["surface"] and place["pcode"] is None and place["name_en"] is None and place["latitude"] is None
    }


def _key(surface: str) -> str:
    words = " ".join(fold(surface).replace("-", " ").split()).casefold()
    return words[2:] if words.startswith("ال") and len(words) > 4 else words


def _count(
    tally: _Tally, surface: str, place: Mapping[str, Any], event: Mapping[str, Any], report: ToldEvents
) -> None:  # fmt: skip
    tally.names[surface] += 1
    tally.levels[place["level"]] += 1
    tally.events += 1
    tally.reports.add(report.report_id)
    if report.published_date is not None:
        tally.days.add(report.published_date)
    if len(tally.contexts) < _CONTEXTS and report.report_id not in tally.contexts:
        text = _around(event["evidence"]["text"], surface)
        tally.contexts[report.report_id] = Context(report.report_id, report.published_date, report.url, text)


def _around(text: str, surface: str) -> str:
    """The words around a name; the beginning where the evidence does not repeat it."""
    position = max(text.find(surface), 0)
    start, end = max(0, position - _AROUND), position + len(surface) + _AROUND
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if end >= len(text) else max(text.rfind(" ", 0, end), position + len(surface))
    return f"{'… ' if start else ''}{' '.join(text[start:end].split())}{' …' if end < len(text) else ''}"


def _missing(key: str, admin1: str | None, tally: _Tally) -> MissingPlace:
    return MissingPlace(
        name=tally.names.most_common(1)[0][0],
        level=tally.levels.most_common(1)[0][0],
        admin1_pcode=admin1,
        events=tally.events,
        reports=len(tally.reports),
        first_date=min(tally.days, default=None),
        last_date=max(tally.days, default=None),
        similar=tuple(_similar(key, admin1)),
        contexts=tuple(tally.contexts.values()),
    )


def _similar(key: str, admin1: str | None) -> Iterator[str]:
    """Places of the governorate (of the country where it is not known) that are written alike."""
    names = _names(admin1)
    for name in difflib.get_close_matches(key, names, n=_SIMILAR, cutoff=_LIKENESS):
        place = gazetteer().places[names[name]]
        yield f"{place.place_id} {place.name_ar}" + (f" ({place.name_en})" if place.name_en else "")


@cache
def _names(admin1: str | None) -> dict[str, int]:
    """Names of the places of a governorate in the form of `_key`, Arabic and English, with one place each."""
    known = gazetteer()
    names: dict[str, int] = {}
    for index, place in enumerate(known.places):
        if admin1 in (None, place.admin1_pcode):
            for name in filter(None, (place.name_ar, place.name_en)):
                names.setdefault(_key(name), index)
    return names
