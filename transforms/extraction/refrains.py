"""Statistics among the news: totals since the beginning of a year, of an attack, over governorates (codebook §8).

Belongs here: marking segments as `campaign`. Does not belong here: reading their numbers (`tolls`).
"""

from __future__ import annotations

from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import COMMAS, Reading, Segment

_NO_PARAGRAPH = -9
_SPAN_REACH = 6
_SINCE_REACH = 16
_LABEL_REACH = 8
_GOVERNORATES_REACH = 3
_THEREBY = 3
_WITNESSES = frozenset({"تشهد", "يشهد"})
_MONTHS = frozenset({"اشهر", "شهور", "سنوات", "اعوام", "سنين"})
_OPENING = 6


def mark_campaigns(reading: Reading) -> None:
    """'Since the beginning of the year ... have been documented'.

    A refrain at the head of a paragraph holds for the paragraph and for the list behind it, else for its sentence.
    """
    paragraph, current = _NO_PARAGRAPH, False
    last = _NO_PARAGRAPH
    for number, segment in enumerate(reading.segments):
        heads = number == 0 or reading.segments[number - 1].paragraph != segment.paragraph
        if heads and paragraph <= segment.paragraph <= paragraph + 2 and _item(reading, segment):
            paragraph = segment.paragraph
        if _refrain(reading, segment):
            current = True
            paragraph = segment.paragraph if heads or _after_thereby(reading, segment) else paragraph
        elif current and (not segment.linked or _amid_news(reading, segment)):
            current = False
        within = last == segment.paragraph and not current
        current = current or (within and _more_of_the_time(reading, segment))
        last = segment.paragraph if current else last
        opens = number + 1 < len(reading.segments) and _opens_refrain(reading, segment, reading.segments[number + 1])
        general = reading.first("generality", segment.start, segment.end) is not None
        segment.campaign = (opens or general or current or segment.paragraph == paragraph) and not _of_the_day(
            reading, segment
        )


def _opens_refrain(reading: Reading, segment: Segment, following: Segment) -> bool:
    """'With the fall of more victims, the number rises since the beginning of': nothing told of the day."""
    stem = reading.tokens[segment.start].stem
    told = "losses" if stem == "مع" else "undergoes" if stem in _WITNESSES else None
    if told is None or not following.linked:
        return False  # 'X witnesses a state of chaos, where the number has reached since the beginning of'
    return reading.first(told, segment.start, segment.end) is not None and _refrain(reading, following)


def _item(reading: Reading, segment: Segment) -> bool:
    """An item of the list of figures behind a refrain, or more figures of the same time."""
    first = reading.tokens[segment.start].text
    rises = reading.first("cumulative", segment.start, min(segment.end, segment.start + _OPENING))
    figures = rises is not None or first[0].isdigit() or first in ("-", "•", "–")
    figures = figures or reading.first("distributed", segment.start, min(segment.end, segment.start + 3)) is not None
    return figures or _aforesaid(reading, segment) or _labelled(reading, segment) or _documented(reading, segment)


def _more_of_the_time(reading: Reading, segment: Segment) -> bool:
    """'It also documented the killing of 34', 'since February they left tens of wounded': more figures of a refrain."""
    if _of_the_day(reading, segment):
        return False
    since = reading.having(segment.start, segment.end, "since_start", "since")
    return _documented(reading, segment) or any(
        m.entry("since_start") or _long_span(reading, m, segment.end) for m in since
    )


def _aforesaid(reading: Reading, segment: Segment) -> bool:
    """'the toll of the aforesaid operations has reached 77': of what the refrain before counted."""
    aforesaid = reading.first("aforesaid", segment.start, segment.end) is not None
    return aforesaid and bool(reading.having(segment.start, segment.end, "cumulative", "tally"))


def _after_thereby(reading: Reading, segment: Segment) -> bool:
    """'Thereby, ...': a word of its own before the comma does not make what follows the second thing told."""
    before = reading.segments[segment.index - 1]
    first = segment.index < 2 or reading.segments[segment.index - 2].paragraph != segment.paragraph
    return before.paragraph == segment.paragraph and first and before.end - before.start <= _THEREBY


def _amid_news(reading: Reading, segment: Segment) -> bool:
    """'..., along with strikes of A on B': behind a count of what was taken so far, the news goes on."""
    first = reading.at.get(segment.start)
    amid = first is not None and first.entry("amid") is not None
    return amid and bool(reading.having(segment.start, segment.end, "trigger"))


def _of_the_day(reading: Reading, segment: Segment) -> bool:
    """'the Observatory documented today the killing of 22': news among the figures."""
    monitored = reading.first("monitored", segment.start, min(segment.end, segment.start + 2))
    if monitored is None:
        return False
    times = reading.having(segment.start, min(segment.end, segment.start + _OPENING), "time")
    return any((t := m.entry("time")) is not None and t.value == "today" for m in times)


