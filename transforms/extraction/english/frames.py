"""What: the event type that an English segment tells, if any (codebook §2).

Belongs here: choosing among the triggers of a segment. Does not belong here: who, where and whom. Hands on `Frame`s.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.reading import Reading, Segment

_STRIKE_FORMS = ("strike", "target")
_PERSON_REACH = 5
_ASSAULTS = frozenset({"attempt", "attempts", "attack", "attacks", "infiltration", "advance", "assault", "offensive"})
_FOILED_REACH = 8
_POSTS = frozenset(
    {
        "checkpoint",
        "checkpoints",
        "post",
        "posts",
        "position",
        "positions",
        "headquarters",
        "patrol",
        "patrols",
        "barracks",
    }
)


@dataclass(frozen=True, slots=True)
class Frame:
    """An event type with the word that tells it.

    Attributes:
        carrier: planes or helicopters, where the type is `airstrike` and they are named.
        start: first token of what tells it.
    """

    event_type: str
    weapon: str | None
    trigger: Mention
    start: int
    rule: str
    attempted: bool = False
    carrier: Mention | None = None


class _Triggers:
    def __init__(self, reading: Reading, segment: Segment) -> None:
        self.reading = reading
        self.segment = segment
        self.all: list[tuple[Mention, Entry]] = []
        for mention in reading.within(segment.start, segment.end):
            if mention.start in segment.masked and not self._attempt_on_life(mention):
                continue
            for entry in mention.entries:
                if entry.role == "trigger":
                    self.all.append((mention, entry))

    def _attempt_on_life(self, mention: Mention) -> bool:
        trigger = mention.entry("trigger")
        return trigger is not None and trigger.kind == "attempt"

    def of(self, kinds: tuple[str, ...], forms: tuple[str, ...] = ()) -> list[tuple[Mention, Entry]]:
        """Triggers of these event types, and of these forms if any are given."""
        return [(m, e) for m, e in self.all if e.value in kinds and (not forms or e.kind in forms)]

    def first(self, kinds: tuple[str, ...], forms: tuple[str, ...] = ()) -> tuple[Mention, Entry] | None:
        found = self.of(kinds, forms)
        return found[0] if found else None


def read_frame(reading: Reading, segment: Segment) -> Frame | None:
    """The event that a segment tells, or None."""
    triggers = _Triggers(reading, segment)
    if not triggers.all:
        return _foiled(triggers)
    for read in (
        _agreement,
        _torture,
        _targeted_killing,
        _explosion,
        _clash_first,
        _air,
        _held,
        _fire,
        _clash,
        _foiled,
        _rest,
    ):
        frame = read(triggers)
        if frame is not None:
            return frame
    return None


def _agreement(triggers: _Triggers) -> Frame | None:
    found = triggers.first(("agreement",))
    return Frame("agreement", None, found[0], found[0].start, "agreement") if found else None


def _torture(triggers: _Triggers) -> Frame | None:
    found = triggers.first(("other",), ("torture",))
    return Frame("other", None, found[0], found[0].start, "other.torture") if found else None


def _targeted_killing(triggers: _Triggers) -> Frame | None:
    attempt = triggers.first(("targeted_killing",), ("attempt",))
    killing = triggers.first(("targeted_killing",), ("verb",))
    shot = triggers.first(("targeted_killing",), ("shot",))
    found = attempt or killing
    if found is None and shot is not None and _by_gunmen(triggers):
        found = shot
    arm = triggers.first(("explosion",), ("device",))
    if found is None and arm is None and _by_gunmen(triggers):
        found = (None if _post_attacked(triggers) else triggers.first(("clash",), ("attack",))) or _person_targeted(
            triggers
        )
    if found is None:
        return None
    weapon = arm[1].detail if arm else None
    return Frame(
        "targeted_killing", weapon, found[0], found[0].start, "targeted_killing", attempted=attempt is not None
    )


def _post_attacked(triggers: _Triggers) -> bool:
    """'ISIS cells attacked a checkpoint of the SDF': a fight, no killing of a chosen person."""
    segment = triggers.segment
    return any(t.text in _POSTS for t in triggers.reading.tokens[segment.start : segment.end])


def _person_targeted(triggers: _Triggers) -> tuple[Mention, Entry] | None:
    """'gunmen targeted 2 persons': people, not a place."""
    for mention, entry in triggers.of(("shelling",), ("target",)):
        end = min(triggers.segment.end, mention.end + _PERSON_REACH)
        people = triggers.reading.first("people", mention.end, end)
        if people is not None:
            return mention, entry
    return None


def _by_gunmen(triggers: _Triggers) -> bool:
    reading, segment = triggers.reading, triggers.segment
    for mention in reading.within(segment.start, segment.end):
        entry = mention.entry("actor")
        if entry is not None and "unidentified" in reading.actor_ids(entry.value):
            return True
        around = {t.text for t in reading.tokens[mention.start : min(mention.end + 1, segment.end)]}
        if entry is not None and "cells" in around:
            return True
        people = mention.entry("people")
        if people is not None and reading.tokens[mention.start].text in ("gunmen", "gunman"):
            return True
    return False


def _explosion(triggers: _Triggers) -> Frame | None:
    verbs = triggers.of(("explosion",), ("verb", "noun"))
    verb = next((v for v in verbs if v[1].detail), verbs[0] if verbs else None)
    device = triggers.first(("explosion",), ("device",))
    struck = triggers.first(("shelling",), _STRIKE_FORMS)
    outcome = triggers.reading.first("outcome", triggers.segment.start, triggers.segment.end)
    thrown = triggers.first(("shelling",), ("fire",))
    if verb is None and not (device is not None and (struck or thrown or outcome)):
        return None
    if verb is not None and verb[1].detail == "suicide_bomb":
        return Frame("explosion", "suicide_bomb", verb[0], verb[0].start, "explosion.suicide")
    air = triggers.first(("airstrike",), ("noun", "carrier", "munition"))
    if device is None and air is not None and air[0].start < (verb[0].start if verb else 0):
        return None
    told = verb or device
    if told is None:
        return None
    start = min(told[0].start, device[0].start if device else told[0].start)
    return Frame("explosion", device[1].detail if device else None, told[0], start, "explosion")


def _clash_first(triggers: _Triggers) -> Frame | None:
    """A fight told first keeps the segment, whatever fire goes with it."""
    fight = triggers.first(("clash",), ("noun", "verb"))
    if fight is None:
        return None
    fire = [m for m, e in triggers.all if e.value in ("airstrike", "shelling", "rocket") and e.kind != "munition"]
    if any(m.start < fight[0].start for m in fire if _tells_fire(triggers, m)):
        return None
    return Frame("clash", None, fight[0], fight[0].start, "clash")


def _tells_fire(triggers: _Triggers, mention: Mention) -> bool:
    entry = mention.entry("trigger")
    return entry is not None and entry.kind in ("noun", "strike", "raid", "fire", "target")


def _air(triggers: _Triggers) -> Frame | None:
    """Planes need a strike or raid; 'air strikes' and barrels are one by themselves."""
    noun = triggers.first(("airstrike",), ("noun",))
    carrier = triggers.first(("airstrike",), ("carrier",))
    barrels = triggers.first(("airstrike",), ("munition",))
    raid = triggers.first(("airstrike",), ("raid",))
    strike = triggers.first(("shelling",), (*_STRIKE_FORMS, "fire")) or triggers.first(("clash",), ("attack",))
    shot = triggers.first(("targeted_killing",), ("shot",))
    strike = strike or shot
    told = noun or barrels or raid or (strike if carrier else None)
    if told is None:
        return None
    owner = carrier[0] if carrier else None
    if barrels is not None and owner is None:
        owner = barrels[0]
    weapon = (barrels or carrier or noun or (None, Entry("")))[1].detail or None
    shells = triggers.first(("other",), ("munition",))
    if weapon == "warplane" and (shells or shot) and not noun and not raid:
        weapon = "machine_gun"
    start = min(m.start for m, e in triggers.all if e.value == "airstrike" or m is told[0])
    return Frame("airstrike", weapon, told[0], start, "airstrike", carrier=owner)


def _held(triggers: _Triggers) -> Frame | None:
    """Executions and arrests."""
    for kind in ("execution", "detention"):
        found = triggers.first((kind,))
        if found is not None:
            return Frame(kind, None, found[0], found[0].start, kind)
    return None


def _fire(triggers: _Triggers) -> Frame | None:
    """Shelling and rockets: a verb, or shells that fall or are fired."""
    strike = triggers.first(("shelling",), ("strike",))
    target = triggers.first(("shelling",), ("target",))
    fire = triggers.first(("shelling",), ("fire",))
    rocket = triggers.first(("rocket",), ("munition",))
    shell = triggers.first(("shelling",), ("munition",))
    gun = triggers.first(("other",), ("munition",))
    attack = None if _by_gunmen(triggers) else triggers.first(("clash",), ("attack",))
    told = strike or target or fire or attack or triggers.first(("targeted_killing",), ("shot",))
    arm = rocket or shell or gun
    if arm is None and strike is None and not (target is not None and _by_army(triggers)):
        return None
    if told is None:
        told = arm if arm is not None and arm[1].detail in ("rocket", "artillery", "mortar", "sniper") else None
    if told is None:
        return None
    start = min([told[0].start, *([arm[0].start] if arm else [])])
    if arm is not None and arm is gun and strike is None:
        return Frame("other", arm[1].detail, told[0], start, "other.gunfire")
    if rocket is not None and (shell is None or rocket[0].start < shell[0].start):
        return Frame("rocket", rocket[1].detail, told[0], start, "rocket")
    return Frame("shelling", shell[1].detail if shell else None, told[0], start, "shelling")


def _by_army(triggers: _Triggers) -> bool:
    """'targeted' without arms is fire where an armed side does it."""
    segment = triggers.segment
    return triggers.reading.first("actor", segment.start, segment.end) is not None


def _clash(triggers: _Triggers) -> Frame | None:
    found = triggers.first(("clash",), ("noun", "verb", "attack"))
    return Frame("clash", None, found[0], found[0].start, "clash") if found else None


def _foiled(triggers: _Triggers) -> Frame | None:
    """'the factions thwarted an attempt by the regime forces to advance': it came to a fight."""
    reading, segment = triggers.reading, triggers.segment
    foiled = reading.first("foiled", segment.start, segment.end)
    if foiled is None:
        return None
    words = {t.text for t in reading.tokens[foiled.end : min(segment.end, foiled.end + _FOILED_REACH)]}
    return Frame("clash", None, foiled, foiled.start, "clash.foiled") if words & _ASSAULTS else None


def _rest(triggers: _Triggers) -> Frame | None:
    shot = triggers.first(("targeted_killing",), ("shot",))
    for kind in ("other", "displacement"):
        found = triggers.first((kind,), ("noun",))
        if found is not None:
            return Frame(kind, None, found[0], found[0].start, kind)
    return Frame("other", None, shot[0], shot[0].start, "other.shooting") if shot else None
