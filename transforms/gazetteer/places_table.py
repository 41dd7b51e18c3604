"""A fresh `places.csv` from the official lists, and what GeoNames has beyond them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from transforms.errors import MarsadError
from transforms.gazetteer.cod_ab import LEVELS, CodPlace
from transforms.gazetteer.geonames import GeoName, Near, name_keys

PLACE_COLUMNS = (
    "pcode", "level", "name_ar", "name_en", "admin1_pcode", "admin2_pcode", "admin3_pcode", "city_pcode", "latitude",
    "longitude", "capital_level",
)  # fmt: skip
"""Columns of `seeds/places.csv`."""
FEATURE_COLUMNS = (
    "feature_id", "kind", "level", "name_ar", "name_en", "admin1_pcode", "admin2_pcode", "admin3_pcode", "latitude",
    "longitude", "area_pcode", "aliases_ar", "source",
)  # fmt: skip
"""Columns of `seeds/features.csv`."""
Row = dict[str, str]

_WITHIN_SUBDISTRICT_KM = 30.0
_SAME_PLACE_KM = 5.0
_NEIGHBOUR_KM = 15.0


@dataclass(frozen=True, slots=True)
class FreshPlaces:
    """A fresh table.

    Attributes:
        rows: in the columns of `PLACE_COLUMNS`, by level and P-code.
        candidates: populated places of GeoNames that no row is, in the columns of `FEATURE_COLUMNS`.
        positions: how many rows have their position from where.
        problems: rows left out or incomplete; one line each.
    """

    rows: list[Row]
    candidates: list[Row]
    positions: Mapping[str, int]
    problems: list[str] = field(default_factory=list)


def build_places(
    official: Mapping[str, CodPlace],
    present: Mapping[str, Row],
    geonames: Sequence[GeoName] = (),
    *,
    features: Iterable[Row] = (),
    keep_names: bool = False,
) -> FreshPlaces:
    """Put a table together.

    The official list decides which rows there are. What it leaves open is filled: positions from GeoNames where one
    place of that name lies in the subdistrict's reach, else from the present table; capital levels and Arabic names
    from the present table.

    Args:
        official: by P-code (`cod_ab.read_cod_ab`).
        present: rows of the present table by P-code.
        geonames: populated places; none for a table without them.
        features: rows of `seeds/features.csv`: what they name is no candidate.
        keep_names: rows of the present table keep the names that they have there (mended by hand, perhaps).
    """
    places = sorted(official.values(), key=lambda place: (LEVELS.index(place.level), place.pcode))
    filler = _Filler(official, present, geonames)
    rows = [filler.row(place, keep_names=keep_names) for place in places]
    candidates = _candidates(geonames, rows, features)
    return FreshPlaces(rows, candidates, dict(filler.positions), filler.problems)


class _Filler:
    """Rows, with what the official list leaves open."""

    def __init__(
        self, official: Mapping[str, CodPlace], present: Mapping[str, Row], geonames: Sequence[GeoName]
    ) -> None:  # fmt: skip
        self.positions: Counter[str] = Counter()
        self.problems: list[str] = []
        self._official = official
        self._present = present
        self._near = Near(geonames)
        self._centres = _centres(official)

    def row(self, place: CodPlace, *, keep_names: bool) -> Row:
        """A row in the columns of the table."""
        known = self._present.get(place.pcode, {})
        name_ar = place.name_ar or known.get("name_ar", "")
        name_en = place.name_en or known.get("name_en", "")
        if keep_names and known:
            name_ar, name_en = known["name_ar"], known["name_en"]
        if not name_ar:
            self.problems.append(f"{place.pcode} {name_en}: no Arabic name in the lists; the English one stands for it")
        latitude, longitude = self._position(place, known)
        values = (
            place.pcode, place.level, name_ar or name_en, name_en, place.admin1_pcode, place.admin2_pcode,
            place.admin3_pcode, place.city_pcode or known.get("city_pcode", ""), latitude, longitude,
            place.capital_level or known.get("capital_level", ""),
        )  # fmt: skip
        return dict(zip(PLACE_COLUMNS, values, strict=True))

    def _position(self, place: CodPlace, known: Mapping[str, str]) -> tuple[str, str]:
        if place.latitude is not None and place.longitude is not None:
            self.positions["official list"] += 1
            return _degrees(place.latitude), _degrees(place.longitude)
        found = self._in_geonames(place)
        if found is not None:
            self.positions["GeoNames"] += 1
            return _degrees(found.latitude), _degrees(found.longitude)
        if known.get("latitude"):
            self.positions["present table"] += 1
            return known["latitude"], known["longitude"]
        self.positions["none"] += 1
        self.problems.append(f"{place.pcode} {place.name_en or place.name_ar}: no position in any list")
        return "", ""

    def _in_geonames(self, place: CodPlace) -> GeoName | None:
        """The one place of that name in the reach of its subdistrict."""
        centre = self._centres.get(place.admin3_pcode)
        if centre is None or place.level != "community":
            return None
        keys = name_keys([place.name_ar] if place.name_ar else [], place.name_en)
        fitting = [
            item
            for _, item in self._near.within(*centre, _WITHIN_SUBDISTRICT_KM)
            if keys & name_keys(item.names_ar, item.name_en)
        ]
        return fitting[0] if len(fitting) == 1 else None


def _centres(official: Mapping[str, CodPlace]) -> dict[str, tuple[float, float]]:
    """Where the subdistricts lie: the official centre, else the middle of their communities."""
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place in official.values():
        if place.latitude is not None and place.longitude is not None and place.level in ("subdistrict", "community"):
            members[place.admin3_pcode].append((place.latitude, place.longitude))
    return {
        code: (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        for code, points in members.items()
    }


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with its position as numbers and the keys of its name."""

    row: Row
    keys: frozenset[str]
    latitude: float | None
    longitude: float | None


