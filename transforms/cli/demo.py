"""`marsad demo`: the bundled sample site, the whole pipeline, and a look at what came of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from transforms.orchestrator import Published, load_orchestrator

if TYPE_CHECKING:
    from transforms.progress import Progress
    from transforms.settings import Settings

SOURCE = "sample"
"""The invented reports are stored under a name of their own, so that nobody takes them for real ones."""

ADDRESS = "https://sample.invalid"
"""What the sample site calls itself on any port: a second demo is served the same bytes and adds nothing."""

OLDEST_DUCKDB, NEWEST_DUCKDB = "1.1.3", "2.0.0"
"""Between these the file was tried (docs/decisions/0002-pins-of-duckdb-and-dbt.md)."""

CONTROL_CHANGES = """
select week_start as week, coalesce(admin1_name_en, 'not said') as governorate,
  taken_by, taken_from, sum(changes_count)::bigint as changes
from mart_weekly_control_changes where admin_level = 1
group by all order by all
"""
CASUALTIES = """
select week_start as week, coalesce(admin1_name_en, 'not said') as governorate,
  sum(people_best) filter (outcome = 'killed' and civilian_status = 'civilian')::bigint as civilians_killed,
  sum(people_best) filter (outcome = 'killed' and civilian_status <> 'civilian')::bigint as others_killed,
  sum(people_best) filter (outcome = 'wounded')::bigint as wounded
from mart_weekly_casualties where admin_level = 1 and is_confirmed
group by all having sum(people_best) filter (outcome in ('killed', 'wounded')) > 0 order by all
"""
KILLED = """
select week_start, coalesce(admin1_name_en, 'not said') as governorate, sum(people_best)::bigint as killed
from mart_weekly_casualties where admin_level = 1 and is_confirmed and outcome = 'killed'
group by all order by all
"""
TO_TRY = (
    "select taken_by, taken_from, example_evidence_text from mart_weekly_control_changes where admin_level = 1 limit 3",
    "select admin1_name_en, sum(people_low) as low, sum(people_best) as best from mart_weekly_casualties "
    "where admin_level = 1 and outcome = 'killed' group by 1 order by 3 desc",
    "select event_type, count(*) as events from fct_events where not is_background group by 1 order by 2 desc",
)
"""Queries that the demo suggests; a test runs each."""


def run(settings: Settings, progress: Progress) -> None:
    """Serve the sample site on loopback, ingest its eight weeks, publish, and print what is in the warehouse.

    Args:
        settings: in force; the source is replaced by the sample site.
        progress: told how far the steps are.
    """
    from sample_site.posts import load_posts
    from sample_site.server import serve

    days = [post.date.date() for post in load_posts()]
    with serve(public=ADDRESS) as base:
        _say(f"The sample site answers on {base}: {len(days)} invented reports, {min(days)} to {max(days)}.")
        published = _ingest(settings, base, (min(days), max(days)), progress)
    _show(settings)
    _draw(settings, progress)
    _suggest(published)


def _ingest(settings: Settings, base: str, days: tuple[dt.date, dt.date], progress: Progress) -> Published:
    own_site = settings.model_copy(
        update={
            "source": SOURCE,
            "source_url": base,
            "allow_private_hosts": True,
            "requests_per_second": 1000.0,  # our own process: nobody to be polite to
        }
    )
    orchestrator = load_orchestrator(progress)
    done = orchestrator.ingest(own_site, *days, progress)
    _say(
        f"Fetched {done.fetched} pages ({done.already_stored} were stored already); "
        f"read {done.reports} reports with {done.events} events; {done.quarantined} in quarantine."
    )
    return orchestrator.publish(own_site, progress)


def _show(settings: Settings) -> None:
    from transforms.cli.arguments import Table
    from transforms.cli.query import print_rows
    from transforms.warehouse import query

    _say("\nControl changes by ISO week and governorate")
    print_rows(query(settings.warehouse_path, CONTROL_CHANGES), Table.table)
    _say("\nCasualties by ISO week and governorate (best estimates, confirmed)")
    print_rows(query(settings.warehouse_path, CASUALTIES), Table.table)


def _draw(settings: Settings, progress: Progress) -> None:
    from transforms.charts import save_chart, weekly_killed_chart
    from transforms.warehouse import query

    with progress.step("Drawing", 1, "chart") as advance:
        chart = weekly_killed_chart(query(settings.warehouse_path, KILLED))
        files = save_chart(chart, settings.data_dir / "exports", "weekly_killed")
        advance()
    _say(f"\nChart: {', '.join(map(str, files))}")


def _suggest(published: Published) -> None:
    rows = sum(published.row_counts.values())
    _say(f"Warehouse: {published.path} ({len(published.row_counts)} tables, {rows} rows)")
    if published.exports:
        _say(f"Exports: {published.exports} (Parquet, CSV, GeoJSON; datapackage.json says what they are)")
    _say(f"It opens read-only in DuckDB from {OLDEST_DUCKDB} to {NEWEST_DUCKDB}, and in what is built on them.")
    _say("Try:")
    for sql in TO_TRY:
        _say(f'  {_program()} query "{sql}"')


def _program() -> str:
    """How the reader can call us: by name where the shell would find us, else by path."""
    import shutil
    import sys

    own = Path(sys.argv[0])
    found = shutil.which("marsad")
    return "marsad" if found and Path(found).resolve() == own.resolve() else str(own)


def _say(text: str) -> None:
    typer.echo(text)
