"""What: the kind of event that a segment tells, and its weapon (codebook §2).

Belongs here: choosing a type from the triggers of a segment. Does not belong here: sides, places, numbers. Hands on
`Frame`s.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import lru_cache, partial
from typing import NamedTuple

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.reading import Reading, Segment

_WEAPONS = (
    "chemical", "cluster", "barrel_bomb", "drone", "helicopter", "machine_gun", "warplane",
    "ground_to_ground_missile", "guided_missile", "rocket", "mortar", "tank", "artillery",
    "suicide_bomb", "car_bomb", "mine", "ied", "grenade", "sniper",
)  # fmt: skip
_WEAPON_RANK = {weapon: rank for rank, weapon in enumerate(_WEAPONS)}
"""Where several weapons are named, the first of these tells most."""
_HIMSELF = frozenset({"نفسه", "نفسها", "نفسيهما", "انفسهم"})
_NONE_REACH = 5
_TRIED_REACH = 4
_CALM_REACH = 5
_RESIDENTS = frozenset(
    {"مواطنين", "مواطنون", "اهالي", "مدنيين", "مدنيون", "سكان", "عوايل", "عايلات", "نازحين", "نازحون", "اسر"}
)
_BATTLES = frozenset({"معركه", "معارك"})
_AIMS = frozenset({"تهدف", "بهدف", "اطلق", "اطلقت", "اطلقوا", "تحت"})
_ANNOUNCED = frozenset({"اعلن", "اعلنت", "اعلنوا", "اعلان"})
_BEGINNINGS = frozenset({"بدء", "بداية", "انطلاق", "اطلاق"})
_ANNOUNCED_REACH = 10
_BEGINNING_REACH = 3
_AIR_REACH = 6
_DEVICE_REACH = 10
_VICTIM_REACH = 3
_FRONTS = frozenset({"محاور", "جبهات", "خطوط", "مناطق", "نقاط", "اماكن", "مواقع"})
_WITHOUT = frozenset({"دون", "بدون", "بلا"})
_REASONS = frozenset({"اسباب", "دوافع", "ملابسات", "ظروف"})
_ANAPHORIC = ("clash", "shelling", "airstrike", "explosion")
_SPECIAL = ("targeted_killing", "execution", "detention")
_QUIET = ("agreement", "displacement")


class Frame(NamedTuple):
    """An event type with the trigger that tells it.

    Attributes:
        event_type: codebook §2.
        weapon: or None.
        trigger: the mention that decided.
        start: first token of what tells the event.
        attempted: told as tried and failed.
        rule: name of the rule.
    """

    event_type: str
    weapon: str | None
    trigger: Mention
    start: int
    attempted: bool
    rule: str


class _Triggers:
    """Triggers of a segment by event type and form."""

    def __init__(self, reading: Reading, segment: Segment) -> None:
        self.reading, self.segment = reading, segment
        self.all: list[tuple[Mention, Entry]] = []
        self._by_type: dict[str, list[tuple[Mention, Entry]]] = {}
        for mention in reading.having(segment.start, segment.end, "trigger"):
            if mention.start in segment.masked:
                continue
            entry = mention.entry("trigger")
            if entry is not None and not self._ignored(mention, entry):
                self.all.append((mention, entry))
                self._by_type.setdefault(entry.value, []).append((mention, entry))

    def _ignored(self, mention: Mention, entry: Entry) -> bool:
        """'Dawn' is no explosion, a tunnel no bomb, planes that only circle strike nobody."""
        if entry.kind == "verb_needs_device":
            return not self._device_behind(mention)
        if entry.kind == "verb_needs_body":
            reach = min(self.segment.end, mention.end + _DEVICE_REACH)
            return not any(
                (e := m.entry("outcome")) and e.kind == "body" for m in self.reading.within(mention.end, reach)
            )
        if self.reading.entry(mention.start - 1, "level") and self.reading.tokens[mention.start].definite:
            level = self.reading.entry(mention.start - 1, "level")
            if level is not None and level.value in ("base", "checkpoint"):
                return True  # 'the Artillery battalion' is a name
        if entry.kind == "drop":
            return not any(
                (e := m.entry("trigger")) and (e.detail == "drone" or e.kind == "munition")
                for m in self.reading.within(mention.end, self.segment.end)
            )
        if entry.kind == "device_tunnel" or self._campaign(mention) or self._tells_none(mention, entry):
            return True
        before = self.reading.tokens[mention.start - 1].stem if mention.start else ""
        return before in ("تحليق", "لتحليق", "تحليقا") or (entry.value == "airstrike" and "تحليق" in before)

    def _tells_none(self, mention: Mention, entry: Entry) -> bool:
        """'without information of arrests', 'calm rules as to the clashes', 'they managed to flee', 'the targeting'."""
        reading, segment = self.reading, self.segment
        token = reading.tokens[mention.start]
        if mention.start > segment.start and reading.tokens[mention.start - 1].stem in _REASONS:
            return True  # 'the reasons of the shooting are not known'
        if mention.start > segment.start and reading.tokens[mention.start - 1].text in _WITHOUT:
            return True  # 'took it without fighting'
        for none in reading.having(max(segment.start, mention.start - _NONE_REACH), mention.start, "no_casualties"):
            if none.end in (mention.start, mention.start - 1):
                return True
        if entry.value == "clash":
            if self._names_a_front(mention) or self._calm_after(mention):
                return True
            near = range(max(segment.start, mention.start - _CALM_REACH), mention.start)
            calm = any(reading.tokens[i].stem.startswith("هدوء") for i in near)
            return calm and not any(reading.entry(i, "after") or reading.entry(i, "in") for i in near)
        if token.stem == "فرار":
            near = range(mention.end, min(segment.end, mention.end + _CALM_REACH))
            return not any(reading.tokens[i].stem in _RESIDENTS for i in near)
        if entry.kind == "target" and token.definite:
            return True  # 'after the targeting, they raided'
        through = reading.tokens[mention.end].text if mention.end < segment.end else ""
        return entry.kind == "target" and through == "من"  # 'that targets through its attacks'

    def _names_a_front(self, mention: Mention) -> bool:
        """'the axes of the fighting', 'the areas of the clashes': where, not what."""
        token = self.reading.tokens[mention.start]
        return token.definite and mention.start > 0 and self.reading.tokens[mention.start - 1].stem in _FRONTS

    def _calm_after(self, mention: Mention) -> bool:
        """'calm rules after the clashes of yesterday': told before."""
        reading = self.reading
        after = reading.entry(mention.start - 1, "after") is not None and reading.tokens[mention.start].definite
        return after and any(
            reading.tokens[i].stem.startswith("هدوء") for i in range(self.segment.start, mention.start)
        )

    def _campaign(self, mention: Mention) -> bool:
        """'the battle of Raqqa', 'announced the begin of a battle to take X': a name, and no fight told of."""
        token = self.reading.tokens[mention.start]
        if token.stem not in _BATTLES or token.definite or mention.end >= self.segment.end:
            return False
        behind = self.reading.at.get(mention.end)
        named = behind is not None and any(behind.entry(role) for role in ("place", "countryside"))
        named = named or self._announced(mention)
        aim = self.reading.tokens[mention.end].stem in _AIMS
        sides = self.reading.having(self.segment.start, self.segment.end, "with", "range_open", "against")
        return (named or aim) and not sides

    def _announced(self, mention: Mention) -> bool:
        """'announced the beginning of the battle "Breaking the Wall"': what it is called."""
        near = range(max(self.segment.start, mention.start - _ANNOUNCED_REACH), mention.start)
        return any(self.reading.tokens[i].stem in _BEGINNINGS for i in near) and any(
            self.reading.tokens[i].stem in _ANNOUNCED
            for i in range(max(0, mention.start - 2 * _CALM_REACH), mention.start)
        )

    def _device_behind(self, mention: Mention) -> bool:
        for i in range(mention.end, min(self.segment.end, mention.end + _DEVICE_REACH)):
            entry = self.reading.entry(i, "trigger")
            if entry is not None and entry.kind in ("device", "device_tunnel"):
                return True
            if self.reading.tokens[i].stem in _HIMSELF:
                return True
        return False

    def types(self) -> Set[str]:
        """Event types that the segment has a trigger of."""
        return self._by_type.keys()

    def of(self, event_type: str, *forms: str) -> list[tuple[Mention, Entry]]:
        found = self._by_type.get(event_type, [])
        return [(m, e) for m, e in found if e.kind in forms] if forms and found else found

    def weapon(self, *event_types: str) -> str | None:
        weapons = [e.detail for _, e in self.all if e.value in event_types and e.detail]
        return min(weapons, key=lambda w: _WEAPON_RANK.get(w, 99)) if weapons else None


def read_frame(reading: Reading, segment: Segment) -> Frame | None:
    """The main event of a segment, or None where it tells none."""
    triggers = _Triggers(reading, segment)
    if not triggers.all:
        return None
    readers = _readers_of(frozenset(triggers.types()))
    options = [option for read in readers if (option := read(triggers)) is not None]
    if not options:
        options = [o for kind in _QUIET if (o := _quiet(triggers, kind)) is not None] or [
            o for o in (_attack(triggers),) if o is not None
        ]
    if len(options) > 1:
        fresh = [option for option in options if not _said_again(reading, segment, option)]
        quiet = [o for kind in _QUIET if (o := _quiet(triggers, kind)) is not None] if not fresh else []
        options = fresh or quiet or options
    elif options and _said_again(reading, segment, options[0]):
        options = [o for kind in _QUIET if (o := _quiet(triggers, kind)) is not None] or options
    return min(options, key=lambda frame: (_first_token(frame, options), frame.trigger.start)) if options else None


def _said_again(reading: Reading, segment: Segment, frame: Frame) -> bool:
    """'the shelling', without sides of its own: what another trigger of the segment tells is the news."""
    entry = frame.trigger.entry("trigger")
    if not reading.tokens[frame.trigger.start].definite or frame.event_type not in _ANAPHORIC:
        return False
    if entry is not None and entry.kind in ("plane", "munition"):
        return False  # who fires is named with the article
    reach = range(frame.trigger.end, min(segment.end, frame.trigger.end + 4))
    return not any(reading.entry(i, role) for i in reach for role in ("range_open", "with", "in", "near", "on"))


def _first_token(frame: Frame, options: list[Frame]) -> int:
    """'shelling and clashes' is a fight: it stands before the fire that it is told with."""
    if frame.event_type == "clash":
        near = [
            o.start for o in options if o.event_type in ("shelling", "airstrike") and 0 < frame.start - o.start <= 4
        ]
        return min([frame.start, *(start - 1 for start in near)])
    return frame.start


def _clash(triggers: _Triggers) -> Frame | None:
    found = triggers.of("clash", "noun", "verb")
    if not found:
        return None
    mention = found[0][0]
    if _only_frame_of_fire(triggers, mention):
        return None
    return Frame("clash", None, mention, mention.start, False, "clash")


def _only_frame_of_fire(triggers: _Triggers, clash: Mention) -> bool:
    """'the clashes went along with shelling of X': what is told is the shelling."""
    reading, segment = triggers.reading, triggers.segment
    along = reading.first("amid", segment.start, clash.start)
    told = reading.first("with", clash.end, min(segment.end, clash.end + 4))
    fire = any(m.start > clash.end for kind in ("shelling", "airstrike", "rocket") for m, _ in triggers.of(kind))
    return along is not None and told is not None and fire and reading.tokens[clash.start].definite


def _only_frame_of_fight(triggers: _Triggers, strike: Mention) -> bool:
    """'the raids went along with a fierce attack of A on X': what is told is the attack."""
    reading, segment = triggers.reading, triggers.segment
    along = reading.first("amid", segment.start, strike.start)
    told = reading.first("with", strike.end, min(segment.end, strike.end + 5))
    if along is None or told is None or not reading.tokens[strike.start].definite:
        return False
    return any(told.end <= m.start <= told.end + 2 for m, _ in triggers.of("clash"))


def _attack(triggers: _Triggers) -> Frame | None:
    found = triggers.of("clash", "attack")
    if not found:
        return None
    mention = found[0][0]
    if _by_gunmen(triggers) and not _at_a_position(triggers, mention):
        return Frame("targeted_killing", None, mention, mention.start, False, "targeted_killing.gunmen")
    return Frame("clash", None, mention, mention.start, False, "clash.attack")


def _at_a_position(triggers: _Triggers, attack: Mention) -> bool:
    """'gunmen attacked a checkpoint of': a fight, where an attack on a car or a house is aimed at persons."""
    heads = triggers.reading.having(attack.end, triggers.segment.end, "target_head")
    return bool(heads) and (head := heads[0].entry("target_head")) is not None and head.value == "position"


def _by_army(triggers: _Triggers) -> bool:
    """Shots of border guards and soldiers are small-arms fire, not the killing of a chosen person."""
    reading, segment = triggers.reading, triggers.segment
    for mention in reading.within(segment.start, segment.end):
        if mention.entry("by"):
            for other in reading.within(mention.end, min(segment.end, mention.end + 4)):
                entry = other.entry("actor")
                if entry is not None and set(reading.actor_ids(entry.value)) & {"turkey", "jordan", "regime", "israel"}:
                    return True
    return False


def _by_gunmen(triggers: _Triggers) -> bool:
    reading, segment = triggers.reading, triggers.segment
    return any(
        (entry := m.entry("actor")) and "unidentified" in reading.actor_ids(entry.value) and not _of_a_side(reading, m)
        for m in reading.within(segment.start, segment.end)
    )


def _of_a_side(reading: Reading, gunmen: Mention) -> bool:
    """'gunmen of the cells of A': a side of the war, where their names alone are unknown."""
    of = reading.at.get(gunmen.end)
    owner = reading.at.get(of.end) if of is not None and of.entry("from") else None
    return owner is not None and owner.entry("actor") is not None


def _air(triggers: _Triggers) -> Frame | None:
    sure = triggers.of("airstrike", "noun", "munition")
    planes = triggers.of("airstrike", "plane")
    if planes and not sure and triggers.reading.first("aid", planes[0][0].end, triggers.segment.end) is not None:
        return None  # planes that drop aid or leaflets
    if not sure and planes and not _planes_strike(triggers, planes):
        return None
    found = sure + planes
    if not found:
        return None
    mention = min((m for m, _ in found), key=lambda m: m.start)
    if _only_frame_of_fight(triggers, mention):
        return None
    start = mention.start
    for other, entry in triggers.of("shelling", "noun", "verb", "target"):
        if abs(other.start - mention.start) <= _AIR_REACH:
            start = min(start, other.start)
        del entry
    weapon = triggers.weapon("airstrike")
    return Frame("airstrike", weapon, mention, start, False, "airstrike")


def _planes_strike(triggers: _Triggers, planes: list[tuple[Mention, Entry]]) -> bool:
    reading, segment = triggers.reading, triggers.segment
    if triggers.of("shelling") or triggers.of("rocket") or triggers.of("airstrike", "drop"):
        return True
    return any(
        reading.entry(i, "fires") or reading.entry(i, "undergoes")
        for m, _ in planes
        for i in range(max(segment.start, m.start - 6), min(segment.end, m.end + 6))
    )


def _ground(triggers: _Triggers) -> Frame | None:
    """Shelling and rockets, where no plane stands at the same words."""
    air = [m.start for m, _ in triggers.of("airstrike")]
    found = [
        (m, e)
        for kind in ("shelling", "rocket")
        for m, e in triggers.of(kind)
        if not any(abs(m.start - a) <= _AIR_REACH for a in air)
    ]
    if not found:
        return None
    found.sort(key=lambda item: item[0].start)
    mention = found[0][0]
    if all(e.kind == "target" for _, e in found):
        return _bare_target(triggers, mention)
    rockets = [e for _, e in found if e.value == "rocket"]
    shells = [e for _, e in found if e.value == "shelling" and e.kind == "munition"]
    weapon = triggers.weapon("rocket") if rockets and not shells else triggers.weapon("shelling")
    kind = "rocket" if rockets and not shells else "shelling"
    return Frame(kind, weapon, mention, mention.start, False, kind)


def _bare_target(triggers: _Triggers, mention: Mention) -> Frame | None:
    """'Targeted' without a weapon: by gunmen it is a targeted killing, by a side of the war it is fire."""
    if _by_gunmen(triggers):
        return Frame("targeted_killing", None, mention, mention.start, False, "targeted_killing.gunmen")
    if triggers.of("targeted_killing") or triggers.of("explosion") or triggers.of("other"):
        return None
    return Frame("shelling", None, mention, mention.start, False, "shelling.target")


def _explosion(triggers: _Triggers) -> Frame | None:
    found = triggers.of("explosion")
    if not found:
        return None
    if all(e.kind == "device" for _, e in found) and not _device_used(triggers):
        return None
    if all(e.kind == "noun" and not e.detail for _, e in found) and _caused_by_fire(triggers):
        return None
    if _in_general(triggers, found):
        return None
    mention = found[0][0]
    targets = [m for m, e in triggers.of("shelling", "target") if abs(m.start - mention.start) <= _DEVICE_REACH]
    start = min([mention.start, *(m.start for m in targets)])
    return Frame("explosion", triggers.weapon("explosion"), mention, start, False, "explosion")


def _in_general(triggers: _Triggers, found: list[tuple[Mention, Entry]]) -> bool:
    """'The explosions go on shaking the countryside': no one of them is told."""
    tokens = triggers.reading.tokens
    return all(tokens[m.start].stem == "انفجارات" and tokens[m.start].definite for m, _ in found)


def _caused_by_fire(triggers: _Triggers) -> bool:
    """'an explosion caused by a missile' is a missile."""
    if triggers.of("rocket") or triggers.of("shelling", "munition") or triggers.of("airstrike"):
        return True
    first = triggers.of("explosion")[0][0]
    return any(
        m.start > first.end and triggers.reading.entry(m.start - 1, "about_prep") for m, _ in triggers.of("shelling")
    )


def _device_used(triggers: _Triggers) -> bool:
    """A device tells an event where it hit somebody, not where it was found."""
    reading, segment = triggers.reading, triggers.segment
    if triggers.of("shelling", "target"):
        return True
    return any(
        m.entry("outcome") or m.entry("because") or m.entry("resulting")
        for m in reading.within(segment.start, segment.end)
    )


def _special(triggers: _Triggers, kind: str) -> Frame | None:
    found = [(m, e) for m, e in triggers.of(kind) if e.kind != "capture"]
    if not found:
        return None
    mention, entry = found[0]
    attempted = any(e.kind == "attempt" for _, e in found) or _tried(triggers, mention)
    if kind == "targeted_killing" and all(e.kind == "shooting" for _, e in found) and triggers.of("clash", "noun"):
        return None
    if kind == "targeted_killing" and all(e.kind == "shooting" for _, e in found) and _by_army(triggers):
        return Frame("other", None, mention, mention.start, False, "other.shooting")
    start = mention.start
    if kind == "targeted_killing":
        start = min([start, *(m.start for m, _ in triggers.of("shelling", "target"))])
    del entry
    return Frame(kind, None, mention, start, attempted, kind)


def _tried(triggers: _Triggers, mention: Mention) -> bool:
    """'gunmen tried to assassinate a commander'."""
    near = range(max(triggers.segment.start, mention.start - _TRIED_REACH), mention.start)
    return any(triggers.reading.entry(i, "attempt") for i in near)


def _other(triggers: _Triggers) -> Frame | None:
    found = triggers.of("other")
    if not found:
        return None
    mention, entry = found[0]
    if entry.kind == "shot" and (_by_gunmen(triggers) or _at_a_person(triggers, mention)):
        return Frame("targeted_killing", None, mention, mention.start, False, "targeted_killing.gunmen")
    return Frame("other", triggers.weapon("other"), mention, mention.start, False, "other")


def _at_a_person(triggers: _Triggers, shot: Mention) -> bool:
    """'members of the cells of A fired at two fighters of B': at one or two, not at a place or a crowd."""
    reading = triggers.reading
    end = min(triggers.segment.end, shot.end + _VICTIM_REACH)
    on = shot.end - 1 if reading.tokens[shot.end - 1].text == "علي" else shot.end
    if reading.tokens[min(on, end - 1)].text != "علي" or _by_army(triggers):
        return False
    victim = reading.entry(on + 1, "people") if on + 1 < end else None
    return victim is not None and victim.number in (1, 2)


def _quiet(triggers: _Triggers, kind: str) -> Frame | None:
    found = triggers.of(kind)
    if not found:
        return None
    return Frame(kind, None, found[0][0], found[0][0].start, False, kind)


_READERS: tuple[tuple[tuple[str, ...], Callable[[_Triggers], Frame | None]], ...] = (
    (("clash",), _clash),
    (("airstrike",), _air),
    (("explosion",), _explosion),
    (("shelling", "rocket"), _ground),
    *(((kind,), partial(_special, kind=kind)) for kind in _SPECIAL),
    (("other",), _other),
)
"""What reads an event, with the types of trigger without one of which it finds none."""


@lru_cache(maxsize=1_000)
def _readers_of(types: frozenset[str]) -> tuple[Callable[[_Triggers], Frame | None], ...]:
    """The readers to ask where a segment has triggers of these types, in the order of `_READERS`."""
    return tuple(read for wanted, read in _READERS if not types.isdisjoint(wanted))
