-- One feature a place of the gazetteer that an incident, a control change or the table of holders names, with what is told of it.
with casualties as (
    select
        pcode,
        count(*) as incidents_count,
        coalesce(sum(killed_low), 0)::bigint as killed_low,
        coalesce(sum(killed_best), 0)::bigint as killed_best,
        coalesce(sum(killed_unconfirmed_best), 0)::bigint as killed_unconfirmed_best,
        coalesce(sum(wounded_low), 0)::bigint as wounded_low,
        coalesce(sum(wounded_best), 0)::bigint as wounded_best,
        min(event_date_start) as first_incident_date,
        max(event_date_start) as last_incident_date
    from incidents
    where pcode is not null
    group by pcode
),

changes as (
    select
        pcode,
        count(*) as control_changes_count,
        arg_max(
            struct_pack(
                taken_by := taken_by, taken_on := event_date_start, url := url, evidence_text := evidence_text
            ),
            (event_date_start, published_at, event_id)
        ) filter (extent = 'full' and status = 'confirmed') as last_change
    from fct_control_changes
    where is_first_statement and pcode is not null
    group by pcode
),

held as (
    select
        pcode,
        arg_max(
            struct_pack(
                holder := holder, held_from := held_from, is_contested := is_contested, url := url,
                evidence_text := evidence_text
            ),
            held_from
        ) as now
    from control_status
    where held_to is null and pcode is not null and holder is not null
    group by pcode
)

select
    places.pcode,
    places.level,
    places.name_ar,
    places.name_en,
    places.admin1_pcode,
    places.admin2_pcode,
    places.admin3_pcode,
    places.latitude,
    places.longitude,
    coalesce(casualties.incidents_count, 0) as incidents_count,
    casualties.first_incident_date,
    casualties.last_incident_date,
    coalesce(casualties.killed_low, 0) as killed_low,
    coalesce(casualties.killed_best, 0) as killed_best,
    coalesce(casualties.killed_unconfirmed_best, 0) as killed_unconfirmed_best,
    coalesce(casualties.wounded_low, 0) as wounded_low,
    coalesce(casualties.wounded_best, 0) as wounded_best,
    coalesce(changes.control_changes_count, 0) as control_changes_count,
    changes.last_change.taken_by as last_taken_by,
    changes.last_change.taken_on as last_taken_on,
    changes.last_change.url as last_taken_url,
    changes.last_change.evidence_text as last_taken_evidence_text,
    held.now.holder as holder,
    held.now.held_from as held_since,
    held.now.is_contested as is_contested,
    held.now.url as holder_url,
    held.now.evidence_text as holder_evidence_text
from dim_place as places
left join casualties on places.pcode = casualties.pcode
left join changes on places.pcode = changes.pcode
left join held on places.pcode = held.pcode
where
    (casualties.pcode is not null or changes.pcode is not null or held.pcode is not null)
    and places.latitude is not null and places.longitude is not null
order by places.pcode
