"""Sources whose pages a test writes down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from transforms.sources.base import RawPage, Source


class ListedSource(Source):
    """Hands over the given batches; breaks off with an error before the batch numbered `breaks_at`."""

    route = "wordpress_rest"

    def __init__(
        self,
        batches: Sequence[Sequence[RawPage]],
        *,
        expected: int | None = None,
        breaks_at: int | None = None,
        error: BaseException | None = None,
    ) -> None:
        super().__init__("test")
        self._batches = batches
        self._expected = expected
        self._breaks_at = breaks_at
        self._error = error
        self.stored: Collection[str] = ()

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        self.stored = stored
        for number, batch in enumerate(self._batches):
            if number == self._breaks_at and self._error is not None:
                raise self._error
            yield [page for page in batch if page.published_date == day]

    def expected(self, day: dt.date) -> int | None:
        return self._expected
