"""When the daily run starts.

At 05:00 in Asia/Damascus for the day before and the day that has just begun: by then the day before is over, and
what was posted since midnight is out the same morning. Tomorrow's run completes it. A page that is already stored
is not stored again, so the overlap costs a listing. No hour near midnight is chosen, because on some days of that
clock 00:00 does not exist.

Half an hour before, the days fetched earlier: what was edited, moved or deleted in them. The morning's run publishes
both; where the changes take longer, the sensor does.
"""

import datetime as dt

import dagster as dg

from dagster_project.jobs import daily
from dagster_project.partitions import range_tags
from dagster_project.revisions import revisions
from transforms.settings import SITE_TIME_ZONE


@dg.schedule(
    job=daily,
    name="every_morning",
    cron_schedule="0 5 * * *",
    execution_timezone=SITE_TIME_ZONE.key,
    description="Fetches, reads and publishes the day before and the day so far.",
)
def every_morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Ask for one run over both days, once a day."""
    day = context.scheduled_execution_time.astimezone(SITE_TIME_ZONE).date()
    return dg.RunRequest(run_key=day.isoformat(), tags=range_tags(day - dt.timedelta(days=1), day))


@dg.schedule(
    job=revisions,
    name="changes_every_morning",
    cron_schedule="30 4 * * *",
    execution_timezone=SITE_TIME_ZONE.key,
    description="Fetches what changed at the source in days fetched before, and reads those days.",
)
def changes_every_morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Ask for one run a day."""
    day = context.scheduled_execution_time.astimezone(SITE_TIME_ZONE).date()
    return dg.RunRequest(run_key=day.isoformat())
