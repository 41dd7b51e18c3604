{#
  Columns that place a row of `source` at the level in `levels.admin_level`: P-codes below the level are left out, so
  that grouping by them gives the figures of that level. A row that is not known at a level keeps null there, and every
  level adds up to the same total.
#}
{% macro at_admin_level(source) -%}
  levels.admin_level,
  case levels.admin_level
    when 1 then {{ source }}.admin1_pcode when 2 then {{ source }}.admin2_pcode else {{ source }}.admin3_pcode
  end as region_pcode,
  {{ source }}.admin1_pcode,
  case when levels.admin_level >= 2 then {{ source }}.admin2_pcode end as admin2_pcode,
  case when levels.admin_level >= 3 then {{ source }}.admin3_pcode end as admin3_pcode
{%- endmacro %}

{# The three levels as a table, for a cross join. #}
{% macro admin_levels() -%}
  (select unnest([1, 2, 3]) as admin_level)
{%- endmacro %}

{# How many different reports stand in the lists of all rows of a group. #}
{% macro number_of_reports(lists) -%}
  len(list_distinct(flatten(list({{ lists }}))))
{%- endmacro %}
