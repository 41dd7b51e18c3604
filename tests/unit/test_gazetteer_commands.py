"""`marsad gazetteer update`: a fresh places table from published lists; wrong usage of both commands."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.support.site import Reply, serving
from transforms import cli
from transforms.paths import SEEDS_DIR

NAME = "كفر وهمية"
SECOND = "تل وهمي"

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


@pytest.fixture
def marsad(capsys, monkeypatch, tmp_path):
    """Run `marsad gazetteer` in a folder of its own; gives exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("MARSAD_REQUESTS_PER_SECOND", "1000")
    monkeypatch.setenv("MARSAD_MAX_RETRIES", "0")
    Path("present.csv").write_text(PRESENT, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["gazetteer", *arguments])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


# ---- the lists as they are published --------------------------------------------------------------------------------


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


def rows_of(path: str) -> dict[str, dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def update(marsad, *options: str, cod: bytes | str | None = None) -> tuple[int, str, str]:
    content = workbook_of_today() if cod is None else cod
    name = "cod.xlsx" if isinstance(content, bytes) else "cod.csv"
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return marsad("update", "--cod-ab", name, "--present", "present.csv", "--out", "fresh.csv", *options)


# ---- update ---------------------------------------------------------------------------------------------------------


def test_the_workbook_of_today_gives_the_table_that_it_holds(marsad):
    assert update(marsad)[0] == 0
    assert Path("fresh.csv").read_text(encoding="utf-8") == PRESENT


def test_a_list_that_changed_nothing_reports_no_change(marsad):
    document = json.loads(update(marsad, "--format", "json")[1])
    assert (set(document["counts"].values()), document["changes"], document["problems"]) == ({0}, [], [])


def test_the_earlier_tables_give_the_units_above_a_community_too(marsad):
    update(marsad, cod=earlier_tables())
    fresh = rows_of("fresh.csv")
    assert {code: row["name_ar"] for code, row in fresh.items()} == {
        code: row["name_ar"] for code, row in ROWS.items() if not code.startswith("N")
    }


def test_tags_below_the_headings_are_no_row(marsad):
    assert json.loads(update(marsad, "--format", "json", cod=earlier_tables())[1])["problems"] == []


def test_attribute_tables_may_be_given_one_by_one(marsad):
    for level in ADMIN:
        Path(f"adm{level}.csv").write_text(attribute_table(level), encoding="utf-8")
    files = [word for level in ADMIN for word in ("--cod-ab", f"adm{level}.csv")]
    marsad("update", *files, "--present", "present.csv", "--out", "fresh.csv")
    assert [row["name_en"] for row in rows_of("fresh.csv").values()] == ["Aleppo", "Mount Simeon", "Jebel Saman"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_the_delimiter_is_found(marsad, delimiter):
    update(marsad, cod=attribute_table(3, delimiter=delimiter))
    assert rows_of("fresh.csv")["SY020000"]["name_ar"] == "مركز جبل سمعان"


def test_an_archive_of_tables_is_unpacked(marsad):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("syr_admbnda.csv", earlier_tables())
    update(marsad, cod=out.getvalue())
    assert "C1010" in rows_of("fresh.csv")


def changed(marsad, replacements: dict[str, str], *options: str) -> list[dict]:
    text = earlier_tables()
    for old, new in replacements.items():
        text = text.replace(old, new)
    return json.loads(update(marsad, "--format", "json", *options, cod=text)[1])["changes"]


def test_an_added_place_is_reported(marsad):
    changes = changed(marsad, {"C1010": "C8010"})
    assert [c["pcode"] for c in changes if c["kind"] == "added"] == ["C8010"]


def test_a_removed_place_is_reported(marsad):
    changes = changed(marsad, {"C1010": "C8010"})
    assert [c["pcode"] for c in changes if c["kind"] == "removed"] == ["C1010", "N0149"]


def test_a_renamed_place_is_reported_with_both_names(marsad):
    change = next(c for c in changed(marsad, {"Khan Elasal": "Khan al-Asal"}) if c["pcode"] == "C1010")
    assert (change["kind"], change["before"], change["after"]) == ("renamed", "Khan Elasal", "Khan al-Asal")


def test_a_moved_place_is_reported_with_the_distance(marsad):
    change = next(c for c in changed(marsad, {"36.1700": "36.2700"}) if c["pcode"] == "C1010")
    assert (change["kind"], change["moved_km"]) == ("moved", pytest.approx(11.1, abs=0.1))


def test_mended_names_can_be_kept(marsad):
    changes = changed(marsad, {"Khan Elasal": "Khan al-Asal"}, "--keep-names")
    assert [c for c in changes if c["kind"] == "renamed"] == []


def test_seeds_that_would_point_to_nothing_are_named(marsad):
    document = json.loads(update(marsad, "--format", "json")[1])
    assert "place_aliases.csv" in " ".join(document["broken_references"])


def test_what_the_list_leaves_open_comes_from_the_present_table(marsad):
    update(marsad, cod=earlier_tables())
    fresh = rows_of("fresh.csv")
    assert (fresh["C1007"]["capital_level"], fresh["SY02"]["latitude"]) == ("1", "36.2500")


def test_a_position_that_is_missing_comes_from_geonames(marsad):
    Path("SY.txt").write_text(geonames((1, "Khān al ‘Asal", "Khan,خان العسل", 36.1712, 37.0123)), encoding="utf-8")
    update(marsad, "--geonames", "SY.txt", cod=earlier_tables().replace("36.1700,37.0100", ","))
    assert rows_of("fresh.csv")["C1010"]["latitude"] == "36.1712"


def test_two_places_of_that_name_give_no_position(marsad):
    two = geonames((1, "Khan", "خان العسل", 36.1712, 37.0123), (2, "Khan", "خان العسل", 36.1500, 37.1000))
    Path("SY.txt").write_text(two, encoding="utf-8")
    update(marsad, "--geonames", "SY.txt", cod=earlier_tables().replace("36.1700,37.0100", ","))
    assert rows_of("fresh.csv")["C1010"]["latitude"] == ROWS["C1010"]["latitude"]


def candidates(marsad, text: str, name: str = "SY.txt") -> dict[str, dict[str, str]]:
    Path(name).write_text(text, encoding="utf-8")
    assert update(marsad, "--geonames", name, "--candidates", "new.csv")[0] == 0
    return rows_of("new.csv")


def test_places_that_only_geonames_has_become_candidates(marsad):
    found = candidates(marsad, geonames((7, "Kafr Wahmiyah", f"Kafr,{NAME},كفر الوهمية", 36.1800, 37.0300)))
    row = found["GN7"]
    assert (row["name_ar"], row["aliases_ar"], row["area_pcode"]) == (NAME, "كفر الوهمية", "C1010")


def test_candidates_have_the_columns_of_the_features(marsad):
    found = candidates(marsad, geonames((7, "Kafr Wahmiyah", NAME, 36.1800, 37.0300)))
    with (SEEDS_DIR / "features.csv").open(encoding="utf-8", newline="") as file:
        assert list(found["GN7"]) == csv.DictReader(file).fieldnames


def test_a_known_place_is_no_candidate(marsad):
    assert candidates(marsad, geonames((7, "Khan al Asal", "خان العسل", 36.1750, 37.0150))) == {}


def test_a_place_destroyed_is_no_candidate(marsad):
    text = geonames((7, "Kafr Wahmiyah", NAME, 36.18, 37.03), code="PPLW") + geonames((8, "Tall", SECOND, 36.18, 37.03))
    assert list(candidates(marsad, text)) == ["GN8"]


def test_a_quotation_mark_in_a_name_quotes_nothing(marsad):
    text = geonames((7, 'Kafr "Wahmiyah', NAME, 36.18, 37.03), (8, "Tall", SECOND, 36.18, 37.03))
    assert set(candidates(marsad, text)) == {"GN7", "GN8"}


def test_the_archive_of_geonames_is_read_without_its_readme(marsad):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "Readme for GeoNames")
        archive.writestr("SY.txt", geonames((7, "Kafr Wahmiyah", NAME, 36.18, 37.03)))
    Path("SY.zip").write_bytes(out.getvalue())
    update(marsad, "--geonames", "SY.zip", "--candidates", "new.csv")
    assert "GN7" in rows_of("new.csv")


def test_a_row_without_a_syrian_code_is_a_problem_and_no_row(marsad):
    document = json.loads(update(marsad, "--format", "json", cod=earlier_tables().replace("C1010", "LB1010"))[1])
    assert [p for p in document["problems"] if "LB1010" in p] != []


def test_a_position_outside_syria_is_left_out(marsad):
    document = json.loads(update(marsad, "--format", "json", cod=earlier_tables().replace("36.1700", "3.6"))[1])
    assert "outside Syria" in " ".join(document["problems"])
    assert rows_of("fresh.csv")["C1010"]["latitude"] == "36.1700"


def test_an_existing_file_is_not_overwritten(marsad):
    Path("fresh.csv").write_text("mine", encoding="utf-8")
    status, _, err = update(marsad)
    assert (status, Path("fresh.csv").read_text(encoding="utf-8")) == (1, "mine")
    assert err == "marsad: fresh.csv exists (name another file, or replace it with --force)\n"


def test_force_overwrites(marsad):
    Path("fresh.csv").write_text("mine", encoding="utf-8")
    update(marsad, "--force")
    assert Path("fresh.csv").read_text(encoding="utf-8") == PRESENT


def test_the_seeds_are_not_overwritten_silently(marsad):
    before = (SEEDS_DIR / "places.csv").read_bytes()
    Path("cod.xlsx").write_bytes(workbook_of_today())
    status, _, _ = marsad("update", "--cod-ab", "cod.xlsx", "--out", str(SEEDS_DIR / "places.csv"))
    assert (status, (SEEDS_DIR / "places.csv").read_bytes()) == (1, before)


def test_the_table_names_every_kind_of_change_and_the_file(marsad):
    _, out, _ = update(marsad, cod=earlier_tables().replace("C1010", "C8010").replace("Mount Simeon", "Jebel Simeon"))
    assert [word for word in ("added: 1", "removed: 2", "renamed: 1", "fresh.csv: 5 places") if word not in out] == []


def test_csv_is_one_line_a_change(marsad):
    _, out, _ = update(marsad, "--format", "csv", cod=earlier_tables().replace("C1010", "C8010"))
    assert [row["kind"] for row in csv.DictReader(io.StringIO(out))] == ["added", "removed", "removed"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 no archive", "damaged or locked archive"),
        (b"name,population\nAleppo,2\n", "no P-codes of Syria"),
        (b"\xff\xfea\x00", "is not UTF-8 text"),
        (b"", "no P-codes of Syria"),
    ],
    ids=["broken archive", "another table", "another encoding", "empty"],
)
def test_a_file_that_is_no_list_is_one_line_and_status_1(marsad, content, says):
    Path("cod.bin").write_bytes(content)
    status, out, err = marsad("update", "--cod-ab", "cod.bin", "--out", "fresh.csv")
    assert (status, out, err.count("\n"), says in err, Path("fresh.csv").exists()) == (1, "", 1, True, False)


