"""The configured sites and their routes with their state: usable, allowed, answering, and which one served last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.completeness import remembered_days
from transforms.errors import FetchError, ForbiddenByRobotsError, MarsadError, SettingsError, UsageError
from transforms.sources import site_of
from transforms.sources.addresses import origin_of, without_secrets
from transforms.sources.http import HttpClient
from transforms.sources.probes import day_of, probe
from transforms.sources.routes import ROUTES, hosts_of, open_route

if TYPE_CHECKING:
    from transforms.lake import Lake
    from transforms.settings import Settings
    from transforms.sites import SiteSettings

ANSWERS, READY, FORBIDDEN, FAILS, UNUSABLE = "answers", "ready", "forbidden", "fails", "unusable"
LAST_DAYS = 7
"""So many of the newest days of the lake are looked at for who served them."""
_PATIENCE_SECONDS = 10.0
_LIVE = frozenset(name for name, route in ROUTES.items() if route.is_live)


@dataclass(frozen=True, slots=True)
class RouteState:
    """One route of one site.

    Attributes:
        site: the site's name.
        address: where the route asks or reads, without secrets.
        route: its name.
        rank: 1 for the one that is asked first.
        state: `answers`; `ready` (it can be used, and was not asked); `forbidden` (by robots.txt); `fails`; `unusable`
            (not installed, or what it needs is missing).
        told: what it tells of itself, or why it cannot be used.
        crawl_delay_seconds: what the host asks to leave between two requests; None where nobody was asked.
        posts: number of posts, where it tells it.
        newest_at: publication, or capture, of its newest post, UTC, where it tells it.
        served_days: of the newest days of the lake (`LAST_DAYS`), those that have pages by this route.
        last_served_date: the newest of them.
    """

    site: str
    address: str
    route: str
    rank: int
    state: str
    told: str = ""
    crawl_delay_seconds: float | None = None
    posts: int | None = None
    newest_at: dt.datetime | None = None
    served_days: int = 0
    last_served_date: dt.date | None = None

    @property
    def is_usable(self) -> bool:
        """Whether a run can use it, as far as is known."""
        return self.state in (ANSWERS, READY)


def survey(settings: Settings, names: Collection[str] = (), *, offline: bool = False) -> Iterator[list[RouteState]]:
    """Look at sites, each by one request or two a route; nothing is tried again.

    Args:
        settings: in force.
        names: of the sites; default: all.
        offline: ask nobody.

    Yields:
        The routes of a site, in order.

    Raises:
        UsageError: there is no site of a name.
        SettingsError: the address that stands in place of the source's table makes no sense.
    """
    sites = dict(settings.sites)
    if settings.source_url is not None:
        sites[settings.source] = site_of(settings)
    unknown = sorted(set(names) - set(sites))
    if unknown:
        raise UsageError(f"there is no site {unknown[0]!r}", hint=f"known are {', '.join(sorted(sites))}")
    in_haste = settings.model_copy(
        update={"max_retries": 0, "request_timeout_seconds": min(settings.request_timeout_seconds, _PATIENCE_SECONDS)}
    )
    for name in sorted(names or sites):
        yield _Site(name, sites[name], in_haste).states(offline=offline)


def with_served(states: list[RouteState], lake: Lake) -> list[RouteState]:
    """The routes of a site, with the days of the lake that they served.

    Raises:
        LakeError: the lake cannot be read.
    """
    name = states[0].site
    days = (remembered_days(lake, name) or lake.days("raw_pages"))[-LAST_DAYS:]
    served: dict[str, list[dt.date]] = {}
    for day in days:
        pages = lake.read_page_versions(day).select(["source", "route"]).to_pylist()
        for route in {page["route"] for page in pages if page["source"] == name}:
            served.setdefault(route, []).append(day)
    return [
        replace(state, served_days=len(found), last_served_date=found[-1])
        if (found := served.get(state.route))
        else state
        for state in states
    ]


class _Site:
    """One look at a site; a host that failed once is not asked again."""

    def __init__(self, name: str, site: SiteSettings, settings: Settings) -> None:
        self._name = name
        self._site = site
        self._settings = settings
        self._client = HttpClient.for_site(site, settings, more_hosts=hosts_of(site), keeps=False)
        self._failed: dict[str, FetchError] = {}
        self._newest: dt.date | None = None

    def states(self, *, offline: bool) -> list[RouteState]:
        found = [self._opened(route, rank) for rank, route in enumerate(self._site.routes, 1)]
        return [state if offline or state.state == UNUSABLE else self._asked(state) for state in found]

    def _opened(self, route: str, rank: int) -> RouteState:
        address = ROUTES[route].first_address(self._site)
        state = RouteState(self._name, without_secrets(address) if address else self._place(route), route, rank, READY)
        try:
            open_route(route, self._name, self._site, self._settings, self._client)
        except SettingsError as error:
            return replace(state, state=UNUSABLE, told=str(error))
        return state

    def _place(self, route: str) -> str:
        paths = self._site.warc.paths if route == "warc" else (self._site.files.folder,)
        return ", ".join(str(path) for path in paths if path)

    def _asked(self, state: RouteState) -> RouteState:
        address = ROUTES[state.route].first_address(self._site)
        try:
            if address is not None:
                state = replace(state, crawl_delay_seconds=self._delay(address))
        except FetchError as error:
            is_forbidden = isinstance(error, ForbiddenByRobotsError)
            return replace(state, state=FORBIDDEN if is_forbidden else FAILS, told=error.message)
        try:
            told = probe(state.route, self._site, self._client, self._newest)
        except MarsadError as error:
            return replace(state, state=UNUSABLE if isinstance(error, SettingsError) else FAILS, told=error.message)
        if state.route in _LIVE:
            self._newest = self._newest or day_of(told)
        newest = told.newest_at.astimezone(dt.UTC) if told.newest_at else None
        return replace(state, state=ANSWERS if address else READY, told=told.text, posts=told.posts, newest_at=newest)

    def _delay(self, address: str) -> float:
        """What robots.txt asks for; the host's failure is told again for each further route."""
        origin = origin_of(address)
        if origin in self._failed:
            raise self._failed[origin]
        try:
            return self._client.crawl_delay(address)
        except FetchError as error:
            if not isinstance(error, ForbiddenByRobotsError):
                self._failed[origin] = error
            raise
