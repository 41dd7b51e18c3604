"""OCHA's Common Operational Dataset of Syria (COD-AB): administrative units and populated places with P-codes.

The dataset has been published under several sets of headings; what they have in common is read:

    admin3Pcode, admin3Name_en, admin3Name_ar, admin2Pcode ...      the tabular gazetteers of earlier years
    ADM3_PCODE, ADM3_EN, ADM3_AR, ADM2_PCODE ...                    attribute tables of the boundaries
    adm3_pcode, adm3_name, adm3_name1, center_lat, center_lon ...   the workbook of today
    pcode, featurename_en, featurename_ar, point_x, point_y ...     its populated places
    neighborhoodpcode, neighborhoodname_en, neighborhoodname_ar ... its neighbourhoods

What a row is follows from the shape of its own code, whatever the heading. Names are told apart by their script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from transforms.errors import MarsadError
from transforms.gazetteer.tables import SourceTable

LEVELS = ("governorate", "district", "subdistrict", "community", "neighbourhood")
_SHAPES = {
    "governorate": re.compile(r"SY\d{2}"), "district": re.compile(r"SY\d{4}"), "subdistrict": re.compile(r"SY\d{6}"),
    "community": re.compile(r"C\d{3,}"), "neighbourhood": re.compile(r"N\d{3,}"),
}  # fmt: skip
_SYRIA = (32.0, 37.6, 35.4, 42.6)
"""Least and greatest latitude, least and greatest longitude; a little beyond the borders."""
_HEADING_ROWS = 12

_LATITUDE = ("latitude", "latitudey", "lat", "centerlat", "pointy", "ycoord", "y", "latitudedd")
_LONGITUDE = ("longitude", "longitudex", "lon", "long", "lng", "centerlon", "pointx", "xcoord", "x", "longitudedd")
_CAPITAL = ("capital", "capitallevel", "capitals", "capitalofadmin", "popplaceclasstitle")
_OWN_CODES = {
    "neighbourhood": ("neighborhoodpcode", "neighbourhoodpcode", "admin5pcode", "adm5pcode"),
    "any": ("pcode", "locationpcode", "featurepcode"),
    "community": ("admin4pcode", "adm4pcode", "communitypcode", "citypcode"),
    "subdistrict": ("admin3pcode", "adm3pcode"),
    "district": ("admin2pcode", "adm2pcode"),
    "governorate": ("admin1pcode", "adm1pcode"),
}
"""Headings of codes, the finest first: the first that is filled names the row."""
_STEMS = {
    "neighbourhood": ("neighborhood", "neighbourhood", "admin5", "adm5"),
    "any": ("feature", "location", ""),
    "community": ("admin4", "adm4", "community"),
    "subdistrict": ("admin3", "adm3"),
    "district": ("admin2", "adm2"),
    "governorate": ("admin1", "adm1"),
}
_ENDINGS = ("nameen", "namear", "en", "ar", "name", "name1", "name2", "name3", "refname", "altname1en", "altname1ar")
_CAPITAL_WORDS = (
    ("3", ("subdistrict", "admin3")), ("2", ("district", "admin2")), ("1", ("governorate", "admin1")),
    ("0", ("country", "national", "admin0")),
)  # fmt: skip
_ARABIC = re.compile("[\u0620-\u064a]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(slots=True)
class CodPlace:
    """A unit or place of the dataset; empty strings and None where it does not say."""

    pcode: str
    level: str
    name_ar: str = ""
    name_en: str = ""
    admin1_pcode: str = ""
    admin2_pcode: str = ""
    admin3_pcode: str = ""
    city_pcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    capital_level: str = ""


@dataclass(slots=True)
class CodPlaces:
    """What was read.

    Attributes:
        places: by P-code.
        problems: what was left out, and why; one line each.
    """

    places: dict[str, CodPlace] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_cod_ab(tables: Iterable[SourceTable]) -> CodPlaces:
    """Units and places of all tables that have P-codes; other tables are passed over.

    Raises:
        MarsadError: no table has a heading that is a P-code's, or none has rows; names what was seen.
    """
    read, seen = CodPlaces(), []
    for table in tables:
        heading = _heading(table)
        if heading is None:
            seen.append(f"{table.name} ({', '.join(table.rows[0][:8]) if table.rows else 'empty'})")
            continue
        position, columns = heading
        for line, cells in enumerate(table.rows[position + 1 :], start=position + 2):
            row = {column: cells[i] for column, i in columns.items() if i < len(cells) and cells[i]}
            _read_row(row, f"{table.name}, line {line}", read)
    if not read.places:
        raise MarsadError(
            f"no P-codes of Syria in {'; '.join(seen) or 'the tables given'}",
            hint="COD-AB tables have columns such as admin3Pcode or ADM3_PCODE",
        )
    _settle(read)
    return read


def level_of(pcode: str) -> str | None:
    """The level that the shape of a code tells: SY0204 a district, C2169 a community; None for no P-code of Syria."""
    return next((level for level, shape in _SHAPES.items() if shape.fullmatch(pcode)), None)


def _heading(table: SourceTable) -> tuple[int, dict[str, int]] | None:
    """Line of the headings, and where each column stands, by its heading in small letters without signs."""
    codes = {name for names in _OWN_CODES.values() for name in names}
    for position, row in enumerate(table.rows[:_HEADING_ROWS]):
        names = [re.sub("[^a-z0-9]", "", cell.lower()) for cell in row]
        if codes & set(names):
            return position, {name: i for i, name in reversed(list(enumerate(names))) if name}
    return None


def _read_row(row: Mapping[str, str], where: str, read: CodPlaces) -> None:
    kind, pcode = _own_code(row)
    if not pcode or pcode.startswith("#"):  # HXL tags stand below the headings
        return
    level = level_of(pcode)
    if level is None:
        read.problems.append(f"{where}: {pcode!r} is no P-code of Syria")
        return
    place = read.places.setdefault(pcode, CodPlace(pcode, level))
    _fill(place, _names(row, kind, level))
    for name, upper in (("admin1_pcode", "governorate"), ("admin2_pcode", "district"), ("admin3_pcode", "subdistrict")):
        _fill(place, {name: _code(row, upper)})
    if level == "neighbourhood":
        _fill(place, {"city_pcode": _code(row, "community")})
    if not place.capital_level and level == "community":
        place.capital_level = _capital(_first(row, _CAPITAL))
    _read_position(place, row, where, read)
    _read_parents(row, level, read)


def _own_code(row: Mapping[str, str]) -> tuple[str, str]:
    for kind, headings in _OWN_CODES.items():
        code = _first(row, headings).upper()
        if code:
            return kind, code
    return "", ""


def _code(row: Mapping[str, str], level: str) -> str:
    code = _first(row, _OWN_CODES[level]).upper()
    return code if level_of(code) == level else ""


def _read_parents(row: Mapping[str, str], level: str, read: CodPlaces) -> None:
    """Units that a finer row names: kept where no table of their own tells of them."""
    for upper in LEVELS[: LEVELS.index(level)]:
        code = _code(row, upper)
        if code:
            _fill(read.places.setdefault(code, CodPlace(code, upper)), _names(row, upper, upper))


def _names(row: Mapping[str, str], kind: str, level: str) -> dict[str, str]:
    """Arabic and English name, by script: the headings of the row's own kind first, then those of its level."""
    arabic, english = "", ""
    for stem in dict.fromkeys((*_STEMS[kind], *_STEMS[level])):
        for ending in _ENDINGS:
            name = tidy(row.get(stem + ending, ""))
            arabic = arabic or (name if _ARABIC.search(name) else "")
            english = english or (name if _LATIN.search(name) and not _ARABIC.search(name) else "")
    return {"name_ar": arabic, "name_en": english}


