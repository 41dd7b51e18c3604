"""How many people a noun phrase names, of what kind, of which side (codebook §7).

Belongs here: counts with their qualifiers, head nouns, sides, breakdowns. Does not belong here: what became of the
people (`casualties`). Hands on `People`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.numbers import read_number
from transforms.extraction.reading import COMMAS, Reading, Segment
from transforms.extraction.who import ActorReader, as_side
from transforms.frozen import quickly_made
from transforms.model import BreakdownPart

_SIDE_STOPS = frozenset(
    {"because", "trigger", "among", "partition", "by", "with", "during", "in", "relative_people", "against"}
)
"""Roles that no word between people and their side has."""
_OPPOSED = ("with", "against")
_OPENING_ROLES = frozenset({"besides", "among", "partition", "outcome", "tally"})
"""Roles of words that open a breakdown, or that stand where none opens any more."""
_CIVILIAN = frozenset({"مدني", "مدنيا", "مدنيه", "مدنيين", "مدنيون", "مدنيات"})
_MANY_WORDS = frozenset({"tens", "hundreds"})
_SITES = frozenset({"checkpoint", "base"})
_SIDE_REACH = 9
_NOUN_REACH = 5
_OF_WHOM_REACH = 3
_AIMED_REACH = 30
_DESCRIBED_REACH = 12
_AIM_BEFORE = 5
_ITS_RANKS = frozenset({"صفوفها", "صفوفه"})
_RANKS_REACH = 10
_BOTH_REACH = 4
_BOTH = frozenset({"بينهما", "احدهما", "احداهما", "كلاهما", "كليهما"})
_LOYAL_REACH = 5
_LOYAL = frozenset({"مواليه", "موالين", "موالي"})
_SPOKEN_NEVER = frozenset({"wounded", "dead", "martyr", "body", "bare", "other"})


class Count(NamedTuple):
    """A count as the codebook's table has it, and the token behind it."""

    low: int
    best: int | None
    high: int | None
    qualifier: str
    end: int


@quickly_made
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


