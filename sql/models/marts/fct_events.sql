with events as (
    select * from {{ ref('int_events_current') }}
),

located as (
    select * from {{ ref('int_events_located') }}
),

final as (
    select
        events.event_id,
        events.report_id,
        events.event_index,
        events.url,
        events.published_at,
        events.published_date,
        events.event_type,
        events.acled_sub_event_type,
        events.weapon,
        coalesce(events.actors, []) as actors,
        coalesce(events.targets, []) as targets,
        events.actor_certainty,
        events.event_date_start,
        events.event_date_end,
        cast(events.date_precision as integer) as date_precision,
        events.date_surface as provider_date_text,
        events.week_start,
        events.status,
        events.is_background,
        not events.is_background as is_counted,
        events.no_casualty_statement,
        events.late_death,
        events.original_date,
        located.places_count,
        located.place_pcodes,
        located.provider_place_names,
        cast(located.region_level as integer) as region_level,
        located.region_pcode,
        located.admin1_pcode,
        located.admin2_pcode,
        located.admin3_pcode,
        located.latitude,
        located.longitude,
        cast(located.geo_precision as integer) as geo_precision,
        events.sentence_index,
        events.evidence_start,
        events.evidence_end,
        events.evidence_text,
        events.rule_id,
        events.parser_version
    from events
    inner join located on events.event_key = located.event_key
)

select * from final
order by published_date, report_id, event_index
