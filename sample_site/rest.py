"""The part of the WordPress REST API that a reader of posts meets, with its parameters, headers and errors.

Answers are `Answer` values; `sample_site.server` puts them on the wire. Times given without an offset are
local times of the site, and `after`/`before` are exclusive, as in WordPress 6.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from sample_site.posts import SITE_TIME_ZONE, Post

NOTICE = "Invented sample reports for tests and demonstrations. No incident here took place."
SITE_NAME = "المرصد التجريبي (تقارير مختلقة)"

_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?")
_DATE_PARAMETERS = ("after", "before", "modified_after", "modified_before")
_ORDERS = ("asc", "desc")
_ORDER_KEYS: dict[str, Callable[[Post], Any]] = {
    "date": lambda post: (post.date, post.id),
    "modified": lambda post: (post.modified, post.id),
    "id": lambda post: post.id,
}


@dataclass(frozen=True)
class Answer:
    """A response: status, body, media type and further headers."""

    status: int
    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A request that WordPress answers with an error object."""

    def __init__(self, status: int, code: str, message: str, data: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, "data": {"status": status, **(data or {})}}


def answer(route: str, query: dict[str, str], posts: Sequence[Post], base: str) -> Answer:
    """Answer a REST request.

    Args:
        route: the path below `/wp-json`, for example `/wp/v2/posts`.
        query: the request's parameters.
        posts: all posts of the site.
        base: the site's address without a slash at the end.
    """
    try:
        return _dispatch(route.rstrip("/") or "/", query, posts, base)
    except RefusedError as refused:
        return json_answer(refused.body, status=refused.status)


def json_answer(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """Encode a JSON response as WordPress does (ASCII with escapes)."""
    common = {"X-Robots-Tag": "noindex", "Allow": "GET", "X-Content-Type-Options": "nosniff"}
    body = json.dumps(value, separators=(",", ":")).encode("ascii")
    return Answer(status, body, "application/json; charset=UTF-8", common | (headers or {}))


def _dispatch(route: str, query: dict[str, str], posts: Sequence[Post], base: str) -> Answer:
    if route == "/":
        return json_answer(_index(base))
    if route == "/wp/v2":
        return json_answer({"namespace": "wp/v2", "routes": _routes(base)})
    if route == "/wp/v2/posts":
        return _listing(query, posts, base)
    single = re.fullmatch(r"/wp/v2/posts/(\d+)", route)
    if single:
        found = next((post for post in posts if post.id == int(single[1])), None)
        if found is None:
            raise RefusedError(404, "rest_post_invalid_id", "Invalid post ID.")
        return json_answer(_shown(found, query, base))
    raise RefusedError(404, "rest_no_route", "No route was found matching the URL and request method.")


def _index(base: str) -> dict[str, Any]:
    return {
        "name": SITE_NAME,
        "description": NOTICE,
        "url": base,
        "home": base,
        "gmt_offset": "2",
        "timezone_string": SITE_TIME_ZONE.key,
        "generator": f"marsad sample site: {NOTICE}",
        "namespaces": ["wp/v2"],
        "authentication": [],
        "routes": _routes(base),
    }


def _routes(base: str) -> dict[str, Any]:
    def route(path: str) -> dict[str, Any]:
        return {
            "namespace": "wp/v2",
            "methods": ["GET"],
            "_links": {"self": [{"href": f"{base}/wp-json{path}"}]},
        }

    return {"/wp/v2/posts": route("/wp/v2/posts"), "/wp/v2/posts/(?P<id>[\\d]+)": route("/wp/v2/posts")}


def _listing(query: dict[str, str], posts: Sequence[Post], base: str) -> Answer:
    _refuse_invalid(query)
    chosen = sorted(_filtered(query, posts), key=_ORDER_KEYS[query.get("orderby", "date")])
    if query.get("order", "desc") == "desc":
        chosen.reverse()
    per_page, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    total, pages = len(chosen), math.ceil(len(chosen) / per_page)
    if "offset" in query:
        start = int(query["offset"])
        if start >= total:  # WordPress finds no rows then, and counts none
            total, pages = 0, 0
    else:
        start = (page - 1) * per_page
        if total and page > pages:
            message = "The page number requested is larger than the number of pages available."
            raise RefusedError(400, "rest_post_invalid_page_number", message)
    rows = [_shown(post, query, base) for post in chosen[start : start + per_page]]
    headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)}
    headers["Access-Control-Expose-Headers"] = "X-WP-Total, X-WP-TotalPages, Link"
    links = _links(query, page, pages, base)
    if links:
        headers["Link"] = links
    return json_answer(rows, headers=headers)


def _links(query: dict[str, str], page: int, pages: int, base: str) -> str:
    def link(number: int, relation: str) -> str:
        rest = {key: value for key, value in query.items() if key != "rest_route"} | {"page": str(number)}
        return f'<{base}/wp-json/wp/v2/posts?{urlencode(rest)}>; rel="{relation}"'

    links = [link(min(page - 1, pages), "prev")] if page > 1 and pages else []
    return ", ".join([*links, link(page + 1, "next")] if page < pages else links)


