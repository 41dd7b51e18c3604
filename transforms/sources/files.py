"""A folder of saved pages: .html, .json (WordPress posts) and .txt files, read as one source.

The publication day of a file is what `read_report` finds in it (metadata, address, post id), else a day in its name or
in a folder's (`2016-02-25_name.txt`, `date=2016-02-25/name.html`). A file whose day is unknown belongs to no partition:
it is named in a warning on every listing and by `unplaced`, and never guessed.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from transforms.errors import UnreadablePage
from transforms.model import Report
from transforms.page import read_report
from transforms.sources.base import RawPage, Source

_TYPES = {".html": "text/html", ".htm": "text/html", ".json": "application/json", ".txt": "text/plain"}
_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_BATCH = 100
_log = logging.getLogger(__name__)


class FilesSource(Source):
    """Saved pages under a folder, at any depth; hidden files are passed over.

    Args:
        folder: where the files lie.
        name: under which reports are stored.
    """

    route = "files"
    is_local = True

    def __init__(self, folder: Path, *, name: str) -> None:
        super().__init__(name)
        self._folder = folder
        self._unplaced: list[str] = []

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Files of a day in the order of their paths; see `Source.batches`. The folder is read once an instance."""
        paths = self._by_day.get(day, [])
        if self._unplaced:
            _log.warning("%d files have no publication day: %s", len(self._unplaced), "; ".join(self._unplaced[:5]))
        for start in range(0, len(paths), _BATCH):
            yield [self._raw_page(path, post_id, day) for path, post_id in paths[start : start + _BATCH]]

    def expected(self, day: dt.date) -> int | None:
        """Number of the day's files."""
        return len(self._by_day.get(day, []))

    def unplaced(self) -> tuple[str, ...]:
        """Files without a known publication day, each with the reason."""
        return tuple(self._unplaced) if self._by_day is not None else ()

    def days(self) -> list[dt.date]:
        """Publication days that have files, in order."""
        return sorted(self._by_day)

    @cached_property
    def _by_day(self) -> dict[dt.date, list[tuple[Path, int | None]]]:
        found: dict[dt.date, list[tuple[Path, int | None]]] = {}
        for path in sorted(self._folder.rglob("*")):
            relative = path.relative_to(self._folder)
            is_hidden = any(part.startswith(".") for part in relative.parts)
            if path.suffix.lower() in _TYPES and path.is_file() and not is_hidden:
                day, post_id, reason = self._placed(path, relative)
                if day is None:
                    self._unplaced.append(f"{relative.as_posix()}: {reason}")
                else:
                    found.setdefault(day, []).append((path, post_id))
        return found

    def _placed(self, path: Path, relative: Path) -> tuple[dt.date | None, int | None, str]:
        report: Report | None = None
        reason = "no publication day in metadata, address, post id or file name"
        try:
            report = read_report(path.read_bytes(), source=self.name, content_type=_type_of(path))
        except UnreadablePage as error:
            reason = f"{error.reason}, {error.message}"
        except (
            ArithmeticError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:  # one odd file stops none
            reason = f"the file cannot be read: {type(error).__name__}"
        day = report.published_date if report else None
        return day or _day_of_name(relative), report.post_id if report else None, reason

    def _raw_page(self, path: Path, post_id: int | None, day: dt.date) -> RawPage:
        return RawPage.of(
            source=self.name,
            route=self.route,
            url=f"file:{path.relative_to(self._folder).as_posix()}",
            post_id=post_id,
            published_date=day,
            content_type=_type_of(path),
            body=path.read_bytes(),
            fetched_at=dt.datetime.now(dt.UTC),
        )


def _type_of(path: Path) -> str:
    return _TYPES[path.suffix.lower()]


def _day_of_name(relative: Path) -> dt.date | None:
    """The last day that a path names."""
    for match in reversed(list(_DAY.finditer(relative.as_posix()))):
        try:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None
