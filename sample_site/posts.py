"""The posts of the sample site, read from JSON lines.

A line is `{"id": 154027, "title": ..., "html": ..., "date": "YYYY-MM-DD HH:MM:SS", "modified": ...}`; `date`
and the optional `modified` are local times of the site (Asia/Damascus), as a WordPress importer takes them.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

SITE_TIME_ZONE = ZoneInfo("Asia/Damascus")
POSTS_FILE = Path(__file__).parent / "posts.jsonl"
REVISIONS_FILE = Path(__file__).parent / "revisions.jsonl"

_STAMP = "%Y-%m-%d %H:%M:%S"
_MORE = re.compile(r"<!--more.*?-->")
_TAG = re.compile(r"<[^>]+>")
_SLUG_BYTES = 200
"""WordPress cuts a percent-encoded slug at this length, between two letters."""


@dataclass(frozen=True)
class Post:
    """One post; `date` and `modified` are naive local times of the site."""

    id: int
    title: str
    html: str
    date: dt.datetime
    modified: dt.datetime

    @cached_property
    def slug(self) -> str:
        """The percent-encoded slug, in lower case as WordPress writes it."""
        words = re.findall(r"[^\W_]+", self.title.lower())
        slug = ""
        for character in "-".join(words):
            encoded = quote(character, safe="-").lower()
            if len(slug) + len(encoded) > _SLUG_BYTES:
                break
            slug += encoded
        return slug.strip("-")

    @property
    def path(self) -> str:
        """The permalink's path, `/slug/ID/`."""
        return f"/{self.slug}/{self.id}/"

    @cached_property
    def content(self) -> str:
        """The body as WordPress renders it on the article page and in `content.rendered`."""
        return _MORE.sub(f'<span id="more-{self.id}"></span>', self.html)

    @cached_property
    def excerpt(self) -> str:
        """The first 55 words without tags, as plain text."""
        words = html.unescape(_TAG.sub(" ", _MORE.sub(" ", self.html))).split()
        return " ".join(words[:55]) + (" […]" if len(words) > 55 else "")

    @property
    def language(self) -> str:
        """`en` where the title has no Arabic letter, else `ar`."""
        return "ar" if re.search(r"[\u0621-\u064a]", self.title) else "en"

    @property
    def date_gmt(self) -> dt.datetime:
        """Publication time as naive UTC."""
        return to_gmt(self.date)

    @property
    def modified_gmt(self) -> dt.datetime:
        """Time of the last change as naive UTC."""
        return to_gmt(self.modified)


def to_gmt(local: dt.datetime) -> dt.datetime:
    """Turn a naive local time of the site into naive UTC."""
    return local.replace(tzinfo=SITE_TIME_ZONE).astimezone(dt.UTC).replace(tzinfo=None)


def read_jsonl(path: Path) -> list[Post]:
    """Read posts in the order of their ids.

    Args:
        path: a file of JSON lines as in the module's docstring.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is not a post, or an id occurs twice; the message names the line.
    """
    posts: dict[int, Post] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        post = _post_of(line, f"{path.name}, line {number}")
        if post.id in posts:
            raise ValueError(f"{path.name}, line {number}: the id {post.id} occurs twice")
        posts[post.id] = post
    return [posts[key] for key in sorted(posts)]


def load_posts() -> list[Post]:
    """Return the bundled posts, in the order of their ids."""
    return read_jsonl(POSTS_FILE)


def load_revisions() -> list[Post]:
    """Return later texts of some bundled posts: same ids and dates, other text, a later `modified`."""
    return read_jsonl(REVISIONS_FILE)


def with_revisions(posts: Iterable[Post], revisions: Iterable[Post]) -> list[Post]:
    """Return the posts with those replaced of which there is a revision."""
    newer = {revision.id: revision for revision in revisions}
    return [newer.get(post.id, post) for post in posts]


def write_jsonl(path: Path, posts: Iterable[Post]) -> None:
    """Write posts as JSON lines that `read_jsonl` and the WordPress importer take."""
    lines = [
        json.dumps(
            {
                "id": post.id,
                "title": post.title,
                "html": post.html,
                "date": post.date.strftime(_STAMP),
                "modified": post.modified.strftime(_STAMP),
            },
            ensure_ascii=False,
        )
        for post in posts
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _post_of(line: str, where: str) -> Post:
    try:
        row = json.loads(line)
        date = dt.datetime.strptime(row["date"], _STAMP)
        changed = row.get("modified")
        modified = dt.datetime.strptime(changed, _STAMP) if changed else date
        return Post(int(row["id"]), str(row["title"]), str(row["html"]), date, modified)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{where}: not a post ({error})") from error
