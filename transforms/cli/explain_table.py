"""The events of a report on a terminal: a table where it is wide, else one record an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.cli.terminal import labelled, print_heading, print_table, printable
from transforms.explain import words

if TYPE_CHECKING:
    from transforms.explain import Explanation, FoundMention, ReadSegment
    from transforms.model import Event, Place

WIDE = 110
"""From this many characters on, events stand in a table; the text has a column of its own then."""

_COLOURS = {
    "control_change": "bold blue", "clash": "bold red", "airstrike": "bold magenta", "shelling": "bold yellow",
    "rocket": "bold yellow", "explosion": "bold bright_red", "targeted_killing": "bold red", "execution": "bold red",
    "detention": "bold cyan", "agreement": "bold green", "displacement": "bold green", "toll": "bold",
}  # fmt: skip


def print_events(console: Console, explanation: Explanation, *, reasons: bool) -> None:
    """Print what a report says happened.

    Args:
        console: where to print; its width decides between a table and records.
        explanation: the report with its events.
        reasons: also the rule of each event, the segments and the mentions.
    """
    report, events = explanation.report, explanation.events
    console.print(printable(report.title or "(no title)"), style="bold")
    console.print(
        f"{report.report_id}, published {report.published_date or 'unknown'} ({report.published_date_basis}), "
        f"{len(events)} events",
        markup=False,
    )
    if report.warnings:
        console.print(f"warnings: {', '.join(report.warnings)}", style="yellow", markup=False)
    if console.width >= WIDE and not reasons:
        _print_wide(console, events)
    else:
        for number, event in enumerate(events, start=1):
            _print_record(console, number, event, reasons=reasons)
    if any(event.is_background for event in events):
        console.print("Dim events are background: kept, and counted in no figure.", style="dim")
    if reasons:
        _print_segments(console, explanation)
        _print_mentions(console, explanation.mentions)


def _print_wide(console: Console, events: tuple[Event, ...]) -> None:
    if not events:
        return
    table = Table(box=ROUNDED, show_lines=True)
    table.add_column("", justify="right")
    for heading, ratio in (("what", 5), ("where", 5), ("casualties", 4), ("the text says", 8)):
        table.add_column(heading, overflow="fold", ratio=ratio)
    for number, event in enumerate(events, start=1):
        what = Text("\n").join([_heading(event), Text(_sides(event)), *map(Text, words.notes(event))])
        table.add_row(
            str(number), what, Text("\n").join(_place(place) for place in event.places),
            Text("\n".join(_casualties(event))), printable(event.evidence.text),
            style="dim" if event.is_background else None,
        )  # fmt: skip
    console.print(table)


def _print_record(console: Console, number: int, event: Event, *, reasons: bool) -> None:
    title = Text.assemble(f"{number} ", _heading(event), *(f", {note}" for note in words.notes(event)))
    print_heading(console, title)
    lines = [("control" if event.control else "sides", Text(_sides(event)))]
    lines += [("place", _place(place)) for place in event.places]
    lines += [(_first(i, "harmed"), Text(line)) for i, line in enumerate(_casualties(event))]
    if reasons:
        lines += _reasons(event)
    style = "dim" if event.is_background else None
    console.print(labelled(lines), style=style)
    console.print(printable(event.evidence.text), style=style)


def _reasons(event: Event) -> list[tuple[str, Text]]:
    rule = words.RULES.get(event.rule_id)
    evidence = event.evidence
    precision = words.DATE_PRECISION[event.date_precision]
    return [
        ("rule", Text(f"{event.rule_id}: {rule}" if rule else event.rule_id)),
        ("dated by", Text.assemble(printable(event.date_surface or "nothing said"), f" (precision: {precision})")),
        *(("precision", Text(f"{n}: {words.GEO_PRECISION[n]}")) for n in _precisions(event)),
        ("evidence", Text(f"segment {evidence.sentence_index}, characters {evidence.start} to {evidence.end}")),
    ]


def _precisions(event: Event) -> list[int]:
    return sorted({place.geo_precision for place in event.places})


def _first(index: int, label: str) -> str:
    return "" if index else label


def _heading(event: Event) -> Text:
    weapon = f" ({event.weapon})" if event.weapon else ""
    return Text.assemble((event.event_type, _COLOURS.get(event.event_type, "bold")), f"{weapon} {words.days(event)}")


def _sides(event: Event) -> str:
    return words.control(event) or words.sides(event)


def _place(place: Place) -> Text:
    relation = "near " if place.relation == "near" else ""
    others = [code for code in place.candidates if code != place.pcode]
    also = f", perhaps {', '.join(others)}" if others else ""
    note = place.pcode or f"({words.place_note(place)})"
    name = Text.assemble(relation, printable(words.place_name(place)), " ", (note, _note(place)))
    return name + Text(f", precision {place.geo_precision}{also}", "dim")


def _note(place: Place) -> str:
    return "green" if place.pcode else "cyan" if place.is_known else "yellow"


def _casualties(event: Event) -> list[str]:
    lines = []
    for row in event.casualties:
        notes = [row.qualifier] if row.qualifier != "exact" else []
        notes += [row.scope] if row.scope != "incident" else []
        parts = words.breakdown(row)
        line = f"{words.number(row)} {row.outcome} {words.people(row)}".rstrip()
        lines.append(line + (f" ({', '.join(notes)})" if notes else "") + (f", among them {parts}" if parts else ""))
    return lines


# ---- what was read --------------------------------------------------------------------------------------------------


def _print_segments(console: Console, explanation: Explanation) -> None:
    console.print(f"\n{len(explanation.segments)} segments", style="bold")
    numbers = {event.event_id: str(n) for n, event in enumerate(explanation.events, start=1)}
    for segment in explanation.segments:
        print_heading(console, Text(_segment_line(segment, numbers)))
        console.print(_segment_text(segment))


def _segment_line(segment: ReadSegment, numbers: dict[str, str]) -> str:
    parts = [f"segment {segment.index}", f"{segment.start}–{segment.end}", *segment.marks]
    if segment.admin1:
        parts.append(" ".join(segment.admin1))
    if segment.events:
        parts.append(f"events {' '.join(numbers[event_id] for event_id in segment.events)}")
    return ", ".join(parts)


def _segment_text(segment: ReadSegment) -> Text:
    """The text; what was passed over is dim, what was only tried is in italics."""
    text = Text()
    position = segment.start
    spans = [(*span, "dim strike") for span in segment.masked] + [(*span, "italic") for span in segment.attempts]
    for start, end, style in sorted(spans):
        if start < position:
            continue
        text += printable(segment.text[position - segment.start : start - segment.start])
        text += Text(printable(segment.text[start - segment.start : end - segment.start]).plain, style)
        position = end
    return text + printable(segment.text[position - segment.start :])


def _print_mentions(console: Console, mentions: tuple[FoundMention, ...]) -> None:
    console.print(f"\n{len(mentions)} dictionary entries found", style="bold")
    rows = [(f"{m.start}–{m.end}", "; ".join(dict.fromkeys(map(words.use, m.uses))), m.text) for m in mentions]
    print_table(console, ("characters", "may be", "words"), rows)
