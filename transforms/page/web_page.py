"""A whole HTML page to an `Article`: its metadata, and the part of it that holds the report.

Layouts differ from theme to theme. The article's container is found by the names that themes use, else as the element
whose own paragraphs hold the most text outside links. A page that is a list, an error or a login form is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from transforms.errors import UnreadablePage
from transforms.page.article import Article
from transforms.page.dates import only_time, parse_time, post_id_from_url
from transforms.page.markup import FURNITURE, fragment_paragraphs, parseable
from transforms.page.phrases import fold_line
from transforms.page.text import is_site_line, view_count_of

_CONTAINERS = (
    ".entry-content", "[itemprop~=articleBody]", ".td-post-content", ".post-content", ".post_content",
    ".elementor-widget-theme-post-content", ".single-post-content", ".article-content", ".article-body",
    ".amp-wp-article-content", ".jeg_main_content .content-inner", ".single-content", ".the-content", ".story-body",
    ".entry", ".post-body", ".wp-block-post-content", ".content-inner",
)  # fmt: skip
_ARTICLE_TYPES = frozenset({"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "Report"})
_NO_SINGLE = frozenset({"archive", "home", "blog", "search", "error404", "search-results"})
_SINGLE = frozenset({"single", "single-post", "singular", "postid"})
_VIEWS = re.compile(
    r"(?:^|[\s_-])(?:post-?views?|views?(?:-count|-counter)?|view-count|nr-views)(?:$|[\s_-])", re.IGNORECASE
)
_POST_ID = re.compile(r"(?:^|\s)post(?:id)?-(\d{1,12})(?:$|\s)")
_TITLE_END = re.compile(r"\s+[-–—|•»:]\s+(?=[^-–—|•»]*$)")
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<[!?][^>]*>\s*)*<(rss|feed|urlset|sitemapindex)\b", re.IGNORECASE)
_CODE = ("script", "style", "noscript", "template")
_OWN = frozenset({"p", "blockquote", "strong", "b", "em", "i", "span", "ul", "ol"})
_LEAST_TEXT = 80


def read_web_page(text: str) -> Article:
    """Read a page, or a piece of one such as a saved article body.

    Raises:
        UnreadablePage: `no_article` or `login_page`.
    """
    if match := _FEED.match(text):
        raise UnreadablePage("no_article", f"XML of a <{match[1]}>, not an article")
    soup = BeautifulSoup(parseable(text), "lxml")
    linked_data = list(_linked_data(soup))
    for code in soup(_CODE):
        code.decompose()
    container = None if _asks_for_password(soup) else _container(soup)
    if container is None:
        raise UnreadablePage(*_what_instead(soup))
    url = _url(soup)
    return Article(
        title=_title(soup, container, linked_data),
        paragraphs=fragment_paragraphs(container.decode()),
        post_id=_post_id(soup, container, url),
        url=url,
        published=_time(soup, container, linked_data, "published"),
        modified=only_time(_time(soup, container, linked_data, "modified")),
        view_count=_views(soup, container),
    )


def _linked_data(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD that describe an article or its page; malformed ones are passed over."""
    for script in soup("script", type="application/ld+json"):
        try:
            value = json.loads(script.string or "", strict=False)
        except ValueError:
            continue
        pending = value if isinstance(value, list) else [value]
        objects = [item for item in pending if isinstance(item, dict)]
        objects += [o for item in objects for o in _listed(item.get("@graph")) if isinstance(o, dict)]
        for kinds in (_ARTICLE_TYPES, frozenset({"WebPage"})):
            yield from (item for item in objects if kinds & set(map(str, _listed(item.get("@type")))))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _meta(soup: BeautifulSoup, *names: str) -> str | None:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={attribute: name})
            if isinstance(tag, Tag) and str(tag.get("content") or "").strip():
                return str(tag["content"]).strip()
    return None


def _names(tag: Tag) -> str:
    classes = tag.get("class") or ()
    return f"{' '.join(classes) if not isinstance(classes, str) else classes} {tag.get('id') or ''}".strip()


def _is_around(tag: Tag) -> bool:
    """Whether an element is furniture, or stands inside of it. What holds the page's title is not furniture."""
    for element in (tag, *tag.parents):
        if not isinstance(element, Tag) or element.name in ("body", "html", "main", "[document]"):
            return False
        is_furniture = element.name in ("aside", "footer", "nav", "form") or FURNITURE.search(_names(element))
        if is_furniture and element.find("h1") is None:
            return True
    return False


# --- the container ---------------------------------------------------------------------------------------------


def _container(soup: BeautifulSoup) -> Tag | None:
    if soup.find(["article", "main", "h1", "title", "nav", "form"]) is None and soup.find(class_=True) is None:
        return soup.body if soup.body and soup.body.get_text(strip=True) else None
    body_classes = set(_names(soup.body).split()) if soup.body else set()
    if body_classes & _NO_SINGLE and not body_classes & _SINGLE:
        return None
    for selector in _CONTAINERS:
        found = [tag for tag in soup.select(selector) if not _is_around(tag)]
        if found:
            chosen = _of_the_article(found)
            if chosen is not None and (_own_length(chosen) or len(found) == 1):
                return chosen
    return None if _is_list(soup) else _densest(soup)


