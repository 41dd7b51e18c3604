"""Texts that no editor would publish: cut, shuffled, repeated, in mixed scripts, with broken encodings."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from functools import cache
from html import escape

from sample_site.posts import load_posts
from transforms.paths import SEEDS_DIR

Content = str | bytes

_PHRASE_COLUMNS = ("phrase", "alias", "alias_ar", "name_ar")
_SIGNS = "،,.؛;:!?؟()[]{}%/\\-–—•«»“”\"'*#@&<>|~^`\n\t ـ"
_CONTROLS = [chr(i) for i in (*range(32), 127, *range(0x80, 0xA0), 0x200B, 0x200F, 0x202E, 0x2066, 0xFEFF, 0xFFFD)]
_SCRIPTS = "abcXYZ абв 漢字仮名 עברית हिन्दी ไทย ԱԲԳ 😀🏴‍☠️ ٠١٢٣ ۴۵۶ ০১২ ²³½ ﷺ ﻻ ڤگچپ"
_SURROGATES = "\ud800\udc00\udfff\udbff"


@cache
def reports() -> tuple[str, ...]:
    """The bodies of the sample reports, as plain text with titles."""
    return tuple(f"{post.title}\n\n{post.content}" for post in load_posts())


@cache
def phrases() -> tuple[str, ...]:
    """Phrases of the Arabic dictionaries."""
    found = set()
    for path in sorted(SEEDS_DIR.glob("*.csv")):
        if path.name.startswith(("english", "page_")):
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.update(row[column] for column in _PHRASE_COLUMNS if row.get(column))
    return tuple(sorted(found))


def _report(rng: random.Random) -> str:
    return rng.choice(reports())


def cut(rng: random.Random) -> str:
    """A piece of a report, cut anywhere."""
    text = _report(rng)
    start = rng.randrange(len(text))
    return text[start : start + rng.randrange(1, 900)]


def shuffled_words(rng: random.Random) -> str:
    """The words of a report in any order."""
    words = _report(rng).split()
    rng.shuffle(words)
    return " ".join(words)


def shuffled_clauses(rng: random.Random) -> str:
    """Clauses of two reports, mixed."""
    clauses = (_report(rng) + _report(rng)).split("،")
    rng.shuffle(clauses)
    return "،".join(clauses[: rng.randrange(1, 12)])


def mutated(rng: random.Random) -> str:
    """A report with letters dropped, doubled, swapped, or replaced by signs of any kind."""
    letters = list(cut(rng))
    for _ in range(rng.randrange(1, 40)):
        i = rng.randrange(len(letters))
        letters[i] = rng.choice(("", letters[i] * 2, rng.choice(_SIGNS), rng.choice(_SCRIPTS), rng.choice(_CONTROLS)))
    return "".join(letters)


def phrase_soup(rng: random.Random) -> str:
    """Dictionary phrases side by side."""
    joints = (" ", " و", "، ", " ", ". ", "\n\n", " من ", " في ")
    return "".join(rng.choice(phrases()) + rng.choice(joints) for _ in range(rng.randrange(1, 60)))


def repeated(rng: random.Random) -> str:
    """A few phrases, again and again."""
    some = [rng.choice(phrases()) for _ in range(rng.randrange(1, 4))]
    return rng.choice((" ", "، ", " و", "")).join(rng.choice(some) for _ in range(rng.randrange(5, 120)))


def scripts(rng: random.Random) -> str:
    """Letters and digits of many scripts, with dictionary phrases between."""
    return "".join(
        rng.choice(phrases()) if rng.random() < 0.2 else rng.choice(_SCRIPTS) for _ in range(rng.randrange(1, 300))
    )


def signs(rng: random.Random) -> str:
    """Punctuation, blanks and control characters alone."""
    return "".join(rng.choice(_SIGNS + "".join(_CONTROLS)) for _ in range(rng.randrange(1, 400)))


def numbers(rng: random.Random) -> str:
    """Numbers of every size before words that are counted, dated or located by them."""
    heads = ("مقاتل", "قتيل", "يوم", "شباط", "ساعة", "غارة", "كم", "بعد", "منذ", "من شهر", "عام", "قرية")
    parts = []
    for _ in range(rng.randrange(1, 30)):
        digits = "".join(rng.choice("0123456789") for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 5, 12, 30, 400, 5000))))
        parts.append(rng.choice(("", "و", "الـ", "-", "0.")) + digits + rng.choice((" ", "", "،", ",000", "٬", "/")))
        parts.append(rng.choice(heads))
    return " ".join(parts)


def surrogates(rng: random.Random) -> str:
    """A report with lone surrogates and nulls, as JSON can carry them."""
    letters = list(cut(rng))
    for _ in range(rng.randrange(1, 10)):
        letters[rng.randrange(len(letters))] = rng.choice(_SURROGATES + "\0")
    return "".join(letters)


def broken_bytes(rng: random.Random) -> bytes:
    """Bytes of a report in some charset, with a few of them changed or the end cut off."""
    charset = rng.choice(("utf-8", "utf-8", "windows-1256", "utf-16"))
    raw = bytearray(cut(rng).encode(charset, "ignore"))
    for _ in range(rng.randrange(4)):
        raw[rng.randrange(len(raw)) :][:1] = b""
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw[: rng.randrange(1, len(raw) + 1)])


def broken_json(rng: random.Random) -> str:
    """A post as the interface of WordPress gives it, sometimes cut off."""
    body = rng.choice((cut, mutated, phrase_soup, numbers))(rng)
    post = {
        "id": rng.choice((1, 150_666, -5, 10**30)),
        "date_gmt": rng.choice(("2016-02-25T08:00:00", "0000-00-00T00:00:00", "x", "")),
        "link": rng.choice(("https://example.org/x/1/", "http://[", "", "/?p=" + "9" * 50)),
        "title": {"rendered": escape(body[:80])},
        "content": {"rendered": f"<p>{escape(body)}</p>"},
    }
    text = json.dumps(post, ensure_ascii=rng.random() < 0.5)
    return text if rng.random() < 0.8 else text[: rng.randrange(1, len(text))]


KINDS: dict[str, Callable[[random.Random], Content]] = {
    maker.__name__: maker
    for maker in (
        cut, shuffled_words, shuffled_clauses, mutated, phrase_soup, repeated, scripts, signs, numbers, surrogates,
        broken_bytes, broken_json,
    )
}  # fmt: skip


def odd_text(number: int, seed: int = 0) -> tuple[str, Content]:
    """Kind and content of the text with a number: the same in every process."""
    rng = random.Random(f"{seed}/{number}")
    kind = list(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](rng)


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


LONG: dict[str, Callable[[int], str]] = {
    "sample reports, one after the other": lambda size: _filled("\n\n".join(reports()), size),
    "sample reports without a stop or paragraph": lambda size: _filled(
        " ".join(reports()).replace("\n", " ").replace(".", " "), size
    ),
    "sample reports without any sign": lambda size: _filled(
        "".join(c for c in " ".join(reports()) if c.isalnum() or c == " "), size
    ),
    "every dictionary phrase": lambda size: _filled(" ".join(phrases()), size),
    "one event a clause": lambda size: _filled("قصفت قوات النظام مناطق في مدينة عندان، ", size),
    "one event a paragraph": lambda size: _filled("قصفت قوات النظام مناطق في مدينة عندان\n\n", size),
    "takings and retakings": lambda size: _filled(
        "تمكنت قوات النظام من السيطرة على قرية كنسبا، فيما تمكنت الفصائل من استعادة السيطرة عليها، ", size
    ),
    "clashes said again": lambda size: _filled("دارت الاشتباكات بين الطرفين في المنطقة، ", size),
    "tolls that rise": lambda size: _filled("ارتفع إلى 45 عدد الشهداء الذين قضوا جراء القصف على مدينة دوما ", size),
    "dead without a stop": lambda size: _filled("قتل 5 مقاتلين وجرح 6 مقاتلين وعنصر ", size),
    "places without a stop": lambda size: _filled("بلدات عندان وحيان وحريتان ومنغ ", size),
    "'the town' without a name": lambda size: _filled("في البلدة والمنطقة والقرية ", size),
    "'had been' without end": lambda size: _filled("كانت قد مناطق سيطرة قوات النظام ", size),
    "'since' without end": lambda size: _filled("منذ بعد خلال منذ مطلع ", size),
    "'among them' without end": lambda size: _filled("بينهم 3 أطفال بينهم ", size),
    "reports of dead without end": lambda size: _filled("أنباء عن قتلى وجرحى معلومات عن خسائر بشرية ", size),
    "number words": lambda size: _filled("ثلاثة آلاف وثلاثمئة وخمسة وعشرون ", size),
    "digits": lambda size: _filled("7", size),
    "digits and commas": lambda size: _filled("7,777,", size),
    "one letter": lambda size: _filled("ب", size),
    "one letter and blanks": lambda size: _filled("ب ", size),
    "the conjunction": lambda size: _filled("و ", size),
    "the article": lambda size: _filled("ال", size),
    "tatweel": lambda size: _filled("ـ ", size),
    "vowel signs": lambda size: _filled("بَ", size),
    "commas": lambda size: _filled("،", size),
    "stops": lambda size: _filled(".", size),
    "newlines": lambda size: _filled("ب\n", size),
    "blank lines": lambda size: "ب" + _filled("\n\n", size),
    "blanks": lambda size: "ب" + _filled(" ", size) + "ب",
    "colons": lambda size: _filled("محافظة حلب:: ", size),
    "datelines that do not end": lambda size: _filled("محافظة حلب – ", size),
    "open quotes": lambda size: _filled("«“", size),
    "open tags": lambda size: _filled("<p><div>", size),
    "stars between letters": lambda size: _filled("a*b-", size),
    "English": lambda size: _filled("Clashes between regime forces and rebels in Aleppo killed 5 fighters and ", size),
    "English letter": lambda size: _filled("a", size),
}
"""Long texts of one kind, by what they are made of; each is asked with its size in characters."""
