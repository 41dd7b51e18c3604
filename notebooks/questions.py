"""Ten questions to the published warehouse, each with its SQL, its rows and, where it helps, a chart.

    make notebook                                                       # work with it in a browser, on this machine
    .venv/bin/marimo export html notebooks/questions.py -o questions.html
    .venv/bin/python notebooks/questions.py                             # runs every query, shows nothing

The warehouse is that of the settings: `MARSAD_DATA_DIR`, or `marsad.toml` in the working directory.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Questions to the warehouse")


@app.cell
def _():
    import altair as alt
    import marimo as mo

    from transforms.charts import weekly_killed_chart
    from transforms.settings import load_settings
    from transforms.warehouse import query

    warehouse = load_settings().warehouse_path

    def ask(sql):
        """Rows of one statement, as an Arrow table; the file is opened read only, and closed again."""
        return query(warehouse, sql)

    def data(rows):
        """Rows as Altair takes them: days as ISO dates."""
        return alt.Data(
            values=[
                {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
                for row in rows.to_pylist()
            ]
        )

    def show(title, told, sql, *charts):
        """A question as a page: what is asked, the chart, the rows, the SQL."""
        rows = ask(sql)
        return mo.vstack(
            [
                mo.md(f"## {title}\n\n{told}"),
                *(chart(rows) for chart in charts),
                mo.ui.table(rows.to_pylist(), selection=None),
                mo.md(f"```sql\n{sql.strip()}\n```"),
            ]
        )

    return alt, ask, data, mo, show, weekly_killed_chart


@app.cell
def _(ask, mo):
    _facts = {row["key"]: row["value"] for row in ask("from meta").to_pylist()}
    mo.md(
        f"""
        # Questions to the warehouse

        Built {_facts["built_at"]}, publication days {_facts["lake_first_day"]} to {_facts["lake_last_day"]}, reader
        {_facts["parser_versions"]}. It counts what one source published, not what happened. Read the sentences before
        you publish a figure.
        """
    )
    return


@app.cell
def _(show, weekly_killed_chart):
    KILLED = """
    select week_start, coalesce(admin1_name_en, 'not said') as governorate,
      sum(people_low)::bigint as low, sum(people_best)::bigint as killed
    from mart_weekly_casualties
    where admin_level = 1 and outcome = 'killed' and is_confirmed
    group by all
    order by all
    """
    show(
        "1. How many people were killed each week, and in which governorate?",
        "Best estimate of the confirmed figures. Each `admin_level` holds all figures: choose one.",
        KILLED,
        weekly_killed_chart,
    )
    return


@app.cell
def _(alt, data, show):
    WHO = """
    select week_start, civilian_status, sum(people_best)::bigint as killed
    from mart_weekly_casualties
    where admin_level = 1 and outcome = 'killed' and is_confirmed
    group by all
    order by all
    """

    def _chart(rows):
        return (
            alt.Chart(data(rows))
            .mark_line(point=True)
            .encode(
                x=alt.X("week_start:T", title="Week starting on"),
                y=alt.Y("killed:Q", title="People killed (best estimate)"),
                color=alt.Color("civilian_status:N", title="Status"),
            )
        )

    show("2. Civilians or combatants?", "`unknown` is what the text does not say; it is not shared out.", WHO, _chart)
    return


@app.cell
def _(alt, data, show):
    NET = """
    with sides as (
      select week_start, taken_by as actor, places_count as places from mart_weekly_control_changes
      where admin_level = 1 and extent = 'full' and status = 'confirmed'
      union all
      select week_start, taken_from, -places_count from mart_weekly_control_changes
      where admin_level = 1 and extent = 'full' and status = 'confirmed' and taken_from is not null
    )
    select week_start, actor, sum(places)::bigint as net_places,
      sum(places) filter (places > 0)::bigint as taken, -sum(places) filter (places < 0)::bigint as lost
    from sides
    group by all
    order by all
    """

    def _chart(rows):
        return (
            alt.Chart(data(rows))
            .mark_bar()
            .encode(
                x=alt.X("week_start:O", title="Week starting on"),
                y=alt.Y("net_places:Q", title="Places taken less places lost"),
                color=alt.Color("actor:N", title="Actor"),
            )
        )

    show(
        "3. Who gained and who lost places, net of both?",
        "Full, confirmed changes. A taking without a named loser is a gain of one side and a loss of nobody.",
        NET,
        _chart,
    )
    return


@app.cell
def _(show):
    CHANGES = """
    select event_date_start, place_name_en, place_name_ar, pcode, taken_by, taken_from, change, status,
      evidence_text, url
    from fct_control_changes
    where is_first_statement
    order by event_date_start, place_name_en
    """
    show("4. Which places changed hands, and which sentence says so?", "One row a change, however often told.", CHANGES)
    return


@app.cell
def _(show):
    CONTESTED = """
    select pcode, any_value(place_name_en) as place_name_en, count(*) as changes,
      string_agg(taken_by, ' → ' order by event_date_start, published_at, event_index) as takers
    from fct_control_changes
    where is_first_statement and pcode is not null
    group by pcode
    having count(*) > 1
    order by changes desc, pcode
    """
    show(
        "5. Which places changed hands more than once?", "In the order of the days; all changes that count.", CONTESTED
    )
    return


@app.cell
def _(alt, data, show):
    MEANS = """
    select event_type, sum(coalesce(people_best, people_low))::bigint as civilians_killed, count(*) as figures
    from fct_casualties
    where is_counted and is_confirmed and outcome = 'killed' and civilian_status = 'civilian'
    group by event_type
    order by civilians_killed desc, event_type
    """

    def _chart(rows):
        return (
            alt.Chart(data(rows))
            .mark_bar()
            .encode(
                x=alt.X("civilians_killed:Q", title="Civilians killed (best estimate)"),
                y=alt.Y("event_type:N", sort="-x", title="Kind of event"),
            )
        )

    show("6. By what were civilians killed?", "`toll` is a number of a day that is no single event's.", MEANS, _chart)
    return


@app.cell
def _(show):
    STRIKES = """
    select week_start, coalesce(array_to_string(actors, ' and '), '') as by_whom, actor_certainty,
      count(*) as statements, count(distinct report_id) as reports
    from fct_events
    where event_type = 'airstrike' and is_counted
    group by all
    order by all
    """
    show(
        "7. Whose planes?",
        'Empty where the report says only "warplanes": nobody is put in. Statements of reports, not strikes.',
        STRIKES,
    )
    return


@app.cell
def _(alt, data, show):
    MAP = """
    select p.pcode, p.name_en, p.latitude, p.longitude, count(*) as events
    from fct_events e inner join dim_place p on e.places_count = 1 and e.place_pcodes[1] = p.pcode
    where e.is_counted and e.geo_precision = 1
    group by all
    order by events desc, p.pcode
    """

    def _chart(rows):
        return (
            alt.Chart(data(rows))
            .mark_circle(opacity=0.6)
            .encode(
                longitude="longitude:Q",
                latitude="latitude:Q",
                size=alt.Size("events:Q", title="Events"),
                tooltip=["name_en:N", "events:Q"],
            )
            .project("mercator")
            .properties(width=520, height=420)
        )

    show(
        "8. Where?",
        "Events that name one place itself. Events of which only a region is known are not on this map.",
        MAP,
        _chart,
    )
    return


@app.cell
def _(show):
    SURE = """
    select w.week_start, w.is_provisional,
      sum(people_best) filter (is_confirmed)::bigint as confirmed,
      sum(people_best) filter (not is_confirmed)::bigint as unconfirmed,
      sum(figures_count)::bigint as figures,
      sum(figures_without_best_count)::bigint as without_a_number,
      sum(figures_without_high_count)::bigint as open_upwards
    from mart_weekly_casualties m inner join dim_week w using (week_start)
    where admin_level = 1 and outcome = 'killed'
    group by all
    order by all
    """
    show(
        "9. How sure are the numbers of killed?",
        '"At least 5" is open upwards, "tens of" has no number. A week is provisional until 14 days after its end.',
        SURE,
    )
    return


@app.cell
def _(show):
    BEHIND = """
    with deadliest as (
      select week_start, admin1_pcode from mart_weekly_casualties
      where admin_level = 1 and outcome = 'killed' and is_confirmed and admin1_pcode is not null
      group by all
      order by sum(people_best) desc, week_start, admin1_pcode
      limit 1
    )
    select event_date_start, event_type, outcome, side, civilian_status, people_low, people_best, people_high,
      qualifier, is_counted, not_counted_reason, evidence_text, url
    from fct_casualties inner join deadliest using (week_start, admin1_pcode)
    order by is_counted desc, people_low desc, event_date_start, event_id
    """
    show(
        "10. What stands behind the highest weekly figure?",
        "Every sentence of the deadliest week and governorate, counted or not, and why not.",
        BEHIND,
    )
    return


if __name__ == "__main__":
    app.run()
