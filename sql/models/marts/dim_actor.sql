with actors as (
    select * from {{ ref('stg_actors') }}
)

select
    actor_id,
    name_en,
    name_ar,
    description
from actors
order by actor_id
