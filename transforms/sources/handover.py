"""Several routes to one site as one source: where a route fails or falls short, the next one takes over.

- A route that raises a typed error, or that hands over fewer posts of a day than it told of, gives these days up to the
  next route, in the configured order. What it did hand over counts, and the next one only adds what is missing.
- A day is complete when a route came to its end and as many posts came, of all routes together, as any route that came
  to its end told of.
- Days without a single post are only believed where a second route says so, too, if there is one.
- Where no route came to its end, the error says of each route why. A route that failed three times in a row rests for
  the remainder of the run, as long as another one is left. A spent budget is no failure of a route: it ends the run.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from transforms.errors import BudgetSpentError, FetchError, MarsadError, SettingsError, TransientFetchError
from transforms.sources.answers import Recall
from transforms.sources.base import RawPage, Revisable, Source, Spreading

_PATIENCE = 3
"""Failures in a row after which a route rests."""


@dataclass
class _Tally:
    """What came of a day so far.

    Attributes:
        seen: ids of its pages.
        told: the highest number that a route told of; None where none told any.
        ends: how many routes came to their end.
        served: routes that came to their end or handed pages over.
        handovers: why routes gave the day up.
    """

    seen: set[str] = field(default_factory=set)
    told: int | None = None
    ends: int = 0
    served: list[str] = field(default_factory=list)
    handovers: list[str] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        return self.ends > 0

    @property
    def is_complete(self) -> bool:
        return self.is_listed and (self.told is None or len(self.seen) >= self.told)

    def serve(self, route: str) -> None:
        if route not in self.served:
            self.served.append(route)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is kept of a day's tally."""

    told: int | None
    served: tuple[str, ...]
    handovers: tuple[str, ...]


