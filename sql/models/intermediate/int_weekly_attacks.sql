-- Attacks and clashes as incidents, by kind, weapon and first actor, by both kinds of weeks and by region and place.
with facts as (
    select
        *,
        actors[1] as actor_id
    from {{ ref('fct_incidents') }}
    where
        event_type in (
            'airstrike', 'shelling', 'rocket', 'explosion', 'targeted_killing', 'execution', 'clash'
        )
),

levelled as (
    select
        kinds.week_kind,
        {{ week_start_by_kind('facts.event_date_start') }} as week_start,
        facts.event_date_start,
        facts.incident_id,
        facts.event_type,
        facts.weapon,
        facts.actor_id,
        facts.status,
        facts.killed_low,
        facts.killed_best,
        facts.killed_high,
        facts.wounded_best,
        facts.killed_unconfirmed_best,
        facts.reports_count,
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
        event_type,
        weapon,
        actor_id,
        status,
        count(*) as incidents_count,
        count(killed_best) as incidents_with_killed_count,
        cast(coalesce(sum(killed_low), 0) as bigint) as killed_low,
        cast(coalesce(sum(killed_best), 0) as bigint) as killed_best,
        cast(case
            when count(*) filter (where killed_best is not null and killed_high is null) = 0
                then coalesce(sum(killed_high), 0)
        end as bigint) as killed_high,
        cast(coalesce(sum(wounded_best), 0) as bigint) as wounded_best,
        cast(coalesce(sum(killed_unconfirmed_best), 0) as bigint) as killed_unconfirmed_best,
        cast(sum(reports_count) as bigint) as reports_count,
        arg_min(
            incident_id, (-coalesce(killed_best, 0), event_date_start, incident_id)
        ) as example_incident_id
    from levelled
    group by
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode,
        event_type, weapon, actor_id, status
)

select * from aggregated
