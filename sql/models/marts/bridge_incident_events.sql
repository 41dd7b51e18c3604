with members as (
    select * from {{ ref('int_incident_members') }}
),

events as (
    select * from {{ ref('int_events_current') }}
),

toll_events as (
    select distinct event_key from {{ ref('int_casualties_counted') }}
    where is_counted
),

final as (
    select
        members.incident_id,
        events.event_id,
        events.report_id,
        events.event_index,
        cast(members.statement_number as integer) as statement_number,
        members.merge_reason,
        merged_with.event_id as merged_with_event_id,
        round(members.wording_likeness, 3) as wording_likeness,
        toll_events.event_key is not null as gives_toll,
        events.published_at,
        events.url,
        events.evidence_text
    from members
    inner join events on members.event_key = events.event_key
    left join events as merged_with on members.merged_with_key = merged_with.event_key
    left join toll_events on members.event_key = toll_events.event_key
)

select * from final
order by incident_id, statement_number
