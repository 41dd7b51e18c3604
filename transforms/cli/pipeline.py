"""`marsad ingest`, `reparse`, `publish` and `demo`: the whole way of the data, through the orchestrator."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transforms.cli.arguments import (
    FirstDay,
    LastDay,
    OptionalFirstDay,
    OptionalLastDay,
    parse_moment,
    parse_past,
    parse_range,
)
from transforms.errors import MarsadError, UsageError
from transforms.orchestrator import Ingested, Published, Revised, load_orchestrator

if TYPE_CHECKING:
    from transforms.progress import Progress


def ingest(
    first: OptionalFirstDay = None,
    last: OptionalLastDay = None,
    source_url: Annotated[
        str | None,
        typer.Option("--source-url", help="Base address of the site, or file:///folder; default: the setting."),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Name under which reports are stored.")] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="auto|ISO",
            help="Instead of a range: what was edited, moved or deleted since a moment, or (auto) since the last time, "
            "in days that were fetched. Deleted posts are looked for from --from to --to; default: everywhere.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask for days, too, that are older than a week and were complete.")
    ] = False,
) -> None:
    """Fetch a range of publication days and read what changed, then rebuild and publish the warehouse.

    It may be stopped at any moment (Ctrl-C) and goes on where it was. Years are one run, a hundred posts with each
    request where the site allows: --from 2012-01-01 --to 2025-12-31
    """
    days = _given_range(first, last, is_needed=changed_since is None)
    since = None if changed_since is None or changed_since == "auto" else parse_moment(changed_since)

    from transforms.settings import load_settings

    settings = load_settings(source_url=source_url, source=source)
    progress = _bars()
    orchestrator = load_orchestrator(progress)
    if changed_since is not None:
        revised = orchestrator.revise(settings, since, days, progress)
        _say_revised(revised)
        incomplete = revised.shrunk
    else:
        assert days is not None  # noqa: S101 - asked for above
        done = orchestrator.ingest(settings, *days, progress, again=again)
        _say_ingested(done)
        incomplete = done.incomplete
    _say_published(orchestrator.publish(settings, progress))
    if incomplete:
        raise MarsadError(
            f"incomplete days: {', '.join(incomplete)}; what came is stored and published",
            hint="run the same command again",
        )


def _given_range(first: str | None, last: str | None, *, is_needed: bool) -> tuple[dt.date, dt.date] | None:
    if first is not None and last is not None:
        return parse_range(first, last)
    if is_needed or first is not None or last is not None:
        raise UsageError("a range of days is missing", hint="--from YYYY-MM-DD --to YYYY-MM-DD")
    return None


def reparse(
    first: FirstDay,
    last: LastDay,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine", help="Where to read: local, or sc://host:port of Spark Connect; default: the setting."
        ),
    ] = None,
) -> None:
    """Read the stored pages of a range again (after a change of the parser), then publish. Fetches nothing."""
    first_day, last_day = parse_range(first, last)

    from transforms.engines import check_engine
    from transforms.settings import load_settings

    settings, progress = load_settings(engine=engine), _bars()
    check_engine(settings.engine)
    orchestrator = load_orchestrator(progress)
    _say_ingested(orchestrator.reparse(settings, first_day, last_day, progress))
    _say_published(orchestrator.publish(settings, progress))


def publish(
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="YYYY-MM-DD|ISO",
            help="Instead of the newest state the one at the end of that day (Asia/Damascus), or at a moment with "
            "offset: of what had been fetched and seen by then. It goes into a file of its own.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="With --as-of: the file; default: in the data folder, named by it."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", metavar="FILE", help="With --as-of: a copy kept since then; tells what differs."),
    ] = None,
) -> None:
    """Rebuild the marts from the lake and swap the warehouse in; or build them as they stood in the past."""
    from transforms.settings import load_settings

    if as_of is not None:
        _publish_past(*parse_past(as_of), to, compare)
        return
    if to is not None or compare is not None:
        raise UsageError("--to and --compare go with --as-of", hint="marsad publish --as-of 2016-03-10")
    progress = _bars()
    _say_published(load_orchestrator(progress).publish(load_settings(), progress))


def _publish_past(as_of: dt.datetime, day: dt.date | None, to: Path | None, kept: Path | None) -> None:
    from transforms.past import check_target, default_target
    from transforms.settings import load_settings
    from transforms.warehouse import query

    settings, progress = load_settings(), _bars()
    target = to or default_target(settings.data_dir, as_of, day=day)
    check_target(target, settings.warehouse_path)
    if kept is not None:
        query(kept, "from meta")  # before the build, which takes a while
    done = load_orchestrator(progress).publish_as_of(settings, as_of, target, progress)
    _say_published(done)
    [parsers] = query(target, "select value from meta where key = 'parser_versions'").to_pylist()
    typer.echo(
        f"as of {as_of.isoformat()}; read by parser version {parsers['value']}, with the places, actors and SQL of "
        "now: where those have changed since, figures differ from what was published then"
    )
    if kept is not None:
        _say_compared(target, kept)


def _say_compared(past: Path, kept: Path) -> None:
    from transforms.past import compare, other_versions

    differences = compare(past, kept)
    for name, (now, then) in other_versions(past, kept).items():
        typer.echo(f"marsad: warning: {name} is {now} here and {then} in {kept}", err=True)
    for found in differences:
        odd = f"; columns of one alone: {', '.join(found.columns)}" if found.columns else ""
        rows = "no such table" if found.first_only is None else f"{found.first_only} rows only here"
        others = "no such table" if found.second_only is None else f"{found.second_only} only"
        typer.echo(f"{found.table}: {rows}, {others} in {kept}{odd}")
    if differences:
        raise MarsadError(f"{len(differences)} tables differ from {kept}")
    typer.echo(f"the same as {kept}, row by row")


def demo() -> None:
    """Run everything on the bundled sample site, offline."""
    from transforms.cli import demo as bundled
    from transforms.settings import load_settings

    bundled.run(load_settings(), _bars())


def _bars() -> Progress:
    from transforms.cli.bars import Bars

    return Bars()


def _say_ingested(done: Ingested) -> None:
    typer.echo(
        f"{done.days} days: {done.fetched} new pages, {done.already_stored} known; {done.reports} reports, "
        f"{done.events} events, {done.quarantined} pages in quarantine"
    )
    if done.not_asked:
        typer.echo(f"{done.not_asked} of these days were complete before and were not asked for (--again asks)")
    for warning in done.warnings:
        typer.echo(f"marsad: warning: {warning}", err=True)


def _say_revised(done: Revised) -> None:
    typer.echo(
        f"since {done.since}: {done.told} posts new or modified, {done.moved} moved, {done.gone} deleted, "
        f"{done.missed} missed before; {done.fetched} new pages in {len(done.changed_days)} days; "
        f"{len(done.read_days)} days read"
    )
    for warning in done.warnings:
        typer.echo(f"marsad: warning: {warning}", err=True)


def _say_published(done: Published) -> None:
    rows = sum(done.row_counts.values())
    typer.echo(f"published {done.path}: {len(done.row_counts)} tables, {rows} rows")
