{#
  Columns that place a row of `source` at the level in `levels.admin_level`: P-codes below the level are left out, so
  that grouping by them gives the figures of that level. A row that is not known at a level keeps null there, and every
  level adds up to the same total.
#}
{% macro at_admin_level(source, or_place=false) -%}
  levels.admin_level,
  case levels.admin_level
    when 1 then {{ source }}.admin1_pcode when 2 then {{ source }}.admin2_pcode when 3 then {{ source }}.admin3_pcode
    {%- if or_place %} else {{ source }}.pcode{% endif %}
  end as region_pcode,
  {{ source }}.admin1_pcode,
  case when levels.admin_level >= 2 then {{ source }}.admin2_pcode end as admin2_pcode,
  case when levels.admin_level >= 3 then {{ source }}.admin3_pcode end as admin3_pcode
{%- endmacro %}

{# The levels as a table, for a cross join: 1 to 3 regions, and 4 the place itself where places are wanted. #}
{% macro admin_levels(and_place=false) -%}
  (select unnest([1, 2, 3{{ ', 4' if and_place }}]) as admin_level)
{%- endmacro %}

{# How many different reports stand in the lists of all rows of a group. #}
{% macro number_of_reports(lists) -%}
  len(list_distinct(flatten(list({{ lists }}))))
{%- endmacro %}

{# Columns of a weekly table that name its week (`weeks`), and the region of `source` (`regions`, `admin1` to `admin3`). #}
{% macro week_and_region_columns(source, week=none, region='regions') -%}
  {{ week or source }}.week_start,
  weeks.reference_period_start,
  weeks.reference_period_end,
  weeks.iso_year,
  weeks.iso_week,
  weeks.is_provisional,
  {{ source }}.admin_level,
  {{ source }}.region_pcode,
  {{ region }}.name_ar as region_name_ar,
  {{ region }}.name_en as region_name_en,
  {{ source }}.admin1_pcode,
  admin1.name_ar as admin1_name_ar,
  admin1.name_en as admin1_name_en,
  {{ source }}.admin2_pcode,
  admin2.name_ar as admin2_name_ar,
  admin2.name_en as admin2_name_en,
  {{ source }}.admin3_pcode,
  admin3.name_ar as admin3_name_ar,
  admin3.name_en as admin3_name_en
{%- endmacro %}

{# The joins that those columns need. #}
{% macro join_week_and_region(source) -%}
  left join weeks on {{ source }}.week_kind = weeks.week_kind and {{ source }}.week_start = weeks.week_start
  left join places as regions on {{ source }}.region_pcode = regions.pcode
  left join places as admin1 on {{ source }}.admin1_pcode = admin1.pcode
  left join places as admin2 on {{ source }}.admin2_pcode = admin2.pcode
  left join places as admin3 on {{ source }}.admin3_pcode = admin3.pcode
{%- endmacro %}

{# The two kinds of weeks as a table, for a cross join. #}
{% macro week_kinds() -%}
  (select unnest(['iso', 'saturday']) as week_kind)
{%- endmacro %}

{# First day of the week of a date, by the kind in `kinds.week_kind`. #}
{% macro week_start_by_kind(day) -%}
  case kinds.week_kind
    when 'iso' then {{ week_start_of(day) }} else {{ week_start_of(day, 'saturday') }}
  end
{%- endmacro %}
