"""How many: digits and number words as the reports write them.

Belongs here: reading one number at a token. Does not belong here: what is counted (`casualties`). Hands on
`Number(value, end)`; the words themselves stand in `seeds/numbers.csv`.

Words go from large to small, but for ones before tens: thousands, hundreds, ones, tens. A word that does not fit into
this order begins another number, so that 'between twenty and thirty' is two and 'a hundred and thirty' is one.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.normalise import Token

_AND = "و"
_MOST_DIGITS = 12
_THOUSANDS = ("thousand", "thousand_or_two", "plural_thousand")
_BELOW_HUNDRED = ("unit", "teen_unit", "one_or_teen", "ten_or_teen", "tens")
_JOINED = {
    "thousand": (*_BELOW_HUNDRED, "hundred", "hundreds"),
    "hundred": _BELOW_HUNDRED,
    "unit": ("tens",),
    "teen_unit": ("tens",),
    "one_or_teen": ("tens",),
}
"""Roles that go on behind 'and', by the part before it."""
_ADJACENT = {
    "hundred": _THOUSANDS,
    "unit": ("ten_or_teen", "hundred", *_THOUSANDS),
    "teen_unit": ("ten_or_teen",),
    "one_or_teen": ("ten_or_teen",),
    "ten_or_teen": _THOUSANDS,
    "tens": _THOUSANDS,
}
"""Roles that go on right behind a part: its teen, its multiplier."""
_STATES = {"thousand_or_two": "thousand", "plural_thousand": "thousand", "thousands": "thousand", "hundreds": "hundred"}


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
    if start >= limit:
        return None
    text = tokens[start].text
    if text[0].isdigit():
        return _in_digits(tokens, at, start, limit)
    entry = _entry(at, start)
    if entry is None or entry.value == "plural_thousand":
        return None
    return _in_words(tokens, at, start, limit, entry)


def _in_digits(tokens: list[Token], at: dict[int, Mention], start: int, limit: int) -> Number | None:
    """'25', '1,234', '12 thousand'."""
    value, end = _digits(tokens[start].text), start + 1
    if value is None:
        return None
    multiplier = _entry(at, end) if end < limit and not tokens[end].prefix else None
    if multiplier is not None and multiplier.value in _THOUSANDS:
        return Number(value * 1000, at[end].end)
    return Number(value, end)


def _digits(text: str) -> int | None:
    """The value of digits with or without marks between the thousands; None for a decimal fraction."""
    if len(text) > _MOST_DIGITS:
        return None
    if "." in text:
        head, *groups = text.replace(",", ".").split(".")
        if head.startswith("0") or any(len(group) != 3 for group in groups):
            return None
        text = head + "".join(groups)
    text = text.replace(",", "")
    return int(text) if text.isdigit() else None


def _in_words(tokens: list[Token], at: dict[int, Mention], start: int, limit: int, first: Entry) -> Number | None:
    """The longest number that the words tell; None where they tell the two of twelve alone."""
    read: Number | None = None
    total, group, entry, position = 0, 0, first, start
    while True:
        total, group = _add(total, group, entry)
        position = at[position].end
        state = _STATES.get(entry.value, entry.value)
        if state != "teen_unit":
            read = Number(total + group, position)
        following = _following(tokens, at, position, limit, state)
        if following is None or not _fits(following[1], total, group):
            break
        position, entry = following
    if first.value == "thousand_or_two" and read == Number(1000, position) and not _from(at, position):
        return Number(2000, position)
    return read


def _following(
    tokens: list[Token], at: dict[int, Mention], position: int, limit: int, state: str
) -> tuple[int, Entry] | None:
    """Position and entry of the word that goes on with a number; 'and' may stand apart from it."""
    joined = position + 1 < limit and tokens[position].text == _AND
    position += joined
    entry = _entry(at, position) if position < limit else None
    if entry is None:
        return None
    prefix = tokens[position].prefix
    if not joined and (prefix == _AND or _and_one(tokens, at, position, limit)):
        joined = True
    elif prefix:
        return None
    roles = (_JOINED if joined else _ADJACENT).get(state, ())
    return (position, entry) if entry.value in roles else None


def _and_one(tokens: list[Token], at: dict[int, Mention], position: int, limit: int) -> bool:
    """'One' is spelled, folded, as 'and' with the one of eleven: the ten behind it tells."""
    if position + 1 >= limit or not tokens[position].stem.startswith(_AND):
        return False
    ten = _entry(at, position + 1)
    return ten is not None and ten.value == "ten_or_teen" and not tokens[position + 1].prefix


def _fits(entry: Entry, total: int, group: int) -> bool:
    """One multiplier of each kind: thousands once, hundreds behind ones alone."""
    if entry.value in _THOUSANDS:
        return total == 0
    return entry.value != "hundred" or group < 10


def _add(total: int, group: int, entry: Entry) -> tuple[int, int]:
    if entry.value in _THOUSANDS:
        return total + (group or 1) * 1000, 0
    if entry.value == "thousands":
        return total + entry.number, 0
    if entry.value == "hundred":
        return total, (group or 1) * 100
    return total, group + entry.number


def _entry(at: dict[int, Mention], position: int) -> Entry | None:
    mention = at.get(position)
    return mention.entry("number") if mention else None


def _from(at: dict[int, Mention], position: int) -> bool:
    mention = at.get(position)
    return mention is not None and mention.entry("from") is not None
