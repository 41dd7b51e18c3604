"""A list that is walked page by page while it may change.

A post published meanwhile pushes others to later pages: they come twice and are taken once. A post deleted meanwhile
pulls one from the head of the next page to the tail of a page that was read already, out of sight. So the pages are
asked for once more on the way back, from the last to the first: walked in that direction, a deletion hides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

_MOST_IDLE = 3
"""So many pages in a row without a new entry end a walk: a faulty site repeats itself."""


class PagedWalk(Generic[Entry]):
    """One walk over a list, there and back; each entry comes once.

    Args:
        ask: the entries of a page by its number; None behind the last page.
        key: what an entry is known by.
        first: number of the page to begin with.
        is_past: whether nothing that is wanted comes behind a page.

    Attributes:
        is_whole: whether the walk came to the end of the list, or past what is wanted.
    """

    def __init__(
        self,
        ask: Callable[[int], Sequence[Entry] | None],
        *,
        key: Callable[[Entry], Hashable],
        first: int = 1,
        is_past: Callable[[Sequence[Entry]], bool] = lambda _: False,
    ) -> None:
        self._ask = ask
        self._key = key
        self._first = first
        self._is_past = is_past
        self._seen: set[Hashable] = set()
        self.is_whole = False

    def pages(self) -> Iterator[list[Entry]]:
        """Entries that did not come before, page by page."""
        number, idle = self._first, 0
        while idle < _MOST_IDLE:
            page = self._ask(number)
            if page is None:
                self.is_whole = True
                break
            fresh = self._fresh(page)
            idle = 0 if fresh else idle + 1
            yield fresh
            if self._is_past(page):
                self.is_whole = True
                break
            number += 1
        for before in range(number - 1, self._first - 1, -1):
            yield self._fresh(self._ask(before) or ())

    def _fresh(self, page: Sequence[Entry]) -> list[Entry]:
        found = {self._key(entry): entry for entry in page if self._key(entry) not in self._seen}
        self._seen.update(found)
        return list(found.values())
