-- The moments at which a version of a report was seen, and those at which it was found to be gone.
with reports as (
    select * from {{ ref('stg_reports') }}
),

shown as (
    select
        report_version_id,
        report_id,
        published_date,
        revision,
        content_sha256,
        unnest(shown_at) as seen_at,
        false as is_gone
    from reports
),

gone as (
    select
        report_version_id,
        report_id,
        published_date,
        revision,
        content_sha256,
        unnest(gone_at) as seen_at,
        true as is_gone
    from reports
),

final as (
    select * from shown
    union all
    select * from gone
)

select * from final
order by report_id, seen_at, is_gone, published_date, revision
