with file as (
    select * from {{ read_control_start() }}
),

renamed as (
    select
        pcode,
        holder,
        try_cast(since as date) as since,
        source as source_name,
        source_url,
        note
    from file
)

select * from renamed
order by pcode
