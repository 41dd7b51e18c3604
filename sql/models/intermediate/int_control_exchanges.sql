-- Every time that a place went from one side to another, whether it outlasted the day or not.
with runs as (
    select * from {{ ref('int_control_runs') }}
),

days as (
    select * from {{ ref('int_control_days') }}
    where origin = 'report'
),

sequenced as (
    select
        runs.*,
        days.spell_number,
        days.opening_holder,
        runs.is_last_of_day and days.is_new_holder as is_lasting,
        coalesce(
            lag(runs.taken_by) over (partition by runs.place_key, runs.day order by runs.run_number),
            days.opening_holder
        ) as holder_before
    from runs
    inner join days on runs.place_key = days.place_key and runs.day = days.day
),

final as (
    select
        place_key,
        day,
        cast(date_trunc('week', day) as date) as week_start,
        run_number,
        spell_number,
        is_lasting,
        taken_by as gained_by,
        -- Of a day with several exchanges the lasting one leads from who opened it to who closed it.
        case
            when is_lasting and run_number > 1 then opening_holder
            else coalesce(holder_before, nullif(taken_from, taken_by))
        end as lost_by,
        coalesce(taken_from != holder_before, false) as is_loser_another,
        change,
        date_precision,
        geo_precision,
        report_ids,
        evidence
    from sequenced
    where taken_by is distinct from holder_before
)

select * from final
