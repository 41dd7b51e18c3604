-- What changed at the source, report by report in the order of time. Routes and markup change nothing: what counts is
-- the publication day and the content. Of a report that moved, the day that it left loses it later or never: no change.
with sightings as (
    select * from {{ ref('stg_report_sightings') }}
),

placed as (
    select
        *,
        last_value(case when not is_gone then published_date end ignore nulls) over before_it as day_before
    from sightings
    window before_it as (
        partition by report_id
        order by seen_at, is_gone, published_date, revision
        rows between unbounded preceding and 1 preceding
    )
),

steps as (
    select
        report_version_id,
        report_id,
        published_date,
        revision,
        content_sha256,
        seen_at,
        is_gone,
        day_before,
        lag(is_gone) over in_time as was_gone,
        lag(report_version_id) over in_time as version_before,
        lag(content_sha256) over in_time as content_before,
        min(seen_at) over (partition by report_id, content_sha256) as content_first_seen_at
    from placed
    where not is_gone or published_date = day_before
    window in_time as (partition by report_id order by seen_at, is_gone, published_date, revision)
),

changes as (
    select
        report_id,
        seen_at,
        case
            when was_gone is null then 'first'
            when is_gone then 'deleted'
            when published_date != day_before then 'moved'
            when was_gone or content_first_seen_at < seen_at then 'restored'
            else 'edited'
        end as kind,
        published_date,
        case when published_date != day_before then day_before end as moved_from,
        revision,
        report_version_id,
        content_sha256,
        version_before,
        content_before,
        was_gone,
        is_gone
    from steps
    where
        was_gone is null
        or was_gone != is_gone
        or (not is_gone and (published_date != day_before or content_sha256 != content_before))
),

final as (
    select
        report_id,
        cast(row_number() over in_time as integer) as change_number,
        seen_at,
        kind,
        published_date,
        moved_from,
        revision,
        case when not was_gone then version_before end as report_version_id_before,
        case when not is_gone then report_version_id end as report_version_id_after,
        case when not was_gone then content_before end as content_sha256_before,
        case when not is_gone then content_sha256 end as content_sha256_after
    from changes
    window in_time as (partition by report_id order by seen_at, is_gone, published_date, revision)
)

select * from final
