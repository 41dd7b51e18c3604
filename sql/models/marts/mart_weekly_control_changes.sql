with changes as (
    select * from {{ ref('int_control_changes_counted') }}
),

weeks as (
    select * from {{ ref('dim_week') }}
),

regions as (
    select * from {{ ref('dim_region') }}
),

levelled as (
    select
        changes.control_change_id,
        changes.week_start,
        changes.event_date_start,
        changes.taken_by,
        changes.taken_from,
        changes.extent,
        changes.change,
        changes.status,
        changes.places_low,
        changes.report_ids,
        changes.example,
        {{ at_admin_level('changes') }}
    from changes
    cross join {{ admin_levels() }} as levels
),

aggregated as (
    select
        week_start,
        admin_level,
        region_pcode,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        taken_by,
        taken_from,
        extent,
        change,
        status,
        count(*) as changes_count,
        cast(sum(places_low) as bigint) as places_count,
        {{ number_of_reports('report_ids') }} as reports_count,
        arg_min(example, (event_date_start, control_change_id)) as example
    from levelled
    group by
        week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode, taken_by, taken_from, extent,
        change, status
),

final as (
    select
        aggregated.week_start,
        weeks.reference_period_start,
        weeks.reference_period_end,
        weeks.iso_year,
        weeks.iso_week,
        weeks.is_provisional,
        aggregated.admin_level,
        aggregated.region_pcode,
        regions.name_ar as region_name_ar,
        regions.name_en as region_name_en,
        aggregated.admin1_pcode,
        admin1.name_ar as admin1_name_ar,
        admin1.name_en as admin1_name_en,
        aggregated.admin2_pcode,
        admin2.name_ar as admin2_name_ar,
        admin2.name_en as admin2_name_en,
        aggregated.admin3_pcode,
        admin3.name_ar as admin3_name_ar,
        admin3.name_en as admin3_name_en,
        aggregated.taken_by,
        aggregated.taken_from,
        aggregated.extent,
        aggregated.change,
        aggregated.status,
        aggregated.changes_count,
        aggregated.places_count,
        aggregated.reports_count,
        aggregated.example.event_id as example_event_id,
        aggregated.example.url as example_url,
        aggregated.example.evidence_text as example_evidence_text
    from aggregated
    left join weeks on aggregated.week_start = weeks.week_start
    left join regions on aggregated.region_pcode = regions.region_pcode
    left join regions as admin1 on aggregated.admin1_pcode = admin1.region_pcode
    left join regions as admin2 on aggregated.admin2_pcode = admin2.region_pcode
    left join regions as admin3 on aggregated.admin3_pcode = admin3.region_pcode
)

select * from final
order by
    week_start, admin_level, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last,
    taken_by nulls last, taken_from nulls last, extent, change, status
