"""`marsad gazetteer`: which names it lacks, and a fresh places table from the official lists."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transforms.cli.arguments import Table, parse_day
from transforms.errors import MarsadError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from transforms.gazetteer.missing import MissingPlace
    from transforms.gazetteer.update import Update

app = typer.Typer(
    name="gazetteer", help="Keep the gazetteer of seeds/ complete and up to date.", no_args_is_help=True
)  # fmt: skip
_Limit = Annotated[int, typer.Option("--limit", min=0, help="Print at most this many; 0 for all.")]
_Format = Annotated[Table, typer.Option("--format", help="How to print them.")]


@app.command()
def missing(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILES]...", help="Reports to read instead of the lake's.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First publication day; default: the lake's.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last publication day, included.")
    ] = None,
    format: _Format = Table.table,
    least: Annotated[int, typer.Option("--least", min=1, help="Leave out names of fewer events.")] = 1,
    limit: _Limit = 50,
) -> None:
    """List place names that no place is known for, the most frequent first, with the words around them.

    Each is a line to add to seeds/place_aliases.csv (another name of a known place; similar ones are proposed) or to
    seeds/features.csv (a place of its own).
    """
    if files and (first or last):
        raise UsageError("FILES and --from, --to do not go together", hint="name files, or days of the lake")
    first_day, last_day = (parse_day(day) if day else None for day in (first, last))
    if first_day and last_day and first_day > last_day:
        raise UsageError(f"the range is turned around: --from {first_day} is after --to {last_day}")

    from transforms.cli.bars import Bars
    from transforms.gazetteer.missing import find_missing
    from transforms.gazetteer.told import told_by_files, told_by_lake
    from transforms.settings import load_settings

    settings, bars = load_settings(), Bars()
    told = told_by_files(files, settings.source, bars) if files else told_by_lake(settings, first_day, last_day, bars)
    found = find_missing(told, least=least, limit=limit or None)
    if format is Table.table:
        _print_missing(found)
    elif format is Table.json:
        typer.echo(json.dumps([asdict(place) for place in found], ensure_ascii=False, indent=2, default=str))
    else:
        _print_csv([_flat(place) for place in found], _MISSING_COLUMNS)


@app.command()
def update(
    cod_ab: Annotated[
        list[str], typer.Option("--cod-ab", metavar="FILE_OR_URL", help="COD-AB workbook, CSV or ZIP; may be repeated.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the fresh table goes.")],
    geonames: Annotated[
        str | None, typer.Option("--geonames", metavar="FILE_OR_URL", help="SY.txt or SY.zip of GeoNames.")
    ] = None,
    candidates: Annotated[
        Path | None,
        typer.Option("--candidates", metavar="FILE", help="Places that only GeoNames has, as rows for features.csv."),
    ] = None,
    present: Annotated[
        Path | None, typer.Option("--present", metavar="FILE", help="Compare with this table, not seeds/places.csv.")
    ] = None,
    keep_names: Annotated[
        bool, typer.Option("--keep-names", help="Known P-codes keep their present names (mended by hand, perhaps).")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE where it exists.")] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="HOST", help="A redirect may lead there, too.")
    ] = None,
    format: _Format = Table.table,
    limit: _Limit = 40,
) -> None:
    """Build a fresh places table from OCHA's COD-AB and GeoNames, and tell how it differs from the present one.

    The seeds stay as they are: look at the changes, then put FILE in their place.
    """
    if candidates is not None and geonames is None:
        raise UsageError("--candidates needs --geonames: they are what GeoNames has beyond the official list")
    for target in filter(None, (out, candidates)):
        if target.exists() and not force:
            raise MarsadError(f"{target} exists", hint="name another file, or replace it with --force")

    from transforms.cli.bars import Bars
    from transforms.gazetteer.update import Sources, run_update
    from transforms.settings import load_settings

    sources = Sources(tuple(cod_ab), geonames, present, tuple(allow_host or ()))
    done = run_update(sources, load_settings(), Bars(), keep_names=keep_names)
    done.write(out, candidates)
    if format is Table.json:
        typer.echo(json.dumps(done.as_dict(), ensure_ascii=False, indent=2))
    elif format is Table.csv:
        _print_csv([asdict(change) for change in done.changes], _CHANGE_COLUMNS)
    else:
        _print_update(done, out, candidates, limit)


_MISSING_COLUMNS = (
    "name", "level", "admin1_pcode", "events", "reports", "first_date", "last_date", "similar", "contexts",
)  # fmt: skip
_CHANGE_COLUMNS = ("kind", "pcode", "level", "column", "before", "after", "moved_km")


def _flat(place: MissingPlace) -> dict[str, object]:
    contexts = " | ".join(f"{context.report_id}: {context.text}" for context in place.contexts)
    return asdict(place) | {"similar": " | ".join(place.similar), "contexts": contexts}


def _print_csv(rows: list[dict[str, object]], columns: tuple[str, ...]) -> None:
    import csv
    import sys

    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_missing(found: list[MissingPlace]) -> None:
    from rich.console import Console
    from rich.text import Text

    from transforms.cli.terminal import labelled, print_heading, printable

    console = Console(highlight=False)
    for place in found:
        counts = f" {_counted(place.events, 'event')}, {_counted(place.reports, 'report')}"
        title = Text.assemble((printable(place.name).plain, "bold"), counts)
        print_heading(console, title)
        lines = [
            ("level", Text(place.level)),
            ("governorate", Text(place.admin1_pcode or "not known")),
            ("published", Text(_days(place))),
        ]
        lines += [("similar" if i == 0 else "", printable(name)) for i, name in enumerate(place.similar)]
        lines += [(context.report_id, printable(context.text)) for context in place.contexts]
        console.print(labelled(lines))
    console.print(_counted(len(found), "name"), style="dim")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _days(place: MissingPlace) -> str:
    days = dict.fromkeys(str(day) for day in (place.first_date, place.last_date) if day)
    return " to ".join(days) or "not known"


def _print_update(done: Update, out: Path, candidates: Path | None, limit: int) -> None:
    from rich.console import Console

    from transforms.cli.terminal import print_table
    from transforms.gazetteer.changes import KINDS

    console = Console(highlight=False)
    for kind in KINDS:
        changes = [change for change in done.changes if change.kind == kind]
        if changes:
            console.print(f"{kind}: {len(changes)}", style="bold")
            shown = changes[: limit or None]
            rows = [(c.pcode, c.level, c.column, c.before, c.after, c.moved_km) for c in shown]
            filled = [i for i in range(len(_CHANGE_COLUMNS) - 1) if any(row[i] not in ("", None) for row in rows)]
            print_table(console, [_CHANGE_COLUMNS[i + 1] for i in filled], [[row[i] for i in filled] for row in rows])
            _say_more(console, len(changes) - len(shown), "--limit 0 prints all")
    for heading, lines in (("problems", done.fresh.problems), ("would point to nothing", done.broken)):
        if lines:
            console.print(f"{heading}: {len(lines)}", style="bold yellow")
            for line in lines[: limit or None]:
                console.print(f"  {line}", markup=False, soft_wrap=True)
            _say_more(console, len(lines) - len(lines[: limit or None]), "--limit 0 prints all")
    counts = ", ".join(f"{number} {kind}" for kind, number in done.counts().items())
    positions = ", ".join(f"{number} {source}" for source, number in done.fresh.positions.items())
    console.print(f"{out}: {len(done.fresh.rows)} places; {counts}", markup=False)
    console.print(f"positions: {positions}", markup=False)
    if candidates is not None:
        console.print(f"{candidates}: {len(done.fresh.candidates)} places that only GeoNames has", markup=False)


def _say_more(console: Console, number: int, hint: str) -> None:
    if number > 0:
        console.print(f"  and {number} more ({hint})", style="dim")
