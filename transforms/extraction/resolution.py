"""Which place a name means: the choice between places of one name (codebook §5).

Belongs here: scoring candidates by dateline, countryside with its compass direction, neighbours in the list, level
word, importance. Does not belong here: finding names in text (`where`). Hands on `Choice`: the best, what else was
possible, and whether it is sure.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.gazetteer import Gazetteer, GazetteerPlace, bearing_degrees, distance_km

_BEARINGS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}
_KINDS = {
    "airport": {"airport", "airbase"}, "crossing": {"crossing"}, "field": {"oil_field", "gas_field"},
    "dam": {"dam"}, "camp": {"camp"}, "mountain": {"mountain", "hill"}, "plain": {"plain", "region", "desert"},
    "base": {"base", "barracks", "college", "prison", "airbase", "factory"}, "road": {"road", "road_axis"},
    "hill": {"hill", "mountain"},
}  # fmt: skip
_FAR_KM = 60.0
_SURE_MARGIN = 1.0
_ELSEWHERE = -12.0


class Region(NamedTuple):
    """'The northern countryside of Aleppo': an anchor (index of a place), its governorate, a direction or ''.

    `bearing` tells 'north of Aleppo', which is near the city, from the countryside, which is a part of the governorate.
    """

    anchor: int | None
    admin1: str | None
    direction: str
    whole_governorate: bool
    bearing: bool = False


class Context(NamedTuple):
    """What the report says around a name."""

    admin1: tuple[str, ...]
    region: Region | None
    level: str
    neighbours: tuple[int, ...]


class Choice(NamedTuple):
    """Index of the best place or None, the other places that remain possible, and whether the best is sure."""

    best: int | None
    others: tuple[int, ...]
    sure: bool


_NO_CHOICE = Choice(None, (), False)
_DAMASCUS = {"SY01", "SY03"}
"""The city and its countryside: reports under the dateline of one name places of the other."""


def choose(gazetteer: Gazetteer, candidates: list[int], context: Context) -> Choice:
    """The place that a name means in its context; None where no candidate fits."""
    fitting = [(score, -i) for i in candidates if (score := _score(gazetteer, i, context)) > 0]
    if not fitting:
        return _NO_CHOICE
    if len(fitting) == 1:
        return Choice(-fitting[0][1], (), True)
    fitting.sort(reverse=True)
    best_score, best = fitting[0][0], -fitting[0][1]
    near = [-i for score, i in fitting[1:] if best_score - score < _SURE_MARGIN]
    others = tuple([i for i in near if not _same_spot(gazetteer, best, i)])
    return Choice(best, others, not others)


def _same_spot(gazetteer: Gazetteer, a: int, b: int) -> bool:
    """A town and the subdistrict or quarter of its name are not two places to choose between."""
    first, second = gazetteer.places[a], gazetteer.places[b]
    if first.admin3_pcode == second.admin3_pcode and first.level != second.level:
        return True
    distance = distance_km(first, second)
    return distance is not None and distance < 3


def _score(gazetteer: Gazetteer, index: int, context: Context) -> float:
    place = gazetteer.places[index]
    score = 1.0 + _importance(place) + _level_score(place, context.level)
    score += _admin_score(place, context)
    if context.region is not None:
        score += _region_score(gazetteer, place, context.region)
    return score + _neighbour_score(gazetteer, place, context.neighbours) if context.neighbours else score


_OF_CAPITALS = {0: 3.0, 1: 3.0, 2: 2.0, 3: 1.2}
"""Importance of a city or town by what it is the capital of."""


def _importance(place: GazetteerPlace) -> float:
    if place.level == "governorate":
        return 1.0
    if place.level in ("district", "subdistrict"):
        return -1.5
    if place.capital_level is not None:
        return _OF_CAPITALS[place.capital_level]
    return 0.3 if place.kind else 0.0


def _level_score(place: GazetteerPlace, level: str) -> float:
    if level == "neighbourhood":
        return 4.0 if place.level == "neighbourhood" or place.kind in ("quarter", "suburb") else -4.0
    if level == "governorate":
        return 8.0 if place.level == "governorate" else -4.0
    if level == "subdistrict":
        return 3.0 if place.level == "subdistrict" else 0.5
    if level in _KINDS:
        if place.kind in _KINDS[level]:
            return 4.0
        return -1.0 if level in ("hill", "mountain", "camp", "road") else -4.0
    if level in ("city", "town", "village"):
        return _settlement_score(place, level)
    return -1.0 if place.level == "neighbourhood" else 0.0


def _settlement_score(place: GazetteerPlace, level: str) -> float:
    if place.level in ("governorate", "neighbourhood"):
        return -3.0
    if place.level == "feature":
        return -2.0
    if level == "city":
        return 1.5 if place.capital_level is not None else -0.5
    if level == "village":
        return 0.5 if place.capital_level is None else -0.3
    return 0.3


def _admin_score(place: GazetteerPlace, context: Context) -> float:
    region = context.region.admin1 if context.region else None
    expected = (region,) if region else context.admin1
    if not expected:
        return 1.0
    if place.admin1_pcode in expected:
        return 5.0
    if place.admin1_pcode in context.admin1:
        return 2.0
    if place.level == "neighbourhood" and {place.admin1_pcode, *expected} != _DAMASCUS:
        return _ELSEWHERE  # the quarter of a city in another governorate
    if place.level == "governorate" or place.capital_level in (0, 1, 2):
        return 0.0
    if {place.admin1_pcode, *expected} == _DAMASCUS:
        return 1.0
    return -1.0 if place.capital_level == 3 else -3.0


def _region_score(gazetteer: Gazetteer, place: GazetteerPlace, region: Region) -> float:
    if region.anchor is None:
        return 0.0
    anchor = gazetteer.places[region.anchor]
    distance = distance_km(anchor, place)
    score = 0.0
    if distance is not None and not region.whole_governorate:
        score += 3.0 if distance < 25 else 1.0 if distance < 50 else -2.0
    bearing = bearing_degrees(anchor, place)
    if bearing is not None and region.direction in _BEARINGS and distance is not None and distance > 4:
        off = abs((bearing - _BEARINGS[region.direction] + 180) % 360 - 180)
        score += 3.0 if off <= 35 else 1.5 if off <= 60 else 0.0 if off <= 80 else -3.0
    area = place.level in ("district", "subdistrict")
    outside = region.whole_governorate and region.admin1 not in (None, place.admin1_pcode)
    # the middle of an area tells little of the town it is named after
    return min(score, 0.0) if area or outside else score


def _neighbour_score(gazetteer: Gazetteer, place: GazetteerPlace, neighbours: tuple[int, ...]) -> float:
    distances = [d for i in neighbours if (d := distance_km(gazetteer.places[i], place)) is not None]
    if not distances:
        return 0.0
    nearest = min(distances)
    if nearest < 12:
        return 2.5
    if nearest < 30:
        return 1.2
    return -1.0 if nearest > _FAR_KM else 0.0
