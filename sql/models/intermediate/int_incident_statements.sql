-- What is told of incidents: each current event that is news, with what tells it from others. Totals of a day or of a
-- campaign are of no single incident.
with events as (
    select * from {{ ref('int_events_current') }}
    where not is_background and (event_type != 'control_change' or status != 'attempted')
),

located as (
    select * from {{ ref('int_events_located') }}
),

casualties as (
    select * from {{ ref('stg_casualties') }}
),

words as (
    select
        kind,
        list(distinct word_hash) as words
    from {{ ref('stg_retelling_words') }}
    group by kind
),

tolls as (
    select
        event_key,
        count(*) as rows_count,
        count(*) filter (where scope = 'incident') as incident_rows_count,
        sum(coalesce(people_best, people_low)) filter (
            where outcome = 'killed' and is_confirmed and scope = 'incident'
        ) as killed,
        sum(coalesce(people_best, people_low)) filter (
            where outcome = 'killed' and is_confirmed and scope = 'incident' and civilian_status = 'civilian'
        ) as killed_civilians,
        sum(coalesce(people_best, people_low)) filter (
            where outcome = 'killed' and is_confirmed and scope = 'incident' and civilian_status = 'combatant'
        ) as killed_combatants,
        sum(coalesce(people_best, people_low)) filter (
            where outcome = 'wounded' and is_confirmed and scope = 'incident'
        ) as wounded,
        sum(coalesce(people_best, people_low)) filter (
            where outcome in ('captured', 'missing') and is_confirmed and scope = 'incident'
        ) as held,
        sum(coalesce(people_best, people_low)) filter (where not is_confirmed and scope = 'incident') as unconfirmed
    from casualties
    group by event_key
),

described as materialized (
    select
        events.event_key,
        events.event_id,
        events.report_id,
        events.event_index,
        events.published_at,
        -- Shells and rockets are told one for the other.
        case when events.event_type = 'rocket' then 'shelling' else events.event_type end as event_family,
        case when events.weapon in ('helicopter', 'barrel_bomb') then 'helicopter' else events.weapon end as weapon,
        events.event_date_start,
        events.event_date_end,
        events.date_precision,
        coalesce(events.actors, []) as actors,
        coalesce(events.targets, []) as targets,
        located.place_set_key,
        located.places_count,
        tolls.killed,
        tolls.killed_civilians,
        tolls.killed_combatants,
        tolls.wounded,
        tolls.held,
        tolls.unconfirmed,
        coalesce(tolls.incident_rows_count, 0) > 0 as has_toll,
        {{ words_of('events.evidence_text') }} as words
    from events
    inner join located on events.event_key = located.event_key
    left join tolls on events.event_key = tolls.event_key
    where coalesce(tolls.incident_rows_count, 0) > 0 or (tolls.rows_count is null and events.event_type != 'toll')
),

flagged as (
    select
        described.*,
        coalesce({{ shared_count('rises.words', 'described.words') }} > 0, false) as says_rises,
        coalesce({{ shared_count('another.words', 'described.words') }} > 0, false) as says_another,
        coalesce({{ shared_count('corrects.words', 'described.words') }} > 0, false) as says_corrects
    from described
    left join words as rises on rises.kind = 'rises'
    left join words as another on another.kind = 'another'
    left join words as corrects on corrects.kind = 'corrects'
),

final as (
    select
        *,
        -- Two events may share an id where one clause tells both.
        concat(
            event_id,
            case when row_number() over same_id > 1 then concat('-', row_number() over same_id) else '' end
        ) as statement_id,
        -- Of equal statements of one report the second is another incident.
        row_number() over (
            partition by report_id, event_family, place_set_key, event_date_start, killed, wounded, held, unconfirmed
            order by event_index
        ) as occurrence
    from flagged
    window same_id as (partition by event_id order by report_id, event_index)
)

select * from final
