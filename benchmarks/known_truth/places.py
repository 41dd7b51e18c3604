"""Where incidents happen: the project's gazetteer, with few places that see much and many that see little."""

from __future__ import annotations

import csv
import itertools
import random
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from transforms.paths import SEEDS_DIR

GOVERNORATE_SHARES = {
    "SY01": 6, "SY02": 19, "SY03": 17, "SY04": 9, "SY05": 8, "SY06": 3, "SY07": 13, "SY08": 7, "SY09": 8, "SY10": 1,
    "SY11": 4, "SY12": 9, "SY13": 1, "SY14": 2,
}  # fmt: skip
"""Hundredths of all incidents by governorate."""

PLACES_A_GOVERNORATE = 140
"""At most so many communities and neighbourhoods of a governorate see anything."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of seeds/places.csv."""

    pcode: str
    level: str
    name_ar: str
    name_en: str | None
    admin1: str
    admin2: str | None
    admin3: str | None
    city: str | None
    latitude: float
    longitude: float

    @property
    def area(self) -> str:
        """The city of a neighbourhood, else the place itself: no two incidents of a kind and day share it by chance."""
        return self.city or self.pcode


@cache
def gazetteer() -> dict[str, Place]:
    """All places by P-code."""
    with (SEEDS_DIR / "places.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["pcode"]: Place(
                row["pcode"], row["level"], row["name_ar"], row["name_en"] or None, row["admin1_pcode"],
                row["admin2_pcode"] or None, row["admin3_pcode"] or None, row["city_pcode"] or None,
                float(row["latitude"]), float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        }  # fmt: skip


class Choice:
    """Draws places: governorates by their shares, places within one by a law in which the n-th sees 1/n."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        towns: dict[str, list[Place]] = defaultdict(list)
        self._areas: dict[str, list[Place]] = defaultdict(list)
        self._by_admin: dict[str, list[Place]] = defaultdict(list)
        for place in gazetteer().values():
            if place.level in ("community", "neighbourhood"):
                towns[place.admin1].append(place)
            elif place.level == "subdistrict":
                self._areas[place.admin1].append(place)
        self._towns = {code: rng.sample(found, min(len(found), PLACES_A_GOVERNORATE)) for code, found in towns.items()}
        self._weights = {
            code: list(itertools.accumulate(1 / (rank + 4) for rank in range(len(found))))
            for code, found in self._towns.items()
        }
        for found in self._towns.values():
            for place in found:
                self._by_admin[place.admin3 or place.admin1].append(place)

    def governorate(self) -> str:
        """A governorate's P-code."""
        return self._rng.choices(list(GOVERNORATE_SHARES), list(GOVERNORATE_SHARES.values()))[0]

    def town(self, admin1: str) -> Place:
        """A community or neighbourhood."""
        sums = self._weights[admin1]
        return self._towns[admin1][bisect(sums, self._rng.random() * sums[-1])]

    def subdistrict(self, admin1: str) -> Place:
        """A place known only as a subdistrict."""
        return self._rng.choice(self._areas[admin1])

    def neighbours(self, place: Place, most: int) -> list[Place]:
        """The place and up to `most` - 1 others of its subdistrict, of different cities."""
        near = [one for one in self._by_admin[place.admin3 or place.admin1] if one.area != place.area]
        self._rng.shuffle(near)
        found, areas = [place], {place.area}
        for one in near:
            if len(found) < most and one.area not in areas:
                found.append(one)
                areas.add(one.area)
        return found
