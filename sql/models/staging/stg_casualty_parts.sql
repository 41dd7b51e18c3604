with casualties as (
    select * from {{ ref('stg_casualties') }}
),

unnested as (
    select
        casualty_key,
        unnest(breakdown) as part,
        generate_subscripts(breakdown, 1) - 1 as part_index
    from casualties
),

renamed as (
    select
        casualty_key,
        cast(part_index as integer) as part_index,
        part.kind as kind,
        part.n as people_count,
        part.side as side,
        part.civilian_status as civilian_status
    from unnested
)

select * from renamed
