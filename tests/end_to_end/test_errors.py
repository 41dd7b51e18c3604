"""Every bad input gives one clear line on stderr and its exit status, never a traceback."""

import pytest

from tests.end_to_end.workplace import FIRST_DAY, complaint
from tests.support.site import Reply, serving

pytestmark = pytest.mark.end_to_end

RANGE = ("--from", FIRST_DAY, "--to", FIRST_DAY)


def site_that_says(body: bytes, content_type: str):
    """A site on loopback that answers every request alike."""
    return serving(lambda path, query: Reply(200, body, {"Content-Type": content_type}))


def test_a_page_without_an_article(workplace):
    place = workplace()
    (place.folder / "shop.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    assert "shop.html: " in complaint(place.run("extract", "shop.html"), 1)


def test_an_empty_page(workplace):
    place = workplace()
    (place.folder / "empty.html").write_text("")
    assert "empty.html: no bytes" in complaint(place.run("extract", "empty.html"), 1)


def test_a_site_that_answers_html_where_json_is_due(workplace):
    with site_that_says(b"<html><body>Maintenance</body></html>", "text/html") as site:
        line = complaint(workplace().run("ingest", *RANGE, MARSAD_SOURCE_URL=site.url), 1)
    assert "a JSON list of posts was due, text/html came, '<html><body>Maintenance" in line


def test_a_site_that_answers_broken_json(workplace):
    with site_that_says(b'[{"id": 1, "title"', "application/json") as site:
        line = complaint(workplace().run("ingest", *RANGE, MARSAD_SOURCE_URL=site.url), 1)
    assert "a JSON list of posts was due, application/json came, " in line


def test_an_unreachable_site(workplace):
    line = complaint(workplace().run("ingest", *RANGE, MARSAD_SOURCE_URL="http://127.0.0.1:9"), 1)
    assert "127.0.0.1:9" in line


def test_an_unknown_option(workplace):
    assert "--no-such" in complaint(workplace().run("ingest", *RANGE, "--no-such"), 2)


def test_a_range_turned_around(workplace):
    line = complaint(workplace().run("ingest", "--from", "2016-02-02", "--to", "2016-02-01"), 2)
    assert "2016-02-02 is after" in line


def test_a_range_in_the_future(workplace):
    line = complaint(workplace().run("ingest", "--from", "2016-02-02", "--to", "2999-01-01"), 2)
    assert "future" in line


def test_a_lake_that_cannot_be_written(workplace):
    place = workplace()
    (place.folder / "a_file").write_text("not a folder")
    line = complaint(place.run("ingest", *RANGE, MARSAD_LAKE_URI=str(place.folder / "a_file" / "lake")), 1)
    assert "a_file" in line


def test_a_data_folder_that_cannot_be_written(workplace):
    place = workplace()
    (place.folder / "a_file").write_text("not a folder")
    line = complaint(place.run("ingest", *RANGE, MARSAD_DATA_DIR=str(place.folder / "a_file" / "data")), 1)
    assert "a_file" in line


def test_a_query_without_a_warehouse(workplace):
    assert "marsad publish" in complaint(workplace().run("query", "select 1"), 1)


def test_wrong_keys_of_the_object_store(workplace, s3_server):
    place = workplace(
        MARSAD_LAKE_URI=f"s3://{s3_server.bucket}/wrong-keys",
        AWS_ENDPOINT_URL=s3_server.endpoint,
        AWS_ACCESS_KEY_ID="nobody",
        AWS_SECRET_ACCESS_KEY="not-the-secret",
        AWS_REGION="us-east-1",
    )
    line = complaint(place.run("ingest", *RANGE), 1)
    assert ("s3://" in line, "not-the-secret" in line) == (True, False)


def test_doctor_fails_where_the_site_cannot_be_reached(workplace):
    done = workplace().run("doctor", MARSAD_SOURCE_URL="http://127.0.0.1:9")
    assert (done.returncode, done.stderr) == (1, "marsad: doctor: failing: site\n")
