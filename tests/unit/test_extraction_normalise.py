"""Tokens: folded letters, clitics, and where each stands in the text as published."""

from __future__ import annotations

import itertools

import pytest

from benchmarks._odd_texts import odd_text, reports
from transforms.extraction.lexicon import lexicon
from transforms.extraction.normalise import Token, Tokeniser, fold, fold_with_gaps


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return lexicon().tokeniser


@pytest.fixture(scope="module")
def texts() -> list[str]:
    odd = [content for number in range(600) if isinstance(content := odd_text(number)[1], str)]
    return [*reports(), *odd]


def words(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def test_a_token_stands_where_it_says(tokeniser: Tokeniser, texts: list[str]) -> None:
    for text in texts:
        for token, start, end in zip(*tokeniser.cut(text), strict=True):
            published = fold(text[start:end])
            assert published.replace(" ", "").replace("\n", "") == token.text.strip("\n"), (text, token)


def test_tokens_stand_one_behind_the_other(tokeniser: Tokeniser, texts: list[str]) -> None:
    for text in texts:
        _, starts, ends = tokeniser.cut(text)
        spans = zip(starts, ends, strict=True)
        assert all(a[0] < a[1] <= b[0] < b[1] for a, b in itertools.pairwise(spans))


def test_a_word_is_its_prefix_its_article_and_its_stem(tokeniser: Tokeniser, texts: list[str]) -> None:
    for text in texts:
        for token in tokeniser.tokens(text):
            assert token.text.startswith(token.prefix)
            assert token.text.endswith(token.stem)


def test_a_folded_text_has_an_origin_for_every_letter(texts: list[str]) -> None:
    for text in texts:
        folded, gaps = fold_with_gaps(text)
        left_out = {i for start, end in gaps for i in range(start, end)}
        assert [fold(letter) for i, letter in enumerate(text) if i not in left_out] == list(folded)


def test_the_gaps_of_a_folded_text_are_in_order_and_apart(texts: list[str]) -> None:
    for text in texts:
        gaps = fold_with_gaps(text)[1]
        assert all(start < end for start, end in gaps)
        assert all(a[1] < b[0] for a, b in itertools.pairwise(gaps))


def test_a_tatweel_between_letters_cut_apart_makes_one_gap_with_the_blanks() -> None:
    assert fold_with_gaps("د ـ ا ش")[1] == [(1, 4), (5, 6)]


def test_numbers_are_found_by_their_first_letter(texts: list[str]) -> None:
    words = lexicon()
    for text in texts:
        scan = words.read(text)
        digits = [i for i, token in enumerate(scan.tokens) if token.text[0].isdigit()]
        assert [match.start() for match in words.numbers.finditer(scan.spelled)] == digits


def test_signs_are_found_where_they_stand(texts: list[str]) -> None:
    words = lexicon()
    pattern = words.signs(frozenset("،,.\n"))
    for text in texts:
        scan = words.read(text)
        signs = [i for i, token in enumerate(scan.tokens) if token.text in "،,.\n"]
        assert [match.start() for match in pattern.finditer(scan.spelled)] == signs


def test_mentions_are_found_by_token_and_by_role(texts: list[str]) -> None:
    words = lexicon()
    for text in texts:
        scan = words.read(text)
        assert list(scan.at.values()) == scan.mentions
        for role, starts in scan.starts_of.items():
            assert starts == [mention.start for mention in scan.mentions if role in mention.by_role]


def test_folding_twice_changes_nothing_more(texts: list[str]) -> None:
    for text in texts:
        folded, _ = fold_with_gaps(text)
        once, _ = fold_with_gaps(folded)
        assert fold_with_gaps(once)[0] == once


@pytest.mark.parametrize(
    ("published", "folded"),
    [
        ("الإنسان", "الانسان"),
        ("إستشهاد", "استشهاد"),
        ("حماة", "حماه"),
        ("مسيّرة", "مسيره"),
        ("براميلاً", "براميلا"),
        ("الـ24", "ال24"),
        ("الزيو\\تون", "الزيوتون"),
        ("جـ ـريـ ـحـ ـا", "جريحا"),
        ("للانـ ـفـ ـلات", "للانفلات"),
        ("د ا ع ش", "داعش"),
        ("k-illed", "killed"),
        ("IS*IS", "ISIS"),
        ("١٬٢٣٤", "1,234"),
        ("۴۵٫۶", "45.6"),
        ("حلب\u00a0–\u200fالمرصد", "حلب -المرصد"),
    ],
)
def test_spellings_become_one(published: str, folded: str) -> None:
    assert fold_with_gaps(published)[0] == folded


@pytest.mark.parametrize("text", ["و ب", "قرية ب و ج", "IS-held", "Deir-Ezzor", "5-6"])
def test_lone_letters_and_hyphens_are_not_evasion(text: str) -> None:
    kept = fold_with_gaps(text)[0]
    assert kept.count(" ") == text.count(" ") or text == "قرية ب و ج"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5غارات", ["5", "غارات"]),
        ("خلال176عملية", ["خلال", "176", "عمليه"]),
        ("قتلاها121قتيلا", ["قتلاها", "121", "قتيلا"]),
        ("1,234 و1.234.567", ["1,234", "و", "1.234.567"]),
        ("2015,2016", ["2015", ",", "2016"]),
        ("حلب::المرصد", ["حلب", ":", ":", "المرصد"]),
        ("“الدولة الإسلامية من جهة»", ["الدوله", "الاسلاميه", "من", "جهه"]),
        ("", []),
        ("«»\u0007 \ufffd", []),
    ],
)
def test_words_digits_and_signs_are_parted(tokeniser: Tokeniser, text: str, expected: list[str]) -> None:
    assert words(tokeniser.tokens(text)) == expected


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("وبمدينة", ("مدينه", "وب", False)),
        ("بالمدينة", ("مدينه", "ب", True)),
        ("للمدينة", ("مدينه", "ل", True)),
        ("والمدينة", ("مدينه", "و", True)),
        ("واحد", ("واحد", "", False)),
        ("وواحد", ("واحد", "و", False)),
        ("بزقزق", ("بزقزق", "", False)),
    ],
)
def test_clitics_come_off_where_a_known_word_remains(
    tokeniser: Tokeniser, word: str, parts: tuple[str, str, bool]
) -> None:
    (token,) = tokeniser.tokens(word)
    assert (token.stem, token.prefix, token.definite) == parts


def test_words_met_twice_are_split_the_same(tokeniser: Tokeniser) -> None:
    text = reports()[0]
    assert tokeniser.cut(text) == Tokeniser(tokeniser._vocabulary, tokeniser._letters).cut(text)


def test_a_word_without_end_is_not_kept(tokeniser: Tokeniser) -> None:
    before = len(tokeniser._known)
    tokeniser.tokens("ب" * 1000)
    assert len(tokeniser._known) == before


def test_mentions_begin_and_end_at_tokens_in_order(texts: list[str]) -> None:
    for text in texts:
        tokens, mentions = lexicon().scan(text)
        assert all(0 <= m.start < m.end <= len(tokens) for m in mentions)
        assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
        assert all(m.entry(entry.role) is not None for m in mentions for entry in m.entries)
