with events as (
    select * from {{ ref('stg_events') }}
),

unnested as (
    select
        event_key,
        report_version_id,
        unnest(places) as place,
        generate_subscripts(places, 1) - 1 as place_index
    from events
),

renamed as (
    select
        event_key,
        report_version_id,
        cast(place_index as integer) as place_index,
        place.pcode as pcode,
        place.level as level,
        place.name_ar as name_ar,
        place.name_en as name_en,
        place.admin1_pcode as admin1_pcode,
        place.admin2_pcode as admin2_pcode,
        place.admin3_pcode as admin3_pcode,
        place.latitude as latitude,
        place.longitude as longitude,
        place.geo_precision as geo_precision,
        place.relation as relation,
        place.surface as surface,
        place.candidates as candidates
    from unnested
)

select * from renamed
