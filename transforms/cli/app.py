"""Puts the commands together; turns errors into one line on stderr and an exit status.

Exit status 0 on success, 1 on failure, 2 on wrong usage, 130 after Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from transforms.cli import doctor, evaluate, explain, extract, gazetteer, pipeline, query, sources
from transforms.errors import MarsadError, UsageError

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the signal's number."""

app = typer.Typer(
    name="marsad",
    help="Turns the daily Arabic reports of the Syrian Observatory for Human Rights into a warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(pipeline.demo)
app.command()(extract.extract)
app.command()(evaluate.evaluate)
app.command()(pipeline.ingest)
app.command()(pipeline.reparse)
app.command()(pipeline.publish)
app.command()(query.query)
app.command()(explain.explain)
app.command()(sources.sources)
app.command()(doctor.doctor)
app.add_typer(gazetteer.app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from transforms import __version__

        typer.echo(f"marsad {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="On failure print the traceback, too.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Turns the daily Arabic reports of the Syrian Observatory for Human Rights into a warehouse."""
    del debug, version  # read in `main`, which also catches what fails before a command is found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `marsad` and leave the process with its exit status.

    Args:
        arguments: the words after `marsad`; default: those of the process. `--debug` may stand anywhere.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    sys.exit(_run([word for word in words if word != "--debug"], debug=debug))


def _run(words: list[str], *, debug: bool) -> int:
    try:
        outcome = app(words, prog_name="marsad", standalone_mode=False)
    except (MarsadError, TyperException, Abort, BrokenPipeError) as error:
        if debug:
            traceback.print_exception(error)
        return _report(error)
    if outcome == INTERRUPTED:  # typer's answer to Ctrl-C
        typer.echo("marsad: interrupted", err=True)
    return outcome if isinstance(outcome, int) else 0


def _report(error: BaseException) -> int:
    """Say on stderr what went wrong; returns the exit status."""
    match error:
        case BrokenPipeError():  # `marsad query … | head`: the reader has enough, and Python must not flush again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        case TyperException():
            message, status = error.format_message(), error.exit_code
        case _:
            message, status = str(error) or "aborted", 2 if isinstance(error, UsageError) else 1
    if message:
        typer.echo(f"marsad: {_one_line(message)}", err=True)
    return status


def _one_line(message: str) -> str:
    return " ".join(message.split())
