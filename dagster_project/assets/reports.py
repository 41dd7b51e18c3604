"""`reports`: the reports of a publication day with their events, read from its raw pages."""

from collections.abc import Iterator

import dagster as dg
from transforms.lake import open_lake
from transforms.reading import ReadResult, read_day

from dagster_project.assets.raw_pages import raw_pages
from dagster_project.checks import FEW_IN_QUARANTINE, REPORTS_HAVE_EVENTS, check_events, check_quarantine
from dagster_project.partitions import DAYS, days_of
from transforms.model import PARSER_VERSION
from transforms.progress import Progress
from transforms.settings import Settings

PREVIEW_ROWS = 5


@dg.asset(
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    deps=[raw_pages],
    check_specs=[FEW_IN_QUARANTINE, REPORTS_HAVE_EVENTS],
    code_version=PARSER_VERSION,
    group_name="lake",
    kinds={"parquet"},
    description="One row a report revision with its events nested, by publication day. Pages that give none are in quarantine.",
)
def reports(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Read the days of the run; each day is one object in the lake, replaced as a whole."""
    days = days_of(context)
    lake = open_lake(settings.lake)
    results: list[ReadResult] = []
    with progress.step("Reading", len(days), "days") as advance:
        for day in days:
            result = read_day(lake, day)
            results.append(result)
            context.add_asset_metadata(_metadata(result), partition_key=day.isoformat())
            advance()
    yield dg.MaterializeResult(check_results=[check_quarantine(results), check_events(results)])


def _metadata(result: ReadResult) -> dict[str, int]:
    return {"reports": result.reports, "events": result.events, "quarantined": result.quarantined}
