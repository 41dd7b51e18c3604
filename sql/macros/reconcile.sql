{#
  Rows for whatever does not add up in a weekly mart, for tests: a week at any level against the facts, all weeks
  together against the facts, regions against the region that they lie in.

  The mart has reference_period_start and _end (any kind of week), admin_level and admin1_pcode to admin3_pcode.
  facts: a table with event_date_start; where: its rows that count; figures: a column of the mart to the aggregate over
  these rows that it has to be.
#}
{% macro reconcile(mart, facts, where, figures) %}
with mart as (
    select * from {{ mart }}
),

facts as (
    select * from {{ facts }}
    where {{ where }}
),

levels as (
    select admin_level from mart
    union
    select 1 as admin_level
),

periods as (
    select distinct
        reference_period_start,
        reference_period_end
    from mart
)
{% for column, aggregate in figures.items() %}
{{ 'union all' if not loop.first }}
select
    'a week is the sum of its facts' as rule,
    '{{ column }}' as figure,
    concat('week of ', reference_period_start, ' at level ', admin_level) as at,
    in_mart,
    in_facts
from (
    select
        reference_period_start,
        admin_level,
        sum({{ column }}) as in_mart
    from mart
    group by reference_period_start, admin_level
)
full outer join (
    select
        periods.reference_period_start,
        levels.admin_level,
        {{ aggregate }} as in_facts
    from facts
    inner join periods
        on facts.event_date_start between periods.reference_period_start and periods.reference_period_end
    cross join levels
    group by periods.reference_period_start, levels.admin_level
) using (reference_period_start, admin_level)
where in_mart is distinct from in_facts
union all
select
    'all weeks together are all facts' as rule,
    '{{ column }}' as figure,
    concat('level ', levels.admin_level) as at,
    (select coalesce(sum({{ column }}), 0) from mart where mart.admin_level = levels.admin_level) as in_mart,
    (select coalesce({{ aggregate }}, 0) from facts) as in_facts
from levels
where in_mart is distinct from in_facts
{% for level, columns in [(1, 'admin1_pcode'), (2, 'admin1_pcode, admin2_pcode'), (3, 'admin1_pcode, admin2_pcode, admin3_pcode')] %}
union all
select
    'a region is the sum of those in it' as rule,
    '{{ column }}' as figure,
    concat_ws(' ', 'week of', reference_period_start, 'level {{ level }}', {{ columns }}) as at,
    sum({{ column }}) filter (where admin_level = {{ level }}) as in_mart,
    sum({{ column }}) filter (where admin_level = {{ level + 1 }}) as in_facts
from mart
where admin_level in ({{ level }}, {{ level + 1 }})
    and {{ level + 1 }} in (select levels.admin_level from levels)
group by reference_period_start, {{ columns }}
having in_mart is distinct from in_facts
{% endfor %}
{% endfor %}
{% endmacro %}

{# For a mart of people harmed. #}
{% macro reconcile_casualties(mart) -%}
{{ reconcile(mart, ref('fct_casualties'), 'is_counted', {
    'people_low': 'sum(people_low)',
    'people_best': 'sum(coalesce(people_best, people_low))',
    'figures_count': 'count(*)',
}) }}
{%- endmacro %}

{# For a mart of control changes. #}
{% macro reconcile_control_changes(mart) -%}
{{ reconcile(mart, ref('fct_control_changes'), 'is_first_statement', {
    'changes_count': 'count(*)',
    'places_count': 'sum(places_low)',
}) }}
{%- endmacro %}
