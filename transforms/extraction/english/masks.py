"""What of an English segment tells no event: supporters, attributes of status, attempts, conditions, quotations."""

from __future__ import annotations

import re

from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment

_QUOTED = re.compile(r"[“\"]([^”\"\n]{1,200})[”\"]")
_QUOTED_NAME = 4
"""Up to so many words in quotation marks are a name; more are what somebody said."""
_MASK_REACH = 10
_FOILED_REACH = 6
_MEASURES = frozenset({"km", "kms", "kilometers", "kilometres", "kilometer", "kilometre", "meters", "metres"})
_DISTANCE_REACH = 12
_DISTANCE_ENDS = ("and", "sign", "relative", "connective", "where", "after", "amid", "countryside", "be", "trigger")
_PRONOUNS = frozenset({"them", "him", "it", "her"})


def mask(reading: Reading) -> None:
    """Fill `masked` and `attempts` of all segments."""
    quoted = _quotations(reading)
    for segment in reading.segments:
        _mask(reading, segment)
        segment.masked |= quoted & set(range(segment.start, segment.end))


def _quotations(reading: Reading) -> set[int]:
    out: set[int] = set()
    for match in _QUOTED.finditer(reading.report.body):
        inside = [i for i, start in enumerate(reading.token_starts) if match.start() < start < match.end()]
        if len(inside) > _QUOTED_NAME:
            out.update(inside)
    return out


def _mask(reading: Reading, segment: Segment) -> None:
    condition = reading.first("condition", segment.start, segment.end)
    if condition is not None and (condition.start == segment.start or _joined_at(reading, condition.start)):
        begin = condition.start
        comma = next((i for i in range(begin, segment.end) if reading.tokens[i].text == ","), segment.end)
        segment.attempts.update(range(begin, comma))
    _mask_distances(reading, segment)
    for mention in reading.within(segment.start, segment.end):
        if mention.entry("attempt"):
            _mask_attempt(reading, segment, mention)
        elif mention.entry("support"):
            _mask_support(reading, segment, mention)
        elif mention.entry("actor"):
            _mask_held(reading, segment, mention)
            _mask_gloss(reading, segment, mention)
        elif (control := mention.entry("control")) and control.value == "status":
            _mask_status(reading, segment, mention)


def _joined_at(reading: Reading, position: int) -> bool:
    """'…, and in case the forces were able to take X': a condition within a sentence."""
    return reading.tokens[position - 1].text in ("and", ",")


def _mask_distances(reading: Reading, segment: Segment) -> None:
    """'the forces are 5 km away from the base in X': X is not where it happened."""
    for position in range(segment.start + 1, segment.end):
        if reading.tokens[position].text not in _MEASURES or not reading.tokens[position - 1].text[0].isdigit():
            continue
        for i in range(position, min(segment.end, position + _DISTANCE_REACH)):
            other = reading.at.get(i)
            if other is not None and any(other.entry(role) for role in _DISTANCE_ENDS):
                break
            segment.masked.add(i)


def _mask_attempt(reading: Reading, segment: Segment, mention: Mention) -> None:
    end = mention.end
    while end < segment.end and reading.tokens[end].text not in (",", ")"):
        end += 1
    segment.attempts.update(range(mention.start, end))
    if reading.first("foiled", max(segment.start, mention.start - _FOILED_REACH), mention.end) is None:
        segment.masked.update(range(mention.start, end))


def _mask_support(reading: Reading, segment: Segment, mention: Mention) -> None:
    """Supporters are no side of their own: 'the SDF, backed by coalition warplanes'."""
    named = False
    for i in range(mention.end, min(segment.end, mention.end + _MASK_REACH)):
        other = reading.at.get(i)
        text = reading.tokens[i].text
        if text in (",", ")") or (other is not None and (other.entry("with") or other.entry("one_side"))):
            break
        if other is not None and (other.entry("be") or other.entry("outcome") or other.entry("control")):
            break
        if text in _PRONOUNS:
            segment.masked.add(i)
            break
        if named and other is not None and any(other.entry(role) for role in ("in", "on", "near", "level")):
            break
        trigger = other.entry("trigger") if other else None
        if named and trigger is not None and trigger.kind not in ("carrier", "munition"):
            break
        named = named or (other is not None and other.entry("actor") is not None)
        segment.masked.add(i)
    segment.masked.add(mention.start)


def _mask_held(reading: Reading, segment: Segment, mention: Mention) -> None:
    """'the IS-held city', 'regime-controlled areas', 'areas of the SDF'."""
    after = reading.at.get(mention.end) if mention.end < segment.end else None
    if (
        [t.text for t in reading.tokens[mention.end : mention.end + 2]][:1] == ["backed"]
        and not reading.first("by", mention.end + 1, mention.end + 2)
        and not (after is not None and after.entry("support"))
    ):
        segment.masked.update(range(mention.start, mention.end + 1))  # 'Russian-backed': whose, not who
        return
    control = after.entry("control") if after else None
    glued = reading.token_ends[mention.end - 1] + 1 == reading.token_starts[mention.end] if after else False
    hyphen = glued and reading.report.body[reading.token_ends[mention.end - 1]] in "-–‑"
    held = after is not None and (after.entry("held") or (control is not None and control.value == "status"))
    attribute = control is not None and (control.value == "status" or _attribute(reading, after))
    if after is not None and held and (hyphen or attribute or reading.tokens[mention.end].text == "held"):
        segment.masked.update(range(mention.start, after.end))
    before = [reading.at.get(i) for i in range(max(segment.start, mention.start - 3), mention.start)]
    areas = any(m is not None and (level := m.entry("level")) and level.value == "area" for m in before)
    if areas and any(m is not None and m.entry("of") for m in before):
        segment.masked.update(range(mention.start, mention.end))


def _attribute(reading: Reading, held: Mention | None) -> bool:
    """'the regime forces controlled areas' are theirs; 'the regime forces controlled the village of X' is news."""
    behind = reading.at.get(held.end) if held is not None else None
    return behind is not None and (behind.entry("level") is not None or behind.entry("by") is not None)


def _mask_gloss(reading: Reading, segment: Segment, mention: Mention) -> None:
    """'Jabhat al-Nusra (al-Qaeda in Levant)': what stands in the brackets is the same side."""
    if mention.end >= segment.end or reading.tokens[mention.end].text != "(":
        return
    for i in range(mention.end, min(segment.end, mention.end + _MASK_REACH)):
        if reading.tokens[i].text == ")":
            segment.masked.update(range(mention.end, i + 1))
            return


def _mask_status(reading: Reading, segment: Segment, mention: Mention) -> None:
    segment.masked.update(range(mention.start, mention.end))
    for i in range(mention.end, min(segment.end, mention.end + 4)):
        other = reading.at.get(i)
        if other is not None and other.entry("actor"):
            segment.masked.update(range(i, other.end))
            return
