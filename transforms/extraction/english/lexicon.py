"""The English dictionaries of `seeds/`, and the one pass that finds their entries in a text.

Belongs here: loading `seeds/english_*.csv`. Does not belong here: place names (`names`), which are matched by their
sound and not by their letters.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache

import ahocorasick_rs

from transforms.extraction.english.tokens import EnglishTokeniser
from transforms.extraction.lexicon import ActorAlias, Entry, Lexicon, Mention, Scan, Uses, read_seed
from transforms.extraction.normalise import NUMBER, Cut, Token

_SIGNS = (".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "\n", "•", "/", "|", "-", "'s")


class EnglishLexicon(Lexicon):
    """All English dictionaries in one automaton; the same interface as the Arabic ones."""

    def __init__(self) -> None:
        self._phrases: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        self.actor_aliases: dict[str, list[ActorAlias]] = defaultdict(list)
        splitter = EnglishTokeniser(())
        for phrase, entry in _entries():
            words = tuple(token.text for token in splitter.cut(phrase).tokens)
            if entry not in self._phrases[words]:
                self._phrases[words].append(entry)
        people = {row["phrase"]: row for row in read_seed("english_people.csv")}
        for row in read_seed("english_actor_aliases.csv"):
            words = tuple(token.text for token in splitter.cut(row["alias"]).tokens)
            key = " ".join(words)
            alias = ActorAlias(row["actor_id"], _day(row["valid_from"]), _day(row["valid_to"]))
            self.actor_aliases[key].append(alias)
            if (entry := Entry("actor", key)) not in self._phrases[words]:
                self._phrases[words].append(entry)
            if words[-1] in people:  # 'unidentified gunmen' are people, too
                noun = _person(people[words[-1]])
                self._phrases[words] += [] if noun in self._phrases[words] else [noun]
        self.english_tokeniser = EnglishTokeniser({word for words in self._phrases for word in words})
        self.numbers = re.compile(NUMBER)
        self._uses = [_uses(entries) for entries in self._phrases.values()]
        self._matcher = ahocorasick_rs.AhoCorasick(
            ["".join(f"<{word}>" for word in words) for words in self._phrases],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            store_patterns=False,
        )

    def scan(self, text: str) -> tuple[list[Token], list[Mention]]:
        """Tokens of a text and the mentions in it, both in order: leftmost, longest, no overlaps."""
        cut, mentions = self._cut_and_mentions(text)
        return cut.tokens, mentions

    def _cut_and_mentions(self, text: str) -> tuple[Cut, list[Mention]]:
        cut = self.english_tokeniser.cut(text)
        tokens = cut.tokens
        offset, index_of, parts = 0, {}, []
        for i, token in enumerate(tokens):
            index_of[offset] = i
            part = f"<{token.text}>"
            parts.append(part)
            offset += len(part)
        index_of[offset] = len(tokens)
        found = self._matcher.find_matches_as_indexes("".join(parts))
        return cut, [Mention(index_of[start], index_of[end], self._uses[p]) for p, start, end in found]

    def read(self, text: str) -> Scan:
        """Tokens of a text and the mentions in it, with what finds them by token and by role."""
        cut, mentions = self._cut_and_mentions(text)
        starts_of: dict[str, list[int]] = defaultdict(list)
        for mention in mentions:
            for role in mention.by_role:
                starts_of[role].append(mention.start)
        spelled = "".join([NUMBER if token.text[0].isdigit() else " " for token in cut.tokens])
        return Scan(*cut, mentions, spelled, {mention.start: mention for mention in mentions}, starts_of)


def _entries() -> list[tuple[str, Entry]]:
    out = [(sign, Entry("sign", sign)) for sign in _SIGNS]
    for name, entry_of in _SEEDS.items():
        out += [(row["phrase"], entry_of(row)) for row in read_seed(f"english_{name}.csv")]
    owned = (row for row in read_seed("english_triggers.csv") if row["actor_id"])
    out += [(row["phrase"], Entry("trigger_actor", row["actor_id"])) for row in owned]
    return out


def _person(row: dict[str, str]) -> Entry:
    return Entry("people", row["civilian_status"], row["kind"], int(row["number"]))


def _uses(entries: list[Entry]) -> Uses:
    by_role: dict[str, Entry] = {}
    for entry in entries:
        by_role.setdefault(entry.role, entry)
    return tuple(entries), by_role, by_role.get


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


_SEEDS: dict[str, Callable[[dict[str, str]], Entry]] = {
    "place_words": lambda row: Entry(row["role"], row["level"], number=int(row["number"] or 0)),
    "triggers": lambda row: Entry("trigger", row["event_type"], row["weapon"], kind=row["form"]),
    "control_phrases": lambda row: Entry("control", row["form"], row["change"]),
    "people": _person,
    "outcomes": lambda row: Entry("outcome", row["outcome"], kind=row["form"]),
    "numbers": lambda row: Entry("number", row["role"], number=int(row["value"])),
    "cues": lambda row: Entry(row["cue"], row["value"]),
    "time_words": lambda row: Entry("time", row["kind"], row["value"]),
}


@cache
def english_lexicon() -> EnglishLexicon:
    """The English lexicon of this process, built on first use."""
    return EnglishLexicon()
