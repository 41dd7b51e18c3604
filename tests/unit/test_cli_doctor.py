"""`marsad doctor`: what it finds, and what it must not show."""

import datetime as dt

import duckdb
import pytest
from typer.testing import CliRunner

from tests.support.rows import post_bytes, raw_table
from transforms.cli.app import app
from transforms.cli.checkup import FAIL, OK, WARN, Finding, run_checkup
from transforms.errors import MarsadError, SettingsError
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


class TestFaultySettings:
    """`marsad doctor` where the settings cannot be taken as they are."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "pages").mkdir()
        monkeypatch.setenv("MARSAD_SOURCE_URL", f"file://{tmp_path / 'pages'}")
        return tmp_path

    @staticmethod
    def doctor() -> str:
        """What it prints, with exit status 1."""
        result = CliRunner().invoke(app, ["doctor"], env={"COLUMNS": "200"})
        assert isinstance(result.exception, MarsadError), result.output
        return result.output

    def test_a_file_that_is_no_toml_is_a_row_of_the_report(self, folder):
        (folder / "marsad.toml").write_text("data_dir = ")
        assert "marsad.toml" in self.doctor()

    def test_the_rest_is_looked_at_beside_a_faulty_value(self, monkeypatch):
        monkeypatch.setenv("MARSAD_MAX_RETRIES", "many")
        output = self.doctor()
        assert "max_retries" in output
        assert "answers by files" in output
        assert "readable and writable" in output

    def test_an_unknown_setting_keeps_nothing_from_being_looked_at(self, folder):
        (folder / "marsad.toml").write_text('retries = 3\ncontact = "a@example.org"')
        output = self.doctor()
        assert "retries" in output
        assert "a@example.org" in output
        assert "readable and writable" in output

    def test_a_lake_whose_address_is_refused_is_not_looked_at(self, monkeypatch):
        monkeypatch.setenv("MARSAD_LAKE_URI", "s3://key:hidden@bucket")
        output = self.doctor()
        assert "hidden" not in output
        assert "readable and writable" not in output
        assert "answers by files" in output

    def test_a_folder_that_an_unreadable_file_may_name_is_neither_made_nor_looked_at(self, folder):
        (folder / "marsad.toml").write_text("data_dir = ")
        self.doctor()
        assert not (folder / "data").exists()

    def test_the_names_of_all_settings_are_listed(self, folder):
        (folder / "marsad.toml").write_text("data_dir = ")
        output = self.doctor()
        assert [name for name in Settings.model_fields if f"MARSAD_{name.upper()}" not in output] == []
