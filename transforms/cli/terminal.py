"""Rows on a terminal of any width: a table where it fits, else one record a row, one column a line.

Text that does not fit on a line goes on in the next one. In a table a long word without a blank, such as an address or
a hash, is cut in its middle, because in pieces below each other nobody reads it. Values may be untrusted text, so
nothing in them reaches the terminal that would steer it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.explain.display import shown

_FOLDED_WIDTH = 22
"""A column of longer values may be folded down to this many characters, not further."""
_TEXT_WIDTH = 40
"""Room that a column of text is left beside long words, before those are cut."""
_LONG_WORD = 32
"""A longer word is an address, a hash or the like."""
_TAIL = 12
"""Characters of a cut word that are kept of its end: an address ends with the number of the post."""
_GAP = 2
_BETWEEN = 3
"""Blanks that the table puts between two columns."""


def printable(value: object) -> Text:
    """A value as text that neither steers the terminal nor is read as markup; None is empty."""
    return Text("" if value is None else shown(str(value)))


def print_table(console: Console, names: Sequence[str], rows: Sequence[Sequence[object]]) -> bool:
    """Print rows as a table, or as records where the terminal is too narrow for it.

    Args:
        console: where to print; its width decides.
        names: column names, in order.
        rows: values by column.

    Returns:
        Whether values were cut.
    """
    cells = [[printable(value) for value in row] for row in rows]
    widths = [_width(name, [row[i] for row in cells]) for i, name in enumerate(names)]
    if sum(min(width, _FOLDED_WIDTH) + _GAP for width in widths) > console.width:
        print_records(console, (zip(names, row, strict=True) for row in cells))
        return False
    room = _room_for_words(console.width, cells, widths)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(names):
        numeric = all(isinstance(row[i], int | float | None) for row in rows)
        table.add_column(
            printable(name), justify="right" if numeric else "left", overflow="fold",
            min_width=min(widths[i], room.get(i, _FOLDED_WIDTH)),
        )  # fmt: skip
    for row in cells:
        table.add_row(*(_cut(cell, room[i]) if i in room else cell for i, cell in enumerate(row)))
    console.print(table)
    return bool(room)


def print_records(console: Console, records: Iterable[Iterable[tuple[str, Text]]]) -> None:
    """Print records one below the other: a number, then a line or more for each column.

    Args:
        console: where to print.
        records: for each row its columns, name and value.
    """
    for number, record in enumerate(records, start=1):
        print_heading(console, Text(str(number)))
        console.print(labelled(record))


def print_heading(console: Console, title: Text) -> None:
    """Print a title with a line behind it to the end of the row; a long title goes on in the next row."""
    free = console.width - cell_len(title.plain) - 1
    console.print(Text.assemble(title, (f" {'─' * free}", "dim")) if free > 0 else title)


def labelled(lines: Iterable[tuple[str, Text]]) -> Table:
    """Names and values side by side; a long value goes on below itself."""
    grid = Table.grid(padding=(0, _GAP))
    grid.add_column(style="dim", no_wrap=True, overflow="ignore")
    grid.add_column(overflow="fold")
    for name, value in lines:
        grid.add_row(printable(name), value)
    return grid


def _room_for_words(width: int, cells: Sequence[Sequence[Text]], widths: Sequence[int]) -> dict[int, int]:
    """How long a word may be in the columns with long ones; empty where all fits as it is."""
    if sum(widths) + _BETWEEN * len(widths) <= width:
        return {}
    longest = [
        max((len(word) for row in cells for word in row[i].plain.split()), default=0) for i in range(len(widths))
    ]
    columns = [i for i, length in enumerate(longest) if length > _LONG_WORD]
    if not columns:
        return {}
    others = sum(min(widths[i], _TEXT_WIDTH) for i in range(len(widths)) if i not in columns)
    room = max(_FOLDED_WIDTH, (width - others - _BETWEEN * len(widths)) // len(columns))
    return {i: room for i in columns if longest[i] > room}


def _cut(cell: Text, room: int) -> Text:
    """The cell with words that are longer than `room` cut in their middle."""
    head = room - _TAIL - 1
    return Text(re.sub(rf"\S{{{room + 1},}}", lambda word: f"{word[0][:head]}…{word[0][-_TAIL:]}", cell.plain))


def _width(name: str, cells: Sequence[Text]) -> int:
    lines = [line for cell in cells for line in cell.plain.split("\n")]
    return max((cell_len(text) for text in (name, *lines)), default=0)
