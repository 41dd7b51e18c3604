"""People told of before, by a number alone: 'killing one and injuring the other', 'two of them' (codebook §7).

Belongs here: rows whose people have no noun of their own. Does not belong here: noun phrases (`phrases`).
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.english.phrases import PhraseReader
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.people import People
from transforms.extraction.reading import Segment

_FEW = {"two": 2, "three": 3, "four": 4, "five": 5}
_ONE_WORDS = frozenset({"one", "other", "another", "third", "fourth", "second"})


def some_of_them(
    phrases: PhraseReader, last: People | None, mention: Mention, entry: Entry, segment: Segment
) -> list[CasualtyRow]:
    """'killing one and injuring the other', 'which killed two of them': of those told of before."""
    reading = phrases.reading
    texts = [t.text for t in reading.tokens[mention.end : min(segment.end, mention.end + 4)]]
    if last is None or not texts:
        return []
    skip = texts[0] in ("the", "a")
    more = phrases.count(mention.end + 1, segment) if texts[0] == "another" else None
    word = texts[skip] if len(texts) > skip else ""
    number, size = (1, skip + 1) if word in _ONE_WORDS else (0, 0)
    if not number and texts[1:3] == ["of", "them"]:
        number, size = _FEW.get(word, int(word) if word.isdigit() else 0), 1
    if more is not None and more.qualifier == "exact":
        number, size = more.low, 1 + more.end - mention.end - 1
    behind = reading.at.get(mention.end + size)
    noun = behind is not None and (behind.entry("people") or behind.entry("not_people"))
    if not number or noun:
        return []
    end = mention.end + size + (2 if texts[size : size + 2] == ["of", "them"] else 0)
    people = replace(
        last, low=number, best=number, high=number, qualifier="exact", start=mention.start, end=end,
        counted=True,
    )  # fmt: skip
    return [CasualtyRow(entry.value, people, True, "incident", (), mention.start, end)]
