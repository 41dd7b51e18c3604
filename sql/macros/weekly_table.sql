{#
  A weekly table from the figures of an intermediate model: one kind of weeks, with the names of week and region, and
  with the address and the sentence of an example, which are fetched last so that nothing before carries text along.

  `figures`: the model, whose column `example_<key>` names a row of `examples` by its column `key`. `example_id`: which
  id of that row the table shows. `order_by`: the columns that tell rows of one week and region apart.
#}
{% macro weekly_table(figures, week_kind, examples, key, example_id, order_by) -%}
with figures as (
    select * from {{ figures }}
    where week_kind = '{{ week_kind }}'
),

weeks as (
    select * from {{ ref('int_weeks') }}
),

places as (
    select * from {{ ref('stg_places') }}
),

examples as (
    select * from {{ examples }}
)

select
    {{ week_and_region_columns('figures') }},
    figures.* exclude (
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode, example_{{ key }}
    ),
    examples.{{ example_id }} as example_{{ example_id }},
    examples.url as example_url,
    examples.evidence_text as example_evidence_text
from figures
{{ join_week_and_region('figures') }}
left join examples on figures.example_{{ key }} = examples.{{ key }}
order by
    figures.week_start, figures.admin_level, figures.admin1_pcode nulls last, figures.admin2_pcode nulls last,
    figures.admin3_pcode nulls last, figures.region_pcode nulls last, {{ order_by }}
{%- endmacro %}
