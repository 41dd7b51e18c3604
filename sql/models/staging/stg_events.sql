with reports as (
    select * from {{ ref('stg_reports') }}
),

unnested as (
    select
        report_version_id,
        report_id,
        published_date,
        unnest(events) as event,
        generate_subscripts(events, 1) - 1 as event_index
    from reports
),

renamed as (
    select
        concat(report_version_id, '/', event_index) as event_key,
        report_version_id,
        report_id,
        published_date,
        cast(event_index as integer) as event_index,
        event.event_id as event_id,
        event.event_type as event_type,
        event.acled_sub_event_type as acled_sub_event_type,
        event.weapon as weapon,
        event.actors as actors,
        event.targets as targets,
        event.actor_certainty as actor_certainty,
        event.places as places,
        event.admin1_pcode as admin1_pcode,
        event.event_date_start as event_date_start,
        event.event_date_end as event_date_end,
        event.date_precision as date_precision,
        event.date_surface as date_surface,
        event.status as status,
        event.is_background as is_background,
        event.no_casualty_statement as no_casualty_statement,
        event.late_death as late_death,
        event.original_date as original_date,
        event.control is not null as has_control,
        event.control.taken_by as taken_by,
        event.control.taken_from as taken_from,
        event.control.extent as extent,
        event.control.change as change,
        event.control.places_low as places_low,
        event.casualties as casualties,
        event.evidence.sentence_index as sentence_index,
        event.evidence.start as evidence_start,
        event.evidence.end as evidence_end,
        event.evidence.text as evidence_text,
        event.rule_id as rule_id
    from unnested
)

select * from renamed
