{# Fails for every row of which the condition is not true; a condition that is unknown (null) fails too. #}
{% test rows_hold(model, condition) %}
select *
from {{ model }}
where ({{ condition }}) is not true
{% endtest %}
