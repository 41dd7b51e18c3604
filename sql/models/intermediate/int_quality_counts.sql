-- What is counted for mart_data_quality, by publication day: `part_count` of `whole_count`, of the reports as they
-- stand and their events. Reasons and versions
-- have rows on the days on which they occur alone.
with versions as (
    select * from {{ ref('stg_reports') }}
),

current_reports as (
    select * from {{ ref('int_reports_current') }}
),

events as (
    select * from {{ ref('int_events_current') }}
),

located as (
    select * from {{ ref('int_events_located') }}
),

places as (
    select * from {{ ref('int_event_places_located') }}
    where is_named
),

quarantine as (
    select * from {{ ref('stg_quarantine') }}
),

reports as (
    select
        versions.report_version_id,
        versions.published_date,
        versions.parser_version,
        coalesce(versions.warnings, []) as warnings,
        versions.current_changed_at is null or versions.listed_changed_at is null as has_no_history
    from versions
    inner join current_reports on versions.report_version_id = current_reports.report_version_id
),

counted_events as (
    select
        events.published_date,
        events.date_precision,
        events.status,
        located.geo_precision,
        len(coalesce(events.actors, [])) = 0
        and len(coalesce(events.targets, [])) = 0
        and events.taken_by is null
        and events.taken_from is null as has_no_side
    from events
    inner join located on events.event_key = located.event_key
    where not events.is_background
),

report_days as (
    select
        published_date,
        count(*) as reports_count,
        count(*) filter (where list_contains(warnings, 'weekday_contradicts_date')) as contradicted_count,
        count(*) filter (where has_no_history) as without_history_count
    from reports
    group by published_date
),

quarantine_days as (
    select
        published_date,
        count(*) as pages_count
    from quarantine
    group by published_date
),

page_days as (
    select
        coalesce(report_days.published_date, quarantine_days.published_date) as published_date,
        coalesce(quarantine_days.pages_count, 0) as unread_count,
        coalesce(quarantine_days.pages_count, 0) + coalesce(report_days.reports_count, 0) as pages_count
    from report_days
    full outer join quarantine_days on report_days.published_date = quarantine_days.published_date
),

days as (
    select cast(unnest(generate_series(min(published_date), max(published_date), interval 1 day)) as date) as day
    from report_days
),

measured as (
    select
        events.published_date as day,
        'unresolved_places' as metric,
        null as dimension,
        count(*) filter (where places.pcode is null) as part_count,
        count(*) as whole_count
    from places
    inner join events on places.event_key = events.event_key
    where not events.is_background
    group by events.published_date
    union all
    select
        published_date as day,
        'background_events' as metric,
        null as dimension,
        count(*) filter (where is_background) as part_count,
        count(*) as whole_count
    from events
    group by published_date
    union all
    select
        published_date as day,
        'events_without_sides' as metric,
        null as dimension,
        count(*) filter (where has_no_side) as part_count,
        count(*) as whole_count
    from counted_events
    group by published_date
    union all
    select
        published_date as day,
        'unconfirmed_events' as metric,
        null as dimension,
        count(*) filter (where status = 'reported') as part_count,
        count(*) as whole_count
    from counted_events
    group by published_date
    union all
    select
        published_date as day,
        'events_of_a_region_only' as metric,
        null as dimension,
        count(*) filter (where geo_precision = 3) as part_count,
        count(*) as whole_count
    from counted_events
    group by published_date
    union all
    select
        published_date as day,
        'events_without_a_day' as metric,
        null as dimension,
        count(*) filter (where date_precision = 3) as part_count,
        count(*) as whole_count
    from counted_events
    group by published_date
    union all
    select
        published_date as day,
        'weekday_contradictions' as metric,
        null as dimension,
        contradicted_count as part_count,
        reports_count as whole_count
    from report_days
    union all
    select
        published_date as day,
        'reports_without_history' as metric,
        null as dimension,
        without_history_count as part_count,
        reports_count as whole_count
    from report_days
    union all
    select
        reports.published_date as day,
        'parser_versions' as metric,
        reports.parser_version as dimension,
        count(*) as part_count,
        any_value(report_days.reports_count) as whole_count
    from reports
    inner join report_days on reports.published_date = report_days.published_date
    group by reports.published_date, reports.parser_version
    union all
    select
        published_date as day,
        'quarantined_pages' as metric,
        null as dimension,
        unread_count as part_count,
        pages_count as whole_count
    from page_days
    union all
    select
        quarantine.published_date as day,
        'quarantined_pages' as metric,
        quarantine.reason as dimension,
        count(*) as part_count,
        any_value(page_days.pages_count) as whole_count
    from quarantine
    inner join page_days on quarantine.published_date = page_days.published_date
    group by quarantine.published_date, quarantine.reason
    union all
    select
        days.day,
        'days_without_reports' as metric,
        null as dimension,
        case when report_days.published_date is null then 1 else 0 end as part_count,
        1 as whole_count
    from days
    left join report_days on days.day = report_days.published_date
),

final as (
    select
        day,
        metric,
        dimension,
        cast(part_count as bigint) as part_count,
        cast(whole_count as bigint) as whole_count
    from measured
)

select * from final
