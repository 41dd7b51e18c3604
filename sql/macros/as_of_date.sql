{#
  The day in Asia/Damascus as of which the tables are built: that of a past state (macro `as_of`), else the var
  `built_at`, else MARSAD_BUILT_AT, else now. It decides which weeks are still provisional, and nothing else.
#}
{% macro as_of_date() -%}
  {%- set moment = as_of() or var('built_at', none) or env_var('MARSAD_BUILT_AT', '') or run_started_at.isoformat() -%}
  cast(cast({{ quoted(moment) }} as timestamptz) at time zone 'Asia/Damascus' as date)
{%- endmacro %}
