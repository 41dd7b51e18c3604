"""Text as published -> folded tokens that know where they stand.

Belongs here: letter folding, tokens, clitics. Does not belong here: any word of the language except the clitics.
Hands on `Token`s, and where each stands in the text as published, whatever the folding removed.

Folding makes one spelling of the many that the reports use: hamza seats, taa marbuta, alif maqsura, vowel signs,
tatweel (also the letters cut apart by it, as reports from 2022 on do to evade filters), Arabic-Indic digits.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain
from sys import maxsize
from typing import NamedTuple

from transforms.frozen import quickly_made

_FOLD = {
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه",
    **{chr(0x660 + i): str(i) for i in range(10)},
    **{chr(0x6F0 + i): str(i) for i in range(10)},
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
    "٬": ",", "٫": ".", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " ",
}  # fmt: skip

_FOLDING = str.maketrans(_FOLD)

_SIGNS_DROPPED = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\\\\"
_DROPPED = re.compile(
    f"[{_SIGNS_DROPPED}\u0640*\\-](?:(?<=[{_SIGNS_DROPPED}])|(?<=\u0640)(?:[ \u00a0]*\u0640)?"
    "|(?<=[A-Za-z][*\\-])(?=[a-z])|(?<=[A-Z]\\*)(?=[A-Z]))"
)
"""Begins with one class of letters, for which `re` looks far faster than for alternatives each with its beginning."""
_MAY_DROP = re.compile(f"[{_SIGNS_DROPPED}\u0640*]")
_DASH_IN_WORD = re.compile("-[a-z]")
_SPACED_LETTERS = re.compile("(?<![\u0621-\u064a])(?:[\u0621-\u064a] ){2,12}[\u0621-\u064a](?![\u0621-\u064a])")
_LONE_LETTER = re.compile(" [\u0621-\u064a] [\u0621-\u064a](?![\u0621-\u064a])")
_CUT_OFF_AND = re.compile('(?<![\u0621-\u064a])\u0648([ \u00a0"“”«»‘’]+)(?=[\u0621-\u064a]{2})')
"""'and' set apart from its word by a blank or a quotation mark: 'X and “Y”'."""
_TOKEN = re.compile(
    r"([\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+|\d{1,3}(?:[,.]\d{3})+(?![\d.])|\d+(?:\.\d+)?|[A-Za-z][A-Za-z'’]*"
    r"|[،,؛;.:!?؟\n()%/\-•])"
)

_UNKNOWN = "\uffff"
"""The letter of stems that no dictionary has."""
NUMBER = "\ufffe"
"""The letter of numbers that no dictionary has."""

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل")
PUNCTUATION = frozenset("،,؛;.:!?؟\n()%/-•")


@quickly_made
@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign. A word met twice is one token twice: where it stands is no part of it.

    Slots and not a named tuple: readers ask for a field some thousand times a report, and slots answer faster.

    Attributes:
        text: folded form as it stands.
        stem: `text` without clitics and without the article; what dictionaries are asked with.
        prefix: clitics taken off, e.g. `و`, `ب`, `ول`; the article not included.
        definite: True where the article was taken off.
        letter: the stem in the automaton's alphabet; empty where another spelling is matched.
    """

    text: str
    stem: str
    prefix: str
    definite: bool
    letter: str = ""


class Cut(NamedTuple):
    """A text in tokens, as columns of one length.

    Attributes:
        tokens: in order.
        starts: the first character of each in the text as published.
        ends: the character behind its last.
    """

    tokens: list[Token]
    starts: list[int]
    ends: list[int]


def fold(text: str) -> str:
    """Fold a text without keeping offsets: for dictionary entries."""
    return _DROPPED.sub("", text).translate(_FOLDING)


def fold_all(texts: list[str]) -> list[str]:
    """`fold` of many texts, at once where no text has a line break: a tenth of the time of one by one."""
    if any("\n" in text for text in texts):
        return [fold(text) for text in texts]
    return _fold_letters(_DROPPED.sub("", "\n".join(texts))).split("\n") if texts else []


def _fold_letters(text: str) -> str:
    """One letter for one letter. In a whole text, looking for each in turn is far faster than `str.translate`."""
    for letter, folded in _FOLD.items():
        if letter in text:
            text = text.replace(letter, folded)
    return text


