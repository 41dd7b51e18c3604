with incidents as (
    select * from {{ ref('int_incidents') }}
),

members as (
    select * from {{ ref('int_incident_members') }}
),

events as (
    select * from {{ ref('int_events_current') }}
),

located as (
    select * from {{ ref('int_events_located') }}
),

places as (
    select * from {{ ref('int_event_places_located') }}
),

casualties as (
    select * from {{ ref('int_casualties_counted') }}
    where is_counted and incident_id is not null
),

-- The first statement says what it was; the newest that places it best says where.
told as (
    select
        members.first_key,
        arg_min(members.event_key, (located.geo_precision, -located.places_count, -members.statement_number))
            as place_key_event,
        arg_max(members.event_key, members.statement_number) as latest_key,
        bool_or(events.status = 'confirmed') as is_confirmed,
        bool_or(events.status != 'attempted') as is_done,
        min(events.published_at) as first_published_at,
        max(events.published_at) as last_published_at,
        arg_min(events.weapon, members.statement_number) filter (where events.weapon is not null) as weapon,
        arg_min(events.acled_sub_event_type, members.statement_number) filter (
            where events.acled_sub_event_type is not null
        ) as acled_sub_event_type,
        arg_min(events.actors, members.statement_number) filter (where len(events.actors) > 0) as actors,
        arg_min(events.targets, members.statement_number) filter (where len(events.targets) > 0) as targets
    from members
    inner join events on members.event_key = events.event_key
    inner join located on members.event_key = located.event_key
    group by members.first_key
),

tolls as (
    select
        incident_id,
        cast(sum(people_low) filter (where outcome = 'killed' and is_confirmed) as bigint) as killed_low,
        cast(sum(coalesce(people_best, people_low)) filter (
            where outcome = 'killed' and is_confirmed
        ) as bigint) as killed_best,
        cast(case
            when bool_and(people_high is not null) filter (where outcome = 'killed' and is_confirmed)
                then sum(people_high) filter (where outcome = 'killed' and is_confirmed)
        end as bigint) as killed_high,
        cast(sum(people_low) filter (where outcome = 'wounded' and is_confirmed) as bigint) as wounded_low,
        cast(sum(coalesce(people_best, people_low)) filter (
            where outcome = 'wounded' and is_confirmed
        ) as bigint) as wounded_best,
        cast(case
            when bool_and(people_high is not null) filter (where outcome = 'wounded' and is_confirmed)
                then sum(people_high) filter (where outcome = 'wounded' and is_confirmed)
        end as bigint) as wounded_high,
        cast(sum(coalesce(people_best, people_low)) filter (
            where outcome = 'killed' and not is_confirmed
        ) as bigint) as killed_unconfirmed_best
    from casualties
    group by incident_id
),

single_places as (
    select
        event_key,
        any_value(pcode) as pcode,
        any_value(name_ar) as name_ar,
        any_value(name_en) as name_en
    from places
    where is_named
    group by event_key
    having count(*) = 1
),

final as (
    select
        incidents.incident_id,
        first_events.event_type,
        told.acled_sub_event_type,
        told.weapon,
        incidents.event_date_start,
        incidents.event_date_end,
        cast(incidents.date_precision as integer) as date_precision,
        cast(date_trunc('week', incidents.event_date_start) as date) as week_start,
        coalesce(told.actors, []) as actors,
        coalesce(told.targets, []) as targets,
        case
            when not told.is_done then 'attempted'
            when told.is_confirmed then 'confirmed'
            else 'reported'
        end as status,
        located.place_pcodes,
        single_places.pcode,
        single_places.name_ar as place_name_ar,
        single_places.name_en as place_name_en,
        located.provider_place_names,
        located.admin1_pcode,
        located.admin2_pcode,
        located.admin3_pcode,
        located.latitude,
        located.longitude,
        cast(located.geo_precision as integer) as geo_precision,
        tolls.killed_low,
        tolls.killed_best,
        tolls.killed_high,
        tolls.wounded_low,
        tolls.wounded_best,
        tolls.wounded_high,
        tolls.killed_unconfirmed_best,
        incidents.events_count,
        cast(len(incidents.report_ids) as bigint) as reports_count,
        told.first_published_at,
        told.last_published_at,
        first_events.report_id as first_report_id,
        first_events.url,
        first_events.evidence_text,
        latest_events.event_id as latest_event_id,
        latest_events.url as latest_url,
        latest_events.evidence_text as latest_evidence_text
    from incidents
    inner join told on incidents.first_key = told.first_key
    inner join events as first_events on incidents.first_key = first_events.event_key
    inner join events as latest_events on told.latest_key = latest_events.event_key
    inner join located on told.place_key_event = located.event_key
    left join single_places on told.place_key_event = single_places.event_key
    left join tolls on incidents.incident_id = tolls.incident_id
)

select * from final
order by event_date_start, incident_id
