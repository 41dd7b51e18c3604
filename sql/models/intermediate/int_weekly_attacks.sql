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
            struct_pack(event_id := incident_id, url := url, evidence_text := evidence_text),
            (-coalesce(killed_best, 0), event_date_start, incident_id)
        ) as example
    from levelled
    group by
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode,
        event_type, weapon, actor_id, status
),

final as (
    select
        aggregated.week_kind,
        {{ week_and_region_columns('aggregated') }},
        aggregated.event_type,
        aggregated.weapon,
        aggregated.actor_id,
        aggregated.status,
        aggregated.incidents_count,
        aggregated.incidents_with_killed_count,
        aggregated.killed_low,
        aggregated.killed_best,
        aggregated.killed_high,
        aggregated.wounded_best,
        aggregated.killed_unconfirmed_best,
        aggregated.reports_count,
        aggregated.example.event_id as example_incident_id,
        aggregated.example.url as example_url,
        aggregated.example.evidence_text as example_evidence_text
    from aggregated
    {{ join_week_and_region('aggregated') }}
)

select * from final
