{#
  The moment in the past whose state is built: the var `as_of`, else MARSAD_AS_OF; infinity where neither is set.
  What came into the lake later, and what was seen later, is left out in staging, and nowhere else.
#}
{% macro as_of_moment() -%}
  cast({{ quoted(as_of() or 'infinity') }} as timestamptz)
{%- endmacro %}

{# The same as text; empty where the newest state is built. #}
{% macro as_of() -%}
  {{ var('as_of', none) or env_var('MARSAD_AS_OF', '') }}
{%- endmacro %}
