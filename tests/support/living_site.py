"""A WordPress site on loopback whose posts a test edits, moves, deletes and hides; it counts what it was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode, urlsplit

from sample_site.posts import Post
from sample_site.server import respond
from tests.support.site import Reply, Site, client_for, serving
from transforms.clock import SITE_TIME_ZONE
from transforms.sources import WordPressSource

LIST = "/wp-json/wp/v2/posts"
PUBLISHED = dt.time(9)


@dataclass
class LivingSite:
    """Posts by their ids, and what was asked.

    Attributes:
        posts: what the site shows.
        hidden: ids that lists leave out, and do not count, though the posts are there.
        withheld: ids that lists leave out, but count.
        unlinked: ids that everything but REST leaves out, though the posts are there.
        broken: paths that are answered with 500.
    """

    posts: dict[int, Post] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    withheld: set[int] = field(default_factory=set)
    unlinked: set[int] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    served: Site | None = None

    @property
    def url(self) -> str:
        assert self.served is not None
        return self.served.url

    @property
    def asked(self) -> list[str]:
        """Requests so far, without those for robots.txt."""
        assert self.served is not None
        return [path for path in self.served.asked if not path.startswith("/robots.txt")]

    def source(self) -> WordPressSource:
        return WordPressSource(client_for(self.url, max_retries=0), name="test", base_url=self.url)

    def put(self, post_id: int, day: dt.date, text: str = "نص التقرير", time: dt.time = PUBLISHED) -> None:
        """Publish a post, unmodified since."""
        at = dt.datetime.combine(day, time)
        self.posts[post_id] = Post(post_id, f"تقرير {post_id}", f"<p>{text} {post_id}</p>", at, at)

    def edit(self, post_id: int, text: str) -> None:
        self.posts[post_id] = replace(self.posts[post_id], html=f"<p>{text}</p>", modified=_now())

    def move(self, post_id: int, day: dt.date) -> None:
        at = dt.datetime.combine(day, PUBLISHED)
        self.posts[post_id] = replace(self.posts[post_id], date=at, modified=_now())

    def delete(self, post_id: int) -> Post:
        return self.posts.pop(post_id)

    def days_asked_for(self) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Bounds of the lists of days that were asked for, as instants."""
        for path in self.asked:
            query = parse_qs(urlsplit(path).query)
            if "after" in query:
                yield dt.datetime.fromisoformat(query["after"][0]), dt.datetime.fromisoformat(query["before"][0])

    def answer(self, path: str, query: Mapping[str, str]) -> Reply:
        if path in self.broken:
            return Reply(500)
        is_list = path == LIST
        left_out = self.hidden if is_list else () if path.startswith(LIST) else self.unlinked
        kept = [post for number, post in list(self.posts.items()) if number not in left_out]
        answered = respond(f"{path}?{urlencode(query)}", kept, self.url)
        if is_list and self.withheld and answered.status == 200:
            shown = [post for post in kept if post.id not in self.withheld]
            short = respond(f"{path}?{urlencode(query)}", shown, self.url)
            answered = replace(answered, body=short.body)
        return Reply(answered.status, answered.body, {"Content-Type": answered.content_type, **answered.headers})


@contextmanager
def living(posts: Iterable[tuple[int, dt.date]] = ()) -> Iterator[LivingSite]:
    """Serve a site with these posts until the block ends."""
    site = LivingSite()
    for post_id, day in posts:
        site.put(post_id, day)
    with serving(site.answer) as served:
        site.served = served
        yield site


def _now() -> dt.datetime:
    return dt.datetime.now(SITE_TIME_ZONE).replace(tzinfo=None, microsecond=0)
