with seed as (
    select * from {{ read_seed('actor_ends.csv') }}
),

renamed as (
    select
        actor_id,
        cast(ended_on as date) as ended_on,
        successor,
        note
    from seed
)

select * from renamed
order by actor_id
