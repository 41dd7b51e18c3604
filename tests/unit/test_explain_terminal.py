"""What `marsad extract` and `marsad query` print on a terminal of any width, and into files."""

import io
import json

import pyarrow as pa
import pytest
from rich.console import Console

from sample_site.posts import load_posts
from sample_site.server import respond
from transforms import cli
from transforms.cli.arguments import Table
from transforms.cli.query import print_rows
from transforms.cli.terminal import print_table

ELLIPSIS = "…"


@pytest.fixture(scope="module")
def content() -> bytes:
    posts = load_posts()
    return respond(posts[0].path, posts, "http://127.0.0.1").body


@pytest.fixture
def extract(capsys, tmp_path, content, monkeypatch):
    """Run `marsad extract` on a terminal of some width; gives exit status and stdout."""

    def run(*options: str, width: int = 80) -> tuple[int, str]:
        monkeypatch.setenv("COLUMNS", str(width))
        file = tmp_path / "report.html"
        file.write_bytes(content)
        with pytest.raises(SystemExit) as left:
            cli.main(["extract", *options, str(file)])
        return int(left.value.code or 0), capsys.readouterr().out

    return run


@pytest.fixture
def document(extract) -> dict:
    return json.loads(extract("--format", "json", "--explain")[1])


def words(text: str) -> list[str]:
    return text.replace("│", " ").split()


@pytest.mark.parametrize("width", [30, 60, 80, 109, 110, 160])
def test_nothing_is_cut_at_any_width(extract, document, width):
    printed = extract(width=width)[1]
    assert ELLIPSIS not in printed
    said = {word for event in document["events"] for word in event["evidence"]["text"].split()}
    assert said - set(words(printed)) == set()


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_gets_records(extract, width):
    assert "│" not in extract(width=width)[1]


def test_a_wide_terminal_gets_a_table(extract):
    assert "│" in extract(width=140)[1]


def test_a_narrow_terminal_is_not_overrun(extract):
    lines = extract(width=60)[1].splitlines()
    assert [line for line in lines if len(line) > 60 + line.count("\u064b")] == []


def test_explain_adds_the_rule_of_each_event(extract, document):
    printed = " ".join(words(extract("--explain", width=100)[1]))
    assert {event["rule_id"] for event in document["events"] if event["rule_id"] not in printed} == set()


def test_explain_lists_segments_and_mentions(extract, document):
    printed = extract("--explain", width=100)[1]
    counts = {name: len(document["explanation"][name]) for name in ("segments", "mentions")}
    assert f"{counts['segments']} segments" in printed
    assert f"{counts['mentions']} dictionary entries found" in printed


def test_json_without_explain_is_the_codebooks_document_alone(extract):
    assert set(json.loads(extract("--format", "json")[1])) == {"report", "events"}


def test_json_with_explain_has_mentions_with_role_and_offsets(document):
    body = document["report"]["body"]
    mentions = document["explanation"]["mentions"]
    assert [m for m in mentions if body[m["start"] : m["end"]] != m["text"] or not m["uses"][0]["role"]] == []


def test_json_with_explain_has_the_marks_of_segments(document):
    segment = document["explanation"]["segments"][0]
    assert {"linked", "background", "campaign", "masked", "attempts", "events"} <= set(segment)


def test_html_is_one_page_on_stdout(extract):
    status, printed = extract("--format", "html")
    assert (status, printed.count("<!doctype html>"), printed.rstrip()[-7:]) == (0, 1, "</html>")


def test_out_writes_the_same_into_a_file(extract, tmp_path):
    file = tmp_path / "page.html"
    printed = extract("--format", "html")[1]
    assert extract("--format", "html", "--out", str(file)) == (0, "")
    assert file.read_text(encoding="utf-8") == printed


def test_a_file_that_cannot_be_written_is_one_line_and_status_1(capsys, tmp_path, content):
    source = tmp_path / "report.html"
    source.write_bytes(content)
    with pytest.raises(SystemExit) as left:
        cli.main(["extract", "--out", str(tmp_path / "no" / "page.html"), str(source)])
    err = capsys.readouterr().err
    assert (left.value.code, err.count("\n"), err[:21]) == (1, 1, "marsad: cannot write ")


