"""The sitemap source against scripted sitemaps and pages."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Mapping

import pytest

from tests.support.site import Answerer, Reply, Site, client_for, serving
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.sitemap import SitemapSource

DAY = dt.date(2016, 2, 25)
NOON = "2016-02-25T12:00:00+02:00"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
CORE_INDEX = "/wp-sitemap.xml"
CORE = "/wp-sitemap-posts-post-1.xml"


def source_at(site: Site, **more: object) -> SitemapSource:
    return SitemapSource(client_for(site.url, **more), name="test", base_url=site.url)


def site_of(
    files: Mapping[str, str | bytes], times: Mapping[int, str] | None = None, shown: Mapping[int, int] | None = None
) -> Answerer:
    """Sitemaps by path, with `{base}` for the site's address; posts at `/post/ID/` and at `/slug-ID/`."""

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path in files:
            body = files[path]
            return Reply(200, body.replace("{base}", BASE[0]).encode() if isinstance(body, str) else body)
        if path.startswith(("/post/", "/slug-")):
            post_id = int(path.strip("/").replace("slug-", "post/").split("/")[1])
            return article((shown or {}).get(post_id, post_id), (times or {}).get(post_id, NOON))
        return Reply(404)

    return answer


BASE = [""]


def index(*paths: str) -> str:
    entries = "".join(f"<sitemap><loc>{{base}}{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex {SPACE}>{entries}</sitemapindex>"


def urls(*ids: int, lastmod: str | None = None, form: str = "/post/{}/") -> str:
    told = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<url><loc>{{base}}{form.format(i)}</loc>{told}</url>" for i in ids)
    return f"<urlset {SPACE}>{entries}</urlset>"


def article(post_id: int, time: str) -> Reply:
    html = (
        f'<html><head><meta property="article:published_time" content="{time}"></head>'
        f'<body class="single postid-{post_id}"><article><h1>Title</h1><div class="entry-content">'
        f"<p>Text of the report {post_id}.</p></div></article></body></html>"
    )
    return Reply(200, html.encode(), {"Content-Type": "text/html"})


def ids_of(answer: Answerer, day: dt.date = DAY) -> tuple[list[int | None], Site, SitemapSource]:
    with serving(answer) as site:
        BASE[0] = site.url
        source = source_at(site)
        return sorted(page.post_id or 0 for page in source.list_day(day)), site, source


def time_of(post_id: int) -> str:
    """Three posts a day in the order of their numbers; those of the day are 1 to 3."""
    return f"{DAY + dt.timedelta(days=(post_id - 1) // 3)}T12:00:00+02:00"


@pytest.mark.parametrize(
    "files",
    [
        {CORE_INDEX: index(CORE), CORE: urls(1, 2)},
        {"/sitemap_index.xml": index("/post-sitemap.xml"), "/post-sitemap.xml": urls(1, 2, lastmod=NOON)},
        {"/sitemap.xml": urls(1, 2)},
        {"/robots.txt": "Sitemap: {base}/own.xml", "/own.xml": urls(1, 2)},
        {CORE_INDEX: index("/posts.xml.gz"), "/posts.xml.gz": b""},
        {CORE_INDEX: "<html><body>Nothing here</body></html>", "/sitemap.xml": urls(1, 2)},
    ],
    ids=["core", "plug-in", "single file", "named in robots.txt", "packed", "a page in the usual place"],
)
def test_posts_of_a_day_are_found_by_each_kind_of_sitemap(files: dict[str, str | bytes]) -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        packed = gzip.compress(urls(1, 2).replace("{base}", BASE[0]).encode())
        return Reply(200, packed) if path.endswith(".gz") else site_of(files)(path, query)

    assert ids_of(answer)[0] == [1, 2]


def test_a_named_sitemap_of_news_does_not_hide_the_usual_one() -> None:
    files = {"/robots.txt": "Sitemap: {base}/news.xml", "/news.xml": urls(2), CORE_INDEX: index(CORE), CORE: urls(1, 2)}

    assert ids_of(site_of(files))[0] == [1, 2]


def test_sitemaps_of_other_hosts_are_not_asked() -> None:
    files = {"/robots.txt": "Sitemap: https://other.example/sitemap.xml", CORE_INDEX: index(CORE), CORE: urls(1)}

    assert ids_of(site_of(files))[0] == [1]


def test_lists_of_categories_and_authors_are_not_read() -> None:
    others = ("/wp-sitemap-taxonomies-category-1.xml", "/wp-sitemap-users-1.xml")
    _, site, _ = ids_of(site_of({CORE_INDEX: index(CORE, *others), CORE: urls(1)}))

    assert not {*others} & {*site.asked}


def test_only_the_neighbourhood_of_a_day_is_asked_for() -> None:
    many = range(1, 1501)
    files = {CORE_INDEX: index(CORE), CORE: urls(*many)}
    day = DAY + dt.timedelta(days=250)
    ids, site, _ = ids_of(site_of(files, {i: time_of(i) for i in many}), day)

    assert (ids, sum("/post/" in path for path in site.asked) < 300) == ([751, 752, 753], True)


def test_old_posts_that_got_high_numbers_are_found() -> None:
    many = range(1, 1501)
    times = {i: time_of(i) for i in many} | dict.fromkeys(range(1301, 1321), "2014-07-01T12:00:00+03:00")
    ids, _, _ = ids_of(site_of({CORE_INDEX: index(CORE), CORE: urls(*many)}, times), dt.date(2014, 7, 1))

    assert ids == list(range(1301, 1321))


def test_a_post_found_once_its_day_was_listed_is_told() -> None:
    many = range(1, 1501)
    times = {i: time_of(i) for i in many} | {1402: time_of(1)}
    with serving(site_of({CORE_INDEX: index(CORE), CORE: urls(*many)}, times)) as site:
        BASE[0] = site.url
        source = source_at(site)
        before = [page.post_id for page in source.list_day(DAY)]
        told_before = source.unplaced()
        list(source.list_day(DAY + dt.timedelta(days=467)))
        told = source.unplaced()
        again = [page.post_id for page in source.list_day(DAY)]

    assert (before, told_before, len(told), source.unplaced()) == ([1, 2, 3], (), 1, ())
    assert again == [1, 2, 3, 1402]


def test_a_range_of_days_costs_a_request_for_each_post() -> None:
    many = range(1, 91)
    files = {CORE_INDEX: index(CORE), CORE: urls(*many)}
    with serving(site_of(files, {i: time_of(i) for i in many})) as site:
        BASE[0] = site.url
        pages = [page for batch in source_at(site).spread(DAY, DAY + dt.timedelta(days=29)) for page in batch]

    assert sorted(page.post_id or 0 for page in pages) == list(many)
    assert sum("/post/" in path for path in site.asked) == 90


def test_each_day_after_the_other_costs_a_request_for_each_post() -> None:
    many = range(1, 91)
    files = {CORE_INDEX: index(CORE), CORE: urls(*many)}
    with serving(site_of(files, {i: time_of(i) for i in many})) as site:
        BASE[0] = site.url
        source = source_at(site)
        pages = [page for n in range(30) for page in source.list_day(DAY + dt.timedelta(days=n))]

    assert sorted(page.post_id or 0 for page in pages) == list(many)
    assert sum("/post/" in path for path in site.asked) == 90


def test_a_day_begins_and_ends_at_midnight_in_damascus() -> None:
    times = {4: "2016-02-25T22:00:00Z", 3: "2016-02-25T21:59:00Z", 2: "2016-02-24T22:00:00Z", 1: "2016-02-24T21:59:00Z"}

    assert ids_of(site_of({CORE_INDEX: index(CORE), CORE: urls(1, 2, 3, 4)}, times))[0] == [2, 3]


def test_a_post_last_changed_before_the_day_is_not_asked_for() -> None:
    files = {"/sitemap_index.xml": index("/post-sitemap.xml"), "/post-sitemap.xml": urls(1, lastmod="2016-02-20")}
    _, site, _ = ids_of(site_of(files))

    assert "/post/1/" not in site.asked


def test_posts_without_numbers_sorted_by_their_last_change_are_all_found() -> None:
    """Post 1 is of the day, and was changed last of all."""
    order = [*range(2, 61), 1]
    times = {i: time_of(i) for i in order}
    files = {"/sitemap.xml": urls(*order, lastmod="2016-09-01", form="/slug-{}/")}

    assert ids_of(site_of(files, times))[0] == [1, 2, 3]


def test_a_stored_post_is_not_asked_for_again() -> None:
    with serving(site_of({"/sitemap.xml": urls(1, 2)})) as site:
        BASE[0] = site.url
        pages = [page.post_id for batch in source_at(site).batches(DAY, stored={"1"}) for page in batch]

    assert (pages, "/post/1/" in site.asked) == ([2], False)


def test_a_post_pulled_into_a_file_that_was_read_is_found() -> None:
    files = {CORE_INDEX: index("/wp-sitemap-posts-post-1.xml", "/wp-sitemap-posts-post-2.xml"),
             "/wp-sitemap-posts-post-1.xml": urls(1, 2), "/wp-sitemap-posts-post-2.xml": urls(3, 4)}  # fmt: skip

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        reply = site_of(files)(path, query)
        if path == "/wp-sitemap-posts-post-1.xml":  # now post 2 is deleted
            files[path], files["/wp-sitemap-posts-post-2.xml"] = urls(1, 3), urls(4)
        return reply

    assert {1, 3, 4} <= {*ids_of(answer)[0]}


def test_a_page_that_shows_another_post_is_told_and_not_stored() -> None:
    ids, _, source = ids_of(site_of({"/sitemap.xml": urls(1, 2)}, shown={2: 77}))

    assert (ids, "shows post 77 and not 2" in source.unplaced()[0]) == ([1], True)


def test_an_article_that_fails_neither_ends_its_day_nor_is_forgotten() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(500) if path == "/post/2/" else site_of({"/sitemap.xml": urls(1, 2, 3)})(path, query)

    with serving(answer) as site:
        BASE[0] = site.url
        batches = source_at(site, max_retries=0).batches(DAY)

        assert sorted(page.post_id or 0 for page in next(batches)) == [1, 3]
        with pytest.raises(TransientFetchError, match="article pages did not come"):
            next(batches)


def test_a_site_that_fails_altogether_is_given_up_after_ten_articles() -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        return Reply(500) if "/post/" in path else site_of({"/sitemap.xml": urls(*range(1, 99))})(path, query)

    with serving(answer) as site:
        BASE[0] = site.url
        with pytest.raises(TransientFetchError):
            list(source_at(site, max_retries=0).list_day(DAY))

    assert sum("/post/" in path for path in site.asked) == 10


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (f'<!DOCTYPE x [<!ENTITY a "{{base}}/post/1/">]><urlset {SPACE}><url><loc>&a;</loc></url></urlset>', "type"),
        (f"<urlset {SPACE}><url><loc>{{base}}/post/1/</loc></url><url><lo", "broken XML"),
        (index(), "sitemaps of sitemaps"),
    ],
    ids=["entities", "cut off", "an index without end"],
)
def test_a_sitemap_that_cannot_be_trusted_is_a_permanent_error(file: str, message: str) -> None:
    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if path.startswith("/sitemap") and "sitemapindex" in file:
            return Reply(200, index(path.replace(".xml", "0.xml")).replace("{base}", BASE[0]).encode())
        return site_of({"/sitemap.xml": file})(path, query)

    with pytest.raises(PermanentFetchError, match=message):
        ids_of(answer)


def test_a_bomb_of_entities_is_refused_before_it_goes_off() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "boom">{levels}]><urlset {SPACE}><url><loc>&e11;</loc></url></urlset>'

    with pytest.raises(PermanentFetchError, match="document type"):
        ids_of(site_of({"/sitemap.xml": bomb}))


def test_a_site_without_sitemaps_is_a_permanent_error() -> None:
    with pytest.raises(PermanentFetchError, match="no sitemap"):
        ids_of(lambda path, query: Reply(404))
