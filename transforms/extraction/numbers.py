"""How many: digits and number words as the reports write them.

Belongs here: reading one number at a token. Does not belong here: what is counted (`casualties`). Hands on
`Number(value, end)`; the words themselves stand in `seeds/numbers.csv`.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.normalise import Token


class Number(NamedTuple):
    """A value and the token behind its last."""

    value: int
    end: int


def read_number(tokens: list[Token], at: dict[int, Mention], start: int, limit: int) -> Number | None:
    """The number that begins at `start`, or None.

    Args:
        tokens: tokens of the report.
        at: mentions by their first token.
        start: token to begin at.
        limit: token not to go beyond.
    """
    digits = tokens[start].text.replace(",", "") if start < limit else ""
    if digits.isdigit():
        return Number(int(digits), start + 1)
    total, group, position, last_role = 0, 0, start, ""
    while position < limit:
        entry = _entry(at, position)
        if entry is None or (position > start and not _continues(tokens[position], entry, last_role)):
            break
        total, group = _add(total, group, entry)
        last_role = entry.value
        position = at[position].end
    if position == start or last_role == "teen_unit":
        return None
    return Number(total + group, position)


def _entry(at: dict[int, Mention], position: int) -> Entry | None:
    mention = at.get(position)
    return mention.entry("number") if mention else None


def _continues(token: Token, entry: Entry, last_role: str) -> bool:
    """Whether this word goes on with the number before it: by 'and', or as its multiplier or teen."""
    if token.prefix.startswith("و"):
        return True
    if entry.value == "ten_or_teen":
        return last_role in ("unit", "teen_unit")
    return entry.value in ("hundred", "thousand")


def _add(total: int, group: int, entry: Entry) -> tuple[int, int]:
    if entry.value == "thousand":
        return total + (group or 1) * 1000, 0
    if entry.value == "thousands":
        return total + entry.number, 0
    if entry.value == "hundred":
        unit = group % 10
        return total, group - unit + (unit or 1) * 100
    return total, group + entry.number
