"""What the exported files are made of: the queries behind them, and the views that these read."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.paths import SEEDS_DIR

_QUERIES = Path(__file__).with_name("queries")
_MAPPINGS = ("acled_event_types", "acled_actor_types")
INCIDENTS_TABLE = "fct_incidents"
"""Incidents come from this table; a file without it gives each counted event as an incident of its own."""
STATUS_TABLE = "fct_control_status"
"""Holders of places come from this table; a file without it tells of none."""


def read_query(name: str) -> str:
    """A statement of `queries/`, by its name."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class FileSpec:
    """A file that a query fills.

    Attributes:
        kind: as in `KINDS`.
        path: below the folder of exports.
        description: what it holds.
        count: a query for the number of rows that the warehouse says it must have, told in another way than the file.
        key: name of the column that tells rows apart; of an incident's id only where incidents are a table.
    """

    kind: str
    path: str
    description: str
    count: str
    key: str = ""

    @property
    def query(self) -> str:
        """The statement in `queries/` with the file's name."""
        return read_query(Path(self.path).stem)


FILES = (
    FileSpec(
        "hapi",
        "hdx_hapi/conflict_events_weekly.csv",
        "Incidents and people reported killed by ISO week, region and category, in the columns of HDX HAPI's conflict "
        "events. fatalities is the best confirmed number of people killed. Each admin level holds all figures: choose "
        "one.",
        read_query("count_conflict_events_weekly"),
    ),
    FileSpec(
        "hapi",
        "hdx_hapi/weekly_casualties.csv",
        "mart_weekly_casualties with places and periods named as in HDX HAPI. Each admin level holds all figures: "
        "choose one.",
        "select count(*) from mart_weekly_casualties",
    ),
    FileSpec(
        "hapi",
        "hdx_hapi/weekly_control_changes.csv",
        "mart_weekly_control_changes with places and periods named as in HDX HAPI. Each admin level holds all figures: "
        "choose one.",
        "select count(*) from mart_weekly_control_changes",
    ),
    FileSpec(
        "geojson",
        "geojson/places.geojson",
        "Places that an incident or a control change names, with what is reported of each. last_taken_by is the last "
        "full, confirmed change that was reported; holder, where a table tells it, is who holds the place since then.",
        "select count(*) from dim_place where latitude is not null and longitude is not null and (pcode in (select "
        "pcode from incidents) or pcode in (select pcode from fct_control_changes where is_first_statement) "
        "or pcode in (select pcode from control_status where held_to is null and holder is not null))",
        key="pcode",
    ),
    FileSpec(
        "geojson",
        "geojson/incidents.geojson",
        "Incidents whose position is known. Look at geo_precision: 1 the named place, 2 near it, 3 a point inside the "
        "region.",
        "select count(*) from incidents where latitude is not null and longitude is not null",
        key="incident_id",
    ),
    FileSpec(
        "acled",
        "acled_shaped/acled_shaped_events.csv",
        "A row an incident in ACLED's columns. It is not ACLED's data and has no review by ACLED; what the report does "
        "not tell is empty.",
        "select count(*) from incidents",
        key="event_id_cnty",
    ),
)


def prepare(connection: duckdb.DuckDBPyConnection) -> bool:
    """Make the views that the queries read, for this connection alone.

    Returns:
        Whether incidents are a table of the published file.
    """
    for name in _MAPPINGS:
        connection.register(name, _mapping(name))
    found = connection.execute("select table_name from duckdb_tables() where database_name = 'warehouse'").fetchall()
    has_incidents = (INCIDENTS_TABLE,) in found
    incidents = f"from {INCIDENTS_TABLE}" if has_incidents else read_query("incidents_from_events")
    status = f"from {STATUS_TABLE}" if (STATUS_TABLE,) in found else read_query("control_status_unknown")
    connection.execute(f"create temp view incidents as {incidents}")
    connection.execute(f"create temp view control_status as {status}")
    connection.execute(f"create temp view incident_types as {read_query('incident_types')}")
    return has_incidents


def _mapping(name: str) -> pa.Table:
    with (SEEDS_DIR / "exports" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return pa.Table.from_pylist(list(csv.DictReader(file)))
