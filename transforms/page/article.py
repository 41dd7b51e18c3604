"""What every form of a page is first turned into, before it is cleaned and dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """The parts of one page, as its form tells them.

    Attributes:
        title: plain text; None where the form has no place for a title, so that the first line may be one.
        paragraphs: plain text in order, furniture not yet taken off.
        post_id: the publishing system's number, where told.
        url: the address that the page gives itself.
        published: time with offset, or only a day in Asia/Damascus, as metadata tells it.
        modified: last change, as metadata tells it.
        view_count: views, where told outside the paragraphs.
        warnings: stable words about how it was read.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    post_id: int | None = None
    url: str | None = None
    published: dt.datetime | dt.date | None = None
    modified: dt.datetime | None = None
    view_count: int | None = None
    warnings: tuple[str, ...] = ()
