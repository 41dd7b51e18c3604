-- Stands in for the table fct_incidents in a file that has none: each counted event is an incident of its own, so an
-- incident that several reports tell is here several times.
with killed as (
    select
        report_id,
        event_index,
        sum(people_low) filter (is_confirmed) as killed_low,
        sum(coalesce(people_best, people_low)) filter (is_confirmed) as killed_best,
        -- One open figure ("at least 5") leaves the sum open.
        case when bool_and(people_high is not null) filter (is_confirmed) then sum(people_high) filter (is_confirmed) end
            as killed_high,
        sum(coalesce(people_best, people_low)) filter (not is_confirmed) as killed_unconfirmed_best
    from fct_casualties
    where is_counted and outcome = 'killed'
    group by report_id, event_index
),

wounded as (
    select
        report_id,
        event_index,
        sum(people_low) as wounded_low,
        sum(coalesce(people_best, people_low)) as wounded_best,
        case when bool_and(people_high is not null) then sum(people_high) end as wounded_high
    from fct_casualties
    where is_counted and is_confirmed and outcome = 'wounded'
    group by report_id, event_index
),

events as (
    select
        *,
        case when places_count = 1 then place_pcodes[1] end as place_pcode
    from fct_events
    where is_counted
)

select
    events.event_id as incident_id,
    events.event_type,
    events.weapon,
    events.event_date_start,
    events.event_date_end,
    events.date_precision,
    events.week_start,
    events.actors,
    events.targets,
    events.status,
    places.pcode,
    places.name_ar as place_name_ar,
    places.name_en as place_name_en,
    events.admin1_pcode,
    events.admin2_pcode,
    events.admin3_pcode,
    events.latitude,
    events.longitude,
    events.geo_precision,
    killed.killed_low::bigint as killed_low,
    killed.killed_best::bigint as killed_best,
    killed.killed_high::bigint as killed_high,
    wounded.wounded_low::bigint as wounded_low,
    wounded.wounded_best::bigint as wounded_best,
    wounded.wounded_high::bigint as wounded_high,
    killed.killed_unconfirmed_best::bigint as killed_unconfirmed_best,
    1::bigint as events_count,
    1::bigint as reports_count,
    events.published_at as first_published_at,
    events.published_at as last_published_at,
    events.url,
    events.evidence_text
from events
left join dim_place as places on events.place_pcode = places.pcode
left join killed on events.report_id = killed.report_id and events.event_index = killed.event_index
left join wounded on events.report_id = wounded.report_id and events.event_index = wounded.event_index
