"""Cutting a report into segments: the clauses that tell one thing each.

Belongs here: where a segment ends, and which hang on the one before. Does not belong here: datelines (`sections`), and
what a segment tells. Hands on `Segment`s in order, marked by `background`, `refrains` and `masks`.

A segment ends at a full stop, a paragraph's end, or a connective; `linked` tells that it goes on with the one before
(amid, which led to, where) and takes over what it does not say itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from transforms.extraction.background import RECALLS, mark_background
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.masks import mask
from transforms.extraction.numbers import read_number
from transforms.extraction.reading import COMMAS, Reading, Section, Segment
from transforms.extraction.refrains import mark_campaigns

_HARD_CUES = ("connective", "new_topic")
_SOFT_CUES = ("amid", "where", "resulting")
_IMPERFECT = re.compile("^و[يت][\u0621-\u064a]{3,}$")
"""'and' with a verb of the present, behind a comma: a statement of its own."""
_STATEMENT_ROLES = frozenset(
    {
        "managed", "fires", "undergoes", "happens", "was", "pluperfect", "published", "monitored", "continuing",
        "unconfirmed",
    }
)  # fmt: skip
_STATEMENT_TRIGGERS = ("verb", "target", "attack", "shooting", "verb_needs_device")
_STOPS = frozenset(".؟!؛?;")
_ENDS = _STOPS | {"\n"}
_SIGNS = _ENDS | COMMAS
_CUTTING_ROLES = (*_HARD_CUES, *_SOFT_CUES, "connective_or_side", "besides", "among", "people")
"""Roles of mentions that may begin a segment without a comma before them."""
_STORY_REACH = 6
_ITEM_REACH = 14
_STORY_ROLES = ("trigger", "because", "after_cause", "cumulative", "level", "place", "late_death")
_SIDES_REACH = 12
LONGEST_SEGMENT = 200
"""In tokens. No report has one of half that length; a text without stops is cut here, so that time stays linear."""


def cut_segments(reading: Reading, sections: list[Section]) -> None:
    """Fill `reading.segments`, with masks and background marks."""
    paragraph = 0
    reading.sections = sections
    candidates = _may_cut(reading)
    for section in sections:
        start, linked, item = section.start, False, False
        first = bisect_left(candidates, section.start)
        for position in (*candidates[first : bisect_left(candidates, section.end, first)], section.end):
            while position - start > LONGEST_SEGMENT:
                end = start + LONGEST_SEGMENT
                reading.segments.append(Segment(len(reading.segments), start, end, linked, paragraph, section))
                start, linked, item = end, True, False
            cut = _cut_at(reading, position, section.end, start)
            if cut is None:
                continue
            if position > start:
                reading.segments.append(
                    Segment(len(reading.segments), start, position, linked, paragraph, section, item=item)
                )
                start = position
            linked, item = cut in ("soft", "item"), cut == "item"
            if cut == "paragraph":
                paragraph += 1
                start = position + 1
            elif cut == "stop":
                start = position + 1
    mark_background(reading)
    mark_campaigns(reading)
    for segment in reading.segments:
        mask(reading, segment)


def _may_cut(reading: Reading) -> list[int]:
    """Tokens to look at: signs, what stands behind a comma, words that may begin a segment. All others end none."""
    found = set(reading.signs(_ENDS))
    found.update([i + 1 for i in reading.signs(COMMAS)])
    return sorted(found.union(reading.at if reading.few_commas else reading.starts_of(*_CUTTING_ROLES)))


def _cut_at(reading: Reading, position: int, end: int, start: int) -> str | None:
    if position >= end:
        return "end"
    if position - start >= LONGEST_SEGMENT:
        return "soft"
    text = reading.tokens[position].text
    if text == "\n":
        return "paragraph"
    if text in _STOPS:
        return "stop"
    mention = reading.at.get(position)
    after_comma = position > start and reading.tokens[position - 1].text in COMMAS
    if after_comma and begins_item(reading, position, start, end):
        return "item"
    if mention is None:
        return "soft" if after_comma and _IMPERFECT.match(reading.tokens[position].text) else None
    if position > start and _each_fell(reading, position, mention, end):
        return "soft"
    return _cut_at_mention(reading, position, start, mention, after_comma=after_comma)


def _cut_at_mention(reading: Reading, position: int, start: int, mention: Mention, *, after_comma: bool) -> str | None:
    for entry in mention.entries:
        if entry.role in _HARD_CUES:
            return None if _also(reading, position, mention) else "hard"
        if entry.role == "pluperfect" and after_comma and reading.tokens[position].stem in RECALLS:
            return "hard"
        if entry.role == "connective_or_side":
            return None if _open_side(reading, start, position) else "hard"
        if entry.role == "besides" and _strike_behind(reading, mention):
            return "soft"
        if entry.role in _SOFT_CUES:
            return None if _only_connective(reading, start, position) else "soft"
    if after_comma and _only_people_so_far(reading, start, position, mention):
        return None
    return _after_comma(reading, position, mention) if after_comma or reading.few_commas else None


def _also(reading: Reading, position: int, mention: Mention) -> bool:
    """'took also of the villages of': the object of the verb follows, no new statement."""
    verb = reading.before(position)
    if verb is not None and verb.end == position and verb.entry("actor"):
        position, verb = verb.start, reading.before(verb.start)
    taking = verb is not None and verb.end == position and verb.entry("control") is not None
    return taking and mention.end < len(reading.tokens) and reading.tokens[mention.end].text == "علي"


def _strike_behind(reading: Reading, mention: Mention) -> bool:
    """'in addition to shelling by planes of': something else that happened."""
    trigger = reading.entry(mention.end, "trigger")
    return trigger is not None and trigger.kind == "noun"


def _only_connective(reading: Reading, start: int, position: int) -> bool:
    """'as ... led to': the connective before it already began this segment; 'in the middle of' is no 'amid'."""
    first = reading.at.get(start)
    opened = first is not None and first.end == position and any(first.entry(role) for role in _HARD_CUES)
    inside = reading.entry(position - 1, "in") or reading.entry(position - 1, "near")
    return opened or inside is not None or (_names_a_middle(reading, position) and position > start)


def _names_a_middle(reading: Reading, position: int) -> bool:
    """'... the middle of the city of X', not behind a comma: no 'amid'."""
    mention = reading.at[position]
    level = reading.entry(mention.end, "level")
    comma = reading.tokens[position - 1].text in ("،", ",") if position else False
    return level is not None and level.number == 1 and mention.entry("amid") is not None and not comma


def _open_side(reading: Reading, start: int, position: int) -> bool:
    return reading.first("side_end", start, position) is not None


def _only_people_so_far(reading: Reading, start: int, position: int, mention: Mention) -> bool:
    """'5 were killed, and 3 wounded, because of shelling of X': what is told of both comes behind them."""
    outcome = mention.entry("outcome")
    if outcome is None or outcome.kind != "verb" or not reading.having(start, position, "outcome"):
        return False
    return not reading.having(
        start, position, "trigger", "because", "after_cause", "in", "near", "level", "place", "control", "resulting",
        "cumulative", "during", "by", "late_death", "unconfirmed",
    )  # fmt: skip


def _after_comma(reading: Reading, position: int, mention: Mention) -> str | None:
    """A comma and a new verb begin a new thing that leans on the one before."""
    if mention.entry("cumulative"):
        return "soft"
    token = reading.tokens[position]
    if not token.prefix.startswith("و") and not token.text.startswith("و"):
        return None
    return "soft" if any(_begins(reading, mention, entry) for entry in mention.entries) else None


def _begins(reading: Reading, mention: Mention, entry: Entry) -> bool:
    """Whether 'and' with this word begins a statement of its own."""
    if entry.role in _STATEMENT_ROLES:
        return True
    if entry.role == "trigger":
        return entry.kind in _STATEMENT_TRIGGERS or (entry.kind == "noun" and not reading.few_commas)
    if entry.role == "control":
        return entry.value in ("verb", "withdrawal_verb")
    if entry.role == "outcome":
        return entry.kind in ("verb", "verb_active", "noun")
    if entry.role == "in":
        return not reading.few_commas and not _sides_follow(reading, mention)  # 'and in the city of Y ...'
    return entry.role == "people" and entry.number in (1, 2) and _elliptical(reading, mention)


def _sides_follow(reading: Reading, mention: Mention) -> bool:
    """'clashes in X, and in Y, between A and B': more places of one fight, whose sides come last."""
    for i in range(mention.end, min(len(reading.tokens), mention.end + _SIDES_REACH)):
        if reading.tokens[i].text in COMMAS:
            return reading.entry(i + 1, "range_open") is not None
        other = reading.at.get(i)
        if other is not None and (other.entry("trigger") or other.entry("outcome") or other.entry("control")):
            return False
    return False


def _each_fell(reading: Reading, position: int, mention: Mention, end: int) -> bool:
    """'7 martyrs, among them a man who fell under shelling of X, and a woman who fell ...': each has a story."""
    noun = reading.at.get(mention.end) if mention.entry("among") and mention.end < end else mention
    if noun is mention and not (mention.entry("people") and reading.tokens[position].prefix.startswith("و")):
        return False
    people = noun.entry("people") if noun is not None else None
    if noun is None or people is None or people.number not in (1, 2):
        return False
    for i in range(noun.end, min(end, noun.end + _STORY_REACH)):
        other = reading.at.get(i)
        if reading.tokens[i].text in ("،", ",", ".", "\n"):
            return False
        outcome = other.entry("outcome") if other is not None else None
        if other is not None and (other.entry("tally") or other.entry("relative_people") or other.entry("number")):
            return False
        if outcome is not None and people.number == 1 and reading.tokens[i].stem.endswith("ا"):
            return False  # 'and a child and a woman, who fell': both
        if outcome is not None:
            told = reading.at.get(other.end) if other is not None else None
            return (
                outcome.kind == "verb"
                and told is not None
                and bool(
                    told.entry("because")
                    or told.entry("after_cause")
                    or told.entry("late_death")
                    or told.entry("near")
                    or told.entry("by")
                )
            )
    return False


def begins_item(reading: Reading, position: int, start: int, end: int) -> bool:
    """'..., and 4 fighters fell in clashes at X', '..., and 7 in shelling of Y': people counted with their story."""
    behind = _number_behind_and(reading, position, end)
    if behind is None:
        return False
    goes_on = _number_behind_and(reading, start, end) is not None
    if not goes_on and not reading.having(start, position, "outcome"):
        return False
    if not goes_on and not reading.having(start, position, *_STORY_ROLES):
        return False  # 'an officer, and 3 members of A, were killed in': one story
    total = goes_on or reading.first("cumulative", start, position) is not None
    return _tells_how(reading, behind, end, of_total=total)


def _number_behind_and(reading: Reading, position: int, end: int) -> int | None:
    """The token behind 'and 4' or 'they are 4'."""
    mention = reading.at.get(position)
    if mention is not None and mention.entry("partition"):
        position = mention.end
    elif reading.tokens[position].text == "و":
        position += 1
    elif not reading.tokens[position].prefix.startswith("و"):
        return None
    if position >= end:
        return None
    count = read_number(reading.tokens, reading.at, position, end)
    noun = reading.at.get(position)
    people = noun.entry("people") if noun is not None else None
    if count is None and noun is not None and people is not None and people.number in (1, 2):
        return noun.end
    return count.end if count is not None else None


def _tells_how(reading: Reading, position: int, end: int, *, of_total: bool) -> bool:
    """Whether people just counted have a cause of their own, as parts of a total a place, before the next comma."""
    for i in range(position, min(end, position + _ITEM_REACH)):
        mention = reading.at.get(i)
        if reading.tokens[i].text in _SIGNS:
            return False
        if mention is None:
            continue
        if any(mention.entry(role) for role in ("not_people", "control", "tally", "besides")):
            return False
        behind = reading.at.get(mention.end) if mention.end < end else None
        if mention.entry("because") or mention.entry("after_cause") or mention.entry("late_death"):
            return True
        if mention.entry("in") or mention.entry("during"):
            where = of_total and behind is not None and behind.entry("level") is not None
            return where or (behind is not None and behind.entry("trigger") is not None)
        if mention.entry("trigger"):
            return False
    return False


def _elliptical(reading: Reading, mention: Mention) -> bool:
    """'and a child in the town of Y because of ...': the verb before it holds, place and cause are new."""
    position = mention.end
    number = reading.at.get(position)
    if number is not None and number.entry("number"):
        position = number.end
    return reading.entry(position, "in") is not None or reading.entry(position, "because") is not None
