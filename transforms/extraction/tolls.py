"""Running totals: 'rises to 45 the number of those who ...' and what they cover (codebook §7).

Belongs here: the number before its far noun, scope. Does not belong here: what a total replaces (`assemble`).
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.lexicon import Mention
from transforms.extraction.numbers import read_number
from transforms.extraction.people import People, PeopleReader, mixed_status
from transforms.extraction.reading import Reading, Segment
from transforms.model import BreakdownPart

_NUMBER_REACH = 30
_DAY_DIGITS = 2


class TollReader:
    """Reads running totals, and the scope of any number.

    Args:
        reading: the report.
        people: reads noun phrases.
    """

    def __init__(self, reading: Reading, people: PeopleReader) -> None:
        self.reading = reading
        self.people = people
        self._campaign_paragraph = -1
        self._campaign_total = -1

    def total(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'Rises to 45 the number of martyrs who ...': the number comes first, the noun may be far away."""
        count, number_at = None, mention.end
        while count is None and number_at < min(segment.end, mention.end + _NUMBER_REACH):
            dated = self._year(number_at) or self._day_of_month(number_at)
            count = None if dated else self.people.count(number_at, segment.end)
            number_at += count is None
        if count is None:
            return [], mention.end
        low, best, high, qualifier, after = count
        noun, outcome = self._far_noun(mention, number_at, after, segment)
        if noun is not None and outcome is None and segment.end >= len(self.reading.tokens):
            outcome = "killed"  # the page breaks off before the verb
        if noun is None or outcome is None:
            return [], after
        entry = noun.entry("people")
        status = entry.value if entry else "unknown"
        side, side_status = self.people.side_of(noun.end, segment.end, segment)
        if side is None:
            side, side_status = self._side_before(mention.end, number_at, segment) or (side, side_status)
        if status == "combatant" or side:
            status = "combatant" if side else status
        elif side_status == "combatant" and status == "unknown":
            status = side_status
        people = People(low, best, high, qualifier, status, entry.detail if entry else "", side, number_at, noun.end)
        breakdown, parts_end = self.people.breakdown(after, segment)
        if not breakdown:
            breakdown, parts_end = self.people.breakdown(noun.end, segment)
        end = max(noun.end, parts_end, after)
        people = _martyrs(mixed_status(people, breakdown), breakdown)
        if self._dead_and_wounded(noun):
            people = replace(people, low=0, best=None, high=best or low, qualifier="mixed")
        scope = self._scope_of_total(segment, status)
        row = CasualtyRow(outcome, people, True, scope, breakdown, mention.start, end, cumulative=True)
        self.people.previous = people
        return [row], end

    def _in_a_row(self, segment: Segment) -> bool:
        """'in the clashes that go on for the sixth day in a row': a total of those days; raids are named for today."""
        row = self.reading.first("in_a_row", segment.start, segment.end)
        if row is None:
            return False
        triggers = [m.entry("trigger") for m in self.reading.having(segment.start, row.start, "trigger")]
        return not triggers or any(t is not None and t.value == "clash" for t in triggers)

    def _counted_before(self, start: int, number_at: int) -> Mention | None:
        """'the number of the dead rose to 7': who is counted stands before the number."""
        for tally in self.reading.having(start, number_at, "tally"):
            counted = self.reading.at.get(tally.end)
            outcome = counted.entry("outcome") if counted is not None else None
            if counted is not None and outcome is not None and outcome.kind == "people" and counted.entry("people"):
                return None if self._dead_and_wounded(counted) else counted
        return None

    def _side_before(self, start: int, number_at: int, segment: Segment) -> tuple[str | None, str] | None:
        """'the dead of the regime's forces rose to 15': whose they are stands before the number."""
        for dead in self.reading.having(start, number_at, "outcome"):
            side, status = self.people.side_of(dead.end, number_at, segment)
            if side is not None:
                return side, status
        return None

    def _dead_and_wounded(self, noun: Mention) -> bool:
        """'the number of dead and wounded': one sum of both."""
        first = noun.entry("outcome")
        behind = self.reading.at.get(noun.end)
        second = behind.entry("outcome") if behind is not None else None
        if first is None or second is None or not self.reading.tokens[noun.end].prefix.startswith("و"):
            return False
        return {first.value, second.value} == {"killed", "wounded"}

    def _year(self, position: int) -> bool:
        """'since the beginning of the year 2025': no toll."""
        text = self.reading.tokens[position].text
        if len(text) != 4 or not text.startswith(("19", "20")):
            return False
        before = self.reading.at.get(position - 1)
        time = before.entry("time") if before is not None else None
        return time is not None and time.value in ("unit_year", "month")

    def _day_of_month(self, position: int) -> bool:
        """'since 24 March': no toll."""
        behind = self.reading.entry(position + 1, "time") or self.reading.entry(position + 2, "time")
        few = len(self.reading.tokens[position].text) <= _DAY_DIGITS
        return few and behind is not None and behind.value == "month"

    def _far_noun(
        self, cumulative: Mention, number_at: int, after: int, segment: Segment
    ) -> tuple[Mention | None, str | None]:
        noun, outcome, fallback = None, None, None
        counted = self._counted_before(cumulative.end, number_at)
        if counted is not None:
            return counted, counted.by_role["outcome"].value
        direct = self.reading.at.get(after)
        positions = [*range(after, segment.end), *range(cumulative.end, number_at)]
        for position in positions:
            mention = self.reading.at.get(position)
            if mention is None:
                continue
            if (
                mention.entry("not_people")
                and not mention.entry("outcome")
                and noun is None
                and not self._inside_among(position, after)
            ):
                tally = self.reading.at.get(position - 1)
                if mention is direct or (tally is not None and tally.entry("tally")):
                    return None, None
            entry = mention.entry("people")
            if (
                entry is not None
                and entry.detail != "other"
                and noun is None
                and not self._inside_among(position, after)
            ):
                noun = mention
            found = mention.entry("outcome")
            if found is not None and found.kind != "verb_active" and outcome is None:
                outcome = found.value
                fallback = fallback or mention
                if noun is not None:
                    break
        return noun or fallback, outcome

    def _inside_among(self, position: int, after: int) -> bool:
        """Whether a noun stands in 'among them ...' and so is a part."""
        among = False
        for i in range(after, position):
            mention = self.reading.at.get(i)
            if mention is None:
                continue
            if mention.entry("among") or mention.entry("partition"):
                among = True
            elif mention.entry("tally") or self.reading.tokens[i].text in ("،",):
                among = False
        return among

    def scope(self, segment: Segment) -> str:
        """`campaign` since a beginning or over a month, `day` for a day's total of a governorate, else `incident`."""
        if segment.campaign or self._campaign_paragraph == segment.paragraph or self._thereby(segment):
            return "campaign"
        if segment.item:
            return "incident"
        for mention in self.reading.having(segment.start, segment.end, "since_start", "during"):
            if mention.entry("since_start") or self._whole_month(mention, segment):
                self._campaign_paragraph = segment.paragraph
                return "campaign"
        day = whole = False
        for mention in self.reading.having(segment.start, segment.end, "time", "level"):
            time = mention.entry("time")
            dated = self.reading.tokens[min(mention.end, segment.end - 1)].text == "ال"  # 'Friday the 29th'
            if time is not None and time.value in ("today", "yesterday") and not dated:
                day = True
                since = self.reading.tokens[mention.start].text == "منذ" or self.reading.entry(
                    mention.start - 1, "since"
                )
                whole = whole or (
                    bool(since)
                    and self.reading.first("cumulative", segment.start, mention.start) is not None
                    and self.reading.first("near", segment.start, segment.end) is None
                )
            level = mention.entry("level")
            if level is not None and level.value == "governorate":
                whole = True
        if not day:
            return "incident"
        whole = whole or any(self.reading.tokens[i].stem == "قافله" for i in range(segment.start, segment.end))
        return "day" if whole or self._has_items(segment) else "incident"

    def _of_governorate(self, segment: Segment) -> bool:
        """Whether a total is that of a governorate, or of stories that follow."""
        levels = (m.entry("level") for m in self.reading.having(segment.start, segment.end, "level"))
        return any(level is not None and level.value == "governorate" for level in levels) or self._has_items(segment)

    def _has_items(self, segment: Segment) -> bool:
        """Whether the stories of the people counted follow."""
        following = self.reading.segments[segment.index + 1 : segment.index + 2]
        counted = self.reading.first("cumulative", segment.start, segment.end) is not None
        return counted and bool(following) and following[0].item

    def _scope_of_total(self, segment: Segment, status: str) -> str:
        """'..., while that of the others rose to 62': goes on with the campaign of the total before it."""
        scope = self.scope(segment)
        last = self.reading.at.get(segment.end - 1)
        cut = segment.end >= len(self.reading.tokens) and last is not None and last.entry("since") is not None
        in_a_row = self._in_a_row(segment)
        if scope == "campaign" or cut or in_a_row:
            self._campaign_total = segment.paragraph
            return "campaign"
        dated = any(
            (t := m.entry("time")) and t.value in ("today", "yesterday")
            for m in self.reading.having(segment.start, segment.end, "time")
        )
        if scope == "day" and status == "combatant" and not self._of_governorate(segment):
            scope = "incident"  # 'the fighters who fell in the battles since dawn'
        return "campaign" if self._campaign_total == segment.paragraph and not dated else scope

    def _thereby(self, segment: Segment) -> bool:
        """'Thereby rises to 910 the number of the dead whom the Observatory documented': a tally over many days."""
        if self.reading.tokens[segment.start].text not in ("وبذلك", "بذلك"):
            return False
        stems = [self.reading.tokens[i].stem for i in range(segment.start, segment.end)]
        dated = any(
            (t := m.entry("time")) and t.value in ("today", "yesterday")
            for m in self.reading.having(segment.start, segment.end, "time")
        )
        return any(stem.startswith("وثق") for stem in stems) and not dated

    def _whole_month(self, mention: Mention, segment: Segment) -> bool:
        """'during the month of February', 'over 11 days of fighting': a toll of many days."""
        time = mention.entry("time")
        if not mention.entry("during") or time is not None:
            return False
        following = self.reading.entry(mention.end, "time")
        if following is not None and following.value in ("unit_month", "month", "unit_year"):
            return True
        days = read_number(self.reading.tokens, self.reading.at, mention.end, segment.end)
        unit = self.reading.entry(days.end, "time") if days is not None else None
        return days is not None and days.value > 1 and unit is not None and unit.value in ("unit_day", "unit_months")


def _martyrs(people: People, breakdown: tuple[BreakdownPart, ...]) -> People:
    """'11 martyrs, among them 4 fighters' are mixed; without fighters among them, martyrs are civilians."""
    fighters = any(part.civilian_status == "combatant" for part in breakdown)
    whole = people.kind == "martyr" and people.status == "civilian"
    return replace(people, status="mixed") if fighters and whole else people
