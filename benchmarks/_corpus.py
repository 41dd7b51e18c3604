"""The bundled sample reports in the forms that the benchmarks read."""

from __future__ import annotations

from functools import cache

from sample_site.posts import load_posts
from sample_site.server import respond
from transforms.model import Report
from transforms.page import read_report

BASE = "http://127.0.0.1:8080"


@cache
def pages() -> list[tuple[str, bytes]]:
    """Address and HTML page of every bundled report."""
    posts = load_posts()
    return [(BASE + post.path, respond(post.path, posts, BASE).body) for post in posts]


@cache
def posts() -> list[tuple[str, bytes]]:
    """Address and WordPress JSON of every bundled report."""
    site = load_posts()
    return [(BASE + p.path, respond(f"/wp-json/wp/v2/posts/{p.id}", site, BASE).body) for p in site]


def read_all(contents: list[tuple[str, bytes]]) -> list[Report]:
    """All reports, read."""
    return [read_report(content, source="sohr-ar", url=url) for url, content in contents]