def test_an_extract_that_is_none_is_one_line_and_status_1(marsad):
    Path("SY.txt").write_text("no extract", encoding="utf-8")
    status, _, err = update(marsad, "--geonames", "SY.txt")
    assert (status, "no populated place of Syria" in err) == (1, True)


def test_a_missing_file_is_named(marsad):
    status, _, err = marsad("update", "--cod-ab", "none.xlsx", "--out", "fresh.csv")
    assert (status, err) == (1, "marsad: cannot read none.xlsx: No such file or directory\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("update", "--out", "fresh.csv"),
        ("update", "--cod-ab", "cod.xlsx"),
        ("update", "--cod-ab", "cod.xlsx", "--out", "fresh.csv", "--candidates", "new.csv"),
        ("missing", "--from", "2016-02-30"),
        ("missing", "--from", "2016-03-02", "--to", "2016-03-01"),
        ("missing", "report.html", "--from", "2016-03-02"),
        ("missing", "--least", "0"),
        ("no-such-command",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_status_2(marsad, arguments):
    status, out, err = marsad(*arguments)
    assert (status, out, err.count("\n"), err[:8]) == (2, "", 1, "marsad: ")


def site(path: str, reply: Reply):
    return lambda asked, _: reply if asked == path else Reply(404)


def test_a_list_is_fetched_from_an_address(marsad):
    with serving(site("/cod.xlsx", Reply(200, workbook_of_today()))) as server:
        status, _, _ = marsad(
            "update", "--cod-ab", f"{server.url}/cod.xlsx", "--present", "present.csv", "--out", "fresh.csv"
        )
    assert (status, Path("fresh.csv").read_text(encoding="utf-8")) == (0, PRESENT)


def test_an_address_that_is_not_there_is_one_line_and_status_1(marsad):
    with serving(site("/cod.xlsx", Reply(200))) as server:
        status, _, err = marsad("update", "--cod-ab", f"{server.url}/other.xlsx", "--out", "fresh.csv")
    assert (status, err.count("\n"), "HTTP 404" in err) == (1, 1, True)


def test_a_redirect_to_another_host_says_how_to_allow_it(marsad):
    moved = Reply(302, b"", {"Location": "https://files.example.org/cod.xlsx"})
    with serving(site("/cod.xlsx", moved)) as server:
        status, _, err = marsad("update", "--cod-ab", f"{server.url}/cod.xlsx", "--out", "fresh.csv")
    assert (status, "--allow-host" in err) == (1, True)
