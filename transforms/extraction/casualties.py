"""How many: people killed, wounded, captured and missing in a segment (codebook §7).

Belongs here: number, head noun, outcome, side, breakdown, scope. Does not belong here: which event the rows belong
to. Hands on `CasualtyRow`s with the tokens they stand at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.numbers import read_number
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.who import ActorReader, as_side
from transforms.model import BreakdownPart

_ADVERB_REACH = 6
_SIDE_REACH = 9
_NOUN_REACH = 5
_OUTCOME_AFTER_REACH = 9


@dataclass(frozen=True, slots=True)
class People:
    """A noun phrase: so many people of such a kind."""

    low: int
    best: int | None
    high: int | None
    qualifier: str
    status: str
    kind: str
    side: str | None
    start: int
    end: int
    counted: bool = True


@dataclass(frozen=True, slots=True)
class CasualtyRow:
    """A casualty row before it is given to an event."""

    outcome: str
    people: People
    confirmed: bool
    scope: str
    breakdown: tuple[BreakdownPart, ...]
    start: int
    end: int
    cumulative: bool = False


class CasualtyReader:
    """Reads the casualties of one segment after the other.

    Args:
        reading: the report.
        actors: reads the sides.
    """

    def __init__(self, reading: Reading, actors: ActorReader) -> None:
        self.reading = reading
        self.actors = actors
        self._previous: People | None = None
        self._last_outcome = ""
        self._campaign_paragraph = -1
        self._side_end = -1

    def rows(self, segment: Segment) -> tuple[list[CasualtyRow], bool]:
        """Casualty rows of a segment, and whether it says that losses are not known."""
        silent = self._no_casualty_ranges(segment)
        rows: list[CasualtyRow] = []
        position = segment.start
        while position < segment.end:
            if position in silent:
                position += 1
                continue
            found, position = self._step(position, segment, silent, rows)
            rows += found
        return self._tidy(rows, segment), bool(silent)

    # ---- where nothing is known ---------------------------------------------------------------

    def _no_casualty_ranges(self, segment: Segment) -> set[int]:
        """'Without information on losses': what stands behind it is no casualty."""
        silent: set[int] = set()
        for mention in self.reading.within(segment.start, segment.end):
            if not mention.entry("no_casualties"):
                continue
            end = mention.end
            human = False
            while end < segment.end and self.reading.tokens[end].text not in ("،", ",", "."):
                other = self.reading.at.get(end)
                if other is not None and (other.entry("losses") or other.entry("outcome")):
                    human = True
                if other is not None and other.start > mention.end + 1 and other.entry("trigger") and human:
                    break
                end += 1
            if human:
                silent.update(range(mention.start, end))
        return silent

    # ---- one step -----------------------------------------------------------------------------

    def _step(
        self, position: int, segment: Segment, silent: set[int], rows: list[CasualtyRow]
    ) -> tuple[list[CasualtyRow], int]:
        mention = self.reading.at.get(position)
        if mention is None:
            return self._number_first(position, segment)
        if mention.entry("unconfirmed"):
            return self._unconfirmed(mention, segment)
        if mention.entry("cumulative"):
            return self._cumulative(mention, segment)
        if mention.entry("losses") and not mention.entry("outcome") and not mention.entry("people"):
            return self._losses(mention, segment)
        outcome = mention.entry("outcome")
        if outcome is not None and self._counts(mention, outcome, segment):
            return self._after_outcome(mention, outcome, segment, silent)
        if mention.entry("qualifier") or mention.entry("number") or mention.entry("plural_number"):
            return self._number_first(position, segment)
        people = mention.entry("people")
        if people is not None and people.number in (1, 2):
            return self._number_first(position, segment)
        return [], mention.end

    def _counts(self, mention: Mention, outcome: Entry, segment: Segment) -> bool:
        """'Met' counts with 'their death' behind it; a body where it was found, not where it was kept."""
        if outcome.kind == "verb_needs_death":
            for i in range(mention.end, min(segment.end, mention.end + 14)):
                other = self.reading.entry(i, "outcome")
                if other is not None and other.value == "killed" and other.kind == "noun":
                    return True
            return False
        if outcome.kind == "body":
            return any(
                (e := m.entry("trigger")) and e.value == "other" for m in self.reading.within(segment.start, mention.end)
            )
        return True

    def _unconfirmed(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'Reports of dead and wounded': a row for each outcome, unconfirmed."""
        end = self._phrase_end(mention.end, segment)
        outcomes: list[tuple[str, Mention]] = []
        people: People | None = None
        position = mention.end
        while position < end:
            other = self.reading.at.get(position)
            if people is None or people.end <= position:
                counted = self._people(position, end, segment, require_number=True)
                if counted is not None:
                    people = counted
            if other is None:
                position += 1
                continue
            outcome = other.entry("outcome")
            if outcome is not None and outcome.kind != "verb_active":
                outcomes.append((outcome.value, other))
                if people is None:
                    people = self._people(other.end, end, segment, require_number=False)
            elif other.entry("losses") and not any(o == "killed" for o, _ in outcomes):
                outcomes.append(("killed", other))
            position = other.end
        if not outcomes or (position and self._material_only(mention, end)):
            return [], mention.end
        return self._unconfirmed_rows(mention, outcomes, people, end, segment), end

    def _unconfirmed_rows(
        self, mention: Mention, outcomes: list[tuple[str, Mention]], people: People | None, end: int, segment: Segment
    ) -> list[CasualtyRow]:
        rows = []
        side, status = self._side_of(outcomes[-1][1].end, end, segment, mention.end)
        for name in dict.fromkeys(outcome for outcome, _ in outcomes):
            count = people.best if people is not None and people.counted and people.qualifier != "some" else None
            row_people = People(
                0, count, count, "unconfirmed",
                people.status if people and people.status != "unknown" and people.kind != "martyr" else status,
                "", people.side if people and people.side else side, mention.start, end,
            )  # fmt: skip
            rows.append(CasualtyRow(name, row_people, False, "incident", (), mention.start, end))
        return rows

    def _losses(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'with human losses in their ranks': dead without a number, as in 'information of losses'."""
        human = self.reading.tokens[mention.end - 1].stem == "بشريه"
        end = self._phrase_end(mention.end, segment)
        if not human or self._material_only(mention, end):
            return [], mention.end
        return self._unconfirmed_rows(mention, [("killed", mention)], None, end, segment), end

    def _material_only(self, mention: Mention, end: int) -> bool:
        losses = [m for m in self.reading.within(mention.end, end) if m.entry("losses")]
        return bool(losses) and any(m.entry("material") for m in self.reading.within(mention.end, end)) and not any(
            m.entry("outcome") for m in self.reading.within(mention.end, end)
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
        return segment.end

    # ---- totals -------------------------------------------------------------------------------

    def _cumulative(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'Rises to 45 the number of martyrs who ...': the number comes first, the noun may be far away."""
        number_at = None
        for position in range(mention.end, min(segment.end, mention.end + 30)):
            people = self._count(position, segment.end)
            if people is not None:
                number_at = position
                break
        if number_at is None:
            return [], mention.end
        low, best, high, qualifier, after = self._count(number_at, segment.end) or (0, None, None, "", number_at)
        noun, outcome = self._far_noun(mention, number_at, after, segment)
        if noun is None or outcome is None:
            return [], after
        entry = noun.entry("people")
        status = entry.value if entry else "unknown"
        side, side_status = self._side_of(noun.end, segment.end, segment, noun.start)
        if status == "combatant" or side:
            status = "combatant" if side else status
        elif side_status == "combatant" and status == "unknown":
            status = side_status
        people = People(low, best, high, qualifier, status, entry.detail if entry else "", side, number_at, noun.end)
        breakdown, parts_end = self._breakdown(after, segment)
        if not breakdown:
            breakdown, parts_end = self._breakdown(noun.end, segment)
        end = max(noun.end, parts_end, after)
        people = _mixed_status(people, breakdown)
        row = CasualtyRow(
            outcome, people, True, self._scope(segment, mention.start), breakdown, mention.start, end, cumulative=True
        )
        self._previous = people
        return [row], end

    def _far_noun(
        self, cumulative: Mention, number_at: int, after: int, segment: Segment
    ) -> tuple[Mention | None, str | None]:
        noun, outcome, fallback = None, None, None
        direct = self.reading.at.get(after)
        positions = [*range(after, segment.end), *range(cumulative.end, number_at)]
        for position in positions:
            mention = self.reading.at.get(position)
            if mention is None:
                continue
            if mention.entry("not_people") and not mention.entry("outcome") and noun is None and not self._inside_among(position, after):
                tally = self.reading.at.get(position - 1)
                if mention is direct or (tally is not None and tally.entry("tally")):
                    return None, None
            entry = mention.entry("people")
            if entry is not None and entry.detail != "other" and noun is None and not self._inside_among(position, after):
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

    def _scope(self, segment: Segment, position: int) -> str:
        if self._campaign_paragraph == segment.paragraph:
            return "campaign"
        for mention in self.reading.within(segment.start, segment.end):
            if mention.entry("since_start") or self._whole_month(mention, segment):
                self._campaign_paragraph = segment.paragraph
                return "campaign"
        day = whole = False
        for mention in self.reading.within(segment.start, segment.end):
            time = mention.entry("time")
            if time is not None and time.value in ("today", "yesterday"):
                day = True
            level = mention.entry("level")
            if level is not None and level.value == "governorate":
                whole = True
        return "day" if day and whole else "incident"

    def _whole_month(self, mention: Mention, segment: Segment) -> bool:
        """'during the month of February': a month's toll."""
        time = mention.entry("time")
        if not mention.entry("during") or time is not None:
            return False
        following = self.reading.entry(mention.end, "time")
        return following is not None and following.value in ("unit_month", "month", "unit_year")

    # ---- outcome first ------------------------------------------------------------------------

    def _after_outcome(
        self, mention: Mention, outcome: Entry, segment: Segment, silent: set[int]
    ) -> tuple[list[CasualtyRow], int]:
        outcomes, position = self._joined_outcomes(mention, outcome, segment)
        if outcome.kind in ("people", "body"):
            return self._people_outcome(mention, outcomes, position, segment)
        if outcome.kind == "found":
            return self._found(mention, segment)
        people = self._people(position, segment.end, segment, require_number=False)
        if people is None:
            subject = self._behind_subject(position, segment)
            if subject is not None:
                people = self._people(subject, segment.end, segment, require_number=False)
        if people is None:
            people = self._further(position, segment)
        if people is None:
            if outcome.kind == "verb_active" or position in silent:
                return [], mention.end
            return self._bare(mention, outcomes, position, segment)
        people = self._with_more(people, segment)
        people = _status_by_verb(people, mention, self.reading)
        return self._rows(outcomes, people, mention.start, segment)

    def _further(self, position: int, segment: Segment) -> People | None:
        """'were killed in it 4 fighters', 'an execution against two men': a few words stand between."""
        for i in range(position, min(segment.end, position + _ADVERB_REACH)):
            text = self.reading.tokens[i].text
            mention = self.reading.at.get(i)
            if text in ("،", ",") or mention is not None and (mention.entry("outcome") or mention.entry("actor")):
                return None
            if i == position:
                continue
            counted = text[0].isdigit() or mention is not None and (mention.entry("qualifier") or mention.entry("plural_number"))
            if counted or i <= position + 2:
                people = self._people(i, segment.end, segment, require_number=False)
                if people is not None:
                    return people
        return None

    def _behind_subject(self, position: int, segment: Segment) -> int | None:
        """'executed' + who did it + whom: the token behind the actor."""
        for i in range(position, min(segment.end, position + 3)):
            mention = self.reading.at.get(i)
            if mention is not None and mention.entry("actor"):
                return mention.end
        return None

    def _found(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'the body of a man was found': the man, else as many as the word for body tells."""
        people = self._people(mention.end, segment.end, segment, require_number=False)
        if people is None:
            last = self.reading.tokens[mention.end - 1].stem
            low, best, qualifier = (1, 1, "exact") if last.startswith(("جثه", "جثمان")) else (2, None, "some")
            people = People(low, best, best, qualifier, "unknown", "body", None, mention.start, mention.end)
        return self._rows(["killed"], people, mention.start, segment)

    def _joined_outcomes(self, mention: Mention, outcome: Entry, segment: Segment) -> tuple[list[str], int]:
        """'Killed and wounded', 'fell and were martyred': verbs joined before one noun."""
        outcomes, position = [outcome.value], mention.end
        while position < segment.end:
            other = self.reading.at.get(position)
            entry = other.entry("outcome") if other else None
            if other is None or entry is None or not self.reading.tokens[position].prefix.startswith("و"):
                break
            outcomes.append(entry.value)
            position = other.end
        return list(dict.fromkeys(outcomes)), position

    def _people_outcome(
        self, mention: Mention, outcomes: list[str], position: int, segment: Segment
    ) -> tuple[list[CasualtyRow], int]:
        """'Dead and wounded', 'a number of wounded': the noun is the outcome."""
        entry = mention.entry("people")
        number = entry.number if entry else 3
        before = self._count_before(mention.start, segment)
        if before is None and self._only_spoken_of(mention, segment):
            return [], mention.end
        side, status = self._side_of(position, segment.end, segment, mention.start)
        own = entry.value if entry else "unknown"
        status = status if own in ("unknown", "") or side else own
        if before is not None:
            low, best, high, qualifier, start = before
        elif number in (1, 2):
            low, best, high, qualifier, start = number, number, number, "exact", mention.start
        else:
            low, best, high, qualifier, start = 2, None, None, "some", mention.start
        people = People(low, best, high, qualifier, status, entry.detail if entry else "", side, start, position)
        if len(outcomes) > 1 and qualifier not in ("some", "exact") or (len(outcomes) > 1 and before and qualifier == "exact"):
            return self._mixed(people, start, segment)
        rows = []
        breakdown, end = self._breakdown(position, segment)
        for outcome in outcomes:
            rows.append(CasualtyRow(outcome, people, True, "incident", breakdown, start, max(end, position)))
        self._previous = people
        return rows, max(end, position)

    def _only_spoken_of(self, mention: Mention, segment: Segment) -> bool:
        """'the number of martyrs may rise', 'because of wounded in a bad state': no toll of their own."""
        tally = self.reading.at.get(mention.start - 1)
        if tally is not None and tally.entry("tally"):
            return True
        return any(self.reading.entry(i, "because_of_presence") for i in range(max(segment.start, mention.start - 4), mention.start))

    def _mixed(self, people: People, start: int, segment: Segment) -> tuple[list[CasualtyRow], int]:
        breakdown, end = self._breakdown(people.end, segment)
        mixed = replace(people, low=0, best=None, high=people.low, qualifier="mixed")
        return [CasualtyRow("killed", mixed, True, "incident", breakdown, start, max(end, people.end))], max(end, people.end)

    def _count_before(self, position: int, segment: Segment) -> tuple[int, int | None, int | None, str, int] | None:
        """A number or 'tens of' right before a noun that was reached by its outcome."""
        for back in (3, 2, 1):
            start = position - back
            if start < segment.start:
                continue
            count = self._count(start, segment.end)
            if count is not None and count[4] == position:
                return (*count[:4], start)
        return None

    def _bare(
        self, mention: Mention, outcomes: list[str], position: int, segment: Segment
    ) -> tuple[list[CasualtyRow], int]:
        """An outcome without a noun that counts: nothing is invented."""
        return [], max(position, mention.end)

    def _rows(
        self, outcomes: list[str], people: People, start: int, segment: Segment
    ) -> tuple[list[CasualtyRow], int]:
        breakdown, end = self._breakdown(people.end, segment)
        end = max(end, people.end)
        if len(outcomes) > 1:
            return self._mixed(people, start, segment)
        people = _mixed_status(people, breakdown)
        self._previous = people
        outcome = self._last_outcome = outcomes[0]
        return [CasualtyRow(outcome, people, True, self._scope(segment, start), breakdown, start, end)], end

    def _with_more(self, people: People, segment: Segment) -> People:
        """'A girl and a woman' are two: nouns joined by 'and', as long as status and side agree."""
        position = people.end
        while position < segment.end and self.reading.tokens[position].prefix.startswith("و"):
            if self.reading.at.get(position) is not None and self.reading.at[position].entry("outcome") and not self.reading.at[position].entry("people"):
                break
            more = self._people(position, segment.end, segment, require_number=False)
            if more is None or more.start != position or more.kind in ("wounded", "dead", "martyr", "other"):
                break
            if more.status != people.status or more.side != people.side or not (people.best and more.best):
                break
            people = replace(
                people, low=people.low + more.low, best=people.best + more.best,
                high=(people.high + more.high) if people.high is not None and more.high is not None else None,
                kind=people.status, end=more.end,
            )  # fmt: skip
            position = more.end
        return people

    # ---- number first -------------------------------------------------------------------------

    def _number_first(self, position: int, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'7 people at least were killed': the outcome follows the noun."""
        people = self._people(position, segment.end, segment, require_number=False)
        if people is None or people.start > position + 3:
            return [], position + 1
        if people.kind in ("wounded", "dead", "martyr", "body"):
            return [], position + 1
        breakdown, end = self._breakdown(people.end, segment)
        if position == segment.start and segment.linked and self._last_outcome:
            self._previous = people
            row = CasualtyRow(self._last_outcome, people, True, "incident", breakdown, position, max(end, people.end))
            return [row], max(end, people.end)
        reach = max(people.end, end)
        for i in range(people.end, min(segment.end, reach + _OUTCOME_AFTER_REACH)):
            mention = self.reading.at.get(i)
            if mention is None:
                continue
            outcome = mention.entry("outcome")
            if outcome is not None and outcome.kind in ("verb", "verb_needs_death") and self._agrees(people, i):
                self._previous = people
                self._last_outcome = outcome.value
                scope = self._scope(segment, position)
                rows = [CasualtyRow(outcome.value, people, True, scope, breakdown, position, mention.end)]
                for other in self._joined_people(people, i, segment):
                    rows.append(CasualtyRow(outcome.value, other, True, scope, (), other.start, mention.end))
                return rows, mention.end
            if mention.entry("trigger") or mention.entry("because") or mention.entry("control"):
                break
        return [], people.end

    def _joined_people(self, people: People, limit: int, segment: Segment) -> list[People]:
        """'17 of A and 6 of B met their death': the second subject is a row of its own."""
        out = []
        for i in range(people.end, limit):
            token = self.reading.tokens[i]
            if token.prefix.startswith("و") or token.text == "و":
                start = i + 1 if token.text == "و" else i
                other = self._people(start, limit, segment, require_number=True)
                if other is not None and other.qualifier != "some":
                    out.append(other)
        return out

    def _agrees(self, people: People, position: int) -> bool:
        """A plural subject has a plural verb behind it; a relative clause between is fine."""
        stem = self.reading.tokens[position].stem
        plural = stem.endswith(("وا", "ا", "ن"))
        return plural or (people.low == 1 and not self.reading.tokens[position].prefix.startswith("و"))

    # ---- noun phrases -------------------------------------------------------------------------

    def _count(self, position: int, limit: int) -> tuple[int, int | None, int | None, str, int] | None:
        """(low, best, high, qualifier, end) of a count that begins at a token."""
        mention = self.reading.at.get(position)
        if mention is not None:
            plural = mention.entry("plural_number")
            if plural is not None:
                low = {"tens": 10, "hundreds": 100}.get(plural.value, 2)
                return low, None, None, plural.value, mention.end
            qualifier = mention.entry("qualifier")
            if qualifier is not None:
                inner = self._count(mention.end, limit) if mention.end < limit else None
                return None if inner is None else (*_qualified(inner, qualifier.value), inner[4])
            if mention.entry("range_open"):
                return self._range(mention.end, limit)
        number = read_number(self.reading.tokens, self.reading.at, position, limit)
        if number is None or number.value > 999_999:
            return None
        end = number.end
        after = self.reading.at.get(end)
        if after is not None and after.entry("qualifier_after") and end < limit:
            return number.value, number.value, None, "at_least", after.end
        return number.value, number.value, number.value, "exact", end

    def _range(self, position: int, limit: int) -> tuple[int, int | None, int | None, str, int] | None:
        first = read_number(self.reading.tokens, self.reading.at, position, limit)
        if first is None or first.end + 1 >= limit:
            return None
        cursor = first.end
        if self.reading.tokens[cursor].text in ("و", "-", "الي", "حتي"):
            cursor += 1
        second = read_number(self.reading.tokens, self.reading.at, cursor, limit)
        if second is None or second.value <= first.value:
            return None
        return first.value, first.value, second.value, "range", second.end

    def _people(self, position: int, limit: int, segment: Segment, *, require_number: bool) -> People | None:
        """A counted or countable noun phrase that begins at a token, or within a few words of it."""
        start = position
        count = self._count(position, limit)
        cursor = count[4] if count else position
        noun = self._noun(cursor, limit, adjacent=count is None)
        if count is not None and (noun is None or noun.start > cursor):
            nounless = self._without_noun(position, count, limit, segment)
            if nounless is not None:
                return nounless
        if noun is None:
            return None
        entry = noun.entry("people")
        assert entry is not None
        if count is None:
            count = self._count_of_noun(noun, entry, limit)
            if count is None or require_number and entry.number > 2:
                return None
        low, best, high, qualifier, _ = count
        end = noun.end
        after = self.reading.at.get(end)
        if after is not None and end < limit and after.entry("qualifier_after"):
            low, best, high, qualifier = _qualified((low, best, high, qualifier, end), "at_least")
            end = after.end
        side, _ = self._side_of(end, limit, segment, noun.start)
        status = entry.value
        if entry.detail == "other":
            if self._previous is None:
                return None
            status, side = self._previous.status, side or self._previous.side
        if side is not None and status in ("unknown", "civilian") and entry.detail in ("person", "martyr", "dead"):
            status = "combatant"
        if side is not None and status == "civilian":
            side = None
        end = max(end, self._side_end) if side is not None else end
        return People(low, best, high, qualifier, status, entry.detail, side, start, end)

    def _without_noun(
        self, position: int, count: tuple[int, int | None, int | None, str, int], limit: int, segment: Segment
    ) -> People | None:
        """'8 of the regime forces', '3 of them', 'tens from both sides'."""
        low, best, high, qualifier, cursor = count
        mention = self.reading.at.get(cursor)
        if mention is None or cursor >= limit:
            return None
        if mention.entry("both_sides"):
            return People(low, best, high, qualifier, "combatant", "fighter", None, position, mention.end)
        if mention.entry("among") and self.reading.tokens[cursor].text in ("منهم", "منهن") and self._previous:
            before = self._previous
            return People(low, best, high, qualifier, before.status, before.kind, before.side, position, mention.end)
        if mention.entry("from"):
            following = self.reading.at.get(mention.end)
            if following is not None and following.entry("both_sides"):
                return People(low, best, high, qualifier, "combatant", "fighter", None, position, following.end)
            if following is not None and following.entry("actor") and mention.end not in segment.masked:
                ids = self.actors.ids(following)
                if ids:
                    side = as_side(ids)[0]
                    return People(low, best, high, qualifier, "combatant", "fighter", side, position, following.end)
        return None

    def _noun(self, position: int, limit: int, *, adjacent: bool) -> Mention | None:
        reach = position + (1 if adjacent else _NOUN_REACH)
        for i in range(position, min(limit, reach)):
            mention = self.reading.at.get(i)
            if mention is None:
                if self.reading.tokens[i].text in ("،", ","):
                    return None
                continue
            if mention.entry("people"):
                return mention
            if mention.entry("not_people") or mention.entry("trigger") or mention.entry("outcome") or mention.entry("level"):
                return None
        return None

    def _count_of_noun(
        self, noun: Mention, entry: Entry, limit: int
    ) -> tuple[int, int | None, int | None, str, int] | None:
        """A singular is 1, a dual is 2, a plural 'some'; 'two' may follow."""
        after = self.reading.at.get(noun.end)
        number = after.entry("number") if after and noun.end < limit else None
        joined = number is not None and self.reading.tokens[noun.end].prefix.startswith("و")
        if number is not None and not joined and number.value == "unit":
            fits = entry.number == 3 or number.number == entry.number
            if fits and number.number <= 10:
                return number.number, number.number, number.number, "exact", noun.end
        if entry.number in (1, 2):
            return entry.number, entry.number, entry.number, "exact", noun.end
        return 2, None, None, "some", noun.end

    # ---- sides --------------------------------------------------------------------------------

    def _side_of(self, position: int, limit: int, segment: Segment, noun_start: int) -> tuple[str | None, str]:
        """Actor id of the people named before `position`, and the status that follows from it."""
        for i in range(position, min(limit, position + _SIDE_REACH)):
            if self.reading.tokens[i].text in ("،", ",", ".", "("):
                break
            mention = self.reading.at.get(i)
            if mention is None:
                continue
            if mention.entry("both_sides"):
                return None, "combatant"
            if mention.entry("in_ranks") and not self._actor_near(mention.end, limit, segment):
                return None, "combatant"
            if any(mention.entry(role) for role in ("because", "trigger", "among", "partition", "by", "with", "during", "in", "relative_people", "against")) and not mention.entry("actor"):
                break
            if mention.entry("actor") and i not in segment.masked and self._owns(i, position):
                ids = self.actors.ids(mention)
                if ids:
                    self._side_end = mention.end
                    return as_side(ids)[0], "combatant"
            outcome = mention.entry("outcome")
            if outcome is not None and i > position:
                break
        return None, "unknown"

    def _actor_near(self, position: int, limit: int, segment: Segment) -> bool:
        """Whether the ranks are those of a named side; 'in its ranks' leaves it to the event."""
        return any(
            self.reading.entry(i, "actor") and i not in segment.masked for i in range(position, min(limit, position + 3))
        )

    def _owns(self, actor_at: int, noun_end: int) -> bool:
        """'of the regime forces', 'in the ranks of', or the actor right behind the noun."""
        if actor_at == noun_end:
            return True
        token = self.reading.tokens[actor_at]
        if "ل" in token.prefix:
            return True
        for i in range(max(noun_end, actor_at - 3), actor_at):
            mention = self.reading.at.get(i)
            if mention is not None and (mention.entry("from") or mention.entry("in_ranks") or mention.entry("people") or mention.entry("plural_number")):
                return True
            if self.reading.tokens[i].stem in ("لدي", "تابع", "تابعين", "ضمن", "عن", "مسلحي", "مقاتلي", "افراد", "في"):
                return True
        return False

    # ---- parts --------------------------------------------------------------------------------

    def _breakdown(self, position: int, segment: Segment) -> tuple[tuple[BreakdownPart, ...], int]:
        """'among them 3 children and a woman', 'they are 11 fighters and 3 citizens'."""
        opener = None
        for i in range(position, min(segment.end, position + 8)):
            mention = self.reading.at.get(i)
            if mention is None:
                if self.reading.tokens[i].text in ("،",) and i > position + 2:
                    break
                continue
            if mention.entry("among") or mention.entry("partition"):
                opener = mention
                break
            if mention.entry("outcome") or mention.entry("tally"):
                break
        if opener is None:
            return (), position
        parts, cursor = [], opener.end
        while cursor < segment.end:
            people = self._people(cursor, segment.end, segment, require_number=False)
            if people is None:
                break
            parts.append(
                BreakdownPart(people.kind, people.best, people.side, None if people.status == "unknown" else people.status)
            )
            cursor = people.end
            skipped = self._to_next_part(cursor, segment)
            if skipped is None:
                break
            cursor = skipped
        return tuple(parts), cursor if parts else opener.end

    def _to_next_part(self, cursor: int, segment: Segment) -> int | None:
        """The token where the next 'and so many' begins, over the words that describe this part."""
        for i in range(cursor, min(segment.end, cursor + 8)):
            token = self.reading.tokens[i]
            mention = self.reading.at.get(i)
            if mention is not None and (mention.entry("tally") or mention.entry("outcome") and not mention.entry("people")):
                return None
            joined = token.prefix.startswith("و") or token.text == "و"
            if joined:
                start = i + 1 if token.text == "و" else i
                if self._people(start, segment.end, segment, require_number=False) is not None:
                    return start
                return None
        return None

    # ---- tidy ---------------------------------------------------------------------------------

    def _tidy(self, rows: list[CasualtyRow], segment: Segment) -> list[CasualtyRow]:
        if segment.attempts:
            rows = [row for row in rows if row.start not in segment.attempts or row.confirmed]
        return rows


def _status_by_verb(people: People, mention: Mention, reading: Reading) -> People:
    """'A person was martyred' is a civilian: the noun tells nothing, the verb is that of civilians (codebook §7)."""
    if people.status == "unknown" and people.side is None and reading.tokens[mention.start].stem.startswith(("استشه", "يستشه")):
        return replace(people, status="civilian")
    return people


def _mixed_status(people: People, breakdown: tuple[BreakdownPart, ...]) -> People:
    """'14, they are 11 fighters and 3 citizens' are mixed."""
    statuses = {part.civilian_status for part in breakdown if part.civilian_status}
    if {"civilian", "combatant"} <= statuses and people.status in ("unknown", "civilian") and people.side is None:
        return replace(people, status="mixed")
    return people


def _qualified(
    count: tuple[int, int | None, int | None, str, int], qualifier: str
) -> tuple[int, int | None, int | None, str]:
    low, best, high, own, _ = count
    if own not in ("exact", "at_least"):
        return low, best, high, own
    if qualifier in ("at_least", "more_than"):
        return low, best, None, qualifier
    return low, best, high, qualifier if own == "exact" else own
