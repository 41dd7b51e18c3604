{#
  A table of the lake as it stands: all its Parquet objects, or the empty table where the lake has none yet.

  The columns come from transforms/schemas.py alone, through the empty Parquet files that the plugin writes beside the
  build file. They are read first, so that an object written before a column existed gives nulls for it.
#}
{% macro read_lake(table) -%}
  {%- do source('lake', table) -%}
  {%- set build_folder = literal_path(target.path.rpartition('/')[0] or '.') -%}
  {%- set objects = literal_path(env_var('MARSAD_LAKE', '../data/lake')) ~ '/' ~ table ~ '/date=*/' ~ table ~ '.parquet' -%}
  {%- set files = [build_folder ~ '/empty/' ~ table ~ '.parquet'] -%}
  {%- if execute -%}
    {%- set found = run_query('select count(*) from glob(' ~ quoted(objects) ~ ')') -%}
    {%- if found.columns[0].values()[0] > 0 -%}
      {%- do files.append(objects) -%}
    {%- endif -%}
  {%- endif -%}
  {%- set literals = [] -%}
  {%- for file in files -%}{%- do literals.append(quoted(file)) -%}{%- endfor -%}
  read_parquet([{{ literals | join(', ') }}], union_by_name = true, hive_partitioning = false)
{%- endmacro %}

{# A path in which *, ? and [ stand for themselves, where DuckDB would take them for patterns. #}
{% macro literal_path(path) -%}
  {{ path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') }}
{%- endmacro %}

{# A text as a SQL literal. #}
{% macro quoted(text) -%}
  '{{ text | replace("'", "''") }}'
{%- endmacro %}
