"""What one source keeps in mind while it asks for single pages: batches, failures, and pages of days to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transforms.errors import BudgetSpentError, FetchError, TransientFetchError
from transforms.sources.base import RawPage

_PATIENCE = 10
"""Failures in a row after which the whole is taken to be out of order, instead of a single page."""
_KEPT_BYTES = 64_000_000
_BATCH_PAGES = 50
_BATCH_BYTES = 20_000_000


def in_batches(pages: Iterable[RawPage]) -> Iterator[list[RawPage]]:
    """Pages by some dozens; those that were gathered before a failure come before it is raised."""
    batch: list[RawPage] = []
    size = 0
    try:
        for page in pages:
            batch.append(page)
            size += len(page.body)
            if len(batch) >= _BATCH_PAGES or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
    except FetchError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


class KeptVersions:
    """Versions of pages that turned out to be of other days than those asked for, so that they come once.

    The oldest are dropped where the bodies take more room than is meant for them.

    Args:
        most_bytes: room for the bodies.
    """

    def __init__(self, most_bytes: int = _KEPT_BYTES) -> None:
        self._most = most_bytes
        self._kept: dict[str, list[RawPage]] = {}
        self._bytes = 0

    def keep(self, url: str, versions: Sequence[RawPage]) -> None:
        """Keep the versions of a page."""
        self.take(url)
        self._kept[url] = list(versions)
        self._bytes += _size(versions)
        while self._bytes > self._most:
            self.take(next(iter(self._kept)))

    def take(self, url: str) -> list[RawPage] | None:
        """The versions of a page, which are then no longer kept; None where there are none."""
        versions = self._kept.pop(url, None)
        self._bytes -= _size(versions or ())
        return versions


class Failures:
    """What did not come during one listing.

    Args:
        url: address of the whole.
        what: what is asked for, in the plural.
    """

    def __init__(self, url: str, what: str = "parts of the archive") -> None:
        self._url = url
        self._what = what
        self._row = 0
        self._transient: list[FetchError] = []

    def add(self, error: FetchError) -> None:
        """Note a failure; the tenth in a row is raised, and a spent budget at once."""
        if isinstance(error, BudgetSpentError):
            raise error
        self._row += 1
        if isinstance(error, TransientFetchError):
            self._transient.append(error)
        if self._row >= _PATIENCE:
            raise error

    def end(self) -> None:
        """Something came: the row of failures is over."""
        self._row = 0

    @property
    def in_a_row(self) -> int:
        """Number of failures since something came."""
        return self._row

    @property
    def transient(self) -> int:
        """Number of those that may come later."""
        return len(self._transient)

    def add_missing(self, errors: Iterable[FetchError]) -> None:
        """Parts of the index that did not come."""
        self._transient.extend(errors)

    def raise_any(self) -> None:
        """Say that something is missing that may come later."""
        if self._transient:
            first = self._transient[0]
            raise TransientFetchError(
                f"{len(self._transient)} {self._what} did not come, the first: {first.message}",
                url=first.url or self._url,
                status=first.status,
                hint="what came is stored; run the days again later",
            )


def _size(versions: Sequence[RawPage]) -> int:
    return sum(len(version.body) for version in versions)
