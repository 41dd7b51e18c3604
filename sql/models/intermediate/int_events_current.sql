with events as (
    select * from {{ ref('stg_events') }}
),

reports as (
    select * from {{ ref('int_reports_current') }}
),

dated as (
    select
        events.event_key,
        events.event_id,
        events.event_index,
        events.report_id,
        events.report_version_id,
        reports.url,
        reports.published_at,
        reports.published_date,
        events.event_type,
        events.acled_sub_event_type,
        events.weapon,
        events.actors,
        events.targets,
        events.actor_certainty,
        events.admin1_pcode,
        coalesce(events.event_date_start, reports.published_date) as event_date_start,
        greatest(
            coalesce(events.event_date_end, events.event_date_start, reports.published_date),
            coalesce(events.event_date_start, reports.published_date)
        ) as event_date_end,
        case when events.event_date_start is null then 3 else events.date_precision end as date_precision,
        events.date_surface,
        events.status,
        events.is_background,
        events.no_casualty_statement,
        events.late_death,
        events.original_date,
        events.has_control,
        events.taken_by,
        events.taken_from,
        events.extent,
        events.change,
        events.places_low,
        events.sentence_index,
        events.evidence_start,
        events.evidence_end,
        events.evidence_text,
        events.rule_id,
        reports.parser_version
    from events
    inner join reports on events.report_version_id = reports.report_version_id
),

final as (
    select
        *,
        cast(date_trunc('week', event_date_start) as date) as week_start
    from dated
)

select * from final
