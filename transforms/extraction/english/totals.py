"""Running totals of English reports: 'rose to 45 the number of those who …' (codebook §7).

Belongs here: the number, its noun and its outcome, wherever they stand. Does not belong here: what a total replaces
(`rows`).
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.english.numbers import read_number
from transforms.extraction.english.phrases import Phrase, PhraseReader
from transforms.extraction.lexicon import Mention
from transforms.extraction.people import People
from transforms.extraction.reading import Reading, Segment

_NUMBER_REACH = 4


class TotalReader:
    """Reads running totals.

    Args:
        reading: the report.
        people: reads the noun phrases.
    """

    def __init__(self, reading: Reading, people: PhraseReader) -> None:
        self.reading = reading
        self.people = people

    def rows(self, segment: Segment, phrases: list[Phrase]) -> list[CasualtyRow]:
        """'rose to 6 … the number of people who were killed', 'the toll … rose to 5 soldiers'."""
        total = self.reading.first("total", segment.start, segment.end)
        tally = self.reading.first("tally", segment.start, segment.end)
        number_at = self._leading_number(tally, segment) if tally is not None else None
        if number_at is None:
            total = total or (self._bare_total(tally, segment) if tally is not None else None)
            number_at = self._number_of(total, segment) if total is not None else None
        else:
            total = tally
        if total is None or number_at is None:
            return []
        outcome = self._outcome_of_total(segment, tally)
        if outcome is None or self._counts_things(number_at, tally, segment):
            return []
        phrase = self._people_of_total(number_at, tally, segment, phrases)
        if phrase is None:
            return []
        start, end = min(total.start, phrase.people.start), max(phrase.end, total.end)
        end = max(end, start + 1)
        return [CasualtyRow(outcome, phrase.people, True, "incident", phrase.breakdown, start, end, cumulative=True)]

    def _leading_number(self, tally: Mention, segment: Segment) -> int | None:
        """'2 is the number of fighters who were killed': the number stands first."""
        number = read_number(self.reading, segment.start, segment.end)
        leads = number is not None and number.end == tally.start - 1
        return segment.start if leads and self.reading.entry(tally.start - 1, "be") is not None else None

    def _number_of(self, total: Mention, segment: Segment) -> int | None:
        """The token where the number begins: right behind the verb, else behind the next 'to'."""
        direct = range(total.end, min(segment.end, total.end + _NUMBER_REACH))
        if self.reading.tokens[total.end - 1].text == "of":  # 'which raised the number of people killed … to 48'
            direct = range(total.end, total.end)
        for i in direct:
            if self.people.read(i, segment) or read_number(self.reading, i, segment.end):
                return i
        to = next((i for i in range(total.end, segment.end - 1) if self._to_number(i, segment)), None)
        return None if to is None or direct else to + 1

    def _to_number(self, position: int, segment: Segment) -> bool:
        if self.reading.tokens[position].text != "to":
            return False
        people = self.people.count(position + 1, segment)
        return people is not None and people.qualifier != "article"

    def _bare_total(self, tally: Mention, segment: Segment) -> Mention | None:
        """'The number of civilians who were killed … to 9, including …': the verb is left out."""
        if tally.start > segment.start + 1:
            return None
        for position in range(tally.end, segment.end - 1):
            mention = self.reading.at.get(position)
            if mention is None or not self._to_number(position, segment):
                continue
            number = read_number(self.reading, position + 1, segment.end)
            ends = number is not None and (
                number.end >= segment.end or self.reading.entry(number.end, "sign") is not None
            )
            if ends:
                return mention
        return None

    def _outcome_of_total(self, segment: Segment, tally: Mention | None) -> str | None:
        for mention in self.reading.within(segment.start, segment.end):
            entry = mention.entry("outcome")
            if entry is not None:
                return entry.value
        if self.reading.first("observatory", segment.start, segment.end) and tally is None:
            return None
        for mention in self.reading.within(segment.start, segment.end):
            people = mention.entry("people")
            if people is not None and people.detail in ("dead", "wounded"):
                return "killed" if people.detail == "dead" else "wounded"
        toll = tally is not None and any(t.text == "toll" for t in self.reading.tokens[tally.start : tally.end])
        return "killed" if toll else None

    def _counts_things(self, number_at: int, tally: Mention | None, segment: Segment) -> bool:
        """'the number of barrel bombs … rose to 1420' counts no people."""
        number = read_number(self.reading, number_at, segment.end)
        places = [tally.end] if tally is not None else []
        places += [number.end] if number is not None else []
        return any(self.reading.entry(i, "not_people") and not self.reading.entry(i, "people") for i in places)

    def _people_of_total(
        self, number_at: int, tally: Mention | None, segment: Segment, phrases: list[Phrase]
    ) -> Phrase | None:
        direct = next((p for p in phrases if p.people.start <= number_at < p.people.end), None)
        if direct is not None and direct.people.kind != "other":
            return direct
        number = read_number(self.reading, number_at, segment.end)
        if number is None:
            return None
        begin = tally.end if tally is not None else number.end
        heads = [p for p in phrases if p.people.start >= begin - 1]
        noun = heads[0].people if heads else self._unnamed(tally, number_at, number.end, segment)
        parts = self.people.parts_behind(number.end, segment)
        if noun.side is None and noun.status != "civilian":
            side = self._unnamed(tally, number_at, number.end, segment).side
            noun = replace(noun, side=side, status="combatant" if side else noun.status)
        people = replace(
            noun, low=number.value, best=number.value, high=number.value, qualifier="exact", start=number_at,
            end=number.end, counted=True,
        )  # fmt: skip
        if self.reading.entry(number_at - 1, "qualifier") or self.reading.entry(number.end, "qualifier"):
            people = replace(people, high=None, qualifier="at_least")
        return Phrase(people, parts, max(number.end, noun.end))

    def _unnamed(self, tally: Mention | None, start: int, end: int, segment: Segment) -> People:
        """'the death toll of the regime forces rose to 19': a number without a noun, with a side if one is named."""
        side = None
        if tally is not None:
            beside = self.people.sides.mentions(tally.end, min(segment.end, tally.end + 3), segment)
            side = beside[0][1][0] if beside else None
        return People(0, 0, 0, "exact", "combatant" if side else "unknown", "dead", side, start, end)
