"""`marsad sources`: what it tells of sites and their routes, whom it asks, and when it fails."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.support.rows import post, raw_page
from tests.support.site import Reply, Site, rest_page, serving
from transforms.cli.app import app
from transforms.completeness import ListedDay, remember
from transforms.errors import MarsadError, UsageError
from transforms.lake import open_lake
from transforms.sources.base import raw_page_table

DAY = dt.date(2016, 2, 25)
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><link>http://s/a/7/</link><pubDate>Thu, 25 Feb 2016 08:00:00 +0000</pubDate></item>
<item><link>http://s/a/6/</link><pubDate>Wed, 24 Feb 2016 08:00:00 +0000</pubDate></item></channel></rss>"""
SITEMAP = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://s/wp-sitemap-posts-post-1.xml</loc></sitemap></sitemapindex>"""
REST = rest_page([post(7, "a", date="2016-02-25T08:00:00")], total=41_000)
WHOLE: Mapping[str, Reply] = {
    "/wp-json/wp/v2/posts": REST,
    "/feed/": Reply(200, FEED, {"Content-Type": "application/rss+xml"}),
    "/wp-sitemap.xml": Reply(200, SITEMAP, {"Content-Type": "text/xml"}),
    "/date/2016/02/25/": Reply(200, b"<html></html>", {"Content-Type": "text/html"}),
    "/cdx/search/cdx": Reply(200, b'[["timestamp"], ["20160226120000"]]'),
    "/collinfo.json": Reply(200, b'[{"id": "CC-MAIN-2016-07"}, {"id": "CC-MAIN-2015-48"}]'),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, without a settings file, a lake or the preset sites' addresses."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MARSAD_REQUEST_TIMEOUT_SECONDS", "2")
    return tmp_path


def answering(replies: Mapping[str, Reply]) -> Callable[[str, Mapping[str, str]], Reply]:
    return lambda path, _: replies.get(path, Reply(404))


def set_up(folder: Path, url: str, *routes: str, more: str = "") -> None:
    (folder / "marsad.toml").write_text(
        f'[sites.a]\nbase_url = "{url}"\nroutes = {json.dumps(routes)}\nrequests_per_second = 10000\n{more}'
    )


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["sources", *words])


def told(*words: str) -> list[dict[str, Any]]:
    return json.loads(run("a", "--format", "json", *words).stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("route", "text", "posts", "newest"),
    [
        ("wordpress_rest", "41000 posts", 41_000, "2016-02-25 08:00:00+00:00"),
        ("feed", "2 posts on its first page", None, "2016-02-25 08:00:00+00:00"),
        ("sitemap", "1 sitemaps at /wp-sitemap.xml", None, None),
        ("wayback", "the front page was captured", None, "2016-02-26 12:00:00+00:00"),
        ("common_crawl", "2 of 2 crawls, the newest CC-MAIN-2016-07", None, None),
    ],
)
def test_a_route_that_answers_says_what_it_has(
    folder: Path, route: str, text: str, posts: int | None, newest: str | None
) -> None:
    with serving(answering(WHOLE)) as site:
        archives = f'wayback = {{ archive_url = "{site.url}" }}\ncommon_crawl = {{ index_url = "{site.url}" }}\n'
        set_up(folder, site.url, route, more=archives)
        [row] = told()

    assert (row["state"], row["told"], row["posts"], row["newest_at"]) == ("answers", text, posts, newest)


def test_date_archives_are_asked_for_the_day_of_the_newest_post(folder: Path) -> None:
    with serving(answering(WHOLE)) as site:
        set_up(folder, site.url, "wordpress_rest", "date_archive")
        row = told()[1]

    assert row["told"] == "2016-02-25 has an archive at /date/2016/02/25/"


def test_the_sitemap_that_robots_txt_names_is_looked_at_first(folder: Path) -> None:
    replies: dict[str, Reply] = {"/own-sitemap.xml": WHOLE["/wp-sitemap.xml"]}
    with serving(lambda path, _: replies.get(path, Reply(404))) as site:
        replies["/robots.txt"] = Reply(200, f"Sitemap: {site.url}/own-sitemap.xml".encode())
        set_up(folder, site.url, "sitemap")

        assert told()[0]["told"] == "1 sitemaps at /own-sitemap.xml"


def test_offline_asks_nobody(folder: Path) -> None:
    with serving(answering(WHOLE)) as site:
        set_up(folder, site.url, "wordpress_rest", "feed", "sitemap")
        states = {row["route"]: row["state"] for row in told("--offline")}

        assert (states, site.asked) == (dict.fromkeys(["wordpress_rest", "feed", "sitemap"], "ready"), [])


def test_what_robots_txt_forbids_is_told_and_not_asked(folder: Path) -> None:
    robots = Reply(200, b"User-agent: *\nDisallow: /wp-json/\n")
    with serving(answering({**WHOLE, "/robots.txt": robots})) as site:
        set_up(folder, site.url, "wordpress_rest", "feed")
        states = [row["state"] for row in told()]

        assert (states, [path for path in site.asked if "wp-json" in path]) == (["forbidden", "answers"], [])


