"""When a taking was: its own day, and whether it is told as old news (codebook §3, §6, §8).

Belongs here: 'after it took', 'had taken', 'since', counts of what was taken, attributes of places. Does not belong
here: old news that is whole segments (`background`), and whether a taking was completed (`control`).
"""

from __future__ import annotations

from transforms.extraction.control_extent import ON_IT, behind_on, clause_end
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.when import EventDate, read_dates

_RESUMING = ("ها", "هم", "ه")
_AFTER_REACH = 7
_TODAY_REACH = 8
_ADVANCES = frozenset({"تقدم", "تقدما", "تقدمت", "تقدمها", "تقدمه", "تقدمات"})
_HAD_REACH = 3
_THAT_REACH = 4
_ELAPSED_REACH = 8
_SHARE_REACH = 8
_PERCENT = frozenset({"%", "مئه", "ميه", "مايه", "بالميه", "بالمايه"})
_AREA = "مساحه"
_KILOMETRES = frozenset({"كم", "كلم", "كيلومتر", "كيلومترا", "كيلومترات", "كيلو"})
_STOCK_REACH = 3
_WAS_REACH = 8
_ASIDE_REACH = 6
_OWN_SUBJECT_REACH = 3
_SENTENCE_REACH = 2


def stock(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'rises to 51 the number of villages that they took': a count of what was taken, told before."""
    for begin in (mention.end, behind_on(reading, segment, mention.end, "علي")):
        behind = {token.stem for token in reading.tokens[begin : min(segment.end, begin + _SHARE_REACH)]}
        if not _PERCENT.isdisjoint(behind) or (_AREA in behind and not _KILOMETRES.isdisjoint(behind)):
            return True  # a share of the area of a city, so many square kilometres
    rises = reading.first("cumulative", segment.start, mention.start)
    tally = reading.first("tally", rises.end, mention.start) if rises is not None else None
    return tally is not None and bool(reading.having(tally.end, tally.end + _STOCK_REACH, "level", "partial"))


def told_today(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'which X took this evening': news, although told as an attribute."""
    end = mention.end
    while end < segment.end and reading.tokens[end].text not in ("،", ",") and end < mention.end + _TODAY_REACH:
        end += 1
    dates = read_dates(reading, mention.end, end)
    return reading.day is not None and any(not d.past and d.start == reading.day for d in dates)


def relative_before(reading: Reading, segment: Segment, position: int, reach: int) -> bool:
    """'which X took': an attribute of what stands before it, within its clause."""
    for i in range(position - 1, max(segment.start, position - reach) - 1, -1):
        mention = reading.at.get(i)
        if reading.tokens[i].text in ("،", ","):
            return False
        if mention is not None and mention.entry("monitored") and i > position - 3:
            return False  # 'who confirmed the entry of'
        if mention is not None and (mention.entry("relative") or mention.entry("relative_people")):
            return not (_has_own_verb(reading, mention, position) or _who_advances(reading, mention))
    return False


def _who_advances(reading: Reading, relative: Mention) -> bool:
    """'an advance of A, who took': the advance is what took."""
    actor = reading.before(relative.start)
    if actor is None or actor.end != relative.start or not actor.entry("actor"):
        return False
    return any(reading.tokens[i].stem in _ADVANCES for i in range(max(0, actor.start - 2), actor.start))


def _has_own_verb(reading: Reading, relative: Mention, verb: int) -> bool:
    """'the factions that A leads took X': the verb of the attribute stands behind 'that', and the taking is told."""
    own = reading.tokens[relative.end]
    told = reading.at.get(verb)
    present = own.text[0] in "يت" and own.text.endswith(_RESUMING) and relative.end not in reading.starts_of("control")
    return present and told is not None and reading.tokens[told.end - 1].text not in ON_IT


def after_word(reading: Reading, segment: Segment, start: int) -> Mention | None:
    """The 'after' that this taking hangs on: 'two days after IS managed to take'."""
    for i in range(start, max(segment.start, start - _AFTER_REACH) - 1, -1):
        mention = reading.at.get(i)
        if reading.tokens[i].text in ("،", ","):
            return None
        if mention is None:
            continue
        time = mention.entry("time")
        after = mention.entry("after") or mention.entry("after_cause") or mention.entry("just_before")
        if after or (time is not None and time.value.startswith("after_")):
            return mention
        if i < start and (mention.entry("actor") or mention.entry("trigger") or mention.entry("place")):
            return None
    return None


def date_of(
    reading: Reading, segment: Segment, mention: Mention, start: int, after: Mention | None
) -> tuple[EventDate | None, bool]:
    """Own date of a taking, and whether it makes the taking old news."""
    end = clause_end(reading, segment, mention.end)
    if after is not None:
        if end + 1 < segment.end and reading.tokens[end].text in ("،", ",") and reading.entry(end + 1, "time"):
            end = min(segment.end, end + _ASIDE_REACH)
        dates = read_dates(reading, after.start, end)
        return (dates[0], dates[0].past or dates[0].end < (reading.day or dates[0].end)) if dates else (None, False)
    begin = start
    while begin > segment.start and reading.tokens[begin - 1].text not in ("،", ","):
        begin -= 1
    when = any(reading.entry(i, "when") for i in range(max(segment.start, start - 2), start))
    dates = read_dates(reading, segment.start if when else begin, end)
    if when and dates:
        return dates[-1], dates[-1].past
    if dates and all(d.past and d.precision == 1 and reading.tokens[d.position].text.isdigit() for d in dates):
        return dates[0], True  # 'took on 19 July': told again
    dates = [d for d in dates if not d.past or segment.background]
    return (dates[0], False) if dates else (None, False)


def since(reading: Reading, segment: Segment, mention: Mention, start: int) -> bool:
    """'since it took', 'has managed since the battles began to take': a history."""
    for i in range(max(segment.start, mention.start - 2), mention.start + 1):
        other = reading.at.get(i)
        if other is not None and (other.entry("since") or other.entry("since_event")):
            return True
    elapsed = reading.first("elapsed", max(segment.start, mention.start - _ELAPSED_REACH), mention.start)
    if elapsed is not None and not reading.tokens[elapsed.start].definite:  # not 'the quarter of al-Murur'
        return True
    return bool(reading.having(start, mention.start, "since_start", "since"))


def had(reading: Reading, segment: Segment, mention: Mention, start: int) -> bool:
    """'had taken', 'had managed to take': the pluperfect right before the verb."""
    first = max(segment.start, mention.start - _HAD_REACH)
    if reading.entry(mention.start - 1, "already") and reading.first("was", mention.start - _WAS_REACH, mention.start):
        return True  # 'points that B had taken'
    verb = mention.entry("control")
    told_at = start if verb is not None and verb.value == "managed" else mention.start
    if verb is not None and verb.value in ("verb", "managed") and _was_before_actor(reading, told_at):
        return True  # 'hills that B had taken', without the particle
    if verb is not None and verb.value == "before_that" and _what_it_was(reading, segment, mention.start):
        return True
    earlier = reading.first("earlier", first, min(segment.end, mention.end + _HAD_REACH))
    return earlier is not None or reading.first("pluperfect", first, mention.start) is not None


def _what_it_was(reading: Reading, segment: Segment, position: int) -> bool:
    """'which was a base of B, before A took it': the history of a place, with no taking in between."""
    told = reading.having(segment.start, position, "was")
    which = reading.before(told[-1].start) if told else None
    if which is None or which.entry("relative") is None or which.end != told[-1].start:
        return False
    return not reading.having(told[-1].end, position, "control", "managed")


def _was_before_actor(reading: Reading, position: int) -> bool:
    """'was A (took)': 'had' without its particle, and nothing but the actor before the verb."""
    actor = reading.before(position)
    if actor is None or actor.end != position or not actor.entry("actor"):
        return False
    was = reading.before(actor.start)
    return was is not None and was.end == actor.start and was.entry("was") is not None


def of_operation(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'the operation that A began on the 17th of January, and took ...': what it brought since then."""
    verb = mention.entry("control")
    own = reading.having(mention.end, mention.end + _OWN_SUBJECT_REACH, "actor")
    if verb is None or verb.value != "verb" or own or not reading.tokens[mention.start].prefix.startswith("و"):
        return False
    first = segment
    for before in reversed(reading.segments[max(0, segment.index - _SENTENCE_REACH) : segment.index]):
        if not first.linked or before.paragraph != segment.paragraph:
            break
        first = before
    which = reading.having(first.start, mention.start, "relative")
    for relative in which:
        dates = read_dates(reading, relative.start, mention.start)
        told = reading.having(relative.end, mention.start, "managed", "control")
        if dates and all(date.past for date in dates) and not told:
            return True
    return False


def recap(reading: Reading, segment: Segment, after: Mention | None, mention: Mention, date: EventDate | None) -> bool:
    """'after its taking of X': what was told before, said again, unless it is dated on the day of the news."""
    if after is None or _advance(reading, segment, after):
        return False
    pronoun = reading.tokens[mention.start].stem.endswith(("تها", "ته", "تهم", "تهما"))
    dated = (date is not None and (date.precision == 1 or _just_now(reading, date))) or any(
        not d.past and d.precision == 1 for d in read_dates(reading, segment.start, mention.start)
    )
    that = reading.tokens[min(after.end, mention.start)].text == "ان"  # 'after it took'
    if (pronoun or that) and not dated:
        return True
    return any(reading.entry(i, "recap") for i in range(max(0, after.start - 3), after.start))


def _just_now(reading: Reading, date: EventDate) -> bool:
    """'over the past 24 hours': up to the day of the news."""
    return reading.day is not None and date.end == reading.day and (date.end - date.start).days <= 1


def _advance(reading: Reading, segment: Segment, after: Mention) -> bool:
    """'amid an advance of the forces after taking X', '..., and that after taking X': the taking is the advance."""
    that = reading.tokens[after.start - 1].stem == "ذلك" and after.start > segment.start
    near = range(segment.start if that else max(segment.start, after.start - _AFTER_REACH), after.start)
    return any(reading.tokens[i].stem in _ADVANCES for i in near)


def expected(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'said that the taking of X, will enable it to': what would follow from it."""
    if all(
        reading.tokens[i].text != "ان" for i in range(max(segment.start, mention.start - _THAT_REACH), mention.start)
    ):
        return False
    if reading.tokens[mention.start].definite and reading.tokens[mention.start - 1].text == "ان":
        return True  # 'said that the control of X opened the road'
    return any(
        i not in reading.at and reading.tokens[i].text.startswith(("ست", "سي")) for i in range(mention.end, segment.end)
    )


def reported(reading: Reading, segment: Segment, start: int) -> bool:
    """Whether a taking is told as information, not as fact."""
    return any(
        m.entry("unconfirmed") for m in reading.within(max(segment.start, start - 3), min(segment.end, start + 1))
    )
