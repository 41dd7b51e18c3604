-- A day's total replaces the day's items of the same side and place in that report (codebook §7); so does a total of a
-- wider area the totals inside it. Civilians never stand for combatants, nor a rumoured total for stated items.
with casualties as (
    select * from {{ ref('int_casualties_attributed') }}
    where not is_background and scope in ('incident', 'day')
),

places as (
    select * from {{ ref('int_event_places_located') }}
),

pairs as (
    select
        items.casualty_part_key as item_key,
        items.event_key as item_event_key,
        items.scope as item_scope,
        totals.casualty_part_key as total_key,
        totals.event_key as total_event_key
    from casualties as totals
    inner join casualties as items
        on
            totals.report_id = items.report_id
            and totals.casualty_key != items.casualty_key
            and totals.outcome = items.outcome
            and totals.side is not distinct from items.side
            and totals.event_date_start <= items.event_date_end
            and totals.event_date_end >= items.event_date_start
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

final as (
    select distinct
        pairs.item_key,
        pairs.total_key
    from pairs
    inner join containments as inside
        on pairs.item_event_key = inside.inner_key and pairs.total_event_key = inside.outer_key
    left join containments as around
        on pairs.total_event_key = around.inner_key and pairs.item_event_key = around.outer_key
    where pairs.item_scope = 'incident' or around.inner_key is null
)

select * from final
