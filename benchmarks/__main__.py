"""List the benchmarks, then run the quick one and the profile: `python -m benchmarks`."""

from __future__ import annotations

import ast
from pathlib import Path

from benchmarks import quick, time_profile


def summaries() -> dict[str, str]:
    """First line of the docstring of every benchmark, by module name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.stem] = docstring.partition("\n")[0]
    return found


def main() -> None:
    """Print what there is, the quick timings, and where the time goes."""
    for name, summary in summaries().items():
        print(f"python -m benchmarks.{name:<14} {summary}")
    print()
    quick.main()
    print()
    time_profile.main()


if __name__ == "__main__":
    main()