def fold_with_gaps(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold a text and tell what was left out.

    Returns:
        The folded text, and the stretches of `text` that are not in it, in order, none touching the one before; every
        other character of `text` has one in the folded text.
    """
    may_drop = _MAY_DROP.search(text) or _DASH_IN_WORD.search(text)
    gaps = [match.span() for match in _DROPPED.finditer(text)] if may_drop else []
    if _LONE_LETTER.search(text):
        blanks = ((i, i + 1) for m in _SPACED_LETTERS.finditer(text) for i in range(*m.span()) if text[i] == " ")
        gaps = sorted([*gaps, *blanks])
    cut_off = [match.span(1) for match in _CUT_OFF_AND.finditer(text)]
    gaps = sorted([*gaps, *cut_off]) if cut_off else gaps
    if not gaps:
        return _fold_letters(text), gaps
    gaps = _joined(gaps)
    borders = [0, *chain.from_iterable(gaps), len(text)]
    return _fold_letters("".join(map(text.__getitem__, map(slice, borders[::2], borders[1::2])))), gaps


def _joined(gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Gaps in order, those that touch or overlap as one."""
    out = gaps[:1]
    for start, end in gaps[1:]:
        if start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _published(starts: list[int], ends: list[int], gaps: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Starts and ends of tokens of the folded text, in the text as published."""
    out: tuple[list[int], list[int]] = ([], [])
    first, last, left_out = 0, 0, 0
    for start, end in (*gaps, (maxsize, maxsize)):
        behind = bisect_left(starts, start - left_out, first)
        past = bisect_right(ends, start - left_out, last)  # a token that ends at a gap ends before it
        out[0].extend([i + left_out for i in starts[first:behind]])
        out[1].extend([i + left_out for i in ends[last:past]])
        first, last, left_out = behind, past, left_out + end - start
    return out


class _Known(dict[str, Token]):
    """Words met before; a new one is split when it is first asked for."""

    _LIMIT = 100_000
    _LONGEST = 40

    def __init__(self, analyse: Callable[[str], Token]) -> None:
        super().__init__()
        self._analyse = analyse

    def __missing__(self, word: str) -> Token:
        token = self._analyse(word)
        if len(word) <= self._LONGEST:
            if len(self) >= self._LIMIT:
                self.clear()
            self[word] = token
        return token


class Tokeniser:
    """Splits folded text and takes clitics off where what remains is a word that the dictionaries know.

    Args:
        vocabulary: all stems that occur in any dictionary entry.
        letters: the letter of each stem in the automaton's alphabet.
    """

    def __init__(self, vocabulary: Collection[str], letters: Mapping[str, str] | None = None) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._letters = letters or {}
        self._known = _Known(self._analyse)

    def tokens(self, text: str) -> list[Token]:
        """All tokens of a published text, in order."""
        return self.cut(text).tokens

    def cut(self, text: str) -> Cut:
        """The tokens of a published text, and where they stand in it.

        Columns instead of a loop over tokens: each step is one call that runs in C.
        """
        folded, gaps = fold_with_gaps(text)
        pieces = _TOKEN.split(folded)  # between tokens, token, between tokens, ...
        borders = list(accumulate(map(len, pieces)))
        starts, ends = borders[0:-1:2], borders[1::2]
        if gaps:
            starts, ends = _published(starts, ends, gaps)
        return Cut(list(map(self._known.__getitem__, pieces[1::2])), starts, ends)

    def _analyse(self, word: str) -> Token:
        stem, prefix, definite = self.split(word)
        unknown = NUMBER if stem[0].isdigit() else _UNKNOWN
        return Token(word, stem, prefix, definite, self._letters.get(stem, unknown))

    def split(self, word: str) -> tuple[str, str, bool]:
        """(stem, prefix, definite) of one folded word; the word itself where no split gives a known stem."""
        for stem, prefix, definite in _splits(word):
            if stem in self._vocabulary:
                return stem, prefix, definite
        return _without_article(word, "")


_SHORT_WORDS = frozenset({"حي", "تل"})
"""Words of two letters that stand behind a preposition: 'in the quarter of', 'on the hill of'."""


def _splits(word: str) -> list[tuple[str, str, bool]]:
    """Possible (stem, prefix, definite), fewest clitics first."""
    out = [(word, "", False)]
    if word.startswith("ال") and len(word) > 3:
        out.append(_without_article(word, ""))
    rests = [("", word)]
    for letter in _CONJUNCTIONS:
        if word.startswith(letter) and len(word) > 2:
            rests.append((letter, word[1:]))
            out.append(_without_article(word[1:], letter))
    for prefix, rest in rests:
        for letter in _PREPOSITIONS:
            if rest.startswith(letter) and (len(rest) > 3 or rest[1:] in _SHORT_WORDS):
                out += _without_preposition(rest, prefix, letter)
    return out


def _without_article(word: str, prefix: str) -> tuple[str, str, bool]:
    if word.startswith("ال") and len(word) > 3:
        return word[2:], prefix, True
    return word, prefix, False


def _without_preposition(word: str, prefix: str, letter: str) -> list[tuple[str, str, bool]]:
    if word.startswith("لل") and len(word) > 4:
        # the article's alif is not written behind the preposition; before a word in lam, its lam is not either
        return [(word[2:], prefix + "ل", True), (word[1:], prefix + "ل", True)]
    return [_without_article(word[1:], prefix + letter)]
