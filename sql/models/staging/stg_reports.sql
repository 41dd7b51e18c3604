{{ config(post_hook = "{{ append_later_years('reports') }}") }}

with lake as (
    select * from {{ read_lake('reports') }}
),

renamed as (
    select
        concat(report_id, '@', published_date, '#', revision) as report_version_id,
        report_id,
        source as source_name,
        post_id,
        revision,
        is_current,
        url,
        title,
        published_at,
        published_date,
        published_date_basis,
        modified_at,
        language as language_code,
        view_count,
        body,
        content_sha256,
        parser_version,
        warnings,
        raw_sha256,
        fetched_at,
        -- objects written before these columns existed have none
        coalesce(seen_at, fetched_at) as seen_at,
        coalesce(is_listed, true) as is_listed,
        coalesce(shown_at, [fetched_at]) as shown_at,
        coalesce(gone_at, []) as gone_at,
        events
    from lake
)

select * from renamed