def _documented(reading: Reading, segment: Segment) -> bool:
    """'The Observatory also documented the killing of 204': goes on with the figures of the paragraph before."""
    monitored = reading.first("monitored", segment.start, min(segment.end, segment.start + 3))
    return monitored is not None and not any(
        (t := m.entry("time")) and t.value in ("today", "yesterday", "after_midnight", "last_night")
        for m in reading.having(segment.start, segment.end, "time")
    )


def _since_aside(reading: Reading, segment: Segment) -> bool:
    """'And since the 12th of December, the Observatory documented': the span stands before the comma."""
    if not segment.index:
        return False
    before = reading.segments[segment.index - 1]
    if before.paragraph != segment.paragraph or reading.having(
        before.start, before.end, "trigger", "outcome", "control"
    ):
        return False
    since = reading.first("since", before.start, min(before.end, before.start + 2))
    return since is not None and _long_span(reading, since, before.end)


def _labelled(reading: Reading, segment: Segment) -> bool:
    """'Civilians: 642, among them': an item of a list of figures."""
    for i in range(segment.start, min(segment.end - 1, segment.start + _LABEL_REACH)):
        if reading.tokens[i].text == ":":
            return reading.tokens[i + 1].text[0].isdigit()
    return False


def _refrain(reading: Reading, segment: Segment) -> bool:
    if not reading.having(segment.start, segment.end, "cumulative", "tally", "monitored"):
        return False
    if _attacks_so_far(reading, segment) or _over_governorates(reading, segment):
        return True
    spans = reading.having(segment.start, segment.end, "since_start", "since", "during", "in", "time")
    long = any(m.entry("since_start") or _long_span(reading, m, segment.end) for m in spans)
    return long or _since_aside(reading, segment)


def _attacks_so_far(reading: Reading, segment: Segment) -> bool:
    """'the number of attacks and attempts rises to 590': a count of incidents told before."""
    for tally in reading.having(segment.start, segment.end, "tally"):
        counted = reading.at.get(tally.end) if tally.end < segment.end else None
        trigger = counted.entry("trigger") if counted is not None else None
        if trigger is not None and (trigger.kind == "attack" or trigger.value == "targeted_killing"):
            return reading.first("cumulative", segment.start, segment.end) is not None
    return False


def _over_governorates(reading: Reading, segment: Segment) -> bool:
    """'rises to 349 those who were assassinated in 4 governorates': no news counts over several governorates."""
    if reading.first("cumulative", segment.start, segment.end) is None:
        return _number_of_murdered(reading, segment)
    end = segment.end
    for other in reading.segments[segment.index + 1 : segment.index + 1 + _GOVERNORATES_REACH]:
        if not other.linked:
            break
        end = other.end
    return any(reading.tokens[i].stem == "محافظات" for i in range(segment.start, end))


def _number_of_murdered(reading: Reading, segment: Segment) -> bool:
    """'the number of those who were assassinated in 4 governorates ..., rises to 391': the number comes later."""
    if reading.first("tally", segment.start, segment.end) is None:
        return False
    if not any(reading.tokens[i].stem == "محافظات" for i in range(segment.start, segment.end)):
        return False
    for other in reading.segments[segment.index + 1 : segment.index + 1 + _GOVERNORATES_REACH]:
        if not other.linked:
            return False
        if reading.first("cumulative", other.start, other.end) is not None:
            return True
    return False


def _long_span(reading: Reading, mention: Mention, end: int) -> bool:
    """'since 24 March 2019', 'since last Sunday', 'during the current year': more than the day's news."""
    since_a_morning = mention.entry("time") is not None and reading.tokens[mention.start].text == "منذ"
    if since_a_morning:
        behind = range(mention.end, min(end, mention.end + _LABEL_REACH))
        return any((t := reading.entry(i, "time")) is not None and t.value == "month" for i in behind)
    if not (mention.entry("since") or mention.entry("during") or mention.entry("in")):
        return False
    months = range(mention.end, min(end, mention.end + 2))
    if mention.entry("during") and any(reading.tokens[i].stem in _MONTHS for i in months):
        return True  # 'during the last six months'
    reach = _SINCE_REACH if mention.entry("since") else 1 if mention.entry("in") else _SPAN_REACH
    for i in range(mention.end, min(end, mention.end + reach)):
        time = reading.entry(i, "time")
        near = time is not None and time.value in ("today", "after_midnight", "yesterday", "last_night")
        if reading.tokens[i].text in COMMAS or (near and not _weekday_named(reading, i)):
            return False
        if time is not None and time.value in ("unit_year", "past_long"):
            return True
        since = mention.entry("since") is not None
        if since and time is not None and time.value in ("month", "last_period", "unit_month"):
            return True
    return False


def _weekday_named(reading: Reading, position: int) -> bool:
    """'since (the day of) Friday, the 29th of': a weekday with its date is not today."""
    number = reading.at[position].end
    dated = any(reading.tokens[i].text.isdecimal() for i in range(number, min(len(reading.tokens), number + 2)))
    return dated and not reading.tokens[position].definite
