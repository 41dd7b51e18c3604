with places as (
    select * from {{ ref('stg_places') }}
)

select
    pcode,
    level,
    name_ar,
    name_en,
    admin1_pcode,
    admin2_pcode,
    admin3_pcode,
    city_pcode,
    latitude,
    longitude,
    capital_level
from places
order by pcode
