{#
  Fails for every row in which a column lies outside its range; null is inside. `ranges`: column to [least, greatest],
  either of which may be null for open. One query for all columns.
#}
{% test accepted_ranges(model, ranges) %}
select *
from {{ model }}
where
    false
    {%- for column, (least, greatest) in ranges.items() %}
    {%- if least is not none %}
    or {{ column }} < {{ least }}
    {%- endif %}
    {%- if greatest is not none %}
    or {{ column }} > {{ greatest }}
    {%- endif %}
    {%- endfor %}
{% endtest %}
