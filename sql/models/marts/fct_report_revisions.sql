with changes as (
    select * from {{ ref('int_report_changes') }}
),

reports as (
    select * from {{ ref('fct_reports') }}
),

final as (
    select
        changes.report_id,
        changes.change_number,
        changes.kind,
        changes.seen_at,
        changes.published_date,
        changes.moved_from,
        changes.revision,
        versions.source_name,
        versions.post_id,
        versions.url,
        versions.modified_at,
        changes.content_sha256_before,
        changes.content_sha256_after,
        coalesce(versions_before.events_count, 0) as events_count_before,
        coalesce(versions_after.events_count, 0) as events_count_after
    from changes
    inner join reports as versions
        on
            changes.report_id = versions.report_id
            and changes.published_date = versions.published_date
            and changes.revision = versions.revision
    left join reports as versions_before on changes.report_version_id_before = versions_before.report_version_id
    left join reports as versions_after on changes.report_version_id_after = versions_after.report_version_id
)

select * from final
order by report_id, change_number
