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
        if total is None:
            return []
        number_at = total.end
        for i in range(total.end, min(segment.end, total.end + 4)):
            if self.people.read(i, segment) or read_number(self.reading, i, segment.end):
                number_at = i
                break
        else:
            return []
        tally = self.reading.first("tally", segment.start, segment.end)
        outcome = self._outcome_of_total(segment, tally)
        if outcome is None or self._counts_things(number_at, tally, segment):
            return []
        phrase = self._people_of_total(number_at, tally, segment, phrases)
        if phrase is None:
            return []
        start, end = min(total.start, phrase.people.start), max(phrase.end, total.end)
        end = max(end, start + 1)
        return [CasualtyRow(outcome, phrase.people, True, "incident", phrase.breakdown, start, end, cumulative=True)]

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
