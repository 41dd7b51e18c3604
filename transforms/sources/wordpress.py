"""A WordPress site by its REST interface: a publication day, or a range of them, a hundred posts with each request.

`after` and `before` are exclusive, and without an offset they mean the site's local time, so the day's bounds go out as
UTC instants. `orderby=id` is the order that loses no post over page borders; posts that share a second do otherwise.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from transforms.errors import PermanentFetchError
from transforms.page.dates import parse_time
from transforms.page.wordpress import is_post_id
from transforms.settings import SITE_TIME_ZONE
from transforms.sources.base import RawPage, Revisable, Source, day_bounds
from transforms.sources.http import Answer, HttpClient

_ROUTE = "/wp/v2/posts"
FIELDS = "id,date,date_gmt,modified,modified_gmt,slug,status,type,link,title,content"
CLOCK_ERROR = dt.timedelta(hours=3)
"""How far a day is asked beyond its bounds: WordPress compares the local times that posts were stored with, and takes
the bounds to the site's present zone, so a change of its zone moves older posts by the difference."""
PER_PAGE = 100
_MOST_IDLE = 3
"""So many REST pages in a row without a new post end a walk, whatever number of pages the site tells."""
UNKNOWN_POST = "rest_post_invalid_id"
_PAST_THE_END = "rest_post_invalid_page_number"
_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Post:
    """One element of an answer: parsed, and exactly the bytes it came in."""

    fields: dict[str, Any]
    raw: bytes

    @property
    def day(self) -> dt.date | None:
        """Publication day in Asia/Damascus; None where the post has no date that can be read."""
        time = parse_time(self.fields.get("date_gmt"), naive_is_utc=True) or parse_time(self.fields.get("date"))
        return time.astimezone(SITE_TIME_ZONE).date() if isinstance(time, dt.datetime) else time


class Walk:
    """A listing of posts, REST page by REST page, each post once.

    Where fewer posts came than the site told of, it is walked once more from the other end: a post deleted meanwhile
    moves another one over a page border, out of sight, and a faulty site may skip some.

    Args:
        interface: the site's REST interface.
        asked: which posts, beside order and page.
        twice: whether to walk again where posts are missing.

    Attributes:
        told: the highest number of posts that the site told of.
        seen: ids of the posts that came.
    """

    def __init__(self, interface: RestInterface, asked: dict[str, Any], *, twice: bool = True) -> None:
        self._interface = interface
        self._asked = asked
        self._orders = ("asc", "desc") if twice else ("asc",)
        self.told = 0
        self.seen: set[int] = set()

    @property
    def is_short(self) -> bool:
        """Whether posts are missing so far."""
        return len(self.seen) < self.told

    def pages(self) -> Iterator[tuple[Answer, list[Post]]]:
        """Answers with the posts in them that did not come before."""
        for order in self._orders:
            page, pages, idle = 1, 1, 0
            while page <= pages and idle < _MOST_IDLE:
                answer = self._page(order, page)
                if answer is None:
                    break
                posts = list(split_posts(answer))
                self.told, pages = max(self.told, _number(answer, "x-wp-total")), _number(answer, "x-wp-totalpages")
                fresh = {post.fields["id"]: post for post in posts if post.fields["id"] not in self.seen}
                self.seen.update(fresh)
                idle = 0 if fresh else idle + 1
                yield answer, list(fresh.values())
                page += 1
            if not self.is_short:
                return

    def _page(self, order: str, page: int) -> Answer | None:
        """One REST page, or None past the end, where posts were deleted while the list was walked."""
        asked = {**self._asked, "orderby": "id", "order": order, "per_page": PER_PAGE, "page": page}
        try:
            return self._interface.ask({**asked, "_fields": asked.get("_fields", FIELDS)})
        except PermanentFetchError as error:
            if page > 1 and error.status == 400 and _PAST_THE_END in error.message:
                return None
            raise


