"""People with their parts: 'five civilians, among them a child', '2 children and their mother' (codebook §7).

Belongs here: joining noun phrases and reading breakdowns. Does not belong here: one noun phrase (`people`). Hands on
`Phrase`s in order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extraction.english.people import ONE, POSSESSIVES, PeopleReader
from transforms.extraction.people import People
from transforms.extraction.reading import Segment
from transforms.model import BreakdownPart

_ORIGIN_REACH = 8
_NO_HEADS = frozenset({"other", "dead", "wounded", "person"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """People, with parts of them and where the words with the parts end."""

    people: People
    breakdown: tuple[BreakdownPart, ...]
    end: int


class PhraseReader(PeopleReader):
    """Reads noun phrases with their parts."""

    def phrases(self, segment: Segment) -> list[Phrase]:
        """All people of a segment with their parts, in order; the parts are no phrases of their own."""
        out: list[Phrase] = []
        position = segment.start
        while position < segment.end:
            people = self.read(position, segment) if self._may_begin(position) else None
            if people is None:
                position += 1
                continue
            if out and self._same_people(out[-1], people):
                out[-1] = replace(out[-1], end=max(out[-1].end, people.end))
                position = max(people.end, position + 1)
                continue
            people, parts, end = self._with_parts(people, segment)
            out.append(Phrase(people, parts, end))
            position = max(end, position + 1)
        return out

    def _same_people(self, before: Phrase, people: People) -> bool:
        """'11 regime soldiers and loyalists': one number for both words."""
        if people.qualifier != "some" or self.reading.entry(people.start, "plural_number") is not None:
            return False
        if not before.people.counted or people.kind in ("other", "dead", "wounded") or before.people.kind in _NO_HEADS:
            return False
        gap = [t.text for t in self.reading.tokens[before.end : people.start]]
        return gap in (["and"], ["and", "the"], ["and", "their"]) and before.people.status == people.status

    def _may_begin(self, position: int) -> bool:
        """People begin with a word that the dictionary knows, a number or an article, not inside a longer mention."""
        text = self.reading.tokens[position].text
        if position not in self.reading.at and not text[0].isdigit() and text not in ("a", "an"):
            return False
        before = self.reading.at.get(position - 1)
        return before is None or before.end <= position

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
        if (whole := self._and_others(people, segment)) is not None:
            return whole, (), whole.end
        while people.best is not None and people.status == "civilian" and people.kind != "other":
            cursor = begin = self._behind_origin(end, segment)
            while cursor < segment.end and self.reading.tokens[cursor].text in ("and", ",", *POSSESSIVES):
                cursor += 1
            if cursor == begin:
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

    def _and_others(self, people: People, segment: Segment) -> People | None:
        """'an IS commander and two other members': one number, because the first is a member, too."""
        behind = people.end
        if behind + 1 >= segment.end or self.reading.tokens[behind].text != "and" or people.status != "combatant":
            return None
        more = self._another(behind + 1, segment) or self.read(behind + 1, segment)
        if more is None or more.best is None or people.best is None or more.status != "combatant":
            return None
        inside = {t.text for t in self.reading.tokens[more.start : more.end]}
        alike = more.side in (None, people.side) and more.qualifier == people.qualifier == "exact"
        if not alike or not inside & {"other", "another", "more"}:
            return None
        total = people.best + more.best
        return replace(people, low=total, best=total, high=total, end=more.end)

    def _another(self, position: int, segment: Segment) -> People | None:
        """'another member': one more."""
        if self.reading.tokens[position].text != "another":
            return None
        count = self.count(position + 1, segment) or ONE._replace(end=position + 1)
        return self._counted(position, count, segment)

    def _behind_origin(self, position: int, segment: Segment) -> int:
        """'a man from the area and his son': the token behind the origin, where a possessive goes on."""
        if position >= segment.end or self.reading.tokens[position].text != "from":
            return position
        for i in range(position + 1, min(segment.end - 1, position + _ORIGIN_REACH)):
            if self.reading.tokens[i].text == "and":
                return i if self.reading.tokens[i + 1].text in POSSESSIVES else position
        return position

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
        count = self.count(cursor, segment) if cursor > position else None
        if count is not None and count.end < segment.end:
            after = self.reading.at.get(count.end)
            if after is not None and after.entry("among"):
                return cursor
            if self.reading.tokens[position].text in (",", ":"):
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
            if seen > 1 and self._apposition_ends(position, segment):
                return cursor
            if text not in ("and", ","):
                return None
            while position < segment.end and self.reading.tokens[position].text in ("and", ","):
                position += 1
        return None

    def _apposition_ends(self, position: int, segment: Segment) -> bool:
        """Behind the parts stands the verb, the end, or another outcome."""
        if position >= segment.end:
            return True
        text = self.reading.tokens[position].text
        after = self.reading.at.get(position + 1) if position + 1 < segment.end else None
        if text in (",", "and") and after is not None:
            return after.entry("be") is not None or after.entry("outcome") is not None
        return False

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
        count = self.count(position, segment)
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
