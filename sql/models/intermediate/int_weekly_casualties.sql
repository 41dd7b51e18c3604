-- Casualties that count, by both kinds of weeks and by region and place.
with facts as (
    select * from {{ ref('int_casualties_counted') }}
    where is_counted
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
        facts.event_key,
        facts.casualty_part_key,
        facts.incident_id,
        facts.outcome,
        facts.side,
        facts.civilian_status,
        facts.is_confirmed,
        facts.people_low,
        facts.people_best,
        facts.people_high,
        facts.children_count,
        facts.women_count,
        facts.statement_report_ids,
        facts.event_id,
        facts.url,
        facts.evidence_text,
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
        outcome,
        side,
        civilian_status,
        is_confirmed,
        cast(sum(people_low) as bigint) as people_low,
        -- A figure without a best estimate ("tens of") enters with its low one.
        cast(sum(coalesce(people_best, people_low)) as bigint) as people_best,
        -- One open figure ("at least 5") leaves the sum open.
        cast(case when count(people_high) = count(*) then sum(people_high) end as bigint) as people_high,
        cast(sum(children_count) as bigint) as children_count,
        cast(sum(women_count) as bigint) as women_count,
        count(*) as figures_count,
        count(*) - count(people_best) as figures_without_best_count,
        count(*) - count(people_high) as figures_without_high_count,
        count(distinct event_key) as events_count,
        count(distinct incident_id) as incidents_count,
        {{ number_of_reports('statement_report_ids') }} as reports_count,
        arg_min(
            struct_pack(event_id := event_id, url := url, evidence_text := evidence_text),
            (-coalesce(people_best, people_low), event_date_start, casualty_part_key)
        ) as example
    from levelled
    group by
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode,
        outcome, side, civilian_status, is_confirmed
),

final as (
    select
        aggregated.week_kind,
        {{ week_and_region_columns('aggregated') }},
        aggregated.outcome,
        aggregated.side,
        aggregated.civilian_status,
        aggregated.is_confirmed,
        aggregated.people_low,
        aggregated.people_best,
        aggregated.people_high,
        aggregated.children_count,
        aggregated.women_count,
        aggregated.figures_count,
        aggregated.figures_without_best_count,
        aggregated.figures_without_high_count,
        aggregated.events_count,
        aggregated.incidents_count,
        aggregated.reports_count,
        aggregated.example.event_id as example_event_id,
        aggregated.example.url as example_url,
        aggregated.example.evidence_text as example_evidence_text
    from aggregated
    {{ join_week_and_region('aggregated') }}
)

select * from final