class PeopleReader:
    """Reads noun phrases, remembering the last for 'others' and 'of them'.

    Args:
        reading: the report.
        actors: reads the sides.
    """

    def __init__(self, reading: Reading, actors: ActorReader) -> None:
        self.reading = reading
        self.actors = actors
        self.previous: People | None = None
        self.spoken: People | None = None
        self._target: People | None = None
        self._side_end = -1

    def mention(self, noun: Mention, segment: Segment) -> None:
        """Remember people that are only spoken of: 'of them' may mean them."""
        people = self.read(noun.start, segment.end, segment, require_number=False)
        if people is not None and people.side is not None:
            self.previous = people

    def speak_of(self, people: People) -> None:
        """Remember one or two that something is told of without what became of them: 'his death' may be theirs."""
        if people.best not in (1, 2) or people.kind in _SPOKEN_NEVER:
            return
        before = self.spoken
        near = before is not None and 0 <= people.start - before.end <= _DESCRIBED_REACH
        if before is not None and near and people.status == "unknown" and people.best == before.best:
            return  # 'a citizen, accused of': said of the one before
        self.spoken = people
        if people.side is not None and self._aimed(people):
            self._target = people

    def him(self, number: int) -> People | None:
        """Whom 'his death', 'the death of both' means: the last spoken of, else the last counted."""
        spoken, counted = self.spoken, self.previous
        if spoken is not None and spoken.low == number and (counted is None or spoken.start > counted.start):
            return spoken
        return counted if counted is not None and counted.low == number else None

    def aimed_at(self, position: int) -> str | None:
        """'fired at two members of A, and one was killed': the side of those fired at, told shortly before."""
        target = self._target
        return target.side if target is not None and 0 < position - target.end <= _AIMED_REACH else None

    def _aimed(self, people: People) -> bool:
        if self.reading.tokens[people.start - 1].text == "علي":
            return True
        near = self.reading.having(max(0, people.start - _AIM_BEFORE), people.start, "trigger")
        return any((e := m.entry("trigger")) is not None and e.kind == "target" for m in near)

    def count(self, position: int, limit: int) -> Count | None:
        """(low, best, high, qualifier, end) of a count that begins at a token."""
        mention = self.reading.at.get(position)
        if mention is not None:
            plural = mention.entry("plural_number")
            if plural is not None:
                low = {"tens": 10, "hundreds": 100}.get(plural.value, 2)
                return Count(low, None, None, plural.value, mention.end)
            qualifier = mention.entry("qualifier")
            if qualifier is not None:
                inner = self.count(mention.end, limit) if mention.end < limit else None
                return None if inner is None else _qualify(inner, qualifier.value)
            if mention.entry("range_open"):
                return self._range(mention.end, limit)
        number = read_number(self.reading.tokens, self.reading.at, position, limit)
        if number is None or number.value > 999_999:
            return None
        end = number.end
        after = self.reading.at.get(end)
        if after is not None and after.entry("qualifier_after") and end < limit:
            return Count(number.value, number.value, None, "at_least", after.end)
        return Count(number.value, number.value, number.value, "exact", end)

    def _at_least_two(self, position: int, limit: int) -> Count | None:
        """'at least two members of': the noun itself is the number."""
        mention = self.reading.at.get(position)
        qualifier = mention.entry("qualifier") if mention is not None else None
        noun = self.reading.at.get(mention.end) if mention is not None and mention.end < limit else None
        people = noun.entry("people") if noun is not None else None
        if mention is None or qualifier is None or people is None or people.number not in (1, 2):
            return None
        return _qualify(Count(people.number, people.number, people.number, "exact", mention.end), qualifier.value)

    def _range(self, position: int, limit: int) -> Count | None:
        first = read_number(self.reading.tokens, self.reading.at, position, limit)
        if first is None or first.end + 1 >= limit:
            return None
        cursor = first.end
        if self.reading.tokens[cursor].text in ("و", "-", "الي", "حتي"):
            cursor += 1
        second = read_number(self.reading.tokens, self.reading.at, cursor, limit)
        if second is None or second.value <= first.value:
            return None
        return Count(first.value, first.value, second.value, "range", second.end)

    def count_before(self, position: int, segment: Segment) -> Count | None:
        """A number or 'tens of' right before a noun that was reached by its outcome; its `end` is where it begins."""
        for back in (6, 5, 4, 3, 2, 1):
            start = position - back
            if start < segment.start:
                continue
            count = self.count(start, segment.end)
            if count is not None and count.end == position:
                return count._replace(end=start)
        return None

    def read(self, position: int, limit: int, segment: Segment, *, require_number: bool) -> People | None:
        """A counted or countable noun phrase that begins at a token, or within a few words of it."""
        start = position
        count = self.count(position, limit) or self._at_least_two(position, limit)
        cursor = count.end if count else position
        noun = self._noun(cursor, limit, adjacent=count is None)
        if count is not None and (noun is None or noun.start > cursor):
            nounless = self._without_noun(position, count, limit, segment)
            if nounless is not None:
                return nounless
        if noun is None:
            return None
        entry = noun.entry("people")
        if entry is None or (count is None and require_number and entry.number > 2):
            return None
        count = count or self._count_of_noun(noun, entry, limit)
        count = count._replace(end=max(noun.end, count.end))
        after = self.reading.at.get(noun.end)
        if after is not None and noun.end < limit and after.entry("qualifier_after"):
            count = _qualify(count, "at_least")._replace(end=after.end)
        return self._with_kind(start, count, entry, noun, limit, segment)

    def _with_kind(
        self, start: int, count: Count, entry: Entry, noun: Mention, limit: int, segment: Segment
    ) -> People | None:
        """The count with status and side, as noun and context tell them."""
        low, best, high, qualifier, end = count
        self._side_end = -1
        side, of_both = self.side_of(end, limit, segment)
        if side is None and of_both == "combatant" and entry.value == "combatant":
            end = max(end, self._side_end)
        status = entry.value
        if entry.detail == "other":
            if self.previous is None:
                return None
            status, side = self.previous.status, side or self.previous.side
        end = self._behind_civilian(end, limit) if status == "civilian" else end
        end = self._behind_site(end, limit) if status == "combatant" and side is None else end
        if side is not None and status in ("unknown", "civilian") and entry.detail in ("person", "martyr", "dead"):
            status = "combatant"
        if side is not None and status == "civilian":
            side = None
        end = max(end, self._side_end) if side is not None else end
        after = self.reading.at.get(end) if end < limit else None
        if after is not None and after.entry("qualifier_after") and qualifier == "exact":
            low, best, high, qualifier, end = low, best, None, "at_least", after.end  # '4 of A at least'
        return People(low, best, high, qualifier, status, entry.detail, side, start, end)

    def _behind_civilian(self, position: int, limit: int) -> int:
        """'17 civilian citizens': in Arabic a second noun, that is no second person."""
        civilian = position < limit and self.reading.tokens[position].text in _CIVILIAN
        return position + 1 if civilian else position

    def _behind_site(self, position: int, limit: int) -> int:
        """'the men of the checkpoint': the site says whose men."""
        level = self.reading.entry(position, "level") if position < limit else None
        site = level is not None and level.value in _SITES and self.reading.tokens[position].definite
        return position + 1 if site and not self.reading.tokens[position].prefix else position

    def _without_noun(self, position: int, count: Count, limit: int, segment: Segment) -> People | None:
        """'8 of the regime forces', '3 of them', 'tens from both sides'."""
        low, best, high, qualifier, cursor = count
        bare = self._bare(position, count, limit, segment)
        if bare is not None:
            return bare
        mention = self.reading.at.get(cursor)
        if mention is None or cursor >= limit:
            return None
        if mention.entry("both_sides"):
            return People(low, best, high, qualifier, "combatant", "fighter", None, position, mention.end)
        parted = mention.entry("partition") and count.qualifier in ("exact", "at_least", "about")
        if parted or self._upon_which(cursor, limit):
            return People(low, best, high, qualifier, "unknown", "person", None, position, cursor)
        if mention.entry("among") and self.reading.tokens[cursor].text in ("منهم", "منهن", "منهما", "منها"):
            before = self.previous
            if before is None:
                return People(low, best, high, qualifier, "unknown", "person", None, position, mention.end)
            return People(low, best, high, qualifier, before.status, before.kind, before.side, position, mention.end)
        if mention.entry("wound_words"):
            status, side = (self.previous.status, self.previous.side) if self.previous else ("unknown", None)
            return People(low, best, high, qualifier, status, "person", side, position, cursor)
        if mention.entry("from"):
            return self._of_whom(position, count, mention.end, limit, segment)
        if mention.entry("actor") and self.reading.tokens[cursor - 1].text == "من":
            return self._of_whom(position, count, cursor, limit, segment)  # 'a number of the gunmen of'
        return None

    def _bare(self, position: int, count: Count, limit: int, segment: Segment) -> People | None:
        """'tens' before a cause; a number with nothing behind it."""
        low, best, high, qualifier, cursor = count
        alone = cursor >= limit or self.reading.tokens[cursor].text in ("،", ",", ".")
        if qualifier in _MANY_WORDS and (alone or self.reading.entry(cursor, "because")):
            return People(low, best, high, qualifier, "unknown", "person", None, position, cursor)
        if qualifier != "exact" or not (
            alone or self._item_of(position, cursor, segment) or self._of_an_outcome(position, cursor)
        ):
            return None
        status, side = (self.previous.status, self.previous.side) if self.previous else ("unknown", None)
        return People(low, best, high, qualifier, status, "bare", side, position, cursor)

    def _item_of(self, position: int, cursor: int, segment: Segment) -> bool:
        """'and 7 in shelling of X', '10, among them two children, fell': a bare number that opens an item of a toll."""
        if not segment.item or position > segment.start + 1:
            return False
        mention = self.reading.at.get(cursor)
        roles = ("in", "because", "after_cause", "during", "outcome", "among")
        return mention is not None and any(mention.entry(role) for role in roles)

    def _of_an_outcome(self, position: int, cursor: int) -> bool:
        """'3 killed and 5 wounded in an explosion': a number right behind its outcome, and what follows is no noun."""
        outcome, mention = self.reading.before(position), self.reading.at.get(cursor)
        if outcome is None or mention is None or outcome.end != position or not outcome.entry("outcome"):
            return False
        if mention.entry("trigger"):
            return self.reading.tokens[cursor].prefix == "ب"
        return any(mention.entry(role) for role in ("because", "after_cause", "during", "in", "among")) or (
            mention.entry("outcome") is not None and self.reading.tokens[cursor].prefix.startswith("و")
        )

    def _upon_which(self, cursor: int, limit: int) -> bool:
        """'11 were hit, upon which ...': the clause after a bare number."""
        tokens = self.reading.tokens
        return tokens[cursor].text == "علي" and tokens[min(limit - 1, cursor + 1)].stem == "اثرها"

    def _of_whom(self, position: int, count: Count, cursor: int, limit: int, segment: Segment) -> People | None:
        """'8 of the regime forces', '4 of the militia of', '2 of the attackers': behind 'of'."""
        low, best, high, qualifier, _ = count
        for i in range(cursor, min(limit, cursor + _OF_WHOM_REACH)):
            mention = self.reading.at.get(i)
            if mention is None:
                if self.reading.tokens[i].text in ("،", ",", "."):
                    return None
                if i > cursor and self.reading.tokens[cursor].definite:  # 'of the local groups': nobody's side is known
                    return People(low, best, high, qualifier, "unknown", "person", None, position, i + 1)
                continue
            if mention.entry("both_sides"):
                return People(low, best, high, qualifier, "combatant", "fighter", None, position, mention.end)
            if mention.entry("actor") and i not in segment.masked:
                ids = self.actors.ids(mention)
                if ids:
                    return People(
                        low, best, high, qualifier, "combatant", "fighter", as_side(ids)[0], position, mention.end
                    )  # fmt: skip
            people = mention.entry("people")
            if people is not None and people.number > 2:
                return self._with_kind(position, count._replace(end=mention.end), people, mention, limit, segment)
            return None
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
                return mention if adjacent or not mention.entry("time") else None  # '19 August', spelled as 'father'
            if (
                mention.entry("not_people")
                or mention.entry("trigger")
                or mention.entry("outcome")
                or mention.entry("level")
            ):
                return None
        return None

    def _count_of_noun(self, noun: Mention, entry: Entry, limit: int) -> Count:
        """A singular is 1, a dual is 2, a plural 'some'; 'two' may follow."""
        after = self.reading.at.get(noun.end)
        number = after.entry("number") if after and noun.end < limit else None
        joined = number is not None and self.reading.tokens[noun.end].prefix.startswith("و")
        if number is not None and not joined and number.value == "unit":
            fits = entry.number == 3 or number.number == entry.number
            if fits and number.number <= 10:
                return Count(number.number, number.number, number.number, "exact", noun.end + 1)
        if entry.number in (1, 2):
            return Count(entry.number, entry.number, entry.number, "exact", noun.end)
        if self.reading.tokens[noun.end - 1].stem.endswith("ين") and self._both_behind(noun.end, limit):
            return Count(2, 2, 2, "exact", noun.end)
        return Count(2, None, None, "some", noun.end)

    def _both_behind(self, position: int, limit: int) -> bool:
        """'two citizens, between the two of them a child': spelled like the plural, told by the pronoun."""
        for i in range(position, min(limit, position + _BOTH_REACH)):
            if self.reading.tokens[i].text in COMMAS:
                return False
            if self.reading.tokens[i].stem in _BOTH:
                return True
        return False

    def side_of(self, position: int, limit: int, segment: Segment) -> tuple[str | None, str]:
        """Actor id of the people named before `position`, and the status that follows from it."""
        for i in range(position, min(limit, position + _SIDE_REACH)):
            text = self.reading.tokens[i].text
            if text in ("،", ",", ".", "(") or (text[0] == "و" and self._next_count(i, limit)):
                break
            mention = self.reading.at.get(i)
            if mention is None:
                continue
            if mention.entry("both_sides") or (
                mention.entry("in_ranks") and not self._actor_near(mention.end, limit, segment)
            ):
                self._side_end = mention.end
                return self._in_its_ranks(mention, segment), "combatant"
            if self._ends_side(mention, near=i <= position + 1):
                break
            if mention.entry("actor") and i not in segment.masked and self._owns(i, position):
                ids, end = self._owners(mention, limit)
                if ids:
                    self._side_end = end
                    return as_side(ids)[0], "combatant"
            if mention.entry("last_side") and self.actors.last_sides and self._owns(i, position):
                latter = self.actors.last_sides.targets
                self._side_end = mention.end
                return (latter[0] if latter else None), "combatant"
            outcome = mention.entry("outcome")
            if outcome is not None and (i > position or self.reading.tokens[i].prefix.startswith("و")):
                break
        return None, "unknown"

    def _in_its_ranks(self, ranks: Mention, segment: Segment) -> str | None:
        """'damaged vehicles of A, and losses in its ranks': of the one named last, where the pronoun is of one."""
        if self.reading.tokens[ranks.end - 1].stem not in _ITS_RANKS:
            return None
        named = self.actors.mentions(max(segment.start, ranks.start - _RANKS_REACH), ranks.start, segment)
        return as_side(named[-1][1])[0] if named else None

    def _owners(self, mention: Mention, limit: int) -> tuple[list[str], int]:
        """'of the Front (...) and a faction' is one side; 'of local factions loyal to A' is A's."""
        ids, end = self.actors.ids(mention), mention.end
        tokens = self.reading.tokens
        if ids == ["opposition"]:
            for i in range(end, min(limit, end + _LOYAL_REACH)):
                if tokens[i].text in COMMAS:
                    break
                other = self.reading.at.get(i)
                loyal = any(tokens[j].stem in _LOYAL for j in range(end, i))
                if other is not None and other.entry("actor") and "ل" in tokens[i].prefix and loyal:
                    return self.actors.ids(other) or ids, other.end
            return ids, end
        if ids == ["nusra_hts"]:
            behind = end
            if behind < limit and tokens[behind].text == "(":
                behind = next((i + 1 for i in range(behind, min(limit, behind + 8)) if tokens[i].text == ")"), behind)
            joined = self.reading.at.get(behind) if behind < limit else None
            if joined is not None and tokens[behind].prefix == "و" and "opposition" in self.actors.ids(joined):
                return ["opposition"], joined.end
        return ids, end

    def _ends_side(self, mention: Mention, *, near: bool) -> bool:
        """Whether no side of the people is named behind a word; 'a commander in the forces of' goes on."""
        if _SIDE_STOPS.isdisjoint(mention.by_role) or mention.entry("actor"):
            return False
        return not (near and mention.entry("in") and self.reading.entry(mention.end, "actor"))

    def _actor_near(self, position: int, limit: int, segment: Segment) -> bool:
        """Whether the ranks are those of a named side; 'in its ranks' leaves it to the event."""
        return any(
            self.reading.entry(i, "actor") and i not in segment.masked
            for i in range(position, min(limit, position + 3))
        )

    def _owns(self, actor_at: int, noun_end: int) -> bool:
        """'of the regime forces', 'in the ranks of', or the actor right behind the noun."""
        if actor_at == noun_end:
            return True
        token = self.reading.tokens[actor_at]
        if "ل" in token.prefix:
            return True
        if any(self.reading.entry(i, role) for i in range(max(noun_end, actor_at - 2), actor_at) for role in _OPPOSED):
            return False
        for i in range(max(noun_end, actor_at - 3), actor_at):
            mention = self.reading.at.get(i)
            if mention is not None and (
                mention.entry("from")
                or mention.entry("in_ranks")
                or mention.entry("in_what")
                or mention.entry("people")
                or mention.entry("plural_number")
            ):
                return True
            if self.reading.tokens[i].stem in ("لدي", "تابع", "تابعين", "ضمن", "عن", "مسلحي", "مقاتلي", "افراد", "في"):
                return True
        return False

    def _next_count(self, position: int, limit: int) -> bool:
        """'... and 21 of': the count of other people begins."""
        token = self.reading.tokens[position]
        if token.text == "و":
            return position + 1 < limit and self.reading.tokens[position + 1].text[0].isdigit()
        if not token.prefix.startswith("و"):
            return False
        mention = self.reading.at.get(position)
        people = mention.entry("people") if mention is not None else None
        one_more = people is not None and people.number in (1, 2) and not (mention and mention.entry("actor"))
        return mention is not None and bool(one_more or mention.entry("qualifier") or mention.entry("number"))

    def breakdown(self, position: int, segment: Segment) -> tuple[tuple[BreakdownPart, ...], int]:
        """'among them 3 children and a woman', 'they are 11 fighters and 3 citizens'."""
        opener = self._opener(position, segment)
        if opener is None:
            return (), position
        parts, cursor = [], opener.end
        while cursor < segment.end:
            people = self.read(cursor, segment.end, segment, require_number=False)
            if people is None:
                break
            parts.append(
                BreakdownPart(
                    people.kind, people.best, people.side, None if people.status == "unknown" else people.status
                )
            )
            cursor = people.end
            skipped = self._to_next_part(cursor, segment, whole=opener.entry("partition") is not None)
            if skipped is None:
                break
            cursor = skipped
        return tuple(parts), cursor if parts else opener.end

    def _opener(self, position: int, segment: Segment) -> Mention | None:
        """'Among them' or 'they are', near a token."""
        for i in range(position, min(segment.end, position + 8)):
            mention = self.reading.at.get(i)
            text = self.reading.tokens[i].text
            if text[0] == "و" and self._next_count(i, segment.end):
                return None
            if mention is None:
                if text == "،" and i > position + 2:
                    return None
                continue
            if _OPENING_ROLES.isdisjoint(mention.by_role):
                continue
            if mention.entry("besides"):
                return None
            if mention.entry("among") or mention.entry("partition"):
                counted = mention.entry("among") is not None and i > position and self._number_at(i - 1)
                return None if counted else mention  # '3 of them died later'
            if mention.entry("outcome") or mention.entry("tally"):
                return None
        return None

    def _number_at(self, position: int) -> bool:
        return self.reading.tokens[position].text[0].isdigit() or self.reading.entry(position, "number") is not None

    def _to_next_part(self, cursor: int, segment: Segment, *, whole: bool) -> int | None:
        """The token where the next 'and so many' begins, over the words that describe this part.

        A list of parts that make the whole ('they are ...') goes on behind a comma, one of some ('among them') ends.
        """
        for i in range(cursor, min(segment.end, cursor + 8)):
            token = self.reading.tokens[i]
            if token.text in ("،", ",") and not whole:
                return None
            mention = self.reading.at.get(i)
            if mention is not None and (
                mention.entry("tally") or (mention.entry("outcome") and not mention.entry("people"))
            ):
                return None
            joined = token.prefix.startswith("و") or token.text == "و"
            if joined:
                start = i + 1 if token.text == "و" else i
                if self.read(start, segment.end, segment, require_number=False) is not None:
                    return start
                return None
        return None


def mixed_status(people: People, breakdown: tuple[BreakdownPart, ...]) -> People:
    """'14, they are 11 fighters and 3 citizens' are mixed."""
    statuses = {part.civilian_status for part in breakdown if part.civilian_status}
    if {"civilian", "combatant"} <= statuses and people.status in ("unknown", "civilian") and people.side is None:
        return replace(people, status="mixed")
    return people


def _qualify(count: Count, qualifier: str) -> Count:
    """A count under 'at least', 'more than', 'about'; 'tens' and 'several' keep their own meaning."""
    if count.qualifier not in ("exact", "at_least"):
        return count
    if qualifier in ("at_least", "more_than"):
        return count._replace(high=None, qualifier=qualifier)
    return count._replace(qualifier=qualifier if count.qualifier == "exact" else count.qualifier)
