-- Columns of HDX HAPI's conflict events, by ISO week. Every admin level holds all figures: choose one. What is known of
-- a larger area only has no code at the lower levels. event_type is empty where ACLED has no category for it.
with told as (
    select
        week_start,
        admin1_pcode,
        admin2_pcode,
        case when disorder_type like 'Political violence%' then 'political_violence' end as event_type,
        1 as events,
        0 as low,
        0 as best,
        0 as high,
        0 as unconfirmed
    from incident_types
    where status != 'attempted'

    union all

    select
        casualties.week_start,
        casualties.admin1_pcode,
        casualties.admin2_pcode,
        case when types.disorder_type like 'Political violence%' then 'political_violence' end,
        0,
        case when casualties.is_confirmed then casualties.people_low else 0 end,
        case when casualties.is_confirmed then coalesce(casualties.people_best, casualties.people_low) else 0 end,
        case when casualties.is_confirmed then casualties.people_high else 0 end,
        case when casualties.is_confirmed then 0 else coalesce(casualties.people_best, casualties.people_low) end
    from fct_casualties as casualties
    inner join fct_events as events
        on casualties.report_id = events.report_id and casualties.event_index = events.event_index
    left join acled_event_types as types on events.acled_sub_event_type = types.sub_event_type
    where casualties.is_counted and casualties.outcome = 'killed'
),

levelled as (
    select
        told.* exclude (admin1_pcode, admin2_pcode),
        levels.admin_level,
        case when levels.admin_level >= 1 then told.admin1_pcode end as admin1_pcode,
        case when levels.admin_level >= 2 then told.admin2_pcode end as admin2_pcode
    from told
    cross join (values (0), (1), (2)) as levels (admin_level)
),

summed as (
    select
        week_start,
        admin_level,
        admin1_pcode,
        admin2_pcode,
        event_type,
        sum(events)::bigint as events,
        sum(low)::bigint as fatalities_low,
        sum(best)::bigint as fatalities,
        case when bool_and(high is not null) then sum(high) end::bigint as fatalities_high,
        sum(unconfirmed)::bigint as fatalities_unconfirmed
    from levelled
    group by all
)

select
    'SYR' as location_code,
    admin1.name_ar as provider_admin1_name,
    admin2.name_ar as provider_admin2_name,
    summed.admin1_pcode as admin1_code,
    admin1.name_en as admin1_name,
    summed.admin2_pcode as admin2_code,
    admin2.name_en as admin2_name,
    summed.admin_level,
    summed.event_type,
    summed.events,
    summed.fatalities,
    weeks.reference_period_start,
    weeks.reference_period_end,
    summed.fatalities_low,
    summed.fatalities_high,
    summed.fatalities_unconfirmed,
    weeks.is_provisional
from summed
inner join dim_week as weeks on summed.week_start = weeks.week_start
left join dim_region as admin1 on summed.admin1_pcode = admin1.region_pcode
left join dim_region as admin2 on summed.admin2_pcode = admin2.region_pcode
order by
    weeks.reference_period_start, summed.admin_level, admin1_code nulls last, admin2_code nulls last,
    summed.event_type nulls last
