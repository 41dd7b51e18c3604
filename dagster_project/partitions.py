"""Publication days as Dagster partitions, on the clock of Asia/Damascus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import dagster as dg

from transforms.clock import FIRST_DAY, SITE_TIME_ZONE

DAYS = dg.DailyPartitionsDefinition(
    start_date=FIRST_DAY.isoformat(),
    timezone=SITE_TIME_ZONE.key,
    end_offset=1,  # today has a partition from its first minute on, though it is not over
)


AGAIN_TAG = "marsad/again"
"""Of a run: `true` asks for days, too, that were complete when they were fetched."""
STALE_TAG = "marsad/read"
"""Of a run: `stale` reads only days whose pages, or whose reader, have changed since they were read."""


def range_tags(first_day: dt.date, last_day: dt.date) -> Mapping[str, str]:
    """Run tags that make one run cover a range of partitions, both ends included."""
    return {
        "dagster/asset_partition_range_start": first_day.isoformat(),
        "dagster/asset_partition_range_end": last_day.isoformat(),
    }


def days_of(context: dg.AssetExecutionContext) -> list[dt.date]:
    """The publication days that a run of a partitioned asset covers, in order."""
    return [dt.date.fromisoformat(key) for key in context.partition_keys]
