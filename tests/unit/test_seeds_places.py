"""The geographic seeds: every code exists, nests, and lies where it says."""

import csv
import math
import re
from collections import defaultdict
from functools import cache

import pytest

from transforms.paths import SEEDS_DIR

PLACE_COLUMNS = [
    "pcode",
    "level",
    "name_ar",
    "name_en",
    "admin1_pcode",
    "admin2_pcode",
    "admin3_pcode",
    "city_pcode",
    "latitude",
    "longitude",
    "capital_level",
]
FEATURE_COLUMNS = [
    "feature_id",
    "kind",
    "level",
    "name_ar",
    "name_en",
    "admin1_pcode",
    "admin2_pcode",
    "admin3_pcode",
    "latitude",
    "longitude",
    "area_pcode",
    "aliases_ar",
    "source",
]
LEVEL_COUNTS = {
    "governorate": 14,
    "district": 62,
    "subdistrict": 272,
    "community": 5251,
    "neighbourhood": 414,
}
KINDS = set(
    re.findall(
        r"\w+",
        "airport airbase crossing dam oil_field gas_field hill mountain plain desert camp base barracks "
        "road road_axis junction quarter suburb region countryside river factory hospital prison college "
        "checkpoint village",
    )
)
WIDE_KINDS = {"region", "countryside", "desert", "plain", "mountain", "river", "road", "road_axis"}
ADMIN_COLUMNS = ("admin1_pcode", "admin2_pcode", "admin3_pcode")
ADMIN_LEVELS = ("governorate", "district", "subdistrict")
DIACRITICS_AND_TATWEEL = re.compile("[\u064b-\u065f\u0670\u0640]")
FOLDED_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})

Row = dict[str, str]


