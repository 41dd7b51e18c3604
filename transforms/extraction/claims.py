"""What a segment says of losses without stating them: 'reports of dead', 'human losses', 'no information on losses'.

Belongs here: unconfirmed rows, losses without a number, the words that deny knowledge. Does not belong here: people
counted as a fact (`casualties`), running totals (`tolls`).
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.lexicon import Mention
from transforms.extraction.people import Count, People, PeopleReader
from transforms.extraction.reading import Reading, Segment

_LED_REACH = 3
_IN_ALL = frozenset({"مجموع", "مجمل", "اجمالي", "حجم"})


class ClaimReader:
    """Reads what is only claimed, feared or denied of the casualties of a segment.

    Args:
        reading: the report.
        people: reads noun phrases.
    """

    def __init__(self, reading: Reading, people: PeopleReader) -> None:
        self.reading = reading
        self.people = people

    def silent(self, segment: Segment) -> set[int]:
        """'Without information on losses': what stands behind it is no casualty."""
        silent: set[int] = set()
        for mention in self.reading.having(segment.start, segment.end, "no_casualties"):
            end = mention.end
            human = False
            while end < segment.end and self.reading.tokens[end].text not in ("،", ",", "."):
                other = self.reading.at.get(end)
                if other is not None and (other.entry("losses") or other.entry("outcome")):
                    human = True
                if (
                    other is not None
                    and human
                    and other.start > mention.end + 1
                    and _new_statement(self.reading, other)
                ):
                    break
                end += 1
            if human:
                silent.update(range(mention.start, end))
        return silent

    def unconfirmed(self, mention: Mention, segment: Segment, last_outcome: str) -> tuple[list[CasualtyRow], int]:
        """'Reports of dead and wounded': a row for each outcome, unconfirmed."""
        end = self._phrase_end(mention.end, segment)
        outcomes: list[tuple[str, Mention]] = []
        counted: dict[str, People] = {}
        position = mention.end
        while position < end:
            other = self.reading.at.get(position)
            if other is None:
                position += 1
                continue
            if other.entry("besides"):
                end = position
                break
            position = other.end
            name = self._spoken_of(other, outcomes)
            if name is None:
                continue
            outcomes.append((name, other))
            people = self._spoken_of_whom(other, end, segment)
            doer = self.reading.at.get(other.end) if people is None and other.end < end else None
            if doer is not None and doer.entry("actor"):  # 'information of the execution by A of a leader'
                people = self.people.read(doer.end, end, segment, require_number=False)
            if people is not None:
                counted.setdefault(name, people)
                position = max(position, people.end)
        if not outcomes:
            outcomes = self._of_others(mention, last_outcome)
            counted = {name: self._one_more(other) for name, other in outcomes}
        if not outcomes or (position and self._material_only(mention, end)):
            return [], mention.end
        return self._unconfirmed_rows(mention, outcomes, counted, end, segment), end

    def _spoken_of(self, mention: Mention, outcomes: list[tuple[str, Mention]]) -> str | None:
        """The outcome that a word tells where no fact is told."""
        outcome = mention.entry("outcome")
        if outcome is not None:
            return outcome.value if outcome.kind != "verb_active" else None
        return "killed" if mention.entry("losses") and not any(name == "killed" for name, _ in outcomes) else None

    def _spoken_of_whom(self, mention: Mention, end: int, segment: Segment) -> People | None:
        """The people of one outcome: 'two martyrs', 'tens of wounded', 'the death of 3 citizens'."""
        entry = mention.entry("people")
        if entry is None:
            return self.people.read(mention.end, end, segment, require_number=False)
        before = self.people.count_before(mention.start, segment)
        if before is None and entry.number not in (1, 2):
            return None
        low, best, high, qualifier, _ = before or Count(entry.number, entry.number, entry.number, "exact", mention.end)
        return People(low, best, high, qualifier, "unknown", entry.detail, None, mention.start, mention.end)

    def _of_others(self, mention: Mention, last_outcome: str) -> list[tuple[str, Mention]]:
        """'two men were killed, and information of others': the outcome told before."""
        others = self.reading.at.get(mention.end)
        told = others.entry("people") if others is not None else None
        if others is None or told is None or told.detail != "other" or not last_outcome:
            return []
        return [(last_outcome, others)]

    def _one_more(self, others: Mention) -> People:
        """'information of a third': one; 'of others': no number."""
        number = others.by_role["people"].number
        count = number if number in (1, 2) else None
        before = self.people.previous
        status, side = (before.status, before.side) if before is not None else ("unknown", None)
        return People(0, count, count, "exact" if count else "some", status, "person", side, others.start, others.end)

    def _unconfirmed_rows(
        self, mention: Mention, outcomes: list[tuple[str, Mention]], counted: dict[str, People], end: int,
        segment: Segment,
    ) -> list[CasualtyRow]:  # fmt: skip
        rows = []
        side, status = self.people.side_of(outcomes[-1][1].end, end, segment)
        known = [p for p in counted.values() if p.status != "unknown" and p.kind != "martyr"]
        status = known[0].status if known else status
        side = next((p.side for p in counted.values() if p.side), side)
        for name in dict.fromkeys(outcome for outcome, _ in outcomes):
            own = counted.get(name)
            count = own.best if own is not None and own.counted and own.qualifier != "some" else None
            row_people = People(0, count, count, "unconfirmed", status, "", side, mention.start, end)
            rows.append(CasualtyRow(name, row_people, False, "incident", (), mention.start, end))
        return rows

    def losses(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'with human losses in their ranks': dead without a number, as in 'information of losses'."""
        human = self.reading.tokens[mention.end - 1].stem == "بشريه"
        for i in range(max(segment.start, mention.start - 4), mention.start):
            of_all = self.reading.tokens[i].stem in _IN_ALL
            if of_all or self.reading.entry(i, "tally") or self.reading.entry(i, "among"):
                return [], mention.end  # 'the number of human losses may rise'
        end = self._phrase_end(mention.end, segment)
        if not human or self._material_only(mention, end):
            return [], mention.end
        rows = self._unconfirmed_rows(mention, [("killed", mention)], {}, end, segment)
        if self._stated(mention, segment):
            rows = [
                replace(row, confirmed=True, people=replace(row.people, low=2, best=None, high=None, qualifier="some"))
                for row in rows
            ]
        return rows, end

    def _stated(self, mention: Mention, segment: Segment) -> bool:
        """'the clashes led to human losses' is a fact; 'confirmed losses', 'amid losses' tell no number."""
        led = self.reading.first("resulting", segment.start, mention.start)
        return led is not None and mention.start - led.end <= _LED_REACH

    def _material_only(self, mention: Mention, end: int) -> bool:
        losses = [m for m in self.reading.within(mention.end, end) if m.entry("losses")]
        return (
            bool(losses)
            and any(m.entry("material") for m in self.reading.within(mention.end, end))
            and not any(m.entry("outcome") for m in self.reading.within(mention.end, end))
        )

    def _phrase_end(self, start: int, segment: Segment) -> int:
        for position in range(start, segment.end):
            if self.reading.tokens[position].text in ("،", ",", "."):
                return position
            mention = self.reading.at.get(position)
            if mention is not None and position > start + 1:
                trigger = mention.entry("trigger")
                if mention.entry("because") or mention.entry("no_casualties") or (trigger and trigger.kind == "verb"):
                    return position
                if not trigger and _new_statement(self.reading, mention):
                    return position
        return segment.end


def _new_statement(reading: Reading, mention: Mention) -> bool:
    """A trigger, or 'and' with a verb: where pages without commas go on to the next thing."""
    if mention.entry("trigger"):
        return True
    outcome = mention.entry("outcome")
    verb = outcome is not None and outcome.kind in ("verb", "verb_active", "verb_needs_death")
    return reading.tokens[mention.start].prefix.startswith("و") and (verb or mention.entry("fires") is not None)
