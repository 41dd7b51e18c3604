"""The many words of a taking: verbs in all persons, nouns with a pronoun, what enabled it (codebook §3)."""

from __future__ import annotations

import pytest

from tests.support.arabic import events

FIGHT = "دارت اشتباكات عنيفة بين قوات النظام من جهة، والفصائل المقاتلة من جهة أخرى في ريف حلب الجنوبي، "


def takings(text: str) -> list[tuple[str | None, str | None, str]]:
    """Taker, loser and change of the takings that are news."""
    found = [event for event in events(text) if event.control is not None and not event.is_background]
    return [(event.control.taken_by, event.control.taken_from, event.control.change) for event in found]


@pytest.mark.parametrize(
    ("clause", "taker", "change"),
    [
        ("وسط تقدم للمقاتلين واستعادتهم السيطرة على بلدة خناصر", "opposition", "recapture"),
        ("وسط استعادة قوات النظام سيطرتها على بلدة خناصر", "regime", "recapture"),
        ("حيث استعادت قوات النظام وحزب الله سيطرتهما على بلدة خناصر", "regime", "recapture"),
        ("حيث فرضت الفصائل وجبهة النصرة سيطرتهما على بلدة خناصر", "opposition", "capture"),
        ("وانتزع مقاتلو الفصائل السيطرة على بلدة خناصر", "opposition", "capture"),
        ("أعادت قوات النظام سيطرتها على بلدة خناصر", "regime", "recapture"),
        ("أعاد مقاتلو الفصائل السيطرة على بلدة خناصر", "opposition", "recapture"),
        ("مكنت الفصائل من السيطرة على بلدة خناصر", "opposition", "capture"),
        ("ما مكّن قوات النظام من السيطرة على بلدة خناصر", "regime", "capture"),
        ("وتمكنت قوات النظام من قضم بلدة خناصر", "regime", "capture"),
        ("سيطرت خلالها قوات النظام على بلدة خناصر", "regime", "capture"),
        ("واستطاعت قوات النظام أن تسيطر على بلدة خناصر", "regime", "capture"),
        ("انتهت بسيطرة قوات النظام على بلدة خناصر", "regime", "capture"),
        ("وانتشرت قوات النظام في بلدة خناصر بعد انسحاب الفصائل منها", "regime", "withdrawal"),
        ("وجرى تسليم بلدة خناصر إلى قوات النظام", "regime", "handover"),
        ("وأكدت مصادر للمرصد سيطرة قوات النظام على بلدة خناصر", "regime", "capture"),
        ("واستعادت قوات النظام معظم النقاط التي خسرتها في بلدة خناصر", "regime", "recapture"),
    ],
)
def test_a_taking_is_read_in_every_form(clause: str, taker: str, change: str):
    loser = {"regime": "opposition", "opposition": "regime"}[taker]
    assert takings(f"{FIGHT}{clause}.") == [(taker, loser, change)]


@pytest.mark.parametrize(
    "clause",
    [
        "وسيطرت قوات النظام على مساحة 20 كم مربع في المنطقة",
        "ونفت مصادر سيطرة قوات النظام على بلدة خناصر",
        "وانتشرت قوات النظام في بلدة خناصر",
        "وتمكنت قوات النظام من رصد بلدة خناصر نارياً",
    ],
)
def test_what_takes_no_place_is_no_taking(clause: str):
    assert takings(f"{FIGHT}{clause}.") == []


def test_a_block_of_buildings_is_a_part_of_its_quarter():
    (taken,) = [e for e in events(f"{FIGHT}وسيطرت قوات النظام على كتلة أبنية في حي الراشدين.") if e.control]
    assert (taken.control.extent, [place.surface for place in taken.places]) == ("partial", ["الراشدين"])


def test_two_who_withdrew_gave_the_place_up():
    text = "علم المرصد أن قوات النظام وحزب الله انسحبا من بلدة خناصر، وسيطرت بذلك الفصائل على البلدة."
    assert takings(text) == [("opposition", "regime", "withdrawal")]


def test_and_that_after_taking_is_the_advance_that_is_told():
    text = "حققت قوات النظام تقدماً في ريف حلب الجنوبي ووصلت إلى مشارف السفيرة، وذلك بعد سيطرتها على خناصر."
    assert [change for _, _, change in takings(text)] == ["capture"]


def test_the_announced_name_of_a_battle_is_no_clash():
    text = "أعلنت عدة فصائل عن بدء معركة كسر القيد، والتي تهدف إلى السيطرة على بلدة خناصر."
    assert [event.event_type for event in events(text)] == []


@pytest.mark.parametrize("until", ["إلى الآن ", "حتى الآن ", "حتى اللحظة ", ""])
def test_and_no_information_of_losses_tells_of_none(until: str):
    (clash,) = events(f"{FIGHT[:-2]}، ولا معلومات {until}عن الخسائر البشرية.")
    assert (clash.casualties, clash.no_casualty_statement) == ((), True)


@pytest.mark.parametrize(
    ("advance", "taker"),
    [("للنظام وسيطرته", "regime"), ("لقوات النظام وسيطرتها", "regime"), ("للفصائل وسيطرتها", "opposition")],
)
def test_whose_advance_it_was_took_the_place(advance: str, taker: str):
    assert [taken for taken, _, _ in takings(f"{FIGHT}وسط تقدم جديد {advance} على بلدة خناصر.")] == [taker]


@pytest.mark.parametrize(("whose", "actor"), [("للنظام", "regime"), ("للتحالف الدولي", "coalition")])
def test_whose_positions_were_hit(whose: str, actor: str):
    (shelling,) = events(f"سقطت قذائف على مواقع {whose} في بلدة خناصر.")
    assert shelling.targets == (actor,)


def test_what_a_place_was_before_somebody_took_it_is_its_history():
    text = "سيطرت قوات النظام على بلدة خناصر، والتي كانت مقراً لعدة فصائل، قبل أن تسيطر عليها جبهة النصرة."
    assert [taken for taken, _, _ in takings(text)] == ["regime"]


def test_new_areas_in_a_quarter_are_a_part_of_it():
    (taken,) = [e for e in events(f"{FIGHT}وسط سيطرة قوات النظام على مناطق جديدة في حي الراشدين.") if e.control]
    assert (taken.control.extent, [place.surface for place in taken.places]) == ("partial", ["الراشدين"])


def test_an_attack_and_the_clashes_that_it_led_to_are_one_fight():
    text = "هاجمت قوات النظام بلدة خناصر، ودارت اشتباكات بينها وبين الفصائل في محيط بلدة خناصر."
    assert [event.event_type for event in events(text)] == ["clash"]
