with events as (
    select * from {{ ref('int_events_current') }}
    where not is_background
),

reports as (
    select * from {{ ref('int_reports_current') }}
),

days as (
    select event_date_start as day from events
    union all
    select published_date as day from reports
),

bounds as (
    select
        date_trunc('week', min(day)) as first_week,
        date_trunc('week', max(day)) as last_week
    from days
),

weeks as (
    select cast(unnest(generate_series(first_week, last_week, interval 7 day)) as date) as week_start
    from bounds
),

final as (
    select
        week_start,
        week_start as reference_period_start,
        week_start + 6 as reference_period_end,
        cast(isoyear(week_start) as integer) as iso_year,
        cast(week(week_start) as integer) as iso_week,
        strftime(week_start, '%G-W%V') as week_label,
        week_start + 20 as provisional_until,
        {{ as_of_date() }} <= week_start + 20 as is_provisional
    from weeks
)

select * from final
order by week_start
