"""Where extraction spends its time: shares by module and by step, sampled every millisecond."""

from __future__ import annotations

import signal
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from benchmarks._corpus import posts, read_all
from transforms.extraction import extract

SECONDS = 15.0
INTERVAL = 0.001
STEPS = {
    "dictionary pass (tokens, automaton)": ("lexicon", "Lexicon._pass"),
    "  of which folding": ("normalise", "fold_with_gaps"),
    "  of which all of tokenising": ("normalise", "Tokeniser.cut"),
    "look-up tables of a reading": ("reading", "Reading.__init__"),
    "sections (datelines)": ("sections", "cut_sections"),
    "segments, background, masks": ("segments", "cut_segments"),
    "places": ("where", "PlaceFinder.places"),
    "  of which choosing between places": ("where", "PlaceFinder._resolve"),
    "people": ("casualties", "CasualtyReader.rows"),
    "kind of event": ("what", "read_frame"),
    "takings": ("control", "read_controls"),
    "sides": ("assemble", "EventReader._sides"),
    "dates": ("when", "read_dates"),
    "drafts to events": ("build", "build_events"),
}
"""Functions whose time, with all that they call, the table shows; a reading's tables hold the dictionary pass."""


def sample() -> tuple[int, Counter[str], Counter[tuple[str, str]]]:
    """Samples in all, by module of the innermost function, and by every function on the stack."""
    reports = [report for report in read_all(posts()) if report.language == "ar"]
    extract(reports[0])
    inner: Counter[str] = Counter()
    on_stack: Counter[tuple[str, str]] = Counter()

    def take(_: int, frame: FrameType | None) -> None:
        if frame is not None:
            inner[_name(frame)[0]] += 1
        seen = set()
        while frame is not None:
            seen.add(_name(frame))
            frame = frame.f_back
        on_stack.update(seen)

    signal.signal(signal.SIGPROF, take)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    until = time.process_time() + SECONDS
    while time.process_time() < until:
        for report in reports:
            extract(report)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return inner.total(), inner, on_stack


def _name(frame: FrameType) -> tuple[str, str]:
    return Path(frame.f_code.co_filename).stem, frame.f_code.co_qualname


def main() -> None:
    """Print two tables."""
    total, inner, on_stack = sample()
    print(f"{total} samples\n\nstep{'':36}share with all it calls")
    for step, function in STEPS.items():
        print(f"{step:40s}{100 * on_stack[function] / total:6.1f} %")
    print(f"\nmodule{'':34}share of its own")
    for module, count in inner.most_common(18):
        label = "generated code of dataclasses" if module == "<string>" else module
        print(f"{label:40s}{100 * count / total:6.1f} %")


if __name__ == "__main__":
    main()
