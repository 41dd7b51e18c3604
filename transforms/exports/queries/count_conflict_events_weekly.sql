-- How many rows conflict_events_weekly must have: weeks, regions and categories that anything is told of, by level.
with told as (
    select
        week_start,
        admin1_pcode,
        admin2_pcode,
        coalesce(disorder_type like 'Political violence%', false) as is_political_violence
    from incident_types
    where status != 'attempted'

    union

    select
        casualties.week_start,
        casualties.admin1_pcode,
        casualties.admin2_pcode,
        coalesce(types.disorder_type like 'Political violence%', false)
    from fct_casualties as casualties
    inner join fct_events as events
        on casualties.report_id = events.report_id and casualties.event_index = events.event_index
    left join acled_event_types as types on events.acled_sub_event_type = types.sub_event_type
    where casualties.is_counted and casualties.outcome = 'killed'
)

select
    (select count(*) from (select distinct week_start, is_political_violence from told))
    + (select count(*) from (select distinct week_start, admin1_pcode, is_political_violence from told))
    + (select count(*) from told)
