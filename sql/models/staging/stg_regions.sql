with places as (
    select * from {{ ref('stg_places') }}
),

regions as (
    select
        pcode as region_pcode,
        case level when 'governorate' then 1 when 'district' then 2 when 'subdistrict' then 3 end as admin_level,
        name_ar,
        name_en,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        latitude,
        longitude
    from places
    where level in ('governorate', 'district', 'subdistrict')
)

select * from regions
