"""`marsad doctor`: what it finds, and what it must not show."""

import datetime as dt

import duckdb
import pytest

from tests.support.rows import post_bytes, raw_table
from transforms.cli.checkup import FAIL, OK, WARN, Finding, run_checkup
from transforms.errors import SettingsError
from transforms.lake import open_lake
from transforms.settings import Settings, load_settings

DAY = dt.date(2016, 2, 25)


@pytest.fixture
def settings(tmp_path) -> Settings:
    """An empty data folder; the source is an empty folder, so that no network is asked."""
    (tmp_path / "pages").mkdir()
    return load_settings(data_dir=tmp_path / "data", source_url=f"file://{tmp_path / 'pages'}", contact="a@example.org")


def found(settings: Settings, what: str) -> list[Finding]:
    return [finding for finding in run_checkup(settings) if finding.what == what]


def levels(settings: Settings, what: str) -> list[str]:
    return [finding.level for finding in found(settings, what)]


def make_warehouse(settings: Settings, built_at: dt.datetime) -> None:
    settings.data_dir.mkdir(exist_ok=True)
    facts = {"built_at": built_at.isoformat(), "lake_first_day": None, "lake_last_day": None, "parser_versions": "1"}
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("create table meta (key varchar, value varchar)")
        connection.executemany("insert into meta values (?, ?)", list(facts.items()))


def test_a_fresh_folder_fails_nothing(settings):
    assert [finding for finding in run_checkup(settings) if finding.level == FAIL] == []


def test_every_setting_is_listed(settings):
    listed = {finding.what for finding in run_checkup(settings)}
    assert {f"MARSAD_{name.upper()}" for name in Settings.model_fields} <= listed


def test_an_unknown_setting_is_named_without_its_value(tmp_path, monkeypatch):
    (tmp_path / "marsad.toml").write_text('aws_secret_access_key = "hidden-words"')
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError, match="aws_secret_access_key") as raised:
        load_settings()

    assert "hidden-words" not in str(raised.value)


def test_a_password_in_the_site_address_is_not_shown(settings):
    secret = settings.model_copy(update={"source_url": "http://user:hidden@127.0.0.1:9/", "allow_private_hosts": True})
    assert [finding for finding in run_checkup(secret) if "hidden" in finding.text] == []


def test_a_token_in_the_engines_address_is_not_shown(settings):
    secret = settings.model_copy(update={"engine": "sc://spark.example:15002/;token=hidden;use_ssl=true"})
    assert [finding for finding in run_checkup(secret) if "hidden" in finding.text] == []


def test_a_missing_contact_is_a_warning(settings):
    assert WARN in levels(settings.model_copy(update={"contact": ""}), "MARSAD_CONTACT")


def test_an_unreachable_site_fails(settings):
    nowhere = settings.model_copy(update={"source_url": "http://127.0.0.1:9", "allow_private_hosts": True})
    assert levels(nowhere, "site") == [FAIL]


def test_a_lake_that_cannot_be_written_fails(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert levels(settings.model_copy(update={"lake_uri": str(tmp_path / "file" / "lake")}), "lake") == [FAIL]


def test_days_that_are_fetched_and_not_read_are_told_with_the_command_that_reads_them(settings):
    open_lake(settings.lake).add_raw_pages(DAY, raw_table(DAY, {1: post_bytes(1, "نص")}))
    assert "marsad reparse --from 2016-02-25 --to 2016-02-25" in found(settings, "reports")[0].text


def test_a_missing_warehouse_is_a_warning(settings):
    assert levels(settings, "warehouse") == [WARN]


@pytest.mark.parametrize(("age", "level"), [(dt.timedelta(hours=3), OK), (dt.timedelta(days=3), WARN)])
def test_a_warehouse_older_than_two_days_is_a_warning(settings, age, level):
    make_warehouse(settings, dt.datetime.now(dt.UTC) - age)
    assert levels(settings, "warehouse") == [level]


def test_a_damaged_warehouse_fails(settings):
    settings.data_dir.mkdir()
    settings.warehouse_path.write_bytes(b"no database")
    assert levels(settings, "warehouse") == [FAIL]
