"""Sections of an English report -> segments, with what of them tells nothing new.

Belongs here: cutting at sentence ends and connectives. Does not belong here: events, what is old news (`background`)
and what is masked (`masks`). Fills `reading.segments`.
"""

from __future__ import annotations

from transforms.extraction.english.background import STOPS, mark_background, report_begins
from transforms.extraction.english.masks import mask
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Section, Segment
from transforms.extraction.segments import LONGEST_SEGMENT

_NEW_CLAUSE_REACH = 14
_TOLL_REACH = 6
_PERSON_REACH = 4
_WITNESS_REACH = 5
_LEANING = frozenset({"in", "during", "by", "as", "led", "against", "between", "due", "including", "with", "on", "at"})
_PART_ROLES = ("people", "number", "and")
_PART_WORDS = frozenset({"a", "an", ",", "other", "citizen", "at", "least", "his", "her", "their"})
_VERB_ROLES = ("outcome", "control", "report_verb", "total", "result", "be")


def cut_clauses(reading: Reading, sections: list[Section]) -> None:
    """Fill `reading.segments`, with masks and background marks."""
    paragraph = 0
    reading.sections = sections
    for section in sections:
        start, linked = section.start, False
        paragraph += section is not sections[0]
        for position in range(section.start, section.end + 1):
            cut = _cut_at(reading, position, section.end, start)
            if cut is None:
                continue
            if position > start:
                reading.segments.append(Segment(len(reading.segments), start, position, linked, paragraph, section))
            start = position + 1 if cut in ("stop", "paragraph") else position
            linked = cut == "soft"
            paragraph += cut == "paragraph"
    mark_background(reading)
    mask(reading)


def _cut_at(reading: Reading, position: int, end: int, start: int) -> str | None:
    if position >= end:
        return "end"
    if position - start >= LONGEST_SEGMENT:
        return "soft"
    text = reading.tokens[position].text
    if text == "\n":
        return "paragraph"
    if text in STOPS and not (
        (text == "." and _abbreviation(reading, position, end)) or (text == ";" and _leans(reading, position + 1, end))
    ):
        return "stop"
    mention = reading.at.get(position)
    if position == start:
        return None
    comma = reading.tokens[position - 1].text == ","
    if mention is None:
        cut = "hard" if comma and text == "the" and _spliced(reading, position, end) else None
    else:
        cut = _cut_at_cue(reading, mention, comma, start, end)
    return None if cut is None or _in_brackets(reading, position, start) else cut


def _abbreviation(reading: Reading, position: int, end: int) -> bool:
    """'On Oct. 3': the stop belongs to the month."""
    if position == 0 or position + 1 >= end or not reading.tokens[position + 1].text.isdigit():
        return False
    time = reading.entry(position - 1, "time")
    return time is not None and time.value == "month" and len(reading.tokens[position - 1].text) < 5


def _leans(reading: Reading, position: int, end: int) -> bool:
    """'the death of 2 men; in shelling on X', 'clashes between A; against B': the sentence goes on."""
    return position < end and reading.tokens[position].text in _LEANING


def _cut_at_cue(reading: Reading, mention: Mention, comma: bool, start: int, end: int) -> str | None:
    if mention.entry("connective"):
        other_side = mention.entry("other_side") and not comma
        return None if other_side else "hard"
    if mention.entry("amid"):
        return "soft"
    if comma and (cut := _cut_behind_comma(reading, mention, end)):
        return cut
    if mention.entry("and") and report_begins(reading, mention.start, end) and _tells(reading, start, mention.start):
        return "hard"
    if comma and reading.tokens[mention.start].text == "as" and _fight_follows(reading, mention.end, end, comma):
        return "hard"
    if mention.entry("after") and _fight_follows(reading, mention.end, end, comma):
        return "soft"
    if (
        mention.entry("and")
        and _tells(reading, start, mention.start)
        and _clause_follows(reading, mention.end, end, comma)
        and not _in_parts(reading, start, mention)
    ):
        return None if _one_toll(reading, start, mention, end) else "hard"
    return None


def _tells(reading: Reading, start: int, end: int) -> bool:
    """Whether something is said before 'and'; else it joins two subjects: 'Turkish forces and factions shelled'."""
    for mention in reading.within(start, end):
        trigger = mention.entry("trigger")
        if trigger is not None and trigger.kind not in ("carrier", "munition", "device", "none"):
            return True
        if any(mention.entry(role) for role in _VERB_ROLES):
            return True
    return False


def _in_parts(reading: Reading, start: int, mention: Mention) -> bool:
    """'14 citizens including 5 children and 3 women were killed': the verb is that of the whole."""
    last = mention.start
    for position in range(mention.start - 1, start, -1):
        before = reading.at.get(position)
        if before is not None and before.entry("among"):
            more = reading.at.get(mention.end)
            counted = more is not None and (more.entry("number") or more.entry("people"))
            return last < mention.start and (bool(counted) or reading.tokens[mention.end].text[0].isalnum())
        text = reading.tokens[position].text
        if before is not None and any(before.entry(role) for role in _PART_ROLES):
            last = position
        elif not (text.isdigit() or text in _PART_WORDS):
            return False
    return False


def _one_toll(reading: Reading, start: int, mention: Mention, end: int) -> bool:
    """'3 persons were killed and others were injured by bombing on X': one toll, its event told behind it."""
    for before in reading.within(start, mention.start):
        trigger = before.entry("trigger")
        if (trigger is not None and trigger.kind != "none") or before.entry("level") or before.entry("control"):
            return False
        if before.entry("in") or before.entry("near") or before.entry("on"):
            return False
    struck = reading.first("outcome", start, mention.start)
    also = reading.first("outcome", mention.end, min(end, mention.end + _TOLL_REACH))
    if struck is None or also is None:
        return False
    first, second = struck.entry("outcome"), also.entry("outcome")
    return first is not None and second is not None and first.value != second.value


