{# Fails for every spell of a place that begins before the last one ended, or has no known beginning and is not the first. #}
{% test spells_follow_each_other(model) %}
with followed as (
    select
        *,
        lag(held_to) over in_time as ended_before,
        row_number() over in_time as number_of_spell
    from {{ model }}
    window in_time as (partition by place_key order by held_from nulls first)
)

select *
from followed
where number_of_spell > 1 and (held_from is null or ended_before is null or ended_before >= held_from)
{% endtest %}
