"""Start-up of `marsad extract`, reports a second on one core, distance from the floor, peak memory."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks._corpus import pages, posts, read_all
from transforms.extraction import extract
from transforms.extraction.lexicon import lexicon
from transforms.model import Report

START_UPS = 7
ROUNDS = 25
ACCEPTANCE_CHARACTERS = 2_073
"""Length of the report that tests/golden/test_acceptance_report.py reads; it is not in the repository."""

TARGETS = {
    ("memory", "corpus_peak_mb"): "target: below 350",
    ("sample_reports", "per_second_median"): "target: 800",
}

_WHOLE_CORPUS = """
import resource
from benchmarks._corpus import posts, read_all
from transforms.extraction import extract
for _ in range(3):
    for report in read_all(posts()):
        extract(report)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def time_start_up(page: bytes) -> dict[str, float]:
    """Fastest and median seconds of `marsad extract --format json` on one file, and its peak memory in MB.

    Bytecode is cached, as it is from the second call on everywhere but where `PYTHONDONTWRITEBYTECODE` is set.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(page)
        file.flush()
        command = [Path(sys.executable).with_name("marsad"), "extract", "--format", "json", file.name]

        def call() -> None:
            subprocess.run(command, capture_output=True, check=True, env=environment)

        call()
        seconds = [_timed(call) for _ in range(START_UPS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "seconds_fastest": round(min(seconds), 3),
        "seconds_median": round(statistics.median(seconds), 3),
        "peak_mb": round(peak),
    }


def corpus_peak_mb() -> int:
    """Peak memory in MB of a process that reads and extracts all bundled reports three times."""
    done = subprocess.run([sys.executable, "-c", _WHOLE_CORPUS], capture_output=True, check=True, text=True)
    return round(int(done.stdout) / 1024)


def fastest(works: list[Callable[[Report], object]], reports: list[Report]) -> list[list[float]]:
    """Seconds of each work for each report: the fastest of some rounds over all of them.

    A busy machine counts less so, and works that are compared are timed side by side.
    """
    rounds = [
        [[_timed(lambda work=work, report=report: work(report)) for report in reports] for work in works]
        for _ in range(ROUNDS)
    ]
    return [[min(times) for times in zip(*of_work, strict=True)] for of_work in zip(*rounds, strict=True)]


def time_extraction(reports: list[Report]) -> dict[str, float]:
    """Extraction of reports, one by one, and the floor: the one dictionary pass over their text."""
    dictionaries = lexicon()
    whole, floor = fastest([extract, lambda report: dictionaries.scan(report.body)], reports)
    median, low = statistics.median(whole), statistics.median(floor)
    return {
        "characters_median": round(statistics.median(len(report.body) for report in reports)),
        "milliseconds_median": round(1e3 * median, 3),
        "per_second_median": round(1 / median),
        "per_second_all": round(len(reports) / sum(whole)),
        "floor_milliseconds_median": round(1e3 * low, 3),
        "times_the_floor": round(median / low, 1),
    }


def arabic_reports() -> list[Report]:
    """The bundled Arabic reports, with the dictionaries loaded, which happens once a process."""
    reports = [report for report in read_all(posts()) if report.language == "ar"]
    extract(reports[0])
    return reports


def long_reports(reports: list[Report]) -> list[Report]:
    """As many reports of the acceptance report's length: each bundled one, and behind it those that follow."""
    bodies = [report.body for report in reports] * 2
    return [
        replace(report, body="\n\n".join(bodies[i : i + len(reports)])[:ACCEPTANCE_CHARACTERS])
        for i, report in enumerate(reports)
    ]


def time_reading() -> dict[str, float]:
    """Reading of all bundled reports as pages and as posts, in reports a second: fastest of three rounds."""
    found = {}
    for form, contents in (("html", pages()), ("json", posts())):
        seconds = min(_timed(lambda contents=contents: read_all(contents)) for _ in range(3))
        found[f"{form}_per_second"] = round(len(contents) / seconds)
    return found


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure() -> dict[str, dict[str, float]]:
    """All figures, by what they are of."""
    reports = arabic_reports()
    return {
        "start_up": time_start_up(posts()[0][1]),
        "memory": {"corpus_peak_mb": corpus_peak_mb()},
        "sample_reports": time_extraction(reports),
        "reports_as_long_as_the_acceptance_report": time_extraction(long_reports(reports)),
        "page_reading": time_reading(),
    }


def main() -> None:
    """Print the figures beside their targets."""
    load = os.getloadavg()[0]
    figures = measure()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load before: {load:.2f}")
    for group, values in figures.items():
        print(f"\n{group.replace('_', ' ')}")
        for name, value in values.items():
            print(f"  {name.replace('_', ' '):28s}{value:>10}   {TARGETS.get((group, name), '')}".rstrip())


if __name__ == "__main__":
    main()
