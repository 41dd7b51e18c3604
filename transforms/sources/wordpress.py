"""A WordPress site by its REST interface, one publication day at a time.

`after` and `before` are exclusive, and without an offset they mean the site's local time, so the day's bounds go out as
UTC instants. `orderby=id` is the order that loses no post over page borders; posts that share a second do otherwise.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from transforms.errors import PermanentFetchError
from transforms.page.dates import parse_time
from transforms.page.wordpress import is_post_id
from transforms.settings import SITE_TIME_ZONE
from transforms.sources.base import RawPage, Source, day_bounds
from transforms.sources.http import Answer, HttpClient

_FIELDS = "id,date,date_gmt,modified,modified_gmt,slug,status,type,link,title,content"
_CLOCK_ERROR = dt.timedelta(hours=3)
"""How far a day is asked beyond its bounds: WordPress compares the local times that posts were stored with, and takes
the bounds to the site's present zone, so a change of its zone moves older posts by the difference."""
_PER_PAGE = 100
_PAST_THE_END = "rest_post_invalid_page_number"
_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class _Post:
    """One element of an answer: parsed, and exactly the bytes it came in."""

    fields: dict[str, Any]
    raw: bytes


class WordPressSource(Source):
    """Posts of a WordPress site.

    Args:
        client: the polite client for the site's host.
        name: under which reports are stored.
        base_url: the site's address, with the path of an edition where it has one (`https://example.org/en`).
    """

    route = "wordpress_rest"

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name)
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._endpoint = f"{self._base_url}/wp-json/wp/v2/posts?"
        self._expected: dict[dt.date, int] = {}

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a day, one REST page at a time; see `Source.batches`.

        A post whose date lies outside the day is not taken, and an id that comes twice is taken once. Edits are only
        seen by asking, so `stored` changes nothing.
        """
        seen: set[int] = set()
        total = strangers = 0
        page = pages = 1
        while page <= pages:
            answer = self._page(day, page)
            if answer is None:
                break
            posts = list(split_posts(answer))
            total, pages = max(total, _number(answer, "x-wp-total")), _number(answer, "x-wp-totalpages")
            fresh = [post for post in posts if post.fields["id"] not in seen]
            seen.update(post.fields["id"] for post in fresh)
            of_the_day = [post for post in fresh if _published_day(post.fields) == day]
            strangers += len(fresh) - len(of_the_day)
            self._expected[day] = total - strangers
            yield [self._raw_page(post, answer, day) for post in of_the_day]
            page += 1

    def expected(self, day: dt.date) -> int | None:
        """Number of the day's posts by `X-WP-Total`, the highest told while it was listed; None before that.

        The highest, because a post deleted between two pages moves another one over the border, out of sight.
        """
        return self._expected.get(day)

    def _page(self, day: dt.date, page: int) -> Answer | None:
        """One REST page, or None past the end, where posts were deleted while the day was listed."""
        start, end = day_bounds(day)
        asked = {
            "after": _instant(start - _CLOCK_ERROR - dt.timedelta(seconds=1)),
            "before": _instant(end + _CLOCK_ERROR),
            "orderby": "id",
            "order": "asc",
            "per_page": _PER_PAGE,
            "page": page,
            "_fields": _FIELDS,
        }
        try:
            return self._ask(asked)
        except PermanentFetchError as error:
            if page > 1 and error.status == 400 and _PAST_THE_END in error.message:
                return None
            raise

    def _ask(self, asked: dict[str, Any]) -> Answer:
        plain = f"{self._base_url}/?{urlencode({'rest_route': '/wp/v2/posts'})}&"
        try:
            return self._client.get(self._endpoint + urlencode(asked), accept="application/json")
        except PermanentFetchError as error:
            if error.status != 404 or self._endpoint == plain:
                raise
        answer = self._client.get(plain + urlencode(asked), accept="application/json")
        self._endpoint = plain  # permalinks are off: /wp-json/ need not be tried again
        return answer

    def _raw_page(self, post: _Post, answer: Answer, day: dt.date) -> RawPage:
        return RawPage.of(
            source=self.name,
            route=self.route,
            url=answer.url,
            post_id=post.fields["id"],
            published_date=day,
            http_status=answer.status,
            headers=answer.headers_json(),
            content_type=answer.content_type,
            body=post.raw,
            fetched_at=answer.fetched_at,
        )


def split_posts(answer: Answer) -> Iterator[_Post]:
    """The posts of an answer, each with its exact bytes.

    Raises:
        PermanentFetchError: the answer is no JSON array of posts; names the address and what came instead.
    """
    try:
        text = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_posts(answer) from None
    decoder, at = json.JSONDecoder(), _skip_blanks(text, 0)
    if text[at : at + 1] != "[":
        raise _not_posts(answer)
    at = _skip_blanks(text, at + 1)
    while text[at : at + 1] != "]":
        try:
            fields, end = decoder.raw_decode(text, at)
        except ValueError:
            raise _not_posts(answer) from None
        if not isinstance(fields, dict) or not is_post_id(fields.get("id")):
            raise _not_posts(answer)
        yield _Post(fields, text[at:end].encode())
        at = _skip_blanks(text, end)
        if text[at : at + 1] == ",":
            at = _skip_blanks(text, at + 1)


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _not_posts(answer: Answer) -> PermanentFetchError:
    begins = answer.body[:80].decode("utf-8", "replace").strip()
    return PermanentFetchError(
        f"{answer.url}: a JSON list of posts was due, {answer.content_type or 'no content type'} came, {begins!r}",
        url=answer.url,
        status=answer.status,
        hint="is it a WordPress site whose REST interface is open?",
    )


def _published_day(fields: dict[str, Any]) -> dt.date | None:
    time = parse_time(fields.get("date_gmt"), naive_is_utc=True) or parse_time(fields.get("date"))
    return time.astimezone(SITE_TIME_ZONE).date() if isinstance(time, dt.datetime) else time


def _instant(time: dt.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _number(answer: Answer, header: str) -> int:
    value = answer.headers.get(header, "")
    if not value.isdigit():
        raise PermanentFetchError(
            f"{answer.url}: no {header} header, so that nobody knows whether the day is complete",
            url=answer.url,
            status=answer.status,
            hint="a proxy in front of the site may drop it",
        )
    return int(value)