def _read_position(place: CodPlace, row: Mapping[str, str], where: str, read: CodPlaces) -> None:
    if place.latitude is not None:
        return
    latitude, longitude = _number(_first(row, _LATITUDE)), _number(_first(row, _LONGITUDE))
    if latitude is None or longitude is None:
        return
    south, north, west, east = _SYRIA
    if south <= latitude <= north and west <= longitude <= east:
        place.latitude, place.longitude = latitude, longitude
    else:
        read.problems.append(f"{where}: {place.pcode} at {latitude} {longitude} is outside Syria; position left out")


def _settle(read: CodPlaces) -> None:
    """Codes of the units above, where the row did not give them; places without a subdistrict are left out."""
    for place in list(read.places.values()):
        city = read.places.get(place.city_pcode)
        if not place.admin3_pcode and city is not None:
            place.admin3_pcode = city.admin3_pcode
        finest = place.pcode if place.pcode.startswith("SY") else place.admin3_pcode
        if not finest:
            del read.places[place.pcode]
            read.problems.append(f"{place.pcode} {place.name_en or place.name_ar}: no subdistrict given; left out")
            continue
        place.admin1_pcode = finest[:4]
        place.admin2_pcode = finest[:6] if len(finest) >= 6 else ""
        place.admin3_pcode = finest if len(finest) >= 8 else ""


def _fill(place: CodPlace, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if value and not getattr(place, name):
            setattr(place, name, value)


def _first(row: Mapping[str, str], headings: Iterable[str]) -> str:
    return next((row[heading] for heading in headings if row.get(heading)), "")


def _capital(text: str) -> str:
    """0 of the country, 1 of a governorate, 2 of a district, 3 of a subdistrict; empty for no capital."""
    words = text.lower().replace("-", "").replace(" ", "")
    if re.fullmatch(r"[0-3](\.0)?", words):
        return words[0]
    if not words or ("capital" not in words and "admin" not in words):
        return ""
    return next((level for level, names in _CAPITAL_WORDS if any(name in words for name in names)), "")


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        return None


def tidy(name: str) -> str:
    """A name without tatweel and double spaces, as `seeds/places.csv` keeps names."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\u0640", "").split())
