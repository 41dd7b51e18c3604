"""How many: people killed, wounded, captured and missing in a segment (codebook §7).

Belongs here: number, head noun, outcome, side, breakdown, scope. Does not belong here: which event the rows belong
to. Hands on `CasualtyRow`s with the tokens they stand at.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.claims import ClaimReader
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.parts import PartsOfTotals
from transforms.extraction.people import People, PeopleReader, mixed_status
from transforms.extraction.reading import Reading, Segment
from transforms.extraction.tolls import TollReader
from transforms.extraction.who import ActorReader
from transforms.model import BreakdownPart

_COUNTING_ROLES = frozenset(
    {"unconfirmed", "cumulative", "losses", "outcome", "qualifier", "number", "plural_number", "people"}
)
"""What a row can begin with."""
_ADVERB_REACH = 6
_OUTCOME_AFTER_REACH = 9
_OBJECT_REACH = 16
_BETWEEN_REACH = 8
_TRIED_REACH = 4
_MOST_BEFORE_PLURAL = 10
_DEATH_REACH = 14
_MET = frozenset({"noun", "pronoun", "pronoun_dual"})
_WITHOUT = frozenset({"دون", "بدون"})
_LIVES = frozenset({"حياته", "حياتها", "حياتهم", "حياتهما", "ارواحهم"})
_BY_WHICH = frozenset({"بها", "بهما"})
_OF_THEM = frozenset({"منهم", "منهن", "منهما"})
_THEIR_DEATH = ("مصرعه", "حتفه")
_RANK = frozenset({"رتبه", "برتبه"})
_SOME = 2
_PRESENCE_REACH = 4
_COMPANIONS = ("مرافقه", "مرافقته", "مرافقها", "مرافقاه", "مرافقيه")
_LEFT = frozenset({"فارق", "فارقت", "فارقوا", "فارقا"})
_CONTACT_REACH = 4
_CONTACT = frozenset({"اتصال", "تواصل"})
_UPON = frozenset({"اثرها", "اثره"})
_LEAVING = "مفارقه"
"""'Left life'; beside a total the noun of it ('the leaving of life of two wounded') only tells why it rose."""


class CasualtyReader:
    """Reads the casualties of one segment after the other.

    Args:
        reading: the report.
        actors: reads the sides.
    """

    def __init__(self, reading: Reading, actors: ActorReader) -> None:
        self.reading = reading
        self.people = PeopleReader(reading, actors)
        self.tolls = TollReader(reading, self.people)
        self.parts = PartsOfTotals(reading)
        self.claims = ClaimReader(reading, self.people)
        self._beginnings, self._inside = _beginnings(reading)
        self._last_outcome = ""
        self._told: set[tuple[int, str]] = set()
        self._told_here: dict[str, People] = {}

    def rows(self, segment: Segment) -> tuple[list[CasualtyRow], bool]:
        """Casualty rows of a segment, and whether it says that losses are not known."""
        if self.reading.first("generality", segment.start, segment.end) is not None:
            return [], False  # 'these attacks often lead to dead and wounded'
        silent = self.claims.silent(segment)
        rows: list[CasualtyRow] = []
        self._told_here = {}
        reached = segment.start
        first = bisect_left(self._beginnings, reached)
        for position in self._beginnings[first : bisect_left(self._beginnings, segment.end, first)]:
            begun = self._inside.get(position, -1)
            if position < reached or position in silent or (begun >= reached and begun not in silent):
                continue
            found, reached = self._step(position, segment, silent, rows)
            if found:
                rows += found
                self._told_here.update({row.outcome: row.people for row in found})
        rows = self.parts.without(rows, segment)
        self._told.update([(segment.section.start, row.outcome) for row in rows])
        return self._tidy(rows, segment), bool(silent)

    def _step(
        self, position: int, segment: Segment, silent: set[int], rows: list[CasualtyRow]
    ) -> tuple[list[CasualtyRow], int]:
        mention = self.reading.at.get(position)
        if mention is None:
            return self._number_first(position, segment)
        if mention.entry("unconfirmed"):
            return self.claims.unconfirmed(mention, segment, self._last_outcome)
        if mention.entry("cumulative"):
            total, end = self.tolls.total(mention, segment)
            self._last_outcome = total[0].outcome if total else self._last_outcome
            return total, end
        if mention.entry("losses") and not mention.entry("outcome") and not mention.entry("people"):
            return self.claims.losses(mention, segment)
        outcome = self._outcome(mention, segment)
        if outcome is not None and self._counts(mention, outcome, segment):
            return self._after_outcome(mention, outcome, segment, silent)
        if mention.entry("qualifier") or mention.entry("number") or mention.entry("plural_number"):
            return self._number_first(position, segment)
        people = mention.entry("people")
        if people is not None and people.number in (1, 2):
            return self._number_first(position, segment)
        if people is not None:
            self.people.mention(mention, segment)
        return [], mention.end

    def _counts(self, mention: Mention, outcome: Entry, segment: Segment) -> bool:
        """'Met' counts with 'their death' behind it; a body where it was found, not where it was kept."""
        if outcome.kind == "needs_detention":
            return any(
                (e := m.entry("trigger")) and e.value == "detention"
                for m in self.reading.within(segment.start, mention.start)
            )
        if outcome.kind == "verb_needs_death":
            return self._meets_death(mention, segment)
        behind = self.reading.tokens[mention.end].stem if mention.end < segment.end else ""
        if outcome.value == "missing" and behind in _CONTACT:
            return self._counted_near(mention.end, segment)
        if outcome.value == "wounded" and behind in _BY_WHICH:
            return False  # 'of wounds that he suffered (by them) two days ago'
        if outcome.kind in ("death", "state") or self._not_harmed(mention, outcome, segment):
            return False
        if self.reading.tokens[mention.start].text == "فقد":
            following = self.reading.at.get(mention.end)
            roles = ("trigger", "outcome", "control", "happens", "fires", "cumulative", "managed")
            return following is None or not any(following.entry(role) for role in roles)
        if outcome.kind == "body" and self.reading.first("arrival", segment.start, mention.start) is not None:
            return self.people.count_before(mention.start, segment) is not None
        if outcome.kind == "body":
            return any(
                (e := m.entry("trigger")) and e.value == "other" and e.kind != "torture"
                for m in self.reading.within(segment.start, mention.end)
            )
        return True

    def _meets_death(self, mention: Mention, segment: Segment) -> bool:
        """'met' with 'their death' behind it, 'left' with 'life'."""
        stem = self.reading.tokens[mention.start].stem
        why = stem == _LEAVING and self.reading.first("cumulative", segment.start, segment.end) is not None
        leaves = stem in _LEFT or (stem == _LEAVING and not why)
        for i in range(mention.end, min(segment.end, mention.end + _DEATH_REACH)):
            other = self.reading.entry(i, "outcome")
            left = other is not None and other.kind == "death" and leaves
            if other is not None and other.value == "killed" and (other.kind in _MET or left):
                return True
        return False

    def _counted_near(self, position: int, segment: Segment) -> bool:
        """'the loss of contact with five members': they are missing; 'with a group', no number is told."""
        near = range(position, min(segment.end, position + _CONTACT_REACH))
        return any(self.reading.entry(i, "number") or self.reading.tokens[i].text[0].isdigit() for i in near)

    def _not_harmed(self, mention: Mention, outcome: Entry, segment: Segment) -> bool:
        """'without hitting him' harms nobody; 'met his death' is told by its verb."""
        if outcome.kind not in _MET:
            return False
        if mention.start > segment.start and self.reading.tokens[mention.start - 1].stem in _WITHOUT:
            return True
        met = self.reading.having(max(segment.start, mention.start - _DEATH_REACH), mention.start, "outcome")
        theirs = self.reading.tokens[mention.start].stem.startswith(_THEIR_DEATH)
        pronoun = theirs or outcome.kind in ("pronoun", "pronoun_dual")
        return pronoun and any((e := m.entry("outcome")) and e.kind == "verb_needs_death" for m in met)

    def _outcome(self, mention: Mention, segment: Segment) -> Entry | None:
        """What a word tells of people: 'lost' is missing, 'lost their lives' killed."""
        outcome = mention.entry("outcome")
        if outcome is None or outcome.value != "missing":
            return outcome
        reach = range(mention.end, min(segment.end, mention.end + _DEATH_REACH))
        lives = any(self.reading.tokens[i].stem in _LIVES for i in reach)
        return outcome._replace(value="killed") if lives else outcome

    def _after_outcome(
        self, mention: Mention, outcome: Entry, segment: Segment, silent: set[int]
    ) -> tuple[list[CasualtyRow], int]:
        outcomes, position = self._joined_outcomes(mention, outcome, segment)
        if outcome.kind == "found" or (outcome.kind == "body" and self._counted_behind(position, segment)):
            return self._found(mention, segment)
        if outcome.kind in ("people", "body"):
            return self._people_outcome(mention, outcomes, position, segment)
        if outcome.kind in ("pronoun", "pronoun_dual"):
            return self._of_him(mention, outcome, segment)
        people = self._suffering(position, outcome, segment)
        if people is None:
            if outcome.kind == "verb_active" or position in silent:
                return [], mention.end
            return self._bare(mention, outcomes, position, segment)
        people = self._with_more(people, segment)
        people = _status_by_verb(people, mention, self.reading)
        if people.side is None and people.status == "combatant":
            people = replace(people, side=self.people.aimed_at(people.start))
        return self._rows(outcomes, people, mention.start, segment)

    def _object_behind(self, position: int, segment: Segment) -> People | None:
        """'a group loyal to X executed, at dawn today, 4 citizens': whom, behind the whole subject and asides."""
        for i in range(position, min(segment.end, position + _OBJECT_REACH)):
            mention = self.reading.at.get(i)
            if mention is not None and (
                mention.entry("outcome") or mention.entry("because") or mention.entry("trigger")
            ):
                return None
            if mention is not None and mention.entry("time"):
                continue
            people = self.people.read(i, segment.end, segment, require_number=False)
            if people is None or people.start != i or people.kind in ("bare", "other"):
                continue
            counted = self.people.count(i, segment.end) is not None
            singular = mention is not None and mention.entry("actor") is None and people.best in (1, 2)
            if counted or (singular and i > position + 2):
                return people
        return None

    def _counted_behind(self, position: int, segment: Segment) -> bool:
        """'the bodies of 5 shepherds': the number stands behind the word."""
        return position < segment.end and self.people.count(position, segment.end) is not None

    def _further(self, position: int, segment: Segment) -> People | None:
        """'were killed in it 4 fighters', 'an execution against two men': a few words stand between."""
        reach = _OBJECT_REACH if self._during_a_fight(position, segment) else _ADVERB_REACH
        for i in range(position, min(segment.end, position + reach)):
            text = self.reading.tokens[i].text
            mention = self.reading.at.get(i)
            if text in ("،", ",") or (
                mention is not None and (mention.entry("outcome") or mention.entry("actor") or mention.entry("among"))
            ):
                return None
            if i == position:
                continue
            counted = text[0].isdigit() or (
                mention is not None and (mention.entry("qualifier") or mention.entry("plural_number"))
            )
            token = self.reading.tokens[i]  # a dual in the nominative is a subject wherever it stands
            dual = i <= position + _ADVERB_REACH and token.stem.endswith("ان") and not token.prefix
            if counted or dual or i <= position + 2:
                people = self.people.read(i, segment.end, segment, require_number=False)
                if people is not None:
                    return people
        return None

    def _during_a_fight(self, position: int, segment: Segment) -> bool:
        """'were killed during the clashes that took place near X at least 15 of'."""
        during = self.reading.at.get(position) if position < segment.end else None
        if during is None or not (during.entry("during") or during.entry("in")):
            return False
        return self.reading.entry(during.end, "trigger") is not None

    def _suffering(self, position: int, outcome: Entry, segment: Segment) -> People | None:
        """Whom an outcome befell: right behind it, behind who did it, or a few words further on."""
        people = None
        if not self._is_subject(position, segment):
            people = self.people.read(position, segment.end, segment, require_number=False)
        subject = self._behind_subject(position, segment) if people is None else None
        if subject is not None:
            people = self.people.read(subject, segment.end, segment, require_number=False)
        if people is None:
            people = self._further(position, segment)
        active = outcome.kind == "verb_active" or (outcome.kind == "verb" and self._did_it(position, segment))
        if people is None and (active or outcome.value == "captured"):
            people = self._object_behind(position, segment)
        if people is not None and people.kind == "wounded" and outcome.value != "wounded":
            return None  # 'those who fell may rise, as there are 33 wounded'
        if people is not None and outcome.value in ("killed", "captured") and outcome.kind in ("verb", "verb_active"):
            people = self._object_of(people, segment) or people
        return people

    def _is_subject(self, position: int, segment: Segment) -> bool:
        """'the fighters captured an officer': a noun that names a side of the war did it."""
        mention = self.reading.at.get(position) if position < segment.end else None
        return mention is not None and mention.entry("actor") is not None and mention.entry("people") is not None

    def _did_it(self, position: int, segment: Segment) -> bool:
        """'the Organisation executed': who did it stands right behind the verb."""
        mention = self.reading.at.get(position) if position < segment.end else None
        return mention is not None and mention.entry("actor") is not None

    def _behind_subject(self, position: int, segment: Segment) -> int | None:
        """'executed' + who did it + whom: the token behind the actor."""
        for i in range(position, min(segment.end, position + 3)):
            mention = self.reading.at.get(i)
            if mention is not None and mention.entry("actor"):
                return mention.end
        return None

    def _of_him(self, mention: Mention, outcome: Entry, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'which led to his death and the death of his driver': one person, told before."""
        told = outcome.value == "wounded" and self._killed_here(mention, segment)
        if told or any(self.reading.entry(mention.start - 1, role) for role in ("circumstances", "after")):
            return [], mention.end  # 'the circumstances of his death', 'after his death': said again
        number = 2 if outcome.kind == "pronoun_dual" else 1
        before = self.people.him(number)
        status = before.status if before is not None else "unknown"
        side = before.side if before is not None else None
        people = People(number, number, number, "exact", status, "person", side, mention.start, mention.end)
        start = mention.end
        following = self.reading.at.get(start)
        again = following.entry("outcome") if following is not None and start < segment.end else None
        if following is not None and again is not None and again.value == outcome.value and again.kind == "noun":
            start = following.end
        if mention.end < segment.end and self.reading.tokens[mention.end].prefix == "و":
            more = self.people.read(start, segment.end, segment, require_number=False)
            if more is not None and more.best is not None and more.start == start and more.kind != "wounded":
                merged = more.status if more.status == status else "unknown" if status == "unknown" else "mixed"
                total = number + more.best
                people = replace(people, low=total, best=total, high=total, status=merged, end=more.end)
        self._last_outcome = outcome.value
        row = CasualtyRow(outcome.value, people, True, self.tolls.scope(segment), (), mention.start, people.end)
        return [row], people.end

    def _killed_here(self, mention: Mention, segment: Segment) -> bool:
        """'was killed because of her being hit by a sniper': one who was killed is not wounded as well."""
        cause = ("because", "after_cause", "late_death")
        if not any(self.reading.entry(mention.start - 1, role) for role in cause):
            return False
        outcomes = self.reading.having(segment.start, mention.start, "outcome")
        return any((e := m.entry("outcome")) and e.value == "killed" for m in outcomes)

    def _found(self, mention: Mention, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'the body of a man was found': the man, else as many as the word for body tells."""
        people = self.people.read(mention.end, segment.end, segment, require_number=False)
        if people is None:
            last = self.reading.tokens[mention.end - 1].stem
            low, best, qualifier = (1, 1, "exact") if last.startswith(("جثه", "جثمان")) else (2, None, "some")
            if last.startswith(("جثتي", "جثتا")):
                low, best, qualifier = 2, 2, "exact"
            people = People(low, best, best, qualifier, "unknown", "body", None, mention.start, mention.end)
        return self._rows(["killed"], people, mention.start, segment)

    def _object_of(self, subject: People, segment: Segment) -> People | None:
        """'fighters of a faction executed 3 members of': the plural behind the verb did it, the number suffered it."""
        if subject.qualifier != "some":
            return None
        other = self.people.read(subject.end, segment.end, segment, require_number=True)
        return other if other is not None and other.start == subject.end and other.qualifier != "some" else None

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
        before = self.people.count_before(mention.start, segment)
        if self._part(mention.start if before is None else before.end):
            return [], max(mention.end, self.people.breakdown(position, segment)[1])  # 'among them 27 martyrs'
        if before is None and self._only_spoken_of(mention, segment):
            return self._number_of(mention, outcomes, segment)
        if before is not None and before.qualifier == "some" and self._because_of(before.end, segment):
            return [], mention.end  # 'because of a number of wounded in a bad state'
        definite = before is None and self.reading.tokens[mention.start].definite
        told = (segment.section.start, outcomes[0]) in self._told or outcomes[0] in self._told_here
        if definite and (told or number > _SOME):
            return [], mention.end  # 'the wounded were taken to hospital', 'the House of the Wounded': none told of
        side, status = self.people.side_of(position, segment.end, segment)
        own = entry.value if entry else "unknown"
        status = status if own in ("unknown", "") or side else own
        if before is not None:
            low, best, high, qualifier, start = before
        elif number in (1, 2):
            low, best, high, qualifier, start = number, number, number, "exact", mention.start
        else:
            low, best, high, qualifier, start = 2, None, None, "some", mention.start
        people = People(low, best, high, qualifier, status, entry.detail if entry else "", side, start, position)
        if (len(outcomes) > 1 and qualifier not in ("some", "exact")) or (
            len(outcomes) > 1 and before and qualifier == "exact"
        ):
            return self._mixed(people, start, segment)
        breakdown, end = self.people.breakdown(position, segment)
        end = max(end, position)
        self.people.previous = people
        return [
            CasualtyRow(outcome, people, True, self.tolls.scope(segment), breakdown, start, end) for outcome in outcomes
        ], end

    def _number_of(self, mention: Mention, outcomes: list[str], segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'the number of wounded is 22 persons at least'; without a number behind it, nothing is told."""
        tally = self.reading.entry(mention.start - 1, "tally") is not None
        people = self.people.read(mention.end, segment.end, segment, require_number=False) if tally else None
        if people is None or people.start != mention.end or people.best is None or people.kind == "bare":
            return [], mention.end
        if self.people.count(mention.end, segment.end) is None:
            return [], mention.end
        row = CasualtyRow(outcomes[0], people, True, self.tolls.scope(segment), (), mention.start, people.end)
        return [row], people.end

    def _part(self, position: int) -> bool:
        """Whether what begins at a token stands right behind 'among them'."""
        for start in range(max(0, position - 3), position):
            mention = self.reading.at.get(start)
            if mention is not None and mention.end == position and mention.entry("among"):
                return True
        return False

    def _only_spoken_of(self, mention: Mention, segment: Segment) -> bool:
        """'the number of martyrs may rise', 'because of wounded in a bad state': no toll of their own."""
        near = [self.reading.at.get(mention.start - back) for back in (1, 2)]
        if any(m is not None and m.end == mention.start and (m.entry("tally") or m.entry("range_open")) for m in near):
            return True  # 'the number of martyrs', 'among the martyrs of the massacre'
        return self._because_of(mention.start, segment)

    def _because_of(self, position: int, segment: Segment) -> bool:
        """'because there are' wounded: why a number may rise."""
        near = range(max(segment.start, position - _PRESENCE_REACH), position)
        return any(self.reading.entry(i, "because_of_presence") for i in near)

    def _mixed(self, people: People, start: int, segment: Segment) -> tuple[list[CasualtyRow], int]:
        breakdown, end = self.people.breakdown(people.end, segment)
        exact = people.best is not None
        mixed = replace(people, low=0, best=None, high=people.low if exact else None, qualifier="mixed")
        return [CasualtyRow("killed", mixed, True, "incident", breakdown, start, max(end, people.end))], max(
            end, people.end
        )

    def _bare(
        self, mention: Mention, outcomes: list[str], position: int, segment: Segment
    ) -> tuple[list[CasualtyRow], int]:
        """An outcome without a noun that counts: 'was wounded by it' is of the one spoken of, else nothing is told."""
        spoken = self.people.spoken
        token = self.reading.tokens[mention.start]
        mark = position < segment.end and (
            self.reading.entry(position, "wound_words") is not None
            or (self.reading.tokens[position].text == "علي" and self.reading.tokens[position + 1].stem in _UPON)
        )
        known = spoken is not None and spoken.best == 1 and segment.start <= spoken.start < mention.start
        if not mark or not known or spoken is None or token.stem.endswith(("وا", "ا", "ن")):
            return [], max(position, mention.end)
        people = replace(spoken, start=mention.start, end=mention.end)
        row = CasualtyRow(outcomes[0], people, True, self.tolls.scope(segment), (), mention.start, mention.end)
        return [row], max(position, mention.end)

    def _rows(self, outcomes: list[str], people: People, start: int, segment: Segment) -> tuple[list[CasualtyRow], int]:
        breakdown, end = self.people.breakdown(people.end, segment)
        end = max(end, people.end)
        if len(outcomes) > 1 and people.qualifier != "some":
            return self._mixed(people, start, segment)
        if len(outcomes) > 1:  # 'several people were killed and wounded'
            self.people.previous, scope = people, self.tolls.scope(segment)
            return [CasualtyRow(o, people, True, scope, breakdown, start, end) for o in outcomes], end
        people = mixed_status(people, breakdown)
        outcome = self._last_outcome = outcomes[0]
        more, end = self._joined(people, end, segment)
        if more and (len({p.status for p in (people, *more)}) > 1 or people.status == "combatant"):
            scope = self.tolls.scope(segment)
            rows = [CasualtyRow(outcome, people, True, scope, breakdown, start, people.end)]
            rows += [CasualtyRow(outcome, other, True, scope, (), other.start, other.end) for other in more]
            self.people.previous = more[-1]
            return rows, end
        if more:
            people, breakdown = _sum_up(people, more, breakdown)
        self.people.previous = people
        return [CasualtyRow(outcome, people, True, self.tolls.scope(segment), breakdown, start, end)], end

    def _joined(self, people: People, end: int, segment: Segment) -> tuple[list[People], int]:
        """'4 fighters and a man', '6 of A and 5 of B': what one verb holds besides its first noun."""
        out: list[People] = []
        position = self._past_allies(end, segment)
        while position < segment.end and self._and(position, segment.end):
            position += self.reading.tokens[position].text in ("،", ",")
            besides = self.reading.at.get(position)
            if besides is not None and besides.entry("besides"):
                position = besides.end
            position += self.reading.tokens[position].text == "و"
            mention = self.reading.at.get(position)
            if position >= segment.end or (mention is not None and mention.entry("outcome")):
                break
            more = self.people.read(position, segment.end, segment, require_number=False)
            if (
                more is None
                or more.start != position
                or more.kind in ("wounded", "dead", "martyr", "other", "bare")
                or not more.best
            ):
                break
            out.append(more)
            position = self._past_allies(more.end, segment)
        return out, position if out else end

    def _past_allies(self, position: int, segment: Segment) -> int:
        """'31 of the police and the army, and 24 of': behind the actors that share the first count."""
        if position + 1 < segment.end and self.reading.tokens[position].stem in _RANK:
            position += 2  # 'an officer of the rank of colonel'
        while position < segment.end:
            mention = self.reading.at.get(position)
            if (
                mention is None
                or not self.reading.tokens[position].prefix.startswith("و")
                or not mention.entry("actor")
            ):
                break
            position = mention.end
        return position

    def _and(self, position: int, limit: int) -> bool:
        """'and', also behind a comma where a count follows."""
        tokens = self.reading.tokens
        after = position + (tokens[position].text in ("،", ","))
        besides = self.reading.at.get(after) if after < limit else None
        if besides is not None and besides.entry("besides"):
            return besides.end < limit and self.people.count(besides.end, limit) is not None
        if tokens[position].text in ("،", ",") and position + 2 < limit:
            start = position + 1 + (tokens[position + 1].text == "و")
            joined = tokens[position + 1].prefix.startswith("و") or tokens[position + 1].text == "و"
            return joined and self.people.count(start, limit) is not None
        return tokens[position].prefix.startswith("و") or tokens[position].text == "و"

    def _with_more(self, people: People, segment: Segment) -> People:
        """'A girl and a woman' are two: nouns joined by 'and', as long as status and side agree."""
        position = people.end
        while position < segment.end and (start := self._joined_at(position, segment)) is not None:
            position = start
            if (
                self.reading.at.get(position) is not None
                and self.reading.at[position].entry("outcome")
                and not self.reading.at[position].entry("people")
            ):
                break
            more = self.people.read(position, segment.end, segment, require_number=False)
            if more is not None and more.start == position and more.kind == "other" and more.best is None:
                return replace(people, low=max(_SOME, people.low), best=None, high=None, qualifier="some", end=more.end)
            if more is None or more.start != position or more.kind in ("wounded", "dead", "martyr", "other"):
                break
            same = more.side == people.side or (people.side is None and people.status == "combatant")
            alike = (more.status == people.status and same) or self._companion(position)
            if not alike or not (people.best and more.best):
                break
            if people.best > _MOST_BEFORE_PLURAL and more.best == 1:
                break  # '12 women and children': in Arabic '12 woman and child', one number for both
            people = replace(
                people, side=more.side or people.side, low=people.low + more.low, best=people.best + more.best,
                high=(people.high + more.high) if people.high is not None and more.high is not None else None,
                kind=people.status, end=more.end,
            )  # fmt: skip
            position = more.end
        return people

    def _joined_at(self, position: int, segment: Segment) -> int | None:
        """'and a woman', 'with two of his guards': where the noun that is added begins."""
        if self.reading.tokens[position].prefix.startswith("و"):
            return position
        company = self.reading.tokens[position].text == "مع" and position + 1 < segment.end
        noun = self.reading.at.get(position + 1) if company else None
        if noun is None or not noun.entry("people"):
            return None
        return position + 1 if self.reading.tokens[noun.end - 1].stem.startswith(_COMPANIONS) else None

    def _companion(self, position: int) -> bool:
        """'a commander and his guard', 'a man and his wife': of the one before."""
        mention = self.reading.at.get(position)
        last = mention.end - 1 if mention is not None else position
        return self.reading.tokens[last].stem.startswith(_COMPANIONS)

    def _number_first(self, position: int, segment: Segment) -> tuple[list[CasualtyRow], int]:
        """'7 people at least were killed': the outcome follows the noun."""
        mixed = self._between_dead_and_wounded(position, segment)
        if mixed is not None:
            return mixed
        people = self.people.read(position, segment.end, segment, require_number=False)
        if people is None or people.start > position + 3:
            return [], position + 1
        if self._bodies_before(position, segment):
            verb = self._verb_behind(people, people.end, segment)
            return [], verb.end if verb is not None else people.end
        if self._part(position):
            return [], max(people.end, self.people.breakdown(people.end, segment)[1])
        if people.kind in ("wounded", "dead", "martyr", "body") or (people.kind == "bare" and not segment.item):
            return [], position + 1
        people = self._with_more(people, segment) if segment.item else people
        breakdown, end = self.people.breakdown(people.end, segment)
        end = max(end, people.end)
        listed = position <= segment.start + segment.item and segment.linked and bool(self._last_outcome)
        if listed or (self._as_against(position, segment) and self._verb_behind(people, end, segment) is None):
            self.people.previous = people
            scope = "incident" if listed else self.tolls.scope(segment)
            return [CasualtyRow(self._last_outcome, people, True, scope, breakdown, position, end)], end
        return self._before_verb(position, people, breakdown, end, segment)

    def _before_verb(
        self, position: int, people: People, breakdown: tuple[BreakdownPart, ...], end: int, segment: Segment
    ) -> tuple[list[CasualtyRow], int]:
        """People with the verb that tells what became of them behind; without one, nothing."""
        verb = self._verb_behind(people, end, segment)
        outcome = verb.entry("outcome") if verb is not None else None
        if verb is None or outcome is None:
            if self._and_others(position, people):
                self.people.previous = people
                scope = self.tolls.scope(segment)
                return [CasualtyRow(self._last_outcome, people, True, scope, breakdown, position, end)], end
            spoken = self._with_more(people, segment)
            self.people.speak_of(spoken)
            return [], max(people.end, spoken.end if spoken.best is not None else 0)
        if self._of_these(people, outcome):
            return [], verb.end
        if self._two_outcomes(outcome, verb, segment):
            both = replace(people, low=0, best=None, high=people.best or people.low, qualifier="mixed")
            return [CasualtyRow("killed", both, True, "incident", breakdown, position, verb.end + 1)], verb.end + 1
        self.people.previous = people
        self._last_outcome = outcome.value
        scope = self.tolls.scope(segment)
        rows = [CasualtyRow(outcome.value, people, True, scope, breakdown, position, verb.end)]
        rows += [
            CasualtyRow(outcome.value, other, True, scope, (), other.start, verb.end)
            for other in self._joined_people(end, verb.start, segment)
        ]
        return rows, verb.end

    def _and_others(self, position: int, people: People) -> bool:
        """'a leader who holds the nationality of X was killed, and 3 others': the same befell them."""
        token = self.reading.tokens[position]
        joined = token.prefix.startswith("و") or self.reading.tokens[position - 1].text == "و"
        nouns = self.reading.having(people.start, people.end, "people")
        if nouns and self.reading.tokens[nouns[0].start].definite:
            return False  # 'one of X and the other of Y' are parts
        return joined and people.kind == "other" and people.best is not None and self._last_outcome in self._told_here

    def _of_these(self, people: People, outcome: Entry) -> bool:
        """'12 were killed, 3 of them died of their wounds': part of a number told before."""
        if self.reading.tokens[people.end - 1].text not in _OF_THEM:
            return False
        before = self._told_here.get(outcome.value)
        return before is not None and before.qualifier != "mixed" and before.low >= people.low

    def _as_against(self, position: int, segment: Segment) -> bool:
        """'14 of the regime were killed, as against 21 of the latter': the same befell them."""
        if not self._last_outcome or self.reading.tokens[position - 1].stem != "مقابل":
            return False
        return bool(self.reading.having(segment.start, position, "outcome"))

    def _bodies_before(self, position: int, segment: Segment) -> bool:
        """'handed over the bodies of 9 fighters who fell': said of the dead told before, not found."""
        mention = self.reading.at.get(position - 1) if position > segment.start else None
        outcome = mention.entry("outcome") if mention is not None and mention.end == position else None
        return (
            mention is not None
            and outcome is not None
            and outcome.kind == "body"
            and not self._counts(mention, outcome, segment)
        )

    def _verb_behind(self, people: People, reach: int, segment: Segment) -> Mention | None:
        """What became of people named before it: a verb that agrees with them, or the state they are in."""
        for i in range(people.end, min(segment.end, reach + _OUTCOME_AFTER_REACH)):
            mention = self.reading.at.get(i)
            if mention is None:
                continue
            outcome = mention.entry("outcome")
            if outcome is not None and outcome.kind == "state":
                unknown = self.reading.tokens[i].text == "مجهولا"  # 'the fate of 11 is unknown'
                return mention if not unknown or self.reading.tokens[people.start - 1].stem == "مصير" else None
            if outcome is not None and outcome.kind in ("verb", "verb_needs_death") and self._agrees(people, i):
                return mention
            if mention.entry("trigger") or mention.entry("because") or mention.entry("control"):
                return None
        return None

    def _between_dead_and_wounded(self, position: int, segment: Segment) -> tuple[list[CasualtyRow], int] | None:
        """'25 between dead and wounded': one mixed row (codebook §7)."""
        count = self.people.count(position, segment.end)
        if count is None:
            return None
        between = self.reading.first("range_open", count.end, min(segment.end, count.end + _BETWEEN_REACH))
        if between is None or self.reading.having(count.end, between.start, "outcome", "trigger"):
            return None
        first = self.reading.at.get(between.end)
        second = self.reading.at.get(first.end) if first is not None and first.end < segment.end else None
        if first is None or second is None:
            return None
        outcomes = {entry.value for m in (first, second) if (entry := m.entry("outcome"))}
        if outcomes != {"killed", "wounded"}:
            return None
        counted = self.people.read(position, between.start, segment, require_number=False)
        side, status = self.people.side_of(second.end, segment.end, segment)
        if counted is not None:
            side, status = counted.side or side, counted.status if counted.status != "unknown" else status
        people = People(0, None, count.best or count.low, "mixed", status, "person", side, position, second.end)
        return [CasualtyRow("killed", people, True, self.tolls.scope(segment), (), position, second.end)], second.end

    def _joined_people(self, start: int, limit: int, segment: Segment) -> list[People]:
        """'17 of A and 6 of B met their death': the second subject is a row of its own."""
        out = []
        for i in range(start, limit):
            token = self.reading.tokens[i]
            if token.prefix.startswith("و") or token.text == "و":
                start = i + 1 if token.text == "و" else i
                other = self.people.read(start, limit, segment, require_number=True)
                if other is not None and other.qualifier != "some":
                    out.append(other)
        return out

    def _two_outcomes(self, outcome: Entry, mention: Mention, segment: Segment) -> bool:
        """'25 of them were wounded and fell': one sum of both."""
        if outcome.kind != "verb" or mention.end >= segment.end:
            return False
        if not self.reading.tokens[mention.end].prefix.startswith("و"):
            return False
        other = self.reading.entry(mention.end, "outcome")
        return other is not None and other.kind == "verb" and {other.value, outcome.value} == {"killed", "wounded"}

    def _agrees(self, people: People, position: int) -> bool:
        """A plural subject has a plural verb behind it; a relative clause between is fine."""
        stem = self.reading.tokens[position].stem
        plural = stem.endswith(("وا", "ا", "ن"))
        return plural or (people.low == 1 and not self.reading.tokens[position].prefix.startswith("و"))

    def _tidy(self, rows: list[CasualtyRow], segment: Segment) -> list[CasualtyRow]:
        if segment.attempts:
            rows = [
                row for row in rows if row.start not in segment.attempts or (row.confirmed and not self._tried(row))
            ]
        return rows

    def _tried(self, row: CasualtyRow) -> bool:
        """'gunmen tried to assassinate a commander': nobody was harmed by what was only tried."""
        outcome = self.reading.entry(row.start, "outcome")
        if outcome is None or outcome.kind not in ("noun", "pronoun"):
            return False
        return any(self.reading.entry(i, "attempt") for i in range(max(0, row.start - _TRIED_REACH), row.start))


def _beginnings(reading: Reading) -> tuple[list[int], dict[int, int]]:
    """Tokens that a row can begin with, in order: words that count or tell what became of people, and numbers.

    Also, for numbers inside words that tell neither ('the last 24 hours'), where these words begin.
    """
    numbers = [i for i in reading.numbers if i not in reading.at]
    inside: dict[int, int] = {}
    for i in numbers:
        before = reading.before(i)
        if before is not None and before.end > i and _COUNTING_ROLES.isdisjoint(before.by_role):
            inside[i] = before.start
    return sorted({*numbers, *reading.starts_of(*_COUNTING_ROLES)}), inside


def _sum_up(
    people: People, more: list[People], breakdown: tuple[BreakdownPart, ...]
) -> tuple[People, tuple[BreakdownPart, ...]]:
    """Fighters and civilians under one verb are one row of mixed status, with its parts."""
    every = [people, *more]
    statuses = {p.status for p in every}
    parts = tuple(BreakdownPart(p.kind, p.best, p.side, p.status if p.status != "unknown" else None) for p in every)
    best = sum(p.best or 0 for p in every) if all(p.best for p in every) else None
    sides = {p.side for p in every}
    return (
        replace(
            people, low=sum(p.low for p in every), best=best, high=best if people.high is not None else None,
            status=statuses.pop() if len(statuses) == 1 else "mixed", side=sides.pop() if len(sides) == 1 else None,
            end=every[-1].end,
        ),
        (*breakdown, *parts),
    )  # fmt: skip


def _status_by_verb(people: People, mention: Mention, reading: Reading) -> People:
    """'A person was martyred' is a civilian: the noun tells nothing, the verb is that of civilians (codebook §7)."""
    if (
        people.status == "unknown"
        and people.side is None
        and reading.tokens[mention.start].stem.startswith(("استشه", "يستشه"))
    ):
        return replace(people, status="civilian")
    return people
