"""A published warehouse that several modules open: the small lake of `tests.support.synthetic_lake`, built by dbt."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.test_sql_models import build
from tests.support.synthetic_lake import reports, write_lake
from transforms.settings import Settings

ACLED = {
    "control_change": "Government regains territory",
    "airstrike": "Air/drone strike",
    "shelling": "Shelling/artillery/missile attack",
    "clash": "Armed clash",
    "explosion": "Remote explosive/landmine/IED",
}
SIDES = {
    "clash": (["is", "opposition"], ["regime"]),
    "airstrike": (["russia"], []),
    "control_change": (["sdf"], ["is"]),
}


def _with_sides(row: dict[str, Any]) -> dict[str, Any]:
    for event in row["events"]:
        event["acled_sub_event_type"] = ACLED.get(event["event_type"])
        event["actors"], event["targets"] = SIDES.get(event["event_type"], ([], []))
    return row


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data folder with a published warehouse; nobody may publish to it."""
    folder = tmp_path_factory.mktemp("published")
    lake = write_lake(folder / "lake", [_with_sides(row) for row in reports()])
    build(folder, str(lake), "run")
    return Settings(data_dir=folder)