def _candidates(geonames: Iterable[GeoName], rows: Iterable[Row], features: Iterable[Row]) -> list[Row]:
    """GeoNames' places with an Arabic name that nothing near them goes by."""
    communities = Near([_placed(row, []) for row in rows if row["level"] in ("community", "neighbourhood")])
    others = Near([_placed(row, row["aliases_ar"].split("|")) for row in features])
    out = []
    for item in sorted(geonames, key=lambda place: int(place.geoname_id)):
        keys = name_keys(item.names_ar, item.name_en)
        near = communities.within(item.latitude, item.longitude, _NEIGHBOUR_KM)
        known = [p for away, p in near if away <= _SAME_PLACE_KM]
        known += [p for _, p in others.within(item.latitude, item.longitude, _SAME_PLACE_KM)]
        if item.names_ar and near and not any(keys & place.keys for place in known):
            out.append(_candidate(item, near[0][1].row))
    return out


def _placed(row: Row, aliases: Iterable[str]) -> _Placed:
    latitude = float(row["latitude"]) if row["latitude"] else None
    longitude = float(row["longitude"]) if row["longitude"] else None
    names = [name for name in (row["name_ar"], *aliases) if name]
    return _Placed(row, name_keys(names, row["name_en"]), latitude, longitude)


def _candidate(item: GeoName, neighbour: Row) -> Row:
    values = (
        f"GN{item.geoname_id}", "village", "community", item.names_ar[0], item.name_en, neighbour["admin1_pcode"],
        neighbour["admin2_pcode"], neighbour["admin3_pcode"], _degrees(item.latitude), _degrees(item.longitude),
        neighbour["pcode"], "|".join(item.names_ar[1:]), "GeoNames, CC BY 4.0; area of the nearest community",
    )  # fmt: skip
    return dict(zip(FEATURE_COLUMNS, values, strict=True))


def read_places(path: Path) -> dict[str, Row]:
    """Rows of a places table by P-code.

    Raises:
        MarsadError: it cannot be read, or has other columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != PLACE_COLUMNS:
                raise MarsadError(f"{path} has not the columns of seeds/places.csv")
            return {row["pcode"]: row for row in reader}
    except (OSError, UnicodeDecodeError) as error:
        raise MarsadError(f"cannot read {path}: {error}") from error


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table as the seeds are written.

    Raises:
        MarsadError: the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise MarsadError(f"cannot write {path}: {error.strerror}") from error


def _degrees(value: float) -> str:
    return f"{value:.4f}"
