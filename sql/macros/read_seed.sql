{#
  A file of facts in the project's seeds/ folder, every column as text and empty as null.

  They are read in place, not loaded by `dbt seed`: most files there belong to the extractor, and none is a table of the
  warehouse by itself.
#}
{% macro read_seed(file) -%}
  read_csv({{ quoted(literal_path(env_var('MARSAD_SEEDS', '../seeds')) ~ '/' ~ file) }}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')
{%- endmacro %}
