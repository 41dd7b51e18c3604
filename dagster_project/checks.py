"""Checks on what a run of the lake's assets did. Those on the warehouse are dbt tests.

Each looks at every day of its run and names the days that fail it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import dagster as dg

from transforms.fetching import FetchResult
from transforms.reading import ReadResult

HIGHEST_QUARANTINE_SHARE = 0.05
"""More pages than this that cannot be read mean that the site has changed, not that a page is odd."""

SHOWN_PAGES = 5

DAYS_COMPLETE = dg.AssetCheckSpec(
    "days_are_complete",
    asset="raw_pages",
    description="Of every day of the run, all reports that the source told of are in the lake.",
)
PAGES_PLACED = dg.AssetCheckSpec(
    "pages_have_a_day",
    asset="raw_pages",
    description="Every page that the source showed belongs to a known publication day.",
)
FEW_IN_QUARANTINE = dg.AssetCheckSpec(
    "few_pages_in_quarantine",
    asset="quarantine",
    description=f"At most {HIGHEST_QUARANTINE_SHARE:.0%} of the pages of the run could not be read.",
)
REPORTS_HAVE_EVENTS = dg.AssetCheckSpec(
    "reports_have_events",
    asset="reports",
    description="A day with reports has events: otherwise the reader takes the wrong part of the page.",
)


def check_days_complete(incomplete: Collection[dt.date], fetched: Sequence[FetchResult]) -> dg.AssetCheckResult:
    """Fail where a day has fewer reports than its source told of.

    Args:
        incomplete: days for which the source handed over less than it listed.
        fetched: results of the other days.
    """
    return dg.AssetCheckResult(
        check_name=DAYS_COMPLETE.name,
        asset_key=DAYS_COMPLETE.asset_key,
        passed=not incomplete,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "incomplete_days": [day.isoformat() for day in sorted(incomplete)],
            "complete_days": len(fetched),
            "recover_with": "materialize these partitions again: pages already stored are kept",
        },
    )


def check_pages_placed(unplaced: Collection[str]) -> dg.AssetCheckResult:
    """Warn of pages that no publication day could be told for: they are not in the lake.

    Args:
        unplaced: one line a page, as the source says it.
    """
    return dg.AssetCheckResult(
        check_name=PAGES_PLACED.name,
        asset_key=PAGES_PLACED.asset_key,
        passed=not unplaced,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"unplaced": len(unplaced), "first": list(unplaced)[:SHOWN_PAGES]},
    )


def check_quarantine(results: Sequence[ReadResult]) -> dg.AssetCheckResult:
    """Warn where too large a share of the pages could not be read."""
    quarantined = sum(result.quarantined for result in results)
    pages = quarantined + sum(result.reports for result in results)
    share = quarantined / pages if pages else 0.0
    return dg.AssetCheckResult(
        check_name=FEW_IN_QUARANTINE.name,
        asset_key=FEW_IN_QUARANTINE.asset_key,
        passed=share <= HIGHEST_QUARANTINE_SHARE,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "share": share,
            "quarantined": quarantined,
            "days": [result.day.isoformat() for result in results if result.quarantined],
        },
    )


def check_events(results: Sequence[ReadResult]) -> dg.AssetCheckResult:
    """Warn of days whose reports gave no event at all."""
    empty = [result.day.isoformat() for result in results if result.reports and not result.events]
    reports = sum(result.reports for result in results)
    events = sum(result.events for result in results)
    return dg.AssetCheckResult(
        check_name=REPORTS_HAVE_EVENTS.name,
        asset_key=REPORTS_HAVE_EVENTS.asset_key,
        passed=not empty,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"days_without_events": empty, "events_per_report": events / reports if reports else 0.0},
    )
