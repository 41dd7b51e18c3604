-- What each actor took and lost, by both kinds of weeks and by region and place. Who is not named as the loser lost
-- nothing.
with changes as (
    select * from {{ ref('int_control_changes_counted') }}
    where taken_by is distinct from taken_from
),

facts as (
    select
        taken_by as actor_id,
        true as is_gain,
        changes.*
    from changes
    where taken_by is not null
    union all
    select
        taken_from as actor_id,
        false as is_gain,
        changes.*
    from changes
    where taken_from is not null
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
        facts.actor_id,
        facts.is_gain,
        facts.extent,
        facts.status,
        facts.places_low,
        facts.report_ids,
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
        actor_id,
        cast(coalesce(sum(places_low) filter (where extent = 'full' and is_gain), 0) as bigint) as places_gained,
        cast(coalesce(sum(places_low) filter (where extent = 'full' and not is_gain), 0) as bigint) as places_lost,
        cast(coalesce(sum(places_low) filter (where extent = 'partial' and is_gain), 0) as bigint)
            as places_gained_in_part,
        cast(coalesce(sum(places_low) filter (where extent = 'partial' and not is_gain), 0) as bigint)
            as places_lost_in_part,
        count(*) filter (where status = 'reported') as reported_only_count,
        {{ number_of_reports('report_ids') }} as reports_count
    from levelled
    group by
        week_kind, week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode,
        actor_id
),

final as (
    select
        aggregated.week_kind,
        {{ week_and_region_columns('aggregated') }},
        aggregated.actor_id,
        aggregated.places_gained,
        aggregated.places_lost,
        aggregated.places_gained - aggregated.places_lost as net_places,
        aggregated.places_gained_in_part,
        aggregated.places_lost_in_part,
        aggregated.reported_only_count,
        aggregated.reports_count
    from aggregated
    {{ join_week_and_region('aggregated') }}
)

select * from final
