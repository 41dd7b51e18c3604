-- One row an incident, in ACLED's columns and their order; then what ACLED has no column for. What the report does not
-- tell stays empty. The ids are Marsad's: they name no event of ACLED.
with names as (
    select map(list(actor_id), list(name_en)) as by_id
    from dim_actor
),

types as (
    select
        map(list(actor_id), list(inter)) as by_id,
        map(list(actor_id), list(inter_code)) as codes
    from acled_actor_types
),

told as (
    select
        incidents.*,
        names.by_id[actors[1]] as actor1,
        names.by_id[targets[1]] as actor2,
        nullif(array_to_string(list_transform(actors[2:], lambda id: names.by_id[id]), '; '), '') as assoc_actor_1,
        nullif(array_to_string(list_transform(targets[2:], lambda id: names.by_id[id]), '; '), '') as assoc_actor_2,
        types.by_id[actors[1]] as inter1,
        types.by_id[targets[1]] as inter2,
        types.codes[actors[1]] as inter1_code,
        types.codes[targets[1]] as inter2_code
    from incident_types as incidents
    cross join names
    cross join types
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
    told.assoc_actor_1,
    told.inter1,
    told.actor2,
    told.assoc_actor_2,
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
left join sources on told.url = sources.url
left join dim_region as admin1 on told.admin1_pcode = admin1.region_pcode
left join dim_region as admin2 on told.admin2_pcode = admin2.region_pcode
left join dim_region as admin3 on told.admin3_pcode = admin3.region_pcode
order by event_date, event_id_cnty, marsad_event_type, notes
