{{ config(post_hook = "{{ append_later_years('reports') }}") }}

-- Of a past state (macro as_of) only what had been fetched and seen by then.
with lake as (
    select * from {{ read_lake('reports') }}
    where fetched_at <= {{ as_of_moment() }}
),

seen as (
    select
        *,
        -- objects written before these columns existed have none
        {{ until('coalesce(shown_at, [fetched_at])', as_of_moment()) }} as shown_until,
        {{ until('coalesce(gone_at, [])', as_of_moment()) }} as gone_until,
        {{ until('current_changed_at', as_of_moment()) }} as current_changed_until,
        {{ until('listed_changed_at', as_of_moment()) }} as listed_changed_until
    from lake
),

renamed as (
    select
        concat(report_id, '@', published_date, '#', revision) as report_version_id,
        report_id,
        source as source_name,
        post_id,
        revision,
        coalesce(len(current_changed_until) % 2 = 1, is_current) as is_current,
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
        coalesce(shown_until[-1], seen_at, fetched_at) as seen_at,
        coalesce(len(listed_changed_until) % 2 = 1, is_listed, true) as is_listed,
        shown_until as shown_at,
        gone_until as gone_at,
        current_changed_until as current_changed_at,
        listed_changed_until as listed_changed_at,
        events
    from seen
)

select * from renamed
