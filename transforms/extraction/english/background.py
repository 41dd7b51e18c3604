"""Old news in English reports: reprints, asides, totals since a year's start (codebook §8).

Belongs here: marking segments as background, and as campaign where they only sum up. Does not belong here: events.
"""

from __future__ import annotations

from transforms.extraction.reading import Reading, Segment

STOPS = frozenset(".;!?•")
_BULLETS = frozenset("•*")
_THESE = frozenset({"this", "these", "those", "accordingly", "thus", "with"})
_DATE_REACH = 9
_BULLET_REACH = 8
_NEAR = 2
"""Up to so many paragraphs behind a refrain a text still sums up."""
_FIRST_YEAR, _LAST_YEAR = 2011, 2035
_REPORT_REACH = 8
_ASIDE_REACH = 6
_SENTENCE_REACH = 400
"""No sentence is looked back over further, so that a text without a full stop is read in linear time."""


def mark_background(reading: Reading) -> None:
    """'Yesterday, SOHR activists reported …' and its paragraph; asides; refrains and what sums up behind them."""
    old_paragraph, refrain = -1, -1
    long_ago = False
    sentence: list[Segment] = []
    for number, segment in enumerate(reading.segments):
        long_ago = long_ago or sums_from(reading, segment.start, segment.end)
        goes_on = bool(number) and not _new_statement(reading, segment)
        sentence = [*sentence, segment] if goes_on else [segment]
        start = max(sentence[0].start, segment.start - _SENTENCE_REACH)
        if segment.paragraph == old_paragraph:
            segment.background = True
        if goes_on and reading.entry(segment.start, "aside") is not None:
            sentence = [segment]
            segment.background = True
        elif _reprint(reading, start, segment) or _aside(reading, start, segment):
            old_paragraph = segment.paragraph
            for part in sentence:
                part.background = True
        elif _sums_up(reading, start, segment, told=not long_ago) or (
            refrain >= 0 and segment.paragraph - refrain <= _NEAR and _goes_on_summing(reading, segment)
        ):
            refrain = segment.paragraph
            update = reading.entry(segment.start, "total") is not None  # 'rose to 14 today, rising to 23 since …'
            for part in [segment] if update else sentence:
                part.background = part.campaign = True
        elif goes_on and sentence[-2].campaign:
            segment.background = segment.campaign = True
        elif goes_on and sentence[0].background:
            segment.background = True


def _new_statement(reading: Reading, segment: Segment) -> bool:
    if segment.start == 0 or reading.entry(segment.start, "connective") is not None:
        return True
    if report_begins(reading, segment.start, segment.end):
        return True
    return reading.tokens[segment.start - 1].text in (*STOPS, "\n", ":")


def report_begins(reading: Reading, position: int, end: int) -> bool:
    """'and the Observatory monitored that …', 'and reliable sources told the Observatory': a report of its own."""
    mention = reading.at.get(position)
    if mention is None or not mention.entry("and"):
        return False
    cursor = mention.end
    while cursor < min(end, mention.end + 2) and reading.tokens[cursor].text in ("the", "reliable", "activists"):
        if cursor in reading.at:
            break
        cursor += 1
    if cursor >= end:
        return False
    told = reading.at.get(cursor)
    if reading.tokens[cursor].text == "sources":
        return reading.first("report_verb", cursor, min(end, cursor + 3)) is not None
    verb = reading.first("report_verb", told.end, min(end, told.end + 4)) if told is not None else None
    return told is not None and told.entry("observatory") is not None and verb is not None


def _reprint(reading: Reading, start: int, segment: Segment) -> bool:
    observatory = reading.first("observatory", start, segment.end)
    if observatory is None:
        return False
    reach = min(segment.end, observatory.end + _REPORT_REACH)
    if reading.first("report_old", observatory.end, reach):
        return True
    verb = reading.first("report_verb", observatory.end, reach)
    if verb is None:
        return False
    if any(reading.entry(i, "pluperfect") for i in range(observatory.end, verb.start)):
        return True
    before = reading.first("old_news", start, observatory.start)
    after = reading.first("old_news", observatory.end, min(segment.end, verb.end + 2))
    return before is not None or after is not None


def _aside(reading: Reading, start: int, segment: Segment) -> bool:
    return reading.first("aside", start, min(segment.end, start + _ASIDE_REACH)) is not None


def _sums_up(reading: Reading, start: int, segment: Segment, *, told: bool) -> bool:
    if reading.first("statistics", start, segment.end) is not None:
        return True
    if is_bullet(reading, start):
        return not (told and _tells_incident(reading, segment))
    counted = reading.first("tally", start, segment.end) or reading.first("report_verb", start, segment.end)
    refers = reading.tokens[start].text in _THESE
    return (counted is not None or refers) and sums_from(reading, start, segment.end)


def _tells_incident(reading: Reading, segment: Segment) -> bool:
    """'• 3 children were killed in shelling on the village of X': an event of its own, no part of a statistic."""
    return all(
        reading.first(role, segment.start, segment.end) is not None for role in ("be", "outcome", "trigger", "level")
    )


def sums_from(reading: Reading, start: int, end: int) -> bool:
    """Whether a range of tokens counts from a day long past: 'since early 2022', 'since June 2019', 'in 2023'."""
    if reading.first("since_start", start, end) is not None:
        return True
    return any(_long_period(reading, i, end) for i in range(start, end) if reading.tokens[i].text in ("since", "in"))


def _long_period(reading: Reading, position: int, end: int) -> bool:
    """'since June 2019', 'since the 29th of December 2017', 'in 2023'; not 'since dawn', 'in August 2016'."""
    if reading.tokens[position].text == "in":
        return position + 1 < end and is_year(reading.tokens[position + 1].text)
    if position in reading.at and (time := reading.at[position].entry("time")) and time.value != "since":
        return False
    for i in range(position + 1, min(end, position + _DATE_REACH)):
        time = reading.entry(i, "time")
        month = time is not None and time.value == "month"
        if month or is_year(reading.tokens[i].text):
            return True
        if reading.tokens[i].text in (",", ".", "\n"):
            return False
    return False


def is_year(text: str) -> bool:
    """Whether a token is a year of the war and no number of people."""
    return len(text) == 4 and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def is_bullet(reading: Reading, start: int) -> bool:
    """Whether a token opens an item of a list."""
    at = reading.token_starts[start]
    before = reading.report.body[max(0, at - _BULLET_REACH) : at].rstrip(" \u00a0\t")
    line = start == 0 or reading.tokens[start - 1].text == "\n"
    return before[-1:] in _BULLETS if before else line and reading.tokens[start].text == "-"


def _goes_on_summing(reading: Reading, segment: Segment) -> bool:
    """Behind a refrain: 'The Observatory documented the killing of 240 …', 'In addition, 420 … were killed'."""
    words = [t.text for t in reading.tokens[segment.start : segment.start + 2]]
    if words[0] in ("also", "these", "those") or words == ["in", "addition"]:
        return True
    observatory = reading.first("observatory", segment.start, min(segment.end, segment.start + _ASIDE_REACH))
    fresh = reading.first("time", segment.start, segment.end)
    return observatory is not None and fresh is None
