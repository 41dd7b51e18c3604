"""Who took what from whom: completed takings only (codebook §3).

Belongs here: telling a completed taking from attributes of status, attempts and histories. Does not belong here:
resolving places. Hands on `ControlFrame`s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.numbers import read_number
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.when import EventDate, read_dates
from transforms.extraction.who import ActorReader, as_side
from transforms.frozen import quickly_made

_ON = frozenset({"علي", "عليها", "عليه", "عليهما", "عليهم"})
_PLACE_REACH = 30
_GOODS_REACH = 5
_AFTER_REACH = 7
_TODAY_REACH = 8
_ADVANCES = frozenset({"تقدم", "تقدما", "تقدمت", "تقدمها", "تقدمه"})
_PARTS_OF_TOWNS = frozenset({"مزارع", "بساتين", "منازل"})
_COUNTED = frozenset({"village", "town", "base", "checkpoint", "hill"})
_ENDS = frozenset({"after", "managed", "relative", "attribute", "amid", "attempt", "approach", "because", "where"})
_CLAUSE_REACH = 7
_OBJECT_REACH = 30
_PARTIAL_REACH = 5
_FROM_REACH = 14
_HAD_REACH = 3
_ELAPSED_REACH = 8
_SHARE_REACH = 8
_STOCK_REACH = 3
_WAS_REACH = 8
_AND_ON_REACH = 16
_ASIDE_REACH = 6


@quickly_made
@dataclass(frozen=True, slots=True)
class ControlFrame:
    """A taking.

    Attributes:
        mention: the control word.
        takers: actor ids, the first named first.
        taken_from: actor id of the loser, or None.
        extent: full or partial.
        change: capture, recapture, withdrawal or handover.
        places_low: number of unnamed places, or None.
        start: first token of what tells it.
        places_from: token from which its places are named.
        places_to: token before which they end.
        date: own date, or None.
        background: told as old news.
        reported: told as information, not as fact.
        plural: unnamed places are spoken of ('two villages', 'points').
    """

    mention: Mention
    takers: tuple[str, ...]
    taken_from: str | None
    extent: str
    change: str
    places_low: int | None
    start: int
    places_from: int
    places_to: int
    date: EventDate | None
    background: bool
    reported: bool
    plural: bool


def read_controls(reading: Reading, segment: Segment, actors: ActorReader) -> list[ControlFrame]:
    """Completed takings of a segment, in order."""
    out = []
    taken_up = -1
    for mention in reading.having(segment.start, segment.end, "control"):
        entry = mention.entry("control")
        if mention.start < taken_up:
            continue
        if entry is None or entry.value == "fire_control" or (entry.value == "status" and not entry.detail):
            continue
        if mention.start in segment.masked and not _told_today(reading, segment, mention):
            continue
        if mention.start in segment.attempts or _stock(reading, segment, mention):
            continue
        start = _completed(reading, segment, mention, entry.value)
        if start is None:
            continue
        object_noun = _object_noun(reading, segment, mention, entry.value)
        taken_up = object_noun.end if object_noun else mention.end
        frame = _up_to_and_on(reading, _frame(reading, segment, actors, mention, start, taken_up))
        parts = _and_parts_of(reading, frame)
        out.append(frame if parts is None else replace(frame, places_to=parts, extent="full"))
        if parts is not None:
            out.append(_continued(reading, segment, frame, parts, parts))
        out += _also_on(reading, segment, frame)
    return out


def _stock(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'rises to 51 the number of villages that they took': a count of what was taken, told before."""
    if any(reading.tokens[i].text == "%" for i in range(mention.end, min(segment.end, mention.end + _SHARE_REACH))):
        return True  # a share of the area of a city
    rises = reading.first("cumulative", segment.start, mention.start)
    tally = reading.first("tally", rises.end, mention.start) if rises is not None else None
    return tally is not None and bool(reading.having(tally.end, tally.end + _STOCK_REACH, "level", "partial"))


def _up_to_and_on(reading: Reading, frame: ControlFrame) -> ControlFrame:
    """'took checkpoints near X and of the villages of Y': the second 'on' opens a list of its own."""
    for position in range(frame.places_from + 1, frame.places_to):
        if reading.tokens[position].text == "وعلي":
            return replace(frame, places_to=position)
    return frame


