"""One digest over all that extraction says of every bundled text: a change for speed alone must not change it."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from pathlib import Path

from benchmarks._corpus import posts, read_all
from transforms.extraction import extract
from transforms.model import Report
from transforms.page import read_report

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "golden"
DAYS = (dt.date(2016, 2, 25), dt.date(2018, 3, 9))
"""Publication days given to texts that have none: what a name means may depend on it."""


def outputs() -> dict[str, str]:
    """The events of every text, as JSON, by a name for the text."""
    found = {report.report_id: _json(report) for report in read_all(posts())}
    for path in sorted(TEXTS.rglob("text/*.txt")):
        for day in DAYS:
            report = read_report(path.read_bytes(), source="digest", published_at=day)
            found[f"{path.relative_to(TEXTS)} {day}"] = _json(report)
    return found


def _json(report: Report) -> str:
    return json.dumps([event.as_dict() for event in extract(report)], ensure_ascii=False, default=str)


def main() -> None:
    """Print the digest; with `--out` write the outputs, with `--against` name the texts that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="write the outputs there")
    parser.add_argument("--against", type=Path, help="a file written by --out")
    arguments = parser.parse_args()
    found = outputs()
    digest = hashlib.sha256(json.dumps(found, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    print(f"{len(found)} texts, {sum(map(len, found.values()))} characters of events, sha256 {digest[:16]}")
    if arguments.out:
        arguments.out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    if arguments.against:
        before = json.loads(arguments.against.read_text(encoding="utf-8"))
        differing = [name for name in before.keys() | found.keys() if before.get(name) != found.get(name)]
        print("\n".join(sorted(differing)) or "identical")


if __name__ == "__main__":
    main()
