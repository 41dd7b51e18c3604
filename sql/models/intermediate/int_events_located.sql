-- The region of an event is the smallest one that contains all of its places (codebook §7).
with places as (
    select * from {{ ref('int_event_places_located') }}
),

located as (
    select
        event_key,
        count(*) filter (where is_named) as places_count,
        array_to_string(list_sort(list(place_key)), '|') as place_set_key,
        {{ in_order('pcode', 'place_index', 'is_named and pcode is not null') }} as place_pcodes,
        case when count(*) filter (where is_named) = 1 then any_value(pcode) filter (where is_named) end as pcode,
        {{ in_order('surface', 'place_index', 'is_named') }} as provider_place_names,
        {{ one_for_all('admin1_pcode') }} as admin1_pcode,
        {{ one_for_all('admin2_pcode') }} as admin2_pcode,
        {{ one_for_all('admin3_pcode') }} as admin3_pcode,
        max(geo_precision) as geo_precision,
        arg_min(latitude, place_index) as latitude,
        arg_min(longitude, place_index) as longitude
    from places
    group by event_key
),

final as (
    select
        *,
        case
            when admin3_pcode is not null then 3
            when admin2_pcode is not null then 2
            when admin1_pcode is not null then 1
            else 0
        end as region_level,
        coalesce(admin3_pcode, admin2_pcode, admin1_pcode) as region_pcode
    from located
)

select * from final
