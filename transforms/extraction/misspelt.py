"""Names written with one wrong letter: 'al-Dar al-Kabir' for 'al-Dar al-Kabira' (a typing error, codebook §5).

Belongs here: which known places of a governorate have a name one letter away. Does not belong here: choosing between
them (`resolution`). Only names of five letters and more are looked up, and only those that begin alike: short names of
villages differ by one letter too often.
"""

from __future__ import annotations

from functools import lru_cache

from transforms.extraction.gazetteer import gazetteer
from transforms.extraction.normalise import fold

_SHORTEST = 5
_MOST = 8


def one_letter_away(name: str, admin1: tuple[str, ...]) -> tuple[int, ...]:
    """Places of these governorates whose name differs by one letter left out, added, changed or swapped.

    Args:
        name: as it stands in a text, without clitics.
        admin1: P-codes of governorates; without any, nothing is guessed.

    Returns:
        Indexes into `Gazetteer.places`.
    """
    folded = " ".join(fold(name).split())
    if len(folded.replace(" ", "")) < _SHORTEST or not admin1:
        return ()
    return _found(folded, admin1)


@lru_cache(maxsize=4096)
def _found(folded: str, admin1: tuple[str, ...]) -> tuple[int, ...]:
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract  # loaded where a name is unknown: start-up stays short

    names = gazetteer().names
    pool = _names_of(admin1)
    near = extract(folded, pool, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=_MOST)
    alike = [name for name, distance, _ in near if distance == 1 and name[:1] == folded[:1]]
    places = gazetteer().places
    return tuple(dict.fromkeys(i for name in alike for i in names[name] if places[i].admin1_pcode in admin1))


@lru_cache(maxsize=64)
def _names_of(admin1: tuple[str, ...]) -> list[str]:
    """Names of settlements and quarters of some governorates, long enough to be recognised."""
    known = gazetteer()
    return [
        name
        for name, indexes in known.names.items()
        if len(name.replace(" ", "")) >= _SHORTEST
        and any(known.places[i].admin1_pcode in admin1 and known.places[i].level in _LEVELS for i in indexes)
    ]


_LEVELS = frozenset({"community", "neighbourhood"})
