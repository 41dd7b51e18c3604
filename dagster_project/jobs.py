"""What is run together.

| job | what it does |
|---|---|
| `daily` | everything, for the days of the schedule |
| `ingest` | fetch and read a range of days |
| `reparse` | read a range of days again from the raw pages in the lake |
| `publish` | build the marts from the lake and swap the warehouse in |
"""

from __future__ import annotations

import dagster as dg

from dagster_project.assets.warehouse import WRITES_WAREHOUSE

READ = dg.AssetSelection.assets("reports", "quarantine")
LAKE = dg.AssetSelection.assets("raw_pages") | READ

daily = dg.define_asset_job("daily", selection=dg.AssetSelection.all(), tags=WRITES_WAREHOUSE)
ingest = dg.define_asset_job("ingest", selection=LAKE)
reparse = dg.define_asset_job("reparse", selection=READ)
publish = dg.define_asset_job("publish", selection=dg.AssetSelection.all() - LAKE, tags=WRITES_WAREHOUSE)

LAKE_JOBS = (ingest, reparse)
WAREHOUSE_JOBS = (daily, publish)