# ---- rows -----------------------------------------------------------------------------------------------------------


def printed_rows(columns: dict[str, list], width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    table = pa.table(columns)
    rows = [list(record.values()) for record in table.to_pylist()]
    print_table(console, table.column_names, rows)
    return console.file.getvalue()


WIDE = {f"column_{i:02}": [f"value {i} of many words", f"other {i}"] for i in range(20)}


def test_a_result_that_fits_is_a_table():
    printed = printed_rows({"a": [1, 2], "b": ["x", "y"]}, 80)
    assert [line.split() for line in printed.splitlines() if line.split()][2:] == [["1", "x"], ["2", "y"]]


def test_a_result_too_wide_is_printed_one_column_a_line():
    lines = [line.rstrip() for line in printed_rows(WIDE, 80).splitlines()]
    assert [name for name in WIDE if sum(line.startswith(f"{name} ") for line in lines) != 2] == []


@pytest.mark.parametrize("width", [40, 80, 200, 1000])
def test_no_value_of_a_wide_result_is_cut(width):
    printed = printed_rows(WIDE, width)
    assert ELLIPSIS not in printed
    assert [i for i in range(20) if f"other {i}" not in printed] == []


def test_a_long_value_is_folded_and_not_cut():
    text = [f"word{i}" for i in range(100)]
    printed = printed_rows({"a": [1], "text": [" ".join(text)]}, 60).split()
    assert [word for word in printed if word.startswith("word")] == text


ADDRESS = "https://example.org/" + "%d9%82" * 30 + "/154017/"


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_a_long_address_is_cut_in_its_middle_to_one_line(width):
    columns = {"report_id": ["sample:154017"], "url": [ADDRESS], "events_count": [4]}
    lines = [line for line in printed_rows(columns, width).splitlines() if line.strip()]
    assert len(lines) == 3
    assert all(sign in lines[-1] for sign in ("https://exa", ELLIPSIS, "/154017/", " 4"))


def test_a_long_address_stays_whole_where_it_fits():
    printed = printed_rows({"report_id": ["sample:154017"], "url": [ADDRESS]}, 300)
    assert ADDRESS in printed


def test_text_beside_an_address_is_folded_and_not_cut():
    text = [f"word{i}" for i in range(60)]
    printed = printed_rows({"url": [ADDRESS], "text": [" ".join(text)]}, 80).split()
    assert [word for word in printed if word.startswith("word")] == text


def test_an_address_is_whole_where_columns_are_printed_one_a_line():
    printed = printed_rows({**WIDE, "url": [ADDRESS, ADDRESS]}, 80)
    assert ADDRESS in "".join(line.strip().removeprefix("url").strip() for line in printed.splitlines())


def test_a_query_tells_that_values_are_cut(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    print_rows(pa.table({"url": [ADDRESS]}), Table.table)
    assert "--format csv" in capsys.readouterr().out


@pytest.mark.parametrize("format", [Table.csv, Table.json])
def test_an_address_is_whole_for_programs(capsys, monkeypatch, format):
    monkeypatch.setenv("COLUMNS", "80")
    print_rows(pa.table({"url": [ADDRESS]}), format)
    assert ADDRESS in capsys.readouterr().out


def test_values_do_not_steer_the_terminal():
    assert "\x1b" not in printed_rows({"a": ["\x1b[31mred"]}, 80)


def test_values_are_no_markup():
    assert "[bold]x[/bold]" in printed_rows({"a": ["[bold]x[/bold]"]}, 80)


def test_a_missing_value_is_empty():
    assert "None" not in printed_rows({"a": [None], "b": [1]}, 80)


def test_no_rows_print_the_headings():
    assert "a" in printed_rows({"a": pa.array([], pa.int64())}, 80)


def test_csv_stays_csv_however_wide(capsys):
    print_rows(pa.table(WIDE), Table.csv)
    assert len(capsys.readouterr().out.splitlines()) == 3
