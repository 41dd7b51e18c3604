"""Feeds, sitemaps and date archives whose lists are faulty: never fewer posts without an error, and nothing stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.faulty_site import Fault, FaultySite
from tests.faults.ingests import client, every, failure, ingest, rows, stored
from tests.support.site import client_for
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.lake import Lake
from transforms.sources import HandoverSource, HttpClient, Source
from transforms.sources.date_archive import DateArchiveSource
from transforms.sources.feed import FeedSource
from transforms.sources.sitemap import SitemapSource

KINDS: dict[str, Callable[..., Source]] = {
    "feed": FeedSource, "sitemap": SitemapSource, "date_archive": DateArchiveSource,
}  # fmt: skip
LISTS = {"feed": "/feed", "sitemap": "sitemap", "date_archive": "/date/"}
PASSING = ("429", "500, 502, 503 in bursts", "hang within the body", "connection reset", "truncated body",
           "wrong Content-Length")  # fmt: skip
LASTING = ("403", "404", "410", "gzip bomb", "2 GB body", "endless redirect", "redirect to another host",
           "login page with status 200", "HTML where JSON is due", "empty list with status 200")  # fmt: skip

pytestmark = pytest.mark.usefixtures("no_pauses")


def spoil(site: FaultySite, route: str, behaviour: str) -> None:
    site.script = [Fault(behaviour, lambda path, _: LISTS[route] in path)]


def source(site: FaultySite, route: str) -> Source:
    return KINDS[route](client(site), name="test", base_url=site.url)


@pytest.mark.parametrize("behaviour", PASSING)
@pytest.mark.parametrize("route", KINDS)
def test_a_list_that_keeps_failing_is_a_transient_error(
    route: str, behaviour: str, site: FaultySite, lake: Lake
) -> None:
    spoil(site, route, behaviour)
    error = failure(source(site, route), lake)

    assert (isinstance(error, TransientFetchError), stored(lake)) == (True, set())


@pytest.mark.parametrize("behaviour", LASTING)
@pytest.mark.parametrize("route", KINDS)
def test_a_list_that_is_refused_or_spoiled_is_a_permanent_error(
    route: str, behaviour: str, site: FaultySite, lake: Lake
) -> None:
    spoil(site, route, behaviour)
    error = failure(source(site, route), lake)

    assert (isinstance(error, PermanentFetchError), stored(lake)) == (True, set())


@pytest.mark.parametrize("route", KINDS)
def test_a_list_in_another_charset_is_read(route: str, site: FaultySite, lake: Lake) -> None:
    spoil(site, route, "wrong charset")
    ingest(source(site, route), lake)

    assert rows(lake) == every()


@pytest.mark.parametrize("route", KINDS)
def test_the_next_list_takes_over_from_one_that_is_spoiled(route: str, site: FaultySite, lake: Lake) -> None:
    spoil(site, route, "login page with status 200")
    shared: HttpClient = client_for(site.url)
    order = [route, *(name for name in KINDS if name != route)]
    routes = {name: lambda name=name: KINDS[name](shared, name="test", base_url=site.url) for name in order}  # type: ignore[misc]
    results = ingest(HandoverSource("test", routes, live=order), lake)

    assert (rows(lake), {result.served for result in results.values()}) == (every(), {(order[1],)})
