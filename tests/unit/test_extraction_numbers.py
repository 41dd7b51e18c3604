"""Numbers in digits and words (codebook §7): every number up to 99,999 as an independent speller writes it."""

from __future__ import annotations

import itertools
import re

import pytest
from num2words.lang_AR import Num2Word_AR

from transforms.extraction.lexicon import lexicon
from transforms.extraction.numbers import read_number

MOST = 100_000
BATCH = 2_000
HAMZA = str.maketrans("أإآئؤ", "ااايو")
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class Feminine(Num2Word_AR):
    """The speller with its feminine ones: before feminine nouns, without a currency's name."""

    def to_cardinal(self, number: int) -> str:
        self.isCurrencyNameFeminine = True
        self.separator = ","
        self.currency_subunit = self.currency_unit = ("", "", "", "")
        return str(self.convert(number)).strip()


def masculine(number: int) -> str:
    return str(Num2Word_AR().to_cardinal(number)).strip()


def feminine(number: int) -> str:
    return Feminine().to_cardinal(number)


def oblique(words: str) -> str:
    """Genitive and accusative: ...ون -> ...ين, and the duals."""
    words = re.sub(r"ون\b", "ين", words)
    for nominative, other in (("اثنا", "اثني"), ("اثنتا", "اثنتي"), ("مئتا", "مئتي"), ("ألفا", "ألفي")):
        words = re.sub(rf"\b{nominative}(?![\w\u064b])", other, words)
    return re.sub(r"\b(اثن|اثنت|مئت|ألف)ان\b", r"\1ين", words)


def joined(words: str) -> str:
    return words.replace(" و ", " و")


def values(phrases: list[str]) -> list[int | None]:
    """What is read at the first token of each phrase, None where the number does not end where the phrase does."""
    return [value for start in range(0, len(phrases), BATCH) for value in _values(phrases[start : start + BATCH])]


