"""Who: the sides of a fight, who fired, at whom (codebook §4).

Belongs here: reading actors around a trigger. Does not belong here: the sides of the dead (`casualties`). Hands on
lists of actor ids in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.reading import Reading, Segment

_ADJECTIVES = frozenset({"russia", "turkey", "israel", "jordan", "coalition"})
_GENERIC_FACTIONS = frozenset(
    {"فصايل", "فصايل اسلاميه", "فصايل مقاتله", "فصايل اسلاميه والمقاتله", "فصايل مقاتله والاسلاميه", "فصيل"}
)
_UNIDENTIFIED = ["unidentified"]
_TARGET_REACH = 4
_OWNER_REACH = 3
_TAKER_REACH = 4
_VICTIM_REACH = 7
_VERBS = frozenset({"verb", "verb_again", "before_that", "so_that", "handover_taken", "handover_gave", "entered"})
"""Forms of control whose subject may stand behind them."""
_VICTIMS_REACH = 16
_CARRIED_OUT = ("نفذه", "نفذته", "شنه", "شنته", "نفذوه", "شنوه")
_PATROL = "دوريه"
_WITH_REACH = 6
_LISTED_REACH = 24
_BY_REACH = 8


class Sides(NamedTuple):
    """Actor ids of the side that acted and of the other."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]


