"""Who took what from whom: completed takings only (codebook §3).

Belongs here: telling a completed taking from attributes of status, attempts and histories. Does not belong here:
resolving places. Hands on `ControlFrame`s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extraction.control_extent import ON, ON_IT, PLACE_REACH, aside, behind_on, clause_end, partial, unnamed
from transforms.extraction.control_history import (
    after_word,
    date_of,
    expected,
    had,
    of_operation,
    recap,
    relative_before,
    reported,
    since,
    stock,
    told_today,
)
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.when import EventDate
from transforms.extraction.who import ActorReader, as_side
from transforms.frozen import quickly_made

_GOODS_REACH = 5
_TELLING = ("managed", "unconfirmed", "passive", "amid", "after", "after_cause", "observatory")
_AFTER_REACH = 7
_CLAUSE_REACH = 7
_OBJECT_REACH = 30
_FROM_REACH = 14
_EXPELLED_REACH = 7
_RESULTS = 2
_RESULT_REACH = 12
_DURING_IT = frozenset({"خلالها", "خلاله"})
_AND_ON_REACH = 16
_THEY = ("ا", "وا")
_BY_REACH = 8
_WHICH_REACH = 24
_OTHERS = "اخري"
_LOST_REACH = 16
_LOSER_REACH = 5
_SO_THAT = ("لتعود", "ليعود", "لتتقدم", "ليتقدم", "لتعاود", "ليعاود")


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
        if entry.value == "participle" and reading.tokens[mention.start].definite:
            continue
        if mention.start in segment.masked and not told_today(reading, segment, mention):
            continue
        if mention.start in segment.attempts or stock(reading, segment, mention):
            continue
        start = _completed(reading, segment, mention, entry.value)
        if start is None:
            continue
        object_noun = _object_noun(reading, segment, mention, entry.value)
        if object_noun is not None and object_noun.start in segment.attempts:
            continue  # 'tightened its control by fire on'
        taken_up = object_noun.end if object_noun else mention.end
        frame = _up_to_and_on(reading, _frame(reading, segment, actors, mention, start, taken_up))
        parts = _and_parts_of(reading, frame)
        out.append(frame if parts is None else replace(frame, places_to=parts, extent="full"))
        rest = _continued(reading, segment, frame, parts, parts) if parts is not None else None
        if rest is not None and not _mere_rest(reading, rest):
            out.append(rest)
        out += _also_on(reading, segment, frame)
    return _history_goes_on(reading, out)


def _history_goes_on(reading: Reading, frames: list[ControlFrame]) -> list[ControlFrame]:
    """'hills that B had taken in an attack during which it managed to take the town': both are old news."""
    out: list[ControlFrame] = []
    for frame in frames:
        within = reading.tokens[min(frame.start + 1, len(reading.tokens) - 1)].stem in _DURING_IT
        old = bool(out) and out[-1].background and (within or frame.mention.start == out[-1].places_to)
        out.append(replace(frame, background=True) if old else frame)
    return out


def _up_to_and_on(reading: Reading, frame: ControlFrame) -> ControlFrame:
    """'took checkpoints near X and of the villages of Y': the second 'on' opens a list of its own."""
    behind_it = reading.tokens[frame.places_from - 1].text in ON_IT  # 'took control of it, and of the towns of'
    for position in range(frame.places_from + (not behind_it), frame.places_to):
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
        named = mention.entry("level") and reading.tokens[mention.end].definite  # 'and the building of the Police'
        if mention.entry("partial") and reading.tokens[mention.start].prefix.startswith("و") and not named:
            return mention.start
    return None


def _mere_rest(reading: Reading, frame: ControlFrame) -> bool:
    """'took A and other positions (in its countryside)': neither a number nor a name, nothing to tell apart from A."""
    if any(reading.tokens[i].stem == _OTHERS for i in range(frame.places_from, frame.places_from + 2)):
        return True
    return frame.places_low is None and not reading.having(frame.places_from, frame.places_to, "place", "level")


def _continued(reading: Reading, segment: Segment, frame: ControlFrame, position: int, begin: int) -> ControlFrame:
    end = clause_end(reading, segment, begin)
    low, plural = unnamed(reading, begin, end)
    extent = "partial" if partial(reading, begin, end) else "full"
    return replace(
        frame, start=position, places_from=begin, places_to=end, places_low=low, plural=plural, extent=extent,
        mention=frame.mention.moved(position, begin),
    )  # fmt: skip


def _object_noun(reading: Reading, segment: Segment, mention: Mention, form: str) -> Mention | None:
    """'regained ... control of': the noun that belongs to the verb."""
    if (form == "noun" and mention.entry("control").detail != "recapture") or form in ("managed", "handover_taken"):  # type: ignore[union-attr]
        return None
    if reading.tokens[mention.end - 1].text in ON or form == "present":
        return None  # 'regained control of A and took control of B': two takings
    if form == "expel":
        end = clause_end(reading, segment, mention.end)
        noun = reading.at.get(end)
        joined = noun is not None and noun.entry("control") and reading.tokens[end].prefix.startswith("و")
        return noun if joined else None  # 'drove B out of X and took control of it'
    for other in reading.within(mention.end, min(segment.end, mention.end + _OBJECT_REACH)):
        time = other.entry("time")
        if other.entry("sign") and not aside(reading, other.start, segment.end):
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
    if _during_which(reading, segment, mention):
        return None
    reach = _CLAUSE_REACH if form in ("verb", "verb_again") else 2
    if relative_before(reading, segment, mention.start, reach) and not told_today(reading, segment, mention):
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
    if form == "handover_noun":  # 'the handing over of X to B was done'
        done = _told_by(reading, segment, mention)
        handed = done is not None and done.entry("passive") and _receiver(reading, segment, mention) is not None
        return done.start if done is not None and handed else None
    return mention.start if _verb_completes(reading, segment, mention, form) else None


def _during_which(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'battles during which (in it) A managed to take': says something of battles told before."""
    for i in range(max(segment.start, mention.start - _AFTER_REACH), min(segment.end, mention.end + 2)):
        if reading.tokens[i].stem not in _DURING_IT:
            continue
        which = reading.having(max(segment.start, i - _WHICH_REACH), i, "relative")
        goes_on = reading.tokens[i - 1].prefix.startswith("و")
        if which and (goes_on or which[-1].end >= i - _AFTER_REACH):
            return True
    return False


