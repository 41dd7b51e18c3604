"""`marsad gazetteer update`: a fresh places table from published lists; wrong usage of both commands."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.support.place_lists import ADMIN, PRESENT, ROWS, attribute_table, earlier_tables, geonames, workbook_of_today
from tests.support.site import Reply, serving
from transforms import cli
from transforms.paths import SEEDS_DIR

NAME = "كفر وهمية"
SECOND = "تل وهمي"


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
