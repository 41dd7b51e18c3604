"""Place names found in English text, before and after they are resolved."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extraction.english.names import NameIndex
from transforms.extraction.resolution import Choice, Region
from transforms.model import Place


@dataclass(slots=True)
class Found:
    """A place name in the text before it is resolved."""

    start: int
    end: int
    level: str
    near: bool
    group: int
    role: str
    region: Region | None = None
    anaphor: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A resolved place. `role` is '' or what keeps it from being the event's: origin, destination, anchor."""

    place: Place
    start: int
    end: int
    group: int
    index: int | None
    anaphor: bool
    level: str
    role: str
    segment: int


def place_of(names: NameIndex, choice: Choice, relation: str, surface: str, near: bool) -> Place:
    """The model's place for a choice that found one."""
    if choice.best is None:
        raise ValueError("no place was chosen")
    places = names.gazetteer.places
    best = places[choice.best]
    codes = tuple(p for i in (choice.best, *choice.others) if (p := places[i].pcode))
    precision = 3 if best.level == "governorate" else 1 if choice.sure and not near else 2
    return Place(
        pcode=best.pcode, level=best.level, name_ar=best.name_ar, name_en=best.name_en,
        admin1_pcode=best.admin1_pcode, admin2_pcode=best.admin2_pcode, admin3_pcode=best.admin3_pcode,
        latitude=best.latitude, longitude=best.longitude, geo_precision=precision, relation=relation,
        surface=surface, candidates=codes if choice.others or not choice.sure else (),
    )  # fmt: skip
