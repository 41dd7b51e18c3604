"""Rows on a terminal of any width: a table where it fits, else one record a row, one column a line.

Nothing is cut: what does not fit on a line goes on in the next one. Values may be untrusted text, so nothing in them
reaches the terminal that would steer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.explain.display import shown

_FOLDED_WIDTH = 22
"""A column of longer values may be folded down to this many characters, not further."""
_GAP = 2


def printable(value: object) -> Text:
    """A value as text that neither steers the terminal nor is read as markup; None is empty."""
    return Text("" if value is None else shown(str(value)))


def print_table(console: Console, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table, or as records where the terminal is too narrow for it.

    Args:
        console: where to print; its width decides.
        names: column names, in order.
        rows: values by column.
    """
    cells = [[printable(value) for value in row] for row in rows]
    widths = [_width(name, [row[i] for row in cells]) for i, name in enumerate(names)]
    if sum(min(width, _FOLDED_WIDTH) + _GAP for width in widths) > console.width:
        print_records(console, (zip(names, row, strict=True) for row in cells))
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(names):
        numeric = all(isinstance(row[i], int | float | None) for row in rows)
        table.add_column(
            printable(name), justify="right" if numeric else "left", overflow="fold",
            min_width=min(widths[i], _FOLDED_WIDTH),
        )  # fmt: skip
    for row in cells:
        table.add_row(*row)
    console.print(table)


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


def _width(name: str, cells: Sequence[Text]) -> int:
    lines = [line for cell in cells for line in cell.plain.split("\n")]
    return max((cell_len(text) for text in (name, *lines)), default=0)
