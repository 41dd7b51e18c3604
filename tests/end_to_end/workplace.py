"""The command line as a user runs it: a process of its own in a folder of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MARSAD = Path(sys.executable).with_name("marsad")
FIRST_DAY, LAST_DAY = "2016-02-01", "2016-02-04"
"""A few days of the sample site; every one has reports."""


@dataclass(frozen=True)
class Workplace:
    """A folder with its settings, in which commands are run.

    Attributes:
        folder: working directory; the data folder is `data` in it.
        environment: settings beyond those of the test process.
    """

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def lake(self) -> Path:
        return self.data / "lake"

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start `marsad` and leave it running, in a process group of its own."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MARSAD_", "DAGSTER_"))}
        return subprocess.Popen(
            [MARSAD, *arguments],
            cwd=self.folder,
            env={**inherited, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `marsad` to its end."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=480)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def succeed(self, *arguments: str, **environment: str) -> str:
        """Run `marsad`, which must succeed; gives its stdout."""
        done = self.run(*arguments, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ingest(self, first: str = FIRST_DAY, last: str = LAST_DAY, **environment: str) -> str:
        return self.succeed("ingest", "--from", first, "--to", last, **environment)


def digests(folder: Path) -> dict[str, str]:
    """sha256 of every file below a folder, by relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def complaint(done: subprocess.CompletedProcess[str], status: int) -> str:
    """The one line on stderr of a command that ended with this status."""
    assert done.returncode == status, done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("Starting:")]  # how long Dagster took
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("marsad: ")
    return lines[0]
