"""The whole update: fetch or read the lists, build the table, compare it with the present one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transforms.extraction.lexicon import read_seed
from transforms.gazetteer.changes import Change, broken_references, compare, count_changes
from transforms.gazetteer.cod_ab import read_cod_ab
from transforms.gazetteer.geonames import read_geonames
from transforms.gazetteer.places_table import (
    FEATURE_COLUMNS,
    PLACE_COLUMNS,
    FreshPlaces,
    build_places,
    read_places,
    write_rows,
)
from transforms.gazetteer.tables import SourceFile, load, read_tables
from transforms.paths import SEEDS_DIR
from transforms.progress import Progress
from transforms.settings import Settings


@dataclass(frozen=True, slots=True)
class Sources:
    """What to build from.

    Attributes:
        cod_ab: files or addresses of the official list's tables.
        geonames: file or address of GeoNames' extract, or None.
        present: the table to compare with; None for `seeds/places.csv`.
        hosts: further hosts that a redirect may lead to.
    """

    cod_ab: tuple[str, ...]
    geonames: str | None = None
    present: Path | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """A fresh table, how it differs from the present one, and seeds that it would leave pointing to nothing."""

    fresh: FreshPlaces
    changes: list[Change]
    broken: list[str]

    def counts(self) -> dict[str, int]:
        """Number of changes by kind."""
        return count_changes(self.changes)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the rows themselves, as plain values."""
        return {
            "places": len(self.fresh.rows),
            "candidates": len(self.fresh.candidates),
            "counts": self.counts(),
            "positions": dict(self.fresh.positions),
            "changes": [asdict(change) for change in self.changes],
            "problems": self.fresh.problems,
            "broken_references": self.broken,
        }

    def write(self, out: Path, candidates: Path | None) -> None:
        """Write the table, and the candidates where a file for them is given.

        Raises:
            MarsadError: a file cannot be written.
        """
        write_rows(out, PLACE_COLUMNS, self.fresh.rows)
        if candidates is not None:
            write_rows(candidates, FEATURE_COLUMNS, self.fresh.candidates)


def run_update(sources: Sources, settings: Settings, progress: Progress, *, keep_names: bool = False) -> Update:
    """Build a fresh table; writes nothing.

    Args:
        sources: what to build from.
        settings: limits and contact of the HTTP client.
        progress: is told of every file.
        keep_names: rows of the present table keep their names.

    Raises:
        MarsadError: a file cannot be read, or is not what it should be.
        FetchError: an address cannot be fetched.
    """
    present = read_places(sources.present or SEEDS_DIR / "places.csv")
    aliases, features = read_seed("place_aliases.csv"), read_seed("features.csv")
    with progress.step("reading lists", len(sources.cod_ab) + (sources.geonames is not None), "files") as advance:

        def fetch(place: str) -> SourceFile:
            file = load(place, settings, hosts=sources.hosts)
            advance()
            return file

        official = read_cod_ab(table for place in sources.cod_ab for table in read_tables(fetch(place)))
        geonames = [] if sources.geonames is None else read_geonames(fetch(sources.geonames))
    fresh = build_places(official.places, present, geonames, features=features, keep_names=keep_names)
    fresh.problems[:0] = official.problems
    return Update(fresh, compare(present, fresh.rows), broken_references(fresh.rows, aliases, features))
