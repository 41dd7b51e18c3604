"""Reading on Spark: a Spark Connect server on loopback has to give the same rows and the same bytes as this process."""

from __future__ import annotations

import datetime as dt
import importlib.util
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from dagster_project import commands
from sample_site.posts import load_posts
from sample_site.server import respond
from tests.end_to_end.workplace import digests
from tests.support.rows import FETCHED_AT, post_bytes, raw_page
from transforms import spark as spark_engine
from transforms.engines import read_days
from transforms.errors import EngineError
from transforms.extraction import extract_batch
from transforms.lake import Lake, open_lake
from transforms.progress import Silent
from transforms.schemas import REPORTS
from transforms.settings import load_settings
from transforms.sightings import sightings_table
from transforms.sources.base import RawPage, raw_page_table

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not all(importlib.util.find_spec(name) for name in ("pysail", "pyspark")),
        reason="no Spark client or server: install requirements/dev.txt",
    ),
]

BASE = "http://127.0.0.1:8080"
ODD_DAY, EMPTY_DAY = dt.date(2017, 5, 1), dt.date(2017, 5, 2)


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    """Address of a Spark Connect server on a free port of 127.0.0.1."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


def sample_pages() -> list[RawPage]:
    """Every bundled report, every third as HTML and the rest as posts."""
    posts = load_posts()
    pages = []
    for number, post in enumerate(posts):
        is_page = number % 3 == 0
        answer = respond(post.path if is_page else f"/wp-json/wp/v2/posts/{post.id}", posts, BASE)
        pages.append(
            RawPage.of(
                source="sohr-ar", route="archive" if is_page else "wordpress_rest", url=BASE + post.path,
                post_id=post.id, published_date=post.date.date(), body=answer.body, fetched_at=FETCHED_AT,
                content_type="text/html" if is_page else "application/json",
            )
        )  # fmt: skip
    return pages


def odd_pages() -> list[RawPage]:
    """A day with an edit that was taken back, a page that is no post, and one without bytes."""
    text = "<p>قتل 5 مقاتلين في قصف لقوات النظام على مدينة عندان</p>"
    later = FETCHED_AT + dt.timedelta(days=1)
    return [
        raw_page(ODD_DAY, 7, post_bytes(7, text, date="2017-05-01T08:00:00")),
        raw_page(ODD_DAY, 7, post_bytes(7, text.replace("5", "6"), date="2017-05-01T08:00:00"), fetched_at=later),
        raw_page(ODD_DAY, 8, b"{}"),
        raw_page(ODD_DAY, 9, b"", content_type="text/html"),
    ]


def fill(lake: Lake) -> list[dt.date]:
    """Store all pages, and that the edit was taken back; gives the days, with one that has none."""
    odd = odd_pages()
    for page in [*sample_pages(), *odd]:
        lake.add_raw_pages(page.published_date, raw_page_table([page]))
    again = {
        "source": odd[0].source, "route": odd[0].route, "page_id": odd[0].page_id, "body_sha256": odd[0].body_sha256,
        "seen_at": FETCHED_AT + dt.timedelta(days=2),
    }  # fmt: skip
    lake.add_sightings(ODD_DAY, sightings_table(ODD_DAY, [again]))
    return [*lake.days("raw_pages"), EMPTY_DAY]


@pytest.fixture(scope="module")
def read_here(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """A lake read in this process, and what every day gave."""
    folder = tmp_path_factory.mktemp("here")
    lake = open_lake(str(folder))
    return folder, list(read_days(lake, fill(lake)))


@pytest.fixture(scope="module")
def read_there(tmp_path_factory: pytest.TempPathFactory, engine: str) -> tuple[Path, list[object]]:
    """The same lake read by the server, in several chunks."""
    folder = tmp_path_factory.mktemp("there")
    lake = open_lake(str(folder))
    days = fill(lake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spark_engine, "CHUNK_BYTES", 150_000)
        return folder, list(read_days(lake, days, engine))


def test_the_lake_has_the_same_bytes(read_here, read_there):
    assert digests(read_there[0]) == digests(read_here[0])


def test_every_day_is_stored(read_here, read_there):
    days = open_lake(str(read_here[0])).days("reports")
    assert (len(days) > 50, open_lake(str(read_there[0])).days("reports")) == (True, days)


def test_every_day_has_the_same_counts(read_here, read_there):
    assert read_there[1] == read_here[1]


def test_pages_that_cannot_be_read_are_in_quarantine(read_there):
    assert open_lake(str(read_there[0])).read_quarantine(ODD_DAY).num_rows == 2


def test_reparse_through_the_orchestrator_gives_the_same_bytes(read_here, engine, tmp_path):
    lake = tmp_path / "data" / "lake"
    shutil.copytree(read_here[0] / "raw_pages", lake / "raw_pages")
    settings = load_settings(data_dir=tmp_path / "data", engine=engine)
    done = commands.reparse(settings, dt.date(2016, 2, 1), dt.date(2016, 2, 4), Silent())

    names = [f"reports/date=2016-02-0{n}/reports.parquet" for n in range(1, 5)]
    there, here = digests(lake), digests(read_here[0])
    assert (done.days, [there[name] for name in names]) == (4, [here[name] for name in names])


def extract_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a notebook would hand to `mapInArrow`."""
    pages = pa.Table.from_batches(list(batches)).combine_chunks()
    yield from (extract_batch(batch) for batch in pages.to_batches())


