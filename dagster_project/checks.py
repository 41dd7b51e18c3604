"""Checks on what a run of the lake's assets did. Those on the warehouse are dbt tests.

Each looks at every day of its run and names the days that fail it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import dagster as dg

from transforms.fetching import FetchResult
from transforms.reading import ReadResult

HIGHEST_QUARANTINE_SHARE = 0.05
"""More pages than this that cannot be read mean that the site has changed, not that a page is odd."""

SHOWN_PAGES = 5
SHOWN_IDS = 50

DAYS_COMPLETE = dg.AssetCheckSpec(
    "days_are_complete",
    asset="raw_pages",
    description="Of every day of the run, all reports that the source told of are in the lake.",
)
DAYS_KEPT = dg.AssetCheckSpec(
    "days_do_not_shrink",
    asset="raw_pages",
    description="No source lists fewer posts of a day than it has: what was stored is listed, or is said to be gone.",
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


def check_days_complete(fetched: Sequence[FetchResult]) -> dg.AssetCheckResult:
    """Fail where a day has fewer reports than its source told of, and name the missing ids where they are known.

    Args:
        fetched: results of the days of the run.
    """
    short = [result for result in fetched if result.is_short]
    return dg.AssetCheckResult(
        check_name=DAYS_COMPLETE.name,
        asset_key=DAYS_COMPLETE.asset_key,
        passed=not short,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "incomplete_days": [result.day.isoformat() for result in short],
            "missing": [_missing(result) for result in short],
            "complete_days": len(fetched) - len(short),
            "recover_with": "materialize these partitions again: pages already stored are kept",
        },
    )


def check_days_kept(fetched: Sequence[FetchResult]) -> dg.AssetCheckResult:
    """Fail where a source listed fewer posts of a day than it has; nothing of them is changed in the lake.

    Args:
        fetched: results of the days of the run.
    """
    shrunk = [result for result in fetched if result.has_shrunk]
    return dg.AssetCheckResult(
        check_name=DAYS_KEPT.name,
        asset_key=DAYS_KEPT.asset_key,
        passed=not shrunk,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "shrunk_days": [result.day.isoformat() for result in shrunk],
            "missing": [_missing(result) for result in shrunk],
            "gone_for_good": sum(result.gone for result in fetched),
            "recover_with": "materialize these partitions again when the site is well",
        },
    )


def _missing(result: FetchResult) -> str:
    ids = ", ".join(result.missing[:SHOWN_IDS]) or "ids not known"
    more = f" and {len(result.missing) - SHOWN_IDS} more" if len(result.missing) > SHOWN_IDS else ""
    return f"{result.day}: {result.expected} expected, {result.listed} fetched; missing: {ids}{more}"


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
