-- Control changes that count, by both kinds of weeks and by region and place.
with facts as (
    select * from {{ ref('int_control_changes_counted') }}
),

weeks as (
    select * from {{ ref('int_weeks') }}
),

places as (
    select * from {{ ref('stg_places') }}
),

levelled as (
    select
        kinds.week_kind,
        {{ week_start_by_kind('facts.event_date_start') }} as week_start,
        facts.event_date_start,
        facts.control_change_id,
        facts.taken_by,
        facts.taken_from,
        facts.extent,
        facts.change,
        facts.status,
        facts.places_low,
        facts.report_ids,
        facts.example,
        {{ at_admin_level('facts', or_place=true) }}
    from facts
    cross join {{ week_kinds() }} as kinds
    cross join {{ admin_levels(and_place=true) }} as levels
),

aggregated as (
    select
        week_kind,
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
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode,
        taken_by, taken_from, extent, change, status
),

final as (
    select
        aggregated.week_kind,
        {{ week_and_region_columns('aggregated') }},
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
    {{ join_week_and_region('aggregated') }}
)

select * from final
