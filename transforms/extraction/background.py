"""Old news in Arabic reports: what had happened before, reprints, items of past days, burials (codebook §8).

Belongs here: marking segments as `background`. Does not belong here: statistics (`refrains`), and single takings told
as history (`control`).
"""

from __future__ import annotations

from itertools import pairwise

from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment

_SUBJECT = 25
_LONG_SUBJECT = 45
_SHORT = 8
_NEAR_VERB = 8
_BULLETS = frozenset({"-", "•", "–"})
_DAYS_OF_MONTH = 31
_MONTHS = 12
_RECORD_REACH = 14
_OPENING = 2
_SUMMING_REACH = 10
_COUNTED_SUBJECT = 9
_BE = frozenset({"تكون", "يكون", "تكونان", "يكونون"})
_NEAR_OBSERVATORY = 5
_OTHER_DAYS = frozenset({"yesterday", "last_night", "month", "past_long", "last_period"})
_HEAD = 5
_PAST = frozenset({"ماضي", "فايت", "منصرم", "الماضي", "الفايت", "المنصرم"})
_OLD_NEWS_REACH = 3
_DAY = frozenset({"يوم", "اليوم"})
_ITSELF = frozenset({"ذاته", "نفسه", "عينه"})
RECALLS = frozenset({"يشار", "يذكر", "جدير", "تجدر"})


def mark_background(reading: Reading) -> None:
    """Set `background` on the segments of `reading` that tell no news; needs segments that are cut and masked."""
    reprint_paragraph = -1
    sentence_background = False
    for segment in reading.segments:
        if not segment.linked:
            sentence_background = False
        past = _of_a_past_month(reading, segment)
        if (
            past
            or _reprints(reading, segment)
            or _same_day_as_before(reading, segment)
            or _dated_record(reading, segment)
        ):
            reprint_paragraph = segment.paragraph
        if segment.paragraph == reprint_paragraph or _older_item(reading, segment):
            reprint_paragraph = segment.paragraph
            segment.background = True
        elif _pluperfect(reading, segment):
            segment.background = sentence_background = not _recalled_today(reading, segment)
        elif _funeral(reading, segment) or _left_by_older_fire(reading, segment):
            segment.background = True
        elif segment.linked and sentence_background:
            sentence_background = not _elsewhere(reading, segment)
            segment.background = sentence_background


def _recalled_today(reading: Reading, segment: Segment) -> bool:
    """'it is recalled that the killing is the second, where gunmen this morning ...': news, said with a flourish."""
    if reading.tokens[segment.start].stem not in RECALLS:
        return False
    end = segment.end
    for other in reading.segments[segment.index + 1 :]:
        if not other.linked or other.paragraph != segment.paragraph:
            break
        end = other.end
    times = [m.entry("time") for m in reading.having(segment.start, end, "time")]
    days = {time.value for time in times if time is not None}
    return "today" in days and "yesterday" not in days and reading.first("pluperfect", segment.start + 3, end) is None


def _funeral(reading: Reading, segment: Segment) -> bool:
    """'the town buried 4 fighters who fell in earlier battles': those who are buried were counted when they fell."""
    funeral = reading.first("funeral", segment.start, segment.end)
    return funeral is not None and not reading.having(segment.start, funeral.start, "trigger", "outcome", "control")


def _left_by_older_fire(reading: Reading, segment: Segment) -> bool:
    """'the town, which planes hit yesterday with 15 raids | that left a martyr': left by the raids of yesterday."""
    if not segment.linked or not segment.index or reading.entry(segment.start, "resulting") is None:
        return False
    before = reading.segments[segment.index - 1]
    which = reading.having(before.start, before.end, "relative")
    if not which or not reading.having(which[-1].end, which[-1].end + 2, "trigger"):
        return False
    times = [m.by_role["time"].value for m in reading.having(which[-1].end, before.end, "time")]
    return "yesterday" in times and "today" not in times


