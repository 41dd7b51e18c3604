"""The places that exist: P-codes, names, coordinates.

Belongs here: loading `seeds/places.csv`, `features.csv` and `place_aliases.csv`, spellings of names, distances and
bearings. Does not belong here: choosing between places of one name (`resolution`). Hands on `GazetteerPlace`s.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from transforms.extraction.normalise import fold, fold_all
from transforms.frozen import quickly_made
from transforms.model import Place

_EARTH_RADIUS_KM = 6371.0
_GENERIC = frozenset({"مدينه", "بلده", "قريه", "حي", "منطقه", "ناحيه", "مزرعه"})
_JOINED = ("كفر", "تل", "بيت", "دير", "ام", "ابو", "عين", "خربه", "معر", "خان", "راس", "حوش")
"""First words of names that are written together with or apart from the next word."""


@quickly_made
@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place of the gazetteer. Coordinates are WGS 84 degrees.

    Attributes:
        place_id: P-code, or the feature's own id.
        pcode: OCHA P-code; None for features.
        kind: kind of a feature (airport, hill, ...), empty for places with a P-code.
        capital_level: 0 capital, 1 of a governorate, 2 of a district, 3 of a subdistrict; None for others.
    """

    place_id: str
    pcode: str | None
    level: str
    kind: str
    name_ar: str
    name_en: str | None
    admin1_pcode: str | None
    admin2_pcode: str | None
    admin3_pcode: str | None
    city_pcode: str | None
    latitude: float | None
    longitude: float | None
    capital_level: int | None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places and the names that they go by.

    Attributes:
        places: in the order of the seed files.
        names: folded name -> indexes into `places`; a name may be that of many places.
        by_id: place id -> index into `places`.
        capitals: admin 1 P-code -> index of the city that the governorate is named for.
    """

    places: tuple[GazetteerPlace, ...]
    names: dict[str, list[int]]
    by_id: dict[str, int]
    capitals: dict[str, int]

    def governorate(self, admin1: str, surface: str = "") -> Place:
        """A governorate as the place of an event that names nothing more exact: precision 3 (codebook §5)."""
        place = self.places[self.by_id[admin1]]
        return Place(
            admin1, "governorate", place.name_ar, place.name_en, admin1, None, None, None, None, 3, "in",
            surface or place.name_ar,
        )  # fmt: skip


def distance_km(a: GazetteerPlace, b: GazetteerPlace) -> float | None:
    """Great-circle distance, accurate to a per cent at this scale; None where a coordinate is missing."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    mean = math.radians((a.latitude + b.latitude) / 2)
    dx = math.radians(b.longitude - a.longitude) * math.cos(mean)
    dy = math.radians(b.latitude - a.latitude)
    return _EARTH_RADIUS_KM * math.hypot(dx, dy)


def bearing_degrees(a: GazetteerPlace, b: GazetteerPlace) -> float | None:
    """Compass direction from `a` to `b`, 0 is north, 90 is east; None where a coordinate is missing."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    dx = (b.longitude - a.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return math.degrees(math.atan2(dx, b.latitude - a.latitude)) % 360


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, loaded on first use.

    Raises:
        SettingsError: a seed file is missing.
    """
    from transforms.extraction.lexicon import read_seed

    places: list[GazetteerPlace] = []
    named: list[tuple[str, int]] = []
    by_id: dict[str, int] = {}
    capitals: dict[str, int] = {}
    for row in read_seed("places.csv"):
        place = _place(row, row["pcode"], row["pcode"])
        by_id[place.place_id] = len(places)
        if place.capital_level in (0, 1) and place.level == "community" and place.admin1_pcode:
            capitals.setdefault(place.admin1_pcode, len(places))
        named.append((place.name_ar, len(places)))
        places.append(place)
    for row in read_seed("features.csv"):
        place = _place(row, row["feature_id"], None)
        by_id[place.place_id] = len(places)
        named += [(name, len(places)) for name in (place.name_ar, *row["aliases_ar"].split("|"))]
        places.append(place)
    named += [(row["alias_ar"], by_id[row["target_id"]]) for row in read_seed("place_aliases.csv")]
    return Gazetteer(tuple(places), _by_name(named), by_id, capitals)


def _place(row: dict[str, str], place_id: str, pcode: str | None) -> GazetteerPlace:
    return GazetteerPlace(
        place_id=place_id,
        pcode=pcode,
        level=row["level"],
        kind=row.get("kind", ""),
        name_ar=row["name_ar"],
        name_en=row["name_en"] or None,
        admin1_pcode=row["admin1_pcode"] or None,
        admin2_pcode=row["admin2_pcode"] or None,
        admin3_pcode=row["admin3_pcode"] or None,
        city_pcode=row.get("city_pcode") or None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        capital_level=int(row["capital_level"]) if row.get("capital_level") else None,
    )


def _by_name(named: list[tuple[str, int]]) -> dict[str, list[int]]:
    """Indexes of places by every spelling of their names, both in the order given."""
    names: dict[str, list[int]] = defaultdict(list)
    folded = fold_all([name for name, _ in named])
    for name, (_, index) in zip(folded, named, strict=True):
        for form in _spellings_of(name):
            if index not in names[form]:
                names[form].append(index)
    return dict(names)


def spellings(name: str) -> list[str]:
    """The name folded, and the ways to write it joined or apart."""
    return _spellings_of(fold(name))


def _spellings_of(name: str) -> list[str]:
    """`spellings` of a name that is folded."""
    words = name.replace("-", " ").split()
    if not words:
        return []
    folded = " ".join(words)
    if len(words) > 1 and words[0] in _GENERIC:
        words = words[1:]  # reports write the level word before every name; it is no part of it
        folded = " ".join(words)
    out = [folded]
    if len(words) == 1:
        return out + _apart(folded) if folded.startswith(_JOINED) else out
    return out + [
        " ".join([*words[:i], words[i] + words[i + 1], *words[i + 2 :]])
        for i in range(len(words) - 1)
        if words[i] in _JOINED
    ]


def _apart(word: str) -> list[str]:
    """The word with its head apart, where enough of it remains."""
    for head in _JOINED:
        if word.startswith(head) and len(word) - len(head) >= 4:
            return [f"{head} {word[len(head) :]}"]
    return []
