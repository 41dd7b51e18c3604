-- A post whose publication day was changed at the source lies in two days of the lake, current in each; the version
-- fetched last is the report as it stands.
with reports as (
    select * from {{ ref('stg_reports') }}
),

ranked as (
    select
        report_version_id,
        report_id,
        url,
        published_at,
        published_date,
        parser_version,
        row_number() over (
            partition by report_id
            order by is_current desc, fetched_at desc, published_date desc, revision desc
        ) as version_rank
    from reports
),

final as (
    select
        report_version_id,
        report_id,
        url,
        published_at,
        published_date,
        parser_version
    from ranked
    where version_rank = 1
)

select * from final
