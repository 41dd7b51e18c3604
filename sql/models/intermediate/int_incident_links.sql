-- Which statement a later one repeats or updates. Of two reports each statement has one partner at most, the one that
-- fits best from both sides; a second round gives the others of them what is left.
with pairs as (
    select * from {{ ref('int_incident_pairs') }}
),

ranked as (
    select
        *,
        row_number() over of_later as earlier_rank,
        row_number() over of_earlier as later_rank
    from pairs
    window
        of_later as (partition by later_key, earlier_report_id order by score desc, earlier_key asc),
        of_earlier as (partition by earlier_key, later_report_id order by score desc, later_key asc)
),

matched as (
    select * exclude (earlier_rank, later_rank)
    from ranked
    where earlier_rank = 1 and later_rank = 1
),

left_over as (
    select pairs.*
    from pairs
    anti join matched as of_later
        on pairs.later_key = of_later.later_key and pairs.earlier_report_id = of_later.earlier_report_id
    anti join matched as of_earlier
        on pairs.earlier_key = of_earlier.earlier_key and pairs.later_report_id = of_earlier.later_report_id
),

ranked_again as (
    select
        *,
        row_number() over of_later as earlier_rank,
        row_number() over of_earlier as later_rank
    from left_over
    window
        of_later as (partition by later_key, earlier_report_id order by score desc, earlier_key asc),
        of_earlier as (partition by earlier_key, later_report_id order by score desc, later_key asc)
),

matched_again as (
    select * exclude (earlier_rank, later_rank)
    from ranked_again
    where earlier_rank = 1 and later_rank = 1
),

all_matched as (
    select * from matched
    union all
    select * from matched_again
),

final as (
    select
        later_key as event_key,
        earlier_key as merged_with_key,
        merge_reason,
        wording_likeness,
        score
    from all_matched
    qualify row_number() over (partition by later_key order by score desc, earlier_key desc) = 1
)

select * from final
