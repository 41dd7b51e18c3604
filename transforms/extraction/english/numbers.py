"""How many: digits and English number words."""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.reading import Reading


class Number(NamedTuple):
    """A value and the token behind its last."""

    value: int
    end: int


def read_number(reading: Reading, start: int, limit: int) -> Number | None:
    """The number that begins at a token, or None: '1,400', 'twenty-five', 'two hundred and five'."""
    if start >= limit:
        return None
    text = reading.tokens[start].text
    if text[0].isdigit():
        digits = text.replace(",", "")
        return Number(int(digits), start + 1) if digits.isdigit() and len(digits) < 10 else None
    if reading.entry(start, "number") is None:
        return None
    total = group = 0
    position, end = start, start
    while position < limit:
        entry = reading.entry(position, "number")
        if entry is None:
            joined = reading.tokens[position].text == "and" and end > start and group >= 100
            if not (joined and position + 1 < limit and reading.entry(position + 1, "number")):
                break
            position += 1
            continue
        total, group = _add(total, group, entry.value, entry.number)
        position = end = reading.at[position].end
        if entry.value == "unit" and (position >= limit or not _goes_on(reading, position)):
            break
    return Number(total + group, end) if end > start else None


def _add(total: int, group: int, role: str, value: int) -> tuple[int, int]:
    if role == "thousand":
        return total + (group or 1) * 1000, 0
    if role == "hundred":
        return total, (group or 1) * 100
    return total, group + value


def _goes_on(reading: Reading, position: int) -> bool:
    entry = reading.entry(position, "number")
    return entry is not None and entry.value in ("hundred", "thousand")
