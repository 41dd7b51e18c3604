-- Totals of a day: of several of the same places, days and people the greatest stands, as a day's total grows through
-- the day. Of equal ones the first.
with totals as (
    select * from {{ ref('int_casualties_superseded') }}
    where scope = 'day' and reason_in_incident is null
),

ranked as (
    select
        *,
        first_value(report_id) over same_total as greatest_report_id,
        first_value(coalesce(people_best, people_low)) over same_total as greatest,
        list_sort(list_distinct(list(report_id) over equal_totals)) as report_ids
    from totals
    window
        same_total as (
            partition by
                place_set_key, event_date_start, event_date_end, outcome, side, civilian_status, is_confirmed
            order by -coalesce(people_best, people_low), published_at nulls last, report_id
        ),
        equal_totals as (
            partition by
                place_set_key, event_date_start, event_date_end, outcome, side, civilian_status, is_confirmed,
                coalesce(people_best, people_low)
        )
),

final as (
    select
        casualty_part_key,
        report_ids,
        case
            when report_id = greatest_report_id then null
            when coalesce(people_best, people_low) = greatest then 'repetition'
            else 'lower_day_total'
        end as reason_among_totals
    from ranked
)

select * from final
