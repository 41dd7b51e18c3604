"""Report -> events, one module a question.

`normalise` (letters, tokens), `lexicon` (one dictionary pass), `gazetteer` (the places), `sections` (datelines),
`reading` (segments), then the questions: `what`, `control`, `where` with `resolution`, `when`, `who`, `casualties`;
`assemble` puts the answers together. The rules are those of docs/codebook.md, the words those of `seeds/`. Pure: no
input or output after the dictionaries are loaded on the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.model import Event, Report

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.extraction.reading import Reading


def extract(report: Report) -> list[Event]:
    """Events that a report tells, in the order of its text.

    Args:
        report: as `transforms.page.read_report` gives it; `published_date` anchors all dates and may be None.

    Returns:
        Events by docs/codebook.md; the same for the same report in every process.
    """
    return trace(report)[1]


def trace(report: Report) -> tuple[Reading | None, list[Event]]:
    """`extract`, and what it was read from: tokens, mentions and segments, for `transforms.explain`.

    Args:
        report: as for `extract`.

    Returns:
        The reading, to look at and not to change (None for a language that is not read), and the events.
    """
    if report.language == "en":
        from transforms.extraction.english import trace_english

        return trace_english(report)

    if report.language != "ar":
        return None, []
    from transforms.extraction.arabic import trace_arabic

    return trace_arabic(report)


def extract_batch(pages: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of `reports` of a batch of raw pages, for engines that speak Arrow: see `transforms.batch.extract_batch`.

    Args:
        pages: rows of `transforms.schemas.RAW_PAGES`, all pages of a publication day in one batch.

    Returns:
        Rows of `transforms.schemas.REPORTS`; pages that cannot be read have none (`transforms.batch.read_batch`).

    Raises:
        ValueError: the batch does not hold raw pages.
    """
    from transforms import batch  # Arrow is loaded only where rows are wanted

    return batch.extract_batch(pages)


__all__ = ["extract", "extract_batch", "trace"]
