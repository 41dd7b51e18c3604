"""`raw_pages`: every page version of a publication day, fetched into the lake."""

from collections.abc import Iterator

import dagster as dg

from dagster_project.checks import (
    DAYS_COMPLETE,
    DAYS_KEPT,
    PAGES_PLACED,
    check_days_complete,
    check_days_kept,
    check_pages_placed,
)
from dagster_project.partitions import AGAIN_TAG, DAYS, days_of
from transforms.errors import MarsadError
from transforms.fetching import FetchResult, fetch_days
from transforms.lake import open_lake
from transforms.progress import Progress
from transforms.settings import Settings
from transforms.sources import open_source

MOST_OF_A_REASON = 400


@dg.asset(
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    check_specs=[DAYS_COMPLETE, DAYS_KEPT, PAGES_PLACED],
    group_name="lake",
    kinds={"parquet"},
    description=(
        "Every page version ever fetched, by publication day in Asia/Damascus. Append only. A day older than a week "
        f"that was complete is not asked for again, unless the run has the tag {AGAIN_TAG}=true."
    ),
)
def raw_pages(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Fetch the days of the run, one after the other, or many with one request where the source offers that.

    An incomplete day fails its check and is fetched again by the next run; what did come is stored and read. Any
    other failure of the source ends the run at once: the days before it stay marked as materialized.
    """
    days = days_of(context)
    fetched: list[FetchResult] = []
    lake, source = open_lake(settings.lake), open_source(settings)
    lake.check_writable()  # before the site is asked for anything
    again = context.run.tags.get(AGAIN_TAG) == "true"
    try:
        with progress.step("Fetching", len(days), "days") as advance:
            for result in fetch_days(source, lake, days, again=again):
                fetched.append(result)
                for line in result.handovers:
                    context.log.warning(f"{result.day}: {line}; served by {', '.join(result.served) or 'none'}")
                if not result.is_complete:
                    context.log.warning(
                        f"{result.day}: {result.listed} of {result.expected} pages came; missing: {result.missing}"
                    )
                advance()
    except MarsadError:  # not after Ctrl-C, which is to end the run at once: the next one marks the days
        _record(context, fetched)
        raise
    for result in fetched:
        context.add_asset_metadata(_metadata(result), partition_key=result.day.isoformat())
    yield dg.MaterializeResult(
        check_results=[check_days_complete(fetched), check_days_kept(fetched), check_pages_placed(source.unplaced())]
    )


def _record(context: dg.AssetExecutionContext, fetched: list[FetchResult]) -> None:
    """Mark days as materialized that were done before their run failed."""
    for result in fetched:
        if result.is_complete:
            context.log_event(
                dg.AssetMaterialization("raw_pages", partition=result.day.isoformat(), metadata=_metadata(result))
            )


def _metadata(result: FetchResult) -> dict[str, int | bool | str | None]:
    return {
        "listed": result.listed,
        "expected": result.expected,
        "added": result.added,
        "already_stored": result.already_stored,
        "seen_again": result.seen_again,
        "gone": result.gone,
        "moved": result.moved,
        "missing": len(result.missing),
        "asked": result.asked,
        "served_by": ", ".join(result.served) or None,
        "handovers": "\n".join(" ".join(line.split())[:MOST_OF_A_REASON] for line in result.handovers) or None,
    }
