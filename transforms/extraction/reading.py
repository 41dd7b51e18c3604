"""One report under the reader's eye: tokens, mentions, sections, segments.

Belongs here: cutting the text into sections (datelines) and segments (clauses), and what of a segment is masked
because it tells no event (attributes of status, supporters, attempts). Does not belong here: events. Hands on
`Segment`s in order.

A segment ends at a full stop, a paragraph's end, or a connective; `linked` tells that it goes on with the one before
(amid, which led to, where) and takes over what it does not say itself.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from sys import maxsize

from transforms.extraction.lexicon import Entry, Lexicon, Mention
from transforms.extraction.numbers import read_number
from transforms.model import Report

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
_NO_PARAGRAPH = -9
_STATEMENT_TRIGGERS = ("verb", "target", "attack", "shooting", "verb_needs_device")
_STOPS = frozenset(".؟!؛?;")
_COMMAS = frozenset("،,")
_ENDS = _STOPS | {"\n"}
_SIGNS = _ENDS | _COMMAS
_CUTTING_ROLES = (*_HARD_CUES, *_SOFT_CUES, "connective_or_side", "besides", "among", "people")
"""Roles of mentions that may begin a segment without a comma before them."""
_LONG_PAGE = 80
_WORDS_PER_COMMA = 60
"""Pages with fewer commas (2013) join their statements by 'and' alone."""
_SPAN_REACH = 6
_SINCE_REACH = 16
_LABEL_REACH = 8
_STORY_REACH = 6
_ITEM_REACH = 14
_SUBJECT = 25
_LONG_SUBJECT = 45
_STORY_ROLES = ("trigger", "because", "after_cause", "cumulative", "level", "place", "late_death")
_RECALLS = frozenset({"يشار", "يذكر", "جدير", "تجدر"})
_SIDES_REACH = 12
_SHORT = 8
_GOVERNORATES_REACH = 3
_BULLETS = frozenset({"-", "•", "–"})
_DAYS_OF_MONTH = 31
_MONTHS = 12
_THEREBY = 3
_OPENING = 6
_RECORD_REACH = 14
LONGEST_SEGMENT = 200
"""In tokens. No report has one of half that length; a text without stops is cut here, so that time stays linear."""
_STATUS_REACH = 7
_SUPPORT_REACH = 8


@dataclass(slots=True)
class Section:
    """A stretch of text under one dateline. `admin1` are the governorates that the dateline names."""

    start: int
    end: int
    admin1: tuple[str, ...]


@dataclass(slots=True)
class Segment:
    """Tokens `start` to `end` (exclusive) that tell one thing.

    Attributes:
        index: number in the report, from 0.
        linked: goes on with the segment before it.
        background: tells old news.
        campaign: tells figures since the beginning of a year or an attack.
        masked: tokens that belong to an attribute of status, a supporter or an attempt.
        supporters: of these, the tokens that name a supporter.
        attempts: tokens that tell something tried, not done.
        item: one of the stories behind a number of dead: 'and 4 fighters fell in clashes at X'.
    """

    index: int
    start: int
    end: int
    linked: bool
    paragraph: int
    section: Section
    background: bool = False
    campaign: bool = False
    masked: set[int] = field(default_factory=set)
    supporters: set[int] = field(default_factory=set)
    attempts: set[int] = field(default_factory=set)
    item: bool = False


def _start(section: Section) -> int:
    return section.start


class Reading:
    """Tokens and mentions of a report, with look-ups; `few_commas` where statements are joined by 'and' alone.

    Args:
        report: the report.
        lexicon: the dictionaries.
    """

    def __init__(self, report: Report, lexicon: Lexicon) -> None:
        self.report = report
        self.lexicon = lexicon
        self.tokens, self.mentions, self._spelled, self.at, self._starts_of = lexicon.read(report.body)
        commas = report.body.count("،")
        self.few_commas = len(self.tokens) > _LONG_PAGE and commas * _WORDS_PER_COMMA < len(self.tokens)
        self._starts = list(self.at)
        self._actor_ids: dict[str, list[str]] = {}
        self.day: dt.date | None = report.published_date
        self.sections: list[Section] = []
        self.segments: list[Segment] = []

    def entry(self, position: int, role: str) -> Entry | None:
        """The use with this role of the mention that begins at a token."""
        mention = self.at.get(position)
        return mention.entry(role) if mention else None

    def before(self, position: int) -> Mention | None:
        """The last mention that begins before a token."""
        index = bisect_left(self._starts, position)
        return self.mentions[index - 1] if index else None

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in a range of tokens."""
        starts = self._starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    def having(self, start: int, end: int, *roles: str) -> list[Mention]:
        """Mentions with one of some roles that begin in a range of tokens."""
        found: list[int] = []
        parts = 0
        known = self._starts_of
        for role in roles:
            if role in known:
                starts = known[role]
                low = bisect_left(starts, start)
                if low < len(starts) and starts[low] < end:
                    found += starts[low : bisect_left(starts, end, low)]
                    parts += 1
        if not parts:
            return []
        at = self.at
        return [at[i] for i in (sorted(set(found)) if parts > 1 else found)]

    def starts_of(self, *roles: str) -> list[int]:
        """Tokens at which mentions with some roles begin, in no order; those with two of the roles come twice."""
        return [start for role in roles if role in self._starts_of for start in self._starts_of[role]]

    def first(self, role: str, start: int, end: int) -> Mention | None:
        """First mention with a role in a range of tokens."""
        starts = self._starts_of.get(role, ())
        index = bisect_left(starts, start)
        return self.at[starts[index]] if index < len(starts) and starts[index] < end else None

    @cached_property
    def datable(self) -> list[int]:
        """Tokens at which a date may begin: numbers, and words of time."""
        return sorted({*self.numbers, *self.starts_of("time", "after", "since")})

    @cached_property
    def numbers(self) -> list[int]:
        """Tokens that begin with a digit."""
        return [match.start() for match in self.lexicon.numbers.finditer(self._spelled)]

    def signs(self, signs: frozenset[str], start: int = 0, end: int = maxsize) -> list[int]:
        """Tokens of a range that are one of some signs."""
        return [match.start() for match in self.lexicon.signs(signs).finditer(self._spelled, start, end)]

    def section_at(self, position: int) -> Section | None:
        """The section that a token stands in; None for a dateline."""
        index = bisect_right(self.sections, position, key=_start) - 1
        return self.sections[index] if index >= 0 and position < self.sections[index].end else None

    def actor_ids(self, key: str) -> list[str]:
        """Actors that an alias names on the day of the report; to be looked at, not to be changed."""
        known = self._actor_ids.get(key)
        if known is None:
            held = (a.actor_id for a in self.lexicon.actor_aliases.get(key, ()) if a.holds(self.day))
            known = self._actor_ids[key] = list(dict.fromkeys(held))  # two spellings of an alias may fold to one key
        return known

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters from token `start` to before token `end`."""
        return self.tokens[start].start, self.tokens[end - 1].end


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
    _mark_background(reading)
    _mark_campaigns(reading)
    for segment in reading.segments:
        _mask(reading, segment)


def _may_cut(reading: Reading) -> list[int]:
    """Tokens to look at: signs, what stands behind a comma, words that may begin a segment. All others end none."""
    found = set(reading.signs(_ENDS))
    found.update([i + 1 for i in reading.signs(_COMMAS)])
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
    after_comma = position > start and reading.tokens[position - 1].text in _COMMAS
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
            return "hard"
        if entry.role == "pluperfect" and after_comma and reading.tokens[position].stem in _RECALLS:
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
        if reading.tokens[i].text in _COMMAS:
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
    goes_on = _number_behind_and(reading, start, end) is not None
    if not goes_on and not reading.having(start, position, "outcome"):
        return False
    if not goes_on and not reading.having(start, position, *_STORY_ROLES):
        return False  # 'an officer, and 3 members of A, were killed in': one story
    behind = _number_behind_and(reading, position, end)
    total = goes_on or reading.first("cumulative", start, position) is not None
    return behind is not None and _tells_how(reading, behind, end, of_total=total)


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


def _mark_background(reading: Reading) -> None:
    reprint_paragraph = -1
    sentence_background = False
    for segment in reading.segments:
        if not segment.linked:
            sentence_background = False
        if _reprints(reading, segment) or _dated_record(reading, segment):
            reprint_paragraph = segment.paragraph
        if segment.paragraph == reprint_paragraph or _older_item(reading, segment):
            reprint_paragraph = segment.paragraph
            segment.background = True
        elif _pluperfect(reading, segment):
            segment.background = sentence_background = not _recalled_today(reading, segment)
        elif _funeral(reading, segment):
            segment.background = True
        elif segment.linked and sentence_background:
            sentence_background = not _elsewhere(reading, segment)
            segment.background = sentence_background


def _recalled_today(reading: Reading, segment: Segment) -> bool:
    """'it is recalled that the killing is the second, where gunmen this morning ...': news, said with a flourish."""
    if reading.tokens[segment.start].stem not in _RECALLS:
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


def _elsewhere(reading: Reading, segment: Segment) -> bool:
    """'had taken A ..., and in the countryside of X': the news goes on at another place."""
    first = reading.at.get(segment.start)
    if first is None or not first.entry("in"):
        return False
    where = reading.at.get(first.end)
    return where is not None and any(where.entry(role) for role in ("place", "countryside", "level", "sector"))


def _mark_campaigns(reading: Reading) -> None:
    """'Since the beginning of the year ... have been documented'.

    A refrain at the head of a paragraph holds for the paragraph and for the list behind it, else for its sentence.
    """
    paragraph, current = _NO_PARAGRAPH, False
    for number, segment in enumerate(reading.segments):
        heads = number == 0 or reading.segments[number - 1].paragraph != segment.paragraph
        if heads and paragraph <= segment.paragraph <= paragraph + 2 and _item(reading, segment):
            paragraph = segment.paragraph
        if _refrain(reading, segment):
            current = True
            paragraph = segment.paragraph if heads or _after_thereby(reading, segment) else paragraph
        elif current and (not segment.linked or _amid_news(reading, segment)):
            current = False
        opens = number + 1 < len(reading.segments) and _opens_refrain(reading, segment, reading.segments[number + 1])
        general = reading.first("generality", segment.start, segment.end) is not None
        segment.campaign = (opens or general or current or segment.paragraph == paragraph) and not _of_the_day(
            reading, segment
        )


def _opens_refrain(reading: Reading, segment: Segment, following: Segment) -> bool:
    """'With the fall of more victims, the number rises since the beginning of': nothing told of the day."""
    if reading.tokens[segment.start].stem != "مع" or not following.linked:
        return False
    return reading.first("losses", segment.start, segment.end) is not None and _refrain(reading, following)


def _item(reading: Reading, segment: Segment) -> bool:
    """An item of the list of figures behind a refrain, or more figures of the same time."""
    first = reading.tokens[segment.start].text
    rises = reading.first("cumulative", segment.start, min(segment.end, segment.start + _OPENING))
    figures = rises is not None or first[0].isdigit() or first in ("-", "•")
    return figures or _labelled(reading, segment) or _documented(reading, segment)


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
    reach = _SINCE_REACH if mention.entry("since") else 1 if mention.entry("in") else _SPAN_REACH
    for i in range(mention.end, min(end, mention.end + reach)):
        time = reading.entry(i, "time")
        near = time is not None and time.value in ("today", "after_midnight")
        if reading.tokens[i].text in _COMMAS or (near and not _weekday_named(reading, i)):
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


def _reprints(reading: Reading, segment: Segment) -> bool:
    """'The Observatory published yesterday that', 'had documented': the rest of the paragraph is old news."""
    observatory = reading.first("observatory", segment.start, segment.end)
    if observatory is None:
        return False
    near = range(max(segment.start, observatory.start - 4), min(segment.end, observatory.end + 6))
    published = any(reading.entry(i, "published") for i in near)
    was = any(reading.entry(i, "was") or reading.entry(i, "pluperfect") for i in near if i < observatory.end + 2)
    monitored = any(reading.entry(i, "monitored") for i in near)
    said = any(reading.entry(i, "was") for i in range(max(segment.start, observatory.start - 2), observatory.start))
    return published or (was and monitored) or said


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
        if mention.entry("was") and not _attribute(reading, segment, mention.start):
            reach = min(segment.end, mention.end + (_LONG_SUBJECT if opens else _SUBJECT))
            for other in reading.within(mention.end, reach):
                control = other.entry("control")
                if other.entry("already") or (control and control.value == "verb"):
                    return True
                trigger = other.entry("trigger")
                if trigger and trigger.kind in ("verb",) and other.start < mention.end + 8:
                    return True
                outcome = other.entry("outcome")
                if outcome and outcome.kind == "verb" and other.start <= mention.end:
                    return True  # 'and 23 had fallen', without the particle
    return False


def _attribute(reading: Reading, segment: Segment, position: int) -> bool:
    """'hills that it had lost': says something of what was told before it, not of the news."""
    for mention in reading.having(segment.start, position, "control", "trigger"):
        control = mention.entry("control")
        if (control is not None and control.value not in ("status", "fire_control")) or mention.entry("trigger"):
            return True
    return False


def _mask(reading: Reading, segment: Segment) -> None:
    for mention in reading.having(segment.start, segment.end, "control", "support", "attempt"):
        control = mention.entry("control")
        if control and control.value == "status":
            segment.masked.update(range(mention.start, _status_end(reading, mention, segment.end)))
        elif control and control.value == "fire_control":
            segment.attempts.update(range(segment.start, segment.end))
        elif mention.entry("support"):
            support = range(mention.start, _support_end(reading, mention, segment.end))
            segment.masked.update(support)
            segment.supporters.update(support)
        elif mention.entry("attempt"):
            segment.attempts.update(range(mention.start, _comma(reading, mention.end, segment.end)))


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
