"""The words of `seeds/page_phrases.csv`, compiled once: page furniture, weekdays, months.

Words are compared after folding (hamza, tatweel, vowel signs, case), and never changed in a report.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from transforms.paths import SEEDS_DIR

_FOLDING = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None}
    | {chr(mark): None for mark in range(0x064B, 0x0653)}
    | {mark: None for mark in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\ufeff"}
)
_EDGES = " \t\n\xa0.:،,;|-–—…«»“”\"'[]()←→»«›‹"


def fold(text: str) -> str:
    """Text for comparing: hamza seats, ta marbuta and alif maqsura unified, marks and tatweel gone, lower case."""
    return text.translate(_FOLDING).lower()


def fold_line(line: str) -> str:
    """A line for comparing as a whole: folded, blanks unified, punctuation at the ends gone."""
    return " ".join(fold(line).split()).strip(_EDGES)


@dataclass(frozen=True)
class Phrases:
    """What the seeds say, ready for comparing with folded text."""

    site_lines: frozenset[str]
    furniture_lines: frozenset[str]
    furniture_starts: tuple[str, ...]
    datelines: tuple[re.Pattern[str], ...]
    weekdays: dict[str, int]
    months: dict[str, int]
    view_line: re.Pattern[str]
    weekday_ar: re.Pattern[str]
    weekday_en: re.Pattern[str]
    midnight: re.Pattern[str]
    said: re.Pattern[str]
    weekday_date: re.Pattern[str]
    date_line: re.Pattern[str]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _unfolded(words: list[str]) -> str:
    """Finds folded words, all with the article, in text that is not folded: folding every text would cost more."""
    article = "ال"  # stays a literal, so that the search can skip ahead to it
    endings = _either([word.removeprefix(article) for word in words])
    return article + "(?:" + endings.replace("ا", "[اأإآ]").replace("ه", "[هة]") + ")"


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Read the seed file, once a process."""
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (SEEDS_DIR / "page_phrases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["kind"]].append((row["phrase"], row["value"]))

    def words(kind: str) -> list[str]:
        return [fold(phrase) for phrase, _ in rows[kind]]

    weekdays = {fold(phrase): int(value) for phrase, value in rows["weekday"]}
    months = {fold(phrase): int(value) for phrase, value in rows["month"]}
    day, month = _either(list(weekdays)), _either(list(months))
    said = "|".join(f"(?P<{kind}>{_either(words(kind))})" for kind in ("today", "yesterday"))
    the, joint, year = (_either(words(f"date_{part}")) for part in ("article", "joint", "year"))
    date = (
        rf"(?:(?:{the})\s*)?(?P<d>\d{{1,2}})\s+(?:(?:{joint})\s+)*(?P<m>{month})(?:\s*/\s*(?:{month}))?"
        rf"[\s،,]+(?:(?:{joint}|{year})\s+)*(?P<y>20\d\d)"
    )
    date_en = rf"(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>20\d\d)"
    return Phrases(
        site_lines=frozenset(fold_line(phrase) for phrase, _ in rows["site_line"]),
        furniture_lines=frozenset(fold_line(phrase) for phrase, _ in rows["furniture_line"]),
        furniture_starts=tuple(words("furniture_start")),
        datelines=tuple(re.compile(phrase, re.IGNORECASE) for phrase, _ in rows["dateline_pattern"]),
        weekdays=weekdays,
        months=months,
        view_line=re.compile(
            rf"^\s*(?:(?:{_either(words('view_word'))})\s*:?\s*)?(\d[\d٬,]*)\s*(?:{_either(words('view_word'))})?\s*$"
        ),
        weekday_ar=re.compile(rf"{_unfolded([day for day in weekdays if not day.isascii()])}\b"),
        weekday_en=re.compile(rf"\b(?:{_either([day for day in weekdays if day.isascii()])})\b", re.IGNORECASE),
        midnight=re.compile(rf"(?:{_either(words('midnight'))})(?:\s+\w+)?\s*\Z"),
        said=re.compile(rf"\b(?:{said})\s+\Z"),
        weekday_date=re.compile(rf"\b(?P<w>{day})[\s،,]+(?:{date}|{date_en})"),
        date_line=re.compile(rf"^\s*(?:(?:{day})[\s،,]+)?(?:{date}|{date_en})\s*$"),
    )
