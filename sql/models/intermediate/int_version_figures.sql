-- What every version of every report says by itself: people harmed and places taken, without background, attempts and
-- campaign totals. Nothing is compared with other reports: what several tell stands here several times.
with reports as (
    select * from {{ ref('stg_reports') }}
),

events as (
    select * from {{ ref('stg_events') }}
    where not is_background
),

event_places as (
    select * from {{ ref('stg_event_places') }}
),

gazetteer as (
    select * from {{ ref('stg_places') }}
),

casualties as (
    select * from {{ ref('stg_casualties') }}
    where scope != 'campaign'
),

split_casualties as (
    select * from {{ ref('int_casualties_split') }}
),

places as (
    select
        events.event_key,
        event_places.pcode,
        event_places.name_ar,
        coalesce(event_places.admin1_pcode, gazetteer.admin1_pcode, events.admin1_pcode) as admin1_pcode,
        coalesce(event_places.admin2_pcode, gazetteer.admin2_pcode) as admin2_pcode,
        coalesce(event_places.admin3_pcode, gazetteer.admin3_pcode) as admin3_pcode
    from events
    inner join event_places on events.event_key = event_places.event_key
    left join gazetteer on event_places.pcode = gazetteer.pcode
),

-- The smallest region that contains all places, as in int_events_located.
regions as (
    select
        event_key,
        {{ one_for_all('admin1_pcode') }} as admin1_pcode,
        {{ one_for_all('admin2_pcode') }} as admin2_pcode,
        {{ one_for_all('admin3_pcode') }} as admin3_pcode
    from places
    group by event_key
),

dated as (
    select
        events.event_key,
        events.event_id,
        events.report_version_id,
        events.report_id,
        events.status,
        events.event_type = 'control_change' and events.has_control as is_control_change,
        events.taken_by,
        events.places_low,
        events.evidence_text,
        cast(date_trunc('week', coalesce(events.event_date_start, reports.published_date)) as date) as week_start,
        regions.event_key is not null as has_places,
        case when regions.event_key is null then events.admin1_pcode else regions.admin1_pcode end as admin1_pcode,
        regions.admin2_pcode,
        regions.admin3_pcode
    from events
    inner join reports on events.report_version_id = reports.report_version_id
    left join regions on events.event_key = regions.event_key
),

harmed as (
    select
        dated.report_version_id,
        dated.report_id,
        dated.week_start,
        dated.event_id,
        dated.admin1_pcode,
        dated.admin2_pcode,
        dated.admin3_pcode,
        casualties.outcome as measure,
        split_casualties.side as actor_id,
        split_casualties.civilian_status,
        casualties.is_confirmed,
        casualties.scope,
        split_casualties.people_low as figure_low,
        coalesce(split_casualties.people_best, split_casualties.people_low) as figure_best,
        split_casualties.people_high as figure_high,
        casualties.evidence_text
    from casualties
    inner join dated on casualties.event_key = dated.event_key
    inner join split_casualties on casualties.casualty_key = split_casualties.casualty_key
),

named as (
    select distinct
        places.event_key,
        places.admin1_pcode,
        places.admin2_pcode,
        places.admin3_pcode,
        coalesce(places.pcode, places.name_ar) as place_key,
        1 as figure
    from places
),

unnamed as (
    select
        event_key,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        null as place_key,
        greatest(coalesce(places_low, 1), 1) as figure
    from dated
    where not has_places or places_low > 0
),

taken as (
    select * from named
    union all
    select * from unnamed
),

changed_hands as (
    select
        dated.report_version_id,
        dated.report_id,
        dated.week_start,
        dated.event_id,
        taken.admin1_pcode,
        taken.admin2_pcode,
        taken.admin3_pcode,
        'control_changes' as measure,
        dated.taken_by as actor_id,
        null as civilian_status,
        dated.status = 'confirmed' as is_confirmed,
        'incident' as scope,
        taken.figure as figure_low,
        taken.figure as figure_best,
        taken.figure as figure_high,
        dated.evidence_text
    from taken
    inner join dated on taken.event_key = dated.event_key
    where dated.is_control_change and dated.status != 'attempted'
),

final as (
    select * from harmed
    union all by name
    select * from changed_hands
)

select * from final