def _of_a_past_month(reading: Reading, segment: Segment) -> bool:
    """'On the fourteenth of last May, ...', at the head of a paragraph: told before, the day in words."""
    heads = segment.index > 0 and reading.segments[segment.index - 1].paragraph != segment.paragraph
    first = reading.at.get(segment.start)
    if not heads or first is None or not first.entry("in"):
        return False
    times = reading.having(segment.start, min(segment.end, segment.start + _RECORD_REACH), "time")
    months = [m for m in times if m.by_role["time"].value == "month"]
    return bool(months) and any(reading.tokens[m.end].stem in _PAST for m in months if m.end < segment.end)


def _elsewhere(reading: Reading, segment: Segment) -> bool:
    """'had taken A ..., and in the countryside of X': the news goes on at another place."""
    first = reading.at.get(segment.start)
    if first is None or not first.entry("in"):
        return False
    where = reading.at.get(first.end)
    return where is not None and any(where.entry(role) for role in ("place", "countryside", "level", "sector"))


def _reprints(reading: Reading, segment: Segment) -> bool:
    """'The Observatory published yesterday that', 'had documented': the rest of the paragraph is old news."""
    observatory = reading.first("observatory", segment.start, segment.end)
    if observatory is None:
        return False
    near = range(max(segment.start, observatory.start - 4), min(segment.end, observatory.end + 6))
    if _of_yesterday(reading, segment, observatory.end):
        return True
    published = any(reading.entry(i, "published") and not _only_points_out(reading, segment, i) for i in near)
    was = any(reading.entry(i, "was") or reading.entry(i, "pluperfect") for i in near if i < observatory.end + 2)
    monitored = any(reading.entry(i, "monitored") for i in near)
    said = any(reading.entry(i, "was") for i in range(max(segment.start, observatory.start - 2), observatory.start))
    return published or (was and monitored) or said


def _only_points_out(reading: Reading, segment: Segment, position: int) -> bool:
    """'..., and the Observatory pointed out that 13 fell in X', of no other day: news."""
    if not reading.tokens[position].stem.startswith("اشار"):
        return False
    was = reading.having(segment.start, position + 1, "was", "pluperfect")
    times = {m.by_role["time"].value for m in reading.having(segment.start, segment.end, "time")}
    heads = not segment.index or reading.segments[segment.index - 1].paragraph != segment.paragraph
    return not was and not heads and not times & _OTHER_DAYS


def _of_yesterday(reading: Reading, segment: Segment, behind: int) -> bool:
    """'The Observatory monitored, yesterday, ...', behind the news of the report: told before."""
    if not segment.index or reading.segments[0].paragraph == segment.paragraph or not behind < segment.end:
        return False
    reach = range(max(segment.start, behind - _NEAR_OBSERVATORY), min(segment.end, behind + _NEAR_OBSERVATORY))
    times = {time.value for i in reach if (time := reading.entry(i, "time")) is not None}
    return "yesterday" in times and any(reading.entry(i, "monitored") for i in reach)


def _same_day_as_before(reading: Reading, segment: Segment) -> bool:
    """'On the same day, ...', at the head of a paragraph behind old news: goes on with it."""
    before = reading.segments[segment.index - 1] if segment.index else segment
    near = reading.segments[max(0, segment.index - _OLD_NEWS_REACH) : segment.index]
    if before.paragraph == segment.paragraph or not any(other.background for other in near):
        return False
    stems = [reading.tokens[i].stem for i in range(segment.start, min(segment.end, segment.start + _HEAD))]
    return any(a in _DAY and b in _ITSELF for a, b in pairwise(stems))


def _dated_record(reading: Reading, segment: Segment) -> bool:
    """'Earlier today, the Observatory documented', 'documented on 16 November': told before, said again."""
    monitored = reading.first("monitored", segment.start, min(segment.end, segment.start + 2))
    if monitored is None:
        return False
    before = reading.segments[segment.index - 1] if segment.index else segment
    aside = before.paragraph == segment.paragraph and before.end - before.start <= _SHORT
    if aside and reading.first("earlier", before.start, before.end):
        return True
    for i in range(monitored.end, min(segment.end, monitored.end + _RECORD_REACH)):
        time = reading.entry(i, "time")
        if time is not None and time.value == "today":
            return False  # 'documented today, Wednesday (23 November)'
        if time is not None and time.value == "month":
            return any(reading.tokens[j].text.isdigit() for j in range(max(monitored.end, i - 3), i))
        if reading.entry(i, "trigger") or reading.entry(i, "outcome"):
            return False
    return False


