"""English reports -> events, by the same codebook and with the same values as the Arabic ones.

`tokens` (words), `lexicon` (one dictionary pass), `spelling` and `names` (place names in Latin letters), `sections`
(datelines), `clauses` with `background` and `masks` (segments), then the questions: `frames` (what), `control`,
`places` with `runs` and `regions`, `dates`, `sides`, `people`, `phrases` and `totals` with `casualties`; `events`,
`takings` and `rows` build events from the answers and share a `story` (`completed` and `named_takings` help
`control`, `listing` helps `rows`); `assemble` puts the answers together and
`completion` fills in what only the whole report tells. The words stand in `seeds/english_*.csv`. A smaller share of the
phenomena than in Arabic: the set phrases for control changes, strikes, clashes, explosions, killings and tolls.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.build import build_events
from transforms.extraction.drafts import Draft
from transforms.extraction.english.assemble import EnglishEventReader
from transforms.extraction.english.clauses import cut_clauses
from transforms.extraction.english.lexicon import english_lexicon
from transforms.extraction.english.names import name_index
from transforms.extraction.english.reading import EnglishReading
from transforms.extraction.english.sections import cut_sections
from transforms.extraction.reading import Reading
from transforms.model import Event, Report


def trace_english(report: Report) -> tuple[Reading, list[Event]]:
    """Events that an English report tells, and what they were read from.

    Args:
        report: a report whose `language` is `en`.

    Returns:
        The reading, to look at and not to change, and the events by docs/codebook.md in the order of the text; the
        same for the same report in every process.
    """
    reading = EnglishReading(report, english_lexicon())
    cut_clauses(reading, cut_sections(reading, name_index()))
    drafts = EnglishEventReader(reading).drafts_of_report()
    events = build_events(reading, drafts)
    return reading, [_as_infighting(d, e) for d, e in zip(drafts, events, strict=True)]


def _as_infighting(draft: Draft, event: Event) -> Event:
    """A fight within one side has that side as its actor and as its target."""
    within = draft.event_type == "clash" and draft.targets and draft.targets == draft.actors
    return replace(event, targets=draft.targets) if within else event


__all__ = ["trace_english"]
