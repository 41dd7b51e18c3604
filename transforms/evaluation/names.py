"""When two names mean the same place, whatever the spelling and the words beside them.

Belongs here: letters, type words, containment. Does not belong here: the program's own dictionaries in `seeds/`: a
yardstick that moved with what it measures would measure nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from transforms.evaluation.gold import GoldPlace
from transforms.model import Place

AnyPlace = GoldPlace | Place

_LETTERS = str.maketrans({**dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه"})
_STRETCHED = re.compile("\u0640\\s*\u0640")
"""Two tatweels, also apart: some reports cut words by them."""
_SIGNS = re.compile("[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\ufeff]")
_NO_LETTER = re.compile(r"[^\w\s]|_")
_ARTICLE = "ال"
_CLITICS = ("", "وال", "بال", "لل", "فال", "كال", "و", "ب", "ل")


class Agreement(IntEnum):
    """How far two names agree."""

    NONE = 0
    WITHIN = 1
    """One contains the other in whole words."""
    SAME = 2


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """One spelling of the many: no vowel signs, no leading article, no type words (unless nothing else is left)."""
    text = _SIGNS.sub("", _STRETCHED.sub("", name)).translate(_LETTERS)
    words = [_without_article(word) for word in _NO_LETTER.sub(" ", text).split()]
    return " ".join([word for word in words if not _is_type_word(word)] or words)


def names_agree(one: str, other: str) -> Agreement:
    """Compare two normalised names; an empty one agrees with nothing."""
    if not one or not other:
        return Agreement.NONE
    if one == other:
        return Agreement.SAME
    is_within = f" {one} " in f" {other} " or f" {other} " in f" {one} "
    return Agreement.WITHIN if is_within else Agreement.NONE


def places_agree(one: AnyPlace, other: AnyPlace) -> Agreement:
    """Compare two places: by P-code, else by the names that come nearest."""
    pcode = pcode_of(one)
    if pcode and pcode == pcode_of(other):
        return Agreement.SAME
    spellings = names_of(other)
    return max((names_agree(a, b) for a in names_of(one) for b in spellings), default=Agreement.NONE)


def names_of(place: AnyPlace) -> tuple[str, ...]:
    """All names of a place, normalised, each once, in order."""
    names = place.names if isinstance(place, GoldPlace) else (place.name_ar, place.surface)
    return _normalised(names)


def pcode_of(place: AnyPlace) -> str | None:
    """A place's P-code; of a gold place the first answer."""
    return place.pcode.value if isinstance(place, GoldPlace) else place.pcode


def is_region(place: AnyPlace) -> bool:
    """Whether a place is only a region: a governorate, or known no closer than that (codebook §5)."""
    return place.geo_precision == 3 or place.level == "governorate"


def governorates(places: Iterable[AnyPlace]) -> frozenset[str]:
    """P-codes of the governorates of some places."""
    return frozenset(place.admin1_pcode for place in places if place.admin1_pcode)


def _normalised(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(normalise_name, filter(None, names)) if name))


def _without_article(word: str) -> str:
    return word.removeprefix(_ARTICLE) if len(word) > 3 else word


def _is_type_word(word: str) -> bool:
    type_words = _type_words()
    return any(word.startswith(clitic) and word.removeprefix(clitic) in type_words for clitic in _CLITICS)


@cache
def _type_words() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("type_words.txt").read_text(encoding="utf-8").split())
