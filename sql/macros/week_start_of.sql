{# First day of the week of a date: the Monday of its ISO week, or the Saturday of the week that ends on a Friday. #}
{% macro week_start_of(day, kind='iso') -%}
  {%- if kind == 'iso' -%}
  cast(date_trunc('week', {{ day }}) as date)
  {%- else -%}
  cast({{ day }} - cast((dayofweek({{ day }}) + 1) % 7 as integer) as date)
  {%- endif -%}
{%- endmacro %}
