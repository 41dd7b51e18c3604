"""Who took what from whom: completed takings only (codebook §3).

Belongs here: takers, losers, extent and where the places stand. Does not belong here: whether the taking is completed
(`completed`), resolving places. Hands on `ControlFrame`s.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extraction.english.background import sums_from
from transforms.extraction.english.completed import completed_from
from transforms.extraction.english.named_takings import NamedTaking, named_taking
from transforms.extraction.english.numbers import read_number
from transforms.extraction.english.sides import SideReader
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment

_LATER_REACH = 10
_BEFORE_REACH = 6
_DIRECT = 8
_PLACES_REACH = 80
_NEXT_STATEMENT = frozenset({"located", "situated", "adjacent", "opposite", "advancing", "advanced", "reaching"})
"""Words behind which stand neighbours of the place taken, or what has not been taken yet."""


@dataclass(frozen=True, slots=True)
class ControlFrame:
    """A taking.

    Attributes:
        mention: the control word.
        takers: actor ids, the first named first; empty where the sentence names none.
        taken_from: actor id of the loser, or None.
        extent: full or partial.
        change: capture, recapture, withdrawal or handover.
        places_low: number of unnamed places, or None.
        plural: unnamed places are spoken of.
        start: first token of what tells it.
        places_from: token from which its places are named.
        places_to: token before which they end.
        background: told as old news.
        reported: told as information, not as fact.
    """

    mention: Mention
    takers: tuple[str, ...]
    taken_from: str | None
    extent: str
    change: str
    places_low: int | None
    plural: bool
    start: int
    places_from: int
    places_to: int
    background: bool
    reported: bool


def read_controls(reading: Reading, segment: Segment, sides: SideReader) -> list[ControlFrame]:
    """Completed takings of a segment, in order."""
    out: list[ControlFrame] = []
    for mention in reading.within(segment.start, segment.end):
        entry = mention.entry("control")
        if entry is None or mention.start in segment.attempts or mention.start in segment.masked:
            continue
        if out and mention.start < out[-1].places_from + 1:
            continue
        named = named_taking(reading, segment, sides, mention) if entry.value == "ing" else None
        if named is not None:
            out.append(_frame(reading, segment, sides, mention, mention.start, named))
            continue
        start = completed_from(reading, segment, mention, entry.value)
        if start is not None and _takes_place(reading, segment, mention):
            out.append(_frame(reading, segment, sides, mention, start))
    return out


def _takes_place(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'captured some militants' and 'seized weapons' take no place."""
    for i in range(mention.end, min(segment.end, mention.end + 5)):
        other = reading.at.get(i)
        if other is None:
            continue
        if other.entry("level") or other.entry("near"):
            return True
        control = other.entry("control")
        if control is not None and control.value == "partial":
            return True
        if other.entry("after") and i > mention.end:
            break
        if other.entry("people") or other.entry("target_head") or other.entry("actor"):
            return False
    return mention.end < segment.end and reading.tokens[mention.end].text not in (",", ".")


def _frame(
    reading: Reading, segment: Segment, sides: SideReader, mention: Mention, start: int,
    named: NamedTaking | None = None,
) -> ControlFrame:  # fmt: skip
    entry = mention.entry("control")
    if entry is None:
        raise ValueError("not a control word")
    subject = reading.at.get(start)
    before = subject.end if subject is not None and subject.entry("actor") else start
    takers = named.takers if named is not None else _takers(reading, segment, sides, min(before, mention.start))
    places_from = mention.end if named is None else named.places_from
    if entry.value == "ing" and named is None:
        beside = sides.mentions(max(segment.start, start - 3), start, segment)
        takers = sides.listed(beside) if beside else takers
    takers = takers or sides.last_subject
    places_to = _places_end(reading, segment, places_from)
    low, plural = _unnamed(reading, places_from, places_to)
    withdrawn = _withdrawn(reading, segment, sides)
    loser = _loser(reading, segment, sides, mention, takers)
    change = entry.detail or "capture"
    if withdrawn is not None and withdrawn not in takers:
        change, loser = ("withdrawal" if change == "capture" else change), loser or withdrawn
    rumour = reading.first("unconfirmed", max(segment.start, start - _BEFORE_REACH), mention.start)
    return ControlFrame(
        mention=mention, takers=takers, taken_from=loser,
        extent="partial" if _partial(reading, places_from, places_to) else "full", change=change, places_low=low,
        plural=plural, start=_subject_start(reading, segment, start), places_from=places_from, places_to=places_to,
        background=segment.background or _old(reading, segment, mention, start),
        reported=rumour is not None,
    )  # fmt: skip


def _subject_start(reading: Reading, segment: Segment, start: int) -> int:
    """Evidence begins with the taker where it stands right before."""
    for mention in reading.within(max(segment.start, start - 5), start):
        if mention.entry("actor") and mention.start not in segment.masked:
            return mention.start
    return start


def _takers(reading: Reading, segment: Segment, sides: SideReader, position: int) -> tuple[str, ...]:
    """The subject: the first actors before the verb; else behind 'by' in the passive; else the subject before."""
    before = sides.mentions(_clause_start(reading, segment, sides, position), position, segment)
    before = [(m, ids) for m, ids in before if not _object(reading, segment, m)]
    if before:
        first = before[-1:] if _relative_between(reading, before[-1][0].end, position) else before
        return sides.listed(first)
    return sides.by(position, segment) or ()


def _clause_start(reading: Reading, segment: Segment, sides: SideReader, position: int) -> int:
    """'the factions attacked hours after the regime forces took X': the subject stands behind 'after'."""
    for i in range(position - 1, segment.start, -1):
        if reading.tokens[i].text == "after":
            direct = sides.mentions(i, min(position, i + _DIRECT), segment)
            return i if direct and direct[-1][0].end == position else segment.start
    return segment.start


