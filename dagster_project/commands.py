"""The orchestrator behind `marsad ingest`, `reparse` and `publish`: each step is a Dagster run in this process.

Registered under the entry point group `marsad.orchestrator`; the shapes are in `transforms.orchestrator`. Runs
land in the same history that the web pages show. The terminal stays quiet; everything is in `logs/marsad.log`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from dagster_project.checks import DAYS_COMPLETE, DAYS_KEPT
from dagster_project.definitions import build_defs, build_lake_defs
from dagster_project.home import open_instance
from dagster_project.logs import dbt_failure, quiet
from dagster_project.manifest import prepared_manifest
from dagster_project.partitions import AGAIN_TAG, range_tags
from dagster_project.past import build_past
from dagster_project.resources import file_logger
from dagster_project.revisions import FIRST_TAG, LAST_TAG, SINCE_TAG
from transforms.clock import FIRST_DAY, check_days, today
from transforms.errors import LakeError
from transforms.orchestrator import Ingested, Published, Revised
from transforms.progress import Named, Progress
from transforms.settings import Settings

PROCESS_TAG = "marsad/process"
"""Which process a run of the command line lives in, so that a killed one can be told from one at work."""

LONGEST_RUN_DAYS = 400
"""Longer ranges are fetched year by year."""

SHOWN_DAYS = 10
"""Of so many days that are not complete the missing ids are told on stderr; of all of them, on Dagster's pages."""

_LOGGER = "file"
_INCOMPLETE = {DAYS_COMPLETE.name: "incomplete_days", DAYS_KEPT.name: "shrunk_days"}


def ingest(
    settings: Settings, first_day: dt.date, last_day: dt.date, progress: Progress, *, again: bool = False
) -> Ingested:
    """Fetch a range of publication days and read those of them that changed.

    A range is one run; a long one is a run for each calendar year, oldest first, because Dagster plans every day of a
    run before the first is asked for.

    Args:
        settings: in force.
        first_day: in Asia/Damascus.
        last_day: included.
        progress: told how many days are done.
        again: ask for days, too, that were complete when they were fetched.

    Raises:
        UsageError: the range reaches before 2012 or into the future.
        MarsadError: the source or the lake failed; what was fetched before is kept.
    """
    check_days(first_day, last_day)
    _make_folder(settings.data_dir)
    with ThreadPoolExecutor(max_workers=1) as ahead:
        ahead.submit(prepared_manifest, settings)  # for the publication; where it fails, that will say why
        parts = list(_years(first_day, last_day))
        told = []
        for number, (first, last) in enumerate(parts, 1):
            tags = {**range_tags(first, last), AGAIN_TAG: "true" if again else "false"}
            part = progress if len(parts) == 1 else Named(progress, f"{first.year} ({number}/{len(parts)})")
            told.append(_totals(_run(settings, "ingest", part, tags)))
        return _together(told)