def _also_on(reading: Reading, segment: Segment, frame: ControlFrame) -> list[ControlFrame]:
    """'took control of A, and of parts of B and C': what the second 'on' names is taken by the same word."""
    for position in range(frame.places_to, min(segment.end, frame.places_to + _AND_ON_REACH)):
        mention = reading.at.get(position)
        if reading.tokens[position].text == "وعلي":
            return [_continued(reading, segment, frame, position, position + 1)]
        if mention is not None and any(mention.entry(role) for role in ("trigger", "after", "attempt", "managed")):
            break
    return []


def _and_parts_of(reading: Reading, frame: ControlFrame) -> int | None:
    """'took A and parts of B': the token where the parts begin, behind a place taken as a whole."""
    if frame.extent == "partial" or frame.plural:
        return None
    for mention in reading.within(frame.places_from + 1, frame.places_to):
        if mention.entry("partial") and reading.tokens[mention.start].prefix.startswith("و"):
            return mention.start
    return None


def _continued(reading: Reading, segment: Segment, frame: ControlFrame, position: int, begin: int) -> ControlFrame:
    end = _clause_end(reading, segment, begin)
    low, plural = _unnamed(reading, begin, end)
    extent = "partial" if _partial(reading, begin, end) else "full"
    return replace(
        frame, start=position, places_from=begin, places_to=end, places_low=low, plural=plural, extent=extent,
        mention=frame.mention.moved(position, begin),
    )  # fmt: skip


def _object_noun(reading: Reading, segment: Segment, mention: Mention, form: str) -> Mention | None:
    """'regained ... control of': the noun that belongs to the verb."""
    if (form == "noun" and mention.entry("control").detail != "recapture") or form in ("managed", "handover_taken"):  # type: ignore[union-attr]
        return None
    for other in reading.within(mention.end, min(segment.end, mention.end + _OBJECT_REACH)):
        time = other.entry("time")
        if other.entry("sign") and not _aside(reading, other.start, segment.end):
            return None
        late = time is not None and time.value.startswith("after") and time.value != "after_midnight"
        if other.entry("after") or other.entry("managed") or late:
            return None
        entry = other.entry("control")
        if entry is not None:
            return other if entry.value in ("noun", "managed") else None
    return None


def _completed(reading: Reading, segment: Segment, mention: Mention, form: str) -> int | None:
    """First token of a completed taking, or None where the words tell none."""
    if _of_goods(reading, segment, mention):
        return None
    reach = _CLAUSE_REACH if form in ("verb", "verb_again") else 2
    if _relative_before(reading, segment, mention.start, reach) and not _told_today(reading, segment, mention):
        return None
    if form in ("managed", "expel"):
        managed = _managed(reading, segment, mention.start)
        return (
            managed.start
            if managed is not None
            else mention.start
            if form == "expel" and _verbal(reading, mention)
            else None
        )
    if form == "noun":
        prefix = reading.tokens[mention.start].prefix
        led = _led(reading, segment, mention)
        purpose = "ل" in prefix and not led  # 'to take control of': what for, not what happened
        if led:
            return mention.start
        told = reading.entry(mention.start - 1, "unconfirmed") is not None
        means = "ب" in prefix and not told and _managed(reading, segment, mention.start) is None  # 'battles by taking'
        begin = max(segment.start, mention.start - _AFTER_REACH)
        if means and (result := reading.first("resulting", begin, mention.start)):
            return result.start  # 'this advance consisted in taking'
        return None if purpose or means else _noun_start(reading, segment, mention)
    return mention.start if _verb_completes(reading, segment, mention, form) else None


