with seed as (
    select * from {{ read_seed('actors.csv') }}
),

renamed as (
    select
        actor_id,
        name_en,
        name_ar,
        description
    from seed
)

select * from renamed
order by actor_id