def _refuse_invalid(query: dict[str, str]) -> None:
    wrong: dict[str, tuple[str, str]] = {}
    for name in _DATE_PARAMETERS:
        if name in query and _local_time(query[name]) is None:
            wrong[name] = ("rest_invalid_date", "Invalid date.")
    for name, lowest, highest in (("per_page", 1, 100), ("page", 1, None), ("offset", 0, None)):
        complaint = _integer_complaint(name, query.get(name), lowest, highest)
        if complaint:
            wrong[name] = complaint
    for name, allowed in (("orderby", tuple(_ORDER_KEYS)), ("order", _ORDERS)):
        if name in query and query[name] not in allowed:
            wrong[name] = ("rest_not_in_enum", f"{name} is not one of {', '.join(allowed)}.")
    if not wrong:
        return
    details = {name: {"code": code, "message": text, "data": None} for name, (code, text) in wrong.items()}
    params = {name: text for name, (_, text) in wrong.items()}
    message = f"Invalid parameter(s): {', '.join(wrong)}"
    raise RefusedError(400, "rest_invalid_param", message, {"params": params, "details": details})


def _integer_complaint(name: str, value: str | None, lowest: int, highest: int | None) -> tuple[str, str] | None:
    if value is None:
        return None
    if not re.fullmatch(r"-?\d{1,9}", value):
        return "rest_invalid_type", f"{name} is not of type integer."
    if highest is not None and not lowest <= int(value) <= highest:
        return "rest_out_of_bounds", f"{name} must be between {lowest} (inclusive) and {highest} (inclusive)"
    if int(value) < lowest:
        return "rest_out_of_bounds", f"{name} must be greater than or equal to {lowest}"
    return None


def _local_time(value: str) -> dt.datetime | None:
    """Read a request's time as a naive local time, or None where WordPress would refuse it."""
    if not _DATE_TIME.fullmatch(value):
        return None
    try:
        moment = dt.datetime.fromisoformat(value.upper())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SITE_TIME_ZONE)
    # By way of UTC, so that an hour that the clocks skipped becomes the one after it.
    return moment.astimezone(dt.UTC).astimezone(SITE_TIME_ZONE).replace(tzinfo=None)


def _filtered(query: dict[str, str], posts: Sequence[Post]) -> list[Post]:
    bounds = {name: _local_time(query[name]) for name in _DATE_PARAMETERS if name in query}
    include = {int(number) for number in re.findall(r"\d+", query.get("include", ""))}
    slug = query.get("slug")

    def wanted(post: Post) -> bool:
        for name, bound in bounds.items():
            value = post.modified if name.startswith("modified") else post.date
            if bound is not None and not (value > bound if name.endswith("after") else value < bound):
                return False
        if include and post.id not in include:
            return False
        return slug is None or unquote(post.slug) == unquote(slug)

    return [post for post in posts if wanted(post)]


def _shown(post: Post, query: dict[str, str], base: str) -> dict[str, Any]:
    row = _row(post, base)
    if "_fields" not in query:
        return row
    kept: dict[str, Any] = {}
    for path in (part.strip().split(".") for part in query["_fields"].split(",")):
        _copy(row, kept, path)
    return kept


def _copy(source: dict[str, Any], target: dict[str, Any], path: list[str]) -> None:
    head, *tail = path
    if head not in source:
        return
    if tail and isinstance(source[head], dict):
        _copy(source[head], target.setdefault(head, {}), tail)
    else:
        target[head] = source[head]


def _row(post: Post, base: str) -> dict[str, Any]:
    return {
        "id": post.id,
        "date": post.date.isoformat(),
        "date_gmt": post.date_gmt.isoformat(),
        "guid": {"rendered": f"{base}/?p={post.id}"},
        "modified": post.modified.isoformat(),
        "modified_gmt": post.modified_gmt.isoformat(),
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": base + post.path,
        "title": {"rendered": typographic(post.title)},
        "content": {"rendered": post.content, "protected": False},
        "excerpt": {"rendered": f"<p>{typographic(post.excerpt)}</p>\n", "protected": False},
        "author": 1,
        "featured_media": 0,
        "comment_status": "closed",
        "ping_status": "closed",
        "sticky": False,
        "template": "",
        "format": "standard",
        "meta": [],
        "categories": [1],
        "tags": [],
        "_links": {
            "self": [{"href": f"{base}/wp-json/wp/v2/posts/{post.id}"}],
            "collection": [{"href": f"{base}/wp-json/wp/v2/posts"}],
        },
    }


def typographic(text: str) -> str:
    """Write the signs of plain text as WordPress's numeric references."""
    escaped = text.replace("&", "&#038;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "“”‘’–—…":
        escaped = escaped.replace(sign, f"&#{ord(sign)};")
    return escaped
