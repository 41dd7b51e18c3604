"""What the code location holds: its graph as a committed snapshot, its schedule, its sensor, its checks."""

import datetime as dt
import json
import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.assets.publication import build_publication
from dagster_project.build import building
from dagster_project.checks import (
    check_days_complete,
    check_days_kept,
    check_events,
    check_pages_placed,
    check_quarantine,
)
from dagster_project.definitions import build_defs
from dagster_project.schedules import every_morning
from dagster_project.sensors import publish_new_reports
from tests.support.builds import make_build
from transforms.fetching import FetchResult
from transforms.progress import Silent
from transforms.reading import ReadResult
from transforms.settings import Settings, load_settings
from transforms.warehouse import published_tables

SNAPSHOT = Path(__file__).with_name("asset_graph.json")
UPDATE = "UPDATE_SNAPSHOTS=1 .venv/bin/pytest tests/unit/test_definitions.py"
DAY = dt.date(2016, 2, 25)


@pytest.fixture(scope="module")
def definitions(tmp_path_factory):
    return build_defs(settings=load_settings(data_dir=tmp_path_factory.mktemp("data")))


def describe(definitions: dg.Definitions) -> dict[str, object]:
    """Keys, dependencies, groups, checks and partitions of every asset; what runs by itself."""
    graph = definitions.resolve_asset_graph()
    repository = definitions.get_repository_def()
    checks: dict[str, list[str]] = {}
    for check in graph.asset_check_keys:
        checks.setdefault(check.asset_key.to_user_string(), []).append(check.name)
    assets = {}
    for key in sorted(graph.get_all_asset_keys(), key=dg.AssetKey.to_user_string):
        node, name = graph.get(key), key.to_user_string()
        assets[name] = {
            "group": node.group_name,
            "deps": sorted(parent.to_user_string() for parent in node.parent_keys),
            "partitions": repr(node.partitions_def) if node.partitions_def else None,
            "single_run_backfill": node.backfill_policy == dg.BackfillPolicy.single_run(),
            "executable": node.is_executable,
            "checks": sorted(checks.get(name, [])),
        }
    return {
        "assets": assets,
        "jobs": sorted(job for job in repository.job_names if not job.startswith("__")),
        "schedules": {schedule.name: schedule.cron_schedule for schedule in repository.schedule_defs},
        "sensors": sorted(sensor.name for sensor in repository.sensor_defs),
    }