class HandoverSource(Source):
    """A site by its routes, in order.

    Args:
        name: under which reports are stored.
        routes: how to open each route, by its name; a route is opened when it is needed.
        live: names of the routes that show what the site shows now.

    Raises:
        ValueError: there is no route.
    """

    def __init__(self, name: str, routes: Mapping[str, Callable[[], Source]], *, live: Collection[str] = ()) -> None:
        super().__init__(name)
        if not routes:
            raise ValueError("a source needs a route")
        self.route = next(iter(routes))
        self._routes = dict(routes)
        self._live = frozenset(live)
        self._opened: dict[str, Source] = {}
        self._failed: Counter[str] = Counter()
        self._days: dict[dt.date, _Listed] = {}
        self._recall: Recall | None = None

    # --- what callers see --------------------------------------------------------------------------------------

    def batches(self, day: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Pages of a day by as many routes as it takes; see `Source.batches`.

        Raises:
            PermanentFetchError, TransientFetchError: no route came to its end; the message has each route's reason.
            BudgetSpentError: the run has asked as much as it may.
        """
        return self._listing([day], stored)

    def spread(self, first: dt.date, last: dt.date, *, stored: Collection[str] = ()) -> Iterator[list[RawPage]]:
        """Pages of a range of days; see `Spreading.spread` and `batches`. The next route is asked for single days."""
        return self._listing([first + dt.timedelta(days=n) for n in range((last - first).days + 1)], stored)

    def expected(self, day: dt.date) -> int | None:
        """The highest number of reports that a route told of which came to its end."""
        listed = self._days.get(day)
        return listed.told if listed else None

    def served(self, day: dt.date) -> tuple[str, ...]:
        """Routes that listed the day, or a part of it."""
        listed = self._days.get(day)
        return listed.served if listed else ()

    def handovers(self, day: dt.date) -> tuple[str, ...]:
        """Why routes gave the day up."""
        listed = self._days.get(day)
        return listed.handovers if listed else ()

    def listing_routes(self, handed_over: Collection[str]) -> frozenset[str]:
        """All live routes once one of them listed the day: they show the same posts."""
        handed = frozenset(handed_over or (self.route,))
        return handed | self._live if handed & self._live else handed

    def recall(self, answers: Recall | None) -> None:
        """For all routes, also those that are opened later; see `Source.recall`."""
        self._recall = answers
        for source in self._opened.values():
            source.recall(answers)

    def revisable(self) -> Revisable | None:
        """The first route that can be asked what changed, whichever listed the days."""
        for name in self._routes:
            if name not in self._live:
                continue
            with suppress(SettingsError):  # a route that cannot be opened is told of where days are listed
                revisable = self._source(name).revisable()
                if revisable is not None:
                    return revisable
        return None

    def unplaced(self) -> tuple[str, ...]:
        """What the routes that were asked say, each with its route."""
        return tuple(f"{name}: {line}" for name, source in self._opened.items() for line in source.unplaced())

    # --- one route after the other -----------------------------------------------------------------------------

    def _listing(self, days: Sequence[dt.date], stored: Collection[str]) -> Iterator[list[RawPage]]:
        tallies = {day: _Tally() for day in days}
        failures: list[tuple[str, MarsadError]] = []
        try:
            for name in self._askable():
                is_open = [day for day in days if not tallies[day].is_complete] or self._doubtful(tallies, stored)
                if not is_open:
                    return
                try:
                    for together in _ranges(is_open):
                        yield from self._ask(name, {day: tallies[day] for day in together}, stored)
                    self._failed[name] = 0
                except BudgetSpentError:
                    raise
                except (FetchError, SettingsError) as error:
                    self._failed[name] += 1
                    failures.append((name, error))
                    for day in is_open:
                        if not (tallies[day].is_complete and tallies[day].seen):
                            tallies[day].handovers.append(f"{name}: {error.message}")
            if not all(tally.is_listed for tally in tallies.values()):
                raise _failure(self.name, failures)
        finally:
            self._keep(tallies)

    def _ask(self, name: str, tallies: Mapping[dt.date, _Tally], stored: Collection[str]) -> Iterator[list[RawPage]]:
        """Pages of days that follow each other by one route, without those that other routes handed over before."""
        source = self._source(name)
        before = {day: frozenset(tally.seen) for day, tally in tallies.items()}
        known = frozenset(stored).union(*before.values())
        days = list(tallies)
        if len(days) > 1 and isinstance(source, Spreading):
            parts = [(days, source.spread(days[0], days[-1], stored=known))]
        else:
            parts = [([day], source.batches(day, stored=known)) for day in days]
        for part, batches in parts:
            for batch in batches:
                fresh = [page for page in batch if page.page_id not in before.get(page.published_date, (page.page_id,))]
                for page in fresh:
                    tallies[page.published_date].seen.add(page.page_id)
                    tallies[page.published_date].serve(name)
                yield fresh
            for day in part:
                self._end(name, source, day, tallies[day])

    @staticmethod
    def _end(name: str, source: Source, day: dt.date, tally: _Tally) -> None:
        """Note that a route came to its end for a day."""
        told = source.expected(day)
        tally.ends += 1
        tally.told = max((number for number in (tally.told, told) if number is not None), default=None)
        tally.serve(name)
        if not tally.is_complete:
            tally.handovers.append(f"{name}: {len(tally.seen)} of {tally.told} posts came")

    def _doubtful(self, tallies: Mapping[dt.date, _Tally], stored: Collection[str]) -> list[dt.date]:
        """All days, where one route alone listed them and none has a post: so answers a site that breaks down, too."""
        served = {name for tally in tallies.values() for name in tally.served}
        is_archive = bool(stored) and not served & self._live  # it does not hand over again what is stored
        if is_archive or any(tally.seen or tally.ends > 1 for tally in tallies.values()):
            return []
        for tally in tallies.values():
            tally.handovers.append(f"{', '.join(tally.served)}: no post came")
        return list(tallies)

    def _askable(self) -> list[str]:
        """Routes in order, without those that rest; the last one never does alone."""
        awake = [name for name in self._routes if self._failed[name] < _PATIENCE]
        return awake or list(self._routes)

    def _source(self, name: str) -> Source:
        if name not in self._opened:
            self._opened[name] = self._routes[name]()
            self._opened[name].recall(self._recall)
        return self._opened[name]

    def _keep(self, tallies: Mapping[dt.date, _Tally]) -> None:
        for day, tally in tallies.items():
            self._days[day] = _Listed(tally.told, tuple(tally.served), tuple(tally.handovers))


def _ranges(days: Sequence[dt.date]) -> list[list[dt.date]]:
    """Days that follow each other, together."""
    found: list[list[dt.date]] = []
    for day in days:
        if found and day - found[-1][-1] == dt.timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _failure(name: str, failures: Sequence[tuple[str, MarsadError]]) -> FetchError:
    """One error for all routes: one that may pass, if any of them may."""
    told = "; ".join(f"{route}: {error.message}" for route, error in failures)
    errors = [error for _, error in failures if isinstance(error, FetchError)]
    if not errors:
        raise failures[0][1]
    chosen = next((error for error in errors if isinstance(error, TransientFetchError)), errors[0])
    if len(failures) == 1:
        return chosen
    message = f"{name}: none of {len(failures)} routes served. {told}"
    return type(chosen)(message, url=chosen.url, status=chosen.status, hint=chosen.hint)
