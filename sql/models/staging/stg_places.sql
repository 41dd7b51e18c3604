with seed as (
    select * from {{ read_seed('places.csv') }}
),

renamed as (
    select
        pcode,
        level,
        name_ar,
        name_en,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        city_pcode,
        cast(latitude as double) as latitude,
        cast(longitude as double) as longitude,
        cast(capital_level as integer) as capital_level
    from seed
)

select * from renamed
order by pcode
