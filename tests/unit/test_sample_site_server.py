"""The sample site answers in WordPress's shapes."""

import datetime as dt
import json
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode

import pytest

from sample_site import Post, load_posts, serve

POSTS = "/wp-json/wp/v2/posts"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_kwargs):
        return None


def fetch(address, method="GET", headers=None):
    """Return status, headers and body, also of errors and redirects."""
    request = urllib.request.Request(address, method=method, headers=headers or {})
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=10) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@pytest.fixture(scope="module")
def site():
    with serve() as base:
        yield base


@pytest.fixture(scope="module")
def bundled():
    return load_posts()


def listing(site, **query):
    status, headers, body = fetch(f"{site}{POSTS}?{urlencode(query)}")
    return status, headers, json.loads(body)


def test_paging_visits_every_post_exactly_once(site, bundled):
    seen, page, pages = [], 1, 1
    while page <= pages:
        status, headers, rows = listing(site, per_page=7, page=page, orderby="id", order="asc", _fields="id")
        assert status == 200
        pages = int(headers["X-WP-TotalPages"])
        seen += [row["id"] for row in rows]
        page += 1
    assert seen == [post.id for post in bundled]


def test_the_total_headers_count_posts_and_pages(site, bundled):
    _, headers, _ = listing(site, per_page=10)
    expected = (str(len(bundled)), str(-(-len(bundled) // 10)))
    assert (headers["X-WP-Total"], headers["X-WP-TotalPages"]) == expected


def test_the_link_header_names_both_neighbours(site):
    _, headers, _ = listing(site, per_page=10, page=2)
    assert 'page=1>; rel="prev"' in headers["Link"]
    assert 'page=3>; rel="next"' in headers["Link"]


def test_the_last_page_has_no_next_link(site, bundled):
    _, headers, _ = listing(site, per_page=100)
    assert len(bundled) <= 100
    assert "Link" not in headers


def test_the_newest_post_comes_first_by_default(site, bundled):
    _, _, rows = listing(site)
    assert rows[0]["id"] == max(bundled, key=lambda post: post.date).id


def test_after_is_exclusive(site, bundled):
    moment = bundled[10].date
    _, _, rows = listing(site, after=moment.isoformat(), per_page=100, _fields="id")
    assert {row["id"] for row in rows} == {post.id for post in bundled if post.date > moment}


def test_before_is_exclusive(site, bundled):
    moment = bundled[10].date
    _, _, rows = listing(site, before=moment.isoformat(), per_page=100, _fields="id")
    assert {row["id"] for row in rows} == {post.id for post in bundled if post.date < moment}


def test_a_day_between_two_midnights_holds_the_post_of_its_first_minutes(site, bundled):
    _, _, rows = listing(site, after="2016-02-07T23:59:59", before="2016-02-09T00:00:00", per_page=100)
    day = dt.date(2016, 2, 8)
    assert {row["id"] for row in rows} == {post.id for post in bundled if post.date.date() == day}
    assert min(row["date"] for row in rows) < "2016-02-08T01:00:00"


def test_a_time_with_an_offset_is_turned_into_local_time(site):
    _, local, _ = listing(site, after="2016-02-20T00:00:00")
    _, utc, _ = listing(site, after="2016-02-19T22:00:00Z")
    _, offset, _ = listing(site, after="2016-02-20T01:00:00+03:00")
    assert local["X-WP-Total"] == utc["X-WP-Total"] == offset["X-WP-Total"]


def test_a_local_hour_that_the_clocks_skipped_is_read_as_the_next_one(site):
    _, skipped, _ = listing(site, after="2016-03-25T00:30:00")
    _, later, _ = listing(site, after="2016-03-25T01:30:00")
    assert skipped["X-WP-Total"] == later["X-WP-Total"]


@pytest.mark.parametrize("value", ["2016-02-01", "2016-02-01T00:00:00 02:00", "yesterday", "2016-02-30T00:00:00"])
def test_a_time_that_wordpress_refuses_is_a_400(site, value):
    status, _, body = listing(site, after=value)
    assert status == 400
    assert body["code"] == "rest_invalid_param"
    assert body["data"]["details"]["after"]["code"] == "rest_invalid_date"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"per_page": "101"}, "per_page"),
        ({"per_page": "0"}, "per_page"),
        ({"per_page": "ten"}, "per_page"),
        ({"page": "0"}, "page"),
        ({"offset": "-1"}, "offset"),
        ({"orderby": "rand"}, "orderby"),
        ({"order": "up"}, "order"),
    ],
)
def test_a_parameter_out_of_bounds_is_named_in_the_error(site, query, name):
    status, _, body = listing(site, **query)
    assert (status, body["code"]) == (400, "rest_invalid_param")
    assert list(body["data"]["params"]) == [name]


def test_a_page_past_the_end_is_a_400_without_totals(site):
    status, headers, body = listing(site, page=999)
    assert (status, body["code"]) == (400, "rest_post_invalid_page_number")
    assert "X-WP-Total" not in headers


def test_a_period_without_posts_is_an_empty_list(site):
    status, headers, rows = listing(site, before="2010-01-01T00:00:00")
    assert (status, rows, headers["X-WP-Total"]) == (200, [], "0")


def test_an_offset_past_the_end_is_an_empty_list_with_total_zero(site):
    status, headers, rows = listing(site, offset=5000)
    assert (status, rows, headers["X-WP-Total"]) == (200, [], "0")


def test_an_offset_skips_posts(site, bundled):
    _, _, rows = listing(site, offset=3, per_page=2, orderby="id", order="asc", _fields="id")
    assert [row["id"] for row in rows] == [post.id for post in bundled[3:5]]


