"""English text -> lower-case tokens that know where they stand.

Belongs here: words, numbers and signs, and the spelling that evades filters (`fata*lities`, `k-illed`, `IS*IS`). Does
not belong here: meaning. Hands on `Token`s, and where each stands in the text as published.

A hyphen inside a word parts it and is no token (`IS-held` is `isis held`, `al-Bab` is `al bab`); a dash between words
is the token `-`. `IS` in capitals becomes `isis`, so that it is not the verb.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from transforms.extraction.normalise import Cut, Token

_TOKEN = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?(?![A-Za-z])"
    r"|[A-Za-zÀ-ÿ]+(?:['’‘ʼ`´*]+[A-Za-zÀ-ÿ]+)*"
    r"|\d+|[.,;:!?()\[\]\n•/|]|[-–—‑]+"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_DASHES = frozenset("-–—‑")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_CAPITALS = {"IS": "isis", "US": "usa"}
_FIRST_PARTS = frozenset({"booby", "surface", "ground", "anti", "pro", "non", "to"})
"""Words that a dash and a blank join to the next: `booby- trapped`, `surface- to- surface`."""
_LONGEST_PART = 8
ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "ar", "an", "at", "az", "ath", "adh"})
"""The Arabic article in Latin letters, in all its assimilated forms."""


class EnglishTokeniser:
    """Splits English text.

    Args:
        vocabulary: all words of the dictionaries; pieces cut by a hyphen are joined where the whole is one of them.
    """

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._vocabulary = frozenset(vocabulary)

    def cut(self, text: str) -> Cut:
        """All tokens of a published text, in order, and where they stand in it."""
        out = Cut([], [], [])
        glue = False
        for match in _TOKEN.finditer(text):
            surface, (start, end) = match.group(), match.span()
            if surface[0] in _DASHES:
                glue = self._inside_word(text, start, end)
                if not glue:
                    _append(out, _token("-"), start, end)
                continue
            if surface.isalpha() and surface not in _CAPITALS:
                word = surface.lower()
                words = [(Token(word, word, "", False), start, end)]
            else:
                words = self._words(surface, start, end)
            for token, first, last in words:
                if not (glue and out.tokens and self._join(out, token, last)):
                    _append(out, token, first, last)
                glue = False
        return out

    def _inside_word(self, text: str, start: int, end: int) -> bool:
        """Whether a dash stands in a word: `IS-held`, `al- Zahraa`."""
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if before.isalnum() and after.isalnum():
            return True
        word = text[max(0, start - _LONGEST_PART) : start].split()
        return after == " " and bool(word) and word[-1].lower() in (ARTICLES | _FIRST_PARTS)

    def _words(self, surface: str, start: int, end: int) -> list[tuple[Token, int, int]]:
        plain = surface.replace("*", "").translate(_APOSTROPHES)
        ordinal = _ORDINAL.match(plain)
        if ordinal:
            return [(Token(ordinal.group(1), plain, "", False), start, end)]
        if len(plain) > 2 and plain[-2:] in ("'s", "'S"):
            return [(_token(plain[:-2]), start, end - 2), (_token("'s"), end - 2, end)]
        return [(_token(plain), start, end)]

    def _join(self, out: Cut, token: Token, end: int) -> bool:
        """`k-illed`: one word where the pieces together are known."""
        last = out.tokens[-1]
        whole = last.text + token.text
        if last.text == "isis" and token.text == "isis":
            whole = "isis"
        if whole not in self._vocabulary:
            return False
        out.tokens[-1] = Token(whole, whole, "", False)
        out.ends[-1] = end
        return True


def _token(word: str) -> Token:
    text = _CAPITALS.get(word) or word.lower()
    return Token(text, text, "", False)


def _append(out: Cut, token: Token, start: int, end: int) -> None:
    out.tokens.append(token)
    out.starts.append(start)
    out.ends.append(end)
