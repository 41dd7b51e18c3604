"""Arabic names in Latin letters: one key for the many ways to write a name.

Belongs here: keys and how alike two spellings are. Does not belong here: the gazetteer (`names`). The letter rules
stand in `seeds/english_spellings.csv`; they are applied in their order.
"""

from __future__ import annotations

from functools import cache, lru_cache

from transforms.extraction.english.tokens import ARTICLES
from transforms.extraction.lexicon import read_seed

_VOWELS = frozenset("aiuw")
_OPENING_COST = 0.08
_VOWEL_COST = 0.35
"""A vowel more or another one is how names are written; a consonant is another name."""


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    return tuple((row["from"], row["to"]) for row in read_seed("english_spellings.csv"))


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    folded = "".join(c for c in word.lower() if c.isalnum())
    folded = _squeeze(folded)
    for old, new in _rules():
        if old in folded:
            folded = folded.replace(old, new)
    folded = _squeeze(folded)
    if len(folded) > 2 and folded.endswith("h"):
        folded = folded[:-1]
    if len(folded) > 2 and folded.endswith("a"):
        folded = folded[:-1]
    return folded


def _squeeze(text: str) -> str:
    return "".join(c for i, c in enumerate(text) if i == 0 or c != text[i - 1] or c.isdigit())


def key(words: tuple[str, ...]) -> str:
    """Spelling key of a name: without articles, doubled letters and the differences between systems of spelling.

    Args:
        words: the name's words, hyphens taken as spaces.
    """
    kept = [word for word in words if word.lower() not in ARTICLES] or list(words)
    return "".join(_fold_word(word) for word in kept)


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["key"] for row in read_seed("english_letters.csv")}


def arabic_key(name: str) -> str:
    """The key of a name in Arabic letters as `gazetteer.spellings` folds it; short vowels are not written there.

    Args:
        name: a folded name; articles are left out, and the last letter where it is only a vowel.
    """
    letters = _letters()
    out = []
    for word in name.split():
        bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
        bare = bare[:-1] if len(bare) > 2 and bare[-1] in "هاء" else bare
        out.append("".join(letters.get(letter, "") for letter in bare))
    return _squeeze("".join(out))


def skeleton(spelled: str) -> str:
    """A key without its vowels."""
    return "".join(c for c in spelled if c not in _VOWELS)


def likeness(a: str, b: str) -> float:
    """How alike two keys are, 0 to 1: an edit distance in which vowels count little."""
    previous = [0.0]
    for c in b:
        previous.append(previous[-1] + _cost(c))
    for x in a:
        current = [previous[0] + _cost(x)]
        for j, y in enumerate(b):
            change = 0.0 if x == y else max(_cost(x), _cost(y))
            current.append(min(previous[j] + change, previous[j + 1] + _cost(x), current[j] + _cost(y)))
        previous = current
    opening = _OPENING_COST if (a[:1] in _VOWELS) != (b[:1] in _VOWELS) else 0.0
    return 1.0 - previous[-1] / max(len(a), len(b), 1) - opening


def _cost(letter: str) -> float:
    return _VOWEL_COST if letter in _VOWELS else 1.0