def test_extract_batch_gives_the_same_rows_in_a_frame_of_ones_own(engine):
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    pages = raw_page_table(sample_pages())
    spark = SparkSession.builder.remote(engine).create()
    try:
        frame = spark.createDataFrame(pages).repartition(4, "published_date")
        there = frame.mapInArrow(extract_partition, from_arrow_schema(REPORTS)).toArrow().cast(REPORTS)
    finally:
        spark.stop()
    here = pa.Table.from_batches([extract_batch(pages.combine_chunks().to_batches()[0])])
    assert there.sort_by("report_id").to_pylist() == here.sort_by("report_id").to_pylist()


def test_workers_with_other_code_or_seeds_are_found_out(lake, engine, monkeypatch):
    fill(lake)
    read = [{"day": ODD_DAY, "reader": "another", "reports": [], "quarantine": []}]
    monkeypatch.setattr(spark_engine, "_run", lambda *_: pa.Table.from_pylist(read, schema=spark_engine.READ_DAYS))
    with pytest.raises(EngineError, match="another Marsad or other seeds"):
        list(read_days(lake, [ODD_DAY], engine))


def test_a_day_that_the_cluster_loses_is_an_error_and_stored_nowhere(lake, engine, monkeypatch):
    fill(lake)
    monkeypatch.setattr(spark_engine, "_run", lambda *_: spark_engine.READ_DAYS.empty_table())
    with pytest.raises(EngineError, match="did not give back every day"):
        list(read_days(lake, [ODD_DAY], engine))
    assert lake.days("reports") == []


def test_a_server_that_is_not_there_is_named_without_the_token(lake):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers
        port = taken.getsockname()[1]
        with pytest.raises(EngineError) as refused:
            list(read_days(lake, [ODD_DAY], f"sc://127.0.0.1:{port}/;token=secret"))
    assert (f"127.0.0.1:{port} cannot be reached" in str(refused.value), "secret" in str(refused.value)) == (
        True,
        False,
    )


def test_without_the_client_the_error_says_what_to_install(lake, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.delitem(sys.modules, "pyspark.errors", raising=False)
    monkeypatch.delitem(sys.modules, "pyspark.sql", raising=False)
    with pytest.raises(EngineError, match="not installed"):
        list(read_days(lake, [ODD_DAY], "sc://127.0.0.1:1"))
