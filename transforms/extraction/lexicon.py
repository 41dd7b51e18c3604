"""The dictionaries of `seeds/`, and the one pass that finds all their entries in a text.

Belongs here: loading seeds, the Aho-Corasick automaton, `Mention`s. Does not belong here: deciding what a mention
means. Hands on, for each report, its tokens and the mentions that begin at each token.

The automaton runs over stems, each of them one character of a made-up alphabet, so that an entry matches whole words
only, whatever clitics stand before them, and a match begins and ends at tokens: leftmost, longest, no overlaps.
"""

from __future__ import annotations

import csv
import datetime as dt
import gc
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs

from transforms.errors import SettingsError
from transforms.extraction.normalise import NUMBER, PUNCTUATION, Cut, Token, Tokeniser, fold
from transforms.paths import SEEDS_DIR


class Entry(NamedTuple):
    """What a phrase may be. `role` is the dictionary's word for its use; the other fields depend on it."""

    role: str
    value: str = ""
    detail: str = ""
    number: int = 0
    kind: str = ""


Uses = tuple[tuple[Entry, ...], dict[str, Entry], Callable[[str], "Entry | None"]]
"""What a phrase may be, wherever it stands: the last three attributes of a `Mention`."""


class Mention:
    """A dictionary entry found at tokens `start` to `end` (exclusive); two are the same only where they are one.

    Attributes:
        start: its first token.
        end: the token behind its last.
        entries: its possible uses.
        by_role: the first use of each role.
        entry: asked with a role, the use with this role or None. It is `by_role.get` itself: no other question is
            asked as often.
    """

    __slots__ = ("by_role", "end", "entries", "entry", "start")
    start: int
    end: int
    entries: tuple[Entry, ...]
    by_role: dict[str, Entry]
    entry: Callable[[str], Entry | None]

    def __init__(self, start: int, end: int, uses: Uses) -> None:
        self.start = start
        self.end = end
        self.entries, self.by_role, self.entry = uses

    def moved(self, start: int, end: int) -> Mention:
        """The same uses at other tokens."""
        return Mention(start, end, (self.entries, self.by_role, self.entry))


class Scan(NamedTuple):
    """What one pass over a text finds.

    Attributes:
        tokens: in order.
        starts: the first character of each token in the text.
        ends: the character behind its last.
        mentions: in order.
        spelled: a letter a token, for `Lexicon.numbers` and `Lexicon.signs`.
        at: the mention that begins at a token.
        starts_of: by role, the tokens at which mentions with it begin, in order.
    """

    tokens: list[Token]
    starts: list[int]
    ends: list[int]
    mentions: list[Mention]
    spelled: str
    at: dict[int, Mention]
    starts_of: dict[str, list[int]]


_FIRST_LETTER = 0x10000
"""Stems are numbered from here: behind the surrogates, so that every number is a character."""


@dataclass(frozen=True, slots=True)
class ActorAlias:
    """An actor id with the first and the last day (inclusive, exclusive) on which the alias names it."""

    actor_id: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds(self, day: dt.date | None) -> bool:
        """Whether the alias named this actor on that day; an unknown day excludes nothing."""
        if day is None:
            return True
        return (self.valid_from is None or day >= self.valid_from) and (self.valid_to is None or day < self.valid_to)


