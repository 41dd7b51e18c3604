"""`marsad evaluate`: what it prints, what it writes, its exit status."""

import json

import pytest

from tests.support.gold import gold_document, write_set
from transforms import cli


@pytest.fixture
def folder(tmp_path):
    return write_set(tmp_path / "small", gold_document())


@pytest.fixture
def evaluate(capsys):
    """Run `marsad evaluate`; gives exit status, stdout and stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["evaluate", *map(str, words)])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def test_the_table_names_the_set_and_every_figure_once(evaluate, folder):
    status, out, _ = evaluate(folder, "--no-misses")
    assert status == 0
    assert out.startswith("small: 1 reports, 0 failed\n")
    assert len(out.strip().splitlines()) == 2 + 35


def test_json_stands_alone_on_stdout(evaluate, folder):
    status, out, _ = evaluate(folder, "--format", "json")
    document = json.loads(out)
    assert status == 0
    assert {"n_docs", "control", "total_mae", "sets"} <= set(document)
    assert document["sets"]["small"]["control"] == document["control"]


def test_misses_are_told_report_by_report(evaluate, folder):
    document = gold_document()
    document["events"][1]["casualties"][0]["low"] = 8
    write_set(folder, document)
    out = evaluate(folder)[1]
    assert "\none\n" in out
    assert "  missed casualty: killed 8 (clash)" in out


def test_misses_can_be_left_out_of_the_json(evaluate, folder):
    assert "misses" in json.loads(evaluate(folder, "--format", "json")[1])
    assert "misses" not in json.loads(evaluate(folder, "--format", "json", "--no-misses")[1])


def test_several_sets_get_a_table_each_and_one_together(evaluate, folder):
    write_set(folder.parent / "second", gold_document())
    out = evaluate(folder.parent, "--no-misses")[1]
    headings = [line for line in out.splitlines() if line.endswith("failed")]
    assert headings == ["second: 1 reports, 0 failed", "small: 1 reports, 0 failed", "all sets: 2 reports, 0 failed"]


def test_the_texts_may_lie_elsewhere(evaluate, folder, tmp_path):
    (folder / "text").rename(tmp_path / "texts")
    assert "1 failed" in evaluate(folder)[1]
    assert "0 failed" in evaluate(folder, "--text-dir", tmp_path / "texts")[1]


def test_sound_gold_passes_the_check(evaluate, folder):
    status, out, _ = evaluate(folder, "--check")
    assert (status, out) == (0, "1 gold files, 1 with their text, 2 events: 0 faults\n")


def test_faults_of_the_gold_are_listed_with_exit_status_1(evaluate, folder):
    write_set(folder, gold_document(document={"total_killed_low": 8}))
    status, out, _ = evaluate(folder, "--check")
    assert status == 1
    assert "one.json: document.total_killed_low is 8, and the rows give 7" in out


def test_faults_are_told_as_json_too(evaluate, folder):
    write_set(folder, gold_document(document={"total_killed_low": 8}))
    status, out, _ = evaluate(folder, "--check", "--format", "json")
    assert (status, json.loads(out)["faults"][0]["key"]) == (1, "document.total_killed_low")


def test_a_gold_file_that_cannot_be_used_is_one_line_on_stderr(evaluate, folder):
    write_set(folder, gold_document(published_date="soon"))
    status, out, err = evaluate(folder)
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "one.json: published_date is no day written YYYY-MM-DD: 'soon'" in err


def test_the_other_reports_are_measured_beside_a_gold_file_that_cannot_be_used(evaluate, folder):
    write_set(folder, gold_document(id="two", published_date="soon"))
    status, out, err = evaluate(folder, "--no-misses")
    assert (status, len(err.splitlines())) == (1, 1)
    assert "two.json: published_date is no day" in err
    assert out.startswith("small: 1 reports, 0 failed\n")


def test_every_gold_file_that_cannot_be_used_is_listed(evaluate, folder):
    for name in ("two", "three"):
        write_set(folder, gold_document(id=name, published_date="soon"))
    assert len(evaluate(folder)[2].splitlines()) == 2


def test_gold_files_that_cannot_be_used_are_in_the_json_too(evaluate, folder):
    write_set(folder, gold_document(id="two", published_date="soon"))
    status, out, _ = evaluate(folder, "--format", "json")
    document = json.loads(out)
    assert (status, document["n_docs"]) == (1, 1)
    assert [(fault["file"][-8:], fault["key"]) for fault in document["faults"]] == [("two.json", "published_date")]


def test_figures_are_not_written_from_faulty_gold(evaluate, folder, tmp_path):
    write_set(folder, gold_document(id="two", published_date="soon"))
    status, _, err = evaluate(folder, "--update", tmp_path / "figures.json")
    assert (status, (tmp_path / "figures.json").exists()) == (1, False)
    assert "nothing is written" in err


def test_a_folder_that_is_not_there_is_wrong_usage(evaluate, tmp_path):
    status, _, err = evaluate(tmp_path / "nowhere")
    assert (status, "is no folder" in err) == (2, True)


def test_update_writes_the_figures_and_leaves_stdout_to_the_json(evaluate, folder, tmp_path):
    file = tmp_path / "figures.json"
    status, out, err = evaluate(folder, "--format", "json", "--update", file)
    assert status == 0
    assert json.loads(file.read_text())["small"]["types"] == json.loads(out)["types"]["f1"]
    assert "values written" in err


def test_check_and_update_do_not_go_together(evaluate, folder, tmp_path):
    assert evaluate(folder, "--check", "--update", tmp_path / "figures.json")[0] == 2
