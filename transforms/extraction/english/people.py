"""So many people of such a kind: noun phrases of English reports (codebook §7).

Belongs here: numbers, qualifiers, heads, sides, 'among them …'. Does not belong here: what became of them
(`casualties`). Hands on `Phrase`s in order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from transforms.extraction.english.numbers import read_number
from transforms.extraction.english.sides import SideReader
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.people import People
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.who import as_side
from transforms.model import BreakdownPart

_HEAD_REACH = 6
_SIDE_REACH = 7
_TENS = {"tens": 10, "hundreds": 100}
_POSSESSIVES = frozenset({"his", "her", "their", "its"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """People, with parts of them and where the words with the parts end."""

    people: People
    breakdown: tuple[BreakdownPart, ...]
    end: int


class _Count(NamedTuple):
    low: int
    best: int | None
    high: int | None
    qualifier: str
    end: int


class PeopleReader:
    """Reads noun phrases.

    Args:
        reading: the report.
        sides: reads the actors.
    """

    def __init__(self, reading: Reading, sides: SideReader) -> None:
        self.reading = reading
        self.sides = sides

    def phrases(self, segment: Segment) -> list[Phrase]:
        """All people of a segment with their parts, in order; the parts are no phrases of their own."""
        out: list[Phrase] = []
        position = segment.start
        while position < segment.end:
            people = None if self._inside(position) else self.read(position, segment)
            if people is None:
                position += 1
                continue
            people, parts, end = self._with_parts(people, segment)
            out.append(Phrase(people, parts, end))
            position = max(end, position + 1)
        return out

    def _inside(self, position: int) -> bool:
        """Whether the phrase would begin inside a longer mention."""
        before = self.reading.at.get(position - 1)
        return before is not None and before.end > position

    def read(self, position: int, segment: Segment) -> People | None:
        """The people named from a token on, or None."""
        count = self._count(position, segment)
        if count is not None:
            return self._counted(position, count, segment)
        mention = self.reading.at.get(position)
        entry = mention.entry("people") if mention else None
        if mention is None or entry is None or position in segment.masked:
            return None
        if mention.entry("outcome") and not self._noun_wanted(position):
            return None
        if entry.number == 1:
            possessed = position > 0 and self.reading.tokens[position - 1].text in _POSSESSIVES
            if not possessed and entry.detail != "other":
                return None
            return self._people(_Count(1, 1, 1, "exact", position), mention, entry, position, segment)
        if mention.entry("actor") and position in segment.masked:
            return None
        return self._people(_Count(2, None, None, "some", position), mention, entry, position, segment)

    def _noun_wanted(self, position: int) -> bool:
        """'wounded' is a noun behind 'information about' and 'dead and', else a verb."""
        before = self.reading.tokens[position - 1].text if position else ""
        if before in ("about", "of", "more"):
            return True
        return before == "and" and self.reading.tokens[position - 2].text in ("dead", "killed")

    def _count(self, position: int, segment: Segment) -> _Count | None:
        mention = self.reading.at.get(position)
        limit = segment.end
        qualifier = mention.entry("qualifier") if mention else None
        if mention is not None and qualifier is not None:
            inner = self._count(mention.end, segment) if mention.end < limit else None
            return _qualify(inner, qualifier.value) if inner is not None and inner.qualifier != "article" else None
        number = read_number(self.reading, position, limit)
        if number is not None:
            count = _Count(number.value, number.value, number.value, "exact", number.end)
            behind = self.reading.entry(number.end, "qualifier") if number.end < limit else None
            if behind is not None and behind.value == "at_least" and self.reading.tokens[number.end].text == "at":
                count = _qualify(count, behind.value)._replace(end=self.reading.at[number.end].end)
            return count
        plural = mention.entry("plural_number") if mention else None
        if mention is not None and plural is not None:
            return _Count(_TENS.get(plural.value, 2), None, None, plural.value, mention.end)
        if self.reading.tokens[position].text in ("a", "an"):
            return _Count(1, 1, 1, "article", position + 1)
        return None

    def _counted(self, position: int, count: _Count, segment: Segment) -> People | None:
        found = self._head(count.end, segment, article=count.qualifier == "article")
        if found is None:
            return self._without_head(position, count, segment)
        mention, entry = found
        if count.qualifier == "article":
            if entry.number != 1 or entry.detail == "other":
                return None
            count = count._replace(qualifier="exact")
        return self._people(count, mention, entry, position, segment)

    def _head(self, position: int, segment: Segment, *, article: bool) -> tuple[Mention, Entry] | None:
        """The noun that is counted, over adjectives and the names of sides."""
        for i in range(position, min(segment.end, position + _HEAD_REACH)):
            mention = self.reading.at.get(i)
            if mention is None:
                if article and i > position + 2:
                    return None
                continue
            entry = mention.entry("people")
            if entry is not None and self._person_behind(mention, segment):
                continue
            if entry is not None:
                return mention, entry
            stops = ("not_people", "outcome", "be", "level", "and", "from", "in", "on", "by", "among", "time", "sign")
            if any(mention.entry(role) for role in stops) and not mention.entry("number"):
                return None
            trigger = mention.entry("trigger")
            if (trigger is not None and trigger.kind != "none") or (
                mention.entry("of") and not mention.entry("number")
            ):
                return None
        return None

    def _person_behind(self, mention: Mention, segment: Segment) -> bool:
        """'rebel fighters', 'regime members': the first word only says whose."""
        after = self.reading.at.get(mention.end) if mention.end < segment.end else None
        return after is not None and after.entry("people") is not None and not after.entry("outcome")

    def _without_head(self, position: int, count: _Count, segment: Segment) -> People | None:
        """'8 of the regime forces', '5 IS', '3 of them'."""
        if count.qualifier == "article" or count.end >= segment.end:
            return None
        cursor = count.end
        follows = self.reading.at.get(cursor)
        outcome = self.reading.entry(cursor + 1, "outcome") if cursor + 1 < segment.end else None
        if follows is not None and follows.entry("be") and outcome is not None:
            return People(
                count.low, count.best, count.high, count.qualifier, "unknown", "other", None, position, cursor
            )  # fmt: skip
        if self.reading.tokens[cursor].text in ("of", "from"):
            cursor += 1
            while cursor < segment.end and self.reading.tokens[cursor].text in ("the", *_POSSESSIVES):
                cursor += 1
            mention = self.reading.at.get(cursor) if cursor < segment.end else None
            entry = mention.entry("people") if mention else None
            if mention is not None and entry is not None and not mention.entry("actor"):
                return self._people(count, mention, entry, position, segment)
            if mention is not None and mention.entry("actor") and cursor not in segment.masked:
                ids = self.sides.ids(mention)
                if ids:
                    return People(
                        count.low, count.best, count.high, count.qualifier, "combatant", "fighter", as_side(ids)[0],
                        position, mention.end,
                    )  # fmt: skip
        return None

    def _people(self, count: _Count, head: Mention, entry: Entry, start: int, segment: Segment) -> People:
        side, end = self._side(max(start, count.end), head, segment)
        status, kind = entry.value, entry.detail
        if side == "both":
            side, kind = None, "both" if status == "combatant" else kind
            status = "combatant" if status == "unknown" else status
        if side is not None and status in ("unknown", "combatant"):
            status = "combatant"
        elif status == "civilian":
            side = None
        return People(
            count.low, count.best, count.high, count.qualifier, status, kind, side, start, end,
            counted=count.qualifier != "some",
        )  # fmt: skip

    def _side(self, start: int, head: Mention, segment: Segment) -> tuple[str | None, int]:
        """'IS militants', 'fighters of the SDF', 'casualties in the ranks of the regime forces'."""
        for i in range(start, head.end):
            mention = self.reading.at.get(i)
            if mention is not None and mention.entry("actor") and i not in segment.masked:
                ids = self.sides.ids(mention)
                if ids:
                    return as_side(ids)[0], head.end
        for i in range(head.end, min(segment.end, head.end + _SIDE_REACH)):
            mention = self.reading.at.get(i)
            text = self.reading.tokens[i].text
            if mention is not None and (mention.entry("both_sides") or mention.entry("both_in")):
                return "both", mention.end
            if mention is not None and mention.entry("actor"):
                joined = any(self._owner_word(j) for j in range(head.end, i))
                ids = self.sides.ids(mention) if joined and i not in segment.masked else []
                return (as_side(ids)[0], mention.end) if ids else (None, head.end)
            name = mention is None and self.reading.report.body[self.reading.tokens[i].start].isupper()
            owner = self._owner_word(i) or name or text in ("the", "a", "an", "both", "forces")
            if not owner and not (mention is not None and mention.entry("people")):
                break
        return None, head.end

    def _owner_word(self, position: int) -> bool:
        mention = self.reading.at.get(position)
        if self.reading.tokens[position].text in ("of", "from", "in", "on", "for"):
            return True
        return mention is not None and mention.entry("in_ranks") is not None

    # ---- parts --------------------------------------------------------------------------------

    def _with_parts(self, people: People, segment: Segment) -> tuple[People, tuple[BreakdownPart, ...], int]:
        """'2 children and their mother' is one row of 3; 'including 6 children' is a part of the number."""
        opener = self._opener(people.end, segment)
        parts: tuple[BreakdownPart, ...] = ()
        end = people.end
        if opener is None:
            people, parts, end = self._joined(people, segment)
            opener = self._opener(end, segment)
        if opener is not None:
            inner, after = self._parts(opener, segment)
            parts, end = inner or parts, max(after, self._bracket_end(opener, segment))
        statuses = {part.civilian_status for part in parts if part.civilian_status}
        if {"civilian", "combatant"} <= statuses and people.status == "unknown":
            people = replace(people, status="mixed")
        elif people.status == "unknown" and people.side is None and statuses == {"civilian"} and opener is not None:
            people = replace(people, status="civilian")
        return people, parts, end

    def _joined(self, people: People, segment: Segment) -> tuple[People, tuple[BreakdownPart, ...], int]:
        parts = [_part(people)]
        end = people.end
        while people.best is not None and people.status == "civilian" and people.kind != "other":
            cursor = end
            while cursor < segment.end and self.reading.tokens[cursor].text in ("and", ",", *_POSSESSIVES):
                cursor += 1
            if cursor == end:
                break
            more = self.read(cursor, segment)
            if more is None or more.best is None or more.status != "civilian" or more.qualifier != "exact":
                break
            people = replace(
                people, low=people.low + more.low, best=people.best + more.best,
                high=None if people.high is None else people.high + more.best, end=more.end,
                kind=people.kind if people.kind == more.kind else "civilian",
            )  # fmt: skip
            parts.append(_part(more))
            end = more.end
        special = people.kind in ("child", "woman", "man") or len(parts) > 1
        return people, tuple(parts) if special and people.best is not None else (), end

    def _opener(self, position: int, segment: Segment) -> int | None:
        """The token where the parts begin: behind 'including', 'among them', in brackets, '… of them'."""
        cursor = position
        while cursor < segment.end and self.reading.tokens[cursor].text in (",", "(", "-", "who", "were", "are", ":"):
            cursor += 1
        if cursor >= segment.end or (cursor == position and self.reading.at.get(cursor) is None):
            return None
        mention = self.reading.at.get(cursor)
        if mention is not None and mention.entry("among"):
            return mention.end
        if cursor > position and self.reading.tokens[cursor - 1].text == "(":
            return cursor
        count = self._count(cursor, segment) if cursor > position else None
        if count is not None and count.end < segment.end:
            after = self.reading.at.get(count.end)
            if after is not None and after.entry("among"):
                return cursor
            if self.reading.tokens[position].text == ",":
                return self._apposition(cursor, segment)
        return None

    def _bracket_end(self, opener: int, segment: Segment) -> int:
        """The token behind the bracket that the parts stand in, or 0."""
        if self.reading.tokens[opener - 1].text != "(":
            return 0
        closing = (i for i in range(opener, segment.end) if self.reading.tokens[i].text == ")")
        return next(closing, -1) + 1

    def _apposition(self, cursor: int, segment: Segment) -> int | None:
        """'Three more civilians, a man, a woman and a child, died': the parts named one by one."""
        seen = 0
        position = cursor
        while position < segment.end:
            part = self.read(position, segment)
            if part is None or part.best is None:
                return None
            seen += 1
            position = part.end
            text = self.reading.tokens[position].text if position < segment.end else ""
            if seen > 1 and text == ",":
                after = self.reading.at.get(position + 1)
                if after is not None and (after.entry("be") or after.entry("outcome")):
                    return cursor
            if text not in ("and", ","):
                return None
            while position < segment.end and self.reading.tokens[position].text in ("and", ","):
                position += 1
        return None

    def _parts(self, position: int, segment: Segment) -> tuple[tuple[BreakdownPart, ...], int]:
        parts: list[BreakdownPart] = []
        cursor = end = position
        while cursor < segment.end:
            people = self.read(cursor, segment)
            if people is None:
                bare = self._bare_part(cursor, segment)
                if bare is None:
                    break
                parts.append(bare[0])
                cursor = end = bare[1]
            else:
                parts.append(_part(people))
                cursor = end = people.end
            while cursor < segment.end and self.reading.tokens[cursor].text in (",", "and", ")", "at", "least"):
                cursor += 1
            if cursor == end:
                break
        while end < segment.end and self.reading.tokens[end].text in (")", ",") and end > position:
            end += 1
        return tuple(parts), end

    def parts_behind(self, position: int, segment: Segment) -> tuple[BreakdownPart, ...]:
        """Parts of a bare number: 'rose to 14, including 6 children'."""
        opener = self._opener(position, segment) if position < segment.end else None
        return self._parts(opener, segment)[0] if opener is not None else ()

    def _bare_part(self, position: int, segment: Segment) -> tuple[BreakdownPart, int] | None:
        """'at least nine of them members of …': the number stands before 'of them'."""
        count = self._count(position, segment)
        after = self.reading.at.get(count.end) if count is not None and count.end < segment.end else None
        if after is None or not after.entry("among"):
            return None
        cursor, kind = after.end, ""
        while cursor < segment.end and self.reading.tokens[cursor].text != ",":
            entry = self.reading.entry(cursor, "people")
            kind = kind or (entry.detail if entry else "")
            cursor += 1
        return BreakdownPart(kind, count.best if count else None), cursor


def _part(people: People) -> BreakdownPart:
    return BreakdownPart(people.kind, people.best, people.side, None if people.status == "unknown" else people.status)


def _qualify(count: _Count, qualifier: str) -> _Count:
    if count.qualifier != "exact":
        return count
    high = None if qualifier in ("at_least", "more_than") else count.high
    return count._replace(high=high, qualifier=qualifier)
