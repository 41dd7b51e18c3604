"""`marsad sources`: the configured sites, the ways in, and which of them work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from transforms.cli.arguments import Table
from transforms.errors import LakeError, MarsadError

if TYPE_CHECKING:
    from rich.console import Console

    from transforms.lake import Lake
    from transforms.settings import Settings
    from transforms.sources.survey import RouteState

_COLOURS = {"answers": "green", "ready": "green", "forbidden": "yellow", "fails": "red", "unusable": "red"}


def sources(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE]...", help="Names of sites; default: all.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    format: Annotated[Table, typer.Option("--format", help="How to print the rows.")] = Table.table,
) -> None:
    """List the sites and their routes: can they be used, do they answer, what do they tell, which one served last.

    Each route is asked once or twice, within what robots.txt allows; nothing is stored. Fails where a site has no
    route that works.
    """
    from transforms.settings import load_settings
    from transforms.sources.survey import survey

    settings = load_settings()
    lake, broken = _lake(settings), []
    rows: list[RouteState] = []
    for states in survey(settings, names or (), offline=offline):
        shown = _with_served(states, lake)
        rows += shown
        if not any(state.is_usable for state in shown):
            broken.append(shown[0].site)
        if format is Table.table:
            _print_site(settings, shown)
    if format is not Table.table:
        _print_rows(rows, format)
    if broken:
        raise MarsadError(f"sources: no route works of {', '.join(broken)}")


def _lake(settings: Settings) -> Lake | None:
    from transforms.lake import open_lake

    try:
        return open_lake(settings.lake)
    except LakeError as error:
        typer.echo(f"marsad: warning: who served is not known: {error}", err=True)
        return None


def _with_served(states: list[RouteState], lake: Lake | None) -> list[RouteState]:
    from transforms.sources.survey import with_served

    try:
        return with_served(states, lake) if lake else states
    except LakeError as error:
        typer.echo(f"marsad: warning: who served {states[0].site} is not known: {error}", err=True)
        return states


def _print_site(settings: Settings, states: list[RouteState]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    from transforms.cli.terminal import print_heading, printable

    console: Console = Console()
    name = states[0].site
    about = " (the source in force)" if name == settings.source else ""
    print_heading(console, Text.assemble((name, "bold"), about))
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("route", "state", "what it tells", "served"):
        table.add_column(column, overflow="fold", min_width=0 if column == "served" else 10)
    for state in states:
        table.add_row(
            f"{state.rank} {state.route}", Text(state.state, _COLOURS[state.state]), printable(_told(state)),
            _served(state),
        )  # fmt: skip
    console.print(table)


def _told(state: RouteState) -> str:
    from transforms.clock import SITE_TIME_ZONE

    parts = [state.told or state.address]
    if state.newest_at is not None:
        parts.append(f"newest {state.newest_at.astimezone(SITE_TIME_ZONE):%Y-%m-%d %H:%M}")
    if state.crawl_delay_seconds:
        parts.append(f"crawl delay {state.crawl_delay_seconds:g} s")
    return "; ".join(parts)


def _served(state: RouteState) -> str:
    if state.last_served_date is None:
        return ""
    days = "1 day" if state.served_days == 1 else f"{state.served_days} days"
    return f"{days}, last {state.last_served_date}"


def _print_rows(states: Iterable[RouteState], format: Table) -> None:
    import csv
    import dataclasses
    import json
    import sys

    from transforms.sources.survey import RouteState

    names = [field.name for field in dataclasses.fields(RouteState)]
    if format is Table.json:
        rows = [dataclasses.asdict(state) for state in states]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(state, name) for name in names] for state in states)
