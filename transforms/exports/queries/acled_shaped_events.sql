-- One row an incident, in ACLED's columns and their order; then what ACLED has no column for. What the report does not
-- tell stays empty. The ids are Marsad's: they name no event of ACLED.
with told as (
    select
        incidents.*,
        first_actor.name_en as actor1,
        first_type.inter as inter1,
        first_type.inter_code as inter1_code,
        second_actor.name_en as actor2,
        second_type.inter as inter2,
        second_type.inter_code as inter2_code
    from incident_types as incidents
    left join dim_actor as first_actor on incidents.actors[1] = first_actor.actor_id
    left join dim_actor as second_actor on incidents.targets[1] = second_actor.actor_id
    left join acled_actor_types as first_type on incidents.actors[1] = first_type.actor_id
    left join acled_actor_types as second_type on incidents.targets[1] = second_type.actor_id
),

further as (
    select
        told.incident_id,
        string_agg(actors.name_en, '; ' order by list_position(told.actors, actors.actor_id))
            filter (list_position(told.actors, actors.actor_id) > 1) as assoc_actor_1,
        string_agg(actors.name_en, '; ' order by list_position(told.targets, actors.actor_id))
            filter (list_position(told.targets, actors.actor_id) > 1) as assoc_actor_2
    from (select distinct incident_id, actors, targets from told) as told
    inner join dim_actor as actors
        on list_contains(told.actors, actors.actor_id) or list_contains(told.targets, actors.actor_id)
    group by told.incident_id
),

named as (
    select distinct
        url,
        case when source_name like 'sohr-%' then 'SOHR' else source_name end as source
    from fct_reports
),

sources as (
    select
        url,
        string_agg(source, '; ' order by source) as source
    from named
    group by url
)

select
    'SYR-' || told.incident_id as event_id_cnty,
    told.event_date_start as event_date,
    year(told.event_date_start)::integer as year,
    told.date_precision as time_precision,
    told.disorder_type,
    told.acled_event_type as event_type,
    told.sub_event_type,
    told.actor1,
    further.assoc_actor_1,
    told.inter1,
    told.actor2,
    further.assoc_actor_2,
    told.inter2,
    case
        when told.actor1 is not null and told.actor2 is not null and (told.inter1 is null or told.inter2 is null) then null
        when told.inter1 is null or told.inter2 is null then coalesce(told.inter1, told.inter2) || ' only'
        when told.inter1_code <= told.inter2_code then told.inter1 || '-' || told.inter2
        else told.inter2 || '-' || told.inter1
    end as interaction,
    cast(null as varchar) as civilian_targeting,
    760 as iso,
    'Middle East' as region,
    'Syria' as country,
    admin1.name_en as admin1,
    admin2.name_en as admin2,
    admin3.name_en as admin3,
    coalesce(told.place_name_en, told.place_name_ar) as location,
    told.latitude,
    told.longitude,
    told.geo_precision,
    sources.source,
    cast(null as varchar) as source_scale,
    told.evidence_text as notes,
    told.killed_best as fatalities,
    cast(null as varchar) as tags,
    epoch(told.last_published_at)::bigint as timestamp,
    told.killed_low as fatalities_low,
    told.killed_high as fatalities_high,
    told.killed_unconfirmed_best as fatalities_unconfirmed,
    told.status,
    told.event_type as marsad_event_type,
    told.weapon,
    told.pcode,
    told.event_date_end,
    told.reports_count,
    told.url
from told
left join further on told.incident_id = further.incident_id
left join sources on told.url = sources.url
left join dim_region as admin1 on told.admin1_pcode = admin1.region_pcode
left join dim_region as admin2 on told.admin2_pcode = admin2.region_pcode
left join dim_region as admin3 on told.admin3_pcode = admin3.region_pcode
order by event_date, event_id_cnty, marsad_event_type, notes