def _values(phrases: list[str]) -> list[int | None]:
    tokens, mentions = lexicon().scan("\n".join(phrases))
    at = {mention.start: mention for mention in mentions}
    ends = [i for i, token in enumerate(tokens) if token.text == "\n"] + [len(tokens)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    numbers = [read_number(tokens, at, start, end) for start, end in zip(starts, ends, strict=True)]
    return [n.value if n is not None and n.end == end else None for n, end in zip(numbers, ends, strict=True)]


def unread(spelled: dict[int, str]) -> dict[int, tuple[str, int | None]]:
    found = zip(spelled.items(), values(list(spelled.values())), strict=True)
    wrong = ((number, (words, value)) for (number, words), value in found if value != number)
    return dict(itertools.islice(wrong, 10))


@pytest.fixture(scope="module")
def speller() -> dict[int, str]:
    one = Num2Word_AR()
    return {number: str(one.to_cardinal(number)).strip() for number in range(MOST)}


def test_every_number_in_words_is_read_back(speller: dict[int, str]) -> None:
    assert not unread(speller)


def test_every_number_with_and_written_to_the_next_word_is_read_back(speller: dict[int, str]) -> None:
    assert not unread({number: joined(words) for number, words in speller.items()})


def test_every_number_in_the_genitive_is_read_back(speller: dict[int, str]) -> None:
    assert not unread({number: oblique(joined(words)) for number, words in speller.items()})


def test_numbers_before_feminine_nouns_are_read_back() -> None:
    one = Feminine()
    assert not unread({number: joined(one.to_cardinal(number)) for number in range(0, MOST, 7)})
    assert not unread({number: joined(one.to_cardinal(number)) for number in range(2000)})


VARIANTS = {
    "without hamza": lambda words: words.translate(HAMZA),
    "another spelling of hundred": lambda words: words.replace("مائة", "مئة"),
    "final letters without dots": lambda words: words.replace("ة", "ه").replace("مائه", "مئه"),
    "hundreds in two words": lambda words: re.sub(r"([ثأخستم][^ ]*?)(مائة)\b", r"\1 \2", words),
    "dual hundreds with alif": lambda words: words.replace("مئت", "مائت"),
    "with vowel signs": lambda words: words.replace("ون", "ُونَ").replace("ث", "ثّ"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_other_spellings_are_read_back(variant: str, speller: dict[int, str]) -> None:
    change = VARIANTS[variant]
    assert not unread({number: change(joined(words)) for number, words in speller.items() if number % 11 == 0})


def read(text: str) -> tuple[int, str] | None:
    """The first number of a text, and the folded word behind it."""
    tokens, mentions = lexicon().scan(text)
    at = {mention.start: mention for mention in mentions}
    for position in range(len(tokens)):
        number = read_number(tokens, at, position, len(tokens))
        if number is not None:
            return number.value, tokens[number.end].text if number.end < len(tokens) else ""
    return None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("مئتا مقاتل", 200),
        ("مئتي مقاتل", 200),
        ("ألفا مقاتل", 2000),
        ("ألفي مقاتل", 2000),
        ("ألف مقاتل", 1000),
        ("ثلاثة آلاف مقاتل", 3000),
        ("خمسة وعشرين مقاتلاً", 25),
        ("وخمسة وعشرين مقاتلاً", 25),
        ("بثلاث عشرة قذيفة", 13),
        ("لثلاثمئة وخمسين قذيفة", 350),
        ("مئة وخمسين ألف نازح", 150_000),
        ("12 ألف نازح", 12_000),
        ("3 آلاف نازح", 3000),
        ("مئة وإحدى غارات", 101),
        ("أحد المقاتلين", 1),
        ("إحدى المقاتلات", 1),
    ],
)
def test_the_counted_noun_stands_behind_the_number(text: str, value: int) -> None:
    noun = lexicon().scan(text)[0][-1].text
    assert read(text) == (value, noun)


def test_a_thousand_of_something_is_no_dual() -> None:
    assert read("ألفاً من المقاتلين") == (1000, "من")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خمسة وستة مقاتلين", 5),
        ("عشرين وثلاثين", 20),
        ("خمسين ومئة", 50),
        ("مئة ومئتين", 100),
        ("ألف وألفين", 1000),
        ("ثلاثة وألف", 3),
        ("خمسة بستة", 5),
    ],
)
def test_words_out_of_order_begin_another_number(text: str, value: int) -> None:
    number = read(text)
    assert number is not None
    assert number[0] == value


@pytest.mark.parametrize("text", ["آلاف المدنيين", "اثنا", "اثني", "", "ربيع"])
def test_no_number_is_made_of_what_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value", "behind"),
    [
        ("5غارات", 5, "غارات"),
        ("خلال176عملية", 176, "عمليه"),
        ("قتلاها121قتيلا", 121, "قتيلا"),
        ("إلى 201تعداد", 201, "تعداد"),
        ("الـ24 ساعة", 24, "ساعه"),
        ("و15 مقاتلاً", 15, "مقاتلا"),
        ("بـ 3 غارات", 3, "غارات"),
        ("(14) مقاتلاً", 14, ")"),
    ],
)
def test_digits_are_read_where_they_touch_words(text: str, value: int, behind: str) -> None:
    assert read(text) == (value, behind)


@pytest.mark.parametrize("script", [ARABIC_INDIC, PERSIAN])
def test_digits_of_every_script_count_the_same(script: dict[int, int]) -> None:
    every = [str(number).translate(script) for number in range(0, MOST, 13)]
    assert values(every) == list(range(0, MOST, 13))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("1٬153", 1153),
        ("١٬٢٣٤", 1234),
        ("1.234", 1234),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("007", 7),
        ("0", 0),
    ],
)
def test_marks_between_thousands_are_no_part_of_the_value(text: str, value: int) -> None:
    assert values([text]) == [value]


def test_years_joined_by_a_comma_are_two_numbers() -> None:
    assert read("2015,2016") == (2015, ",")


@pytest.mark.parametrize("text", ["1.5", "١٫٥", "0.250", "12.75", "9" * 5000, "1.234.5"])
def test_fractions_and_endless_digits_are_no_counts(text: str) -> None:
    assert values([text]) == [None]
