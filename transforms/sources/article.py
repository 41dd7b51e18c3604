"""A post's own page as a raw page, for the routes that only list addresses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from transforms.errors import PermanentFetchError, UnreadablePage
from transforms.page import read_report
from transforms.page.dates import post_id_from_url
from transforms.sources.base import RawPage
from transforms.sources.http import HttpClient

_GONE = frozenset({404, 410})


class NotThatPostError(Exception):
    """The page is gone, shows another post, or tells no publication day; with the reason."""


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post as a list tells it.

    Attributes:
        url: address of its page.
        post_id: its number, where the list tells it.
        day: publication day in Asia/Damascus, where the list tells it.
    """

    url: str
    post_id: int | None
    day: dt.date | None


def fetch_article(client: HttpClient, listed: ListedPost, *, source: str, route: str) -> RawPage:
    """Fetch the page of a listed post.

    The post id is the list's, else the one that the page tells (permalink, shortlink, body class). A page that cannot
    be read is handed over all the same where the list tells its day: reading puts it into `quarantine`.

    Raises:
        NotThatPostError: the post is gone (404, 410), the page is another post's, or no publication day is known.
        PermanentFetchError, TransientFetchError: as `HttpClient.get`.
    """
    try:
        answer = client.get(listed.url, accept="text/html")
    except PermanentFetchError as error:
        if error.status in _GONE:
            raise NotThatPostError(f"{listed.url}: it is gone (HTTP {error.status})") from error
        raise
    found, day = post_id_from_url(answer.url), listed.day
    try:
        report = read_report(answer.body, source=source, url=answer.url, content_type=answer.content_type)
    except UnreadablePage as error:
        if day is None:
            raise NotThatPostError(f"{listed.url}: {error.reason}, {error.message}") from error
    else:
        found = report.post_id if report.post_id is not None else found
        day = day or report.published_date
    if listed.post_id is not None and found not in (None, listed.post_id):
        raise NotThatPostError(f"{listed.url}: it shows post {found} and not {listed.post_id}")
    if day is None:
        raise NotThatPostError(f"{listed.url}: no publication day is known")
    return RawPage.of(
        source=source,
        route=route,
        url=answer.url,
        post_id=listed.post_id if listed.post_id is not None else found,
        published_date=day,
        http_status=answer.status,
        headers=answer.headers_json(),
        content_type=answer.content_type,
        body=answer.body,
        fetched_at=answer.fetched_at,
    )
