-- Weeks from the first to the last day that is reported on, without gaps: ISO weeks, and those from Saturday to Friday.
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
        kinds.week_kind,
        {{ week_start_by_kind('min(days.day)') }} as first_week,
        {{ week_start_by_kind('max(days.day)') }} as last_week
    from days
    cross join {{ week_kinds() }} as kinds
    group by kinds.week_kind
),

weeks as (
    select
        week_kind,
        cast(unnest(generate_series(first_week, last_week, interval 7 day)) as date) as week_start
    from bounds
),

final as (
    select
        week_kind,
        week_start,
        week_start as reference_period_start,
        week_start + 6 as reference_period_end,
        case when week_kind = 'iso' then cast(isoyear(week_start) as integer) end as iso_year,
        case when week_kind = 'iso' then cast(week(week_start) as integer) end as iso_week,
        case
            when week_kind = 'iso' then strftime(week_start, '%G-W%V') else strftime(week_start, '%Y-%m-%d')
        end as week_label,
        week_start + 20 as provisional_until,
        {{ as_of_date() }} <= week_start + 20 as is_provisional
    from weeks
)

select * from final
