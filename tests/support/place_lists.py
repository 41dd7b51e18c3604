"""Place lists in the formats that OCHA and GeoNames publish, a few rows each."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl

PRESENT = """\
pcode,level,name_ar,name_en,admin1_pcode,admin2_pcode,admin3_pcode,city_pcode,latitude,longitude,capital_level
SY02,governorate,حلب,Aleppo,SY02,,,,36.2500,37.6167,
SY0200,district,جبل سمعان,Mount Simeon,SY02,SY0200,,,35.9996,37.0847,
SY020000,subdistrict,مركز جبل سمعان,Jebel Saman,SY02,SY0200,SY020000,,36.1900,37.1300,
C1007,community,حلب,Aleppo,SY02,SY0200,SY020000,,36.2031,37.1409,1
C1010,community,خان العسل,Khan Elasal,SY02,SY0200,SY020000,,36.1700,37.0100,
N0149,neighbourhood,الميدان,Meydan,SY02,SY0200,SY020000,C1007,36.2200,37.1700,
"""
ROWS = {row["pcode"]: row for row in csv.DictReader(io.StringIO(PRESENT))}
ADMIN = {1: "SY02", 2: "SY0200", 3: "SY020000"}


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_of(rows: list[list[object]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def workbook_of_today() -> bytes:
    """Sheets of the current dataset: adm3_name, adm3_name1; populated places and neighbourhoods of their own."""
    sheets: dict[str, list[list[object]]] = {"Read me": [["COD-AB Syrian Arab Republic"], ["version v01"]]}
    for n, code in ADMIN.items():
        row, upper = ROWS[code], [ADMIN[k] for k in range(n - 1, 0, -1)]
        names = [f"adm{n}_name", f"adm{n}_name1", f"adm{n}_pcode", *(f"adm{k}_pcode" for k in range(n - 1, 0, -1))]
        position = [float(row["latitude"]), float(row["longitude"])]
        sheets[f"syr_admin{n}"] = [
            [*names, "valid_on", "center_lat", "center_lon"],
            [row["name_en"], row["name_ar"], code, *upper, dt.datetime(2024, 1, 1), *position],
        ]
    sheets["syr_populatedplaces"] = [
        ["pcode", "featurename_en", "featurename_ar", "popplaceclasstitle", "adm3_pcode", "point_x", "point_y"],
        *(
            [code, ROWS[code]["name_en"], ROWS[code]["name_ar"], title, "SY020000",
             float(ROWS[code]["longitude"]), float(ROWS[code]["latitude"])]
            for code, title in (("C1007", "Governorate Capital"), ("C1010", "Village"))
        ),
    ]  # fmt: skip
    sheets["syr_neighborhoods"] = [
        ["neighborhoodpcode", "neighborhoodname_en", "neighborhoodname_ar", "adm4_pcode", "adm4_en"],
        ["N0149", "Meydan", "الميدان", "C1007", "Aleppo"],
    ]
    return workbook(sheets)


def earlier_tables() -> str:
    """One table of the earlier tabular gazetteers: a line a community with all units above it, HXL tags below."""
    heading: list[object] = []
    tags: list[object] = []
    line: list[object] = []
    for n, code in ADMIN.items():
        heading += [f"admin{n}Name_en", f"admin{n}Name_ar", f"admin{n}Pcode"]
        tags += [f"#adm{n}+name+i_en", f"#adm{n}+name+i_ar", f"#adm{n}+code"]
        line += [ROWS[code]["name_en"], ROWS[code]["name_ar"], code]
    heading += ["admin4Name_en", "admin4Name_ar", "admin4Pcode", "Latitude_y", "Longitude_x"]
    tags += ["#adm4+name+i_en", "#adm4+name+i_ar", "#adm4+code", "#geo+lat", "#geo+lon"]
    return text_of([
        heading, tags,
        [*line, "Aleppo", "حلب", "C1007", "36.2031", "37.1409"],
        [*line, "Khan Elasal", "خان العسل", "C1010", "36.1700", "37.0100"],
    ])  # fmt: skip


def attribute_table(level: int, *, delimiter: str = ";") -> str:
    """The attribute table of a boundary layer: ADM3_EN, ADM3_AR, ADM3_PCODE."""
    row, code = ROWS[ADMIN[level]], ADMIN[level]
    return text_of(
        [["OBJECTID", f"ADM{level}_EN", f"ADM{level}_AR", f"ADM{level}_PCODE", "date"],
         [1, row["name_en"], row["name_ar"], code, "2020-12-17"]], delimiter,
    )  # fmt: skip


def geonames(*places: tuple[int, str, str, float, float], code: str = "PPL") -> str:
    """Lines of SY.txt: 19 columns between tabs."""
    lines = []
    for number, name, alternate, latitude, longitude in places:
        columns = [number, name, name, alternate, latitude, longitude, "P", code, "SY", "", "09", *[""] * 3, 0, "", 400,
                   "Asia/Damascus", "2020-01-01"]  # fmt: skip
        lines.append("\t".join(map(str, columns)))
    return "\n".join(lines) + "\n"
