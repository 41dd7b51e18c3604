"""Whether words of control tell a completed taking (codebook §3).

Belongs here: telling takings from attributes of status, attempts and histories. Does not belong here: who took what
(`control`).
"""

from __future__ import annotations

from itertools import pairwise

from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment

_MANAGED_REACH = 24
_BEFORE_REACH = 6
_ENABLED = frozenset({"led", "enabled", "allowed", "helped"})


def completed_from(reading: Reading, segment: Segment, mention: Mention, form: str) -> int | None:
    """First token of a completed taking, or None where the words tell none."""
    before = reading.tokens[mention.start - 1].text if mention.start > segment.start else ""
    if form == "past":
        if before in ("by", "was", "were", "been", "be", "being"):
            return None if before == "by" else mention.start
        return None if _history(reading, segment, mention) else mention.start
    if form == "plain":
        return mention.start if _plain_past(reading, segment, mention, before) else None
    if form == "inf":
        managed = _managed(reading, segment, mention)
        if managed is None:
            return None
        return managed.start
    if form == "ing":
        return _gerund_start(reading, segment, mention)
    return None


def _plain_past(reading: Reading, segment: Segment, mention: Mention, before: str) -> bool:
    """'the factions controlled the village of X' is an event; 'areas controlled by' and 'X-controlled' are not."""
    behind = reading.at.get(mention.end) if mention.end < segment.end else None
    if behind is not None and (behind.entry("by") or behind.entry("level")):
        return False
    subject = any(
        m.entry("actor") and m.end == mention.start and reading.report.body[reading.token_ends[m.end - 1]] == " "
        for m in reading.within(max(segment.start, mention.start - 6), mention.start)
    )
    told = reading.tokens[mention.start - 2].text if mention.start - 2 >= segment.start else ""
    if before in ("it", "they") and told in ("after", "where", "and"):
        return True
    joined = before in ("and", "also") and _managed(reading, segment, mention) is None
    return subject or (joined and behind is None)


def _history(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'which IS took control of in 2014': an attribute of what stands before it."""
    for i in range(max(segment.start, mention.start - _BEFORE_REACH), mention.start):
        other = reading.at.get(i)
        if other is None or reading.tokens[i].text not in ("which", "that") or _says_that(reading, segment, i):
            continue
        if any(m.entry("actor") for m in reading.within(other.end, mention.start)):
            return i > segment.start and reading.tokens[i - 1].text != ","
    return False


def _says_that(reading: Reading, segment: Segment, position: int) -> bool:
    """'reported that the factions seized X': what is told, no attribute."""
    before = reading.tokens[position - 1] if position > segment.start else None
    around = reading.within(max(segment.start, position - 3), position)
    told = any((m.entry("report_verb") or m.entry("unconfirmed")) and m.end == position for m in around)
    return before is not None and reading.tokens[position].text == "that" and told


def _managed(reading: Reading, segment: Segment, mention: Mention) -> Mention | None:
    """'managed to advance and take': the word of success before an infinitive."""
    found = None
    for other in reading.within(max(segment.start, mention.start - _MANAGED_REACH), mention.start):
        entry = other.entry("control")
        if entry is not None and entry.value == "managed" and other.start not in segment.attempts:
            found = other
        elif other.entry("attempt") or (other.entry("relative") and not _closed(reading, other.end, mention.start)):
            found = None
    return found or _led_to(reading, segment, mention)


def _closed(reading: Reading, start: int, end: int) -> bool:
    """'managed in an attack, which began at dawn, to advance and take X': the aside ends with a comma before 'to'."""
    texts = [t.text for t in reading.tokens[start:end]]
    return any(pair == (",", "to") for pair in pairwise(texts))


def _led_to(reading: Reading, segment: Segment, mention: Mention) -> Mention | None:
    """'the attacks led the factions to impose their control over X', 'enabled the factions to take X'."""
    for actor in reading.within(max(segment.start, mention.start - _BEFORE_REACH), mention.start):
        before = [t.text for t in reading.tokens[max(segment.start, actor.start - 2) : actor.start]]
        behind = reading.tokens[actor.end].text if actor.end < mention.start else ""
        if actor.entry("actor") and behind == "to" and set(before) & _ENABLED and "by" not in before:
            return actor
    return None


def _gerund_start(reading: Reading, segment: Segment, mention: Mention) -> int | None:
    """'reports of taking control of', 'amid their control over', 'and restoring control over the villages of'."""
    for i in range(mention.start - 1, max(segment.start, mention.start - _BEFORE_REACH) - 1, -1):
        other = reading.at.get(i)
        if other is None:
            continue
        if other.entry("unconfirmed") or other.entry("amid") or other.entry("result"):
            return other.start
        if reading.tokens[i].text in ("and", "after", "by", "with", "for"):
            return mention.start
        if other.entry("relative") or other.entry("attempt"):
            return None
    return None
