{#
  Who held a place at a day, as the analyst's own file says (MARSAD_CONTROL_START); else the one of the project, which is
  empty. Every column as text and empty as null.
#}
{% macro read_control_start() -%}
  {%- set own = env_var('MARSAD_CONTROL_START', '') -%}
  {%- set shipped = env_var('MARSAD_SEEDS', '../seeds') ~ '/control_start.csv' -%}
  read_csv({{ quoted(literal_path(own or shipped)) }}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')
{%- endmacro %}