@cache
def rows_of(name: str) -> list[Row]:
    with (SEEDS_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def places_by_code() -> dict[str, Row]:
    return {row["pcode"]: row for row in rows_of("places.csv")}


def folded(name: str) -> str:
    name = DIACRITICS_AND_TATWEEL.sub("", name).translate(FOLDED_LETTERS)
    name = " ".join(name.split())
    return name[2:] if name.startswith("ال") and len(name) > 4 else name


def kilometres(a: Row, b: Row) -> float:
    lat_a, lon_a, lat_b, lon_b = (
        math.radians(float(row[column])) for row in (a, b) for column in ("latitude", "longitude")
    )
    half = math.sin((lat_a - lat_b) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def governorate_of(target: str) -> str:
    features = {row["feature_id"]: row for row in rows_of("features.csv")}
    return (places_by_code().get(target) or features[target])["admin1_pcode"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("places.csv", PLACE_COLUMNS),
        ("features.csv", FEATURE_COLUMNS),
        ("place_aliases.csv", ["alias_ar", "target_id", "note"]),
    ],
)
def test_a_seed_has_the_declared_columns(name: str, columns: list[str]) -> None:
    assert list(rows_of(name)[0]) == columns


@pytest.mark.parametrize(("name", "key"), [("places.csv", "pcode"), ("features.csv", "feature_id")])
def test_codes_are_unique(name: str, key: str) -> None:
    codes = [row[key] for row in rows_of(name)]
    assert len(codes) == len(set(codes))


def test_every_level_of_the_gazetteer_is_whole() -> None:
    counts: dict[str, int] = defaultdict(int)
    for row in rows_of("places.csv"):
        counts[row["level"]] += 1
    assert counts == LEVEL_COUNTS


def test_admin_codes_of_places_exist_at_their_level_and_nest() -> None:
    places = places_by_code()
    for row in rows_of("places.csv"):
        for column, level in zip(ADMIN_COLUMNS, ADMIN_LEVELS, strict=True):
            code = row[column]
            assert not code or places[code]["level"] == level, row
            assert all(places[code][above] == row[above] for above in ADMIN_COLUMNS if code and above < column)


def test_a_neighbourhood_names_its_city_and_no_other_place_does() -> None:
    for row in rows_of("places.csv"):
        assert (row["level"] == "neighbourhood") == (row["city_pcode"] in places_by_code()), row


@pytest.mark.parametrize("name", ["places.csv", "features.csv"])
def test_coordinates_lie_inside_syria(name: str) -> None:
    outside = [
        row
        for row in rows_of(name)
        if not (32.3 <= float(row["latitude"]) <= 37.4 and 35.6 <= float(row["longitude"]) <= 42.5)
    ]
    assert outside == []


@pytest.mark.parametrize("name", ["places.csv", "features.csv"])
def test_names_are_clean(name: str) -> None:
    unclean = re.compile(r"[\u0640\u00a0_/\\]|^\s|\s$|\s\s")
    assert [row for row in rows_of(name) if not row["name_ar"] or unclean.search(row["name_ar"])] == []


@pytest.mark.parametrize(
    ("pcode", "name"),
    [
        ("C2327", "ضاحية قدسيا السكنية الجديدة"),
        ("C2340", "مدينة الشهيد باسل الأسد العمالية بعدرا"),
        ("C2929", "الاشرفية الشرقية-دويعر الشرقية"),
        ("N0164", "الدلالين"),
    ],
)
def test_a_name_cut_or_repeated_in_the_source_is_mended(pcode: str, name: str) -> None:
    assert places_by_code()[pcode]["name_ar"] == name


def test_there_are_at_least_two_hundred_features() -> None:
    assert len(rows_of("features.csv")) >= 200


def test_kinds_and_levels_of_features_agree() -> None:
    for row in rows_of("features.csv"):
        expected = {"quarter": "neighbourhood", "suburb": "neighbourhood", "village": "community"}
        assert row["kind"] in KINDS, row
        assert row["level"] == expected.get(row["kind"], "feature"), row


def test_feature_ids_are_an_f_and_four_digits() -> None:
    assert all(re.fullmatch(r"F\d{4}", row["feature_id"]) for row in rows_of("features.csv"))


def test_admin_codes_of_a_feature_are_those_of_its_area() -> None:
    for row in rows_of("features.csv"):
        area = places_by_code()[row["area_pcode"]]
        assert [row[column] for column in ADMIN_COLUMNS] == [area[column] for column in ADMIN_COLUMNS], row


def test_a_feature_lies_near_its_area() -> None:
    far = []
    for row in rows_of("features.csv"):
        area = places_by_code()[row["area_pcode"]]
        wide = row["kind"] in WIDE_KINDS or area["level"] in ADMIN_LEVELS
        if kilometres(row, area) > (120 if wide else 40):
            far.append((row["feature_id"], row["name_ar"], area["name_ar"]))
    assert far == []


def test_a_feature_does_not_repeat_the_name_of_its_area() -> None:
    same = [
        row["feature_id"]
        for row in rows_of("features.csv")
        if folded(row["name_ar"]) == folded(places_by_code()[row["area_pcode"]]["name_ar"])
    ]
    assert same == []


def test_a_name_of_a_feature_is_given_once_in_its_governorate() -> None:
    names = [
        (folded(name), row["admin1_pcode"])
        for row in rows_of("features.csv")
        for name in [row["name_ar"], *filter(None, row["aliases_ar"].split("|"))]
    ]
    assert {name for name in names if names.count(name) > 1} == set()


def test_aliases_point_to_existing_rows() -> None:
    known = places_by_code().keys() | {row["feature_id"] for row in rows_of("features.csv")}
    assert {row["target_id"] for row in rows_of("place_aliases.csv")} <= known


def test_an_alias_is_listed_once_for_its_place_and_differs_from_its_name() -> None:
    keys = [(folded(row["alias_ar"]), row["target_id"]) for row in rows_of("place_aliases.csv")]
    assert len(keys) == len(set(keys))
    names = {(folded(row["name_ar"]), row["pcode"]) for row in rows_of("places.csv")}
    assert names.isdisjoint(keys)


def test_an_alias_that_is_also_another_name_in_the_governorate_says_so() -> None:
    holders = defaultdict(set)
    for row in rows_of("places.csv"):
        holders[folded(row["name_ar"]), row["admin1_pcode"]].add(row["pcode"])
    aliases = rows_of("place_aliases.csv")
    for row in aliases:
        holders[folded(row["alias_ar"]), governorate_of(row["target_id"])].add(row["target_id"])
    unsaid = [
        row
        for row in aliases
        for other in holders[folded(row["alias_ar"]), governorate_of(row["target_id"])] - {row["target_id"]}
        if other not in row["note"]
    ]
    assert unsaid == []


@pytest.mark.parametrize(
    ("alias", "target"),
    [
        ("كوباني", "C1946"),
        ("جمعية الزهراء", "N0135"),
        ("حلب الجديدة جنوبي", "N0184"),
        ("أبو الضهور", "C3891"),
        ("الطبقة", "C5929"),
        ("باشكوي", "C1125"),
        ("باشكوي", "C2143"),
        ("منغ", "C1569"),
    ],
)
def test_a_name_that_reports_use_leads_to_its_place(alias: str, target: str) -> None:
    assert (alias, target) in {(row["alias_ar"], row["target_id"]) for row in rows_of("place_aliases.csv")}
