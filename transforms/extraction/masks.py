"""What of a segment tells no event: who holds a place, who supports whom, what was only tried (codebook §1, §3).

Belongs here: the tokens that other readers leave out. Does not belong here: events.
"""

from __future__ import annotations

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.reading import Reading, Segment

_STATUS_REACH = 7
_SUPPORT_REACH = 8


def mask(reading: Reading, segment: Segment) -> None:
    """Fill `masked`, `supporters` and `attempts` of `segment` (token positions); nothing is returned."""
    for mention in reading.having(segment.start, segment.end, "control", "support", "attempt"):
        control = mention.entry("control")
        if control and is_status(reading, mention, control):
            segment.masked.update(range(mention.start, _status_end(reading, mention, segment.end)))
        elif control and control.value == "fire_control":
            segment.attempts.update(range(_word_before(reading, mention, segment.start), mention.end))
        elif mention.entry("support"):
            support = range(mention.start, _support_end(reading, mention, segment.end))
            segment.masked.update(support)
            segment.supporters.update(support)
        elif mention.entry("attempt"):
            segment.attempts.update(range(mention.start, _comma(reading, mention.end, segment.end)))


def _word_before(reading: Reading, mention: Mention, begin: int) -> int:
    """The word of control that 'by fire' belongs to: no taking; those before it are."""
    before = [m for m in reading.having(begin, mention.start, "control") if (c := m.entry("control")) and _takes(c)]
    return before[-1].start if before else begin


def is_status(reading: Reading, mention: Mention, control: Entry) -> bool:
    """'held by', and 'the forces in control of'; not 'taking control of'."""
    held = control.value == "participle" and reading.tokens[mention.start].definite
    return held or control.value == "status"


def _takes(control: Entry) -> bool:
    return control.value not in ("status", "fire_control")


def _status_end(reading: Reading, mention: Mention, limit: int) -> int:
    """The status and the actor who holds: behind it, within a few words."""
    end = mention.end
    for position in range(mention.end, min(limit, mention.end + _STATUS_REACH)):
        if reading.tokens[position].text in ("،", ",", ":") or reading.entry(position, "in"):
            break
        other = reading.at.get(position)
        if other is not None and other.entry("actor"):
            end = other.end
    return end


def _support_end(reading: Reading, mention: Mention, limit: int) -> int:
    end = mention.end
    position = mention.end
    while position < min(limit, mention.end + _SUPPORT_REACH):
        other = reading.at.get(position)
        if reading.tokens[position].text in ("،", ","):
            break
        if other is not None:
            if other.entry("side_end") or other.entry("managed") or other.entry("control"):
                break
            if other.entry("actor") or other.entry("trigger") or other.entry("nationalities"):
                end = other.end
            position = other.end
        else:
            position += 1
    return end


def _comma(reading: Reading, start: int, limit: int) -> int:
    for position in range(start, limit):
        if reading.tokens[position].text in ("،", ","):
            return position
    return limit
