"""English names of the gazetteer's places, found by their sound.

Belongs here: the index of names and the look-up that lets the context's governorate decide. Does not belong here:
finding names in text (`places`). Hands on indexes into the gazetteer's places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from transforms.extraction.english.spelling import arabic_key, key, likeness, skeleton
from transforms.extraction.gazetteer import Gazetteer, gazetteer
from transforms.extraction.lexicon import read_seed

_WORD = re.compile(r"[A-Za-z0-9'’‘]+")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_WITH_DISTRICT = "the source adds the district to the name"
_ALIKE = 0.6
_ALIKE_SHORT = 0.75
_ALIKE_ONE_LETTER = 0.8
_ALIKE_FAR = 0.8
_CLOSE = 0.8
_CACHE_LIMIT = 100_000
_SHORT = 2
COMPASS = frozenset({"northern", "southern", "eastern", "western"})
"""Words before a name that tell two places of one name apart."""
_DELETION_LENGTH = 4
_OPEN = frozenset("aehiouy")


class NameIndex:
    """Names by key, by skeleton, and by skeleton with one letter left out.

    Args:
        places: the gazetteer.
    """

    def __init__(self, places: Gazetteer) -> None:
        self.gazetteer = places
        self._keys: dict[str, list[int]] = defaultdict(list)
        self._skeletons: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._spelled: dict[int, list[str]] = defaultdict(list)
        self._arabic: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._shortened: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._add_places()
        self._add_aliases()
        self._add_arabic()
        self._found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}

    def _add_places(self) -> None:
        places = self.gazetteer
        seats = {
            (place.admin3_pcode, place.name_ar.replace(" ", "")): index for index, place in enumerate(places.places)
            if place.level == "community"
        }  # fmt: skip
        capitals = {
            (place.admin2_pcode, place.name_ar.replace(" ", "")): index for index, place in enumerate(places.places)
            if place.level == "community" and place.capital_level is not None
        }  # fmt: skip
        for index, place in enumerate(places.places):
            if place.level == "community" and place.capital_level is not None:
                seats[place.admin3_pcode, ""] = index
        for index, place in enumerate(places.places):
            for words in _variants(place.name_en or "", bool(place.kind)):
                self._add(words, index)
                if place.level == "district":
                    seat = capitals.get((place.admin2_pcode, place.name_ar.replace(" ", "")))
                    self._add(words, index if seat is None else seat)
                if place.level == "subdistrict":
                    seat = seats.get(
                        (place.admin3_pcode, place.name_ar.replace(" ", "")), seats.get((place.admin3_pcode, ""))
                    )
                    self._add(words, index if seat is None else seat)

    def _add_aliases(self) -> None:
        places = self.gazetteer
        for row in read_seed("place_aliases.csv"):
            if row["note"] == _WITH_DISTRICT:
                name = places.places[places.by_id[row["target_id"]]].name_en or ""
                self._add(tuple(_WORD.findall(name))[:-1], places.by_id[row["target_id"]])
        for row in read_seed("english_place_aliases.csv"):
            self._add(tuple(_WORD.findall(row["alias"])), places.by_id[row["target_id"]])

    def _add_arabic(self) -> None:
        """Names in Arabic letters: spellings that follow them and not the gazetteer's English."""
        for name, indexes in self.gazetteer.names.items():
            for index in indexes:
                spelled = arabic_key(name)
                self._arabic[skeleton(spelled)].append((spelled, index))
                self._spelled[index].append(spelled)

    def _add(self, words: tuple[str, ...], index: int) -> None:
        spelled = key(words) if words else ""
        if not spelled or index in self._keys[spelled]:
            return
        self._keys[spelled].append(index)
        self._spelled[index].append(spelled)
        bones = skeleton(spelled)
        self._skeletons[bones].append((spelled, index))
        if len(bones) >= _DELETION_LENGTH:
            for i in range(len(bones)):
                self._shortened[bones[:i] + bones[i + 1 :]].append((spelled, index))

    def governorate(self, words: tuple[str, ...]) -> str | None:
        """P-code of the governorate of this name; a slip of one letter is forgiven."""
        for index in self._same(words) or self._one_letter(key(words)):
            place = self.gazetteer.places[index]
            if place.level == "governorate":
                return place.pcode
        return None

    def close(self, words: tuple[str, ...], index: int) -> bool:
        """Whether a name is spelled nearly as one of the place's names; else the place is a guess."""
        spelled = key(words)
        return any(likeness(spelled, other) >= _CLOSE for other in self._spelled[index])

    def candidates(self, words: tuple[str, ...], admin1: tuple[str, ...]) -> list[int]:
        """Places that a name may mean; the nearer the spelling, the fewer.

        Args:
            words: the name's words.
            admin1: P-codes of the governorates of the context; names spelled otherwise are taken only there.
        """
        known = self._found.get((words, admin1))
        if known is None:
            if len(self._found) >= _CACHE_LIMIT:
                self._found.clear()
            known = self._found[words, admin1] = self._look_up(words, admin1)
        return known

    def _look_up(self, words: tuple[str, ...], admin1: tuple[str, ...]) -> list[int]:
        spelled = key(words)
        if len(spelled) < 2:
            return []
        exact = self._same_ending(words, self._same(words))
        inside = [i for i in exact if self.gazetteer.places[i].admin1_pcode in admin1]
        if inside or (exact and not admin1):
            return exact
        for found in (self._same_skeleton(spelled), self._one_letter(spelled)):
            inside = [i for i in found if self.gazetteer.places[i].admin1_pcode in admin1]
            if inside:
                return inside
        bare = tuple(word for word in words if word.lower() not in COMPASS)
        if bare and bare != words:
            return self.candidates(bare, admin1)
        bones = skeleton(spelled)
        long_name = len(bones) > _DELETION_LENGTH
        far = exact or (self._most_alike(spelled, self._skeletons.get(bones, ()), _ALIKE_FAR) if long_name else [])
        return [i for i in far if self._known_far(i)]

    def _known_far(self, index: int) -> bool:
        """Outside the context's governorate only towns are meant, not hamlets of the same name."""
        place = self.gazetteer.places[index]
        region = place.kind in ("mountain", "plain", "region", "desert", "river", "airbase", "airport")
        return place.level == "governorate" or place.capital_level is not None or region

    def _same(self, words: tuple[str, ...]) -> list[int]:
        return list(self._keys.get(key(words), ()))

    def _same_ending(self, words: tuple[str, ...], found: list[int]) -> list[int]:
        """`Maskanah` is rather `Maskana` than `Masqan`: keys leave out a last vowel, the names do not."""
        if len(found) < 2 or not words[-1].lower().endswith(("a", "ah", "eh")):
            return found
        alike = [i for i in found if not self._ends_closed(i, key(words))]
        return alike or found

    def _ends_closed(self, index: int, spelled: str) -> bool:
        own = self.gazetteer.places[index].name_en or ""
        return key(tuple(_WORD.findall(own))) == spelled and own[-1:] not in _OPEN

    def _same_skeleton(self, spelled: str) -> list[int]:
        bones = skeleton(spelled)
        least = _ALIKE_SHORT if len(bones) <= _SHORT else _ALIKE
        found = [*self._skeletons.get(bones, ()), *self._arabic.get(bones, ())]
        return self._most_alike(spelled, found, least)

    def _one_letter(self, spelled: str) -> list[int]:
        """One consonant more or less, never another one: that is another name."""
        bones = skeleton(spelled)
        found = list(self._shortened.get(bones, ())) if len(bones) >= _DELETION_LENGTH - 1 else []
        if len(bones) >= _DELETION_LENGTH:
            for i in range(len(bones)):
                found += self._skeletons.get(bones[:i] + bones[i + 1 :], ())
        return self._most_alike(spelled, found, _ALIKE_ONE_LETTER)

    def _most_alike(
        self, spelled: str, found: list[tuple[str, int]] | tuple[tuple[str, int], ...], least: float
    ) -> list[int]:
        scored = sorted({(round(likeness(spelled, other), 2), -index) for other, index in found}, reverse=True)
        if not scored or scored[0][0] < least:
            return []
        best = scored[0][0]
        return list(dict.fromkeys(-index for score, index in scored if score >= best - 0.05 and score >= least))


def _variants(name: str, feature: bool) -> list[tuple[str, ...]]:
    """A name, its halves where the gazetteer joins two, a feature's name without its kind, articles taken off."""
    out: list[tuple[str, ...]] = []
    bare = _BRACKETS.sub("", name)
    for part in {bare, *bare.split(" - ")}:
        words = tuple(_WORD.findall(part))
        if not words:
            continue
        out.append(words)
        proper = tuple(word for word in words if word.lower() not in _kind_words())
        if feature and proper and proper != words:
            out.append(proper)
        joined = tuple(_without_joined_article(word) for word in words)
        if joined != words:
            out.append(joined)
    return out


@cache
def _kind_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_seed("english_name_words.csv") if row["use"] == "kind")


def _without_joined_article(word: str) -> str:
    """`Elsafa` is `al-Safa`."""
    return word[2:] if len(word) >= 6 and word[:2] in ("El", "Al") and word[2].islower() else word


@cache
def name_index() -> NameIndex:
    """The name index of this process, built on first use."""
    return NameIndex(gazetteer())
