"""Paragraphs to title, body and view count: what is printed on a page and is not the report is taken off.

Characters inside a paragraph are never changed, so that evidence found in the body stands in the original too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from transforms.page.article import Article
from transforms.page.dates import date_on_line
from transforms.page.decode import without_surrogates
from transforms.page.markup import split_paragraphs
from transforms.page.phrases import fold, fold_line, phrases

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+")
_LATIN = re.compile(r"[A-Za-z]+")
_LONGEST_TITLE_WORDS = 30
_LONGEST_MARKED_TITLE_WORDS = 60
_MOST_VIEW_DIGITS = 12
_LONGEST_FURNITURE = 400


@dataclass(frozen=True, slots=True)
class CleanText:
    """A report's own text, with what was told beside it."""

    title: str
    body: str
    view_count: int | None
    date_line: dt.date | None


def read_plain_text(text: str) -> Article:
    """Split a text file: paragraphs are parted by blank lines, or, where it has none, by line ends."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff")
    parts = split_paragraphs(unified)
    if len(parts) == 1:
        parts = split_paragraphs(unified.replace("\n", "\n\n"))
    elif parts and _heads_more_lines(parts[0]):
        parts = [*split_paragraphs(parts[0].replace("\n", "\n\n")), *parts[1:]]
    return Article(title=None, paragraphs=tuple(parts))


def clean(article: Article) -> CleanText:
    """Take site line, view count, date line and furniture off, and find the title where the form has none.

    A report with a title alone keeps the title as its body too, because offsets count in the body. A body's first
    paragraph that repeats the title is dropped.
    """
    paragraphs = _without_furniture(article.paragraphs)
    count_at, views = _take_view_count(paragraphs)
    if article.view_count is not None:
        views = article.view_count
    title = " ".join((article.title or "").split())
    if is_site_line(title):
        title = ""
    first = paragraphs[0] if paragraphs else ""
    if article.title is None and count_at != 0 and _is_title(first, paragraphs[1:], has_count_below=count_at == 1):
        title, paragraphs = " ".join(first.split()), paragraphs[1:]
    date_line = None
    if paragraphs and (date_line := date_on_line(paragraphs[0])):
        paragraphs = paragraphs[1:]
    if title and len(paragraphs) > 1 and folded(paragraphs[0]) == folded(title):
        paragraphs = paragraphs[1:]
    body = "\n\n".join(paragraphs)
    if not body and title:
        body = first if article.title is None else title
    return CleanText(without_surrogates(title), without_surrogates(body), views, date_line)


def content_hash(title: str, body: str) -> str:
    """Hex sha256 of title and body: NFC, blanks folded, so that JSON, HTML and text of one report agree."""
    return hashlib.sha256(f"{folded(title)}\n{folded(body)}".encode()).hexdigest()


def folded(text: str) -> str:
    """Text for comparing contents: NFC, every run of blanks one space, invisible marks gone."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def language_of(text: str) -> str:
    """`ar` or `en`, by the script that most letters belong to."""
    sample = text[:1000]
    latin, arabic = ("".join(letters.findall(sample)) for letters in (_LATIN, _ARABIC))
    return "en" if len(latin) > len(arabic) else "ar"


def is_site_line(line: str) -> bool:
    """Whether a line is the site's name and nothing else (with a colon it opens a dateline)."""
    return len(line) < 80 and not line.rstrip().endswith(":") and fold_line(line) in phrases().site_lines


def is_dateline(paragraph: str) -> bool:
    """Whether a paragraph opens with "governorate of X – the Observatory" or "governorate of X:"."""
    start = paragraph[:120]
    return any(pattern.match(fold(start)) or pattern.match(start) for pattern in phrases().datelines)


def view_count_of(line: str) -> int | None:
    """The number of a line that holds a view count alone, such as `73` or `1٬153`."""
    match = phrases().view_line.match(fold(line)) if len(line) < 40 else None
    digits = re.sub(r"\D", "", match[1]) if match else ""
    return int(digits) if 0 < len(digits) <= _MOST_VIEW_DIGITS else None


def _is_furniture(line: str) -> bool:
    if len(line) > _LONGEST_FURNITURE:
        return False
    known, compared = phrases(), fold_line(line)
    return compared in known.furniture_lines or compared.startswith(known.furniture_starts)


def _without_furniture(paragraphs: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    for paragraph in paragraphs:
        kept.extend(_own_lines(paragraph) if _may_hold_furniture(paragraph) else [paragraph])
    while kept and is_site_line(kept[0]):
        kept.pop(0)
    if len(kept) > 2 and is_site_line(kept[1]) and not is_dateline(kept[0]):
        del kept[1]
    return kept


def _take_view_count(paragraphs: list[str]) -> tuple[int | None, int | None]:
    """Take the view count off, at the head or, in statements, at the end. Where it stood, and its number."""
    for index in (0, 1, 2, -1):
        if -len(paragraphs) <= index < len(paragraphs) and (views := view_count_of(paragraphs[index])) is not None:
            del paragraphs[index]
            return index, views
    return None, None


def _may_hold_furniture(paragraph: str) -> bool:
    return "\n" in paragraph or len(paragraph) <= _LONGEST_FURNITURE


def _own_lines(paragraph: str) -> list[str]:
    """The paragraph without lines of furniture; one in its middle parts it, so that what remains stays verbatim."""
    if "\n" not in paragraph:
        return [] if _is_furniture(paragraph) else [paragraph]
    groups: list[list[str]] = [[]]
    for line in paragraph.split("\n"):
        if _is_furniture(line):
            groups.append([])
        else:
            groups[-1].append(line)
    return [text for group in groups if (text := "\n".join(group).strip())]


def _is_title(line: str, below: list[str], *, has_count_below: bool) -> bool:
    """Whether a first line is a title: short, no dateline, no sentence with a full stop.

    A view count or a dateline below it marks a title; without such a mark it has to be shorter, because a report
    may well begin without a title, and a text that is taken for one is not read.
    """
    if not line or "\n" in line or is_dateline(line):
        return False
    words = len(line.split())
    if has_count_below:
        return words <= _LONGEST_MARKED_TITLE_WORDS
    is_sentence = line.endswith(".") and not line.endswith("..") and words > 5
    has_dateline_below = bool(below) and is_dateline(below[0])
    return not is_sentence and words <= (_LONGEST_MARKED_TITLE_WORDS if has_dateline_below else _LONGEST_TITLE_WORDS)


def _heads_more_lines(block: str) -> bool:
    """Whether a file's first block is a title, a site line or a count with the next line glued to it."""
    lines = block.split("\n")
    if len(lines) == 1:
        return False
    has_count_below = view_count_of(lines[1]) is not None
    is_marked = has_count_below or is_dateline(lines[1])
    return is_site_line(lines[0]) or (is_marked and _is_title(lines[0], lines[1:2], has_count_below=has_count_below))
