"""What is said about rights: whose the figures, the sentences and the places are, and how to cite them.

Marsad licences nothing that is not its operator's. The figures are facts that a reader took out of published reports;
the sentences stay their publisher's.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.exports.package import Facts

WHAT_IT_IS = (
    "Control changes and casualties as reported by one source, read out of its texts by rules, each with the sentence "
    "that says so. It counts what was published, not what happened."
)
SAMPLE = "sample"
"""Name of the source of invented reports."""

_OBSERVATORY = "Syrian Observatory for Human Rights"
_LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution Share-Alike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": ("Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": ("Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}


def title(facts: Facts) -> str:
    """Title of the whole set; that of invented reports says so."""
    if _is_sample(facts):
        return "Marsad: INVENTED sample, not data"
    return f"Marsad: control changes and casualties in Syria, as reported by {_publishers(facts)}"


def licence_entry(licence: str) -> dict[str, str]:
    """The licence of the figures as the data package names it."""
    if licence not in _LICENCES:
        return {"name": licence}
    name, path = _LICENCES[licence]
    return {"name": licence, "title": name, "path": path}


def sources(facts: Facts) -> list[dict[str, str]]:
    """Where the rows come from."""
    found: list[dict[str, str]] = []
    if any(_is_observatory(name) for name in facts.sources):
        found.append({"title": _OBSERVATORY, "path": "https://www.syriahr.com"})
    if SAMPLE in facts.sources:
        found.append({"title": "Invented reports of Marsad's sample site: incidents that never happened"})
    found += [{"title": name} for name in facts.sources if not _is_observatory(name) and name != SAMPLE]
    return [
        *found,
        {"title": "OCHA Common Operational Dataset for Syria (COD-AB), CC BY-IGO: P-codes, names, positions"},
        {"title": "Open Syria, CC BY 4.0: further names of places"},
    ]


def licence_text(facts: Facts, licence: str) -> str:
    """LICENSE.txt: what may be done with which part."""
    entry = licence_entry(licence)
    named = f"{entry.get('title', licence)} ({licence}){', ' + entry['path'] if 'path' in entry else ''}"
    publishers = _publishers(facts)
    return _page(
        title(facts),
        f"Figures and codes (what happened, where, when, who, how many): {named}. They are facts taken by a program "
        f"from public reports of {publishers}. The operator of this installation chose this licence for the "
        "compilation.",
        f"Quoted sentences (evidence_text, notes and the like) and names as the source wrote them: from the texts of "
        f"{publishers}. They stay their publisher's. Marsad grants no right to them; they are quoted so that every "
        "figure can be checked, each with the address of its report. Ask the publisher before you use them for more.",
        "P-codes, place names and positions: OCHA Common Operational Dataset for Syria (COD-AB), CC BY-IGO. Further "
        "names: Open Syria, CC BY 4.0.",
        "Names of columns and categories follow HDX HAPI and ACLED so that tools fit. Nothing here is data of either, "
        "and neither has reviewed it.",
        "There is no warranty. Reading is done by rules that make mistakes. Do not publish a figure without reading "
        "the sentences behind it, and do not use it for targeting or for tracking persons.",
    )


def citation(facts: Facts, licence: str) -> str:
    """CITATION.txt: what to write below a figure."""
    days = f", publication days {facts.first_day} to {facts.last_day}" if facts.first_day else ""
    line = (
        f"{_publishers(facts)}, public reports{days}; coded by Marsad {facts.marsad_version} "
        f"(reader {facts.parser_versions or 'not known'}), built {facts.built_at}; {licence}."
    )
    return _page(
        title(facts),
        f"Cite: {line}",
        "Of a single figure cite the report, too: its address (url), the day on which you looked at it, and the "
        "sentence.",
        "Maps and places: OCHA (COD-AB) and Open Syria.",
    )


def _page(heading: str, *paragraphs: str) -> str:
    wrapped = (textwrap.fill(text, 110, break_long_words=False, break_on_hyphens=False) for text in paragraphs)
    return "\n\n".join([heading, *wrapped]) + "\n"


def _publishers(facts: Facts) -> str:
    names = [f"the {_OBSERVATORY} (SOHR)"] if any(map(_is_observatory, facts.sources)) else []
    names += [
        "Marsad's sample site (invented, about incidents that never happened)" if name == SAMPLE else name
        for name in facts.sources
        if not _is_observatory(name)
    ]
    return " and ".join(names) or f"the {_OBSERVATORY} (SOHR)"


def _is_observatory(source: str) -> bool:
    return source.startswith("sohr-")


def _is_sample(facts: Facts) -> bool:
    return SAMPLE in facts.sources
