"""`marsad extract`: the codebook's document on stdout, for every way a file can come in."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sample_site.posts import load_posts
from sample_site.server import respond
from transforms import cli

REPORT_FIELDS = {
    "report_id", "source", "url", "title", "published_at", "published_date", "published_date_basis", "language",
    "view_count", "body", "content_sha256", "parser_version",
}  # fmt: skip
EVENT_FIELDS = {
    "event_id", "event_type", "acled_sub_event_type", "weapon", "actors", "targets", "places", "event_date_start",
    "event_date_end", "date_precision", "date_surface", "status", "is_background", "control", "casualties", "evidence",
    "rule_id",
}  # fmt: skip
SLOWEST_START_SECONDS = 5.0
"""Far above what an idle machine needs: the test is for a heavy import, not for the machine."""


@pytest.fixture(scope="module")
def page() -> bytes:
    """The HTML page of one invented report."""
    posts = load_posts()
    return respond(posts[0].path, posts, "http://127.0.0.1").body


@pytest.fixture
def extract(capsys, tmp_path, page):
    """Run `marsad extract` on the page; gives exit status and stdout."""

    def run(*options: str) -> tuple[int, str]:
        file = tmp_path / "report.html"
        file.write_bytes(page)
        with pytest.raises(SystemExit) as left:
            cli.main(["extract", *options, str(file)])
        return int(left.value.code or 0), capsys.readouterr().out

    return run


@pytest.fixture
def document(extract) -> dict:
    return json.loads(extract("--format", "json")[1])


def test_the_document_has_the_fields_of_the_codebook(document):
    assert set(document["report"]) >= REPORT_FIELDS
    assert [event for event in document["events"] if not set(event) >= EVENT_FIELDS] == []


def test_the_evidence_is_what_stands_at_its_offsets(document):
    body = document["report"]["body"]
    evidence = [event["evidence"] for event in document["events"]]
    assert evidence
    assert [body[e["start"] : e["end"]] for e in evidence] == [e["text"] for e in evidence]


def test_arabic_is_printed_as_it_is(extract):
    assert "\\u06" not in extract("--format", "json")[1]


def test_dates_are_iso_days(document):
    assert document["report"]["published_date"] == load_posts()[0].date.date().isoformat()


def test_the_given_time_of_publication_wins(extract):
    printed = extract("--format", "json", "--published", "2016-02-25T14:30:00+02:00")[1]
    assert json.loads(printed)["report"]["published_at"] == "2016-02-25T14:30:00+02:00"


def test_source_and_url_are_stored(extract):
    report = json.loads(extract("--format", "json", "--source", "mirror")[1])["report"]
    assert report["source"] == "mirror"


def test_the_table_shows_every_event(extract, document):
    status, printed = extract("--format", "table")
    assert (status, f"{len(document['events'])} events" in printed) == (0, True)


def test_a_dash_reads_stdin(capsys, monkeypatch, page):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page)))
    with pytest.raises(SystemExit):
        cli.main(["extract", "--format", "json", "-"])
    assert json.loads(capsys.readouterr().out)["report"]["title"]


def test_start_up_is_quick():
    marsad = Path(sys.executable).with_name("marsad")
    began = time.perf_counter()
    subprocess.run([marsad, "extract", "--help"], check=True, capture_output=True)
    assert time.perf_counter() - began < SLOWEST_START_SECONDS
