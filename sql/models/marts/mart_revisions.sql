-- What reports say of final weeks that they did not say when the weeks became final, or the other way round, and why.
with versions as (
    select * from {{ ref('int_versions_when_final') }}
),

figures as (
    select * from {{ ref('int_version_figures') }}
),

reports as (
    select * from {{ ref('fct_reports') }}
),

changes as (
    select
        versions.report_id,
        versions.week_start,
        list(changes.kind order by changes.change_number) as change_kinds,
        min(changes.seen_at) as first_change_at,
        max(changes.seen_at) as last_change_at,
        arg_max(changes.kind, changes.change_number) = 'deleted' as is_deleted
    from versions
    inner join {{ ref('fct_report_revisions') }} as changes
        on versions.report_id = changes.report_id and versions.provisional_until < changes.seen_at
    group by versions.report_id, versions.week_start
),

-- The reports in question, each with the reason, and what is said of them in a week then and now.
concerned as (
    select
        versions.report_id,
        versions.week_start,
        versions.report_version_id_then,
        versions.report_version_id_now,
        case
            when not versions.was_known then 'first_seen_late'
            when versions.report_version_id_then is null then 'shown_again'
            when versions.report_version_id_now is null then 'no_longer_shown'
            when reports_then.published_date != reports_now.published_date then 'moved'
            when versions.report_version_id_then != versions.report_version_id_now then 'edited'
            else 'deleted'
        end as reason,
        coalesce(changes.change_kinds, []) as change_kinds,
        changes.first_change_at,
        changes.last_change_at,
        coalesce(reports_now.url, reports_then.url) as url,
        reports_then.published_date as published_date_then,
        reports_now.published_date as published_date_now,
        reports_then.revision as revision_then,
        reports_now.revision as revision_now
    from versions
    left join changes on versions.report_id = changes.report_id and versions.week_start = changes.week_start
    left join reports as reports_then on versions.report_version_id_then = reports_then.report_version_id
    left join reports as reports_now on versions.report_version_id_now = reports_now.report_version_id
    where
        versions.report_version_id_then is distinct from versions.report_version_id_now
        or coalesce(changes.is_deleted, false)
),

stated_then as (
    select
        true as is_then,
        figures.*
    from concerned
    inner join figures
        on
            concerned.report_version_id_then = figures.report_version_id
            and concerned.week_start = figures.week_start
),

stated_now as (
    select
        false as is_then,
        figures.*
    from concerned
    inner join figures
        on
            concerned.report_version_id_now = figures.report_version_id
            and concerned.week_start = figures.week_start
),

stated as (
    select * from stated_then
    union all
    select * from stated_now
),

summed as (
    select
        report_id,
        week_start,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        measure,
        actor_id,
        civilian_status,
        is_confirmed,
        scope,
        cast(coalesce(sum(figure_low) filter (where is_then), 0) as bigint) as low_then,
        cast(coalesce(sum(figure_best) filter (where is_then), 0) as bigint) as best_then,
        -- one open figure ("at least 5") leaves the sum open
        count(*) filter (where is_then and figure_high is null) > 0 as is_open_then,
        cast(coalesce(sum(figure_high) filter (where is_then), 0) as bigint) as known_high_then,
        arg_min(event_id, (-figure_best, event_id)) filter (where is_then) as event_id_then,
        arg_min(evidence_text, (-figure_best, event_id)) filter (where is_then) as evidence_text_then,
        cast(coalesce(sum(figure_low) filter (where not is_then), 0) as bigint) as low_now,
        cast(coalesce(sum(figure_best) filter (where not is_then), 0) as bigint) as best_now,
        count(*) filter (where not is_then and figure_high is null) > 0 as is_open_now,
        cast(coalesce(sum(figure_high) filter (where not is_then), 0) as bigint) as known_high_now,
        arg_min(event_id, (-figure_best, event_id)) filter (where not is_then) as event_id_now,
        arg_min(evidence_text, (-figure_best, event_id)) filter (where not is_then) as evidence_text_now
    from stated
    group by
        report_id, week_start, admin1_pcode, admin2_pcode, admin3_pcode, measure, actor_id, civilian_status,
        is_confirmed, scope
),

closed as (
    select
        *,
        case when not is_open_then then known_high_then end as high_then,
        case when not is_open_now then known_high_now end as high_now
    from summed
),

final as (
    select
        closed.week_start,
        closed.week_start + 21 as final_since,
        closed.report_id,
        concerned.url,
        concerned.reason,
        concerned.change_kinds,
        concerned.first_change_at,
        concerned.last_change_at,
        concerned.published_date_then,
        concerned.published_date_now,
        concerned.revision_then,
        concerned.revision_now,
        closed.admin1_pcode,
        closed.admin2_pcode,
        closed.admin3_pcode,
        closed.measure,
        closed.actor_id,
        closed.civilian_status,
        closed.is_confirmed,
        closed.scope,
        closed.low_then,
        closed.best_then,
        closed.high_then,
        closed.low_now,
        closed.best_now,
        closed.high_now,
        closed.best_now - closed.best_then as best_difference,
        closed.event_id_then,
        closed.evidence_text_then,
        closed.event_id_now,
        closed.evidence_text_now
    from closed
    inner join concerned on closed.report_id = concerned.report_id and closed.week_start = concerned.week_start
    where
        concerned.reason = 'deleted'
        or closed.low_then != closed.low_now
        or closed.best_then != closed.best_now
        or closed.high_then is distinct from closed.high_now
)

select * from final
order by
    week_start, report_id, measure, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last,
    actor_id nulls last, civilian_status nulls last, is_confirmed, scope
