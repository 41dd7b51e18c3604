"""`make ui`: whatever ends it, no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

STUBBORN = """
    import signal, subprocess, sys, time
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(child.pid, flush=True)
    time.sleep(600)
"""
WILLING = """
    import pathlib, sys, time
    try:
        print(0, flush=True)
        time.sleep(600)
    except KeyboardInterrupt:
        pathlib.Path(sys.argv[1]).write_text("ended in order")
"""


def start(server: str, *arguments: str, grace_seconds: float = 0.5, ignored: bool = False) -> subprocess.Popen[str]:
    """Supervise a server in a process of its own; `ignored` as a shell starts what it puts into the background."""
    program = f"""
        import sys
        from dagster_project.ui import supervise
        sys.exit(supervise([sys.executable, "-c", sys.argv[1], *sys.argv[2:]], grace_seconds={grace_seconds}))
    """
    command = [sys.executable, "-c", textwrap.dedent(program), textwrap.dedent(server), *arguments]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if ignored else None
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_will_not_end_is_killed_with_its_children(asked: signal.Signals) -> None:
    with start(STUBBORN) as supervisor:
        assert supervisor.stdout is not None
        child = int(supervisor.stdout.readline())
        os.kill(supervisor.pid, asked)
        supervisor.wait(timeout=20)
    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("ignored", [False, True], ids=["foreground", "background"])
def test_a_server_is_asked_to_end_in_order_first(tmp_path: Path, asked: signal.Signals, ignored: bool) -> None:
    with start(WILLING, str(tmp_path / "said"), grace_seconds=20, ignored=ignored) as supervisor:
        assert supervisor.stdout is not None
        supervisor.stdout.readline()
        os.kill(supervisor.pid, asked)
        status = supervisor.wait(timeout=20)
    assert (status, (tmp_path / "said").read_text()) == (0, "ended in order")


def test_a_server_that_fails_by_itself_hands_on_its_exit_status() -> None:
    with start("raise SystemExit(3)") as supervisor:
        assert supervisor.wait(timeout=20) == 3
