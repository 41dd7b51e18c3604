with events as (
    select * from {{ ref('int_events_current') }}
),

event_places as (
    select * from {{ ref('stg_event_places') }}
),

gazetteer as (
    select * from {{ ref('stg_places') }}
),

named as (
    select
        events.event_key,
        event_places.place_index,
        event_places.pcode,
        event_places.level,
        event_places.name_ar,
        event_places.name_en,
        coalesce(event_places.admin1_pcode, gazetteer.admin1_pcode, events.admin1_pcode) as admin1_pcode,
        coalesce(event_places.admin2_pcode, gazetteer.admin2_pcode) as admin2_pcode,
        coalesce(event_places.admin3_pcode, gazetteer.admin3_pcode) as admin3_pcode,
        gazetteer.city_pcode,
        event_places.latitude,
        event_places.longitude,
        event_places.geo_precision,
        event_places.relation,
        event_places.surface
    from events
    inner join event_places on events.event_key = event_places.event_key
    left join gazetteer on event_places.pcode = gazetteer.pcode
),

keyed as (
    select
        *,
        true as is_named,
        coalesce(pcode, concat('name:', coalesce(admin1_pcode, ''), ':', name_ar)) as place_key
    from named
),

-- An event without a named place happened somewhere in the governorate of its dateline, or in the country.
areas as (
    select
        events.event_key,
        0 as place_index,
        events.admin1_pcode as pcode,
        case when events.admin1_pcode is null then 'country' else 'governorate' end as level,
        null as name_ar,
        null as name_en,
        events.admin1_pcode,
        null as admin2_pcode,
        null as admin3_pcode,
        null as city_pcode,
        null as latitude,
        null as longitude,
        3 as geo_precision,
        'in' as relation,
        null as surface,
        false as is_named,
        coalesce(events.admin1_pcode, 'country') as place_key
    from events
    anti join event_places on events.event_key = event_places.event_key
),

located as (
    select * from keyed
    union all by name
    select * from areas
),

final as (
    select *
    from located
    qualify row_number() over (partition by event_key, place_key order by place_index) = 1
)

select * from final
