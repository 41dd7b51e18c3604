"""The seeds that the control timeline rests on."""

import csv
import datetime as dt

from transforms.paths import SEEDS_DIR


def read(name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (SEEDS_DIR / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return list(rows.fieldnames or []), list(rows)


def test_the_starting_states_are_shipped_empty():
    assert read("control_start.csv") == (["pcode", "holder", "since", "source", "source_url", "note"], [])


def test_sides_that_ended_are_actors_with_a_day_and_a_reason():
    columns, rows = read("actor_ends.csv")
    assert columns == ["actor_id", "ended_on", "successor", "note"]
    actors = {row["actor_id"] for row in read("actors.csv")[1]}
    for row in rows:
        assert row["actor_id"] in actors
        assert row["successor"] in {"", *actors - {row["actor_id"]}}
        assert dt.date.fromisoformat(row["ended_on"])
        assert row["note"]


def test_a_side_ends_on_the_day_on_which_its_names_do():
    """Both files tell the day; an alias may name what is left of the side afterwards."""
    ends = {row["actor_id"]: row["ended_on"] for row in read("actor_ends.csv")[1]}
    for actor, ended_on in ends.items():
        aliases = [row for row in read("actor_aliases.csv")[1] if row["actor_id"] == actor]
        assert {row["valid_to"] for row in aliases if row["valid_to"]} == {ended_on}


def test_words_of_retelling_have_a_kind_that_the_models_know():
    columns, rows = read("retelling_words.csv")
    assert columns == ["word", "kind", "language", "note"]
    assert {row["kind"] for row in rows} == {"rises", "another", "corrects"}
    assert {row["language"] for row in rows} == {"ar", "en"}
    words = [row["word"] for row in rows]
    assert len(set(words)) == len(words)
    assert all(word and " " not in word for word in words)
