-- A day's total replaces the day's items of the same people and place in that report (codebook §7); so does a total of
-- a wider area the totals inside it. Across reports never both: the greater of the total and the sum of what lies in it
-- stands; of equal ones the items, as they say where. Civilians never stand for combatants, nor a rumoured total for
-- stated items.
with casualties as (
    select casualties.*
    from {{ ref('int_casualties_superseded') }} as casualties
    left join {{ ref('int_day_totals_standing') }} as totals
        on casualties.casualty_part_key = totals.casualty_part_key
    where
        casualties.reason_in_incident is null
        and casualties.scope in ('incident', 'day')
        and totals.reason_among_totals is null
),

places as (
    select * from {{ ref('int_event_places_located') }}
),

days as (
    select
        *,
        unnest(generate_series(event_date_start, least(event_date_end, event_date_start + 7), interval 1 day)) as day
    from casualties
),

pairs as (
    select distinct
        items.casualty_part_key as item_key,
        items.event_key as item_event_key,
        items.scope as item_scope,
        coalesce(items.people_best, items.people_low) as item_people,
        items.report_id = totals.report_id as is_same_report,
        totals.casualty_part_key as total_key,
        totals.event_key as total_event_key,
        coalesce(totals.people_best, totals.people_low) as total_people
    from days as totals
    inner join days as items
        on
            totals.day = items.day
            and totals.outcome = items.outcome
            and totals.side is not distinct from items.side
            and totals.casualty_key != items.casualty_key
            and (totals.is_confirmed or not items.is_confirmed)
            and (
                totals.civilian_status = items.civilian_status
                or totals.civilian_status in ('mixed', 'unknown')
                or items.civilian_status in ('mixed', 'unknown')
            )
    where totals.scope = 'day'
),

event_pairs as (
    select distinct
        item_event_key as inner_key,
        total_event_key as outer_key
    from pairs
    union
    select distinct
        total_event_key as inner_key,
        item_event_key as outer_key
    from pairs
),

place_counts as (
    select
        event_key,
        count(*) as places_count
    from places
    group by event_key
),

-- Inner joins throughout: an outer one with this condition would compare every place with every other.
contained as (
    select
        event_pairs.inner_key,
        event_pairs.outer_key,
        count(distinct inner_places.place_key) as places_count
    from event_pairs
    inner join places as inner_places on event_pairs.inner_key = inner_places.event_key
    inner join places as outer_places on event_pairs.outer_key = outer_places.event_key
    where {{ place_lies_in('inner_places', 'outer_places') }}
    group by event_pairs.inner_key, event_pairs.outer_key
),

containments as (
    select
        contained.inner_key,
        contained.outer_key
    from contained
    inner join place_counts on contained.inner_key = place_counts.event_key
    where contained.places_count = place_counts.places_count
),

inside as (
    select pairs.*
    from pairs
    inner join containments as around_item
        on pairs.item_event_key = around_item.inner_key and pairs.total_event_key = around_item.outer_key
    left join containments as around_total
        on pairs.total_event_key = around_total.inner_key and pairs.item_event_key = around_total.outer_key
    where pairs.item_scope = 'incident' or around_total.inner_key is null
),

sums as (
    select
        total_key,
        sum(item_people) filter (where item_scope = 'incident') >= any_value(total_people)
        and bool_or(not is_same_report) filter (where item_scope = 'incident') as is_exceeded
    from inside
    group by total_key
),

final as (
    select
        inside.item_key,
        inside.total_key,
        inside.item_scope,
        coalesce(sums.is_exceeded, false) as is_exceeded
    from inside
    inner join sums on inside.total_key = sums.total_key
)

select * from final