@dataclass
class _Table:
    """Phrases under construction: words as folded, without the article."""

    phrases: dict[tuple[str, ...], list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(self, phrase: str, entry: Entry) -> None:
        words = tuple(_stems(phrase))
        if words and entry not in self.phrases[words]:
            self.phrases[words].append(entry)

    def add_folded(self, phrase: str, entry: Entry) -> None:
        """`add` a phrase that is folded and has no dash: a name of the gazetteer."""
        words = tuple([word[2:] if len(word) > 3 and word.startswith("ال") else word for word in phrase.split()])
        if words and entry not in self.phrases[words]:
            self.phrases[words].append(entry)


def _stems(phrase: str) -> list[str]:
    return [stem for word in phrase.replace("-", " - ").split() if (stem := _without_article(word))]


@lru_cache(maxsize=20_000)
def _without_article(word: str) -> str:
    folded = fold(word)
    article = word.startswith("ال") and len(folded) > 3  # not a hamza: part of the word then
    return folded[2:] if article else folded


def read_seed(name: str, folder: Path = SEEDS_DIR) -> list[dict[str, str]]:
    """Rows of a seed file.

    Raises:
        SettingsError: the file is missing, or a row has not as many columns as the header; names it.
    """
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            return [dict(zip(header, row, strict=True)) for row in rows if row]  # a third of DictReader's time
    except OSError as error:
        raise SettingsError(f"cannot read the seed file {path}: {error.strerror}", hint="reinstall Marsad") from error
    except ValueError as error:
        raise SettingsError(
            f"the seed file {path} has a row of another length than its header", hint="mend the row"
        ) from error


class Lexicon:
    """All dictionaries in one automaton.

    Attributes:
        tokeniser: splits text with the vocabulary of these dictionaries.
        definite_aliases: aliases of one word that name an actor with the article only ('the Organisation').
        level_words: stems of words such as 'town' and 'airport'.
        actor_aliases: for each alias entry's value (an index as text), the actors it may name.
        numbers: finds the tokens that begin with a digit in a text as `Scan.spelled` spells it.
    """

    def __init__(self, place_names: dict[str, list[int]]) -> None:
        table = _Table()
        self.actor_aliases: dict[str, list[ActorAlias]] = {}
        self.definite_aliases: set[str] = set()
        self._add_actors(table)
        _add_words(table)
        core = {word for words in table.phrases for word in words}
        _add_places(table, place_names)
        every = {word for words in table.phrases for word in words}
        whole = {w[0] for w, entries in table.phrases.items() if len(w) == 1 and entries[0].role == "number"}
        whole |= {w[0] for w, entries in table.phrases.items() if _so_that(w[0], entries)}
        self._vocabulary = {word for word in every if word in whole or not _has_clitic(word, core)}
        splitter = Tokeniser(self._vocabulary)
        stem_of = {word: word if word in self._vocabulary else splitter.split(word)[0] for word in every}
        patterns: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for words, entries in table.phrases.items():
            known = patterns[tuple([stem_of[word] for word in words])]
            known += entries if not known else [entry for entry in entries if entry not in known]
        self._uses = [_uses(entries) for entries in patterns.values()]
        self._roles = [tuple(by_role) for _, by_role, _ in self._uses]
        letters = {stem: chr(_FIRST_LETTER + i) for i, stem in enumerate(sorted({*stem_of.values(), *PUNCTUATION}))}
        self._letters = letters
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}
        self.tokeniser = Tokeniser(self._vocabulary, letters)
        self.numbers = re.compile(f"[{NUMBER}{''.join(letters[stem] for stem in letters if stem[0].isdigit())}]")
        self.level_words = frozenset(
            words[0]
            for words, entries in table.phrases.items()
            if len(words) == 1 and any(e.role == "level" for e in entries)
        )
        self._automaton = ahocorasick_rs.AhoCorasick(
            ["".join([letters[stem] for stem in stems]) for stems in patterns],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            store_patterns=False,
        )

    def _add_actors(self, table: _Table) -> None:
        aliases: dict[tuple[str, ...], list[ActorAlias]] = defaultdict(list)
        bare: set[str] = set()
        for row in read_seed("actor_aliases.csv"):
            if not row["alias"].startswith("ال"):
                bare.add(" ".join(_stems(row["alias"])))
            alias = ActorAlias(row["actor_id"], _day(row["valid_from"]), _day(row["valid_to"]))
            aliases[tuple(_stems(row["alias"]))].append(alias)
        for words, actors in aliases.items():
            key = " ".join(words)
            self.actor_aliases[key] = actors
            if len(words) == 1 and key not in bare:
                self.definite_aliases.add(key)
            table.add(key, Entry("actor", key))

    def scan(self, text: str) -> tuple[list[Token], list[Mention]]:
        """Tokens of a text and the mentions in it, both in order; quotation marks are not tokens."""
        cut, mentions, _, _ = self._pass(text)
        return cut.tokens, mentions

    def read(self, text: str) -> Scan:
        """Tokens of a text and the mentions in it, with what finds them by token and by role."""
        cut, mentions, spelled, found = self._pass(text)
        starts_of: dict[str, list[int]] = defaultdict(list)
        roles = self._roles
        for pattern, start, _ in found:
            for role in roles[pattern]:
                starts_of[role].append(start)
        at = {mention.start: mention for mention in mentions}
        return Scan(*cut, mentions, spelled, at, starts_of)

    def signs(self, signs: frozenset[str]) -> re.Pattern[str]:
        """What finds some signs in a text as `Scan.spelled` spells it."""
        if signs not in self._patterns:
            self._patterns[signs] = re.compile("[" + "".join([self._letters[sign] for sign in sorted(signs)]) + "]")
        return self._patterns[signs]

    def _pass(self, text: str) -> tuple[Cut, list[Mention], str, list[tuple[int, int, int]]]:
        cut = self.tokeniser.cut(text)
        spelled = "".join([token.letter for token in cut.tokens])
        uses = self._uses
        found = self._automaton.find_matches_as_indexes(spelled)
        mentions = [Mention(start, end, uses[pattern]) for pattern, start, end in found]
        return cut, mentions, spelled, found


