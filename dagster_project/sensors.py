"""What starts by itself: a publication after reports have changed.

A backfill from the web pages ends with new `reports` and an old warehouse. The sensor publishes once all of them are
in, so that fifty backfilled days cost one build and not fifty.
"""

import dagster as dg

from dagster_project.jobs import publish

REPORTS = dg.AssetKey("reports")
PUBLISHED = dg.AssetKey("published_warehouse")
_AT_WORK = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


@dg.sensor(
    job=publish,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,  # it reads nothing but the lake, and asks no site
    description="Publishes when reports are newer than the warehouse and no run is at work.",
)
def publish_new_reports(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a publication, or say why not."""
    newest = context.instance.get_latest_materialization_event(REPORTS)
    if newest is None:
        return dg.SkipReason("There are no reports yet.")
    published = context.instance.get_latest_materialization_event(PUBLISHED)
    if published is not None and _began(published) >= newest.timestamp:
        return dg.SkipReason("The warehouse was built after the newest reports came in.")
    if context.instance.get_runs_count(dg.RunsFilter(statuses=_AT_WORK)):
        return dg.SkipReason("A run is at work; its reports will be published together.")
    return dg.RunRequest(run_key=f"reports-{newest.run_id}")


def _began(published: dg.EventLogEntry) -> float:
    """When the build of a publication began to read the lake, in seconds since 1970: what came later is not in it."""
    materialization = published.asset_materialization
    began = materialization.metadata.get("built_at") if materialization else None
    return began.value if isinstance(began, dg.TimestampMetadataValue) else published.timestamp
