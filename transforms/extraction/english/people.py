"""So many people of such a kind: noun phrases of English reports (codebook §7).

Belongs here: numbers, qualifiers, heads, sides. Does not belong here: what became of them
(`casualties`), and 'among them …' (`phrases`). Hands on `People`.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.english.background import is_year
from transforms.extraction.english.numbers import read_number
from transforms.extraction.english.sides import SideReader
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.people import People
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.who import as_side

_HEAD_REACH = 6
_SIDE_REACH = 7
_TENS = {"tens": 10, "hundreds": 100}
POSSESSIVES = frozenset({"his", "her", "their", "its"})


class _Count(NamedTuple):
    low: int
    best: int | None
    high: int | None
    qualifier: str
    end: int


ONE = _Count(1, 1, 1, "exact", 0)
"""One person, told without a number."""


class PeopleReader:
    """Reads noun phrases.

    Args:
        reading: the report.
        sides: reads the actors.
    """

    def __init__(self, reading: Reading, sides: SideReader) -> None:
        self.reading = reading
        self.sides = sides

    def read(self, position: int, segment: Segment) -> People | None:
        """The people named from a token on, or None."""
        count = self.count(position, segment)
        if count is not None:
            return self._counted(position, count, segment)
        mention = self.reading.at.get(position)
        entry = mention.entry("people") if mention else None
        if mention is None or entry is None or position in segment.masked:
            return None
        if mention.entry("outcome") and not self._noun_wanted(position):
            return None
        if self.reading.tokens[position].text == "dead" and mention.end > position + 1 and self._definite(position):
            return None  # 'the dead men were …': those told of before
        if entry.number == 1:
            possessed = position > 0 and self.reading.tokens[position - 1].text in POSSESSIVES
            if not possessed and entry.detail != "other":
                return None
            return self._people(_Count(1, 1, 1, "exact", position), mention, entry, position, segment)
        if mention.entry("actor") and position in segment.masked:
            return None
        return self._people(_Count(2, None, None, "some", position), mention, entry, position, segment)

    def _definite(self, position: int) -> bool:
        return position > 0 and self.reading.tokens[position - 1].text in ("the", "these", "those")

    def _noun_wanted(self, position: int) -> bool:
        """'wounded' is a noun behind 'information about' and 'dead and', else a verb."""
        before = self.reading.tokens[position - 1].text if position else ""
        if before in ("about", "of", "more"):
            return True
        return before == "and" and self.reading.tokens[position - 2].text in ("dead", "killed")

    def count(self, position: int, segment: Segment) -> _Count | None:
        """The number that begins at a token, with its qualifier; an article counts one."""
        if position >= segment.end:
            return None
        mention = self.reading.at.get(position)
        limit = segment.end
        qualifier = mention.entry("qualifier") if mention else None
        if mention is not None and qualifier is not None:
            inner = self.count(mention.end, segment) if mention.end < limit else None
            return _qualify(inner, qualifier.value) if inner is not None and inner.qualifier != "article" else None
        number = read_number(self.reading, position, limit)
        if number is not None and (self._year(position, segment) or self._age(number.end, segment)):
            return None
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

    def _year(self, position: int, segment: Segment) -> bool:
        """'since June 2019', 'in 2023': no number of people."""
        if not is_year(self.reading.tokens[position].text) or position == segment.start:
            return False
        time = self.reading.entry(position - 1, "time")
        before = self.reading.tokens[position - 1].text
        return time is not None or before in ("in", "since", "of", "early", "late", "mid", "year", "until")

    def _age(self, position: int, segment: Segment) -> bool:
        """'a 12-year-old boy': years, no people."""
        texts = [t.text for t in self.reading.tokens[position : min(segment.end, position + 2)]]
        return texts == ["year", "old"] or texts == ["years", "old"]

    def _counted(self, position: int, count: _Count, segment: Segment) -> People | None:
        found = self._head(count.end, segment, article=count.qualifier == "article")
        if found is None:
            return self._without_head(position, count, segment)
        mention, entry = found
        if count.qualifier == "article":
            if (entry.number != 1 and not self._one(mention, segment)) or entry.detail == "other":
                return None
            count = count._replace(qualifier="exact")
        return self._people(count, mention, entry, position, segment)

    def _head(self, position: int, segment: Segment, *, article: bool) -> tuple[Mention, Entry] | None:
        """The noun that is counted, over adjectives and the names of sides."""
        if article:
            position = self._behind_age(position, segment)
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

    def _one(self, head: Mention, segment: Segment) -> bool:
        """'a civilians was killed': the article and the verb outweigh a slip of the pen."""
        return head.end < segment.end and self.reading.tokens[head.end].text in ("was", "has")

    def _behind_age(self, position: int, segment: Segment) -> int:
        """'an under-18-year-old child', 'a twelve-year-old boy': the token behind the age."""
        for i in range(position, min(segment.end, position + 3)):
            number = read_number(self.reading, i, segment.end)
            if number is not None:
                return number.end + 2 if self._age(number.end, segment) else position
        return position

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
        bare = self._bare_side(cursor, segment)
        if bare is not None:
            return People(
                count.low, count.best, count.high, count.qualifier, "combatant", "fighter", bare[0], position, bare[1]
            )  # fmt: skip
        if self.reading.tokens[cursor].text in ("of", "from"):
            cursor += 1
            while cursor < segment.end and self.reading.tokens[cursor].text in ("the", *POSSESSIVES):
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

    def _bare_side(self, position: int, segment: Segment) -> tuple[str | None, int] | None:
        """'the death of 20 IS and several soldiers': a side without a noun, at the end of its phrase."""
        mention = self.reading.at.get(position)
        if mention is None or not mention.entry("actor") or position in segment.masked:
            return None
        behind = self.reading.at.get(mention.end) if mention.end < segment.end else None
        ends = mention.end >= segment.end or (
            behind is not None and any(behind.entry(role) for role in ("and", "sign", "be", "outcome", "in"))
        )
        ids = self.sides.ids(mention)
        return (as_side(ids)[0], mention.end) if ends and ids else None

    def _people(self, count: _Count, head: Mention, entry: Entry, start: int, segment: Segment) -> People:
        side, end = self._side(max(start, count.end), head, segment)
        status, kind = entry.value, entry.detail
        if side == "both":
            side, kind = None, "both" if status == "combatant" else kind
            status = "combatant" if status == "unknown" else status
        if side is not None and status in ("", "unknown", "combatant"):
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
            if mention is not None and mention.entry("outcome"):
                break
            name = mention is None and self.reading.report.body[self.reading.token_starts[i]].isupper()
            owner = self._owner_word(i) or name or text in ("the", "a", "an", "both", "forces")
            if not owner and not (mention is not None and mention.entry("people")):
                break
        return None, head.end

    def _owner_word(self, position: int) -> bool:
        mention = self.reading.at.get(position)
        if self.reading.tokens[position].text in ("of", "from", "in", "on", "for"):
            return True
        return mention is not None and mention.entry("in_ranks") is not None


def _qualify(count: _Count, qualifier: str) -> _Count:
    if count.qualifier != "exact":
        return count
    high = None if qualifier in ("at_least", "more_than") else count.high
    return count._replace(high=high, qualifier=qualifier)
