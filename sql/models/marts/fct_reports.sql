with reports as (
    select * from {{ ref('stg_reports') }}
),

current_reports as (
    select * from {{ ref('int_reports_current') }}
),

events as (
    select
        report_version_id,
        count(*) as events_count,
        count(*) filter (where not is_background) as counted_events_count
    from {{ ref('stg_events') }}
    group by report_version_id
),

final as (
    select
        reports.report_version_id,
        reports.report_id,
        reports.revision,
        current_reports.report_version_id is not null as is_current,
        reports.is_listed,
        reports.source_name,
        reports.post_id,
        reports.url,
        reports.published_at,
        reports.published_date,
        reports.published_date_basis,
        cast(date_trunc('week', reports.published_date) as date) as week_start,
        reports.modified_at,
        reports.fetched_at,
        reports.language_code,
        reports.view_count,
        cast(length(reports.body) as bigint) as body_characters,
        reports.content_sha256,
        reports.raw_sha256,
        reports.parser_version,
        coalesce(reports.warnings, []) as warnings,
        coalesce(events.events_count, 0) as events_count,
        coalesce(events.events_count - events.counted_events_count, 0) as background_events_count
    from reports
    left join current_reports on reports.report_version_id = current_reports.report_version_id
    left join events on reports.report_version_id = events.report_version_id
)

select * from final
order by published_date, report_id, revision
