"""Charts as files: PNG, SVG and an HTML page that carries its own scripts.

Nothing is fetched: neither while drawing nor while reading the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import altair as alt
import vl_convert

if TYPE_CHECKING:
    import pyarrow as pa

_WIDTH, _HEIGHT = 640, 320


def weekly_killed_chart(rows: pa.Table) -> alt.Chart:
    """Draw people killed a week, stacked by governorate.

    Args:
        rows: columns `week_start` (date), `governorate` (text), `killed` (number), a row a week and governorate.
    """
    return (
        alt.Chart(alt.Data(values=_plain(rows)), title="People killed, by ISO week and governorate")
        .mark_bar()
        .encode(
            x=alt.X("week_start:O", title="Week starting on", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("sum(killed):Q", title="People killed (best estimate)"),
            color=alt.Color("governorate:N", title="Governorate", scale=alt.Scale(scheme="tableau20")),
            tooltip=["week_start:O", "governorate:N", "killed:Q"],
        )
        .properties(width=_WIDTH, height=_HEIGHT)
    )


def save_chart(chart: alt.Chart, folder: Path, name: str) -> list[Path]:
    """Write a chart as PNG, SVG and HTML.

    Args:
        chart: what to draw.
        folder: made if missing.
        name: file name without its ending.

    Returns:
        The files, PNG first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    spec = chart.to_json(indent=None)
    png, svg, html = (folder / f"{name}.{ending}" for ending in ("png", "svg", "html"))
    png.write_bytes(vl_convert.vegalite_to_png(spec, scale=2))
    svg.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    html.write_text(vl_convert.vegalite_to_html(spec, bundle=True), encoding="utf-8")
    return [png, svg, html]


def _plain(rows: pa.Table) -> list[dict[str, object]]:
    """Rows as JSON values: days as ISO dates."""
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in rows.to_pylist()
    ]
