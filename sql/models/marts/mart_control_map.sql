with status as (
    select
        *,
        coalesce(held_from, held_to - ({{ implied_days() }} - 1)) as mapped_from
    from {{ ref('fct_control_status') }}
),

contests as (
    select * from {{ ref('fct_control_contests') }}
),

weeks as (
    select * from {{ ref('dim_week') }}
),

last_week as (
    select max(reference_period_end) as ends_on from weeks
),

-- Sundays from the first on or after the day on which the spell begins.
held as (
    select
        status.*,
        cast(
            unnest(
                generate_series(
                    date_trunc('week', status.mapped_from) + interval 6 day,
                    least(coalesce(status.held_to, last_week.ends_on), last_week.ends_on),
                    interval 7 day
                )
            ) as date
        ) as on_day
    from status
    cross join last_week
),

contested as (
    select distinct
        place_key,
        cast(
            unnest(
                generate_series(
                    date_trunc('week', contested_from) + interval 6 day, cast(contested_to as timestamp), interval 7 day
                )
            ) as date
        ) as on_day
    from contests
),

final as (
    select
        weeks.week_start,
        weeks.reference_period_start,
        weeks.reference_period_end,
        weeks.iso_year,
        weeks.iso_week,
        weeks.is_provisional,
        held.place_key,
        held.pcode,
        held.place_level,
        held.place_name_ar,
        held.place_name_en,
        held.admin1_pcode,
        held.admin2_pcode,
        held.admin3_pcode,
        held.latitude,
        held.longitude,
        held.holder,
        held.held_from,
        held.how_began,
        contested.place_key is not null as is_contested,
        held.confidence,
        held.control_spell_id
    from held
    inner join weeks on held.on_day = weeks.reference_period_end
    left join contested on held.place_key = contested.place_key and held.on_day = contested.on_day
)

select * from final
order by week_start, place_key
