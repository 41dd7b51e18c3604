"""`marsad evaluate`: how well the extractor reads the gold, and what it gets wrong."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transforms.errors import UsageError

if TYPE_CHECKING:
    from transforms.evaluation import Evaluation


class Format(StrEnum):
    """What `evaluate` prints."""

    table = "table"
    json = "json"


def evaluate(
    gold_dir: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="A set (gold/*.json, text/*.txt), or a folder of sets.")
    ],
    text_dir: Annotated[
        Path | None, typer.Option("--text-dir", metavar="DIR", help="Where the texts lie, if not in text/.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="A table, or JSON alone on stdout.")] = Format.table,
    misses: Annotated[
        bool, typer.Option("--misses/--no-misses", help="Every miss, extra row and wrong value, report by report.")
    ] = True,
    check: Annotated[
        bool, typer.Option("--check", help="Look for faults of the gold instead; exit status 1 where there are any.")
    ] = False,
    update: Annotated[
        Path | None, typer.Option("--update", metavar="FILE", help="Write figures that have become better into FILE.")
    ] = None,
) -> None:
    """Compare what the extractor reads with gold files (docs/golden.md)."""
    _require_folder(gold_dir, "GOLD_DIR")
    if text_dir is not None:
        _require_folder(text_dir, "--text-dir")
    if check:
        if update is not None:
            raise UsageError("--check and --update do not go together", hint="check first, then update")
        _check(gold_dir, text_dir, format)
        return

    from transforms.evaluation import evaluate as evaluate_sets

    evaluation = evaluate_sets(gold_dir, text_dir=text_dir)
    if format is Format.json:
        _print_json(evaluation, misses=misses)
    elif evaluation.sets:
        _print_tables(evaluation, misses=misses)
    for fault in evaluation.faults:
        typer.echo(f"marsad: {fault}", err=True)
    if evaluation.faults:
        if update is not None:
            typer.echo(f"marsad: {update}: nothing is written before the gold is mended", err=True)
        raise typer.Exit(1)
    if update is not None:
        _update(evaluation, update)


def _require_folder(folder: Path, name: str) -> None:
    if not folder.is_dir():
        raise UsageError(f"{name} {folder} is no folder")


def _print_json(evaluation: Evaluation, *, misses: bool) -> None:
    from transforms.evaluation.report import findings_by_report

    document = evaluation.as_dict()
    if misses:
        document["misses"] = findings_by_report(evaluation.together)
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _print_tables(evaluation: Evaluation, *, misses: bool) -> None:
    from transforms.evaluation.report import figures_table, findings_text

    together = evaluation.together
    scores = [*evaluation.sets, together] if len(evaluation.sets) > 1 else [together]
    blocks = [figures_table(score) for score in scores]
    if misses:
        blocks.append(findings_text(together) or "Nothing is missed, extra or wrong.")
    typer.echo("\n\n".join(blocks))


def _update(evaluation: Evaluation, file: Path) -> None:
    from transforms.evaluation.floors import raise_floors

    moves = raise_floors(evaluation, file)
    for move in moves:
        typer.echo(str(move), err=True)
    typer.echo(f"{file}: {len(moves)} values written" if moves else f"{file}: nothing has become better", err=True)


def _check(gold_dir: Path, text_dir: Path | None, format: Format) -> None:
    from transforms.evaluation import check_gold

    result = check_gold(gold_dir, text_dir=text_dir)
    if format is Format.json:
        faults = {"faults": [fault.as_dict() for fault in result.faults]}
        counts = {"files": result.files, "texts": result.texts, "events": result.events}
        typer.echo(json.dumps(counts | faults, ensure_ascii=False, indent=2))
    else:
        for fault in result.faults:
            typer.echo(str(fault))
        typer.echo(
            f"{result.files} gold files, {result.texts} with their text, {result.events} events: "
            f"{len(result.faults)} faults"
        )
    if result.faults:
        raise typer.Exit(1)
