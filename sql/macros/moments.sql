{# Of a list of moments those up to a moment. #}
{% macro until(moments, moment) -%}
  list_filter({{ moments }}, lambda seen: seen <= {{ moment }})
{%- endmacro %}

{# Whether something held at a moment, from when it changed: it became true, then false, and so on. Null: not known. #}
{% macro held_at(changed_at, moment) -%}
  len({{ until(changed_at, moment) }}) % 2 = 1
{%- endmacro %}
