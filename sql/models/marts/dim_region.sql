with regions as (
    select * from {{ ref('stg_regions') }}
),

final as (
    select
        regions.region_pcode,
        regions.admin_level,
        regions.name_ar,
        regions.name_en,
        regions.admin1_pcode,
        admin1.name_ar as admin1_name_ar,
        admin1.name_en as admin1_name_en,
        regions.admin2_pcode,
        admin2.name_ar as admin2_name_ar,
        admin2.name_en as admin2_name_en,
        regions.admin3_pcode,
        case when regions.admin_level = 3 then regions.name_ar end as admin3_name_ar,
        case when regions.admin_level = 3 then regions.name_en end as admin3_name_en,
        regions.latitude,
        regions.longitude
    from regions
    left join regions as admin1 on regions.admin1_pcode = admin1.region_pcode
    left join regions as admin2 on regions.admin2_pcode = admin2.region_pcode
)

select * from final
order by region_pcode
