"""How many: digits and number words as the reports write them.

Belongs here: reading one number at a token. Does not belong here: what is counted (`casualties`). Hands on
`Number(value, end)`; the words themselves stand in `seeds/numbers.csv`.

Words go from large to small: thousands, hundreds, then ones before tens. What does not fit into that order begins
another number, so that 'between twenty and thirty' is two numbers and 'a hundred and thirty' is one.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.normalise import Token

_MOST_DIGITS = 15
_AND = "و"
_ABOVE = {"": 9, "thousand": 8, "hundred": 7, "unit": 3, "tens": 0, "teen": 0}
"""How much a number read so far leaves open behind it, by the last part read; see `_ROOM`."""
_ROOM = {"hundred": 8, "hundreds": 8, "unit": 7, "teen_unit": 7, "ten_or_teen": 7, "tens": 4, "feminine_one": 7}


class Number(NamedTuple):
    """A value and the token behind its last."""

    value: int
    end: int
