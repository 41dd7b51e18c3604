{{ config(post_hook = "{{ append_later_years('quarantine') }}") }}

with lake as (
    select * from {{ read_lake('quarantine') }}
    where fetched_at <= {{ as_of_moment() }}
),

renamed as (
    select
        page_id,
        source as source_name,
        url,
        published_date,
        reason,
        message,
        raw_sha256,
        octet_length(body) as body_bytes,
        fetched_at,
        parser_version
    from lake
)

select * from renamed
