"""`reports` and `quarantine`: what the raw pages of a publication day say, and those that say nothing readable."""

from collections.abc import Iterator, Sequence

import dagster as dg

from dagster_project.checks import FEW_IN_QUARANTINE, REPORTS_HAVE_EVENTS, check_events, check_quarantine
from dagster_project.partitions import DAYS, STALE_TAG, days_of
from transforms.freshness import read_days_noted, read_stale_days
from transforms.lake import open_lake
from transforms.model import PARSER_VERSION
from transforms.progress import Progress
from transforms.reading import ReadResult
from transforms.settings import Settings

PREVIEW_DAYS = 7


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            "reports",
            deps=["raw_pages"],
            description="One row a report revision with its events nested, by publication day.",
            group_name="lake",
            kinds={"parquet"},
            code_version=PARSER_VERSION,
        ),
        dg.AssetSpec(
            "quarantine",
            deps=["raw_pages"],
            description="Pages that could not be read, with the reason and their bytes, by publication day.",
            group_name="lake",
            kinds={"parquet"},
            code_version=PARSER_VERSION,
        ),
    ],
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    check_specs=[FEW_IN_QUARANTINE, REPORTS_HAVE_EVENTS],
)
def reports(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Read the days of the run; each day is one object in the lake, replaced as a whole.

    A run that fetches reads what has changed; one that only reads reads everything.
    """
    days = days_of(context)
    lake = open_lake(settings.lake)
    results: list[ReadResult] = []
    if context.run.tags.get(STALE_TAG) == "stale":
        reading = read_stale_days(lake, days, settings.engine)
    else:
        reading = ((result, True) for result in read_days_noted(lake, days, settings.engine))
    with progress.step("Reading", len(days), "days") as advance:
        for result, is_read in reading:
            results.append(result)
            key = result.day.isoformat()
            context.add_asset_metadata(
                {"reports": result.reports, "events": result.events, "read": is_read},
                asset_key="reports",
                partition_key=key,
            )
            context.add_asset_metadata({"quarantined": result.quarantined}, asset_key="quarantine", partition_key=key)
            advance()
    yield dg.MaterializeResult(
        asset_key="reports", metadata={"preview": _preview(results)}, check_results=[check_events(results)]
    )
    yield dg.MaterializeResult(asset_key="quarantine", check_results=[check_quarantine(results)])


def _preview(results: Sequence[ReadResult]) -> dg.MarkdownMetadataValue:
    """The last days of the run as a Markdown table."""
    rows = [f"| {r.day} | {r.reports} | {r.events} | {r.quarantined} |" for r in results[-PREVIEW_DAYS:]]
    return dg.MetadataValue.md("\n".join(["| day | reports | events | quarantined |", "|---|--:|--:|--:|", *rows]))