def _years(first_day: dt.date, last_day: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """A range as it is, or by calendar years where it is long."""
    if (last_day - first_day).days < LONGEST_RUN_DAYS:
        yield first_day, last_day
        return
    for year in range(first_day.year, last_day.year + 1):
        yield max(first_day, dt.date(year, 1, 1)), min(last_day, dt.date(year, 12, 31))


def _together(parts: Sequence[Ingested]) -> Ingested:
    """The totals of several runs as one."""
    return Ingested(
        days=sum(part.days for part in parts),
        fetched=sum(part.fetched for part in parts),
        already_stored=sum(part.already_stored for part in parts),
        reports=sum(part.reports for part in parts),
        events=sum(part.events for part in parts),
        quarantined=sum(part.quarantined for part in parts),
        incomplete=tuple(day for part in parts for day in part.incomplete),
        warnings=tuple(line for part in parts for line in part.warnings),
        not_asked=sum(part.not_asked for part in parts),
        read=sum(part.read or 0 for part in parts),
    )


def revise(
    settings: Settings, since: dt.datetime | None, look_at: tuple[dt.date, dt.date] | None, progress: Progress
) -> Revised:
    """Fetch what changed at the source in days that were fetched before, and read the days that changed.

    Args:
        settings: in force.
        since: with offset; None: since the last time that somebody asked.
        look_at: first and last day of which deleted posts are looked for; None: all that were fetched.
        progress: told how far it is.

    Raises:
        UsageError: nothing was fetched yet, or the source cannot tell what changed.
        MarsadError: the source or the lake failed; what was fetched before is kept.
    """
    first, last = look_at or (FIRST_DAY, today())
    tags = {FIRST_TAG: first.isoformat(), LAST_TAG: last.isoformat()}
    if since is not None:
        tags[SINCE_TAG] = since.isoformat()
    result = _run(settings, "revisions", progress, tags)
    [output] = result.filter_events(lambda event: event.is_successful_output)
    facts: dict[str, Any] = {name: value.value for name, value in output.step_output_data.metadata.items()}
    return Revised(
        since=facts["since"],
        told=facts["told"],
        fetched=facts["added"],
        gone=facts["gone"],
        moved=facts["moved"],
        missed=facts["missed"],
        changed_days=tuple(facts["changed_days"]),
        read_days=tuple(facts["read_days"]),
        reports=facts["reports"],
        events=facts["events"],
        shrunk=tuple(facts["shrunk_days"]),
        warnings=_warnings(result),
    )


def reparse(settings: Settings, first_day: dt.date, last_day: dt.date, progress: Progress) -> Ingested:
    """Read a range of publication days again from the raw pages in the lake, in one run.

    Args:
        settings: in force.
        first_day: in Asia/Damascus.
        last_day: included.
        progress: told how many days are done.

    Raises:
        UsageError: the range reaches before 2012 or into the future.
        LakeError: the lake cannot be read or written.
    """
    check_days(first_day, last_day)
    return _totals(_run(settings, "reparse", progress, range_tags(first_day, last_day)))


def publish(settings: Settings, progress: Progress) -> Published:
    """Build the marts from the lake and swap the warehouse in.

    Args:
        settings: in force.
        progress: told how many tables are built.

    Raises:
        WarehouseError: a model or a test failed; the published file is the one from before.
    """
    result = _run(settings, "publish", progress, {})
    metadata = _metadata(result, "published_warehouse")[-1]
    return Published(Path(str(metadata["path"])), dict(metadata["row_counts"]))


def publish_as_of(settings: Settings, as_of: dt.datetime, target: Path, progress: Progress) -> Published:
    """Build the marts as they stood at a moment in the past, into a file of their own.

    No Dagster run: the published warehouse and its history stay as they are.

    Args:
        settings: in force.
        as_of: with offset.
        target: the file; neither the published warehouse nor a copy of it.
        progress: told how many tables are built.

    Raises:
        UsageError: `target` is another file.
        WarehouseError: nothing had been fetched by then, or a model or a test failed; no file is changed.
    """
    log = settings.data_dir / "logs" / "marsad.log"
    _make_folder(log.parent)
    with quiet(log):
        try:
            return build_past(settings, as_of, target, progress)
        except DagsterDbtCliRuntimeError as error:
            raise dbt_failure(error, log) from error


def _run(settings: Settings, job: str, progress: Progress, tags: Mapping[str, str]) -> dg.ExecuteInProcessResult:
    log = settings.data_dir / "logs" / "marsad.log"
    _make_folder(log.parent)
    build = build_defs if job == "publish" else build_lake_defs
    with progress.step("Preparing", 1, "project") as advance:
        definitions = build(settings=settings, progress=progress, loggers={_LOGGER: file_logger(log)})
        advance()
    with open_instance(settings) as instance, quiet(log):
        _close_dead_runs(instance)
        try:
            return definitions.resolve_job_def(job).execute_in_process(
                instance=instance, tags={**tags, PROCESS_TAG: str(os.getpid())}, run_config={"loggers": {_LOGGER: {}}}
            )
        except DagsterExecutionInterruptedError as error:
            raise KeyboardInterrupt from error
        except DagsterDbtCliRuntimeError as error:
            raise dbt_failure(error, log) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LakeError(f"cannot write to {folder}: {error.strerror}", hint="set MARSAD_DATA_DIR") from error


def _close_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark runs as failed whose process is gone: a killed command cannot do it itself."""
    at_work = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED])
    for run in instance.get_runs(at_work):
        process = run.tags.get(PROCESS_TAG)
        if process and not _is_alive(int(process)):
            instance.report_run_failed(run, f"Process {process} ended without finishing this run.")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _totals(result: dg.ExecuteInProcessResult) -> Ingested:
    fetched, read = _metadata(result, "raw_pages"), _metadata(result, "reports")
    return Ingested(
        days=len(read),
        fetched=_sum(fetched, "added"),
        already_stored=_sum(fetched, "already_stored"),
        reports=_sum(read, "reports"),
        events=_sum(read, "events"),
        quarantined=_sum(_metadata(result, "quarantine"), "quarantined"),
        incomplete=_incomplete_days(result),
        warnings=(*_warnings(result), *_handovers(fetched)),
        not_asked=sum(row.get("asked") is False for row in fetched),
        read=sum(row.get("read") is not False for row in read),
    )


def _metadata(result: dg.ExecuteInProcessResult, asset: str) -> list[Mapping[str, Any]]:
    """Metadata of every materialization of an asset in a run, one a partition, with plain values."""
    return [
        {name: value.value for name, value in event.materialization.metadata.items()}
        for event in result.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(asset)
    ]


def _sum(rows: list[Mapping[str, Any]], name: str) -> int:
    return sum(int(row.get(name) or 0) for row in rows)


def _incomplete_days(result: dg.ExecuteInProcessResult) -> tuple[str, ...]:
    """Days that fell short, and days that shrank."""
    days: set[str] = set()
    for check in result.get_asset_check_evaluations():
        if check.check_name in _INCOMPLETE:
            days.update(map(str, cast("list[str]", check.metadata[_INCOMPLETE[check.check_name]].value)))
    return tuple(sorted(days))


def _warnings(result: dg.ExecuteInProcessResult) -> tuple[str, ...]:
    """One line for every failed check; of days that are not complete one line each, with the missing ids."""
    lines: list[str] = []
    for check in result.get_asset_check_evaluations():
        if check.passed:
            continue
        told = {name: value.value for name, value in check.metadata.items()}
        began = f"{check.asset_key.to_user_string()}: {check.check_name} failed: "
        if check.check_name in _INCOMPLETE:
            days = list(map(str, cast("list[str]", told["missing"])))
            lines += [began + day for day in days[:SHOWN_DAYS]]
            if len(days) > SHOWN_DAYS:
                lines.append(f"{began}{len(days) - SHOWN_DAYS} more days")
        else:
            lines.append(began + ", ".join(f"{name} {_shortened(value)}" for name, value in told.items()))
    return tuple(lines)


def _shortened(value: object) -> object:
    """A long list by its first entries and their number: a run may be of many years."""
    if not isinstance(value, list) or len(value) <= SHOWN_DAYS:
        return value
    return f"{', '.join(map(str, value[:SHOWN_DAYS]))} and {len(value) - SHOWN_DAYS} more"


def _handovers(fetched: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """One line for every route that gave days up, with the number of days and the first reason."""
    days: Counter[tuple[str, str]] = Counter()
    reasons: dict[tuple[str, str], str] = {}
    for row in fetched:
        for line in filter(None, str(row.get("handovers") or "").split("\n")):
            route, _, reason = line.partition(": ")
            key = (route, str(row.get("served_by") or "no route"))
            days[key] += 1
            reasons.setdefault(key, reason)
    return tuple(
        f"raw_pages: {route} gave up days: {number}, served by {served}; first reason: {reasons[route, served]}"
        for (route, served), number in days.items()
    )
