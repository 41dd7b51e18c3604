"""The exported files against SQL on the published warehouse, as their readers open them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pyarrow.parquet as pq
import pytest

from dagster_project.assets.exports import exports
from transforms.errors import ExportError, UsageError, WarehouseError
from transforms.exports import KINDS, Export, export_warehouse
from transforms.exports.sources import read_query
from transforms.progress import Silent
from transforms.settings import Settings
from transforms.warehouse import published_tables, query

pytestmark = pytest.mark.integration

HAPI = (
    "location_code,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_code,admin2_name,"
    "admin_level,event_type,events,fatalities,reference_period_start,reference_period_end"
)
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
SYRIA = (35.5, 32.2, 42.5, 37.5)
"""West, south, east, north, in degrees."""


@pytest.fixture(scope="module")
def exported(published: Settings) -> Export:
    return export_warehouse(published)


@pytest.fixture(scope="module")
def package(exported: Export) -> dict[str, Any]:
    return json.loads((exported.folder / "datapackage.json").read_text(encoding="utf-8"))


def values(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in query(settings.warehouse_path, sql).to_pylist()]


def csv_rows(exported: Export, name: str) -> list[dict[str, str]]:
    with (exported.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features(exported: Export, name: str) -> list[dict[str, Any]]:
    return json.loads((exported.folder / "geojson" / name).read_text(encoding="utf-8"))["features"]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_kind_is_written_by_default(exported):
    assert {file.kind for file in exported.files} == set(KINDS)


def test_every_file_has_as_many_rows_as_the_warehouse_says(exported):
    assert [file.path.name for file in exported.files if file.rows != file.expected_rows] == []


def test_a_second_export_gives_the_same_bytes(published, exported, tmp_path):
    again = export_warehouse(published, tmp_path)
    assert digests(again.folder) == digests(exported.folder)


def test_nothing_is_left_half_written(exported):
    assert [path.name for path in exported.folder.rglob(".*") if path.name != ".lock"] == []


@pytest.mark.parametrize("table", [*published_tables(), "meta", "meta_row_counts"])
def test_a_parquet_file_holds_the_table(table, published, exported):
    path = exported.folder / "parquet" / f"{table}.parquet"
    with duckdb.connect(str(published.warehouse_path), read_only=True) as connection:
        for left, right in (("t", "p"), ("p", "t")):
            sides = {"t": f'from "{table}"', "p": f"from read_parquet('{path}')"}
            assert connection.sql(f"({sides[left]}) except all ({sides[right]})").fetchall() == []


def test_parquet_is_compressed_with_zstd(exported):
    metadata = pq.read_metadata(exported.folder / "parquet" / "fct_events.parquet")
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_hapi_file_has_hapis_columns_and_then_our_own(exported):
    with (exported.folder / "hdx_hapi" / "conflict_events_weekly.csv").open(encoding="utf-8") as file:
        assert file.readline().rstrip("\n") == (
            f"{HAPI},fatalities_low,fatalities_high,fatalities_unconfirmed,is_provisional"
        )


@pytest.mark.parametrize("level", [1, 2])
def test_fatalities_of_the_hapi_file_are_those_of_the_weekly_mart(level, published, exported):
    region = "coalesce(admin1_pcode, ''), coalesce(admin2_pcode, '')"
    expected = values(
        published,
        f"select reference_period_start::varchar, {region}, sum(people_low)::integer, sum(people_best)::integer "
        f"from mart_weekly_casualties where admin_level = {level} and outcome = 'killed' and is_confirmed "
        "group by all having sum(people_best) > 0 order by all",
    )
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in csv_rows(exported, "hdx_hapi/conflict_events_weekly.csv"):
        if row["admin_level"] == str(level):
            sums = found.setdefault((row["reference_period_start"], row["admin1_code"], row["admin2_code"]), [0, 0])
            sums[0] += int(row["fatalities_low"])
            sums[1] += int(row["fatalities"])
    assert sorted((*key, *sums) for key, sums in found.items() if sums[1]) == expected


def test_every_admin_level_of_the_hapi_file_holds_all_figures(exported):
    totals: dict[str, list[int]] = {}
    for row in csv_rows(exported, "hdx_hapi/conflict_events_weekly.csv"):
        level = totals.setdefault(row["admin_level"], [0, 0])
        level[0] += int(row["events"])
        level[1] += int(row["fatalities"])
    assert len(totals) == 3
    assert len({tuple(sums) for sums in totals.values()}) == 1


def test_an_open_figure_leaves_the_high_one_empty(exported):
    idlib = [
        row
        for row in csv_rows(exported, "hdx_hapi/conflict_events_weekly.csv")
        if (row["admin_level"], row["admin1_code"], row["reference_period_start"]) == ("1", "SY07", "2016-02-22")
    ]
    assert [(row["event_type"], row["fatalities"], row["fatalities_high"]) for row in idlib] == [
        ("political_violence", "3", "")
    ]


@pytest.mark.parametrize("mart", ["weekly_casualties", "weekly_control_changes"])
def test_a_weekly_file_has_the_rows_of_its_mart(mart, published, exported):
    figure = "people_low" if mart == "weekly_casualties" else "changes_count"
    expected = values(
        published,
        f"select reference_period_start::varchar, admin_level::varchar, coalesce(admin1_pcode, ''), {figure}::varchar, "
        f"example_evidence_text from mart_{mart} order by all",
    )
    names = ("reference_period_start", "admin_level", "admin1_code", figure, "example_evidence_text")
    assert sorted(tuple(row[n] for n in names) for row in csv_rows(exported, f"hdx_hapi/{mart}.csv")) == expected


@pytest.mark.parametrize("name", ["places.geojson", "incidents.geojson"])
def test_every_feature_is_a_point_in_syria(name, exported):
    found = features(exported, name)
    west, south, east, north = SYRIA
    assert found
    for feature in found:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        assert west < longitude < east
        assert south < latitude < north


def test_incidents_on_the_map_are_those_with_a_position(published, exported):
    expected = values(published, "select incident_id from fct_incidents where latitude is not null order by 1")
    assert expected
    assert sorted((feature["id"],) for feature in features(exported, "incidents.geojson")) == expected


def test_every_incident_points_to_its_sentence(exported):
    for feature in features(exported, "incidents.geojson"):
        assert feature["properties"]["url"]
        assert feature["properties"]["evidence_text"]


def test_a_place_tells_its_last_taker_with_the_sentence(exported):
    told = {feature["id"]: feature["properties"] for feature in features(exported, "places.geojson")}
    azaz = told["C1564"]
    assert (azaz["last_taken_by"], azaz["last_taken_on"], azaz["control_changes_count"]) == ("sdf", "2016-02-25", 1)
    assert azaz["last_taken_url"]
    assert azaz["last_taken_evidence_text"]


def test_the_casualties_of_a_place_are_those_of_incidents_in_it_alone(published, exported):
    expected = values(
        published,
        "select pcode, sum(killed_best)::integer from fct_incidents "
        "where pcode is not null and killed_best > 0 group by 1 order by 1",
    )
    assert expected
    found = [(f["id"], f["properties"]["killed_best"]) for f in features(exported, "places.geojson")]
    assert sorted(pair for pair in found if pair[1]) == expected


def test_the_acled_shaped_file_has_acleds_columns_and_then_our_own(exported):
    with (exported.folder / "acled_shaped" / "acled_shaped_events.csv").open(encoding="utf-8") as file:
        assert file.readline().rstrip("\n") == (
            f"{ACLED},fatalities_low,fatalities_high,fatalities_unconfirmed,status,marsad_event_type,weapon,pcode,"
            "event_date_end,reports_count,url"
        )


@pytest.fixture(scope="module")
def clash(exported: Export) -> dict[str, str]:
    [row] = [r for r in csv_rows(exported, "acled_shaped/acled_shaped_events.csv") if r["marsad_event_type"] == "clash"]
    return row


def test_an_event_has_acleds_type_of_its_sub_event_type(clash):
    assert (clash["disorder_type"], clash["event_type"], clash["sub_event_type"]) == (
        "Political violence", "Battles", "Armed clash",
    )  # fmt: skip


def test_sides_have_the_names_of_the_dictionary_and_acleds_types(clash):
    assert (clash["actor1"], clash["assoc_actor_1"], clash["inter1"]) == (
        "Islamic State", "Opposition factions", "Rebel group",
    )  # fmt: skip
    assert (clash["actor2"], clash["inter2"], clash["interaction"]) == (
        "Government forces (until 8 December 2024)", "State forces", "State forces-Rebel group",
    )  # fmt: skip


def test_fatalities_are_the_best_confirmed_number_of_killed(clash):
    assert (clash["fatalities"], clash["fatalities_low"], clash["fatalities_high"]) == ("14", "14", "14")


def test_the_type_of_a_side_that_cannot_be_told_stays_empty(exported):
    taken = [
        row
        for row in csv_rows(exported, "acled_shaped/acled_shaped_events.csv")
        if row["marsad_event_type"] == "control_change"
    ]
    assert {(row["actor1"], row["inter1"], row["interaction"]) for row in taken} == {
        ("Syrian Democratic Forces", "", "")
    }


def test_what_no_report_tells_is_empty_and_not_zero(exported):
    rows = csv_rows(exported, "acled_shaped/acled_shaped_events.csv")
    taken = [row for row in rows if row["marsad_event_type"] == "control_change"]
    assert {row["fatalities"] for row in taken} == {""}
    assert {row["civilian_targeting"] + row["source_scale"] + row["tags"] for row in rows} == {""}


def test_the_package_describes_every_file_with_its_hash(exported, package):
    for resource in package["resources"]:
        data = (exported.folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    texts = {"LICENSE.txt", "CITATION.txt", "datapackage.json", ".lock"}
    assert {resource["path"] for resource in package["resources"]} == digests(exported.folder).keys() - texts


def test_every_column_of_the_package_has_a_type_and_a_meaning(package):
    fields = [field for resource in package["resources"] for field in resource.get("schema", {}).get("fields", [])]
    assert fields
    assert [field["name"] for field in fields if field["type"] == "any" or not field["description"]] == []


def test_the_package_names_keys_of_the_facts(package):
    schemas = {resource["name"]: resource.get("schema", {}) for resource in package["resources"]}
    assert schemas["parquet-dim_place"]["primaryKey"] == ["pcode"]
    assert schemas["parquet-fct_events"]["primaryKey"] == ["report_id", "event_index"]
    assert "primaryKey" not in schemas["parquet-mart_weekly_casualties"]  # regions and sides may be null


def test_the_package_names_its_licence_and_its_sources_and_no_contributors(package):
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert package["sources"]
    assert "contributors" not in package


def test_frictionless_finds_the_package_valid(exported, package):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed: requirements/dev.txt")
    assert frictionless.Package.validate_descriptor(package).valid
    # Its own reader of Parquet goes through pandas, which makes numbers with a null floating: the texts alone.
    texts = {**package, "resources": [r for r in package["resources"] if r["format"] != "parquet"]}
    report = frictionless.Package.from_descriptor(texts, basepath=str(exported.folder)).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []


def test_the_dictionary_has_every_column_with_its_meaning(published, exported):
    [(columns,)] = values(published, "select count(*) from duckdb_columns() where database_name = 'warehouse'")
    rows = csv_rows(exported, "data_dictionary.csv")
    assert len(rows) == columns
    assert [row["column"] for row in rows if not row["description"]] == []


def test_the_licence_leaves_the_sentences_to_their_publisher(exported):
    text = " ".join((exported.folder / "LICENSE.txt").read_text(encoding="utf-8").split())
    assert "They stay their publisher's." in text
    assert "CC-BY-4.0" in text


def test_invented_reports_are_called_invented(published, tmp_path):
    settings = _copy(published, tmp_path, "update fct_reports set source_name = 'sample'")
    done = export_warehouse(settings, only=["datapackage"])
    assert "INVENTED" in (done.folder / "CITATION.txt").read_text(encoding="utf-8")


def test_another_licence_is_named_where_the_operator_sets_it(published, tmp_path):
    settings = published.model_copy(update={"export_licence": "LicenseRef-own"})
    done = export_warehouse(settings, tmp_path, only=["datapackage"])
    package = json.loads((done.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [{"name": "LicenseRef-own"}]


def test_a_part_is_listed_beside_what_was_made_of_the_same_file(published, tmp_path):
    export_warehouse(published, tmp_path, only=["acled"])
    export_warehouse(published, tmp_path, only=["dictionary"])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["format"] for resource in package["resources"]] == ["csv", "csv", "md"]


def test_what_was_made_of_another_file_is_not_listed_any_more(published, tmp_path):
    settings = _copy(published, tmp_path, "update meta set value = '2016-04-01T00:00:00+00:00' where key = 'built_at'")
    export_warehouse(published, tmp_path / "out", only=["acled"])
    export_warehouse(settings, tmp_path / "out", only=["dictionary"])
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["format"] for resource in package["resources"]] == ["csv", "md"]


def test_incidents_come_from_their_table_where_there_is_one(published, tmp_path):
    settings = _copy(
        published,
        tmp_path,
        f"create or replace table fct_incidents as {read_query('incidents_from_events')}",
        "delete from fct_incidents where event_type != 'clash'",
        "update fct_incidents set incident_id = 'the-clash', events_count = 2, reports_count = 2",
    )
    done = export_warehouse(settings)
    [row] = csv_rows(done, "acled_shaped/acled_shaped_events.csv")
    assert (row["event_id_cnty"], row["reports_count"], row["sub_event_type"]) == ("SYR-the-clash", "2", "Armed clash")
    assert [feature["id"] for feature in features(done, "incidents.geojson")] == ["the-clash"]
    assert [file.path.name for file in done.files if file.rows != file.expected_rows] == []


def test_without_a_table_of_holders_nobody_holds_a_place(published, tmp_path):
    exported = export_warehouse(_copy(published, tmp_path, "drop table fct_control_status"), only=["geojson"])
    assert {feature["properties"]["holder"] for feature in features(exported, "places.geojson")} == {None}


def test_a_place_has_its_holder_where_there_is_a_table_of_holders(published, tmp_path):
    settings = _copy(
        published,
        tmp_path,
        "create or replace table fct_control_status as select * from (values "
        "('C1564', 'is', date '2015-01-01', date '2016-02-24', false, 'u1', 's1'), "
        "('C1564', 'sdf', date '2016-02-25', null, true, 'u2', 's2'), "
        "('C1001', 'regime', date '2016-02-01', null, false, 'u3', 's3')) "
        "as t (pcode, holder, held_from, held_to, is_contested, url, evidence_text)",
    )
    done = export_warehouse(settings, only=["geojson"])
    held = {
        feature["id"]: tuple(
            feature["properties"][name] for name in ("holder", "held_since", "is_contested", "holder_evidence_text")
        )
        for feature in features(done, "places.geojson")
        if feature["properties"]["holder"]
    }
    assert held == {"C1564": ("sdf", "2016-02-25", True, "s2"), "C1001": ("regime", "2016-02-01", False, "s3")}
    assert [file.path.name for file in done.files if file.rows != file.expected_rows] == []


def test_features_are_in_the_order_of_their_days(exported):
    found = [(f["properties"]["event_date_start"], f["id"]) for f in features(exported, "incidents.geojson")]
    assert found == sorted(found)


def test_moments_in_geojson_are_iso_8601(exported):
    for feature in features(exported, "incidents.geojson"):
        assert dt.datetime.fromisoformat(feature["properties"]["last_published_at"]).utcoffset() == dt.timedelta(0)


def test_a_file_without_its_tables_is_one_clear_error_and_leaves_the_old_files(published, tmp_path):
    settings = _copy(published, tmp_path)
    before = digests(export_warehouse(settings).folder)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("drop table mart_weekly_casualties")
    with pytest.raises(ExportError, match="mart_weekly_casualties"):
        export_warehouse(settings, only=["hapi"])
    after = digests(settings.exports_dir)
    assert {name: after[name] for name in before if "conflict_events" not in name} == {
        name: digest for name, digest in before.items() if "conflict_events" not in name
    }


def test_without_a_warehouse_the_error_says_how_to_make_one(tmp_path):
    with pytest.raises(WarehouseError, match="marsad publish"):
        export_warehouse(Settings(data_dir=tmp_path))


def test_an_unknown_kind_is_wrong_usage(published):
    with pytest.raises(UsageError, match="xlsx"):
        export_warehouse(published, only=["xlsx"])


def test_a_folder_that_cannot_be_written_is_one_clear_error(published, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="cannot export"):
        export_warehouse(published, tmp_path / "file" / "below")


class TestAssets:
    """The same through Dagster."""

    @staticmethod
    def materialize(settings: Settings, selection: list[str] | None = None) -> dg.ExecuteInProcessResult:
        return dg.materialize([exports], selection=selection, resources={"settings": settings, "progress": Silent()})

    def test_every_kind_is_an_asset_with_its_rows_and_bytes(self, published):
        done = self.materialize(published)
        told = {
            event.asset_key.to_user_string(): event.materialization.metadata
            for event in done.get_asset_materialization_events()
        }
        assert told.keys() == {f"export_{kind}" for kind in KINDS}
        assert all(metadata["size_bytes"].value > 0 for metadata in told.values())

    def test_the_checks_compare_rows_with_the_warehouse(self, published):
        checks = self.materialize(published).get_asset_check_evaluations()
        assert len(checks) == len(KINDS) - 1
        assert all(check.passed for check in checks)

    def test_one_kind_can_be_made_alone(self, published):
        done = self.materialize(published, ["export_geojson"])
        [event] = done.get_asset_materialization_events()
        assert event.asset_key == dg.AssetKey("export_geojson")


def _copy(published: Settings, folder: Path, *statements: str) -> Settings:
    """A data folder with a changed copy of the published file."""
    settings = Settings(data_dir=folder)
    shutil.copyfile(published.warehouse_path, settings.warehouse_path)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return settings
