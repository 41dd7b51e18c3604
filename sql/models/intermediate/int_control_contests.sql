-- Claims that conflict with the holder: they do not move the line, but from their day on it is in doubt, until the next
-- full taking and for no longer than the days of the rule.
with statements as (
    select * from {{ ref('int_control_statements') }}
),

days as (
    select
        *,
        coalesce(day, date '0001-01-01') as known_from
    from {{ ref('int_control_days') }}
),

last_moves as (
    select
        place_key,
        day,
        day_order,
        report_id,
        published_date,
        published_at,
        is_after_the_other
    from statements
    where is_moving
    qualify row_number() over (partition by place_key, day order by day_order desc) = 1
),

-- The state at the end of the day of the statement.
judged as (
    select
        statements.*,
        days.holder,
        days.next_told_day
    from statements
    asof left join days
        on statements.place_key = days.place_key and statements.day >= days.known_from
    where not statements.is_retelling and coalesce(statements.taken_by != days.holder, true)
),

-- Before a place's first full taking nothing is known of it but the next day on which something is.
first_days as (
    select
        place_key,
        min(day) as first_day
    from days
    group by place_key
),

reasoned as (
    select
        judged.*,
        coalesce(judged.next_told_day, case when first_days.first_day > judged.day then first_days.first_day end)
            as next_day,
        case
            when
                judged.is_moving
                and judged.report_id != last_moves.report_id
                and judged.published_date = last_moves.published_date
                and coalesce(judged.published_at = last_moves.published_at, true)
                and judged.is_after_the_other >= last_moves.is_after_the_other
                then 'order_unknown'
            when judged.is_moving or coalesce(judged.day_order < last_moves.day_order, false) then null
            when judged.is_full then 'reported_otherwise'
            when judged.taken_by is null then 'taker_unknown'
            else 'partial_taking'
        end as reason
    from judged
    left join last_moves on judged.place_key = last_moves.place_key and judged.day = last_moves.day
    left join first_days on judged.place_key = first_days.place_key
),

grouped as (
    select
        place_key,
        day as contested_from,
        taken_by as contender,
        reason,
        min(holder) as holder,
        arg_min(taken_from, day_order) as taken_from,
        case when bool_or(status = 'confirmed') then 'confirmed' else 'reported' end as status,
        min(next_day) as next_day,
        count(*) as statements_count,
        list_sort(list(distinct report_id)) as report_ids,
        arg_min(
            struct_pack(event_id := event_id, report_id := report_id, url := url, evidence_text := evidence_text),
            day_order
        ) as evidence
    from reasoned
    where reason is not null
    group by place_key, day, taken_by, reason
),

final as (
    select
        place_key,
        contested_from,
        least(contested_from + ({{ contested_days() }} - 1), next_day - 1) as contested_to,
        cast(date_trunc('week', contested_from) as date) as week_start,
        reason,
        holder,
        contender,
        taken_from,
        status,
        statements_count,
        report_ids,
        evidence
    from grouped
)

select * from final
