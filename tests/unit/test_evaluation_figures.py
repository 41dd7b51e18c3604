"""The figures: perfect where the reading is, worse where it is spoiled, and honest about what could not be read."""

from pathlib import Path

import pytest

from tests.support.damage import DAMAGES
from tests.support.gold import TEXT, events_of_gold, gold_document, write_set
from transforms.errors import GoldError
from transforms.evaluation import evaluate
from transforms.evaluation.figures import ERRORS, headline
from transforms.evaluation.findings import Kind
from transforms.evaluation.floors import fallen, raise_floors, read_floors, unsettled
from transforms.evaluation.gold import GoldReport, read_gold

SAMPLE = Path(__file__).parents[1] / "golden" / "sample"
UNTOUCHED_BY_NAMES = {"control", "control_named", "events_placed", "cas_confirmed", "places_found", "types_admin1"}


@pytest.fixture(scope="module")
def golds() -> list[GoldReport]:
    return [read_gold(file) for file in sorted(SAMPLE.glob("gold/*.json"))]


@pytest.fixture(scope="module")
def measure(golds):
    """Figures of the sample set for the gold itself, damaged. Reports are evaluated in the order of their ids."""

    def measure(damage=list):
        remaining = iter(golds)
        evaluation = evaluate(SAMPLE, extract=lambda report: damage(events_of_gold(next(remaining), report)))
        return headline(evaluation.together.figures)

    return measure


@pytest.fixture(scope="module")
def perfect(measure):
    return measure()


@pytest.fixture
def gold_of(tmp_path_factory):
    """A document as it is read from a gold file."""

    def gold_of(document):
        folder = write_set(tmp_path_factory.mktemp("gold"), document)
        return read_gold(folder / "gold" / f"{document['id']}.json")

    return gold_of


@pytest.fixture
def small(tmp_path_factory, gold_of):
    """Evaluate a set of one document, read as the gold has it or by another extractor."""

    def small(document=None, text=TEXT, extract=None):
        document = document or gold_document()
        folder = write_set(tmp_path_factory.mktemp("sets") / "small", document, text=text)
        return evaluate(folder, extract=extract or (lambda report: events_of_gold(gold_of(document), report)))

    return small


def test_the_gold_itself_is_perfect(perfect):
    assert {name for name, value in perfect.items() if value != (0 if name in ERRORS else 1)} == set()


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_shows_in_its_figures(measure, perfect, name):
    damage, due = DAMAGES[name]
    spoiled = measure(damage)
    worse = {key for key in due if spoiled[key] < perfect[key] or (key in ERRORS and spoiled[key] > perfect[key])}
    assert worse == due


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("taker wrong", {"cas_confirmed", "types", "total_exact"}),
        ("side wrong", {"cas_confirmed", "control", "civilian"}),
        ("P-code wrong", UNTOUCHED_BY_NAMES),
        ("governorate wrong", {"pcode", "control", "types"}),
        ("first day wrong", {"control", "cas_confirmed", "types", "events_placed"}),
        ("offsets wrong", {"control", "cas_confirmed", "types", "evidence_in_source"}),
    ],
)
def test_damage_leaves_the_other_figures_alone(measure, perfect, name, kept):
    spoiled = measure(DAMAGES[name][0])
    assert {key for key in kept if spoiled[key] != perfect[key]} == set()


def test_a_report_without_a_text_is_missed_and_told(small):
    evaluation = small(text=None)
    assert evaluation.together.failures == [{"id": "one", "why": "no text file"}]
    assert evaluation.together.figures.counts["types"].recall == 0


def test_a_text_that_cannot_be_read_is_told(small):
    assert small(text="  ").together.failures[0]["why"].startswith("empty: ")


def test_an_extractor_that_raises_is_told(small):
    def extract(report):
        raise KeyError("lexicon")

    assert small(extract=extract).together.failures == [{"id": "one", "why": "extraction_failed: KeyError: 'lexicon'"}]


def test_a_failed_report_is_no_exact_total_even_where_nobody_was_killed(small):
    document = gold_document(events=[], document={"total_killed_low": 0})
    assert small(document, text=None).together.figures.shares["total_exact"].accuracy == 0


def test_an_optional_event_is_neither_missed_nor_extra(small):
    document = gold_document()
    document["events"][1]["optional"] = True
    absent = small(document, extract=lambda report: []).together.figures.counts["types"]
    present = small(document).together.figures.counts["types"]
    assert (absent.gold, absent.predicted, present.gold, present.predicted) == (1, 0, 1, 1)


