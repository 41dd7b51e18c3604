"""What `marsad doctor` looks at: one finding a line, none of which shows a secret."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from transforms.errors import MarsadError, SettingsError

if TYPE_CHECKING:
    from transforms.settings import Settings

OK, WARN, FAIL = "ok", "warn", "fail"
STALE_AFTER = dt.timedelta(days=2)
"""A daily pipeline whose warehouse is older has missed a day."""

_NEEDED = {
    "site": frozenset({"source", "source_url", "sites"}),
    "lake": frozenset({"data_dir", "lake_uri"}),
    "warehouse": frozenset({"data_dir"}),
}
"""Settings without which there is nothing to look at."""

_PACKAGES = ("duckdb", "pyarrow", "dagster", "dbt-core", "dbt-duckdb")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        level: `ok`, `warn` or `fail`.
        what: what was looked at.
        text: what was found.
    """

    level: str
    what: str
    text: str


def run_checkup(settings: Settings, unknown: Collection[str] = (), error: SettingsError | None = None) -> list[Finding]:
    """Look at everything; a failing part does not keep the others from being looked at.

    Args:
        settings: in force.
        unknown: settings whose value is not known; what hangs on one of them is not looked at.
        error: what is wrong with the settings.

    Returns:
        The findings, in the order of the pipeline.
    """
    parts = {"site": _site, "lake": _lake, "warehouse": _warehouse}
    return [
        *_versions(),
        *([Finding(FAIL, "settings", error.message)] if error else []),
        *_settings(settings, unknown),
        *(finding for name, look in parts.items() for finding in _guarded(name, look, settings, unknown)),
    ]


def _guarded(
    what: str, look: Callable[[Settings], Iterator[Finding]], settings: Settings, unknown: Collection[str]
) -> Iterator[Finding]:
    hang_on = sorted(_NEEDED[what] & set(unknown))
    if hang_on:
        yield Finding(WARN, what, f"not looked at: {', '.join(hang_on)} is not known")
        return
    try:
        yield from look(settings)
    except MarsadError as error:
        yield Finding(FAIL, what, str(error))


def _versions() -> Iterator[Finding]:
    from transforms import __version__
    from transforms.model import PARSER_VERSION

    yield Finding(OK, "marsad", f"{__version__}, parser version {PARSER_VERSION}, Python {platform.python_version()}")
    for package in _PACKAGES:
        try:
            yield Finding(OK, package, version(package))
        except PackageNotFoundError:
            yield Finding(FAIL, package, "not installed; run make setup")


def _settings(settings: Settings, unknown: Collection[str]) -> Iterator[Finding]:
    from transforms.sources.http import without_secrets

    for name, field in type(settings).model_fields.items():
        if name in unknown:
            yield Finding(WARN, f"MARSAD_{name.upper()}", f"not known. {field.description}")
            continue
        value = getattr(settings, name)
        if isinstance(value, dict):  # the sites; `marsad sources` tells more
            value = ", ".join(sorted(value))
        shown = without_secrets(value) if isinstance(value, str) else "not set" if value is None else str(value)
        yield Finding(OK, f"MARSAD_{name.upper()}", shown.partition("/;")[0])  # behind it an engine may have a token
    if not settings.contact and "contact" not in unknown:
        yield Finding(WARN, "MARSAD_CONTACT", "not set: a site has no one to write to; set a mail address or URL")


def _site(settings: Settings) -> Iterator[Finding]:
    from transforms.settings import SITE_TIME_ZONE
    from transforms.sources import open_source
    from transforms.sources.http import without_secrets

    today = dt.datetime.now(SITE_TIME_ZONE).date()
    source = open_source(settings.model_copy(update={"max_retries": 0}))
    pages = next(source.batches(today), [])
    address = without_secrets(settings.source_url or settings.site.base_url)
    route = pages[0].route if pages else source.route
    yield Finding(OK, "site", f"{address} answers by {route}; at least {len(pages)} reports of today, {today}")
    for line in source.handovers(today):
        yield Finding(WARN, "site", f"handed over to the next route: {line}")


def _lake(settings: Settings) -> Iterator[Finding]:
    from transforms.lake import open_lake

    lake = open_lake(settings.lake)
    lake.check_writable()
    fetched, read = lake.days("raw_pages"), lake.days("reports")
    span = f"{len(fetched)} days fetched, {fetched[0]} to {fetched[-1]}" if fetched else "no day fetched yet"
    yield Finding(OK, "lake", f"{lake.uri}: readable and writable; {span}")
    unread = sorted(set(fetched) - set(read))
    if unread:
        command = f"marsad reparse --from {unread[0]} --to {unread[-1]}"
        yield Finding(WARN, "reports", f"{len(unread)} fetched days are not read; run {command}")
    quarantined = lake.days("quarantine")
    if quarantined:
        yield Finding(WARN, "quarantine", f"pages of {len(quarantined)} days could not be read, last {quarantined[-1]}")


def _warehouse(settings: Settings) -> Iterator[Finding]:
    from transforms.warehouse import query

    if not settings.warehouse_path.exists():
        yield Finding(WARN, "warehouse", f"{settings.warehouse_path} does not exist yet; run marsad publish")
        return
    facts = {
        row["key"]: row["value"] for row in query(settings.warehouse_path, "select key, value from meta").to_pylist()
    }
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(facts["built_at"])
    span = f"days {facts['lake_first_day']} to {facts['lake_last_day']}" if facts["lake_first_day"] else "no days"
    text = f"{settings.warehouse_path}: built {_spoken(age)} ago, {span}, parser {facts['parser_versions']}"
    yield Finding(WARN if age > STALE_AFTER else OK, "warehouse", text)


def _spoken(age: dt.timedelta) -> str:
    for name, unit in (("days", dt.timedelta(days=1)), ("hours", dt.timedelta(hours=1))):
        if age >= 2 * unit:
            return f"{age // unit} {name}"
    return f"{age // dt.timedelta(minutes=1)} minutes"
