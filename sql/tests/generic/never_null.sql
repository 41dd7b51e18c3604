{# Fails for every row in which any of `columns` (a list) is null: one query for all of them. #}
{% test never_null(model, columns) %}
select *
from {{ model }}
where {% for column in columns %}{{ 'or ' if not loop.first }}{{ column }} is null {% endfor %}
{% endtest %}