class RestInterface:
    """The posts of a site's REST interface, by `/wp-json/` or, where that is not there, by `?rest_route=`."""

    def __init__(self, client: HttpClient, base_url: str) -> None:
        self._client = client
        self._pretty = f"{base_url}/wp-json{_ROUTE}"
        self._plain = f"{base_url}/?rest_route="
        self._is_plain = False

    def ask(self, asked: Mapping[str, Any], post_id: str | None = None) -> Answer:
        """Ask for a list of posts, or for the post of an id.

        Raises:
            PermanentFetchError, TransientFetchError: as `HttpClient.get`.
        """
        if not self._is_plain:
            path = f"/{post_id}" if post_id else ""
            try:
                return self._get(f"{self._pretty}{path}?{urlencode(asked)}")
            except PermanentFetchError as error:
                if error.status != 404 or UNKNOWN_POST in error.message:
                    raise
        route = _ROUTE + (f"/{post_id}" if post_id else "")
        answer = self._get(f"{self._plain}{quote(route, safe='')}&{urlencode(asked)}")
        self._is_plain = True  # permalinks are off: /wp-json/ need not be tried again
        return answer

    def _get(self, url: str) -> Answer:
        return self._client.get(url, accept="application/json")


class WordPressSource(Source):
    """Posts of a WordPress site.

    Args:
        client: the polite client for the site's host.
        name: under which reports are stored.
        base_url: the site's address, with the path of an edition where it has one (`https://example.org/en`).
    """

    route = "wordpress_rest"

    def __init__(self, client: HttpClient, *, name: str, base_url: str) -> None:
        super().__init__(name, client)
        self.interface = RestInterface(client, base_url.rstrip("/"))
        self._expected: dict[dt.date, int] = {}
        self._unplaced: dict[int, str] = {}

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a day, one REST page at a time; see `Source.batches`.

        A post whose date lies outside the day is not taken, and an id that comes twice is taken once. Edits are only
        seen by asking, so `stored` changes nothing.
        """
        walk = Walk(self.interface, within(day, day))
        strangers = 0
        for answer, posts in walk.pages():
            of_the_day = [post for post in posts if self.placed(post) == day]
            strangers += len(posts) - len(of_the_day)
            self._expected[day] = walk.told - strangers
            yield [self.raw_page(post, answer, day) for post in of_the_day]

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Posts of a range of days, a hundred with each request; see `Spreading.spread`.

        The site tells the number of posts of the range. Where fewer came, the days are asked for one by one, so that
        those that fall short are known.
        """
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        counts = dict.fromkeys(days, 0)
        walk = Walk(self.interface, within(first, last), twice=False)
        for answer, posts in walk.pages():
            batch = []
            for post in posts:
                day = self.placed(post)
                if day in counts:
                    counts[day] += 1
                    batch.append(self.raw_page(post, answer, day))
            yield batch
        if not walk.is_short:
            self._expected.update(counts)
            return
        for day in days:
            for pages in self.batches(day):
                yield [page for page in pages if page.post_id not in walk.seen]

    def expected(self, day: dt.date) -> int | None:
        """Number of the day's posts by `X-WP-Total`, the highest told while it was listed; None before that.

        The highest, because a post deleted between two pages moves another one over the border, out of sight.
        """
        return self._expected.get(day)

    def revisable(self) -> Revisable:
        """The site tells what was modified, and what became of a post."""
        from transforms.sources.wordpress_changes import WordPressChanges

        return WordPressChanges(self)

    def unplaced(self) -> tuple[str, ...]:
        """Posts without a date that can be read."""
        return tuple(self._unplaced.values())

    def placed(self, post: Post) -> dt.date | None:
        """The publication day of a post; one without is remembered for `unplaced`."""
        if post.day is None:
            self._unplaced[post.fields["id"]] = (
                f"{post.fields.get('link', post.fields['id'])}: no date that can be read"
            )
        return post.day

    def raw_page(self, post: Post, answer: Answer, day: dt.date) -> RawPage:
        """A post as it is stored."""
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


def within(first: dt.date, last: dt.date) -> dict[str, Any]:
    """Which posts to ask for, so that none of these publication days is missing."""
    return {
        "after": instant(day_bounds(first)[0] - CLOCK_ERROR - dt.timedelta(seconds=1)),
        "before": instant(day_bounds(last)[1] + CLOCK_ERROR),
    }


def split_posts(answer: Answer) -> Iterator[Post]:
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
        yield Post(fields, text[at:end].encode())
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


def instant(time: dt.datetime) -> str:
    """A time as the interface takes it."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
