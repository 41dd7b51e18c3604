"""Runs of capitalised words that may be a place's name: `Tal Ref'at`, `Khan al- Shih`.

Belongs here: where a name begins and ends. Does not belong here: whether it is a place.
"""

from __future__ import annotations

from functools import cache

from transforms.extraction.english.names import NameIndex
from transforms.extraction.english.sections import words_at
from transforms.extraction.english.tokens import ARTICLES
from transforms.extraction.lexicon import read_seed
from transforms.extraction.reading import Reading

_LONGEST = 5
_COMPASS = frozenset({"northern", "southern", "eastern", "western", "upper", "lower", "big", "little", "old", "new"})
_NO_NAME = ("actor", "trigger", "observatory", "connective", "outcome", "people", "number", "sign", "control", "level")
_WEAK_ROLES = frozenset({"level", "trigger", "people"})


@cache
def _no_name_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_seed("english_name_words.csv") if row["use"] == "no_name")


class NameRuns:
    """Finds runs of words that are written like a name.

    Args:
        reading: the report.
        names: the name index, which decides between a longer and a shorter run.
    """

    def __init__(self, reading: Reading, names: NameIndex) -> None:
        self.reading = reading
        self.names = names
        self._ends: dict[tuple[int, int], int | None] = {}

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """The words of a run as published."""
        return words_at(self.reading, start, end)

    def end(self, start: int, limit: int) -> int | None:
        """The token behind the name that begins here, or None where none does."""
        if (start, limit) not in self._ends:
            self._ends[start, limit] = self._find(start, limit)
        return self._ends[start, limit]

    def _find(self, start: int, limit: int) -> int | None:
        if start >= limit:
            return None
        first = self.reading.report.body[self.reading.token_starts[start]]
        if not (first.isupper() or self.reading.tokens[start].text in ARTICLES):
            return None
        cursor, last = start, start
        while cursor < min(limit, start + 2 * _LONGEST):
            if self._capital(cursor, start):
                cursor += 1
                last = cursor
            elif self._article(cursor, limit):
                cursor += 1
            else:
                break
        if last == start:
            return None
        return last if self._name_like(start, last) else None

    def _capital(self, position: int, start: int) -> bool:
        token = self.reading.tokens[position]
        if not self.reading.report.body[self.reading.token_starts[position]].isupper():
            return False
        mention = self.reading.at.get(position)
        if mention is not None and mention.entry("direction") and token.text in _COMPASS:
            return self._before_name(position + 1)
        if token.text in _no_name_words() or (mention is not None and mention.entry("countryside")):
            return False
        if mention is None:
            return not self._inside_mention(position)
        if mention.entry("time") or any(mention.entry(role) for role in _NO_NAME):
            return position > start and self._weak(position)
        return position > start or len(token.text) > 2

    def _weak(self, position: int) -> bool:
        """A capital word behind an article is part of the name though the dictionary knows it: `al-Hill`."""
        before = self.reading.tokens[position - 1].text
        mention = self.reading.at[position]
        return before in ARTICLES and all(entry.role in _WEAK_ROLES for entry in mention.entries)

    def _before_name(self, position: int) -> bool:
        if position >= len(self.reading.tokens):
            return False
        upper = self.reading.report.body[self.reading.token_starts[position]].isupper()
        return (upper and self.reading.at.get(position) is None) or self._article(position, len(self.reading.tokens))

    def _inside_mention(self, position: int) -> bool:
        """Whether a longer phrase covers this token: `Jaysh al-Islam` is one actor."""
        for start in range(max(0, position - 7), position):
            mention = self.reading.at.get(start)
            if mention is not None and mention.end > position:
                return True
        return False

    def _article(self, position: int, limit: int) -> bool:
        """`al-` before a capital letter; the words `as` and `at` only with a hyphen."""
        tokens, body = self.reading.tokens, self.reading.report.body
        if tokens[position].text not in ARTICLES or position + 1 >= limit or self._inside_mention(position):
            return False
        mention = self.reading.at.get(position)
        if mention is not None and mention.entry("actor"):
            return False
        behind = self.reading.token_ends[position]
        hyphen = body[behind : behind + 1] in ("-", "–", "‑")
        if not (tokens[position + 1].text[0].isalpha() and (hyphen or tokens[position].text in ("al", "el"))):
            return False
        return body[self.reading.token_starts[position + 1]].isupper() or hyphen

    def _name_like(self, start: int, end: int) -> bool:
        if self._inside_mention(start):
            return False
        mention = self.reading.at.get(start)
        return mention is None or not (mention.entry("actor") and mention.end >= end)

    def level_behind(self, position: int, limit: int, start: int) -> tuple[str, int]:
        """'Harjala and Dalha villages', 'Kweres military airport': the level word behind the name and its end."""
        mention = self.reading.at.get(position) if position < limit else None
        level = mention.entry("level") if mention else None
        if mention is None or level is None or level.value == "governorate":
            return "", position
        return level.value, mention.end

    def level_of_list(self, position: int, limit: int) -> str:
        """'Harjala and Dalha villages': the level word behind the whole list of names."""
        cursor = position
        for _ in range(_LONGEST):
            start = cursor
            while cursor < limit and self.reading.tokens[cursor].text in ("and", ","):
                cursor += 1
            end = self.end(cursor, limit) if cursor > start and cursor < limit else None
            if end is None:
                return ""
            mention = self.reading.at.get(end) if end < limit else None
            level = mention.entry("level") if mention else None
            if level is not None:
                return level.value if level.number == 3 else ""
            cursor = end
        return ""

    def road(self, end: int, limit: int) -> int | None:
        """'Damascus – Beirut road': one road, not two cities."""
        if end + 1 >= limit or self.reading.tokens[end].text != "-":
            return None
        second = self.end(end + 1, limit)
        level = self.reading.entry(second, "level") if second is not None and second < limit else None
        return (
            self.reading.at[second].end if second is not None and level is not None and level.value == "road" else None
        )
