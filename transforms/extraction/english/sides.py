"""Who: the sides of a fight, who fired, at whom (codebook §4).

Belongs here: reading actors around a trigger. Does not belong here: the sides of the dead (`people`). Hands on `Sides`.
"""

from __future__ import annotations

from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.who import Sides, as_side

_TARGET_REACH = 3
_FOREIGN = frozenset(
    {"russia", "turkey", "israel", "jordan", "coalition", "regime", "unidentified", "transition_government"}
)
_DRONES = _FOREIGN | {"opposition", "sna", "nusra_hts", "sdf", "is", "iran_backed"}
_CARRIER_REACH = 9
_INFIGHTING_REACH = 4
_FOILED_REACH = 9
_VERB_REACH = 8
_FOILED_BEFORE = 4
_QUARRELLING = frozenset({"sna", "opposition", "nusra_hts", "iran_backed", "tribal"})
"""Sides made of many groups, which fight each other by name."""


class SideReader:
    """Reads actors of segments, remembering the sides before for 'both sides' and a subject left out.

    Args:
        reading: the report.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.last_sides: Sides | None = None
        self.last_subject: tuple[str, ...] = ()

    def ids(self, mention: Mention) -> list[str]:
        """Actors that a mention names on the day of the report."""
        entry = mention.entry("actor")
        return self.reading.actor_ids(entry.value) if entry else []

    def mentions(self, start: int, end: int, segment: Segment) -> list[tuple[Mention, list[str]]]:
        """Actor mentions in a range of tokens with their ids, those masked left out."""
        found = [(m, self.ids(m)) for m in self.reading.within(start, end) if m.start not in segment.masked]
        return [(m, ids) for m, ids in found if ids]

    def listed(
        self, mentions: list[tuple[Mention, list[str]]], masked: set[int] | frozenset[int] = frozenset()
    ) -> tuple[str, ...]:
        """Actors joined by 'and' or a comma, from the first on."""
        if not mentions:
            return ()
        ids, end = list(mentions[0][1]), mentions[0][0].end
        for mention, more in mentions[1:]:
            gap = [self.reading.tokens[i].text for i in range(end, mention.start) if i not in masked]
            joined = len(gap) <= 3 and (any(word in ("and", ",", "or", "(", "well") for word in gap) or not gap)
            if not joined or any(word in ("between", "against", "with", "on", "by", "hand") for word in gap):
                break
            ids += more
            end = mention.end
        return as_side(ids)

    # ---- fights -------------------------------------------------------------------------------

    def fight(self, trigger: Mention, segment: Segment) -> Sides:
        """'between A and B', 'clashes against B', 'A clashed with B', 'an attack by A on B'."""
        entry = trigger.entry("trigger")
        both = self.reading.first("both_sides", segment.start, segment.end)
        between = self.reading.first("range_open", segment.start, segment.end)
        sides = Sides((), ())
        foiled = self.reading.first("foiled", max(segment.start, trigger.start - _FOILED_BEFORE), trigger.end)
        if foiled is not None:
            return self._foiled(foiled, segment)
        if between is not None and between.start >= trigger.start - 3:
            sides = self._between(between.end, segment)
        if not (sides.actors or sides.targets) and self._word(trigger).startswith("infighting"):
            sides = self._infighting(trigger, segment)
        if not (sides.actors or sides.targets):
            attack = entry is not None and entry.kind == "attack"
            sides = self._attack(trigger, segment) if attack else self._against(trigger, segment)
        if not (sides.actors and sides.targets) and both is not None and self.last_sides is not None:
            return self.last_sides
        if sides.actors or sides.targets:
            self.last_sides = sides
        return sides

    def _word(self, trigger: Mention) -> str:
        return self.reading.tokens[trigger.end - 1].text

    def _between(self, start: int, segment: Segment) -> Sides:
        """The side that ends at 'on one hand', 'against' or 'with'; else the first list and the next."""
        reading = self.reading
        mark = next(
            (
                m
                for m in reading.within(start, segment.end)
                if m.entry("one_side") or m.entry("against") or m.entry("with")
            ),
            None,
        )
        if mark is not None:
            first = self.mentions(start, mark.start, segment)
            second = self.mentions(mark.end, segment.end, segment)
            if first and second:
                side = as_side(i for _, ids in first for i in ids)
                return Sides(side, tuple(i for i in self.listed(second, segment.masked) if i not in side))
        named = self.mentions(start, min(segment.end, start + 30), segment)
        if not named:
            return Sides((), ())
        side = as_side(named[0][1])
        for number, (mention, ids) in enumerate(named[1:], 1):
            other = tuple(i for i in ids if i not in side)
            if other and reading.tokens[mention.start].text != "'s":
                return Sides(side, as_side(i for _, more in named[number:] for i in more if i not in side))
        within = len(named) > 1 and side[0] in _QUARRELLING and self._joined(named[0][0].end, named[1][0].start)
        return Sides(side, side if within else ())

    def _joined(self, start: int, end: int) -> bool:
        return any(self.reading.entry(i, "and") is not None for i in range(start, end))

    def _infighting(self, trigger: Mention, segment: Segment) -> Sides:
        """'infighting among Turkish-backed factions': both sides are of one kind."""
        for mention in self.reading.within(trigger.end, min(segment.end, trigger.end + _INFIGHTING_REACH)):
            if mention.entry("range_open") or mention.entry("among") or mention.entry("in_ranks"):
                after = self.mentions(mention.end, min(segment.end, mention.end + 4), segment)
                side = self.listed(after[:1])
                return Sides(side, side)
        return Sides((), ())

    def _foiled(self, trigger: Mention, segment: Segment) -> Sides:
        """'A thwarted an attempt by B', 'A repelled B's attack', '… an attempt of B to advance'."""
        side = self.listed(self.mentions(segment.start, trigger.start, segment))
        behind = [
            (m, self.ids(m)) for m in self.reading.within(trigger.end, min(segment.end, trigger.end + _FOILED_REACH))
        ]
        return Sides(side, self.listed([(m, ids) for m, ids in behind if ids and not set(ids) & set(side)]))

    def _against(self, trigger: Mention, segment: Segment) -> Sides:
        for mention in self.reading.within(trigger.end, segment.end):
            if mention.entry("with") or mention.entry("against"):
                after = self.mentions(mention.end, min(segment.end, mention.end + 8), segment)
                if after and after[0][0].start <= mention.end + 3:
                    other = self.listed(after, segment.masked)
                    return Sides(self._subject_of_fight(trigger, segment, other), other)
        before = self.mentions(segment.start, trigger.start, segment)
        return Sides(as_side(before[0][1]) if before else (), ())

    def _subject_of_fight(self, trigger: Mention, segment: Segment, other: tuple[str, ...]) -> tuple[str, ...]:
        named = self.mentions(segment.start, trigger.start, segment)
        carried = self.by(trigger.end, segment)
        if carried and not set(carried) & set(other):
            return carried
        side = self.listed(named) if named else self.last_subject
        return tuple(i for i in side if i not in other)

    def _attack(self, trigger: Mention, segment: Segment) -> Sides:
        by = self.by(trigger.end, segment)
        before = self.listed(self.mentions(segment.start, trigger.start, segment))
        actors = by or before or self._adjective(trigger, segment)
        targets = self.targets(segment, actors)
        if not targets:
            after = self.mentions(trigger.end, min(segment.end, trigger.end + 10), segment)
            targets = as_side(i for _, ids in after for i in ids if i not in actors)
        return Sides(actors, targets)

    def _adjective(self, trigger: Mention, segment: Segment) -> tuple[str, ...]:
        named = self.mentions(max(segment.start, trigger.start - 2), trigger.start, segment)
        return as_side(named[0][1]) if named else ()

    # ---- fire ---------------------------------------------------------------------------------

    def by(self, start: int, segment: Segment) -> tuple[str, ...]:
        """'by A', 'fired by A and B'."""
        for mention in self.reading.within(start, segment.end):
            if mention.start > start and mention.entry("relative") and not self._reported(mention):
                return ()
            if mention.entry("by") or mention.entry("fired_by"):
                after = self.mentions(mention.end, min(segment.end, mention.end + 7), segment)
                if after and after[0][0].start <= mention.end + 4:
                    return self.listed(after)
        return ()

    def _reported(self, mention: Mention) -> bool:
        """'SOHR said that …': no relative clause."""
        reach = self.reading.within(max(0, mention.start - 3), mention.start)
        return any(m.end == mention.start and m.entry("report_verb") is not None for m in reach)

    def fire(self, trigger: Mention, segment: Segment) -> Sides:
        """Who fired and at whom."""
        actors = self.by(segment.start, segment) or self.by(trigger.start, segment) or self._subject(trigger, segment)
        return Sides(actors, self.targets(segment, actors))

    def _subject(self, trigger: Mention, segment: Segment) -> tuple[str, ...]:
        """The first actor before the verb; behind a noun that of 'of A'; a subject left out is the one before."""
        before = [
            n
            for n in self.mentions(segment.start, trigger.start + 1, segment)
            if not self._is_target(n[0], segment) and not self._victim(n[0], trigger)
        ]
        if before:
            return self.listed(before)
        after = self.mentions(trigger.end, min(segment.end, trigger.end + 5), segment)
        owner = [n for n in after if self.reading.tokens[n[0].start - 1].text in ("of", "the", "'s")]
        owner = [n for n in owner if any(self.reading.entry(i, "of") for i in range(trigger.end, n[0].start))]
        if owner and owner[0][0].start <= trigger.end + 2:
            return self.listed(owner)
        subject = self.reading.at.get(segment.start)
        joined = subject is not None and (subject.entry("connective") or subject.entry("and"))
        return self.last_subject if joined and trigger.start <= segment.start + 2 else ()

    def _victim(self, mention: Mention, trigger: Mention) -> bool:
        """'25 IS militants were killed by targeting them': they did not fire."""
        first = self.reading.first("be", mention.end, trigger.start)
        struck = self.reading.first("outcome", mention.end, trigger.start)
        return self._of_people(mention) and first is not None and struck is not None

    def air(
        self, carrier: Mention | None, segment: Segment, strike: Mention | None = None
    ) -> tuple[tuple[str, ...], str]:
        """Whose planes: the nationality before them, the owner behind them, helicopters those of the regime."""
        probable = self.reading.first("probable", segment.start, segment.end)
        by = [i for i in self.by(segment.start, segment) if i in _FOREIGN]
        if carrier is None and strike is not None and not by:
            adjective = self.mentions(max(segment.start, strike.start - 2), strike.start, segment)
            by = [i for _, ids in adjective for i in ids if i in _FOREIGN]
        if carrier is None:
            named = [
                i
                for m, ids in self.mentions(segment.start, segment.end, segment)
                for i in ids
                if i in _FOREIGN and not self._of_people(m)
            ]
            before = [i for i in named if i not in self.targets(segment, ())]
            return as_side(by or before[:1]), "probable" if probable and (by or before) else "certain"
        end = min(segment.end, carrier.end + _CARRIER_REACH)
        end = min([end, *(m.start for m in self.reading.within(carrier.end, end) if self._strikes(m))])
        near = self.mentions(max(segment.start, carrier.start - 3), end, segment)
        flown = carrier.entry("trigger")
        owners = _DRONES if flown is not None and flown.detail == "drone" else _FOREIGN
        ids = [i for m, more in near for i in more if i in owners and not self._is_target(m, segment)]
        certainty = "probable" if probable is not None and abs(probable.start - carrier.start) <= 5 else "certain"
        if ids:
            side = tuple(dict.fromkeys(by)) or self._owners(near, segment, owners)
            return as_side(side), certainty
        owner = carrier.entry("trigger_actor")
        holds = owner is not None and self.reading.actor_ids("regime forces")
        return (("regime",) if holds else ()), certainty

    def _of_people(self, mention: Mention) -> bool:
        """'two regime soldiers': they were struck and struck nobody."""
        behind = self.reading.at.get(mention.end)
        return mention.entry("people") is not None or (behind is not None and behind.entry("people") is not None)

    def _strikes(self, mention: Mention) -> bool:
        trigger = mention.entry("trigger")
        return trigger is not None and trigger.kind in ("noun", "strike", "target", "raid", "attack")

    def _owners(
        self, near: list[tuple[Mention, list[str]]], segment: Segment, owners: frozenset[str]
    ) -> tuple[str, ...]:
        kept = [(m, ids) for m, ids in near if not self._is_target(m, segment) and set(ids) & owners]
        return self.listed(kept)

    def targets(self, segment: Segment, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Those whose positions, vehicles and members were hit."""
        named = [ids for m, ids in self.mentions(segment.start, segment.end, segment) if self._is_target(m, segment)]
        return as_side(i for ids in named for i in ids if i not in actors)

    def _is_target(self, mention: Mention, segment: Segment) -> bool:
        """'IS positions', 'positions of IS', 'a regime weapons convoy'."""
        reading = self.reading
        for position in range(mention.end, min(segment.end, mention.end + 3)):
            other = reading.at.get(position)
            if other is not None and other.entry("target_head") and not other.entry("people"):
                return True
            if other is not None and reading.tokens[position].text != "'s":
                break
        for position in range(max(segment.start, mention.start - _TARGET_REACH - 2), mention.start):
            other = reading.at.get(position)
            close = other is not None and other.end >= mention.start - _TARGET_REACH
            if (
                other is not None
                and close
                and other.entry("target_head")
                and not self._cut_off(other.end, mention.start)
                and not self._acting(other, mention, segment)
            ):
                return True
        return False

    def _acting(self, head: Mention, mention: Mention, segment: Segment) -> bool:
        """'3 gunmen of IS opened fire on …': people at the head of a sentence whose verb follows did it."""
        reading = self.reading
        if head.entry("people") is None or reading.first("trigger", segment.start, head.start) is not None:
            return False
        for other in reading.within(mention.end, min(segment.end, mention.end + _VERB_REACH)):
            trigger = other.entry("trigger")
            if trigger is not None:
                return trigger.kind in ("shot", "fire", "strike", "target", "attack")
            if any(other.entry(role) for role in ("be", "outcome", "by", "after", "relative")):
                return False
        return False

    def _cut_off(self, start: int, end: int) -> bool:
        return any(
            m.entry("by") or m.entry("fired_by") or m.entry("and") or (m.entry("sign") and m.end - m.start == 1)
            for m in self.reading.within(start, end)
        )
