-- One row per event and place taken. What several reports say of the same place, taker and day has one identity.
with events as (
    select * from {{ ref('int_events_current') }}
    where event_type = 'control_change' and has_control
),

places as (
    select * from {{ ref('int_event_places_located') }}
    where is_named
),

located as (
    select * from {{ ref('int_events_located') }}
),

named as (
    select
        events.event_key,
        places.place_index,
        true as is_named,
        1 as places_low,
        places.place_key,
        places.pcode,
        places.level,
        places.name_ar,
        places.name_en,
        places.admin1_pcode,
        places.admin2_pcode,
        places.admin3_pcode,
        places.latitude,
        places.longitude,
        places.geo_precision,
        places.relation,
        places.surface
    from events
    inner join places on events.event_key = places.event_key
),

-- "Two villages and a farm": places without a name, somewhere in the region of the event.
unnamed as (
    select
        events.event_key,
        located.places_count as place_index,
        false as is_named,
        greatest(coalesce(events.places_low, 1), 1) as places_low,
        concat('unnamed:', greatest(coalesce(events.places_low, 1), 1), ':', located.place_set_key) as place_key,
        null as pcode,
        null as level,
        null as name_ar,
        null as name_en,
        located.admin1_pcode,
        located.admin2_pcode,
        located.admin3_pcode,
        null as latitude,
        null as longitude,
        3 as geo_precision,
        null as relation,
        null as surface
    from events
    inner join located on events.event_key = located.event_key
    where located.places_count = 0 or events.places_low > 0
),

taken as (
    select * from named
    union all by name
    select * from unnamed
),

dated as (
    select
        taken.*,
        events.event_id,
        events.event_index,
        events.report_id,
        events.url,
        events.published_at,
        events.event_date_start,
        events.event_date_end,
        events.date_precision,
        events.week_start,
        events.status,
        events.is_background,
        events.taken_by,
        events.taken_from,
        events.extent,
        events.change,
        events.evidence_start,
        events.evidence_end,
        events.evidence_text,
        not events.is_background and events.status != 'attempted' as is_counted
    from taken
    inner join events on taken.event_key = events.event_key
),

-- Equal unnamed groups of one report are different villages; a named place taken twice in a day is one change.
numbered as (
    select
        *,
        case
            when is_named then 1
            else row_number() over (
                partition by report_id, is_counted, place_key, taken_by, event_date_start order by event_index
            )
        end as occurrence
    from dated
),

final as (
    select
        *,
        md5(concat_ws('|', place_key, coalesce(taken_by, ''), event_date_start, occurrence, is_counted))
            as control_change_id,
        row_number() over (
            partition by is_counted, place_key, taken_by, event_date_start, occurrence
            order by
                status != 'confirmed', extent != 'full', published_at nulls last, report_id, event_index, place_index
        ) as statement_rank
    from numbered
)

select * from final
