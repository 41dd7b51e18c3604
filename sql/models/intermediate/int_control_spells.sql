-- One row per place and unbroken time with one holder, with the statements that say so.
with days as (
    select * from {{ ref('int_control_days') }}
),

statements as (
    select * from {{ ref('int_control_statements') }}
),

exchanges as (
    select * from {{ ref('int_control_exchanges') }}
),

contests as (
    select * from {{ ref('int_control_contests') }}
),

begun as (
    select
        place_key,
        spell_number,
        day as held_from,
        origin,
        holder,
        source_name,
        source_url,
        lag(holder) over in_time as holder_before,
        lead(day) over in_time - 1 as held_to,
        lead(origin) over in_time as next_origin,
        row_number() over (partition by place_key, holder order by spell_number) > 1 as has_held_before
    from days
    where is_new_holder
    window in_time as (partition by place_key order by spell_number)
),

-- What is said for the holder, on the first day and on any later one until the next holder.
supported as (
    select
        days.place_key,
        days.spell_number,
        count(*) as statements_count,
        list_sort(list(distinct statements.report_id)) as report_ids,
        count(distinct statements.report_id) filter (where statements.status = 'confirmed') as confirming_reports,
        min(statements.geo_precision) filter (where statements.status = 'confirmed') as geo_precision,
        min(statements.date_precision) filter (where statements.status = 'confirmed') as date_precision,
        list(distinct statements.taken_from) filter (
            where not days.is_new_holder and days.runs_count = 1 and statements.taken_from != days.holder
        ) as losers_repeated
    from statements
    inner join days on statements.place_key = days.place_key and statements.day = days.day
    where statements.is_full and statements.taken_by = days.holder
    group by days.place_key, days.spell_number
),

exchanged as (
    select
        place_key,
        spell_number,
        count_if(not is_lasting) as exchanges_within_day,
        bool_or(is_loser_another) as is_loser_another,
        arg_min(is_loser_another, (day, run_number)) as is_first_loser_another
    from exchanges
    group by place_key, spell_number
),

-- The order of the day that began the spell is not known: another side may hold the place.
doubted as (
    select distinct
        place_key,
        contested_from as day
    from contests
    where reason = 'order_unknown'
),

first_changes as (
    select
        place_key,
        evidence
    from exchanges
    qualify row_number() over (partition by place_key order by day, run_number) = 1
),

joined as (
    select
        begun.*,
        case when begun.origin = 'report' then moves.lost_by end as taken_from,
        case
            when begun.origin != 'report' then begun.origin
            when moves.change = 'capture' and begun.has_held_before then 'recapture'
            else moves.change
        end as how_began,
        case when begun.origin = 'implied' then first_changes.evidence else moves.evidence end as evidence,
        moves.date_precision as day_precision,
        coalesce(supported.statements_count, 0) as statements_count,
        coalesce(supported.report_ids, []) as report_ids,
        coalesce(supported.confirming_reports, 0) as confirming_reports,
        supported.geo_precision,
        supported.date_precision,
        doubted.day is not null as is_order_unknown,
        coalesce(exchanged.exchanges_within_day, 0) as exchanges_within_day,
        coalesce(exchanged.is_loser_another, false)
        or (
            (begun.holder_before is not null or begun.origin = 'starting_state')
            and len(list_filter(supported.losers_repeated, loser -> loser is distinct from begun.holder_before)) > 0
        ) is true as taken_from_conflicts,
        coalesce(exchanged.is_first_loser_another, false) as is_begin_conflicting
    from begun
    left join exchanges as moves
        on begun.place_key = moves.place_key and begun.held_from = moves.day and moves.is_lasting
    left join supported on begun.place_key = supported.place_key and begun.spell_number = supported.spell_number
    left join exchanged on begun.place_key = exchanged.place_key and begun.spell_number = exchanged.spell_number
    left join first_changes on begun.place_key = first_changes.place_key
    left join doubted on begun.place_key = doubted.place_key and begun.held_from = doubted.day
),

rated as (
    select
        *,
        case
            when is_order_unknown or confirming_reports = 0 or geo_precision > 1 or date_precision > 2 then 'low'
            when confirming_reports > 1 and date_precision = 1 then 'high'
            when confirming_reports > 1 or date_precision = 1 then 'medium'
            else 'low'
        end as own_confidence
    from joined
),

final as (
    select
        concat(place_key, '@', coalesce(cast(held_from as varchar), 'unknown')) as control_spell_id,
        place_key,
        spell_number,
        holder,
        held_from,
        held_to,
        how_began,
        case when next_origin = 'report' then lead(how_began) over in_time else next_origin end as how_ended,
        taken_from,
        taken_from_conflicts,
        coalesce(next_origin = 'report' and lead(is_begin_conflicting) over in_time, false) as is_end_doubtful,
        -- A side that goes on under another name holds what it held, as surely as before.
        case
            when origin = 'renamed' and statements_count = 0 then lag(own_confidence) over in_time
            else own_confidence
        end as confidence,
        day_precision as date_precision,
        statements_count,
        report_ids,
        exchanges_within_day,
        source_name,
        source_url,
        case when origin = 'renamed' then lag(evidence) over in_time else evidence end as evidence,
        case when next_origin = 'report' then lead(evidence) over in_time end as ended_evidence
    from rated
    window in_time as (partition by place_key order by spell_number)
)

select * from final
where holder is not null
