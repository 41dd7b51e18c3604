"""A post as WordPress REST tells it (`/wp-json/wp/v2/posts`) to an `Article`."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from transforms.errors import UnreadablePage
from transforms.page.article import Article
from transforms.page.dates import only_time, parse_time
from transforms.page.decode import without_surrogates
from transforms.page.markup import fragment_paragraphs

_TAG = re.compile(r"<[^>]*>")


def read_post(text: str) -> Article:
    """Read one post object, or an array that holds exactly one.

    Raises:
        UnreadablePage: `not_json`, or `wrong_shape` where the JSON is no post (an error answer, a list, a site index).
    """
    try:
        post = json.loads(text)
    except ValueError as error:
        raise UnreadablePage("not_json", f"JSON was due, {error}; it begins {text[:60]!r}") from error
    if isinstance(post, list) and len(post) == 1:
        post = post[0]
    if not isinstance(post, dict) or "content" not in post:
        raise UnreadablePage("wrong_shape", f"JSON without a post's content: {_shape(post)}")
    content = _rendered(post["content"])
    if content is None:
        raise UnreadablePage("wrong_shape", "the post's content.rendered is no text")
    return Article(
        title=_plain(_rendered(post.get("title")) or ""),
        paragraphs=fragment_paragraphs(content),
        post_id=post["id"] if is_post_id(post.get("id")) else None,
        url=link if isinstance(link := post.get("link"), str) and link else None,
        published=parse_time(post.get("date_gmt"), naive_is_utc=True) or parse_time(post.get("date")),
        modified=only_time(parse_time(post.get("modified_gmt"), naive_is_utc=True) or parse_time(post.get("modified"))),
    )


def is_post_id(value: object) -> bool:
    """Whether a value can be a post's number: whole, positive, and small enough for the lake's column."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def _rendered(field: Any) -> str | None:
    value = field.get("rendered") if isinstance(field, dict) else field
    return without_surrogates(value) if isinstance(value, str) else None


def _plain(title: str) -> str:
    return html.unescape(_TAG.sub("", title))


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        if "code" in value and "message" in value:
            return f"an error answer, {value['code']}: {value['message']}"
        return f"an object with {', '.join(list(value)[:6]) or 'nothing'}"
    return f"a list of {len(value)}" if isinstance(value, list) else f"a {type(value).__name__}"
