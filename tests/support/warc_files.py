"""WARC records as crawlers write them, made by `warcio`, and pages to put into them."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections.abc import Mapping, Sequence
from html import escape

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE = "https://www.syriahr.com"
TEXT = "محافظة حلب – المرصد السوري لحقوق الإنسان:: سيطرت قوات النظام على قرية في ريف حلب الشمالي"
CAPTURED = dt.datetime(2016, 3, 1, 12, 0, 5, tzinfo=dt.UTC)
HTML = {"Content-Type": "text/html; charset=UTF-8"}


def page(text: str = TEXT, *, published: str | None = None, post_id: int | None = None, link: str = "") -> bytes:
    """An article's HTML page; only what is given is told about it."""
    told = f'<meta property="article:published_time" content="{published}">' if published else ""
    canonical = f'<link rel="canonical" href="{link}">' if link else ""
    marks = f"single single-post postid-{post_id}" if post_id is not None else "single"
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>عنوان التقرير</title>{told}{canonical}'
        f'</head><body class="{marks}"><article class="post"><h1 class="entry-title">عنوان التقرير</h1>'
        f'<div class="entry-content"><p>{escape(text)}</p></div></article></body></html>'
    ).encode()


def record(
    kind: str,
    url: str,
    body: bytes = b"",
    *,
    at: dt.datetime = CAPTURED,
    status: str = "200 OK",
    headers: Mapping[str, str] = HTML,
    fields: Mapping[str, str] | None = None,
    packed: bool = True,
) -> bytes:
    """One record, as a gzip member of its own unless `packed` is false.

    Args:
        kind: the `WARC-Type`.
        url: the `WARC-Target-URI`.
        body: the payload as it went over the wire.
        at: the `WARC-Date`.
        status: of the HTTP answer; a `request` has its request line here.
        headers: of the HTTP answer.
        fields: further fields of the record's head.
        packed: whether it is compressed.
    """
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    told = {"WARC-Date": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), **(fields or {})}
    http = None
    if kind in ("response", "request"):
        protocol = "GET" if kind == "request" else "HTTP/1.1"
        http = StatusAndHeaders(status, list(headers.items()), protocol=protocol, is_http_request=kind == "request")
    made = writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        http_headers=http,
        warc_headers_dict=told,
        warc_content_type=headers.get("Content-Type", "") if http is None else "",
    )
    writer.write_record(made)
    return out.getvalue()


def revisit(url: str, body: bytes, *, of: str, at: dt.datetime, packed: bool = True) -> bytes:
    """A record that says: the same bytes as `of` had before."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    digest = digest_of(body)
    http = StatusAndHeaders("200 OK", list(HTML.items()), protocol="HTTP/1.1")
    made = writer.create_revisit_record(
        url, digest, of, "2016-03-01T12:00:05Z", http, {"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    )
    writer.write_record(made)
    return out.getvalue()


def digest_of(body: bytes) -> str:
    """The payload digest that `warcio` writes."""
    import base64
    import hashlib

    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def warcinfo(*, packed: bool = True) -> bytes:
    """The record that files begin with."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "a crawler"}))
    return out.getvalue()


def chunked(body: bytes, sizes: Sequence[int] = (7, 100, 3000)) -> bytes:
    """A body in chunks."""
    parts, at, number = [], 0, 0
    while at < len(body):
        part = body[at : at + sizes[number % len(sizes)]]
        parts.append(b"%x\r\n%s\r\n" % (len(part), part))
        at += len(part)
        number += 1
    return b"".join(parts) + b"0\r\n\r\n"


def packed_whole(*records: bytes) -> bytes:
    """Unpacked records as one gzip member, as `gzip crawl.warc` makes it."""
    return gzip.compress(b"".join(records))
