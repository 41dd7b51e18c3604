"""Gold files: what stops one from being read, and the faults that a check finds."""

import hashlib
import json

import pytest

from tests.support.gold import TEXT, gold_document, write_set
from transforms.errors import GoldError
from transforms.evaluation import check_gold
from transforms.evaluation.gold import read_gold


@pytest.fixture
def read(tmp_path):
    """Write a document as a gold file and read it."""

    def read(document):
        folder = write_set(tmp_path, document)
        return read_gold(folder / "gold" / f"{document['id']}.json")

    return read


@pytest.fixture
def faults(tmp_path):
    """Key of each fault of a set of one document."""

    def check(document, text=TEXT):
        return [fault.key for fault in check_gold(write_set(tmp_path, document, text=text)).faults]

    return check


def changed(path, value):
    """The small gold with one value replaced; `path` holds keys and indexes."""
    document = json.loads(json.dumps(gold_document()))  # nothing shared
    target = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("events", 1, "casualties", 0, "low"), "7", "events[1].casualties[0].low"),
        (("events", 0, "places", 0, "alt"), "خناصر", "events[0].places[0].alt"),
        (("events", 0, "event_date_start"), "25.2.2016", "events[0].event_date_start"),
        (("events", 0, "event_date_start_alt"), ["yesterday"], "events[0].event_date_start_alt[0]"),
        (("events", 0, "actors_alt"), ["regime"], "events[0].actors_alt[0]"),
        (("events", 0, "is_background"), "no", "events[0].is_background"),
        (("events", 0, "control"), None, "events[0].control"),
        (("events", 0, "evidence"), "", "events[0].evidence"),
        (("events", 0), "clash", "events[0]"),
        (("published",), "this morning", "published"),
        (("document", "total_killed_low"), None, "document.total_killed_low"),
    ],
)
def test_a_wrong_value_is_told_with_its_key(read, path, value, key):
    with pytest.raises(GoldError) as error:
        read(changed(path, value))
    assert error.value.key == key


def test_a_missing_key_is_told(read):
    document = gold_document()
    del document["events"][1]["casualties"]
    with pytest.raises(GoldError, match=r"one\.json: events\[1\]\.casualties is missing"):
        read(document)


def test_a_file_that_is_no_json_is_told(tmp_path):
    file = tmp_path / "one.json"
    file.write_text("{")
    with pytest.raises(GoldError, match=r"one\.json: is no JSON"):
        read_gold(file)


def test_without_admin1_the_governorates_are_those_of_the_places(read):
    assert read(gold_document()).events[0].admin1_pcodes == {"SY02"}


def test_further_right_answers_are_accepted(read):
    gold = read(changed(("events", 0, "control", "taken_from_alt"), ["opposition"]))
    assert [gold.events[0].control.taken_from.accepts(side) for side in ("is", "opposition", "sdf")] == [
        True, True, False,
    ]  # fmt: skip


def test_sound_gold_has_no_faults(faults):
    assert faults(gold_document()) == []


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("events", 0, "evidence"), "سيطرت قوات التنظيم", "events[0].evidence"),
        (("events", 1, "casualties", 0, "evidence"), "وقتل … عشرات", "events[1].casualties[0].evidence"),
        (("events", 0, "places", 0, "pcode"), "C0000", "events[0].places[0].pcode"),
        (("events", 0, "places", 0, "pcode_alt"), ["C0000"], "events[0].places[0].pcode"),
        (("events", 0, "places", 0, "admin1"), "SY01", "events[0].places[0].admin1"),
        (("events", 0, "event_date_end"), "2016-02-26", "events[0].event_date_start"),
        (("events", 0, "event_date_end"), None, "events[0].event_date_start"),
        (("events", 0, "event_type_alt"), ["battle"], "events[0].event_type"),
        (("events", 0, "actors"), ["rebels"], "events[0].actors"),
        (("events", 0, "control", "extent"), "most", "events[0].control.extent"),
        (("events", 1, "casualties", 0, "scope"), "week", "events[1].casualties[0].scope"),
        (("document", "total_killed_low"), 8, "document.total_killed_low"),
        (("published_date",), "2016-02-27", "published"),
        (("collect",), {"sha256": "00"}, "collect.sha256"),
    ],
)
def test_a_fault_is_found(faults, path, value, key):
    assert faults(changed(path, value)) == [key]


def test_the_hash_of_the_text_may_stand_in_the_gold(faults):
    assert faults(gold_document(collect={"sha256": hashlib.sha256(TEXT.encode()).hexdigest()})) == []


def test_casualties_in_a_change_of_control_are_a_fault(faults):
    document = gold_document()
    document["events"][0]["casualties"] = document["events"][1].pop("casualties")
    document["events"][1]["casualties"] = []
    assert faults(document) == ["events[0].casualties"]


def test_a_trap_has_to_stand_in_the_text(faults):
    trap = {"kind": "casualty", "quote": "خلال 24 ساعة", "why": "hours", "low": 24}
    document = gold_document(document={"total_killed_low": 7, "must_not_extract": [trap]})
    assert faults(document) == ["document.must_not_extract[0].quote"]


def test_without_the_text_quotes_are_not_looked_at(faults):
    assert faults(changed(("events", 0, "evidence"), "سيطرت قوات التنظيم"), text=None) == []


def test_a_file_that_cannot_be_read_is_one_fault_among_the_others(tmp_path):
    folder = write_set(tmp_path, gold_document(), gold_document(id="two", published_date="soon"))
    (folder / "gold" / "three.json").write_text(json.dumps([]))
    assert sorted((fault.file.name, fault.key) for fault in check_gold(folder).faults) == [
        ("three.json", ""), ("two.json", "published_date"),
    ]  # fmt: skip


def test_a_days_total_replaces_the_items_of_the_same_side(faults):
    document = gold_document()
    item = document["events"][1]["casualties"][0]
    document["events"][1]["casualties"].append(item | {"scope": "day", "low": 20})
    document["document"]["total_killed_low"] = 20
    assert faults(document) == []
