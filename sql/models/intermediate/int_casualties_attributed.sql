with casualties as (
    select * from {{ ref('stg_casualties') }}
),

split_casualties as (
    select * from {{ ref('int_casualties_split') }}
),

events as (
    select * from {{ ref('int_events_current') }}
),

located as (
    select * from {{ ref('int_events_located') }}
),

final as (
    select
        concat(casualties.casualty_key, '/', split_casualties.part_index) as casualty_part_key,
        casualties.casualty_key,
        casualties.event_key,
        casualties.casualty_index,
        split_casualties.part_index,
        events.report_id,
        events.event_id,
        events.event_index,
        events.event_type,
        events.url,
        events.published_at,
        events.event_date_start,
        events.event_date_end,
        events.date_precision,
        events.is_background,
        located.place_set_key,
        located.geo_precision,
        located.pcode,
        located.admin1_pcode,
        located.admin2_pcode,
        located.admin3_pcode,
        casualties.outcome,
        split_casualties.side,
        split_casualties.civilian_status,
        split_casualties.people_low,
        split_casualties.people_best,
        split_casualties.people_high,
        split_casualties.children_count,
        split_casualties.women_count,
        split_casualties.is_split,
        casualties.qualifier,
        casualties.is_confirmed,
        casualties.scope,
        casualties.evidence_start,
        casualties.evidence_end,
        casualties.evidence_text
    from casualties
    inner join events on casualties.event_key = events.event_key
    inner join located on casualties.event_key = located.event_key
    inner join split_casualties on casualties.casualty_key = split_casualties.casualty_key
)

select * from final
