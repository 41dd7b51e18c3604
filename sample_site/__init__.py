"""A small website of invented reports that answers as WordPress does, for demos and tests without a network.

What belongs here: the posts (`posts.jsonl`, `revisions.jsonl`), a loopback server that shows them through the
REST API, article pages, feed, sitemap and archives, and the page templates. What does not: anything of the
product itself; nothing here imports `transforms` or `dagster_project`, so that the sample can contradict the
program.

It hands on `load_posts()`, `load_revisions()` and `serve()`. Every incident is invented: see README.md.
"""

from __future__ import annotations

from sample_site.posts import Post, load_posts, load_revisions
from sample_site.server import serve

__all__ = ["Post", "load_posts", "load_revisions", "serve"]
