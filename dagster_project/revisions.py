"""What changed at the source in days that were fetched: a job of its own, because its days do not follow each other.

The days are known only once the source was asked, so the job is no run over partitions. It marks the partitions that it
stored and read as materialized, one by one.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import dagster as dg

from dagster_project.checks import DAYS_KEPT, SHOWN_IDS
from transforms.changes import Changes, asked_until, days_to_look_at, fetch_changes, remember_asked
from transforms.completeness import days_held
from transforms.freshness import read_stale_days
from transforms.lake import open_lake
from transforms.progress import Progress
from transforms.reading import ReadResult
from transforms.settings import Settings
from transforms.sources import open_source

SINCE_TAG = "marsad/changed-since"
"""Of a run: an ISO moment with offset; without it, since the last time that somebody asked."""
FIRST_TAG, LAST_TAG = "marsad/look-from", "marsad/look-to"
"""Of a run: the days of which deleted posts are looked for; without them, the newest and a part of the older ones."""


@dg.op(tags={"kind": "parquet"})
def fetch_and_read_changes(
    context: dg.OpExecutionContext, settings: dg.ResourceParam[Settings], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.Output[None]]:
    """Ask what was edited, moved or deleted, store it, and read the days that changed."""
    lake, source = open_lake(settings.lake), open_source(settings)
    lake.check_writable()  # before the site is asked for anything
    tags = context.run.tags
    since = dt.datetime.fromisoformat(tags[SINCE_TAG]) if SINCE_TAG in tags else asked_until(lake, source)
    held = days_held(lake, source.name)
    if FIRST_TAG in tags:
        first, last = (dt.date.fromisoformat(tags[name]) for name in (FIRST_TAG, LAST_TAG))
        look_at = [day for day in held if first <= day <= last]
    else:
        look_at = days_to_look_at(held)
    changes = fetch_changes(source, lake, since, look_at, progress)
    for day in changes.changed_days:
        context.log_event(dg.AssetMaterialization("raw_pages", partition=day.isoformat()))
    results: list[ReadResult] = []
    with progress.step("Reading", len(changes.days), "days") as advance:
        for result, is_read in read_stale_days(lake, changes.days, settings.engine):
            if is_read:
                results.append(result)
                _mark(context, result)
            advance()
    remember_asked(lake, source.name, changes)
    context.log_event(cast("Any", _check(changes)))  # taken, though its annotation does not say so
    yield dg.Output(None, metadata=_metadata(changes, results))


@dg.job(description="Fetches what was edited, moved or deleted in days that were fetched before, and reads those days.")
def revisions() -> None:
    """One step."""
    fetch_and_read_changes()


def _mark(context: dg.OpExecutionContext, result: ReadResult) -> None:
    key = result.day.isoformat()
    facts: Mapping[str, Mapping[str, Any]] = {
        "reports": {"reports": result.reports, "events": result.events, "read": True},
        "quarantine": {"quarantined": result.quarantined},
    }
    for asset, metadata in facts.items():
        context.log_event(dg.AssetMaterialization(asset, partition=key, metadata=metadata))


def _check(changes: Changes) -> dg.AssetCheckEvaluation:
    """Fail where the source neither lists posts that it listed before nor says that they are gone."""
    return dg.AssetCheckEvaluation(
        check_name=DAYS_KEPT.name,
        asset_key=DAYS_KEPT.asset_key,
        passed=not changes.missing,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "shrunk_days": [day.isoformat() for day in sorted(changes.missing)],
            "missing": [f"{day}: {', '.join(ids[:SHOWN_IDS])}" for day, ids in sorted(changes.missing.items())],
            "gone_for_good": changes.gone,
            "recover_with": "run the job again when the site is well",
        },
    )


def _metadata(changes: Changes, read: Sequence[ReadResult]) -> dict[str, Any]:
    return {
        "since": changes.since.isoformat(),
        "told": changes.told,
        "elsewhere": changes.elsewhere,
        "added": changes.added,
        "seen_again": changes.seen_again,
        "gone": changes.gone,
        "moved": changes.moved,
        "missed": changes.missed,
        "changed_days": [day.isoformat() for day in changes.changed_days],
        "read_days": sorted(result.day.isoformat() for result in read),
        "reports": sum(result.reports for result in read),
        "events": sum(result.events for result in read),
        "shrunk_days": [day.isoformat() for day in sorted(changes.missing)],
    }
