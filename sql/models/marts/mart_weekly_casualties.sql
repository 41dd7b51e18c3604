with casualties as (
    select * from {{ ref('int_casualties_counted') }}
    where is_counted
),

weeks as (
    select * from {{ ref('dim_week') }}
),

regions as (
    select * from {{ ref('dim_region') }}
),

levelled as (
    select
        casualties.week_start,
        casualties.event_date_start,
        casualties.event_key,
        casualties.casualty_part_key,
        casualties.outcome,
        casualties.side,
        casualties.civilian_status,
        casualties.is_confirmed,
        casualties.people_low,
        casualties.people_best,
        casualties.people_high,
        casualties.statement_report_ids,
        casualties.event_id,
        casualties.url,
        casualties.evidence_text,
        {{ at_admin_level('casualties') }}
    from casualties
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
        outcome,
        side,
        civilian_status,
        is_confirmed,
        cast(sum(people_low) as bigint) as people_low,
        -- A figure without a best estimate ("tens of") enters with its low one.
        cast(sum(coalesce(people_best, people_low)) as bigint) as people_best,
        -- One open figure ("at least 5") leaves the sum open.
        cast(case when count(people_high) = count(*) then sum(people_high) end as bigint) as people_high,
        count(*) as figures_count,
        count(*) - count(people_best) as figures_without_best_count,
        count(*) - count(people_high) as figures_without_high_count,
        count(distinct event_key) as events_count,
        {{ number_of_reports('statement_report_ids') }} as reports_count,
        arg_min(
            struct_pack(event_id := event_id, url := url, evidence_text := evidence_text),
            (-coalesce(people_best, people_low), event_date_start, casualty_part_key)
        ) as example
    from levelled
    group by
        week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode, outcome, side,
        civilian_status, is_confirmed
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
        aggregated.outcome,
        aggregated.side,
        aggregated.civilian_status,
        aggregated.is_confirmed,
        aggregated.people_low,
        aggregated.people_best,
        aggregated.people_high,
        aggregated.figures_count,
        aggregated.figures_without_best_count,
        aggregated.figures_without_high_count,
        aggregated.events_count,
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
    outcome, side nulls last, civilian_status, is_confirmed
