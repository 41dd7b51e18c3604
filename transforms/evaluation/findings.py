"""What a comparison found besides its figures: one line for each row or value that is not as the gold has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a row or a value is not as the gold has it."""

    MISSED = "missed"
    EXTRA = "extra"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    Attributes:
        subject: what was compared, e.g. `control`, `casualty`, `actors`.
        detail: the values, and for missed rows the clause of the text.
    """

    kind: Kind
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.detail}"