def _cut_behind_comma(reading: Reading, mention: Mention, end: int) -> str | None:
    """', also …', ', the warplanes bombed …', ', rising to 23 …', ', where …', ', information about …'."""
    text = reading.tokens[mention.start].text
    if (mention.entry("connective_behind_comma") and text != "as") or mention.entry("aside"):
        return "hard"
    if not mention.entry("and") and _spliced(reading, mention.start, end):
        return "hard"
    if mention.entry("total") and text.endswith("ing"):
        return "soft"
    witnessed = text == "which" and any(
        reading.tokens[i].text in ("witnessed", "witnessing")
        for i in range(mention.end, min(end, mention.end + _WITNESS_REACH))
    )
    linked = witnessed or any(mention.entry(role) for role in ("where", "unconfirmed", "no_casualties"))
    return "soft" if linked else None


def _in_brackets(reading: Reading, position: int, start: int) -> bool:
    for i in range(position - 1, start - 1, -1):
        if reading.tokens[i].text == "(":
            return True
        if reading.tokens[i].text == ")":
            return False
    return False


def _spliced(reading: Reading, position: int, end: int) -> bool:
    """', the warplanes also bombed …': a statement behind a comma alone, its subject first and its verb next."""
    cursor = position
    while cursor < end and reading.tokens[cursor].text in ("the", "other", "more"):
        cursor += 1
    mention = reading.at.get(cursor) if cursor < end else None
    trigger = mention.entry("trigger") if mention else None
    if mention is None or not (mention.entry("actor") or (trigger is not None and trigger.kind == "carrier")):
        return False
    after = reading.at.get(mention.end) if mention.end < end else None
    second = reading.at.get(after.end) if after is not None and after.entry("and") else None
    if second is not None and second.entry("actor"):
        mention = second
    for i in range(mention.end, min(end, mention.end + 3)):
        other = reading.at.get(i)
        told = other.entry("trigger") if other else None
        control = other.entry("control") if other else None
        if control is not None and i == mention.end:
            return control.value in ("managed", "past")
        if other is not None and other.entry("foiled"):
            return True
        if told is not None:
            return told.kind in ("strike", "target", "raid", "shot", "fire") or reading.tokens[i].text.endswith("ed")
        if reading.tokens[i].text not in ("also", "then", "again", "later", "has", "have"):
            return False
    return False


def _fight_follows(reading: Reading, position: int, end: int, comma: bool) -> bool:
    """'after violent clashes': a fight told with what it led to; 'in clashes' only behind a comma."""
    word = reading.tokens[position - 1].text
    if word in ("in", "during") and not comma:
        return False
    for mention in reading.within(position, min(end, position + 4)):
        trigger = mention.entry("trigger")
        if trigger is not None and trigger.value == "clash" and trigger.kind in ("noun", "attack"):
            return word in ("after", "following", "in", "during", "as")
    return False


def _clause_follows(reading: Reading, position: int, end: int, comma: bool) -> bool:
    """Whether 'and' begins a statement with a subject and a verb of its own."""
    subject = people = False
    for i in range(position, min(end, position + _NEW_CLAUSE_REACH)):
        mention = reading.at.get(i)
        joins = people and reading.tokens[i].text == "and" and _person_at(reading, i + 1, end)
        if not joins and _ends_clause(reading, i):
            return False
        if mention is None:
            subject = subject or (i == position and reading.tokens[i].text == "they")
            continue
        if subject and comma and _takes(mention):
            return True
        trigger = mention.entry("trigger")
        outcome = mention.entry("outcome")
        if people and outcome and outcome.kind in ("verb", "intrans"):
            return True
        if (subject or people) and trigger and _finite(trigger.kind):
            return True
        people = people or mention.entry("people") is not None
        if mention.entry("actor") or mention.entry("people") or (trigger and trigger.kind in ("carrier", "device")):
            subject = True
        elif trigger and comma and i <= position + 3 and trigger.kind in ("noun", "strike"):
            return True
        elif not subject and not (
            mention.entry("number") or mention.entry("qualifier") or mention.entry("target_head")
        ):
            return False
    return False


def _person_at(reading: Reading, position: int, end: int) -> bool:
    """'a man and a woman', '3 men and 2 children': people behind a number or an article."""
    for i in range(position, min(end, position + _PERSON_REACH)):
        mention = reading.at.get(i)
        if mention is not None and mention.entry("people"):
            return mention.entry("outcome") is None
        number = reading.tokens[i].text.isdigit() or (mention is not None and mention.entry("number") is not None)
        if not (number or reading.tokens[i].text in _PART_WORDS):
            return False
    return False


def _takes(mention: Mention) -> bool:
    control = mention.entry("control")
    return control is not None and control.value in ("past", "managed")


def _ends_clause(reading: Reading, position: int) -> bool:
    mention = reading.at.get(position)
    return reading.tokens[position].text in (",", ".", "\n") or (mention is not None and _breaks(mention))


def _breaks(mention: Mention) -> bool:
    return any(mention.entry(role) for role in ("and", "by", "relative", "connective", "after", "total"))


def _finite(kind: str) -> bool:
    return kind in ("strike", "target", "verb", "attack", "fire", "shot", "raid")
