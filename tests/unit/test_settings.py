"""Settings: what is refused, in which words, and that no secret is repeated."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from transforms.errors import SettingsError
from transforms.lake import open_lake
from transforms.settings import load_settings


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


WITH_PASSWORD = ("s3://key:hidden@bucket/prefix", "s3://hidden@bucket", "https://key:hidden@store.example.org/bucket")


@pytest.mark.parametrize("uri", WITH_PASSWORD)
def test_a_lake_address_with_keys_is_refused_without_repeating_them(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_LAKE_URI", uri)

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert "lake_uri" in str(raised.value)
    assert "hidden" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("uri", WITH_PASSWORD)
def test_a_lake_is_not_opened_at_an_address_with_keys(uri: str) -> None:
    with pytest.raises(SettingsError) as raised:
        open_lake(uri)

    assert "hidden" not in str(raised.value)


def test_a_lake_address_that_is_no_text_is_not_repeated(working_directory: Path) -> None:
    (working_directory / "marsad.toml").write_text('lake_uri = ["s3://key:hidden@bucket"]')

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize(
    "uri", ["s3://", "s3:///prefix", "gs://bucket", "S3://bucket", "s3://bucket/a?b", "s3://b/a#b"]
)
def test_a_lake_address_that_no_store_answers_to_is_refused(uri: str) -> None:
    with pytest.raises(SettingsError, match="lake_uri"):
        load_settings(lake_uri=uri)


@pytest.mark.parametrize("uri", ["s3://bucket", "s3://bucket/pre[1]*fix", "file:///srv/lake", "/srv/lake", "lake"])
def test_a_bucket_or_a_folder_is_taken_as_a_lake(uri: str) -> None:
    assert load_settings(lake_uri=uri).lake == uri


@pytest.mark.parametrize("field", ["data_dir", "lake_uri"])
def test_a_folder_that_duckdb_cannot_name_is_refused(field: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=rf"{field}: .*backslash"):
        load_settings(**{field: str(tmp_path / "a\\b")})


@pytest.mark.parametrize("name", ["a?b", "a#b", "a;b"])
def test_a_data_folder_that_dbt_would_cut_off_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"data_dir: .*dbt"):
        load_settings(data_dir=tmp_path / name)


@pytest.mark.parametrize(
    ("text", "told"),
    [("data_dir = ", "Invalid value"), ("\x00", "at line 1"), ('[table]\nx = "unclosed', "Unterminated string")],
)
def test_a_settings_file_that_is_no_toml_is_told_in_one_line(working_directory: Path, text: str, told: str) -> None:
    (working_directory / "marsad.toml").write_text(text)

    with pytest.raises(SettingsError, match=rf"marsad\.toml cannot be read: .*{told}"):
        load_settings()


def test_a_settings_file_in_another_charset_is_told_in_one_line(working_directory: Path) -> None:
    (working_directory / "marsad.toml").write_bytes(b'contact = "\xe9"')

    with pytest.raises(SettingsError, match=r"marsad\.toml"):
        load_settings()


def test_a_malformed_value_is_named_with_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_MAX_RETRIES", "many")

    with pytest.raises(SettingsError, match=r"max_retries: .*'many'"):
        load_settings()
