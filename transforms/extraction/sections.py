"""Datelines: which governorate a stretch of text is about.

Belongs here: finding datelines and, where there is none, the governorate that the text itself names. Hands on
`Section`s that cover the body without gaps or overlaps.
"""

from __future__ import annotations

from transforms.extraction.gazetteer import Gazetteer
from transforms.extraction.lexicon import Mention
from transforms.extraction.reading import Reading, Section

_NEWLINE = frozenset("\n")
_DATELINE_REACH = 9
_LONGEST_TITLES = 70


def cut_sections(reading: Reading, gazetteer: Gazetteer) -> list[Section]:
    """Sections of a report in order; one for the whole where there is no dateline."""
    size = len(reading.tokens)
    starts: list[tuple[int, int, tuple[str, ...]]] = []
    for position in (mention.start for mention in reading.having(0, size, "level")):
        found = _dateline(reading, gazetteer, position)
        if found is not None and not (starts and position < starts[-1][1]):
            starts.append((position, *found))
    sections: list[Section] = []
    first = starts[0][0] if starts else size
    if first > 0 and not (starts and _titles(reading, first)):
        sections += _without_dateline(reading, gazetteer, 0, first, ())
    for number, (_, body, admin1) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else size
        sections.append(Section(body, end, admin1))
    return sections


def _dateline(reading: Reading, gazetteer: Gazetteer, position: int) -> tuple[int, tuple[str, ...]] | None:
    """(first token behind the dateline, governorates), where one begins at this token."""
    if position and reading.tokens[position - 1].text not in ("\n", ".", "؟", "،"):
        return None
    level = reading.entry(position, "level")
    if level is None or level.value != "governorate":
        return None
    admin1: list[str] = []
    cursor = reading.at[position].end
    limit = min(len(reading.tokens), cursor + _DATELINE_REACH)
    while cursor < limit:
        if reading.tokens[cursor].text == ":":
            return (_behind_observatory(reading, _behind_colons(reading, cursor)), tuple(admin1)) if admin1 else None
        mention = reading.at.get(cursor)
        if mention is None:
            if reading.tokens[cursor].text not in ("-", "\n", "/"):
                return None
            cursor += 1
        elif not _read_dateline_word(reading, gazetteer, mention, admin1):
            return None
        else:
            cursor = mention.end
    return None


def _read_dateline_word(reading: Reading, gazetteer: Gazetteer, mention: Mention, admin1: list[str]) -> bool:
    """Adds the governorate that a word of a dateline names; False where the word belongs to no dateline."""
    if mention.entry("countryside") and admin1:
        admin1.append("SY03")  # 'Damascus and its countryside'
    if mention.entry("countryside_of_last") and admin1:
        admin1.append("SY03" if admin1 == ["SY01"] else admin1[-1])
    code = governorate_of(mention, gazetteer)
    if code is not None:
        ruralised = reading.entry(mention.start - 1, "countryside") is not None and code == "SY01"
        admin1.append("SY03" if ruralised else code)
    return code is not None or _dateline_word(mention)


def _behind_colons(reading: Reading, position: int) -> int:
    while position < len(reading.tokens) and reading.tokens[position].text == ":":
        position += 1
    return position


def _dateline_word(mention: Mention) -> bool:
    return any(mention.entry(role) for role in ("observatory", "sign", "countryside", "countryside_of_last", "level"))


def _behind_observatory(reading: Reading, position: int) -> int:
    """Where the Observatory's name stands on a line of its own below the governorate, the text begins behind it."""
    cursor = position
    while cursor < len(reading.tokens) and reading.tokens[cursor].text == "\n":
        cursor += 1
    mention = reading.at.get(cursor)
    if mention is None or not mention.entry("observatory"):
        return position
    behind = _behind_colons(reading, mention.end)
    return behind if behind > mention.end else position


def governorate_of(mention: Mention, gazetteer: Gazetteer) -> str | None:
    """P-code of the governorate that a place mention may name."""
    for entry in mention.entries:
        if entry.role == "place":
            for index in gazetteer.names[entry.value]:
                if gazetteer.places[index].level == "governorate":
                    return gazetteer.places[index].pcode
    return None


def _without_dateline(
    reading: Reading, gazetteer: Gazetteer, start: int, end: int, fallback: tuple[str, ...]
) -> list[Section]:
    """A section for each paragraph, with the governorate that it names first; else that of the one before."""
    sections: list[Section] = []
    begin, current = start, fallback
    for position in (*reading.signs(_NEWLINE, start, end), end):
        if position > begin:
            named = _named(reading, gazetteer, begin, position)
            if sections and named in ((), current):
                sections[-1].end = position
            else:
                sections.append(Section(begin, position, named or current))
            current = named or current
        begin = position + 1
    known = next((s.admin1 for s in sections if s.admin1), ())
    for section in sections:
        section.admin1 = section.admin1 or known
    return sections


def _named(reading: Reading, gazetteer: Gazetteer, start: int, end: int) -> tuple[str, ...]:
    """The governorate of the first countryside or province named; else of its first city."""
    for mention in reading.within(start, end):
        if mention.entry("countryside") or ((level := mention.entry("level")) and level.value == "governorate"):
            for i in range(mention.end, min(end, mention.end + 4)):
                other = reading.at.get(i)
                code = governorate_of(other, gazetteer) if other else None
                if code is not None:
                    return ("SY03",) if code == "SY01" and mention.entry("countryside") else (code,)
    for mention in reading.within(start, end):
        if _of_road(reading, mention):
            continue
        code = _city(mention, gazetteer)
        if code is not None:
            return (code,)
    return ()


def _titles(reading: Reading, end: int) -> bool:
    """Lines without a full stop before the first dateline are titles: they are never read (codebook §7)."""
    return end <= _LONGEST_TITLES and not any(token.text == "." for token in reading.tokens[:end])


def _of_road(reading: Reading, mention: Mention) -> bool:
    """'the road of Damascus - Aleppo': no city of the news."""
    level = reading.entry(mention.start - 1, "level")
    dash = reading.tokens[mention.start - 1].text == "-" if mention.start else False
    return dash or (level is not None and level.value == "road")


def _city(mention: Mention, gazetteer: Gazetteer) -> str | None:
    for entry in mention.entries:
        if entry.role != "place":
            return None
        for index in gazetteer.names[entry.value]:
            place = gazetteer.places[index]
            if place.capital_level in (0, 1, 2) or place.level == "governorate":
                return place.admin1_pcode
    return None
