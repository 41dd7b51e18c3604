"""What became of people: killed, wounded, captured (codebook §7).

Belongs here: joining outcomes with the people they befell, rumours, 'no casualties'. Does not belong
here: noun phrases (`phrases`), running totals (`totals`) and which event a row belongs to (`rows`). Hands on
`CasualtyRow`s.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extraction.casualty_row import CasualtyRow
from transforms.extraction.english.few import some_of_them
from transforms.extraction.english.phrases import Phrase, PhraseReader
from transforms.extraction.english.totals import TotalReader
from transforms.extraction.lexicon import Entry, Mention
from transforms.extraction.people import People
from transforms.extraction.reading import Reading, Segment

_JOINT_REACH = 8
_AFTER_REACH = 4
_BEFORE_REACH = 14
_LEFT_REACH = 4
_OWNER_REACH = 6
_RUMOUR_REACH = 15
_LOSSES = frozenset({"dead"})


class CasualtyReader:
    """Reads the rows of segments.

    Args:
        reading: the report.
        people: reads the noun phrases.
    """

    def __init__(self, reading: Reading, people: PhraseReader) -> None:
        self.reading = reading
        self.people = people
        self.totals = TotalReader(reading, people)
        self.last: People | None = None

    def rows(self, segment: Segment) -> tuple[list[CasualtyRow], bool]:
        """Rows of a segment in order, and whether it says that nothing is known of losses."""
        silent = self.reading.first("no_casualties", segment.start, segment.end) is not None
        phrases = self._told_of(self.people.phrases(segment))
        rows = self.totals.rows(segment, phrases)
        used = {id(phrase) for phrase in phrases if any(_inside(phrase, row) for row in rows)}
        told = max((row.end for row in rows), default=segment.start - 1)
        phrases = [p for p in phrases if p.people.start >= told]
        if not rows or phrases:
            for mention in self.reading.within(segment.start, segment.end):
                if mention.start >= told:
                    rows += self._outcome(mention, segment, phrases, used)
            rows += self._left(segment, phrases, used) + self._losses(segment, phrases, used)
        if len(rows) > 1 and rows[0].cumulative:
            rows = [rows[0], *(row for row in rows[1:] if row.outcome == "wounded")]
        rows = [self._rumoured(row, segment) for row in rows]
        if silent:
            rows = [row for row in rows if row.people.counted]
        rows.sort(key=lambda row: row.start)
        rows = [replace(row, scope=self._scope(segment)) for row in rows]
        return rows, silent

    def _told_of(self, phrases: list[Phrase]) -> list[Phrase]:
        """'others' are people like those named before."""
        out: list[Phrase] = []
        for phrase in phrases:
            people = phrase.people
            if people.kind == "other" and people.side is None and self.last is not None:
                people = replace(people, status=self.last.status, side=self.last.side)
                phrase = replace(phrase, people=people)
            elif people.side is None and people.status == "combatant" and self._of_same(people, out):
                people = replace(people, side=self.last.side if self.last is not None else None)
                phrase = replace(phrase, people=people)
            elif people.kind not in ("other", "dead", "wounded") and people.side != "unidentified":
                self.last = people
            out.append(phrase)
        return out

    def _of_same(self, people: People, before: list[Phrase]) -> bool:
        """'an officer, while four of his escorts', 'an IS commander and two members': of the side named before."""
        if self.last is None or self.last.side is None:
            return False
        tokens = self.reading.tokens
        head = {t.text for t in tokens[max(0, people.start - 1) : people.end]}
        gap = [t.text for t in tokens[before[-1].end : people.start]] if before else []
        return bool({"his", "their"} & head) or (gap == ["and"] and bool(head & {"member", "members"}))

    # ---- outcomes -----------------------------------------------------------------------------

    def _outcome(self, mention: Mention, segment: Segment, phrases: list[Phrase], used: set[int]) -> list[CasualtyRow]:
        entry = mention.entry("outcome")
        if entry is None or mention.start in segment.attempts or self._as_adjective(mention, segment, phrases):
            return []
        if entry.kind == "intrans":
            return self._befell(mention, entry, segment, phrases, used)
        if entry.kind in ("active", "noun"):
            return self._struck(mention, entry, segment, phrases, used)
        before = self.reading.tokens[mention.start - 1].text if mention.start > segment.start else ""
        if entry.kind == "verb" and before in ("the", "of", "these", "among"):
            return []  # 'the injured members': an attribute
        if entry.kind == "verb":
            passive = self._passive(mention, segment)
            if self.reading.tokens[mention.start - 1].text in ("which", "that") and mention.start > segment.start:
                return self._struck(mention, entry, segment, phrases, used)
            rows = self._befell(mention, entry, segment, phrases, used) if passive else []
            return rows or self._struck(mention, entry, segment, phrases, used) or self._befell(
                mention, entry, segment, phrases, used
            )  # fmt: skip
        if entry.kind == "pronoun":
            return self._pronoun(mention, entry, segment)
        if entry.kind == "noun_both":
            killed = self._struck(mention, entry, segment, phrases, used)
            return [*killed, *(replace(row, outcome="wounded") for row in killed)]
        if entry.kind == "adjective_both":
            return self._both(mention, segment, phrases, used)
        return []

    def _as_adjective(self, mention: Mention, segment: Segment, phrases: list[Phrase]) -> bool:
        """'killed members', 'the wounded people': inside a noun phrase it is no verb."""
        return any(p.people.start < mention.start < p.people.end and p.people.counted for p in phrases)

    def _passive(self, mention: Mention, segment: Segment) -> bool:
        for i in range(max(segment.start, mention.start - 3), mention.start):
            other = self.reading.at.get(i)
            if other is not None and other.entry("be"):
                return True
        return False

    def _befell(
        self, mention: Mention, entry: Entry, segment: Segment, phrases: list[Phrase], used: set[int]
    ) -> list[CasualtyRow]:
        """'3 fighters were killed', '2 men killed due to', 'a child died'."""
        fitting = [
            p for p in phrases
            if id(p) not in used and p.end <= mention.start and mention.start - p.end <= _BEFORE_REACH
            and not self._verb_between(p.end, mention.start)
        ]  # fmt: skip
        if not fitting:
            return self._shared(mention, entry, segment, phrases)
        phrase = next((p for p in reversed(fitting) if p.people.counted), fitting[-1])
        if phrase.people.kind in _LOSSES or phrase.people.kind == "wounded":
            return []
        first = [p for p in fitting if self._listed_with(p, phrase)]
        out: list[CasualtyRow] = []
        for p in (*first, phrase):
            used.add(id(p))
            out.append(self._row(entry.value, p, p.people.start, mention.end))
        return out

    def _shared(self, mention: Mention, entry: Entry, segment: Segment, phrases: list[Phrase]) -> list[CasualtyRow]:
        """'several members were killed and wounded': the same people under a second verb."""
        before = self.reading.at.get(mention.start - 2) if mention.start - 2 >= segment.start else None
        if before is None or not before.entry("outcome") or self.reading.tokens[mention.start - 1].text != "and":
            return []
        for phrase in reversed(phrases):
            if phrase.end <= before.start and not phrase.people.counted:
                return [self._row(entry.value, phrase, phrase.people.start, mention.end)]
        return []

    def _listed_with(self, first: Phrase, last: Phrase) -> bool:
        """'11 IS militants and 5 fighters of the factions': two rows under one verb."""
        if first is last or first.end > last.people.start or not first.people.counted:
            return False
        return all(self.reading.tokens[i].text in ("and", ",") for i in range(first.end, last.people.start))

    def _verb_between(self, start: int, end: int) -> bool:
        for mention in self.reading.within(start, end):
            outcome, trigger = mention.entry("outcome"), mention.entry("trigger")
            if outcome is not None and outcome.kind in ("verb", "intrans", "active", "noun", "adjective"):
                return True
            if self.reading.tokens[mention.start].text == "who":
                return True
            if mention.entry("result") or mention.entry("unconfirmed"):
                return True
            if trigger is not None and trigger.kind in ("strike", "target", "attack", "fire", "raid") and start > 0:
                return not self._relative(start, mention.start)
        return False

    def _relative(self, start: int, end: int) -> bool:
        return any(m.entry("relative") for m in self.reading.within(start, end))

    def _struck(
        self, mention: Mention, entry: Entry, segment: Segment, phrases: list[Phrase], used: set[int]
    ) -> list[CasualtyRow]:
        """'killed 3 fighters', 'killing a man and his son', 'the death of 11 militants and 5 fighters'."""
        fitting = [p for p in phrases if id(p) not in used and 0 <= p.people.start - mention.end <= _AFTER_REACH]
        fitting = [p for p in fitting if not self._cut_off(mention.end, p.people.start)]
        few = some_of_them(self.people, self.last, mention, entry, segment)
        if few:
            used |= {id(p) for p in phrases if _inside(p, few[0])}
            return few
        if not fitting:
            return self._pronoun(mention, entry, segment)
        phrase = fitting[0]
        out: list[CasualtyRow] = []
        for p in phrases:
            if p is phrase or (id(p) not in used and out and self._continues(out[-1].end, p)):
                used.add(id(p))
                out.append(self._row(entry.value, p, min(mention.start, p.people.start), p.end))
                out += self._wounded_too(p)
        return out

    def _pronoun(self, mention: Mention, entry: Entry, segment: Segment) -> list[CasualtyRow]:
        """'killing him': one person, told of before."""
        following = self.reading.tokens[mention.end].text if mention.end < segment.end else ""
        named = entry.kind == "pronoun" or (entry.kind == "active" and following in ("him", "her"))
        told = self.reading.first("outcome", segment.start, mention.start)
        if not named or told is not None:
            return []
        known = self.last
        end = mention.end + (entry.kind == "active")
        people = People(
            1, 1, 1, "exact", known.status if known else "unknown", known.kind if known else "person",
            known.side if known else None, mention.start, end,
        )  # fmt: skip
        return [CasualtyRow(entry.value, people, True, "incident", (), mention.start, end)]

    def _continues(self, end: int, phrase: Phrase) -> bool:
        if phrase.people.start - end > _JOINT_REACH:
            return False
        gap = [self.reading.tokens[i].text for i in range(end, phrase.people.start)]
        follows = self.reading.at.get(phrase.end)
        verb = follows is not None and (follows.entry("be") or follows.entry("outcome"))
        return bool(gap) and set(gap) <= {"and", ",", "the"} and not verb

    def _cut_off(self, start: int, end: int) -> bool:
        for i in range(start, end):
            mention = self.reading.at.get(i)
            if self.reading.tokens[i].text in (",", "by", "in", "when", "due", "after", "near", "while"):
                return True
            if mention is not None and (mention.entry("by") or mention.entry("outcome") or mention.entry("near")):
                return True
        return False

    def _both(self, mention: Mention, segment: Segment, phrases: list[Phrase], used: set[int]) -> list[CasualtyRow]:
        """'25 killed and wounded' cannot be split; 'several members were killed and wounded' are two rows."""
        fitting = [p for p in phrases if id(p) not in used and p.end <= mention.start and mention.start - p.end <= 6]
        if not fitting:
            return []
        phrase = fitting[-1]
        used.add(id(phrase))
        if phrase.people.qualifier != "some":
            people = replace(phrase.people, low=0, best=None, high=phrase.people.best, qualifier="mixed")
            phrase = Phrase(people, phrase.breakdown, phrase.end)
            return [self._row("killed", phrase, people.start, mention.end)]
        return [self._row(outcome, phrase, phrase.people.start, mention.end) for outcome in ("killed", "wounded")]

    def _left(self, segment: Segment, phrases: list[Phrase], used: set[int]) -> list[CasualtyRow]:
        """'which left at least 16 IS militants dead', 'leaving 3 injured'."""
        out = []
        for mention in self.reading.within(segment.start, segment.end):
            entry = mention.entry("outcome")
            if entry is None or entry.kind not in ("adjective", "verb") or mention.start in segment.attempts:
                continue
            for phrase in phrases:
                if id(phrase) in used or phrase.people.kind in _LOSSES or not self._beside(phrase.end, mention.start):
                    continue
                begin = max(segment.start, phrase.people.start - _LEFT_REACH)
                if entry.kind == "verb" and self.reading.first("result", begin, phrase.people.start) is None:
                    continue
                used.add(id(phrase))
                out.append(self._row(entry.value, phrase, phrase.people.start, mention.end))
        return out

    def _beside(self, start: int, end: int) -> bool:
        """'left 3 guards dead', 'left 3 guards of the checkpoint dead'."""
        gap = [self.reading.tokens[i].text for i in range(start, end)]
        if start > end or len(gap) > _OWNER_REACH:
            return False
        return len(gap) <= 2 or (gap[0] in ("of", "from", "in") and not set(gap) & {",", "and", "were"})

    def _losses(self, segment: Segment, phrases: list[Phrase], used: set[int]) -> list[CasualtyRow]:
        """'16 dead', 'information about casualties': nouns that are themselves an outcome."""
        out: list[CasualtyRow] = []
        for phrase in phrases:
            kind = phrase.people.kind
            if id(phrase) in used or kind not in ("dead", "wounded") or self._negated(phrase, segment):
                continue
            if not phrase.people.counted and self.reading.first("may_rise", segment.start, segment.end):
                continue
            if self._announces(phrase, segment):
                continue
            used.add(id(phrase))
            noun = phrase.people
            outcome = "killed" if kind == "dead" else "wounded"
            out.append(self._row(outcome, phrase, noun.start, phrase.end))
            out += self._wounded_too(phrase)
        return out

    def _announces(self, phrase: Phrase, segment: Segment) -> bool:
        """'The fatalities were:' only opens a list."""
        before = self.reading.tokens[phrase.people.start - 1].text if phrase.people.start > segment.start else ""
        behind = self.reading.entry(phrase.end, "be") if phrase.end < segment.end else None
        colon = any(t.text == ":" for t in self.reading.tokens[phrase.end : min(phrase.end + 3, segment.end + 1)])
        return before == "the" and behind is not None and colon

    def _wounded_too(self, phrase: Phrase) -> list[CasualtyRow]:
        """'casualties and injuries' are dead and wounded."""
        words = {t.text for t in self.reading.tokens[phrase.people.start : phrase.people.end]}
        both = phrase.people.kind == "dead" and words & {"injuries", "wounded"}
        return [self._row("wounded", phrase, phrase.people.start, phrase.end)] if both else []

    def _negated(self, phrase: Phrase, segment: Segment) -> bool:
        before = range(max(segment.start, phrase.people.start - 3), phrase.people.start)
        return any(self.reading.tokens[i].text in ("no", "any", "without", "more") for i in before) and not (
            self.reading.first("unconfirmed", segment.start, phrase.people.start)
        )

    def _row(self, outcome: str, phrase: Phrase, start: int, end: int) -> CasualtyRow:
        people = phrase.people
        outcome = "wounded" if people.kind == "wounded" else outcome  # 'the fall of injuries'
        return CasualtyRow(outcome, people, True, "incident", phrase.breakdown, start, max(end, start + 1))

    # ---- rumours and scope --------------------------------------------------------------------

    def _rumoured(self, row: CasualtyRow, segment: Segment) -> CasualtyRow:
        """'information about 4 dead' is no fact: low 0."""
        mention = self.reading.first("unconfirmed", max(segment.start, row.start - _RUMOUR_REACH), row.end)
        if mention is None or mention.start > row.start + 2 or self._told_between(mention.end, row.start):
            return row
        people = replace(
            row.people, low=0, best=row.people.best, high=row.people.best, qualifier="unconfirmed"
        )  # fmt: skip
        return replace(row, people=people, confirmed=False, start=min(row.start, mention.start))

    def _told_between(self, start: int, end: int) -> bool:
        return any(m.entry("connective") or m.entry("result") for m in self.reading.within(start, end))

    def _scope(self, segment: Segment) -> str:
        since = self.reading.first("since_start", segment.start, segment.end)
        return "campaign" if segment.campaign or since is not None else "incident"


def _inside(phrase: Phrase, row: CasualtyRow) -> bool:
    return row.start <= phrase.people.start < row.end
