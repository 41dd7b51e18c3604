"""Odd texts through reading and extraction: that none raises, and that time grows as length does.

`python -m benchmarks.robustness` runs 20,000 odd texts and the long ones; `--inputs 1000000` the full number.
`--first` begins at a later text, so that a long run can be done in pieces.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks._odd_texts import LONG, Content, odd_text
from transforms.errors import UnreadablePage
from transforms.extraction import extract
from transforms.page import read_report

SIZES = (10**2, 10**3, 10**4, 10**5, 10**6, 5 * 10**6)
DAY = dt.date(2016, 2, 25)
_SLOW = 60.0
"""Seconds after which a text is not tried at the next size: that it is not linear is plain by then."""


@dataclass
class Tally:
    """What came of many texts."""

    texts: int = 0
    characters: int = 0
    events: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int, str, int] = (0.0, -1, "", 0)
    raised: list[str] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)


def run(content: Content) -> int | None:
    """Number of events of a text, or None where the reader refuses it with its own error.

    Raises:
        Exception: whatever reading and extraction raise besides: a fault.
    """
    try:
        report = read_report(content, source="odd", published_at=DAY)
    except UnreadablePage:
        return None
    events = extract(report)
    for event in events:
        evidence = event.evidence
        if report.body[evidence.start : evidence.end] != evidence.text:
            raise AssertionError(f"evidence {evidence.start}-{evidence.end} is not in the body")
    return len(events)


def run_many(first: int, count: int, seed: int = 0) -> Tally:
    """Run texts `first` to `first + count`, in CPU time; what is raised is kept, not passed on."""
    tally = Tally()
    for number in range(first, first + count):
        kind, content = odd_text(number, seed)
        began = time.process_time()
        try:
            events = run(content)
        except Exception:  # noqa: BLE001 - finding these is what this is for
            tally.raised.append(f"{kind} {number}: {traceback.format_exc(limit=-2)}")
            continue
        seconds = time.process_time() - began
        tally.texts += 1
        tally.characters += len(content)
        tally.seconds += seconds
        tally.by_kind[kind] += 1
        if events is None:
            tally.refused += 1
        else:
            tally.events += events
        if seconds > tally.slowest[0]:
            tally.slowest = (seconds, number, kind, len(content))
    return tally


def lengths(sizes: tuple[int, ...] = SIZES) -> Iterator[tuple[str, list[float | None]]]:
    """CPU microseconds a character, for each long text at each size; None where the size before took too long."""
    for name, make in LONG.items():
        row: list[float | None] = []
        seconds = 0.0
        for size in sizes:
            if seconds > _SLOW:
                row.append(None)
                continue
            text = make(size)
            began = time.process_time()
            run(text)
            seconds = time.process_time() - began
            row.append(round(1e6 * seconds / size, 3))
        yield name, row


def main() -> None:
    """Print what came of odd texts, then the table of long ones."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=20_000, help="number of odd texts")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-long", action="store_true", help="leave out the long texts")
    parser.add_argument("--longest", type=int, default=SIZES[-1], help="size of the longest text, in characters")
    arguments = parser.parse_args()
    for text in ("محافظة حلب:: قتل 5", "Clashes in Aleppo killed 5 fighters."):
        run(text)  # the dictionaries are loaded once a process
    tally = run_many(arguments.first, arguments.inputs, arguments.seed)
    seconds, number, kind, size = tally.slowest
    print(
        json.dumps(
            {
                "texts": tally.texts,
                "raised": len(tally.raised),
                "refused": tally.refused,
                "events": tally.events,
                "characters": tally.characters,
                "seconds": round(tally.seconds, 1),
                "texts_per_second": round(tally.texts / max(tally.seconds, 1e-9)),
                "slowest": {"milliseconds": round(1e3 * seconds, 1), "kind": kind, "number": number, "size": size},
            }
        ),
        flush=True,
    )
    for message in tally.raised[:20]:
        print(message)
    if not arguments.no_long:
        sizes = tuple(size for size in SIZES if size <= arguments.longest)
        print(f"\n{'CPU microseconds a character':46s}" + "".join(f"{size:>11,}" for size in sizes))
        for name, row in lengths(sizes):
            print(f"{name:46s}" + "".join(f"{'-' if value is None else value:>11}" for value in row), flush=True)


if __name__ == "__main__":
    main()
