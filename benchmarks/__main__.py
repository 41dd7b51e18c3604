"""List the benchmarks, then run the quick one, the profile, and a small corpus whose truth is known."""

from __future__ import annotations

import ast
from pathlib import Path

from benchmarks import known_truth, quick, time_profile
from benchmarks.known_truth.__main__ import bench


def summaries() -> dict[str, str]:
    """First line of the docstring of every benchmark, by module name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.stem] = docstring.partition("\n")[0]
    return {**found, "known_truth": (known_truth.__doc__ or "").partition("\n")[0]}


def main() -> None:
    """Print what there is, the quick timings, and where the time goes."""
    for name, summary in summaries().items():
        print(f"python -m benchmarks.{name:<16} {summary}")
    print()
    quick.main()
    print()
    time_profile.main()
    print()
    bench()


if __name__ == "__main__":
    main()
