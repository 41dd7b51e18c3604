"""GeoNames' extract of a country (`SY.txt`): tab-separated, 19 columns, no line of headings."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from transforms.errors import MarsadError
from transforms.extraction.gazetteer import spellings
from transforms.gazetteer.cod_ab import tidy
from transforms.gazetteer.tables import SourceFile, unpack

_COLUMNS = 19
_NO_LONGER_THERE = frozenset({"PPLH", "PPLW", "PPLCH"})
_ARABIC = re.compile("[\u0620-\u064a]")
_ARTICLE = re.compile(r"\b(al|el|ad|ar|as|ash|at|an|az)[ -]", re.IGNORECASE)
_CELL_DEGREES = 0.1
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class GeoName:
    """A populated place of GeoNames. Names in Arabic script come from its alternate names."""

    geoname_id: str
    name_en: str
    names_ar: tuple[str, ...]
    latitude: float
    longitude: float


def read_geonames(file: SourceFile) -> list[GeoName]:
    """Populated places of Syria that still exist.

    Raises:
        MarsadError: the file is no extract of GeoNames, or has no place of Syria.
    """
    places = [place for line in _lines(file) if (place := _place(line.rstrip("\r").split("\t"))) is not None]
    if not places:
        raise MarsadError(
            f"{file.name} has no populated place of Syria with {_COLUMNS} columns between tabs",
            hint="take SY.txt, or SY.zip as GeoNames publishes it",
        )
    return places


def _lines(file: SourceFile) -> list[str]:
    """Lines of the extract; of an archive those of the file that is no readme."""
    content = file.content
    if content.startswith(b"PK"):
        files = unpack(file)
        extracts = [name for name in files if name.lower().endswith(".txt") and "readme" not in name.lower()]
        if not extracts:
            raise MarsadError(f"{file.name}: no extract (SY.txt) in the archive")
        content = files[extracts[0]]
    try:
        return content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise MarsadError(f"{file.name} is not UTF-8 text: byte {error.start}") from error


def _place(row: list[str]) -> GeoName | None:
    if len(row) != _COLUMNS or row[6] != "P" or row[7] in _NO_LONGER_THERE or row[8] != "SY":
        return None
    try:
        latitude, longitude = float(row[4]), float(row[5])
    except ValueError:
        return None
    names = (tidy(name) for name in row[3].split(",") if _ARABIC.search(name))
    return GeoName(row[0], tidy(row[2] or row[1]), tuple(dict.fromkeys(names)), latitude, longitude)


# ---- names and distances --------------------------------------------------------------------------------------------


class Located(Protocol):
    """Anything with a position."""

    @property
    def latitude(self) -> float | None:
        """Degrees north, WGS 84."""

    @property
    def longitude(self) -> float | None:
        """Degrees east, WGS 84."""


Item = TypeVar("Item", bound=Located)


class Near(Generic[Item]):
    """Finds what lies within some kilometres of a point. Items without a position are left out."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._cells: dict[tuple[int, int], list[Item]] = defaultdict(list)
        for item in items:
            if item.latitude is not None and item.longitude is not None:
                self._cells[_cell(item.latitude, item.longitude)].append(item)

    def within(self, latitude: float, longitude: float, km: float) -> list[tuple[float, Item]]:
        """(distance in kilometres, item), the nearest first."""
        row, column = _cell(latitude, longitude)
        reach = math.ceil(km / (_KM_PER_DEGREE * _CELL_DEGREES * math.cos(math.radians(latitude))))
        found = []
        for r in range(row - reach, row + reach + 1):
            for c in range(column - reach, column + reach + 1):
                for item in self._cells.get((r, c), ()):
                    away = distance_km(latitude, longitude, item.latitude, item.longitude)
                    if away is not None and away <= km:
                        found.append((away, item))
        return sorted(found, key=lambda pair: pair[0])


def distance_km(
    latitude: float, longitude: float, to_latitude: float | None, to_longitude: float | None
) -> float | None:
    """Distance on the ground, accurate to a per cent at this scale; None without a position."""
    if to_latitude is None or to_longitude is None:
        return None
    mean = math.radians((latitude + to_latitude) / 2)
    return _KM_PER_DEGREE * math.hypot(to_latitude - latitude, (to_longitude - longitude) * math.cos(mean))


def name_keys(names_ar: Iterable[str], name_en: str) -> frozenset[str]:
    """What a place may be recognised by: Arabic spellings, and the consonants of the English name."""
    keys = {_without_article(form) for name in names_ar for form in spellings(name)}
    consonants = re.sub("[^a-z]|[aeiouyw]", "", _ARTICLE.sub(" ", name_en.casefold()))
    consonants = re.sub(r"(.)\1+", r"\1", consonants)
    return frozenset(keys | ({f"en:{consonants}"} if len(consonants) >= 3 else set()))


def _without_article(name: str) -> str:
    return name[2:] if name.startswith("ال") and len(name) > 4 else name


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / _CELL_DEGREES), math.floor(longitude / _CELL_DEGREES)