def _uses(entries: list[Entry]) -> Uses:
    by_role = {entry.role: entry for entry in reversed(entries)}
    return tuple(entries), by_role, by_role.get


def _has_clitic(word: str, core: set[str]) -> bool:
    """Whether a word of an entry is a known word behind a clitic, to be split in entries as it is in texts."""
    if word[0] not in "وبل" or len(word) < 4:
        return False
    rest = word[1:]
    rest = rest[2:] if rest.startswith("ال") and len(rest) > 3 else rest
    return len(rest) >= 3 and rest in core


def _so_that(word: str, entries: list[Entry]) -> bool:
    """'so that it takes' is one word in Arabic, and no 'it takes' behind a clitic: that is a status."""
    return word.startswith(("لت", "لي")) and any(entry.role == "control" for entry in entries)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _add_places(table: _Table, place_names: dict[str, list[int]]) -> None:
    for name in place_names:
        table.add_folded(name, Entry("place", name))


def _add_words(table: _Table) -> None:
    for name, entry_of in _SEEDS.items():
        for row in read_seed(name):
            table.add(row["phrase"], entry_of(row))
    for row in read_seed("triggers.csv"):
        if row["actor_id"]:
            table.add(row["phrase"], Entry("trigger_actor", row["actor_id"]))
    for sign in PUNCTUATION - {"\n"}:
        table.phrases[(sign,)].append(Entry("sign", sign))


_SEEDS: dict[str, Callable[[dict[str, str]], Entry]] = {
    "place_words.csv": lambda row: Entry(row["role"], row["level"], number=int(row["number"] or 0)),
    "triggers.csv": lambda row: Entry("trigger", row["event_type"], row["weapon"], kind=row["form"]),
    "control_phrases.csv": lambda row: Entry("control", row["form"], row["change"]),
    "people.csv": lambda row: Entry("people", row["civilian_status"], row["kind"], int(row["number"])),
    "outcomes.csv": lambda row: Entry("outcome", row["outcome"], kind=row["form"]),
    "numbers.csv": lambda row: Entry("number", row["role"], number=int(row["value"])),
    "cues.csv": lambda row: Entry(row["cue"], row["value"]),
    "time_words.csv": lambda row: Entry("time", row["kind"], row["value"]),
}
"""How the rows of each seed file become entries."""


@cache
def lexicon() -> Lexicon:
    """The lexicon of this process, built on first use."""
    from transforms.extraction.gazetteer import gazetteer

    collecting = gc.isenabled()
    gc.disable()  # nothing of what is built is garbage; looking for some would take a third of the time
    try:
        return Lexicon(gazetteer().names)
    finally:
        if collecting:
            gc.enable()