def as_side(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of one side, each once; Nusra allied with factions is opposition, factions with Turkey are its allies."""
    side = list(dict.fromkeys(ids))
    if len(side) < 2:
        return tuple(side)
    if "opposition" in side and "nusra_hts" in side:
        side.remove("nusra_hts")
    if "opposition" in side and "turkey" in side:
        side = ["sna" if actor == "opposition" else actor for actor in side]
    if "sna" in side and "opposition" in side:
        side.remove("opposition")
    if "unidentified" in side and len(side) > 1:
        side.remove("unidentified")
    return tuple(dict.fromkeys(side))


def _apart(first: tuple[str, ...], second: tuple[str, ...]) -> Sides:
    """'between A and a faction on one side, and factions on the other': who stands on both belongs to the bare one."""
    common = set(first) & set(second)
    if common and len(second) == len(common) < len(first):
        return Sides(tuple(i for i in first if i not in common), second)
    if common and len(first) == len(common) < len(second):
        return Sides(first, tuple(i for i in second if i not in common))
    return Sides(first, second)


class ActorReader:
    """Reads actors of segments, remembering the sides before for 'the two sides' and 'the latter'.

    Args:
        reading: the report.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.last_sides: Sides | None = None
        self.last_actors: tuple[str, ...] = ()
        self.last_subject: tuple[str, ...] = ()
        self._backed: list[int] | None = None

    def ids(self, mention: Mention) -> list[str]:
        """Actors that a mention names on the day of the report."""
        entry = mention.entry("actor")
        if entry is None:
            return []
        if entry.value in self.reading.lexicon.definite_aliases and not self.reading.tokens[mention.start].definite:
            return []
        ids = self.reading.actor_ids(entry.value)
        if ids == ["opposition"] and entry.value in _GENERIC_FACTIONS and self._turkey_backed(mention.start):
            return ["sna"]
        return ids

    def _turkey_backed(self, position: int) -> bool:
        """'the factions' are Turkey's where the same section names an operation or a group of hers."""
        if self._backed is None:
            self._backed = [
                m.start
                for m in self.reading.having(0, len(self.reading.tokens), "actor")
                if (e := m.entry("actor")) and "sna" in self.reading.actor_ids(e.value)
            ]
        section = self.reading.section_at(position)
        if section is None:
            return False
        first = bisect_left(self._backed, section.start)
        return first < len(self._backed) and self._backed[first] < section.end

    def mentions(self, start: int, end: int, segment: Segment | None = None) -> list[tuple[Mention, list[str]]]:
        """Actor mentions in a range of tokens with their ids, those masked left out."""
        out = []
        generic = False
        for mention in self.reading.having(start, end, "actor", "last_side", "first_side"):
            if segment is not None and mention.start in segment.masked:
                continue
            ids = self.ids(mention)
            if not ids and mention.entry("last_side") and self.last_sides:
                ids = list(self.last_sides.targets)
            if not ids and mention.entry("first_side") and self.last_sides:
                ids = list(self.last_sides.actors)
            if ids:
                out.append((mention, ids))
                generic = generic or ids == _UNIDENTIFIED
        return self._without_generic(out) if generic else out

    def _without_generic(self, named: list[tuple[Mention, list[str]]]) -> list[tuple[Mention, list[str]]]:
        """'gunmen of the tribes', 'gunmen loyal to Iran': whose they are tells more than that they are gunmen."""
        out = []
        for number, (mention, ids) in enumerate(named):
            after = named[number + 1][0].start if number + 1 < len(named) else -1
            if ids == _UNIDENTIFIED and mention.end < after <= mention.end + _OWNER_REACH:
                between = self.reading.at.get(mention.end)
                if between is not None and between.entry("from"):
                    continue
            out.append((mention, ids))
        return out

    # ---- fights -------------------------------------------------------------------------------

    def fight(self, trigger: Mention, segment: Segment) -> Sides:
        """The two sides: 'between A on one side and B on the other', 'A ... with B', 'A attacked B'."""
        pronoun = self.reading.first("between_pronoun", trigger.start, segment.end)
        if pronoun is not None and self.last_subject:
            other = self._side(pronoun.end, min(segment.end, pronoun.end + 12), segment)
            return self._remember(Sides(self.last_subject, tuple(i for i in other if i not in self.last_subject)))
        entry = trigger.entry("trigger")
        if entry is not None and entry.kind == "attack":
            return self._remember(self._attack(trigger, segment))
        between = self.reading.first("range_open", trigger.start, segment.end) or self.reading.first(
            "range_open", max(segment.start, trigger.start - 3), trigger.start
        )
        if between is not None:
            sides = self._between(between.end, segment)
            if sides.actors or sides.targets:
                return self._remember(sides)
        against = self._against(trigger, segment)
        if against is not None:
            return self._remember(against)
        both = self.reading.first("both_sides", segment.start, segment.end)
        if both is not None and self.last_sides is not None:
            return self.last_sides
        after = [ids for _, ids in self.mentions(trigger.end, min(segment.end, trigger.end + 6), segment)]
        if len(after) == 1 and self.last_sides is not None and set(after[0]) <= set(sum(self.last_sides, ())):
            return self.last_sides
        return Sides((), ())

    def _remember(self, sides: Sides) -> Sides:
        if (sides.actors and sides.targets) or (self.last_sides is None and any(sides)):
            self.last_sides = sides
        return sides

    def _attack(self, trigger: Mention, segment: Segment) -> Sides:
        """'A attacked positions of B', 'an attack of A on B', 'A goes on with its attack against B'."""
        named = self.mentions(segment.start, segment.end, segment)
        targets = [i for m, ids in named if self._is_target(m, segment) for i in ids]
        against = self.reading.first("against", trigger.end, segment.end)
        if against is not None:
            targets += self._side(against.end, min(segment.end, against.end + 10), segment)
        before = [ids for m, ids in named if m.end <= trigger.start]
        after = [(m, ids) for m, ids in named if m.start >= trigger.end and not set(ids) & set(targets)]
        author = self._author_behind(trigger, segment)
        if author:
            hit = targets or [i for ids in before[:1] for i in ids]
            return Sides(author, as_side(i for i in hit if i not in author))
        if before:
            return Sides(as_side(before[0]), as_side(i for i in targets if i not in before[0]))
        if after and after[0][0].start <= trigger.end + 4:
            actors = self.listed(after)
            return Sides(actors, as_side(i for i in targets if i not in actors))
        return Sides((), as_side(targets))

    def _author_behind(self, trigger: Mention, segment: Segment) -> tuple[str, ...]:
        """'were wounded in an attack that A carried out': who stands behind the word for it."""
        if trigger.end >= segment.end or not self.reading.tokens[trigger.end].stem.startswith(_CARRIED_OUT):
            return ()
        after = self.mentions(trigger.end + 1, min(segment.end, trigger.end + 6), segment)
        return self.listed(after) if after else ()

    def _between(self, start: int, segment: Segment) -> Sides:
        reading = self.reading
        ends = [m for m in reading.within(start, segment.end) if m.entry("side_end") or m.entry("connective_or_side")]
        if ends:
            limit = ends[1].start if len(ends) > 1 else segment.end
            first = self._side(start, ends[0].start, segment)
            second = self._side(ends[0].end, limit, segment)
            if not first and reading.first("last_side", start, ends[0].start):
                first = self.last_actors
            return _apart(first, second)
        named = self.mentions(start, min(segment.end, start + 22), segment)
        named = [(m, ids) for m, ids in named if not self._is_target(m, segment)]
        if not named:
            return Sides((), ())
        first_ids = as_side(named[0][1])
        rest: list[str] = []
        for mention, ids in named[1:]:
            if self._place_owner(mention):
                break
            rest += [i for i in ids if i not in first_ids]
            if not reading.tokens[mention.start].prefix.startswith("و") and rest:
                break
        return Sides(first_ids, as_side(rest))

    def _place_owner(self, mention: Mention) -> bool:
        before = self.reading.at.get(mention.start - 1)
        return before is not None and before.entry("in") is not None

    def _side(self, start: int, end: int, segment: Segment) -> tuple[str, ...]:
        return as_side(i for _, ids in self.mentions(start, end, segment) for i in ids)

    def _against(self, trigger: Mention, segment: Segment) -> Sides | None:
        for mention in self.reading.within(trigger.start, segment.end):
            if not (mention.entry("with") or mention.entry("against")):
                continue
            before = self.mentions(segment.start, mention.start, segment)
            after = self.mentions(mention.end, min(segment.end, mention.end + 8), segment)
            if after and after[0][0].start <= mention.end + 4:
                side = [i for _, ids in before for i in ids]
                other = self.listed(after)
                return Sides(as_side(i for i in side if i not in other), other)
        return None

    def listed(self, mentions: list[tuple[Mention, list[str]]]) -> tuple[str, ...]:
        """Actors joined by 'and', from the first on."""
        ids = list(mentions[0][1])
        end = mentions[0][0].end
        tokens = self.reading.tokens
        for mention, more in mentions[1:]:
            if tokens[end].text == "(" and mention.start == end + 1:
                end = mention.end + (mention.end < len(tokens) and tokens[mention.end].text == ")")
                continue  # 'the Nusra Front (al-Qaeda in the Levant) and the factions'
            several = self.reading.at.get(end)  # 'and several battalions'
            counted = several is not None and several.entry("plural_number") and mention.start == several.end
            joined = self.reading.tokens[end if counted else mention.start].prefix.startswith("و")
            if (mention.start - end > 1 and not counted) or not joined:
                break
            ids += more
            end = mention.end
        return as_side(ids)

    # ---- fire ---------------------------------------------------------------------------------

    def fire(self, trigger: Mention, segment: Segment) -> Sides:
        """Who fired and at whom."""
        actors = self._fired_by(segment) or self._subject(trigger, segment)
        targets = tuple(i for i in self._targets(segment) if i not in actors)
        return Sides(actors, targets)

    def _fired_by(self, segment: Segment) -> tuple[str, ...]:
        for mention in self.reading.having(segment.start, segment.end, "fired_by", "by"):
            after = self.mentions(mention.end, min(segment.end, mention.end + 9), segment)
            if after and after[0][0].start <= mention.end + 5:
                return self.listed(after)
        return ()

    def _subject(self, trigger: Mention, segment: Segment) -> tuple[str, ...]:
        """Subject of the verb, owner of the noun: the first actor behind it, before what is hit."""
        start = trigger.end
        verb = self.reading.first("fires", segment.start, trigger.start)
        if verb is not None:
            start = verb.end
        limit = min(segment.end, start + 8)
        for position in range(start, limit):
            mention = self.reading.at.get(position)
            if mention is None:
                continue
            if self._members(mention, trigger):
                continue
            if mention.entry("target_head") or mention.entry("on") or mention.entry("in") or mention.entry("people"):
                break
            if mention.entry("actor") and position not in segment.masked:
                named = self.mentions(position, segment.end, segment)
                return self.listed(named) if named else ()
        before = self.mentions(segment.start, trigger.start, segment)
        before = [(m, ids) for m, ids in before if trigger.start - m.end <= 3]
        arrest = trigger.entry("trigger")
        if before and arrest is not None and arrest.value == "detention" and arrest.kind == "verb":
            return as_side(before[-1][1])
        if before and not self._is_target(before[-1][0], segment) and not self._harmed(before[-1][0], trigger):
            return as_side(before[-1][1])
        return ()

    def _members(self, mention: Mention, trigger: Mention) -> bool:
        """'members of a patrol of A arrested': in an arrest, the patrol belongs to who arrests."""
        entry = trigger.entry("trigger")
        if entry is None or entry.value != "detention":
            return False
        people = mention.entry("people")
        plural = people is not None and people.number > 2 and people.value == "combatant"
        return plural or self.reading.tokens[mention.start].stem == _PATROL

    def _harmed(self, actor: Mention, trigger: Mention) -> bool:
        """'5 of A were killed because of shelling': A did not shell."""
        if self.reading.first("because", actor.end, trigger.start) is not None:
            return True
        of = self.reading.entry(actor.start - 1, "from") is not None  # '3 others of A': whose people they are
        near = max(0, actor.start - (_VICTIMS_REACH if of else _VICTIM_REACH))
        outcomes = self.reading.having(near, actor.start, "outcome")
        fell = [m for m in outcomes if (e := m.entry("outcome")) and e.value in ("killed", "wounded")]
        return bool(fell) and not self.reading.having(fell[-1].end, actor.end, "by", "fires", "sign", "fired_by")

    def _targets(self, segment: Segment) -> tuple[str, ...]:
        named: list[str] = []
        for mention, ids in self.mentions(segment.start, segment.end):
            if self._is_target(mention, segment) and (mention.start not in segment.masked or self._held_site(mention)):
                named += ids
        return as_side(named)

    def _held_site(self, mention: Mention) -> bool:
        """'positions held by B': B is hit; 'areas held by B' only say whose land it is."""
        for i in range(max(0, mention.start - 3), mention.start):
            other = self.reading.at.get(i)
            control = other.entry("control") if other else None
            if other is not None and control is not None and control.value == "status":
                before = self.reading.at.get(i - 1)
                return before is not None and before.entry("target_head") is not None
        return False

    def _is_target(self, mention: Mention, segment: Segment) -> bool:
        for position in range(max(segment.start, mention.start - _TARGET_REACH), mention.start):
            other = self.reading.at.get(position)
            if other is None:
                continue
            if other.entry("target_head") and not self._verb_between(other.end, mention.start):
                return True
        return False

    def _verb_between(self, start: int, end: int) -> bool:
        return any(m.entry("by") or m.entry("fired_by") or m.entry("actor") for m in self.reading.within(start, end))

    # ---- control ------------------------------------------------------------------------------

    def taker(self, control: Mention, segment: Segment) -> tuple[str, ...]:
        """Who took: behind a verb, before 'managed to take' or a noun."""
        form = control.entry("control") or Entry("control")
        if form.value == "status":
            behind = self.mentions(control.end, min(segment.end, control.end + _TAKER_REACH))
            return self.listed(behind) if behind else ()
        if form.value in _VERBS:
            after = self.mentions(control.end, min(segment.end, control.end + 6), segment)
            if after and self._subject_behind(control, after[0][0]):
                return self.listed(self.mentions(control.end, min(segment.end, control.end + _LISTED_REACH), segment))
            if self.reading.tokens[control.start].stem.endswith("وا"):
                before = self.mentions(segment.start, control.start, segment)
                near = bool(before) and before[-1][0].end == control.start
                return as_side(before[-1][1]) if near else ()  # 'they took': who, was told before
        elif form.value == "noun":
            after = self.mentions(control.end, min(segment.end, control.end + 3), segment)
            if after and self._owner_behind(control, after[0][0]):
                return self.listed(after)
        managed = self._managing(control, segment) if form.value in ("managed", "noun") else ()
        if managed:
            return managed
        before = self.mentions(segment.start, control.start, segment)
        if form.value in ("before_that", "present") and before and before[-1][0].end == control.start:
            return as_side(before[-1][1])  # 'for B to come back and regain it'
        if form.value == "noun" and self._by_right_behind(control, segment):
            return self._by_whom(control, segment)
        return self._subject_before(before, control, segment) or self._by_whom(control, segment)

    def fought(self, start: int, segment: Segment, takers: tuple[str, ...]) -> str | None:
        """'took X, after clashes with B': the side that the taker fought, told behind the taking."""
        clash = next((m for m in self.reading.having(start, segment.end, "trigger") if _is_clash(m)), None)
        against = self.reading.first("with", clash.end, min(segment.end, clash.end + _WITH_REACH)) if clash else None
        if against is None:
            return None
        named = self.mentions(against.end, min(segment.end, against.end + _TARGET_REACH), segment)
        side = [i for i in (self.listed(named) if named else ()) if i not in takers]
        return side[0] if side else None

    def _managing(self, control: Mention, segment: Segment) -> tuple[str, ...]:
        """'A managed to take': who stands between the two words."""
        managed = self.reading.having(segment.start, control.start, "managed")
        between = self.mentions(managed[-1].end, control.start, segment) if managed else []
        if between and self._pronoun(control) and self.reading.tokens[control.start].prefix.startswith("و"):
            return self._subject_before(between, control, segment)
        return self.listed(between) if between else ()

    def _by_right_behind(self, control: Mention, segment: Segment) -> bool:
        """'the regaining of X by A': in one clause, with no other doing between."""
        by = self.reading.first("by", control.end, segment.end)
        if by is None or by.start > control.end + _BY_REACH or self._pronoun(control):
            return False
        signs = any(self.reading.tokens[i].text in ("،", ",") for i in range(control.end, by.start))
        return not signs and not self.reading.having(control.end, by.start, "trigger", "control")

    def _by_whom(self, control: Mention, segment: Segment) -> tuple[str, ...]:
        """'control of more points by A and B': the actor behind 'by'."""
        by = self.reading.first("by", control.end, segment.end)
        named = self.mentions(by.end, min(segment.end, by.end + 8), segment) if by is not None else []
        return self.listed(named) if named else ()

    def _against_them(self, actor: Mention) -> bool:
        """'against A', 'at the expense of A', 'with (fighters of) A'; not 'with an advance of A'."""
        near = range(max(0, actor.start - 2), actor.start)
        if any(self.reading.entry(i, role) for i in near for role in ("against", "at_expense", "from", "by")):
            return True
        people = self.reading.entry(actor.start - 1, "people") is not None
        return any(self.reading.entry(i, "with") for i in near if i == actor.start - 1 or people)

    def _owner_behind(self, control: Mention, actor: Mention) -> bool:
        """'the control of A': A right behind the noun, or set off by a dash."""
        between = [self.reading.tokens[i].text for i in range(control.end, actor.start)]
        fighters = len(between) == 1 and self.reading.entry(control.end, "people") is not None
        dash = len(between) in (1, 2) and between[-1] == "-"
        return not self._pronoun(control) and (not between or fighters or dash)

    def _subject_behind(self, control: Mention, actor: Mention) -> bool:
        """Whether an actor behind a verb is its subject: near, not behind 'on' or 'of'."""
        reading = self.reading
        if actor.start > control.end + _TAKER_REACH or "ل" in reading.tokens[actor.start].prefix:
            return False
        between = [reading.at.get(i) for i in range(control.end, actor.start)]
        if any(reading.tokens[i].text in ("علي", "،", ",") for i in range(control.end - 1, actor.start)):
            return False
        if reading.tokens[control.end].text == "من":
            return False  # 'and received it from B'
        if any(m is not None and m.entry("after") for m in between):
            return False  # 'and received it after B left'
        fighters = any(m is not None and m.entry("people") for m in between)
        listed = reading.tokens[actor.start].prefix.startswith("و")  # behind factions that no dictionary knows
        return actor.start <= control.end + 2 or fighters or listed

    def _managed_by_pronoun(self, control: Mention, segment: Segment) -> bool:
        """'after an advance of A and its managing to take': who managed was named last."""
        managed = self.reading.having(segment.start, control.start, "managed")
        stem = self.reading.tokens[managed[-1].start].stem if managed else ""
        joined = bool(managed) and self.reading.tokens[managed[-1].start].prefix.startswith("و")
        near = bool(managed) and managed[-1].start >= control.start - _OWNER_REACH
        return joined and near and stem.endswith(("كنها", "كنه", "كنهم"))

    def _pronoun(self, control: Mention) -> bool:
        return self.reading.tokens[control.start].stem.endswith(("تها", "ته", "تهم", "تهما"))

    def _subject_before(
        self, before: list[tuple[Mention, list[str]]], control: Mention, segment: Segment
    ) -> tuple[str, ...]:
        """The first actor of the segment; in a counter-attack its author, behind 'which' the last one named."""
        if not before:
            return ()
        if self._managed_by_pronoun(control, segment):
            acting = [ids for m, ids in before if not self._is_target(m, segment) and not self._against_them(m)]
            return as_side(acting[-1]) if acting else ()
        after = self.reading.entry(control.start - 1, "after") is not None
        joined = self.reading.tokens[control.start].prefix.startswith("و")
        if self._pronoun(control) and (after or joined):  # 'an advance of the factions and their control of'
            acting = [ids for m, ids in before if not self._is_target(m, segment) and not self._against_them(m)]
            return as_side(acting[-1]) if acting else ()
        for mention in reversed(self.reading.within(segment.start, control.start)):
            trigger = mention.entry("trigger")
            attack = trigger is not None and trigger.kind == "attack"
            which = mention.entry("relative") is not None and mention.start >= control.start - 5
            if attack or which:
                authors = [ids for m, ids in before if m.end <= mention.start]
                return as_side(authors[-1]) if authors else ()
        return as_side(before[0][1])

    def adjective(self, start: int, end: int, segment: Segment) -> tuple[str, ...]:
        """Nationality behind planes: 'Russian', 'of the Coalition', 'of the regime'."""
        for mention, ids in self.mentions(start, end, segment):
            foreign = [i for i in ids if i in _ADJECTIVES or i == "regime"]
            if foreign:
                return tuple(foreign)
            del mention
        return ()


def _is_clash(mention: Mention) -> bool:
    trigger = mention.entry("trigger")
    return trigger is not None and trigger.value == "clash"
