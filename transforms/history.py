"""What the pages of a publication day showed, moment by moment: which content is current, which is still listed.

Belongs here: how fetches and sightings, in the order of time, turn a content on and off. Does not belong here: what a
page says (`transforms.page`) and which contents are revisions of one report (`transforms.reading`). What holds at a
moment depends on what came until then alone: a past state is read off the moments at which something changed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from transforms.lake import Version

Content = tuple[str, str]
"""A revision's identity: report_id, content_sha256."""
Page = tuple[str, str]
"""Source, page_id."""


class History:
    """What the pages of a day showed, moment by moment; what is not shown yet is neither current nor listed.

    Args:
        told: which content each page version has.
    """

    def __init__(self, told: Mapping[Version, Content]) -> None:
        self._told = told
        self._current: dict[str, Content] = {}
        self._shown: dict[Page, Content] = {}  # what each page showed last
        self._pages: defaultdict[Content, set[Page]] = defaultdict(set)  # the same, by content
        self._routes: defaultdict[Page, set[str]] = defaultdict(set)  # by which kinds of source a page is still listed
        self.shown_at: defaultdict[Content, list[dt.datetime]] = defaultdict(list)
        self.gone_at: defaultdict[Content, list[dt.datetime]] = defaultdict(list)
        self.current_changed_at: defaultdict[Content, list[dt.datetime]] = defaultdict(list)
        self.listed_changed_at: defaultdict[Content, list[dt.datetime]] = defaultdict(list)

    def is_current(self, content: Content) -> bool:
        """Whether it is what its report showed last, and some page shows it."""
        return self._current.get(content[0]) == content and bool(self._pages[content])

    def is_listed(self, content: Content) -> bool:
        """Whether a page that shows it is listed."""
        return any(self._routes[page] for page in self._pages[content])

    def go_on(self, at: dt.datetime, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take the fetches and sightings of one moment, in order."""
        touched = {content for row in rows for content in self._take(at, row)}
        for content in touched:
            for holds, changed_at in (
                (self.is_current(content), self.current_changed_at[content]),
                (self.is_listed(content), self.listed_changed_at[content]),
            ):
                if holds != (len(changed_at) % 2 == 1):
                    changed_at.append(at)

    def _take(self, at: dt.datetime, row: Mapping[str, Any]) -> set[Content]:
        """Take one fetch or sighting; gives the contents of which it may change something."""
        page = (row["source"], row["page_id"])
        before = self._shown.get(page)
        touched = {before} if before else set()
        if row["body_sha256"] is None:
            if before and self._routes[page] == {row["route"]}:
                self.gone_at[before].append(at)
            self._routes[page].discard(row["route"])
            return touched
        self._routes[page].add(row["route"])
        content = self._told.get((*page, row["body_sha256"]))
        if content is None:
            return touched
        if before:
            self._pages[before].discard(page)
        if content[0] in self._current:
            touched.add(self._current[content[0]])
        self._current[content[0]] = self._shown[page] = content
        self._pages[content].add(page)
        self.shown_at[content].append(at)
        return touched | {content}
