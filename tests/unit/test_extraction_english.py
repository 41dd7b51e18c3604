"""English reports: control changes, event types, sides, dates and background by the codebook."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from transforms.extraction import extract
from transforms.extraction.english.tokens import EnglishTokeniser
from transforms.model import Event, Report

DAY = dt.date(2016, 2, 25)
"""A Thursday."""


def report(text: str, day: dt.date = DAY) -> Report:
    return Report(
        report_id="t:1", source="t", post_id=1, url=None, title="", published_at=None, published_date=day,
        published_date_basis="given", modified_at=None, language="en", view_count=None, body=text, content_sha256="0",
    )  # fmt: skip


def events(text: str, province: str = "Aleppo", day: dt.date = DAY) -> list[Event]:
    return extract(report(f"{province} Province: {text}", day))


def fresh(text: str, kind: str = "", province: str = "Aleppo") -> list[Event]:
    return [e for e in events(text, province) if not e.is_background and kind in ("", e.event_type)]


def changes(text: str, province: str = "Aleppo") -> list[Event]:
    return fresh(text, "control_change", province)


# ---- control changes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "change"),
    [
        ("took control of", "capture"),
        ("could seize", "capture"),
        ("seized", "capture"),
        ("captured", "capture"),
        ("managed to take control of", "capture"),
        ("managed to advance and control", "capture"),
        ("were able to control", "capture"),
        ("imposed their control over", "capture"),
        ("managed to retake", "recapture"),
        ("regained control of", "recapture"),
        ("recaptured", "recapture"),
        ("could restore control over", "recapture"),
    ],
)
def test_completed_takings(verb: str, change: str):
    (event,) = changes(f"The regime forces {verb} the town of Khanaser after clashes against the Islamic State.")
    control = event.control
    assert (control.taken_by, control.taken_from, control.extent, control.change) == ("regime", "is", "full", change)
    assert [place.pcode for place in event.places] == ["C2169"]
    assert event.status == "confirmed"


@pytest.mark.parametrize(
    "text",
    [
        "The regime forces shelled the IS-held city of al-Bab.",
        "Warplanes bombed the town of Khanaser, which is controlled by IS.",
        "Warplanes bombed regime-controlled areas in the city of Aleppo.",
        "Shells landed on the neighborhood of Salah al-Din, which is under the control of the factions.",
        "Clashes took place near the town of Khanaser in an attempt by the regime forces to take control of it.",
        "The factions are trying to retake the village of Bashkoy.",
        "The regime forces shelled the town of Khanaser in order to seize it.",
        "Should the regime forces seize the town of Khanaser, only two villages would remain.",
        "The regime forces advanced towards the town of Khanaser.",
        "The factions captured 4 IS militants near the town of Khanaser.",
        "The factions seized weapons from IS near the town of Khanaser.",
        "Yesterday, SOHR activists reported that IS took control of the town of Khanaser.",
        "SOHR published two days ago that IS took control of the town of Khanaser.",
    ],
)
def test_status_attempts_and_old_news_are_no_fresh_change(text: str):
    assert changes(text) == []


def test_parts_of_a_place_are_a_partial_change():
    (event,) = changes("IS seized parts of the two villages of Ihres and Tal Jebbin.")
    assert event.control.extent == "partial"
    assert [place.pcode for place in event.places] == ["C1623", "C1617"]


def test_a_withdrawal_with_the_others_entry():
    (event,) = changes("The SDF took control of the town of al-Hool after IS withdrew from it.", "Al-Hasakah")
    assert (event.control.change, event.control.taken_from) == ("withdrawal", "is")


def test_unnamed_villages_are_one_change_with_their_number():
    (event,) = changes("The factions took control of 4 villages in the northern countryside of Aleppo from IS.")
    assert (event.places, event.control.places_low, event.control.taken_from) == ((), 4, "is")


def test_information_of_control_is_reported():
    (event,) = changes("Information about the factions taking control of the village of Bashkoy.")
    assert event.status == "reported"


def test_a_change_and_its_reversal_are_two_events_in_order():
    text = "IS seized the village of Tal Jebbin from the factions, which later could retake the village of Tal Jebbin."
    assert [(e.control.taken_by, e.control.change) for e in changes(text)] == [
        ("is", "capture"), ("opposition", "recapture"),
    ]  # fmt: skip


def test_the_dead_of_the_fight_belong_to_its_clash():
    text = "The SDF took control of the town of Manbij after clashes against IS, which killed 16 IS militants."
    found = events(text, day=dt.date(2016, 8, 12))
    assert [(e.event_type, len(e.casualties)) for e in found] == [("control_change", 0), ("clash", 1)]


# ---- types, weapons, sides ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "weapon", "actors"),
    [
        ("Helicopters dropped 6 barrel bombs on the town of Andan", "airstrike", "barrel_bomb", ("regime",)),
        ("Warplanes carried out several raids on the town of Andan", "airstrike", "warplane", ()),
        ("Warplanes believed to be Russian bombed the town of Andan", "airstrike", "warplane", ("russia",)),
        ("The coalition warplanes struck the town of Manbij", "airstrike", "warplane", ("coalition",)),
        ("The regime forces shelled the town of Andan", "shelling", None, ("regime",)),
        ("Shells fired by the factions landed on the town of Nubl", "shelling", "artillery", ("opposition",)),
        ("Several mortar shells fell on the town of Nubl", "shelling", "mortar", ()),
        ("The factions fired a guided missile at a regime checkpoint near Nubl", "rocket", "rocket", ("opposition",)),
        ("An IED exploded in a car in the city of Azaz", "explosion", "ied", ()),
        ("A booby-trapped car exploded in the city of Azaz", "explosion", "car_bomb", ()),
        ("An IS militant blew himself up in the city of Azaz", "explosion", "suicide_bomb", ("is",)),
        ("A child was killed by an old landmine in the town of Andan", "explosion", "mine", ()),
        ("Unknown gunmen assassinated a commander in the city of Azaz", "targeted_killing", None, ("unidentified",)),
        ("A young man was shot dead by unidentified gunmen in Azaz", "targeted_killing", None, ("unidentified",)),
        ("IS executed a man in the city of al-Bab", "execution", None, ("is",)),
        ("IS arrested 6 people in the city of al-Bab", "detention", None, ("is",)),
        ("A man was killed by sniper fire in the neighborhood of Bustan al-Qasr", "other", "sniper", ()),
        ("Clashes took place between IS and the factions near the town of Azaz", "clash", None, ("is",)),
    ],
)
def test_event_types(text: str, kind: str, weapon: str | None, actors: tuple):
    (event,) = events(f"{text}.")
    assert (event.event_type, event.weapon, event.actors) == (kind, weapon, actors)


def test_planes_believed_to_be_russian_are_probable():
    (event,) = events("Warplanes believed to be Russian bombed the town of Andan.")
    assert (event.actor_certainty, event.status) == ("probable", "confirmed")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Clashes took place between IS and the factions near Azaz", (("is",), ("opposition",))),
        (
            "Clashes took place between the Islamist factions on one hand, and the regime forces and allied militiamen "
            "on the other, near Azaz",
            (("opposition",), ("regime",)),
        ),
        ("The regime forces clashed with IS near Azaz", (("regime",), ("is",))),
        (
            "Clashes continued between the SDF, backed by coalition warplanes, against IS near Manbij",
            (("sdf",), ("is",)),
        ),
        (
            "Clashes took place between Jabhat al-Nusra (al-Qaeda in Levant) and the factions against the regime "
            "forces near Azaz",
            (("opposition",), ("regime",)),
        ),
    ],
)
def test_sides_of_a_fight(text: str, sides: tuple):
    (event,) = events(f"{text}.")
    assert (event.actors, event.targets) == sides


def test_ypg_is_its_own_actor_before_the_sdf():
    (event,) = events("Clashes took place between YPG and IS near Kobani.", day=dt.date(2015, 3, 1))
    assert event.actors == ("ypg",)


def test_a_strike_that_only_goes_with_a_fight_is_folded():
    text = "Clashes took place between IS and the factions near the town of Azaz, amid shelling by IS."
    assert [event.event_type for event in events(text)] == ["clash"]


# ---- background, evidence, ids ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday, SOHR activists reported that the regime forces shelled the town of Andan.",
        "Observatory sources monitored yesterday shelling by the regime forces on the town of Andan.",
        "SOHR had documented the death of 3 civilians in shelling on the town of Andan.",
        "It is worth noting that warplanes bombed the town of Andan.",
    ],
)
def test_reprints_and_asides_are_background(text: str):
    assert fresh(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The regime forces – backed by “Hezbollah” – shelled the town of Ma’arat al- Artiq, no reports of losses.",
        "IS*IS cells k-illed 2 fata*lities of the SDF’s members in Manbij • today.",
        "",
        "- ' ’ * — ( 12 ) .",
        "a",
        "Province:",
        "12 of the",
    ],
)
def test_evidence_is_found_in_the_body(text: str):
    body = f"Aleppo Province: {text}"
    for event in extract(report(body)):
        spans = [event.evidence, *(row.evidence for row in event.casualties)]
        assert all(body[span.start : span.end] == span.text for span in spans)


def test_the_same_report_gives_the_same_ids():
    text = "The regime forces shelled the town of Andan, killing 3 civilians. Warplanes bombed Andan."
    assert [e.event_id for e in events(text)] == [e.event_id for e in events(text)]


def test_an_unknown_day_gives_no_dates():
    undated = report("Aleppo Province: The regime forces shelled the town of Andan yesterday.")
    (event,) = extract(Report(**{**undated.as_dict(), "published_date": None, "warnings": ()}))
    assert event.event_date_start is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("IS-held", ["isis", "held"]),
        ("is held", ["is", "held"]),
        ("al- Zahraa", ["al", "zahraa"]),
        ("the 18th", ["the", "18"]),
        ("SDF’s", ["sdf", "'s"]),
        ("Damascus – Beirut", ["damascus", "-", "beirut"]),
        ("k-illed fata*lities", ["killed", "fatalities"]),
    ],
)
def test_tokens(text: str, words: list):
    assert [token.text for token in EnglishTokeniser({"killed"}).cut(text).tokens] == words


def test_an_arabic_report_does_not_load_the_english_dictionaries():
    code = (
        "import sys, datetime as dt\n"
        "from transforms.extraction import extract\n"
        "from transforms.model import Report\n"
        "extract(Report('t:1','t',1,None,'',None,dt.date(2016,2,25),'given',None,'ar',None,'x','0'))\n"
        "sys.exit(any('english' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("cut", range(5, 320, 7))
def test_a_report_cut_off_anywhere_is_read(cut: int):
    text = (
        "Homs Province – the Syrian Observatory for Human Rights:: at least 3 fighters of the factions, among them a "
        "commander, were killed in clashes against the regime forces around the village of Um Sharshuh on the "
        "18th of September 2017, while shells fell on the Homs – Hama road (no information about losses), rising to 12 "
    )
    for event in extract(report(text[:cut])):
        assert event.event_date_end is None or event.event_date_end <= DAY


def test_a_text_may_begin_with_a_word_of_another_script_joined_by_a_dash():
    found = events("حلب-shelling killed 3 civilians in Tadef town by regime forces.")
    assert [(row.outcome, row.best) for event in found for row in event.casualties] == [("killed", 3)]
