"""WARC files on the disk as a source: what a crawler of one's own, or an archive's export, left behind.

The format is ISO 28500, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/ (1.0 is read
alike). Of its records `response` and `resource` hold pages. A `revisit` says that a page had the same bytes as another
record: under the same address that is no further version, under another one the other record's bytes are taken.
`request`, `warcinfo`, `metadata`, `conversion` and continuations hold none.

Every file is walked once an instance, for the records' heads alone; bodies are read when their day is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from transforms.errors import SettingsError
from transforms.sources.archive import ArchiveSource, Held, UnusableCaptureError
from transforms.sources.archive_index import Capture
from transforms.sources.archived_site import MEDIA_TYPES
from transforms.sources.warc_files import Damage, Place, record_bytes, walk
from transforms.sources.warc_records import BrokenRecordError, Record, body_of, parse

_ENDINGS = (".warc", ".warc.gz")
_Spot = tuple[Path, Place]


class WarcSource(ArchiveSource):
    """Pages of a site in WARC files, plain, packed record by record or packed as a whole.

    A damaged or cut-off record is told by `unplaced` with its file and offset, and the records behind it are read.

    Args:
        paths: a folder, whose files ending in `.warc` or `.warc.gz` are taken at any depth without the hidden ones; or
            the files.
        name: under which reports are stored.
        base_url: address of the site, because the files may hold others, too; see `ArchivedSite`.
        max_body_bytes: largest body, decompressed.

    Raises:
        SettingsError: a path does not exist.
    """

    route = "warc"
    is_local = True

    def __init__(
        self, paths: Path | Iterable[Path], *, name: str, base_url: str, max_body_bytes: int = 50_000_000
    ) -> None:
        super().__init__(name=name, base_url=base_url)
        self._paths = (paths,) if isinstance(paths, Path) else tuple(paths)
        self._max_body_bytes = max_body_bytes
        for path in self._paths:
            if not path.exists():
                raise SettingsError(f"{path} does not exist", hint="a folder with .warc.gz files, or the files")

    def _captures(self) -> Iterator[Capture]:
        bodies: dict[str, _Spot] = {}
        pages: set[str | None] = set()
        revisits: list[Record] = []
        for path in self._files():
            for place, record in self._records(path):
                if record.kind == "revisit":
                    revisits.append(record)
                    continue
                spot = (path, place)
                if record.digest:
                    bodies.setdefault(record.digest, spot)
                pages.add(self._site.canonical(record.url))
                yield Capture(record.url, record.captured_at, record.digest, spot)
        for record in revisits:
            if record.digest in bodies:
                yield Capture(record.url, record.captured_at, record.digest, bodies[record.digest])
            elif record.digest or self._site.canonical(record.url) not in pages:
                self._tell(f"{record.url} as captured {record.captured_at:%Y-%m-%d}: a revisit of bytes in no file")

    def _held(self, capture: Capture) -> Held:
        path, place = capture.where
        try:
            record = parse(record_bytes(path, place, max_bytes=self._max_body_bytes))
            body = body_of(record, max_bytes=self._max_body_bytes)
        except BrokenRecordError as error:
            raise UnusableCaptureError(f"{path.name} at {place.offset}: {error}") from error
        except OSError as error:
            raise UnusableCaptureError(f"{path.name} cannot be read: {error.strerror}") from error
        return Held(body, record.status, record.headers, capture.captured_at)

    def _files(self) -> Iterator[Path]:
        for path in self._paths:
            if not path.is_dir():
                yield path
                continue
            for file in sorted(path.rglob("*")):
                is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.name.lower().endswith(_ENDINGS) and file.is_file() and not is_hidden:
                    yield file

    def _records(self, path: Path) -> Iterator[tuple[Place, Record]]:
        """Heads of the records of the site that may hold a page."""
        try:
            for found in walk(path):
                if isinstance(found, Damage):
                    self._tell(f"{path.name} at {found.place.offset}: {found.what}")
                    continue
                try:
                    record = parse(found.head)
                except BrokenRecordError as error:
                    self._tell(f"{path.name} at {found.place.offset}: {error}")
                    continue
                if self._may_be_page(record):
                    yield found.place, record
        except OSError as error:
            self._tell(f"{path.name} cannot be read: {error.strerror or error}")

    def _may_be_page(self, record: Record) -> bool:
        if self._site.post_address(record.url) is None:
            return False
        if record.kind == "revisit":
            return True
        is_page = record.media_type in MEDIA_TYPES or not record.media_type
        return is_page and (record.kind == "resource" or (record.kind == "response" and record.status == 200))
