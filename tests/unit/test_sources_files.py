"""A folder of saved pages as a source."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import pytest

from tests.support.rows import post_bytes
from tests.support.themes import classic
from transforms.errors import SettingsError
from transforms.settings import Settings
from transforms.sources import FilesSource, WordPressSource, open_source

DAY = dt.date(2016, 2, 25)
TEXT = "عنوان التقرير\n\nمحافظة حلب – المرصد السوري لحقوق الإنسان:: قصف"


def test_a_file_nested_too_deep_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "2016-02-25_deep.json").write_text('{"content":' + "[" * 100_000)
    (tmp_path / "2016-02-25_report.txt").write_text(TEXT, encoding="utf-8")

    assert len(list(FilesSource(tmp_path, name="test").list_day(DAY))) == 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep/er").mkdir(parents=True)
    (tmp_path / "deep/er/post.json").write_bytes(post_bytes(7, "<p>نص</p>"))
    (tmp_path / "page.html").write_text(classic("عنوان", ["نص الفقرة"], "2016-02-25T08:00:00+02:00"), encoding="utf-8")
    (tmp_path / "2016-02-25_report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "no-day.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "notes.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_all_kinds_of_files_at_any_depth_are_listed(folder: Path) -> None:
    urls = {page.url for page in FilesSource(folder, name="test").list_day(DAY)}

    assert urls == {"file:deep/er/post.json", "file:page.html", "file:2016-02-25_report.txt"}


def test_another_day_has_no_files(folder: Path) -> None:
    assert list(FilesSource(folder, name="test").list_day(dt.date(2016, 2, 26))) == []


def test_the_bytes_are_those_of_the_file(folder: Path) -> None:
    pages = {page.url: page.body for page in FilesSource(folder, name="test").list_day(DAY)}

    assert pages["file:deep/er/post.json"] == post_bytes(7, "<p>نص</p>")


def test_a_file_is_named_the_same_wherever_the_folder_lies(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("moved")
    (other / "2016-02-25_report.txt").write_text(TEXT, encoding="utf-8")
    moved = next(iter(FilesSource(other, name="test").list_day(DAY)))

    assert moved.page_id in {page.page_id for page in FilesSource(folder, name="test").list_day(DAY)}


def test_a_folder_may_name_the_day(tmp_path: Path) -> None:
    (tmp_path / "date=2016-02-25").mkdir()
    (tmp_path / "date=2016-02-25/a.txt").write_text(TEXT, encoding="utf-8")

    assert FilesSource(tmp_path, name="test").days() == [DAY]


def test_a_file_without_a_day_is_told_and_not_guessed(folder: Path) -> None:
    assert FilesSource(folder, name="test").unplaced() == (
        "no-day.txt: no publication day in metadata, address, post id or file name",
    )


def test_a_file_without_a_day_is_in_the_log_of_every_listing(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        list(FilesSource(folder, name="test").list_day(dt.date(2020, 1, 1)))

    assert "no-day.txt" in caplog.text


def test_an_unreadable_file_without_a_day_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"id": 1', encoding="utf-8")

    assert FilesSource(tmp_path, name="test").unplaced()[0].startswith("broken.json: not_json, ")


def test_an_unreadable_file_with_a_day_in_its_name_is_listed(tmp_path: Path) -> None:
    (tmp_path / "2016-02-25.json").write_text('{"id": 1', encoding="utf-8")

    assert [page.url for page in FilesSource(tmp_path, name="test").list_day(DAY)] == ["file:2016-02-25.json"]


def test_an_address_opens_a_wordpress_site() -> None:
    assert isinstance(open_source(Settings(source_url="https://example.org")), WordPressSource)


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_a_folder_opens_as_files(tmp_path: Path, form: str) -> None:
    assert isinstance(open_source(Settings(source_url=form.format(tmp_path))), FilesSource)


@pytest.mark.parametrize("url", ["/no/such/folder", "ftp://example.org", "https://"])
def test_anything_else_is_a_settings_error(url: str) -> None:
    with pytest.raises(SettingsError):
        open_source(Settings(source_url=url))
