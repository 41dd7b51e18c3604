"""Sources whose pages a test writes down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

from transforms.errors import FetchError
from transforms.sources.base import RawPage, Revisable, Source


class ListedSource(Source):
    """Hands over the given batches; breaks off with an error before the batch numbered `breaks_at`.

    With `by_id` it can be asked for single pages: those that are not in it are gone.
    """

    route = "wordpress_rest"

    def __init__(
        self,
        batches: Sequence[Sequence[RawPage]],
        *,
        expected: int | None = None,
        breaks_at: int | None = None,
        error: BaseException | None = None,
        by_id: Mapping[str, RawPage | FetchError] | None = None,
    ) -> None:
        super().__init__("test")
        self._batches = batches
        self._expected = expected
        self._breaks_at = breaks_at
        self._error = error
        self._by_id = by_id
        self.asked_by_id: list[str] = []
        self.stored: Collection[str] = ()

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        self.stored = stored
        for number, batch in enumerate(self._batches):
            if number == self._breaks_at and self._error is not None:
                raise self._error
            yield [page for page in batch if page.published_date == day]

    def expected(self, day: dt.date) -> int | None:
        return self._expected

    def revisable(self) -> Revisable | None:
        return None if self._by_id is None else cast("Revisable", self)

    def whereabouts(self, page_id: str) -> RawPage | None:
        self.asked_by_id.append(page_id)
        found = (self._by_id or {}).get(page_id)
        if isinstance(found, FetchError):
            raise found
        return found
