-- ACLED's three levels of what an incident is, by the sub-event type of the event that stands for it.
with events as (
    select
        url,
        evidence_text,
        event_type,
        min(acled_sub_event_type) as sub_event_type
    from fct_events
    group by url, evidence_text, event_type
)

select
    incidents.*,
    types.disorder_type,
    types.event_type as acled_event_type,
    events.sub_event_type
from incidents
left join events
    on
        incidents.url = events.url
        and incidents.evidence_text = events.evidence_text
        and incidents.event_type = events.event_type
left join acled_event_types as types on events.sub_event_type = types.sub_event_type
