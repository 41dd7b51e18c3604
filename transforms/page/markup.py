"""A piece of HTML to its paragraphs: what a browser shows as separate blocks, without page furniture.

Characters stay as published, with entities decoded. A line break in the source is a blank, `<br>` is a newline, and
two of them make a paragraph, as a reader sees it.
"""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "h1",
        "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_LEFT_OUT = frozenset(
    {
        "aside", "audio", "button", "canvas", "embed", "figcaption", "figure", "footer", "form", "head", "header",
        "iframe", "input", "link", "meta", "nav", "noscript", "object", "script", "select", "style", "svg", "template",
        "textarea", "title", "video",
    }
)  # fmt: skip
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|share|sharing|sharedaddy|addtoany|social|related|relatedposts|yarpp|cookies?|"
    r"consent|gdpr|breadcrumbs?|sidebar|navigation|menu|pagination|newsletter|subscribe|popup|modal|advert|ads|"
    r"adsbygoogle|more-link|read-more|author-box|post-tags|tags-links|post-views|entry-meta|entry-footer|"
    r"screen-reader-text|skip-link|wp-caption-text|most-read|trending|recommended)(?:$|[\s_-])"
    r"|(?:^|\s)widget(?:$|\s|_)|(?:^|\s)widget-area",
    re.IGNORECASE,
)
"""Classes and ids of what stands around and between the paragraphs of an article."""

_SOURCE_BREAK = re.compile(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*")  # the lookbehind: linear on long runs of blanks
_AROUND_NEWLINE = re.compile(r"(?<![ \t])[ \t]*+\n[ \t]*")
_BLANK_LINE = re.compile(r"\n\s*\n")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENCODING_NOTE = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def fragment_paragraphs(fragment: str) -> tuple[str, ...]:
    """Paragraphs of a piece of HTML, in order, none of them empty; broken markup is read as a browser would.

    Args:
        fragment: HTML without a surrounding page, such as `content.rendered` of WordPress REST.
    """
    if not fragment.strip():
        return ()
    if "<" not in fragment and "&" not in fragment:
        return tuple(split_paragraphs(_SOURCE_BREAK.sub(" ", fragment)))
    import lxml.html  # type: ignore[import-untyped]  # loaded only where there is HTML: plain text needs none

    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml.html.document_fromstring(f"<html><body>{parseable(fragment)}", parser=parser, ensure_head_body=True)
    return tuple(_Walk().paragraphs(root))


def parseable(source: str) -> str:
    """Markup without control characters and without a note of an encoding that it no longer has."""
    return _ENCODING_NOTE.sub("", _FORBIDDEN.sub("", source))


def split_paragraphs(text: str) -> list[str]:
    """Parts between blank lines, trimmed at their ends, empty ones left out."""
    parts = _BLANK_LINE.split(text) if "\n" in text else [text]
    return [part for part in map(str.strip, parts) if part]


class _Walk:
    """One pass over a tree with a stack of its own: markup may be nested deeper than Python recurses."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._text: list[str] = []

    def paragraphs(self, root: Any) -> list[str]:
        stack = [(root, False)]
        while stack:
            node, is_closing = stack.pop()
            if is_closing:
                self._close(node)
                continue
            if self._is_left_out(node):
                self._add(node.tail)
                continue
            self._open(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
        self._flush()
        return self._found

    def _open(self, node: Any) -> None:
        if node.tag == "br":
            self._text.append("\n")
        elif node.tag in _BLOCKS:
            self._flush()
        self._add(node.text)

    def _close(self, node: Any) -> None:
        if node.tag in _BLOCKS:
            self._flush()
        self._add(node.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(_SOURCE_BREAK.sub(" ", text) if "\n" in text or "\r" in text else text)

    def _flush(self) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        if "\n" in text:
            text = _AROUND_NEWLINE.sub("\n", text)
        self._found.extend(split_paragraphs(text))

    @staticmethod
    def _is_left_out(node: Any) -> bool:
        if not isinstance(node.tag, str) or node.tag in _LEFT_OUT:
            return True
        if not node.attrib or node.tag in ("html", "body"):
            return False
        names = f"{node.get('class', '')} {node.get('id', '')}"
        if len(names) > 1 and FURNITURE.search(names):
            return True
        return node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style", "")))
