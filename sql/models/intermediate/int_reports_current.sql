-- A post whose publication day was changed at the source lies in two days of the lake, current in each. The report
-- as it stands is the one that its day still lists, and of two such the one seen last. One that no day lists any more
-- stays.
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
        is_current,
        row_number() over (
            partition by report_id
            order by is_current desc, is_listed desc, seen_at desc, published_date desc, revision desc
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
    -- an edited file is another report: the one that its page no longer shows has no current version
    where version_rank = 1 and is_current
)

select * from final
