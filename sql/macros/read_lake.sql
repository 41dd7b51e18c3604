{#
  A table of the lake as it stands: the Parquet objects of a year of publication days, or the empty table where the lake
  has none yet. Without a year: of the first one; `append_later_years` as post_hook of the model adds the others.

  The columns come from transforms/schemas.py alone, through the empty Parquet files that the plugin writes beside the
  build file. They are read first, so that an object written before a column existed gives nulls for it. For that DuckDB
  keeps what it knows of all files of a statement, 0.3 MB each: a year at a time is what a small machine can hold.
#}
{% macro read_lake(table) -%}
  {%- do source('lake', table) -%}
  {%- set build_folder = literal_path(target.path.rpartition('/')[0] or '.') -%}
  {%- set files = [quoted(build_folder ~ '/empty/' ~ table ~ '.parquet')] -%}
  {%- for year in lake_years(table)[:1] -%}{%- do files.append(quoted(lake_objects(table, year))) -%}{%- endfor -%}
  read_parquet([{{ files | join(', ') }}], union_by_name = true, hive_partitioning = false)
{%- endmacro %}

{# Statements that add to a model what its SQL, which names the first year's objects, gives for every later year. #}
{% macro append_later_years(table) -%}
  {%- set years = lake_years(table) -%}
  {%- for year in years[1:] %}
  insert into {{ this }} {{ sql | replace(quoted(lake_objects(table, years[0])), quoted(lake_objects(table, year))) }};
  {%- endfor %}
{%- endmacro %}

{# Years of publication days of which the lake has objects, as text, oldest first. #}
{% macro lake_years(table) -%}
  {%- if not execute -%}{{ return([]) }}{%- endif -%}
  {%- set found = run_query(
    "select distinct regexp_extract(file, '/date=([0-9]{4})[^/]*/[^/]*$', 1) as year from glob("
    ~ quoted(lake_objects(table, '')) ~ ") order by year"
  ) -%}
  {{ return(found.columns[0].values() | list) }}
{%- endmacro %}

{# Pattern of a table's objects of a year; of all years for an empty text. #}
{% macro lake_objects(table, year) -%}
  {{ literal_path(env_var('MARSAD_LAKE', '../data/lake')) ~ '/' ~ table ~ '/date=' ~ year ~ '*/' ~ table ~ '.parquet' }}
{%- endmacro %}

{# A path in which *, ? and [ stand for themselves, where DuckDB would take them for patterns. #}
{% macro literal_path(path) -%}
  {{ path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') }}
{%- endmacro %}

{# A text as a SQL literal. #}
{% macro quoted(text) -%}
  '{{ text | replace("'", "''") }}'
{%- endmacro %}
