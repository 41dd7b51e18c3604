"""What is run together.

| job | what it does |
|---|---|
| `daily` | everything, for the days of the schedule; of the days only those that changed are read |
| `ingest` | fetch a range of days, and read those of them that changed |
| `reparse` | read a range of days again from the raw pages in the lake |
| `publish` | build the marts from the lake, swap the warehouse in, and export it |
| `export` | export the published warehouse as it is |

`revisions` (`dagster_project.revisions`) fetches and reads what changed in days that were fetched before.
"""

from __future__ import annotations

import dagster as dg

from dagster_project.assets.warehouse import WRITES_WAREHOUSE
from dagster_project.partitions import STALE_TAG

READ = dg.AssetSelection.assets("reports", "quarantine")
LAKE = dg.AssetSelection.assets("raw_pages") | READ

_CHANGED = {STALE_TAG: "stale"}

daily = dg.define_asset_job("daily", selection=dg.AssetSelection.all(), tags=WRITES_WAREHOUSE | _CHANGED)
ingest = dg.define_asset_job("ingest", selection=LAKE, tags=_CHANGED)
reparse = dg.define_asset_job("reparse", selection=READ)
publish = dg.define_asset_job("publish", selection=dg.AssetSelection.all() - LAKE, tags=WRITES_WAREHOUSE)

export = dg.define_asset_job("export", selection=dg.AssetSelection.groups("exports"), tags=WRITES_WAREHOUSE)

LAKE_JOBS = (ingest, reparse)
WAREHOUSE_JOBS = (daily, publish, export)
