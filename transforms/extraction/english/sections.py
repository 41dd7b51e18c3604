"""Datelines of English reports: which governorate a stretch of text is about.

Belongs here: `Aleppo Province:`, `Homs province – the Syrian Observatory for Human Rights::`, and, where there is no
dateline, the governorate that a paragraph itself names. Hands on `Section`s that cover the body.
"""

from __future__ import annotations

from transforms.extraction.english.names import NameIndex
from transforms.extraction.reading import Reading, Section

_REACH = 6
_TAIL = 12
_COVER = 7
_DATELINE_SIGNS = ("-", ",", "(", ")", "/")


def cut_sections(reading: Reading, names: NameIndex) -> list[Section]:
    """Sections of a report in order; without datelines one for each paragraph."""
    size = len(reading.tokens)
    starts: list[tuple[int, int, tuple[str, ...]]] = []
    for position in range(size):
        found = _dateline(reading, names, position)
        if found is not None and not (starts and position < starts[-1][1]):
            starts.append((position, *found))
    first = starts[0][0] if starts else size
    sections = _without_dateline(reading, names, first) if first else []
    for number, (_, body, admin1) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else size
        sections.append(Section(body, end, admin1))
    return sections


def words_at(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """The words of a range of tokens as published, for the name index."""
    spans = zip(reading.token_starts[start:end], reading.token_ends[start:end], strict=True)
    return tuple([reading.report.body[first:last] for first, last in spans])


def _dateline(reading: Reading, names: NameIndex, position: int) -> tuple[int, tuple[str, ...]] | None:
    """(first token behind the dateline, governorates), where one begins at this token."""
    if position and reading.tokens[position - 1].text not in ("\n", ".", "•"):
        return None
    for level in range(position + 1, min(len(reading.tokens), position + _REACH)):
        entry = reading.entry(level, "level")
        if entry is not None and entry.value == "governorate":
            admin1 = _governorates(reading, names, position, level)
            end = _end_of_dateline(reading, reading.at[level].end)
            return (end, admin1) if admin1 and end is not None else None
        if reading.tokens[level].text in ("\n", ".", ":"):
            return None
    return None


def _governorates(reading: Reading, names: NameIndex, start: int, end: int) -> tuple[str, ...]:
    out: list[str] = []
    begin = start
    for position in range(start, end + 1):
        if position < end and reading.tokens[position].text not in ("and", ","):
            continue
        if position > begin:
            code = names.governorate(words_at(reading, begin, position))
            out += [code] if code else []
        begin = position + 1
    return tuple(out)


def _end_of_dateline(reading: Reading, position: int) -> int | None:
    """A dateline ends with a colon, or with its line."""
    cursor, size = position, len(reading.tokens)
    while cursor < min(size, position + _TAIL):
        text = reading.tokens[cursor].text
        if text == ":":
            while cursor < size and reading.tokens[cursor].text == ":":
                cursor += 1
            return cursor
        if text == "\n":
            return cursor
        mention = reading.at.get(cursor)
        if mention is not None and mention.entry("observatory"):
            cursor = mention.end
        elif text in _DATELINE_SIGNS or text in ("the", "for", "human", "rights"):
            cursor += 1
        else:
            return None
    return None


def _without_dateline(reading: Reading, names: NameIndex, end: int) -> list[Section]:
    sections: list[Section] = []
    begin, current = 0, ()  # type: tuple[int, tuple[str, ...]]
    for position in range(end + 1):
        if position < end and reading.tokens[position].text != "\n":
            continue
        if position > begin:
            current = _named(reading, names, begin, position) or current
            sections.append(Section(begin, position, current))
        begin = position + 1
    known = next((s.admin1 for s in sections if s.admin1), ())
    for section in sections:
        section.admin1 = section.admin1 or known
    return sections


def _named(reading: Reading, names: NameIndex, start: int, end: int) -> tuple[str, ...]:
    """The governorate that stands beside the first 'countryside' or 'province', else the first one named."""
    named = [(p, code) for p in range(start, end) if (code := _governorate_at(reading, names, p, end))]
    marks = [
        m.start for m in reading.within(start, end)
        if m.entry("countryside") or m.entry("rural") or m.entry("direction")
    ]  # fmt: skip
    for position, code in named:
        if any(-6 <= position - mark <= 5 for mark in marks):
            return (code,)
    return (named[0][1],) if named else ()


def _governorate_at(reading: Reading, names: NameIndex, position: int, end: int) -> str | None:
    if any(
        mention.end > position for i in range(max(0, position - _COVER), position) if (mention := reading.at.get(i))
    ):
        return None  # inside a longer name: 'Tahrir al-Sham'
    for length in (3, 2, 1):
        last = position + length
        if last > end or not reading.report.body[reading.token_starts[position]].isalpha():
            continue
        surface = words_at(reading, position, last)
        if not surface[-1][0].isupper() or (length == 1 and reading.at.get(position) is not None):
            continue
        for index in names.candidates(surface, ()):
            place = names.gazetteer.places[index]
            if place.level == "governorate" or place.capital_level in (1, 2):
                return place.admin1_pcode
    return None
