-- The takers of a place in the order of one day; one who takes it again before anybody else does is the same run.
with statements as (
    select * from {{ ref('int_control_statements') }}
    where is_moving
),

compared as (
    select
        *,
        coalesce(lag(taken_by) over (partition by place_key, day order by day_order) != taken_by, true) as begins_run
    from statements
),

numbered as (
    select
        *,
        count_if(begins_run) over (
            partition by place_key, day order by day_order rows unbounded preceding
        ) as run_number
    from compared
),

runs as (
    select
        place_key,
        day,
        run_number,
        min(taken_by) as taken_by,
        arg_min(taken_from, day_order) as taken_from,
        arg_min(change, day_order) as change,
        min(date_precision) as date_precision,
        min(geo_precision) as geo_precision,
        list_sort(list(distinct report_id)) as report_ids,
        arg_min(
            struct_pack(event_id := event_id, report_id := report_id, url := url, evidence_text := evidence_text),
            day_order
        ) as evidence
    from numbered
    group by place_key, day, run_number
),

final as (
    select
        *,
        run_number = max(run_number) over (partition by place_key, day) as is_last_of_day
    from runs
)

select * from final
