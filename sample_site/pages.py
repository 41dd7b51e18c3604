"""What a browser or a crawler sees: article pages, lists, feed, sitemaps, robots.txt and the 404 page.

The theme is made to be awkward for readers of text in the usual ways: menus, share buttons, related posts, a
cookie notice and a comment box surround the article.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from pathlib import Path
from string import Template

from sample_site.posts import SITE_TIME_ZONE, Post
from sample_site.rest import NOTICE, SITE_NAME, Answer, typographic

PAGE_SIZE = 10
_TEMPLATES = Path(__file__).parent / "templates"
_HTML = "text/html; charset=UTF-8"
_PAGE = Template((_TEMPLATES / "page.html").read_text(encoding="utf-8"))
_ARTICLE = Template((_TEMPLATES / "article.html").read_text(encoding="utf-8"))


def article(post: Post, posts: Sequence[Post], base: str) -> Answer:
    """The page of one post, with its metadata, related posts and a closed comment box."""
    published = post.date.replace(tzinfo=SITE_TIME_ZONE).isoformat()
    modified = post.modified.replace(tzinfo=SITE_TIME_ZONE).isoformat()
    title = typographic(post.title)
    metadata = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "datePublished": published,
        "dateModified": modified,
        "inLanguage": post.language,
        "mainEntityOfPage": base + post.path,
        "description": NOTICE,
    }
    head = "\n".join(
        (
            f'<link rel="canonical" href="{base}{post.path}">',
            f'<link rel="shortlink" href="{base}/?p={post.id}">',
            '<meta property="og:type" content="article">',
            f'<meta property="og:title" content="{escape(post.title)}">',
            f'<meta property="article:published_time" content="{published}">',
            f'<meta property="article:modified_time" content="{modified}">',
            # "<" is escaped so that no text of a post can end the script element.
            f'<script type="application/ld+json">{_json_for_html(metadata)}</script>',
        )
    )
    body = _ARTICLE.substitute(
        id=post.id,
        title=title,
        content=post.content,
        published=published,
        shown_date=post.date.strftime("%d/%m/%Y"),
        related=_list(_related(post, posts), base),
        address=escape(base + post.path),
    )
    return _page(title, head, body, base, language=post.language)


def listing(posts: Sequence[Post], page: int, heading: str, base: str, prefix: str) -> Answer | None:
    """A page of an archive, newest first; None where there is no such page."""
    newest = sorted(posts, key=lambda post: (post.date, post.id), reverse=True)
    pages = math.ceil(len(newest) / PAGE_SIZE)
    if not 1 <= page <= pages:
        return None
    shown = newest[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    items = "\n".join(
        f'<article class="post-{post.id}"><h2 class="entry-title"><a href="{base}{post.path}">'
        f"{typographic(post.title)}</a></h2>"
        f'<time datetime="{post.date.replace(tzinfo=SITE_TIME_ZONE).isoformat()}">'
        f"{post.date.strftime('%d/%m/%Y')}</time><p>{typographic(post.excerpt)}</p></article>"
        for post in shown
    )
    links = []
    if page > 1:
        links.append(f'<a class="prev" href="{base}{prefix}page/{page - 1}/">الأحدث</a>')
    if page < pages:
        links.append(f'<a class="next" href="{base}{prefix}page/{page + 1}/">الأقدم</a>')
    navigation = f'<nav class="pagination">{" ".join(links)}</nav>'
    body = f'<main id="content"><h1>{escape(heading)}</h1>{items}{navigation}</main>'
    return _page(escape(heading), "", body, base)


def not_found(base: str) -> Answer:
    """The 404 page."""
    body = '<main id="content"><h1>الصفحة غير موجودة</h1><p>لم يتم العثور على ما تبحث عنه.</p></main>'
    return _page("الصفحة غير موجودة", "", body, base, status=404)


def robots(base: str) -> Answer:
    """The robots.txt of a plain WordPress, with the note that this is a sample."""
    lines = (
        f"# {NOTICE}",
        "User-agent: *",
        "Disallow: /wp-admin/",
        "Allow: /wp-admin/admin-ajax.php",
        "",
        f"Sitemap: {base}/wp-sitemap.xml",
        "",
    )
    return Answer(200, "\n".join(lines).encode(), "text/plain; charset=utf-8")


def feed(posts: Sequence[Post], page: int, base: str) -> Answer:
    """The RSS feed, ten items a page; past the end a 404 with an RSS body, as WordPress answers."""
    newest = sorted(posts, key=lambda post: (post.date, post.id), reverse=True)
    shown = newest[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    items = "".join(_feed_item(post, base) for post in shown)
    changed = max((post.modified_gmt for post in posts), default=dt.datetime(2016, 1, 1))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f'<title>{SITE_NAME}</title><atom:link href="{base}/feed/" rel="self" type="application/rss+xml"/>'
        f"<link>{base}</link><description>{NOTICE}</description>"
        f"<lastBuildDate>{_rfc822(changed)}</lastBuildDate><language>ar</language>"
        f"<generator>marsad sample site: {NOTICE}</generator>\n{items}</channel></rss>\n"
    ).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Last-Modified": _rfc822(changed, "GMT")}
    return Answer(200 if shown else 404, body, "application/rss+xml; charset=UTF-8", headers)


def sitemap_index(base: str) -> Answer:
    """The index of sitemaps."""
    entry = f"<sitemap><loc>{base}/wp-sitemap-posts-post-1.xml</loc></sitemap>"
    return _xml("sitemapindex", entry)


def sitemap(posts: Sequence[Post], base: str) -> Answer:
    """The sitemap of all posts, without `lastmod`, as the core of WordPress writes it."""
    return _xml("urlset", "".join(f"<url><loc>{base}{post.path}</loc></url>" for post in posts))


def _feed_item(post: Post, base: str) -> str:
    content = post.content.replace("]]>", "]]&gt;")
    return (
        f"<item><title>{typographic(post.title)}</title><link>{base}{post.path}</link>"
        f"<dc:creator><![CDATA[sample]]></dc:creator><pubDate>{_rfc822(post.date_gmt)}</pubDate>"
        f'<guid isPermaLink="false">{base}/?p={post.id}</guid>'
        f"<description><![CDATA[<p>{escape(post.excerpt)}</p>]]></description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>\n"
    )


def _xml(root: str, inner: str) -> Answer:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{inner}</{root}>"
    )
    return Answer(200, body.encode(), "application/xml; charset=UTF-8")


def _page(title: str, head: str, body: str, base: str, status: int = 200, language: str = "ar") -> Answer:
    direction = "rtl" if language == "ar" else "ltr"
    page = _PAGE.substitute(
        title=title,
        head=head,
        body=body,
        base=base,
        notice=NOTICE,
        site=SITE_NAME,
        lang=language,
        dir=direction,
    )
    headers = {"Link": f'<{base}/wp-json/>; rel="https://api.w.org/"', "X-Content-Type-Options": "nosniff"}
    return Answer(status, page.encode(), _HTML, headers)


def _related(post: Post, posts: Sequence[Post]) -> list[Post]:
    return [other for other in posts if other.id < post.id][-4:]


def _list(posts: Sequence[Post], base: str) -> str:
    return "".join(f'<li><a href="{base}{post.path}">{typographic(post.title)}</a></li>' for post in posts)


def _json_for_html(value: object) -> str:
    return re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _rfc822(gmt: dt.datetime, zone: str = "+0000") -> str:
    return format_datetime(gmt).replace("-0000", zone)
