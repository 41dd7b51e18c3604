{# The value that all rows of a group share; null where they differ or where any has none. #}
{% macro one_for_all(column) -%}
  case when count({{ column }}) = count(*) and min({{ column }}) = max({{ column }}) then min({{ column }}) end
{%- endmacro %}
