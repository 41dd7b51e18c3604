-- The rows of mart_revisions, summed by final week and region at each level.
with revisions as (
    select * from {{ ref('mart_revisions') }}
),

regions as (
    select * from {{ ref('dim_region') }}
),

levelled as (
    select
        revisions.week_start,
        revisions.final_since,
        revisions.report_id,
        revisions.reason,
        revisions.last_change_at,
        revisions.measure,
        revisions.actor_id,
        revisions.civilian_status,
        revisions.is_confirmed,
        revisions.scope,
        revisions.low_then,
        revisions.best_then,
        revisions.high_then,
        revisions.low_now,
        revisions.best_now,
        revisions.high_now,
        revisions.best_difference,
        {{ at_admin_level('revisions') }}
    from revisions
    cross join {{ admin_levels() }} as levels
),

aggregated as (
    select
        week_start,
        final_since,
        admin_level,
        region_pcode,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        measure,
        actor_id,
        civilian_status,
        is_confirmed,
        scope,
        cast(sum(low_then) as bigint) as low_then,
        cast(sum(best_then) as bigint) as best_then,
        cast(case when count(high_then) = count(*) then sum(high_then) end as bigint) as high_then,
        cast(sum(low_now) as bigint) as low_now,
        cast(sum(best_now) as bigint) as best_now,
        cast(case when count(high_now) = count(*) then sum(high_now) end as bigint) as high_now,
        cast(sum(best_difference) as bigint) as best_difference,
        list_sort(list(distinct reason)) as reasons,
        count(distinct report_id) as reports_count,
        max(last_change_at) as last_change_at
    from levelled
    group by
        week_start, final_since, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode, measure,
        actor_id, civilian_status, is_confirmed, scope
),

final as (
    select
        aggregated.week_start,
        aggregated.final_since,
        aggregated.admin_level,
        aggregated.region_pcode,
        regions.name_ar as region_name_ar,
        regions.name_en as region_name_en,
        aggregated.admin1_pcode,
        aggregated.admin2_pcode,
        aggregated.admin3_pcode,
        aggregated.measure,
        aggregated.actor_id,
        aggregated.civilian_status,
        aggregated.is_confirmed,
        aggregated.scope,
        aggregated.low_then,
        aggregated.best_then,
        aggregated.high_then,
        aggregated.low_now,
        aggregated.best_now,
        aggregated.high_now,
        aggregated.best_difference,
        aggregated.reasons,
        aggregated.reports_count,
        aggregated.last_change_at
    from aggregated
    left join regions on aggregated.region_pcode = regions.region_pcode
)

select * from final
order by
    week_start, admin_level, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last, measure,
    actor_id nulls last, civilian_status nulls last, is_confirmed, scope
