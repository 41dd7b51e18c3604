"""Start-up of `marsad extract`, reports a second on one core, distance from the floor, peak memory."""

from __future__ import annotations

import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._corpus import pages, posts, read_all
from transforms.extraction import extract
from transforms.extraction.lexicon import lexicon
from transforms.model import Report

START_UPS = 7
ROUNDS = 15

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
    """Fastest and median seconds of `marsad extract --format json` on one file, and its peak memory in MB."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(page)
        file.flush()
        command = [Path(sys.executable).with_name("marsad"), "extract", "--format", "json", file.name]
        seconds = [_timed(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(START_UPS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "start_up_seconds_fastest": round(min(seconds), 3),
        "start_up_seconds_median": round(statistics.median(seconds), 3),
        "start_up_peak_mb": round(peak),
    }


def corpus_peak_mb() -> int:
    """Peak memory in MB of a process that reads and extracts all bundled reports three times."""
    done = subprocess.run([sys.executable, "-c", _WHOLE_CORPUS], capture_output=True, check=True, text=True)
    return round(int(done.stdout) / 1024)


def fastest(work: Callable[[Report], object], reports: list[Report]) -> list[float]:
    """Seconds for each report: the fastest of some rounds over all of them, so that a busy machine counts less."""
    rounds = [[_timed(lambda report=report: work(report)) for report in reports] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def time_extraction() -> dict[str, float]:
    """Extraction of the bundled Arabic reports, one by one, and the floor: the one dictionary pass over their text."""
    reports = [report for report in read_all(posts()) if report.language == "ar"]
    extract(reports[0])  # the dictionaries are loaded once a process
    dictionaries = lexicon()
    whole = fastest(extract, reports)
    floor = fastest(lambda report: dictionaries.scan(report.body), reports)
    median, low = statistics.median(whole), statistics.median(floor)
    return {
        "reports": len(reports),
        "characters_median": statistics.median(len(report.body) for report in reports),
        "extract_milliseconds_median": round(1e3 * median, 3),
        "reports_per_second_median": round(1 / median),
        "reports_per_second_all": round(len(reports) / sum(whole)),
        "floor_milliseconds_median": round(1e3 * low, 3),
        "times_the_floor": round(median / low, 1),
    }


def time_reading() -> dict[str, float]:
    """Reading of all bundled reports as pages and as posts, in reports a second: fastest of three rounds."""
    found = {}
    for form, contents in (("html", pages()), ("json", posts())):
        seconds = min(_timed(lambda contents=contents: read_all(contents)) for _ in range(3))
        found[f"read_{form}_per_second"] = round(len(contents) / seconds)
    return found


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Print the figures as one JSON object."""
    result = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        **time_start_up(posts()[0][1]),
        "corpus_peak_mb": corpus_peak_mb(),
        **time_extraction(),
        **time_reading(),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