def _of_goods(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'seized (large amounts of) arms and ammunition': no place was taken."""
    position = behind_on(reading, segment, mention.end, "علي")
    if reading.tokens[position - 1].text not in ON:
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
    if form in ("verb", "status", "participle"):
        return _has_object(reading, segment, mention)
    if form == "verb_again":
        return _object_noun(reading, segment, mention, form) is not None
    if form == "before_that" and not reading.tokens[mention.start].prefix and mention.end - mention.start == 1:
        return False  # 'the first area that it regains'
    if form in ("before_that", "handover_taken", "so_that"):
        pronoun = reading.tokens[mention.end - 1].text.endswith(("ها", "ه", "هما"))
        return pronoun or _has_object(reading, segment, mention)
    if form == "present":
        return _goes_on_to(reading, segment, mention)
    if form == "lost":
        return _lost_to(reading, segment, mention)
    if form in ("handover_gave", "handover_noun"):
        given = form == "handover_gave" or reading.entry(mention.start - 1, "passive") is not None
        return given and _receiver(reading, segment, mention) is not None and not _of_arms(reading, mention)
    if form != "entered" or not _by_somebody(reading, segment, mention):
        return False
    return _left_to_them(reading, segment)


def _goes_on_to(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'so that A comes back and takes control of': the present goes on with 'so that' or 'before'."""
    if not reading.tokens[mention.start].prefix.startswith("و"):
        return False
    for i in range(mention.start - 1, max(segment.start, mention.start - _AFTER_REACH) - 1, -1):
        if reading.tokens[i].text in ("،", ","):
            return False
        if reading.tokens[i].text.startswith(_SO_THAT) and i not in segment.masked:
            return True
    return False


def _lost_to(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'B lost X to A', 'B lost control of X'; not 'lost 20 members', and not what it had lost before."""
    favoured = reading.first("in_favour", mention.end, min(segment.end, mention.end + _LOST_REACH))
    holding = any(
        (c := m.entry("control")) and c.value == "noun" for m in reading.having(mention.end, mention.end + 4, "control")
    )
    return (favoured is not None or holding) and _has_object(reading, segment, mention)


def _by_somebody(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'A entered', 'the entry of A', 'managed to enter'; not 'to prevent its advance and the entering into'."""
    return not reading.tokens[mention.start].definite or reading.entry(mention.start - 1, "from") is not None


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
        (c := m.entry("control")) and c.value in forms and not _denied(reading, m) and not _of_arms(reading, m)
        for m in reading.within(begin, segment.end)
    )


def _of_arms(reading: Reading, mention: Mention) -> bool:
    """'the handover of the heavy arms': no place was handed over."""
    return reading.entry(mention.end, "goods") is not None


def _denied(reading: Reading, mention: Mention) -> bool:
    """'without information of a withdrawal'."""
    return any(reading.entry(i, "no_casualties") for i in range(max(0, mention.start - 4), mention.start))


def _has_object(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """A verb of control needs 'on' or a place behind it."""
    if reading.tokens[mention.end - 1].text in ON:
        return True
    own = mention.entry("control")
    needs_on = own is not None and own.value == "noun" and own.detail != "recapture"
    for i in range(mention.end, min(segment.end, mention.end + PLACE_REACH)):
        other = reading.at.get(i)
        if reading.tokens[i].text in ("،", ",") and not aside(reading, i, segment.end):
            return False
        control = other.entry("control") if other else None
        if control is not None and control.value not in ("noun", "managed"):
            return False
        if reading.tokens[i].text in ON or (other is not None and other.entry("level") and not needs_on):
            return True
        if other is not None and other.entry("place") and other.end - i > 1 and not needs_on:
            return True  # 'received the crossing of X'
        if other is not None and other.entry("partial") and (i == mention.end if needs_on else _regains(own)):
            return True  # 'their control parts of the two villages', without 'on'; 'regained most of the points'
    return False


def _regains(control: Entry | None) -> bool:
    return control is not None and control.value == "verb" and control.detail == "recapture"


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
    if reading.tokens[mention.end - 1].text not in ON and not _has_object(reading, segment, mention):
        return None
    if expected(reading, segment, mention):
        return None
    told = _told_by(reading, segment, mention) or _managed(reading, segment, mention.start)
    if told is not None:
        return told.start
    if reading.tokens[mention.start - 1].text == "ان":
        return None
    if (result := _among_results(reading, segment, mention)) is not None:
        return result
    own = reading.tokens[mention.start].stem.endswith(("تها", "ته", "تهم", "تهما"))
    own = own or _another_owned(reading, segment, mention)
    joined = reading.tokens[mention.start].prefix.startswith("و")
    entry = mention.entry("control")
    first = reading.at.get(segment.start)
    opens = mention.start == segment.start or (first is not None and first.end == mention.start)
    again = entry is not None and entry.detail == "recapture" and opens  # 'while (the) regaining of A': for the verb
    return mention.start if (own and joined) or again else None


def _among_results(reading: Reading, segment: Segment, mention: Mention) -> int | None:
    """'the clashes left 20 dead, and 14 ..., and the control of parts of X': one of several results."""
    if not reading.tokens[mention.start].prefix.startswith("و"):
        return None
    for other in reading.segments[max(0, segment.index - _RESULTS) : segment.index + 1]:
        if other.paragraph == segment.paragraph and not other.attempts:
            result = reading.first("resulting", other.start, min(other.end, mention.start))
            if result is not None and reading.first("about_prep", result.end, result.end + _RESULT_REACH) is not None:
                return mention.start
    return None


def _told_by(reading: Reading, segment: Segment, mention: Mention) -> Mention | None:
    """The word before a noun of control, within its clause, that makes it a fact or information."""
    for i in range(mention.start - 1, max(segment.start, mention.start - _AFTER_REACH) - 1, -1):
        other = reading.at.get(i)
        if reading.tokens[i].text in ("،", ","):
            return None
        if other is None:
            continue
        if any(other.entry(role) for role in _TELLING):
            return other
        time = other.entry("time")
        if time is not None and time.value.startswith("after_"):
            return other
        leads = other.entry("about_prep") or other.entry("to")
        if leads and (led := reading.first("resulting", segment.start, other.start)):
            return led  # 'the attack led to their control of', 'resulted in'
        if other.entry("resulting") and other.end == mention.start:
            return other  # 'what led to control of'
    return None


def _another_owned(reading: Reading, segment: Segment, mention: Mention) -> bool:
    """'after the taking of X by A, and the taking of Y by B', 'A's withdrawal, and B's control': of the first."""
    by = reading.first("by", mention.end, segment.end)
    owned = reading.entry(mention.end, "actor") is not None or (by is not None and by.start < mention.end + _BY_REACH)
    before = [m for m in reading.having(segment.start, mention.start, "control") if m.start not in segment.masked]
    told = [
        m for m in before if (c := m.entry("control")) and c.value in ("noun", "withdrawal_noun", "withdrawal_verb")
    ]
    return owned and (bool(told) or by is not None)


def _frame(
    reading: Reading, segment: Segment, actors: ActorReader, mention: Mention, start: int, places_from: int
) -> ControlFrame:
    entry = mention.entry("control") or Entry("control")
    takers = actors.taker(mention, segment)
    giver: tuple[str, ...] = ()
    if entry.value in ("handover_gave", "handover_noun"):
        giver = takers if entry.value == "handover_gave" else ()
        receiver = _receiver(reading, segment, mention)
        takers = as_side(actors.ids(receiver)) if receiver is not None else ()
    after = after_word(reading, segment, start)
    date, past = date_of(reading, segment, mention, start, after)
    if entry.value == "lost":
        giver, takers = _lost_by(reading, segment, actors, mention)
    if entry.value == "expel":
        expelled = _expelled(actors.mentions(mention.end, min(segment.end, mention.end + _EXPELLED_REACH), segment))
        if len(expelled) > 1:
            takers = as_side(expelled[0][1])  # 'A drove B out of'
        giver = tuple(expelled[-1][1]) if expelled else giver
        takers = () if takers == giver else takers
        places_from = expelled[-1][0].end if expelled else places_from
    word = {"entered": "الي", "expel": "من"}.get(entry.value, "علي")
    places_from = behind_on(reading, segment, places_from, word)
    places_to = clause_end(reading, segment, places_from)
    low, plural = unnamed(reading, places_from, places_to)
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
        extent="partial" if partial(reading, places_from, places_to) else "full",
        change=change,
        places_low=low,
        start=start,
        places_from=places_from,
        places_to=places_to,
        date=date,
        background=segment.background
        or past
        or since(reading, segment, mention, start)
        or recap(reading, segment, after, mention, date)
        or had(reading, segment, mention, start)
        or of_operation(reading, segment, mention),
        reported=reported(reading, segment, start),
        plural=plural,
    )


def _lost_by(
    reading: Reading, segment: Segment, actors: ActorReader, mention: Mention
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who lost and who took: 'B lost X to A'; where nobody is named behind 'to', the other side of the fight."""
    named = actors.mentions(mention.end, min(segment.end, mention.end + _LOSER_REACH), segment)
    loser = tuple(named[0][1]) if named else ()
    favoured = reading.first("in_favour", mention.end, segment.end)
    to = actors.mentions(favoured.end, min(segment.end, favoured.end + _LOSER_REACH)) if favoured is not None else []
    if to:
        return loser, actors.listed(to)
    sides = actors.last_sides or ((), ())
    others = [side for side in sides if side and not set(side) & set(loser)]
    return loser, others[0] if len(others) == 1 else ()


def _expelled(named: list[tuple[Mention, list[str]]]) -> list[tuple[Mention, list[str]]]:
    """'drove A's fighters out', 'A drove B out': one or two actors right behind the verb, of different sides."""
    if len(named) > 1 and set(named[1][1]) != set(named[0][1]):
        return named[:2]
    return [named[0]] if named and named[0][0].start <= named[0][0].end else []


def _withdrawn(reading: Reading, segment: Segment, actors: ActorReader) -> str | None:
    begin = segment.start
    if segment.linked and segment.index:
        begin = reading.segments[segment.index - 1].start
    for mention in reading.within(begin, segment.end):
        entry = mention.entry("control")
        if entry is not None and entry.value in ("withdrawal_noun", "withdrawal_verb", "handover_verb"):
            named = actors.mentions(mention.end, min(segment.end, mention.end + 5), segment)
            if not named and reading.tokens[mention.start].stem.endswith(_THEY):
                named = actors.mentions(begin, mention.start, segment)[-2:]  # 'that A and B (both) withdrew'
                joined = len(named) == 2 and named[0][0].end == named[1][0].start
                named = (named if joined else named[-1:]) if named and named[-1][0].end == mention.start else []
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
            if _leads_to_land(reading, segment, other.start):
                continue
            return ids[0]
        for i in range(max(mention.end, other.start - 3), other.start):
            word = reading.at.get(i)
            if word is not None and (word.entry("from") or word.entry("at_expense")):
                return ids[0]
    return actors.fought(mention.end, segment, takers) or _presence_ended(reading, segment, actors, takers)


def _leads_to_land(reading: Reading, segment: Segment, position: int) -> bool:
    """'the crossing to the areas held by B': B's land lies beside what was taken."""
    first = position
    while first > segment.start and first - 1 in segment.masked:
        first -= 1
    return any(reading.entry(first - 1, role) for role in ("with", "to", "near", "towards"))


def _presence_ended(reading: Reading, segment: Segment, actors: ActorReader, takers: tuple[str, ...]) -> str | None:
    """'ended the presence of B in the city by taking it', 'B lost the north after A took'."""
    presence = next(iter(reading.having(segment.start, segment.end, "presence", "loses")), None)
    named = actors.mentions(presence.end, min(segment.end, presence.end + 3), segment) if presence is not None else []
    return named[0][1][0] if named and named[0][1][0] not in takers else None