def test_fields_may_be_nested(site):
    _, _, rows = listing(site, per_page=1, _fields="id,title.rendered")
    assert set(rows[0]) == {"id", "title"}


def test_a_single_post_carries_local_and_utc_times(site, bundled):
    post = bundled[0]
    _, _, body = fetch(f"{site}{POSTS}/{post.id}")
    row = json.loads(body)
    two_hours = dt.timedelta(hours=2)
    assert (row["date"], row["date_gmt"]) == (post.date.isoformat(), (post.date - two_hours).isoformat())


def test_an_unknown_post_is_a_404_with_the_code_of_wordpress(site):
    status, _, body = fetch(f"{site}{POSTS}/1")
    assert (status, json.loads(body)["code"]) == (404, "rest_post_invalid_id")


def test_an_unknown_route_is_a_404_with_the_code_of_wordpress(site):
    status, _, body = fetch(f"{site}/wp-json/wp/v2/nothing")
    assert (status, json.loads(body)["code"]) == (404, "rest_no_route")


def test_rest_route_answers_and_its_links_point_to_wp_json(site):
    status, headers, _ = fetch(f"{site}/?rest_route=/wp/v2/posts&per_page=5")
    assert status == 200
    assert f"<{site}/wp-json/wp/v2/posts?" in headers["Link"]


def test_a_head_request_has_the_headers_and_no_body(site):
    status, headers, body = fetch(f"{site}{POSTS}?per_page=5", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 0


def test_the_rest_index_says_that_the_incidents_are_invented(site):
    _, _, body = fetch(f"{site}/wp-json/")
    index = json.loads(body)
    assert "Invented" in index["description"]
    assert "Invented" in index["generator"]


def test_an_article_page_carries_its_time_of_publication_and_the_notice(site, bundled):
    post = bundled[0]
    status, _, body = fetch(site + post.path)
    page = body.decode()
    assert status == 200
    assert f'property="article:published_time" content="{post.date.isoformat()}+02:00"' in page
    assert "application/ld+json" in page
    assert "Invented sample reports" in page


def test_the_short_address_redirects_to_the_permalink(site, bundled):
    status, headers, _ = fetch(f"{site}/?p={bundled[0].id}")
    assert (status, headers["Location"]) == (301, site + bundled[0].path)


def test_a_wrong_slug_with_the_right_id_redirects(site, bundled):
    status, headers, _ = fetch(f"{site}/wrong/{bundled[0].id}/")
    assert (status, headers["Location"]) == (301, site + bundled[0].path)


@pytest.mark.parametrize("path", ["/nothing/", "/?p=1", "/slug/1/", "/date/2015/01/", "/page/999/"])
def test_what_is_not_there_is_a_404_page_with_the_notice(site, path):
    status, _, body = fetch(site + path)
    assert status == 404
    assert "Invented" in body.decode()


def test_a_day_archive_lists_the_posts_of_that_day(site, bundled):
    _, _, body = fetch(f"{site}/date/2016/02/16/")
    page = body.decode()
    assert all(post.path in page for post in bundled if post.date.date() == dt.date(2016, 2, 16))


def test_a_date_that_does_not_exist_redirects_to_its_month(site):
    status, headers, _ = fetch(f"{site}/date/2016/02/30/")
    assert (status, headers["Location"]) == (301, f"{site}/date/2016/02/")


def test_the_feed_pages_and_ends_with_a_404_that_is_rss(site):
    first, _, body = fetch(f"{site}/feed/")
    last, headers, _ = fetch(f"{site}/feed/?paged=999")
    assert (first, last) == (200, 404)
    assert body.count(b"<item>") == 10
    assert headers["Content-Type"].startswith("application/rss+xml")


def test_the_feed_is_not_sent_again_to_who_has_it(site):
    _, headers, _ = fetch(f"{site}/feed/")
    status, _, body = fetch(f"{site}/feed/", headers={"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")


def test_the_sitemap_lists_every_post(site, bundled):
    _, _, body = fetch(f"{site}/wp-sitemap-posts-post-1.xml")
    assert body.count(b"<loc>") == len(bundled)


def test_robots_txt_allows_the_posts(site):
    status, _, body = fetch(f"{site}/robots.txt")
    assert status == 200
    assert b"Disallow: /wp-admin/" in body


def test_a_long_arabic_slug_is_cut_at_200_bytes(bundled):
    assert max(len(post.slug) for post in bundled) <= 200


def test_a_text_cannot_end_the_metadata_script():
    moment = dt.datetime(2016, 2, 1, 8)
    post = Post(7, "</script><b>x", "<p>x</p>", moment, moment)
    with serve(posts=[post]) as base:
        _, _, body = fetch(base + quote(post.path, safe="/%"))
    assert b"</script><b>" not in body


def test_a_public_address_stands_in_what_is_served_in_place_of_the_port():
    with serve(public="https://sample.invalid") as base:
        answers = [fetch(base + path)[2] for path in (f"{POSTS}?per_page=100", "/", "/feed/", "/wp-sitemap.xml")]
    assert [b"https://sample.invalid" in body.replace(rb"\/", b"/") for body in answers] == [True] * 4
    assert [b"127.0.0.1" in body for body in answers] == [False] * 4


def test_redirects_stay_on_the_address_that_was_asked(bundled):
    with serve(public="https://sample.invalid") as base:
        _, headers, _ = fetch(f"{base}/?p={bundled[0].id}")
    assert headers["Location"] == base + bundled[0].path


def test_a_file_that_does_not_hold_posts_is_refused_with_its_line(tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"), serve(posts=path):
        pass
