{#
  The values of a column of all rows of a group for which `condition` holds, as a list in the order of `position`; an empty
  list where there is none. For many small groups ten times as fast as `list(... order by ...)`, which sorts them one by one.
#}
{% macro in_order(column, position, condition) -%}
  [one.value for one in coalesce(
    list_sort(list(struct_pack(sorted_by := {{ position }}, value := {{ column }})) filter (where {{ condition }})), []
  )]
{%- endmacro %}
