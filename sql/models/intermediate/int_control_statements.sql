-- What the control timeline hears of: takings of one named place, in the order in which a day told them. Regions, what
-- lies near a place, and places without a name have no line that could move.
with changes as (
    select * from {{ ref('int_control_changes_identified') }}
    where
        is_counted
        and is_named
        and coalesce(pcode, name_ar) is not null
        and coalesce(level, 'feature') not in ('country', 'governorate', 'district', 'subdistrict')
        and geo_precision < 3
        and relation is distinct from 'near'
),

events as (
    select * from {{ ref('int_events_current') }}
),

stated as (
    select
        concat(changes.event_key, '/', changes.place_index) as statement_key,
        changes.place_key,
        changes.event_date_start as day,
        changes.report_id,
        changes.event_id,
        changes.event_index,
        changes.place_index,
        changes.url,
        changes.evidence_text,
        events.published_date,
        changes.published_at,
        changes.status,
        changes.taken_by,
        changes.taken_from,
        changes.change,
        changes.geo_precision,
        changes.date_precision,
        coalesce(changes.extent = 'full' and changes.taken_by is not null, false) as is_full,
        events.published_date > changes.event_date_end as is_told_later
    from changes
    inner join events on changes.event_key = events.event_key
),

-- What a later day repeats of this one says nothing of the order within it.
compared as (
    select
        *,
        is_told_later and report_id != first_value(report_id) over same_taking as is_retelling,
        bool_or(is_full and status = 'confirmed') over (partition by place_key, day) as is_day_confirmed,
        min(report_id) over same_moment != max(report_id) over same_moment
        and list_contains(list(taken_by) filter (where is_full) over same_moment, taken_from) as names_taker_as_loser
    from stated
    window
        same_taking as (
            partition by place_key, day, is_full, status, taken_by, change = 'recapture'
            order by published_date, published_at nulls last, report_id
        ),
        same_moment as (partition by place_key, day, published_date, published_at)
),

-- Of reports of one moment, the one that takes the place from the other's taker comes after it.
placed as (
    select
        *,
        is_full and not is_retelling and (status = 'confirmed' or not is_day_confirmed) as is_moving,
        coalesce(
            first_value(names_taker_as_loser) over (
                partition by place_key, day, report_id order by event_index, place_index
            ),
            false
        ) as is_after_the_other
    from compared
),

final as (
    select
        *,
        row_number() over (
            partition by place_key, day
            order by
                published_date, published_at nulls last, is_after_the_other, report_id, event_index, place_index
        ) as day_order
    from placed
)

select * from final