def _older_item(reading: Reading, segment: Segment) -> bool:
    """'- 3 January, ...': an item of a list of past days, opened by its day."""
    if reading.day is None or (segment.index and reading.segments[segment.index - 1].paragraph == segment.paragraph):
        return False
    position = segment.start + (reading.tokens[segment.start].text in _BULLETS)
    if position + 1 >= segment.end:
        return False
    day = reading.tokens[position].text
    if not day.isdecimal() or len(day) > 2:
        return False
    time = reading.entry(position + 1, "time")
    number = int(day)
    if time is None or time.value != "month" or not 1 <= number <= _DAYS_OF_MONTH:
        return False
    passed = (reading.day.month - int(time.detail)) % _MONTHS * _DAYS_OF_MONTH + reading.day.day - number
    return passed > 1


def _pluperfect(reading: Reading, segment: Segment) -> bool:
    """'Had taken', 'had earlier': told of a time before the news."""
    if _sums_up(reading, segment):
        return True
    for mention in reading.having(segment.start, segment.end, "pluperfect", "was"):
        if mention.entry("pluperfect") and not _attribute(reading, segment, mention.start):
            return True
        opens = mention.start <= segment.start + 1
        if (
            opens
            and mention.entry("was")
            and reading.first("undergoes", mention.end, min(segment.end, mention.end + 6))
        ):
            return True  # 'and X had seen raids yesterday'
        told_of = mention.entry("was") and not _attribute(reading, segment, mention.start)
        if told_of and _perfect_behind(reading, segment, mention, opens):
            return True
    return False


def _perfect_behind(reading: Reading, segment: Segment, was: Mention, opens: bool) -> bool:
    """'was' with what had happened within reach behind it; `opens` where it begins the segment."""
    reach = min(segment.end, was.end + (_LONG_SUBJECT if opens else _SUBJECT))
    for other in reading.within(was.end, reach):
        control, trigger, outcome = other.entry("control"), other.entry("trigger"), other.entry("outcome")
        if other.entry("already") or (control and control.value == "verb"):
            return True
        if opens and other.entry("managed") and other.start < was.end + _NEAR_VERB:
            return True  # 'A had managed', without the particle
        if trigger and trigger.kind == "verb" and other.start < was.end + 8:
            return True
        perfect = trigger is not None and trigger.kind == "target" and opens
        if perfect and reading.tokens[other.start].stem.startswith("استهدف") and other.start < was.end + 8:
            return True  # 'A had hit', not 'A was hitting'
        if outcome and outcome.kind == "verb" and other.start <= was.end:
            return True  # 'and 23 had fallen', without the particle
        if outcome and outcome.kind == "verb" and opens and other.start < was.end + _COUNTED_SUBJECT:
            told = reading.having(was.end, other.start, "people")
            if told and not reading.having(was.end, other.start, "relative", "relative_people", "among", "outcome"):
                return True  # 'and 16 members of B had fallen'
    return False


def _sums_up(reading: Reading, segment: Segment) -> bool:
    """'thereby the forces will have taken 22 villages': what was told before, summed up."""
    summing = reading.first("summing", segment.start, min(segment.end, segment.start + _OPENING))
    if summing is None:
        return False
    behind = range(summing.end, min(segment.end, summing.end + _SUMMING_REACH))
    return any(reading.tokens[i].stem in _BE for i in behind)


def _attribute(reading: Reading, segment: Segment, position: int) -> bool:
    """'hills that it had lost': says something of what was told before it, not of the news."""
    for mention in reading.having(segment.start, position, "control", "trigger"):
        control = mention.entry("control")
        if (control is not None and control.value not in ("status", "fire_control")) or mention.entry("trigger"):
            return True
    return False
