"""How a fresh places table differs from the present one, and what would point to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.gazetteer.geonames import distance_km
from transforms.gazetteer.places_table import PLACE_COLUMNS, Row

KINDS = ("added", "removed", "renamed", "moved", "recoded")
_LEAST_MOVE_KM = 0.1
_NAMES = ("name_ar", "name_en")
_POSITION = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: one of `KINDS`; recoded is any other column.
        pcode: the place.
        level: its level.
        column: the column that differs; empty for added and removed, `position` for moved.
        before: present value; the names of a removed place.
        after: fresh value; the names of an added place.
        moved_km: how far a moved place moved.
    """

    kind: str
    pcode: str
    level: str
    column: str
    before: str
    after: str
    moved_km: float | None = None


def compare(present: Mapping[str, Row], fresh: Iterable[Row]) -> list[Change]:
    """Differences by kind, then by P-code; moves of less than 100 m are none."""
    new = {row["pcode"]: row for row in fresh}
    changes = [
        Change("added", code, row["level"], "", "", _called(row)) for code, row in new.items() if code not in present
    ]
    for code, row in present.items():
        if code in new:
            changes += _differences(row, new[code])
        else:
            changes.append(Change("removed", code, row["level"], "", _called(row), ""))
    return sorted(changes, key=lambda change: (KINDS.index(change.kind), change.pcode, change.column))


def count_changes(changes: Iterable[Change]) -> dict[str, int]:
    """Number of changes by kind, every kind named."""
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in KINDS}


def broken_references(fresh: Iterable[Row], aliases: Iterable[Row], features: Iterable[Row]) -> list[str]:
    """Rows of the other seeds that name a P-code which the fresh table has no more; one line each."""
    codes = {row["pcode"] for row in fresh}
    features = list(features)
    ids = codes | {row["feature_id"] for row in features}
    lines = [f"place_aliases.csv: {r['alias_ar']} → {r['target_id']}" for r in aliases if r["target_id"] not in ids]
    for row in features:
        named = [row["area_pcode"], *(row[f"admin{n}_pcode"] for n in (1, 2, 3))]
        gone = [code for code in dict.fromkeys(named) if code and code not in codes]
        lines += [f"features.csv: {row['feature_id']} → {code}" for code in gone]
    return lines


def _differences(before: Row, after: Row) -> list[Change]:
    code, level = before["pcode"], before["level"]
    changes = []
    for column in PLACE_COLUMNS:
        if column not in _POSITION and before[column] != after[column]:
            kind = "renamed" if column in _NAMES else "recoded"
            changes.append(Change(kind, code, level, column, before[column], after[column]))
    km = _moved(before, after)
    if km is None or km >= _LEAST_MOVE_KM:
        changes.append(Change("moved", code, level, "position", _at(before), _at(after), km and round(km, 1)))
    return changes


def _moved(before: Row, after: Row) -> float | None:
    """Kilometres between the two positions; None where one of them is missing."""
    if _at(before) == _at(after):
        return 0.0
    if not before["latitude"] or not after["latitude"]:
        return None
    here, there = ([float(row[column]) for column in _POSITION] for row in (before, after))
    return distance_km(here[0], here[1], there[0], there[1])


def _at(row: Row) -> str:
    return f"{row['latitude']} {row['longitude']}".strip()


def _called(row: Row) -> str:
    return f"{row['name_ar']} ({row['name_en']}) in {row['admin3_pcode'] or row['admin1_pcode']}"
