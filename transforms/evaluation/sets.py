"""Gold sets on disk: folders with `gold/<id>.json` and, beside it, `text/<id>.txt`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transforms.errors import GoldError


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One set: where its gold files and its texts lie."""

    name: str
    gold_dir: Path
    text_dir: Path

    @property
    def gold_files(self) -> list[Path]:
        """The gold files, sorted by name."""
        return sorted(self.gold_dir.glob("*.json"))

    def text_file(self, report_id: str) -> Path:
        """Where the text of a report lies, if the set has it."""
        return self.text_dir / f"{report_id}.txt"


def find_sets(gold_dir: Path, text_dir: Path | None = None) -> list[GoldSet]:
    """The set in a folder, or those in its subfolders where it is none itself.

    Args:
        gold_dir: a folder with `gold/*.json`, or one whose subfolders are such.
        text_dir: where the texts lie if not in `text/` beside `gold/`; several sets look in its subfolders of their
            name.

    Raises:
        GoldError: there is no gold file.
    """
    if _is_set(gold_dir):
        return [GoldSet(gold_dir.resolve().name, gold_dir / "gold", text_dir or gold_dir / "text")]
    folders = [folder for folder in sorted(gold_dir.glob("*/")) if _is_set(folder)]
    if not folders:
        raise GoldError(
            "holds no gold/*.json, and neither does a subfolder", file=gold_dir, hint="docs/golden.md tells the format"
        )
    return [
        GoldSet(folder.name, folder / "gold", text_dir / folder.name if text_dir else folder / "text")
        for folder in folders
    ]


def _is_set(folder: Path) -> bool:
    return any(folder.glob("gold/*.json"))
