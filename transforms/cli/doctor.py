"""`marsad doctor`: what is configured, reachable, stale, failing."""

from __future__ import annotations

from transforms.errors import MarsadError


def doctor() -> None:
    """List the settings in force and look whether everything is in order."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from transforms.cli.checkup import FAIL, run_checkup
    from transforms.settings import load_sound_settings

    console = Console()
    sound = load_sound_settings()
    findings = run_checkup(sound.settings, sound.unknown, sound.error)
    table = Table("", "what", "finding")
    colours = {"ok": "green", "warn": "yellow", FAIL: "red"}
    for finding in findings:
        table.add_row(Text(finding.level, colours[finding.level]), finding.what, Text(finding.text))
    console.print(table)
    failed = [finding.what for finding in findings if finding.level == FAIL]
    if failed:
        raise MarsadError(f"doctor: failing: {', '.join(failed)}")
