"""Make a corpus, build and publish its warehouse, compare it with the truth, and measure all of it.

`python -m benchmarks.known_truth --reports 200000 --out DIR`
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks import weekly_questions
from benchmarks.known_truth.build import Built, build
from benchmarks.known_truth.compare import compare_merging, compare_warehouse
from benchmarks.known_truth.lake import write_lake
from benchmarks.known_truth.model import Corpus
from benchmarks.known_truth.retelling import make_corpus

SEED = 20260222
BENCH_REPORTS = 5_000
SLOWEST = 8
TARGETS = "target for 200,000 reports on two cores: under 60 s and 3 GB"


def run(reports: int, folder: Path, *, seed: int = SEED, hard: bool = True, command: str = "run") -> None:
    """All of it, printed.

    Args:
        reports: number of reports.
        folder: gets `lake/` and the build; what is there is replaced.
        seed: of the corpus.
        hard: with the stories that the rules cannot tell rightly.
        command: of dbt: `run`, or `build` for its tests as well.
    """
    start = time.perf_counter()
    corpus = make_corpus(reports, seed, hard)
    shutil.rmtree(folder / "lake", ignore_errors=True)
    size = write_lake(folder / "lake", corpus)
    events = sum(len(report.tellings) for report in corpus.reports)
    print(
        f"{reports:,} reports of {len(corpus.incidents):,} incidents in {events:,} events, {size / 1e6:,.0f} MB of "
        f"Parquet, seed {seed}: written in {time.perf_counter() - start:.0f} s"
    )
    built = build(folder, folder / "lake", command)
    _print_build(built, command)
    print_comparison(corpus, built.warehouse)
    print()
    print(weekly_questions.report(weekly_questions.measure(built.warehouse)))


def _print_build(built: Built, command: str) -> None:
    print(
        f"dbt {command}: {built.seconds:.1f} s, {built.cpu_seconds:.1f} s of CPU, peak {built.peak_mb:,.0f} MB; "
        f"publishing {built.publish_seconds:.1f} s; {os.cpu_count()} cores, load {built.load[0]:.1f} to "
        f"{built.load[1]:.1f} ({TARGETS})"
    )
    results = json.loads((built.build_dir / "run_results.json").read_text(encoding="utf-8"))["results"]
    slowest = sorted(results, key=lambda result: -result["execution_time"])[:SLOWEST]
    print("slowest: " + ", ".join(f"{one['unique_id'].split('.')[2]} {one['execution_time']:.1f} s" for one in slowest))


def print_comparison(corpus: Corpus, warehouse: Path) -> None:
    """Differences of all tables, with the stories behind them and examples; and how well events are merged."""
    for found in compare_warehouse(corpus, warehouse):
        print(found.line())
        if found.differing:
            print("    stories: " + ", ".join(f"{story} {count}" for story, count in found.stories.most_common()))
            print("\n".join(f"    {line}" for line in found.examples))
    merging = compare_merging(corpus, warehouse)
    if merging:
        print(merging.line())
        print(f"    in incidents with others: {dict(merging.wrong)}")
        print(f"    in several incidents: {dict(merging.split)}")


def bench() -> None:
    """A small corpus in a temporary folder, for `make bench`."""
    with tempfile.TemporaryDirectory() as folder:
        run(BENCH_REPORTS, Path(folder))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=BENCH_REPORTS, help="number of reports, at least 200")
    parser.add_argument("--out", type=Path, required=True, help="folder for the lake and the build")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--plain", action="store_true", help="without the stories that the rules cannot tell rightly")
    parser.add_argument("--tests", action="store_true", help="run dbt's tests as well")
    given = parser.parse_args()
    run(given.reports, given.out, seed=given.seed, hard=not given.plain, command="build" if given.tests else "run")


if __name__ == "__main__":
    main()
