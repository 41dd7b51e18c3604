with spells as (
    select * from {{ ref('int_control_spells') }}
),

contests as (
    select * from {{ ref('int_control_contests') }}
),

places as (
    select * from {{ ref('int_control_places') }}
),

contested as (
    select
        spells.control_spell_id,
        min(contests.contested_from) as first_contested_on,
        count(*) as contests_count
    from spells
    inner join contests
        on
            spells.place_key = contests.place_key
            and contests.contested_to >= coalesce(spells.held_from, contests.contested_to)
            and contests.contested_from <= coalesce(spells.held_to, contests.contested_from)
    group by spells.control_spell_id
),

final as (
    select
        spells.control_spell_id,
        spells.place_key,
        places.pcode,
        places.place_level,
        places.place_name_ar,
        places.place_name_en,
        places.admin1_pcode,
        places.admin2_pcode,
        places.admin3_pcode,
        places.latitude,
        places.longitude,
        spells.holder,
        spells.held_from,
        spells.held_to,
        spells.how_began,
        spells.how_ended,
        spells.taken_from,
        spells.taken_from_conflicts,
        spells.is_end_doubtful,
        spells.confidence,
        cast(spells.date_precision as integer) as date_precision,
        contested.control_spell_id is not null as is_contested,
        contested.first_contested_on,
        coalesce(contested.contests_count, 0) as contests_count,
        cast(spells.exchanges_within_day as bigint) as exchanges_within_day,
        spells.statements_count,
        len(spells.report_ids) as reports_count,
        spells.evidence.event_id as event_id,
        spells.evidence.report_id as report_id,
        spells.evidence.url as url,
        spells.evidence.evidence_text as evidence_text,
        spells.ended_evidence.event_id as ended_event_id,
        spells.ended_evidence.report_id as ended_report_id,
        spells.ended_evidence.url as ended_url,
        spells.ended_evidence.evidence_text as ended_evidence_text,
        spells.source_name,
        spells.source_url
    from spells
    inner join places on spells.place_key = places.place_key
    left join contested on spells.control_spell_id = contested.control_spell_id
)

select * from final
order by place_key, held_from nulls first