def test_the_rows_of_an_event_that_alone_is_optional_are_missed(small):
    document = gold_document()
    document["events"][1]["optional"] = "event_only"
    figures = small(document, extract=lambda report: []).together.figures
    assert (figures.counts["cas_killed"].gold, figures.counts["types"].gold) == (1, 1)


@pytest.mark.parametrize(("taken_by", "sprung"), [("regime", 1), ("is", 0), (None, 1)])
def test_an_extra_change_is_told_as_background_where_a_trap_has_its_place_and_taker(small, gold_of, taken_by, sprung):
    trap = {"kind": "control", "quote": "بريف حلب", "why": "status", "places": ["خناصر"], "taken_by": taken_by}
    fight_alone = gold_document(
        events=gold_document()["events"][1:], document={"total_killed_low": 7, "must_not_extract": [trap]}
    )
    change_and_fight = gold_of(gold_document())
    evaluation = small(fight_alone, extract=lambda report: events_of_gold(change_and_fight, report))
    assert evaluation.together.figures.false_background == sprung


def test_a_missed_row_is_told_with_the_words_of_the_gold(small):
    findings = small(extract=lambda report: []).together.reports[0].findings
    missed = [(finding.kind, finding.subject) for finding in findings]
    assert missed == [
        (Kind.MISSED, "control"), (Kind.MISSED, "casualty"), (Kind.WRONG, "total killed"), (Kind.MISSED, "event"),
        (Kind.MISSED, "event"),
    ]  # fmt: skip
    assert "وقتل ما لا يقل عن 7 من عناصر التنظيم" in findings[1].detail


def test_sets_in_subfolders_are_scored_apart_and_together(tmp_path):
    write_set(tmp_path / "first", gold_document())
    write_set(tmp_path / "second", gold_document(), gold_document(id="two"))
    evaluation = evaluate(tmp_path, extract=lambda report: [])
    assert [(part.name, len(part.reports)) for part in evaluation.sets] == [("first", 1), ("second", 2)]
    assert [report.report_id for report in evaluation.together.reports] == ["first/one", "second/one", "second/two"]


def test_a_folder_without_gold_is_an_error(tmp_path):
    with pytest.raises(GoldError, match=r"holds no gold/\*\.json"):
        evaluate(tmp_path)


def test_figures_that_fall_are_told_and_the_others_are_not(small, gold_of, tmp_path):
    file = tmp_path / "figures.json"
    raise_floors(small(), file)
    worse = small(extract=lambda report: events_of_gold(gold_of(gold_document()), report)[:1])
    told = {move.figure for move in fallen(worse, read_floors(file))}
    assert {"types", "cas_killed", "total_mae"} <= told
    assert "control" not in told


def test_a_floor_is_never_lowered(small, tmp_path):
    file = tmp_path / "figures.json"
    raise_floors(small(), file)
    before = file.read_bytes()
    assert raise_floors(small(extract=lambda report: []), file) == []
    assert file.read_bytes() == before


def test_a_set_with_other_reports_is_written_anew(tmp_path, gold_of):
    folder, file = tmp_path / "small", tmp_path / "figures.json"
    write_set(folder, gold_document())
    raise_floors(evaluate(folder, extract=lambda report: events_of_gold(gold_of(gold_document()), report)), file)
    write_set(folder, gold_document(id="two"))
    worse = evaluate(folder, extract=lambda report: [])
    assert (unsettled(worse, read_floors(file)), fallen(worse, read_floors(file))) == (["small"], [])
    raise_floors(worse, file)
    assert (read_floors(file)["small"]["reports"], read_floors(file)["small"]["types"]) == (2, 0)


def test_a_floor_rises_with_the_figure(small, tmp_path):
    file = tmp_path / "figures.json"
    raise_floors(small(extract=lambda report: []), file)
    raised = {move.figure for move in raise_floors(small(), file)}
    assert {"types", "cas_killed", "total_mae"} <= raised
    assert fallen(small(), read_floors(file)) == []


def test_a_figure_that_is_not_told_any_more_has_fallen(small, tmp_path):
    file = tmp_path / "figures.json"
    raise_floors(small(), file)
    told = {move.figure: move.now for move in fallen(small(extract=lambda report: []), read_floors(file))}
    assert told["taken_from"] is None