def _of_goods(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'seized (large amounts of) arms and ammunition': no place was taken."""
    position = _behind_on(reading, segment, mention.end, "علي")
    if reading.tokens[position - 1].text not in _ON:
        return False
    for i in range(position, min(segment.end, position + _GOODS_REACH)):
        other = reading.at.get(i)
        if other is not None and other.entry("goods"):
            return True
        if other is not None and any(other.entry(role) for role in ("place", "level", "partial", "in", "near", "sign")):
            return False
        if i > position and reading.tokens[i].prefix.startswith("و"):
            return False
    return False


def _led(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'which led to their control of': right behind what led to it."""
    for other in reading.having(max(segment.start, mention.start - 3), mention.start, "resulting", "besides"):
        if other.end == mention.start:
            return "ل" in reading.tokens[mention.start].prefix  # also 'in addition to their control of'
    return False


def _verbal(reading: Reading, mention: Mention) -> bool:
    """'drove out' is a verb; 'to drive out' and 'the expulsion of' tell no fact."""
    return reading.tokens[mention.start].stem in ("طردت", "طردوا")


def _verb_completes(reading: Reading, segment: Segment, mention: Mention, form: str) -> bool:
    """Whether a verb of control has what makes it a taking."""
    if form in ("verb", "handover_taken", "status"):
        return _has_object(reading, segment, mention)
    if form == "verb_again":
        return _object_noun(reading, segment, mention, form) is not None
    if form == "before_that":
        pronoun = reading.tokens[mention.end - 1].text.endswith(("ها", "ه", "هما"))
        return pronoun or _has_object(reading, segment, mention)
    if form == "handover_gave":
        return _receiver(reading, segment, mention) is not None
    return form == "entered" and _left_to_them(reading, segment)


def _receiver(reading: Reading, segment: Segment, mention: Mention) -> Mention | None:
    """'handed X over to B': the actor behind 'to'."""
    for other in reading.within(mention.end, min(segment.end, mention.end + 20)):
        if other.entry("sign"):
            return None
        if other.entry("to") or "ل" in reading.tokens[other.start].prefix:
            to = other if other.entry("actor") else reading.at.get(other.end)
            if to is not None and to.entry("actor"):
                return to
    return None


def _left_to_them(reading: Reading, segment: Segment) -> bool:
    """Entering is a taking only where the other side withdrew or handed over in the same breath."""
    begin = reading.segments[segment.index - 1].start if segment.linked and segment.index else segment.start
    forms = ("withdrawal_noun", "withdrawal_verb", "handover_verb", "handover_noun", "handover_taken")
    return any(
        (c := m.entry("control")) and c.value in forms and not _denied(reading, m)
        for m in reading.within(begin, segment.end)
    )


def _denied(reading: Reading, mention: Mention) -> bool:
    """'without information of a withdrawal'."""
    return any(reading.entry(i, "no_casualties") for i in range(max(0, mention.start - 4), mention.start))


def _relative_before(reading: Reading, segment: Segment, position: int, reach: int) -> bool:
    """'which X took': an attribute of what stands before it, within its clause."""
    for i in range(position - 1, max(segment.start, position - reach) - 1, -1):
        mention = reading.at.get(i)
        if reading.tokens[i].text in ("،", ","):
            return False
        if mention is not None and (mention.entry("relative") or mention.entry("relative_people")):
            return True
    return False


def _told_today(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'which X took this evening': news, although told as an attribute."""
    end = mention.end
    while end < segment.end and reading.tokens[end].text not in ("،", ",") and end < mention.end + _TODAY_REACH:
        end += 1
    dates = read_dates(reading, mention.end, end)
    return reading.day is not None and any(not d.past and d.start == reading.day for d in dates)


def _has_object(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """A verb of control needs 'on' or a place behind it."""
    if reading.tokens[mention.end - 1].text in _ON:
        return True
    own = mention.entry("control")
    needs_on = own is not None and own.value == "noun" and own.detail != "recapture"
    for i in range(mention.end, min(segment.end, mention.end + _PLACE_REACH)):
        other = reading.at.get(i)
        if reading.tokens[i].text in ("،", ",") and not _aside(reading, i, segment.end):
            return False
        control = other.entry("control") if other else None
        if control is not None and control.value not in ("noun", "managed"):
            return False
        if reading.tokens[i].text in _ON or (other is not None and other.entry("level") and not needs_on):
            return True
        if needs_on and i == mention.end and other is not None and other.entry("partial"):
            return True  # 'their control parts of the two villages', without 'on'
    return False


def _aside(reading: Reading, comma: int, limit: int) -> bool:
    """', at dawn today,': a comma of an aside about time, opening or closing."""
    for i in range(comma + 1, min(limit, comma + 6)):
        if reading.entry(i, "time") is not None or reading.tokens[i].text in _ON or reading.entry(i, "to"):
            return True
        if i in reading.at and not reading.entry(i, "during"):
            return reading.entry(i, "control") is not None
    return False


def _managed(reading: Reading, segment: Segment, position: int) -> Mention | None:
    """The 'managed' that a taking hangs on; asides may stand between, as segments of their own."""
    found = None
    asides = segment.linked and segment.index and "control" not in _roles_of_first(reading, segment)
    begin = reading.segments[segment.index - 1] if asides else segment
    for mention in reading.within(begin.start, position):
        if mention.entry("managed") and mention.start not in segment.attempts | begin.attempts:
            found = mention
    return found if found is None or found.start >= segment.start or _open_managed(reading, found, segment) else None


def _roles_of_first(reading: Reading, segment: Segment) -> set[str]:
    first = reading.at.get(segment.start)
    return set(first.by_role) if first is not None else set()


def _open_managed(reading: Reading, managed: Mention, segment: Segment) -> bool:
    """'managed, after shelling, to take': nothing that was managed stands in the segment before."""
    return not any(m.entry("control") or m.entry("from") for m in reading.within(managed.end, segment.start))


def _noun_start(reading: Reading, segment: Segment, mention: Mention) -> int | None:
    """A noun of control is a taking behind 'managed to', 'after', 'amid', 'information of', or done passively."""
    if reading.tokens[mention.end - 1].text not in _ON and not _has_object(reading, segment, mention):
        return None
    for i in range(mention.start - 1, max(segment.start, mention.start - _AFTER_REACH) - 1, -1):
        other = reading.at.get(i)
        if reading.tokens[i].text in ("،", ","):
            break
        if other is None:
            continue
        if other.entry("managed"):
            return other.start
        if any(other.entry(role) for role in ("unconfirmed", "passive", "amid", "after", "observatory")):
            return other.start
        time = other.entry("time")
        if time is not None and time.value.startswith("after_"):
            return other.start
        if other.entry("about_prep") and (led := reading.first("resulting", segment.start, other.start)):
            return led.start  # 'the attack led to their control of'
    managed = _managed(reading, segment, mention.start)
    if managed is not None:
        return managed.start
    pronoun = reading.tokens[mention.start].stem.endswith(("تها", "ته", "تهم", "تهما"))
    joined = reading.tokens[mention.start].prefix.startswith("و")
    entry = mention.entry("control")
    first = reading.at.get(segment.start)
    opens = mention.start == segment.start or (first is not None and first.end == mention.start)
    again = entry is not None and entry.detail == "recapture" and opens  # 'while (the) regaining of A': for the verb
    return mention.start if (pronoun and joined) or again else None


def _frame(
    reading: Reading, segment: Segment, actors: ActorReader, mention: Mention, start: int, places_from: int
) -> ControlFrame:
    entry = mention.entry("control") or Entry("control")
    takers = actors.taker(mention, segment)
    giver: tuple[str, ...] = ()
    if entry.value == "handover_gave":
        giver = takers
        receiver = _receiver(reading, segment, mention)
        takers = as_side(actors.ids(receiver)) if receiver is not None else ()
    after = _after_word(reading, segment, start)
    date, past = _date(reading, segment, mention, start, after)
    if entry.value == "expel":
        expelled = actors.mentions(mention.end, min(segment.end, mention.end + 5), segment)
        giver = tuple(expelled[0][1]) if expelled else giver
        places_from = expelled[0][0].end if expelled else places_from
    word = {"entered": "الي", "expel": "من"}.get(entry.value, "علي")
    places_from = _behind_on(reading, segment, places_from, word)
    places_to = _clause_end(reading, segment, places_from)
    low, plural = _unnamed(reading, places_from, places_to)
    change = "recapture" if entry.detail == "recapture" else entry.detail
    if entry.value == "entered" and any(
        (c := m.entry("control")) and c.value.startswith("handover") for m in reading.within(segment.start, segment.end)
    ):
        change = "handover"
    withdrawn = _withdrawn(reading, segment, actors)
    loser = giver[0] if giver else _loser(reading, segment, actors, mention, takers)
    if withdrawn and withdrawn not in takers:
        change, loser = change if change in ("recapture", "handover") else "withdrawal", loser or withdrawn
    return ControlFrame(
        mention=mention,
        takers=takers,
        taken_from=loser,
        extent="partial" if _partial(reading, places_from, places_to) else "full",
        change=change,
        places_low=low,
        start=start,
        places_from=places_from,
        places_to=places_to,
        date=date,
        background=segment.background
        or past
        or _since(reading, segment, mention, start)
        or _recap(reading, segment, after, mention, date)
        or _had(reading, segment, mention),
        reported=_reported(reading, segment, start),
        plural=plural,
    )


def _behind_on(reading: Reading, segment: Segment, position: int, word: str) -> int:
    """The token behind 'on' or 'into': what is taken is named from there."""
    if reading.tokens[position - 1].text in _ON:
        return position
    for i in range(position, min(segment.end, position + _PLACE_REACH)):
        if reading.tokens[i].text in ("،", ",") and not _aside(reading, i, segment.end):
            break
        if reading.tokens[i].text == word:
            return i + 1
    return position


def _after_word(reading: Reading, segment: Segment, start: int) -> Mention | None:
    """The 'after' that this taking hangs on: 'two days after IS managed to take'."""
    for i in range(start, max(segment.start, start - _AFTER_REACH) - 1, -1):
        mention = reading.at.get(i)
        if reading.tokens[i].text in ("،", ","):
            return None
        if mention is None:
            continue
        time = mention.entry("time")
        if mention.entry("after") or (time is not None and time.value.startswith("after_")):
            return mention
        if i < start and (mention.entry("actor") or mention.entry("trigger") or mention.entry("place")):
            return None
    return None


def _date(
    reading: Reading, segment: Segment, mention: Mention, start: int, after: Mention | None
) -> tuple[EventDate | None, bool]:
    """Own date of a taking, and whether it makes the taking old news."""
    end = _clause_end(reading, segment, mention.end)
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


def _clause_end(reading: Reading, segment: Segment, start: int) -> int:
    """Where what is taken ends: before 'after', 'which', a new verb, or a comma that begins no list item."""
    position = start
    while position < segment.end:
        other = reading.at.get(position)
        if other is not None and position > start:
            behind = _behind_attribute(reading, other, segment.end)
            if behind is not None:
                position = behind
                continue
            if not _ENDS.isdisjoint(other.by_role):
                return position
            time = other.entry("time")
            if time is not None and time.value.startswith("after_"):
                return position
            if other.entry("control") or (other.entry("trigger") and not _part_of_name(reading, other)):
                return position
        if reading.tokens[position].text in ("،", ",") and not _list_goes_on(reading, position + 1, segment.end):
            return position
        position += 1
    return segment.end


def _behind_attribute(reading: Reading, mention: Mention, limit: int) -> int | None:
    """'X (which is) near Y, and Z': the comma behind an attribute, where the list goes on there."""
    if not mention.entry("attribute"):
        return None
    for i in range(mention.end, min(limit, mention.end + _AFTER_REACH)):
        if reading.tokens[i].text in ("،", ","):
            return i if _list_goes_on(reading, i + 1, limit) else None
    return None


def _part_of_name(reading: Reading, mention: Mention) -> bool:
    """'the Artillery battalion': a trigger with the article right behind a level word is a name."""
    behind_level = reading.entry(mention.start - 1, "level") is not None
    return mention.entry("level") is not None or (behind_level and reading.tokens[mention.start].definite)


def _list_goes_on(reading: Reading, position: int, limit: int) -> bool:
    if position >= limit:
        return False
    mention = reading.at.get(position)
    if mention is None or mention.entry("on"):
        return False
    return bool(mention.entry("place") or mention.entry("level") or mention.entry("namely"))


def _unnamed(reading: Reading, start: int, end: int) -> tuple[int | None, bool]:
    """('two villages' -> 2, 'about 20 villages' -> 20) and whether places are spoken of without names."""
    for position in range(start, min(end, start + 6)):
        mention = reading.at.get(position)
        number = read_number(reading.tokens, reading.at, position, end)
        if number is not None and number.value < 1000:
            return number.value, True
        level = mention.entry("level") if mention else None
        if level is not None and level.number >= 2 and not reading.tokens[position].definite:
            follows = reading.at.get(position + 1)
            if follows is not None and follows.entry("place"):
                return None, False
            return (2, True) if level.number == 2 else (None, True)
        one = level is not None and level.number == 1 and level.value in _COUNTED and position + 1 < end
        if one and not reading.tokens[position].definite and _nameless(reading, position + 1):
            return 1, True
        if mention is not None and (mention.entry("partial") or mention.entry("plural_number")):
            return _unnamed(reading, mention.end, end)[0], True
        if mention is not None and mention.entry("place") and not (level or mention.entry("on")):
            break  # named first: 'the village of X and hills near it'
    return None, False


def _nameless(reading: Reading, position: int) -> bool:
    """'a village in', 'a battalion at least': no name stands behind the word."""
    mention = reading.at.get(position)
    if mention is not None and mention.entry("adjective") and not reading.tokens[position].definite:
        return True  # 'a strategic town'
    roles = ("unnamed_new", "qualifier_after", "in", "near", "bearing", "relative", "sign")
    if mention is not None and mention.entry("countryside") and "ب" in reading.tokens[position].prefix:
        return True
    return mention is not None and any(mention.entry(role) for role in roles)


def _farms_in(reading: Reading, start: int, end: int) -> bool:
    """'farms in the town of X' are parts of it."""
    inside = reading.at.get(start + 1)
    if start + 1 >= end or reading.tokens[start].stem not in _PARTS_OF_TOWNS or inside is None:
        return False
    level = reading.entry(inside.end, "level") if inside.entry("in") else None
    return level is not None and level.value in ("city", "town", "village")


def _partial(reading: Reading, start: int, end: int) -> bool:
    if _farms_in(reading, start, end):
        return True
    for mention in reading.within(start, min(end, start + _PARTIAL_REACH)):
        if mention.entry("partial"):
            return True
        if mention.entry("place") or (mention.entry("level") and not mention.entry("partial")):
            return False
    return False


def _withdrawn(reading: Reading, segment: Segment, actors: ActorReader) -> str | None:
    begin = segment.start
    if segment.linked and segment.index:
        begin = reading.segments[segment.index - 1].start
    for mention in reading.within(begin, segment.end):
        entry = mention.entry("control")
        if entry is not None and entry.value in ("withdrawal_noun", "withdrawal_verb", "handover_verb"):
            named = actors.mentions(mention.end, min(segment.end, mention.end + 5), segment)
            if named:
                return actors.listed(named)[0]
    return None


def _loser(
    reading: Reading, segment: Segment, actors: ActorReader, mention: Mention, takers: tuple[str, ...]
) -> str | None:
    """'from B', 'at the expense of B', 'which B held'."""
    limit = min(segment.end, mention.end + _FROM_REACH)
    for other, ids in actors.mentions(mention.end, limit):
        if not ids or ids[0] in takers or other.start in segment.supporters:
            continue
        if other.start in segment.masked:
            return ids[0]
        for i in range(max(mention.end, other.start - 3), other.start):
            word = reading.at.get(i)
            if word is not None and (word.entry("from") or word.entry("at_expense")):
                return ids[0]
    return None


def _since(reading: Reading, segment: Segment, mention: Mention, start: int) -> bool:
    """'since it took', 'has managed since the battles began to take': a history."""
    for i in range(max(segment.start, mention.start - 2), mention.start + 1):
        other = reading.at.get(i)
        if other is not None and (other.entry("since") or other.entry("since_event")):
            return True
    elapsed = reading.first("elapsed", max(segment.start, mention.start - _ELAPSED_REACH), mention.start)
    return elapsed is not None or reading.first("since_start", start, mention.start) is not None


def _had(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'had taken': the pluperfect right before the verb."""
    first = max(segment.start, mention.start - _HAD_REACH)
    if reading.entry(mention.start - 1, "already") and reading.first("was", mention.start - _WAS_REACH, mention.start):
        return True  # 'points that B had taken'
    earlier = reading.first("earlier", first, min(segment.end, mention.end + _HAD_REACH))
    return earlier is not None or reading.first("pluperfect", first, mention.start) is not None


def _recap(reading: Reading, segment: Segment, after: Mention | None, mention: Mention, date: EventDate | None) -> bool:
    """'after its taking of X': what was told before, said again, unless it is dated on the day of the news."""
    if after is None or _advance(reading, segment, after):
        return False
    pronoun = reading.tokens[mention.start].stem.endswith(("تها", "ته", "تهم", "تهما"))
    dated = (date is not None and date.precision == 1) or any(
        not d.past and d.precision == 1 for d in read_dates(reading, segment.start, mention.start)
    )
    that = reading.tokens[min(after.end, mention.start)].text == "ان"  # 'after it took'
    if (pronoun or that) and not dated:
        return True
    return any(reading.entry(i, "recap") for i in range(max(0, after.start - 3), after.start))


def _advance(reading: Reading, segment: Segment, after: Mention) -> bool:
    """'amid an advance of the forces after taking X': the taking is the advance."""
    near = range(max(segment.start, after.start - _AFTER_REACH), after.start)
    return any(reading.tokens[i].stem in _ADVANCES for i in near)


def _reported(reading: Reading, segment: Segment, start: int) -> bool:
    return any(
        m.entry("unconfirmed") for m in reading.within(max(segment.start, start - 3), min(segment.end, start + 1))
    )