def test_the_asset_graph_is_the_committed_one(definitions):
    graph = describe(definitions)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(graph, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert graph == json.loads(SNAPSHOT.read_text(encoding="utf-8")), f"if the change is meant: {UPDATE}"


def test_every_asset_of_the_graph_is_made_here(definitions):
    """A dbt source that maps to no asset of ours would show as an external one."""
    assert [name for name, asset in describe(definitions)["assets"].items() if not asset["executable"]] == []


def test_the_jobs_can_be_resolved_and_validated(definitions):
    dg.Definitions.validate_loadable(definitions)
    jobs = {job.name for job in definitions.resolve_all_job_defs() if not job.name.startswith("__")}
    assert jobs == {"daily", "export", "ingest", "publish", "reparse", "revisions"}


def test_the_morning_run_covers_the_day_before_and_today():
    tick = dt.datetime(2024, 3, 29, 2, 0, tzinfo=dt.UTC)  # 05:00 in Damascus
    request = every_morning(dg.build_schedule_context(scheduled_execution_time=tick))
    assert [*request.tags.values()][:2] == ["2024-03-28", "2024-03-29"]


def test_the_morning_run_is_asked_for_once_a_day():
    tick = dt.datetime(2024, 3, 29, 2, 0, tzinfo=dt.UTC)
    assert every_morning(dg.build_schedule_context(scheduled_execution_time=tick)).run_key == "2024-03-29"


class TestPublishNewReports:
    """The sensor, against an event log of its own."""

    @pytest.fixture
    def instance(self):
        with dg.DagsterInstance.ephemeral() as instance:
            yield instance

    @staticmethod
    def evaluate(instance):
        return publish_new_reports(dg.build_sensor_context(instance=instance))

    @staticmethod
    def materialize(instance, asset, partition=None, **metadata):
        instance.report_runless_asset_event(dg.AssetMaterialization(asset, partition=partition, metadata=metadata))

    def test_waits_for_the_first_report(self, instance):
        assert isinstance(self.evaluate(instance), dg.SkipReason)

    def test_publishes_the_first_reports(self, instance):
        self.materialize(instance, "reports", "2016-02-25")
        assert isinstance(self.evaluate(instance), dg.RunRequest)

    def test_leaves_a_newer_warehouse_alone(self, instance):
        self.materialize(instance, "reports", "2016-02-25")
        self.materialize(instance, "published_warehouse")
        assert isinstance(self.evaluate(instance), dg.SkipReason)

    def test_publishes_reports_that_came_after_the_warehouse(self, instance):
        self.materialize(instance, "published_warehouse")
        self.materialize(instance, "reports", "2016-02-25")
        assert isinstance(self.evaluate(instance), dg.RunRequest)

    def test_publishes_reports_that_came_while_the_warehouse_was_built(self, instance):
        began = dg.MetadataValue.timestamp(dt.datetime.now(dt.UTC))
        self.materialize(instance, "reports", "2016-02-25")
        self.materialize(instance, "published_warehouse", built_at=began)
        assert isinstance(self.evaluate(instance), dg.RunRequest)

    def test_leaves_a_warehouse_alone_that_was_built_after_the_newest_reports(self, instance):
        self.materialize(instance, "reports", "2016-02-25")
        began = dg.MetadataValue.timestamp(dt.datetime.now(dt.UTC))
        self.materialize(instance, "published_warehouse", built_at=began)
        assert isinstance(self.evaluate(instance), dg.SkipReason)

    def test_waits_while_a_run_is_at_work(self, instance):
        self.materialize(instance, "reports", "2016-02-25")
        instance.create_run_for_job(_nothing, status=dg.DagsterRunStatus.STARTED)
        assert isinstance(self.evaluate(instance), dg.SkipReason)


@dg.job
def _nothing():
    pass


def test_a_publication_records_when_its_build_began_to_read_the_lake(tmp_path):
    @dg.multi_asset(specs=[dg.AssetSpec(name) for name in published_tables()])
    def models():
        yield from (dg.MaterializeResult(asset_key=name) for name in published_tables())

    settings = Settings(data_dir=tmp_path)
    with building(settings) as build:
        make_build(build.build_path)
    publication = build_publication(models)
    result = dg.materialize(
        [models, publication], selection=[publication], resources={"settings": settings, "progress": Silent()}
    )
    [recorded] = result.asset_materializations_for_node("published_warehouse")
    assert recorded.metadata["built_at"].value == pytest.approx(build.built_at.timestamp())


def fetched(**facts) -> FetchResult:
    return FetchResult(**{"day": DAY, "listed": 3, "expected": 3, "added": 3, "already_stored": 0, **facts})


def test_an_incomplete_day_fails_its_check_and_is_named():
    result = check_days_complete([fetched(expected=5)])
    assert (result.passed, result.metadata["incomplete_days"].value) == (False, ["2016-02-25"])


def test_the_missing_ids_of_an_incomplete_day_are_named_where_they_are_known():
    result = check_days_complete([fetched(expected=5, missing=("7", "9")), fetched(expected=4)])
    assert result.metadata["missing"].value == [
        "2016-02-25: 5 expected, 3 fetched; missing: 7, 9",
        "2016-02-25: 4 expected, 3 fetched; missing: ids not known",
    ]


def test_complete_days_pass():
    assert check_days_complete([fetched()]).passed


def test_a_day_that_shrank_at_the_source_fails_its_check_and_its_ids_are_named():
    result = check_days_kept([fetched(missing=("7",))])
    assert (result.passed, result.metadata["missing"].value) == (
        False,
        ["2016-02-25: 3 expected, 3 fetched; missing: 7"],
    )


def test_a_day_whose_missing_posts_are_gone_for_good_passes():
    assert check_days_kept([fetched(gone=2)]).passed


def test_pages_without_a_day_are_counted_and_named():
    result = check_pages_placed(["x.html: no date"])
    assert (result.passed, result.metadata["first"].value) == (False, ["x.html: no date"])


@pytest.mark.parametrize(("quarantined", "passed"), [(0, True), (5, True), (6, False)])
def test_the_share_of_pages_in_quarantine_is_bounded(quarantined, passed):
    result = ReadResult(day=DAY, reports=100 - quarantined, events=10, quarantined=quarantined)
    assert check_quarantine([result]).passed is passed


def test_a_day_with_reports_but_without_events_is_named():
    results = [
        ReadResult(day=DAY, reports=3, events=0, quarantined=0),
        ReadResult(day=DAY + dt.timedelta(days=1), reports=0, events=0, quarantined=0),
    ]
    check = check_events(results)
    assert (check.passed, check.metadata["days_without_events"].value) == (False, ["2016-02-25"])
