"""`make ui`: Dagster's web pages and daemon, and an end that leaves no process behind.

`dagster dev` ends its helpers by asking them. One that does not hear it (interrupts are ignored in what a shell starts
in the background) or is in the middle of a run would stay, with its port. So all of them live in a session of their
own, and what is still there after a while is killed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from dagster_project.home import prepare_home
from transforms.settings import load_settings

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_DAGSTER = Path(sys.executable).with_name("dagster")


class _AskedToEndError(Exception):
    """Ctrl-C, a service manager, or a terminal that was closed."""


def supervise(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, grace_seconds: float = 20.0
) -> int:
    """Run a server until it ends or this process is asked to; leave nothing of it behind.

    Args:
        command: the server and its arguments.
        environment: its environment; default: ours.
        grace_seconds: time to end in order. A second signal ends it at once.

    Returns:
        Its exit status, or 0 where it was asked to end.
    """
    for number in _ENDS:
        signal.signal(number, _ask_to_end)
    server = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - ours, no shell
    try:
        return server.wait()
    except _AskedToEndError:
        server.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired, _AskedToEndError):
            server.wait(grace_seconds)
        return 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _ask_to_end(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _AskedToEndError


def main() -> int:
    """Run the web pages on 127.0.0.1; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m dagster_project.ui", description="Dagster's web pages.")
    parser.add_argument("--port", type=int, default=3000, help="on 127.0.0.1 (default: 3000)")
    port = parser.parse_args().port
    home = prepare_home(load_settings())
    sys.stdout.write(f"Dagster on http://127.0.0.1:{port} with its history in {home}; stop with Ctrl-C\n")
    sys.stdout.flush()
    command = [str(_DAGSTER), "dev", "--host", "127.0.0.1", "--port", str(port)]
    return supervise(command, {**os.environ, "DAGSTER_HOME": str(home)})


if __name__ == "__main__":
    sys.exit(main())
