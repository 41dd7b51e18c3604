"""What became of the posts of a WordPress site: modified, moved to another day, deleted.

`modified_after` is asked with `orderby=id`: `orderby=modified` loses posts that share a second over page borders. A
deleted post is in no list; it is missed in the list of its day and then asked for by its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from transforms.errors import IncompleteDayError, PermanentFetchError
from transforms.page.dates import parse_time
from transforms.sources import wordpress
from transforms.sources.base import RawPage
from transforms.sources.wordpress import (
    CLOCK_ERROR,
    FIELDS,
    UNKNOWN_POST,
    Post,
    Walk,
    instant,
    split_posts,
    within,
)

if TYPE_CHECKING:
    from transforms.sources.http import Answer
    from transforms.sources.wordpress import WordPressSource

_NOT_FOR_YOU = "rest_forbidden"
"""WordPress's own word for a single post that is in the trash, private or a draft again; plug-ins that close the whole
interface have others."""
_ODDLY_OLD = dt.timedelta(days=2)
_PLACE = "id,date,date_gmt"


class WordPressChanges:
    """The answers of `transforms.sources.base.Revisable` for a WordPress site.

    Args:
        source: the site.
    """

    def __init__(self, source: WordPressSource) -> None:
        self._source = source

    @property
    def route(self) -> str:
        """The site's own."""
        return self._source.route

    def changed_since(self, since: dt.datetime) -> Iterator[list[RawPage]]:
        """Posts published or modified after an instant; see `Revisable.changed_since`.

        The site compares by its own clock, which may have been set by another zone when a post was stored: it is asked
        for three hours more.

        Raises:
            IncompleteDayError: posts are missing.
            PermanentFetchError: the site knows no `modified_after` (before WordPress 5.7) and lists all its posts.
        """
        asked = since - CLOCK_ERROR
        walk = Walk(self._source.interface, {"modified_after": instant(asked)})
        for answer, posts in walk.pages():
            for post in posts:
                self._check_modified(post, asked, answer)
            placed = [(post, self._source.placed(post)) for post in posts]
            yield [self._source.raw_page(post, answer, day) for post, day in placed if day is not None]
        self._check_whole(walk, f"since {instant(since)}")

    def listed_ids(self, first: dt.date, last: dt.date) -> Mapping[str, dt.date]:
        """Ids and days of the posts of a range of days, without their texts; see `Revisable.listed_ids`."""
        walk = Walk(self._source.interface, {**within(first, last), "_fields": _PLACE})
        found = {}
        for _, posts in walk.pages():
            for post in posts:
                day = post.day
                if day is not None and first <= day <= last:
                    found[str(post.fields["id"])] = day
        self._check_whole(walk, f"from {first} to {last}")
        return found

    def pages_of(self, page_ids: Collection[str]) -> Iterator[list[RawPage]]:
        """Posts by their ids, a hundred with each request; see `Revisable.pages_of`."""
        wanted = sorted(page_ids, key=lambda page_id: (len(page_id), page_id))
        at_once = wordpress.PER_PAGE
        for start in range(0, len(wanted), at_once):
            walk = Walk(self._source.interface, {"include": ",".join(wanted[start : start + at_once])}, twice=False)
            for answer, posts in walk.pages():
                placed = [(post, self._source.placed(post)) for post in posts]
                yield [self._source.raw_page(post, answer, day) for post, day in placed if day is not None]

    def whereabouts(self, page_id: str) -> RawPage | None:
        """A post by its id; None where it was deleted, is in the trash or no longer public."""
        try:
            answer = self._source.interface.ask({"_fields": FIELDS}, page_id)
        except PermanentFetchError as error:
            if _is_gone(error):
                return None
            raise
        post = _single(answer)
        day = self._source.placed(post)
        if str(post.fields["id"]) != page_id or day is None:
            raise PermanentFetchError(
                f"{answer.url}: post {page_id} was due, {post.fields['id']} of {day or 'no day'} came",
                url=answer.url,
                status=answer.status,
            )
        return self._source.raw_page(post, answer, day)

    def _check_modified(self, post: Post, asked: dt.datetime, answer: Answer) -> None:
        modified = _latest(post.fields)
        if modified is not None and modified < asked - _ODDLY_OLD:
            raise PermanentFetchError(
                f"{answer.url}: posts modified after {instant(asked)} were due, one of {instant(modified)} came",
                url=answer.url,
                status=answer.status,
                hint="the site cannot tell what was modified; use marsad ingest --from … --to … --again",
            )

    def _check_whole(self, walk: Walk, what: str) -> None:
        if walk.is_short:
            raise IncompleteDayError(
                f"{self._source.name} told of {walk.told} posts {what} and listed {len(walk.seen)}",
                url=f"{self._source.name}/{what.replace(' ', '-')}",
                hint="run it again",
            )


def _is_gone(error: PermanentFetchError) -> bool:
    return (
        error.status == 410
        or (error.status == 404 and UNKNOWN_POST in error.message)
        or (error.status in (401, 403) and _NOT_FOR_YOU in error.message)
    )


def _single(answer: Answer) -> Post:
    """The post of an answer that is one post and no list."""
    body = answer.body.removeprefix(b"\xef\xbb\xbf").strip()
    posts = list(split_posts(replace(answer, body=b"[" + body + b"]")))
    if len(posts) != 1:
        raise PermanentFetchError(f"{answer.url}: one post was due, {len(posts)} came", url=answer.url)
    return posts[0]


def _latest(fields: Mapping[str, Any]) -> dt.datetime | None:
    """When a post was published or modified last; None where it does not say."""
    times = [parse_time(fields.get(name), naive_is_utc=True) for name in ("date_gmt", "modified_gmt")]
    return max((time for time in times if isinstance(time, dt.datetime)), default=None)
