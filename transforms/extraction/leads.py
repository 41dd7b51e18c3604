"""A lead and its explanation: the first paragraph sums up what the second tells in full (codebook §1: one event).

Belongs here: knowing that a paragraph explains the one before it, and making one event of the two. Does not belong
here: old news (`background`), totals said again (`assemble`).
"""

from __future__ import annotations

from transforms.extraction.drafts import Draft
from transforms.extraction.reading import Reading, Segment

_EXPLAINS = ("اوضح", "ذكر", "افاد", "بين", "قال")
_HEAD = 4
_OBSERVATORY = "المرصد"
_REGION = 3
_PARAGRAPHS = 2
"""Paragraphs are counted with the empty ones."""


def without_explained(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """'2 of A were wounded in an explosion. | The Observatory explained that a device ... wounding 2': told once."""
    fresh = [draft for draft in drafts if not draft.background and draft.control is None]
    if len(fresh) < 2:
        return drafts
    lead = fresh[0]
    told = [draft for draft in fresh[1:] if _explains(reading, lead, draft)]
    if len(told) != 1 or sum(draft.event_type == lead.event_type for draft in fresh) != 2:
        return drafts
    closer = told[0]
    if all(place.geo_precision == _REGION for place in lead.places):
        lead.places = closer.places or lead.places
    lead.actors, lead.targets = lead.actors or closer.actors, lead.targets or closer.targets
    lead.weapon = lead.weapon or closer.weapon
    return [draft for draft in drafts if draft is not closer]


def _explains(reading: Reading, lead: Draft, draft: Draft) -> bool:
    gap = draft.segment.paragraph - lead.segment.paragraph
    if draft.event_type != lead.event_type or not 0 < gap <= _PARAGRAPHS or not lead.rows:
        return False
    known = {(row.outcome, row.people.low) for row in lead.rows}
    if any((row.outcome, row.people.low) not in known for row in draft.rows):
        return False
    regions = {place.admin1_pcode for place in lead.places} or {None}
    near = all(place.admin1_pcode in regions for place in draft.places)
    return near and _head_explains(reading, draft.segment)


def _head_explains(reading: Reading, segment: Segment) -> bool:
    """'And the Observatory explained that': how the paragraph begins."""
    index = segment.index
    while index and reading.segments[index - 1].paragraph == segment.paragraph:
        index -= 1
    start = reading.segments[index].start
    verb = reading.tokens[start].text.removeprefix("و").startswith(_EXPLAINS)
    head = reading.tokens[start : start + _HEAD]
    return verb and any(token.text.endswith(_OBSERVATORY) for token in head)
