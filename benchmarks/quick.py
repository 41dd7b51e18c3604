"""Start-up of `marsad extract` and reading of the bundled sample reports, on one core, in seconds."""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sample_site.posts import load_posts
from sample_site.server import respond
from transforms.extraction import extract
from transforms.page import read_report

START_UPS = 5
ROUNDS = 3
BASE = "http://127.0.0.1:8080"


def article_pages() -> list[tuple[str, bytes]]:
    """Address and HTML page of every bundled report."""
    posts = load_posts()
    return [(BASE + post.path, respond(post.path, posts, BASE).body) for post in posts]


def time_start_up(page: bytes) -> float:
    """Median seconds of `marsad extract --format json` on one page, interpreter and dictionaries included."""
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(page)
        file.flush()
        command = [Path(sys.executable).with_name("marsad"), "extract", "--format", "json", file.name]
        seconds = []
        for _ in range(START_UPS):
            began = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def time_extraction(pages: list[tuple[str, bytes]]) -> dict[str, float]:
    """Best of some rounds over all pages: seconds to read them, seconds to extract, and how many events came."""
    reports = [read_report(page, source="sohr-ar", url=url) for url, page in pages]
    extract(reports[0])  # the dictionaries are loaded once a process
    reading = min(_seconds(lambda: [read_report(page, source="sohr-ar", url=url) for url, page in pages]))
    extracting = min(_seconds(lambda: [extract(report) for report in reports]))
    events = sum(len(extract(report)) for report in reports)
    return {"reading_seconds": reading, "extracting_seconds": extracting, "events": events}


def _seconds(work: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def main() -> None:
    """Print the figures as one JSON object."""
    pages = article_pages()
    figures = time_extraction(pages)
    per_second = len(pages) / (figures["reading_seconds"] + figures["extracting_seconds"])
    rounded = {name: round(value, 3) for name, value in figures.items()}
    result = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "pages": len(pages),
        "start_up_seconds": round(time_start_up(pages[0][1]), 3),
        **rounded,
        "pages_per_second_and_core": round(per_second, 1),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
