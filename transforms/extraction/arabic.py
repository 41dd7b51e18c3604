"""An Arabic report from its text to its events, step by step.

Belongs here: the order of the steps. Does not belong here: any of them. `transforms.extraction` imports this module
with the first report, and with it all that reads Arabic.
"""

from __future__ import annotations

from transforms.extraction.assemble import EventReader
from transforms.extraction.build import build_events
from transforms.extraction.gazetteer import gazetteer
from transforms.extraction.lexicon import lexicon
from transforms.extraction.reading import Reading
from transforms.extraction.sections import cut_sections
from transforms.extraction.segments import cut_segments
from transforms.model import Event, Report


def trace_arabic(report: Report) -> tuple[Reading, list[Event]]:
    """Events that an Arabic report tells, and what they were read from.

    Args:
        report: a report whose `language` is `ar`.

    Returns:
        The reading, to look at and not to change, and the events by docs/codebook.md in the order of the text; the
        same for the same report in every process.
    """
    reading = Reading(report, lexicon())
    cut_segments(reading, cut_sections(reading, gazetteer()))
    return reading, build_events(reading, EventReader(reading).drafts_of_report())
