"""Addresses as archives know them: one form for all of a page's, and which may be posts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.archived_site import ArchivedSite, day_by_address, days_by_address

SITE = ArchivedSite("https://www.syriahr.com")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.syriahr.com/%d8%ad/7/",
        "http://syriahr.com/%D8%AD/7/",
        "http://www.syriahr.com:80/%D8%ad/7/",
        "HTTPS://WWW.SYRIAHR.COM/%d8%ad/7/?fbclid=a&utm_source=b#top",
        "https://user:secret@www.syriahr.com/\u062d/7/",
    ],
)
def test_all_writings_of_an_address_have_one_form(url: str) -> None:
    assert SITE.canonical(url) == "https://www.syriahr.com/%d8%ad/7/"


def test_arguments_that_name_a_page_stay() -> None:
    assert SITE.canonical("http://syriahr.com/index.php?option=news&nid=7&share=x") == (
        "https://www.syriahr.com/index.php?option=news&nid=7"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/7/",
        "https://evil-syriahr.com/7/",
        "https://www.syriahr.com.evil.org/7/",
        "",
        "dns:x",
        "//[",
    ],
)
def test_addresses_of_other_sites_have_none(url: str) -> None:
    assert SITE.canonical(url) is None


def test_each_edition_has_its_own_addresses() -> None:
    english = ArchivedSite("https://www.syriahr.com/en")
    urls = ["https://www.syriahr.com/en/7/", "https://www.syriahr.com/slug/7/", "https://www.syriahr.com/enemies/7/"]

    assert [english.canonical(url) is not None for url in urls] == [True, False, False]
    assert [SITE.canonical(url) is not None for url in urls] == [False, True, True]


@pytest.mark.parametrize(
    "path",
    [
        "/slug/7/",
        "/2016/02/25/slug/",
        "/?p=7",
        "/archives/7",
        "/index.php?nid=7",
        "/slug.html",
        "/wp-json/wp/v2/posts/7",
    ],
)
def test_posts_may_be_posts(path: str) -> None:
    assert SITE.post_address(f"https://www.syriahr.com{path}") is not None


@pytest.mark.parametrize(
    "path",
    ["/", "/2016/", "/2016/02/", "/date/2016/02/25/", "/page/2/", "/tag/a/", "/slug/7/feed/", "/?p=x", "/?cat=3",
     "/slug/7/embed/", "/wp-login.php", "/a/b.css", "/wp-json/wp/v2/posts", "/wp-json/", "/?rest_route=/wp/v2/posts"],
)  # fmt: skip
def test_lists_and_furniture_are_no_posts(path: str) -> None:
    assert SITE.post_address(f"https://www.syriahr.com{path}") is None


@given(st.text(st.characters(), max_size=80))
def test_no_address_raises(text: str) -> None:
    for url in (text, f"https://www.syriahr.com/{text}", f"https://www.syriahr.com/?{text}"):
        address = SITE.post_address(url)
        assert address is None or (address.isascii() and SITE.post_address(address) == address)


def test_a_date_in_the_address_spans_its_neighbours() -> None:
    assert days_by_address("https://www.syriahr.com/2016/02/25/slug/", None) == (
        dt.date(2016, 2, 24),
        dt.date(2016, 2, 26),
    )


def test_a_post_id_spans_what_its_clock_may_be_off() -> None:
    span = days_by_address("https://www.syriahr.com/slug/162839/", 162839)

    assert span is not None
    assert span[0] < dt.date(2016, 3, 24) < span[1]
    assert (span[1] - span[0]).days == 90


def test_an_address_that_tells_nothing_spans_no_days() -> None:
    url = "https://www.syriahr.com/slug/"

    assert (days_by_address(url, None), day_by_address(url, None)) == (None, None)
