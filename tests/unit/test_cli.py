"""The command line's manners: exit statuses, one line on stderr, clean stdout."""

import datetime as dt

import pytest

from transforms import cli
from transforms.cli import app, pipeline
from transforms.clock import SITE_TIME_ZONE
from transforms.errors import LakeError
from transforms.orchestrator import Ingested, Published, Revised


@pytest.fixture
def marsad(capsys, monkeypatch, tmp_path):
    """Run the command line in a folder of its own; gives exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


REVISED = Revised(
    since="2016-03-01T00:00:00+00:00", told=3, fetched=2, gone=1, moved=0, missed=0,
    changed_days=("2016-02-01", "2016-02-03"), read_days=("2016-02-01", "2016-02-03"), reports=9, events=20,
    shrunk=(),
)  # fmt: skip


class Recorder:
    """An orchestrator that notes what it is asked for."""

    def __init__(self, ingested: Ingested | None = None, failure: Exception | None = None) -> None:
        self.calls: list[tuple] = []
        self._ingested = ingested or Ingested(2, 3, 1, 4, 9, 0)
        self._failure = failure

    def ingest(self, settings, first_day, last_day, progress, *, again=False):
        self.calls.append(("ingest", settings.source_url, settings.source, first_day, last_day, again))
        if self._failure:
            raise self._failure
        return self._ingested

    def revise(self, settings, since, look_at, progress):
        self.calls.append(("revise", since, look_at))
        return REVISED

    def reparse(self, settings, first_day, last_day, progress):
        self.calls.append(("reparse", first_day, last_day, settings.engine))
        return self._ingested

    def publish(self, settings, progress):
        self.calls.append(("publish",))
        return Published(settings.warehouse_path, {"mart_a": 2, "mart_b": 3})


@pytest.fixture
def orchestrated(monkeypatch):
    """Put a recorder in the place of the orchestrator."""

    def put(recorder: Recorder) -> Recorder:
        monkeypatch.setattr(pipeline, "load_orchestrator", lambda progress: recorder)
        return recorder

    return put


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "--from", "2016-02-30", "--to", "2016-03-01"),
        ("ingest", "--from", "yesterday", "--to", "2016-03-01"),
        ("ingest", "--from", "2016-03-02", "--to", "2016-03-01"),
        ("ingest", "--from", "2016-03-01"),
        ("ingest",),
        ("ingest", "--changed-since", "auto", "--from", "2016-03-01"),
        ("ingest", "--changed-since", "yesterday"),
        ("ingest", "--changed-since", "2999-01-01"),
        ("ingest", "--from", "2016-03-01", "--to", "2016-03-01", "--no-such-option"),
        ("reparse", "--from", "2016-03-02", "--to", "2016-03-01"),
        ("reparse", "--from", "2016-03-01", "--to", "2016-03-01", "--engine", "abacus"),
        ("reparse", "--from", "2016-03-01", "--to", "2016-03-01", "--engine", "sc://"),
        ("reparse", "--from", "2016-03-01", "--to", "2016-03-01", "--engine", "sc://host:port"),
        ("extract", "--published", "last week", "-"),
        ("extract", "--format", "yaml", "-"),
        ("query",),
        ("no-such-command",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_status_2(marsad, arguments):
    status, out, err = marsad(*arguments)
    assert (status, out, err.count("\n"), err[:8]) == (2, "", 1, "marsad: ")


def test_a_missing_file_is_one_line_and_status_1(marsad):
    status, out, err = marsad("extract", "no-such-file.html")
    assert (status, out, err) == (1, "", "marsad: cannot read no-such-file.html: No such file or directory\n")


def test_debug_adds_the_traceback(marsad):
    _, _, err = marsad("extract", "no-such-file.html", "--debug")
    assert err.startswith("Traceback")
    assert err.endswith("marsad: cannot read no-such-file.html: No such file or directory\n")


def test_version_names_the_program(marsad):
    status, out, _ = marsad("--version")
    assert (status, out.split()[0]) == (0, "marsad")


def test_a_malformed_setting_is_named(marsad, monkeypatch):
    monkeypatch.setenv("MARSAD_REQUESTS_PER_SECOND", "fast")
    status, _, err = marsad("publish")
    assert (status, "requests_per_second" in err, "'fast'" in err) == (1, True, True)


def test_ingest_passes_the_range_and_the_source_on_and_publishes(marsad, orchestrated):
    recorder = orchestrated(Recorder())
    status, out, _ = marsad(
        "ingest", "--from", "2016-02-01", "--to", "2016-02-02", "--source-url", "file:///x", "--source", "other"
    )
    first, last = dt.date(2016, 2, 1), dt.date(2016, 2, 2)
    assert (status, recorder.calls) == (0, [("ingest", "file:///x", "other", first, last, False), ("publish",)])
    assert out.splitlines()[0] == "2 days: 3 new pages, 1 known; 4 reports, 9 events, 0 pages in quarantine"


@pytest.mark.parametrize(
    ("since", "passed"),
    [
        ("auto", None),
        ("2016-03-01", dt.datetime(2016, 3, 1, tzinfo=SITE_TIME_ZONE)),
        ("2016-03-01T12:00:00Z", dt.datetime(2016, 3, 1, 12, tzinfo=dt.UTC)),
    ],
)
def test_changes_since_a_moment_need_no_range(marsad, orchestrated, since, passed):
    recorder = orchestrated(Recorder())
    status, out, _ = marsad("ingest", "--changed-since", since)
    assert (status, recorder.calls) == (0, [("revise", passed, None), ("publish",)])
    assert out.splitlines()[0] == (
        "since 2016-03-01T00:00:00+00:00: 3 posts new or modified, 0 moved, 1 deleted, 0 missed before; "
        "2 new pages in 2 days; 2 days read"
    )


def test_deleted_posts_are_looked_for_in_the_given_range(marsad, orchestrated):
    recorder = orchestrated(Recorder())
    marsad("ingest", "--changed-since", "auto", "--from", "2016-02-01", "--to", "2016-02-02")
    assert recorder.calls[0] == ("revise", None, (dt.date(2016, 2, 1), dt.date(2016, 2, 2)))


def test_again_is_passed_on(marsad, orchestrated):
    recorder = orchestrated(Recorder())
    marsad("ingest", "--from", "2016-02-01", "--to", "2016-02-02", "--again")
    assert recorder.calls[0][-1] is True


def test_days_that_were_not_asked_for_are_told(marsad, orchestrated):
    orchestrated(Recorder(Ingested(2, 0, 4, 4, 9, 0, not_asked=2)))
    _, out, _ = marsad("ingest", "--from", "2016-02-01", "--to", "2016-02-02")
    assert out.splitlines()[1] == "2 of these days were complete before and were not asked for (--again asks)"


def test_an_incomplete_day_is_published_and_status_1(marsad, orchestrated):
    recorder = orchestrated(Recorder(Ingested(2, 3, 0, 4, 9, 0, incomplete=("2016-02-02",))))
    status, _, err = marsad("ingest", "--from", "2016-02-01", "--to", "2016-02-02")
    assert (status, recorder.calls[-1]) == (1, ("publish",))
    assert err == (
        "marsad: incomplete days: 2016-02-02; what came is stored and published (run the same command again)\n"
    )


def test_a_failed_ingest_does_not_publish(marsad, orchestrated):
    recorder = orchestrated(Recorder(failure=LakeError("no such bucket")))
    status, _, err = marsad("ingest", "--from", "2016-02-01", "--to", "2016-02-02")
    assert (status, err, len(recorder.calls)) == (1, "marsad: no such bucket\n", 1)


def test_failed_checks_are_warnings_on_stderr(marsad, orchestrated):
    orchestrated(Recorder(Ingested(1, 1, 0, 1, 0, 0, warnings=("reports: reports_have_events failed",))))
    status, _, err = marsad("reparse", "--from", "2016-02-01", "--to", "2016-02-01")
    assert (status, err) == (0, "marsad: warning: reports: reports_have_events failed\n")


def test_reparse_passes_the_engine_on(marsad, orchestrated):
    recorder = orchestrated(Recorder())
    marsad("reparse", "--from", "2016-02-01", "--to", "2016-02-02", "--engine", "sc://spark.example:15002")
    first, last = dt.date(2016, 2, 1), dt.date(2016, 2, 2)
    assert recorder.calls == [("reparse", first, last, "sc://spark.example:15002"), ("publish",)]


def test_without_the_option_the_engine_is_the_setting(marsad, orchestrated, monkeypatch):
    monkeypatch.setenv("MARSAD_ENGINE", "sc://spark.example")
    recorder = orchestrated(Recorder())
    marsad("reparse", "--from", "2016-02-01", "--to", "2016-02-01")
    assert recorder.calls[0][-1] == "sc://spark.example"


def test_the_address_of_classic_spark_is_refused_with_the_one_to_use(marsad):
    status, _, err = marsad("reparse", "--from", "2016-02-01", "--to", "2016-02-01", "--engine", "spark://host:7077")
    assert (status, err.count("\n"), "sc://host:port" in err) == (2, 1, True)


def test_an_interrupt_is_one_line_and_status_130(marsad, orchestrated):
    orchestrated(Recorder(failure=KeyboardInterrupt()))
    status, _, err = marsad("ingest", "--from", "2016-02-01", "--to", "2016-02-02")
    assert (status, err) == (130, "marsad: interrupted\n")


def test_an_unexpected_error_is_not_hidden(orchestrated, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    orchestrated(Recorder(failure=ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        app.main(["ingest", "--from", "2016-02-01", "--to", "2016-02-02"])


@pytest.mark.parametrize("command", ["ingest", "reparse"])
@pytest.mark.parametrize(
    ("first", "last", "told"),
    [("2011-12-31", "2012-01-02", "2011-12-31 is before 2012-01-01"), ("2016-02-01", "2999-01-01", "in the future")],
)
def test_a_range_without_publication_days_is_refused_before_the_orchestrator_starts(
    marsad, orchestrated, command, first, last, told
):
    recorder = orchestrated(Recorder())
    status, _, err = marsad(command, "--from", first, "--to", last)
    assert (status, told in err, recorder.calls) == (2, True, [])
