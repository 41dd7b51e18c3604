-- Casualties that count, by both kinds of weeks and by region and place.
with facts as (
    select
        *,
        -- Numbers are told apart faster than texts, and in lists faster than by `count(distinct)`.
        hash(event_key) as event_hash,
        hash(incident_id) as incident_hash,
        [hash(report_id) for report_id in statement_report_ids] as report_hashes
    from {{ ref('int_casualties_counted') }}
    where is_counted
),

levelled as (
    select
        kinds.week_kind,
        {{ week_start_by_kind('facts.event_date_start') }} as week_start,
        facts.event_date_start,
        facts.event_hash,
        facts.casualty_part_key,
        case when facts.incident_id is not null then facts.incident_hash end as incident_hash,
        facts.outcome,
        facts.side,
        facts.civilian_status,
        facts.is_confirmed,
        facts.people_low,
        facts.people_best,
        facts.people_high,
        facts.children_count,
        facts.women_count,
        facts.report_hashes,
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
        len(list_distinct(list(event_hash))) as events_count,
        coalesce(len(list_distinct(list(incident_hash) filter (where incident_hash is not null))), 0)
            as incidents_count,
        {{ number_of_reports('report_hashes') }} as reports_count,
        arg_min(
            casualty_part_key, (-coalesce(people_best, people_low), event_date_start, casualty_part_key)
        ) as example_casualty_part_key
    from levelled
    group by
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode,
        outcome, side, civilian_status, is_confirmed
)

select * from aggregated
