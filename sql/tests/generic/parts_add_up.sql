{#
  Fails for every group whose parts do not add up to its total.

  total: aggregate over `total_model`; part: aggregate over the tested model; both grouped by `group_by` (a list) and
  compared null-aware. A group that is missing on one side fails.
#}
{% test parts_add_up(model, part, total_model, total, group_by, part_where='true', total_where='true') %}
with parts as (
    select
        {{ group_by | join(', ') }},
        {{ part }} as part
    from {{ model }}
    where {{ part_where }}
    group by {{ group_by | join(', ') }}
),

totals as (
    select
        {{ group_by | join(', ') }},
        {{ total }} as total
    from {{ total_model }}
    where {{ total_where }}
    group by {{ group_by | join(', ') }}
)

select
    {% for column in group_by -%}
    coalesce(parts.{{ column }}, totals.{{ column }}) as {{ column }},
    {% endfor -%}
    parts.part,
    totals.total
from parts
full outer join totals
    on {% for column in group_by %}{{ 'and ' if not loop.first }}parts.{{ column }} is not distinct from totals.{{ column }} {% endfor %}
where parts.part is distinct from totals.total
{% endtest %}