def test_the_crawl_delay_is_told(folder: Path) -> None:
    robots = Reply(200, b"User-agent: *\nCrawl-delay: 0.1\n")
    with serving(answering({**WHOLE, "/robots.txt": robots})) as site:
        set_up(folder, site.url, "feed")

        assert told()[0]["crawl_delay_seconds"] == 0.1


def test_a_site_that_cannot_be_reached_is_asked_once_for_all_its_routes(folder: Path) -> None:
    with serving(lambda *_: Reply(503)) as site:
        set_up(folder, site.url, "wordpress_rest", "feed", "sitemap")
        states = [row["state"] for row in told()]

        assert (states, site.asked) == (["fails"] * 3, ["/robots.txt"])


def test_a_login_page_where_posts_are_due_is_no_answer(folder: Path) -> None:
    page = Reply(200, b"<html><input type=password></html>", {"Content-Type": "text/html"})
    with serving(answering({"/wp-json/wp/v2/posts": page, "/feed/": page})) as site:
        set_up(folder, site.url, "wordpress_rest", "feed")
        rows = told()

    assert ([row["state"] for row in rows], ["was due" in row["told"] for row in rows]) == (["fails"] * 2, [True] * 2)


def test_a_route_that_lacks_what_it_needs_is_unusable(folder: Path) -> None:
    set_up(folder, "https://www.example.org", "warc")
    [row] = told("--offline")

    assert (row["state"], "has no files" in row["told"]) == ("unusable", True)


def test_files_on_the_disk_are_counted_and_nobody_is_asked(folder: Path) -> None:
    (folder / "saved").mkdir()
    (folder / "saved" / "a.html").write_text("<p>a</p>")
    set_up(folder, "https://www.example.org", "files", more='files = { folder = "saved" }\n')
    [row] = told()

    assert (row["state"], row["told"], row["address"]) == ("ready", "1 saved pages", "saved")


def test_routes_tell_which_of_the_last_days_they_served(folder: Path) -> None:
    set_up(folder, "https://www.example.org", "wordpress_rest", "feed")
    lake = open_lake(str(folder / "data" / "lake"))
    for n in range(9):
        day = DAY + dt.timedelta(days=n)
        page = raw_page(day, 100 + n, b"x", route="feed" if n == 7 else "wordpress_rest")
        lake.add_raw_pages(day, raw_page_table([replace(page, source="a")]))
        remember(lake, "a", ListedDay(day, dt.datetime.now(dt.UTC), 1, 1))
    rows = told("--offline")

    assert [(row["served_days"], row["last_served_date"]) for row in rows] == [(6, "2016-03-04"), (1, "2016-03-03")]


def test_a_site_with_one_route_that_works_is_no_failure(folder: Path) -> None:
    with serving(answering({"/feed/": WHOLE["/feed/"]})) as site:
        set_up(folder, site.url, "wordpress_rest", "feed")

        assert run("a").exit_code == 0


def test_a_site_without_a_route_that_works_is_a_failure(folder: Path) -> None:
    with serving(answering({})) as site:
        set_up(folder, site.url, "wordpress_rest", "feed")
        error = run("a").exception

    assert (isinstance(error, MarsadError), str(error)) == (True, "sources: no route works of a")


def test_a_site_that_is_not_there_is_wrong_usage() -> None:
    assert isinstance(run("nobody").exception, UsageError)


def test_without_names_all_sites_are_listed(folder: Path) -> None:
    set_up(folder, "https://www.example.org", "feed")
    output = run("--offline").stdout

    assert all(name in output for name in ("a ──", "sohr-ar (the source in force)", "sohr-en"))


def test_the_address_that_stands_in_place_of_a_table_is_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_SOURCE_URL", folder.as_uri())
    rows = json.loads(run("sohr-ar", "--format", "json").stdout)

    assert [(row["route"], row["state"], row["address"]) for row in rows] == [("files", "ready", str(folder))]


def test_the_table_shows_what_a_route_tells(folder: Path) -> None:
    with serving(answering(WHOLE)) as site:
        set_up(folder, site.url, "wordpress_rest")

        assert "41000 posts; newest 2016-02-25 10:00" in " ".join(run("a").stdout.split())


def test_csv_has_a_row_for_each_route(folder: Path) -> None:
    set_up(folder, "https://www.example.org", "feed", "sitemap")
    lines = run("a", "--offline", "--format", "csv").stdout.splitlines()

    assert (lines[0].split(",")[:3], len(lines)) == (["site", "address", "route"], 3)


@pytest.mark.parametrize("words", [("--format", "json"), ("--format", "csv"), ()])
def test_a_password_in_an_address_is_not_shown(folder: Path, words: tuple[str, ...]) -> None:
    def guarded(asked: Site) -> Result:
        set_up(folder, asked.url.replace("http://", "http://user:hidden@"), "feed", "sitemap")
        return run("a", *words)

    with serving(answering({})) as site:
        result = guarded(site)

    assert "hidden" not in f"{result.output} {result.exception}"
