"""Where a published figure comes from: cell of a mart, counted rows, events, sentences, addresses.

Belongs here: which rows of the facts a cell is the sum of, and whether they add up to it. It reads the published file
alone. Does not belong here: what is counted and why not (the SQL models decide), and printing (`transforms.cli`).
"""

from transforms.provenance.cells import MOST_CELLS, Wanted, find_cells
from transforms.provenance.chain import Explained, Part, Statement, explain_cells

__all__ = ["MOST_CELLS", "Explained", "Part", "Statement", "Wanted", "explain_cells", "find_cells"]
