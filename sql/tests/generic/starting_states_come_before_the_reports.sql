{# Warns of every starting state that is not used: reports tell of the place on its day or before, or it is a region. #}
{% test starting_states_come_before_the_reports(model) %}
{{ config(severity = 'warn') }}
select starts.*
from {{ model }} as starts
anti join {{ ref('int_control_days') }} as days
    on starts.pcode = days.place_key and days.origin = 'starting_state'
{% endtest %}
