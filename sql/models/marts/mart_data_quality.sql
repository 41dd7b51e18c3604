-- How good the material is, by publication day and ISO week of publication; one row per measure.
with counts as (
    select * from {{ ref('int_quality_counts') }}
),

daily_wholes as (
    select distinct
        day,
        metric,
        whole_count
    from counts
),

-- The whole of a week is that of all its days, also of those on which a reason or a version does not occur.
weekly_wholes as (
    select
        cast(date_trunc('week', day) as date) as week_start,
        metric,
        cast(sum(whole_count) as bigint) as whole_count
    from daily_wholes
    group by date_trunc('week', day), metric
),

days as (
    select
        'day' as period,
        day as period_start,
        day as period_end,
        metric,
        dimension,
        part_count,
        whole_count
    from counts
),

weekly_parts as (
    select
        cast(date_trunc('week', day) as date) as week_start,
        metric,
        dimension,
        cast(sum(part_count) as bigint) as part_count
    from counts
    group by date_trunc('week', day), metric, dimension
),

weeks as (
    select
        'week' as period,
        weekly_parts.week_start as period_start,
        weekly_parts.week_start + 6 as period_end,
        weekly_parts.metric,
        weekly_parts.dimension,
        weekly_parts.part_count,
        weekly_wholes.whole_count
    from weekly_parts
    inner join weekly_wholes
        on weekly_parts.week_start = weekly_wholes.week_start and weekly_parts.metric = weekly_wholes.metric
),

periods as (
    select * from days
    union all
    select * from weeks
),

final as (
    select
        period,
        period_start,
        period_end,
        metric,
        dimension,
        part_count / whole_count as value,
        part_count as numerator,
        whole_count as denominator,
        case metric
            when 'unresolved_places' then 'Places named in events that have no P-code, of all places named'
            when 'background_events' then 'Events that are old news and counted in no figure, of all events'
            when 'events_without_sides' then 'Events of which the text names no side, of all counted events'
            when 'unconfirmed_events' then 'Events that are only reported ("information of"), of all counted events'
            when 'events_of_a_region_only' then 'Events whose place is known as a region only, of all counted events'
            when 'events_without_a_day' then 'Events dated to more than a week or not at all, of all counted events'
            when 'weekday_contradictions' then 'Reports that name another weekday than that of their date, of all'
            when 'reports_without_history'
                then 'Reports that no past state and no revision tells of until they are read again, of all reports'
            when 'parser_versions' then 'Reports read by this version of the parser, of all reports'
            when 'quarantined_pages'
                then 'Pages that could not be read, by reason, of these pages and the reports together'
            when 'days_without_reports' then 'Days without any report, of the days from the first to the last report'
        end as description
    from periods
)

select * from final
order by period, period_start, metric, dimension nulls first