def _of_the_article(found: list[Tag]) -> Tag | None:
    """Of several containers the one that stands with a page title; the longest of those."""
    if len(found) == 1:
        return found[0]
    with_title = [tag for tag in found if (article := tag.find_parent("article")) and article.find("h1")]
    if not with_title and len({id(tag.find_parent("article")) for tag in found}) > 2:
        return None
    return max(with_title or found, key=lambda tag: len(tag.get_text()))


def _is_list(soup: BeautifulSoup) -> bool:
    articles = soup("article")
    return len(articles) > 2 and not any(article.find("h1") for article in articles)


def _densest(soup: BeautifulSoup) -> Tag | None:
    scope = soup.find("article") or soup.find("main") or soup.select_one("[role=main]") or soup.body
    if not isinstance(scope, Tag):
        return None
    candidates = [tag for tag in (scope, *scope(["div", "section", "article", "td", "main"])) if not _is_around(tag)]
    best = max(candidates, key=_own_length, default=None)
    return best if best is not None and _own_length(best) >= _LEAST_TEXT else None


def _own_length(tag: Tag) -> int:
    """Characters of an element's own text and paragraphs, links not counted."""
    length = 0
    for child in tag.children:
        if not isinstance(child, Tag):
            length += len(str(child).strip())
        elif child.name in _OWN or (child.name == "div" and not child.find(["div", "p"])):
            length += len(child.get_text(strip=True)) - sum(len(a.get_text(strip=True)) for a in child("a"))
    return length


def _asks_for_password(soup: BeautifulSoup) -> bool:
    """A login form instead of an article; one beside an article, for its commenters, is furniture."""
    asks = soup.find("input", type="password") is not None
    return asks and soup.find("article") is None and soup.select_one(",".join(_CONTAINERS)) is None


def _what_instead(soup: BeautifulSoup) -> tuple[str, str]:
    title = soup.title.get_text(" ", strip=True)[:80] if soup.title else ""
    if soup.find("input", type="password"):
        return "login_page", f"a form that asks for a password, titled {title!r}"
    return "no_article", f"HTML without an article, titled {title!r}"


# --- what is told about it -------------------------------------------------------------------------------------


def _url(soup: BeautifulSoup) -> str | None:
    link = soup.find("link", rel="canonical")
    href = str(link.get("href") or "") if isinstance(link, Tag) else ""
    told = href or _meta(soup, "og:url") or ""
    return told if told.startswith(("http://", "https://")) else None


def _post_id(soup: BeautifulSoup, container: Tag, url: str | None) -> int | None:
    if (post_id := post_id_from_url(url)) is not None:
        return post_id
    short = soup.find("link", rel="shortlink")
    if isinstance(short, Tag) and (post_id := post_id_from_url(str(short.get("href") or ""))) is not None:
        return post_id
    for tag in (soup.body, container, *container.find_parents("article"), container.find("article")):
        if isinstance(tag, Tag) and (match := _POST_ID.search(_names(tag))):
            return int(match[1])
    return None


def _title(soup: BeautifulSoup, container: Tag, linked_data: list[dict[str, Any]]) -> str | None:
    site_name = _meta(soup, "og:site_name")
    article = container.find_parent("article") or container
    headings = [*article("h1"), *soup.select("h1.entry-title, h1.post-title, h1[itemprop~=headline]"), *soup("h1")]
    told = [heading.get_text() for heading in headings if "site-title" not in _names(heading)]
    beside = [_meta(soup, "og:title") or "", *(str(o.get("headline") or "") for o in linked_data)]
    beside.append(soup.title.get_text() if soup.title else "")
    for title in (*told, *(_without_site_name(title, site_name) for title in beside)):
        text = " ".join(title.split())
        if text and not is_site_line(text) and fold_line(text) != fold_line(site_name or ""):
            return text
    return None


def _without_site_name(title: str, site_name: str | None) -> str:
    match = _TITLE_END.search(title)
    if match is None:
        return title
    end = title[match.end() :]
    is_site = is_site_line(end) or (site_name and fold_line(end) == fold_line(site_name))
    return title[: match.start()] if is_site else title


def _time(soup: BeautifulSoup, container: Tag, linked_data: list[dict[str, Any]], kind: str) -> Any:
    """Metadata's time of `published` or `modified`; the page's own elements come after what is meant for machines."""
    key = "datePublished" if kind == "published" else "dateModified"
    told: list[Any] = [_meta(soup, f"article:{kind}_time", f"og:{kind}_time"), *(o.get(key) for o in linked_data)]
    told.append(_meta(soup, key, "date" if kind == "published" else "last-modified"))
    article = container.find_parent("article") or container.parent or container
    times = [time for time in article("time") if time.get("datetime")]
    itemprops = [t for t in soup.select(f"[itemprop={key}]") if not _is_around(t)]
    told += [tag.get("datetime") or tag.get("content") for tag in itemprops]
    told += [t["datetime"] for t in times if kind in _names(t)]
    if kind == "published":
        told += [t["datetime"] for t in times if "updated" not in _names(t)]
    return next((time for value in told if (time := parse_time(value)) is not None), None)


def _views(soup: BeautifulSoup, container: Tag) -> int | None:
    for tag in soup(class_=_VIEWS):
        other = tag.find_parent("article")
        if other is not None and other is not container and container not in other.descendants:
            continue
        if (count := view_count_of(" ".join(tag.get_text(" ").split()))) is not None:
            return count
    return None