def _relative_between(reading: Reading, start: int, end: int) -> bool:
    """'… against the factions, which later could retake': the taker is who stands right before 'which'."""
    words = {reading.tokens[i].text for i in range(start, min(end, start + 4))}
    return bool(words & {"which", "that", "who"})


def _object(reading: Reading, segment: Segment, mention: Mention) -> bool:
    before = reading.at.get(mention.start - 1) if mention.start > segment.start else None
    if before is not None and reading.tokens[mention.start - 1].text == "the":
        before = reading.at.get(mention.start - 2)
    fought = before is not None and (before.entry("with") or before.entry("against") or before.entry("from"))
    return bool(fought) and reading.tokens[mention.end].text not in ("which", ",", "that")


def _loser(
    reading: Reading, segment: Segment, sides: SideReader, mention: Mention, takers: tuple[str, ...]
) -> str | None:
    """'from IS', 'at the expense of IS'."""
    for other in reading.within(mention.end, segment.end):
        if other.entry("from") or other.entry("at_expense"):
            after = sides.mentions(other.end, min(segment.end, other.end + 3), segment)
            named = [i for _, ids in after for i in ids if i not in takers]
            if named:
                return named[0]
    holder = _holder_before(reading, segment, sides, mention)
    if holder is not None and holder not in takers:
        return holder
    known = sides.last_sides
    if known is not None and known.targets and takers[:1] == known.actors[:1]:
        return known.targets[0]
    return None


def _holder_before(reading: Reading, segment: Segment, sides: SideReader, mention: Mention) -> str | None:
    """'… the village of X, which was controlled by IS'."""
    for other in reading.within(mention.end, segment.end):
        control = other.entry("control")
        status = control is not None and control.value == "status" and reading.tokens[other.end - 1].text == "by"
        if not status or reading.tokens[other.start - 1].text not in ("was", "were", "been"):
            continue
        for named in reading.within(other.end, min(segment.end, other.end + 3)):
            if ids := sides.ids(named):
                return ids[0]
    return None


def _withdrawn(reading: Reading, segment: Segment, sides: SideReader) -> str | None:
    for mention in reading.within(segment.start, segment.end):
        entry = mention.entry("control")
        if entry is None or entry.value not in ("withdrawal", "handover"):
            continue
        before = sides.mentions(max(segment.start, mention.start - 4), mention.start, segment)
        after = sides.mentions(mention.end, min(segment.end, mention.end + 3), segment)
        for _, ids in (*before[-1:], *after[:1]):
            return ids[0]
    return None


def _partial(reading: Reading, start: int, end: int) -> bool:
    for mention in reading.within(start, min(end, start + 4)):
        entry = mention.entry("control")
        if entry is not None and entry.value == "partial":
            return True
    return False


def _places_end(reading: Reading, segment: Segment, start: int) -> int:
    """Places end where another statement begins: a verb, 'after', 'which', the next taking."""
    for i in range(start, min(segment.end, start + _PLACES_REACH)):
        mention = reading.at.get(i)
        if reading.tokens[i].text in _NEXT_STATEMENT:
            return i
        if mention is None:
            continue
        trigger, control = mention.entry("trigger"), mention.entry("control")
        if mention.entry("relative") or mention.entry("connective") or reading.tokens[i].text in ("after", "following"):
            return i
        if mention.entry("result") or mention.entry("outcome") or mention.entry("amid"):
            return i
        if mention.entry("range_open") and i > start + 1:
            return i  # 'the village of X, located between Y and Z'
        if trigger is not None and trigger.kind not in ("munition", "carrier", "none"):
            return i
        if control is not None and control.value not in ("partial", "managed", "status") and i > start:
            return i
    return min(segment.end, start + _PLACES_REACH)


def _unnamed(reading: Reading, start: int, end: int) -> tuple[int | None, bool]:
    """'two villages', '4 new villages', 'several points'."""
    for i in range(start, min(end, start + 4)):
        number = read_number(reading, i, end)
        if number is None:
            continue
        for j in range(number.end, min(end, number.end + 3)):
            level = reading.entry(j, "level")
            if level is not None and level.number == 3:
                return number.value, True
        return None, False
    for i in range(start, min(end, start + 3)):
        control = reading.entry(i, "control")
        if control is not None and control.value == "partial":
            return None, True
    return None, False


def _after_earlier(reading: Reading, segment: Segment, mention: Mention, start: int) -> bool:
    """'after they seized X yesterday': what came before the news."""
    told = {reading.tokens[i].text for i in range(max(segment.start, start - 4), mention.start)}
    if not told & {"after", "following"}:
        return False
    times = (m.entry("time") for m in reading.within(mention.end, min(segment.end, mention.end + _PLACES_REACH)))
    first = next((time for time in times if time is not None), None)
    return first is not None and first.value == "yesterday"


def _old(reading: Reading, segment: Segment, mention: Mention, start: int) -> bool:
    """'had taken control of it days ago'."""
    for i in range(max(segment.start, start - 4), mention.start):
        if reading.entry(i, "pluperfect") or reading.tokens[i].text == "since":
            return True
    if _after_earlier(reading, segment, mention, start):
        return True
    if sums_from(reading, mention.end, min(segment.end, mention.end + _LATER_REACH)):
        return True
    for other in reading.within(mention.end, min(segment.end, mention.end + _LATER_REACH)):
        time = other.entry("time")
        if time is not None and time.value == "ago":
            return True
    return False
