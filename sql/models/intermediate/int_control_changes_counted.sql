-- One row per change that counts, from all that is said of it: confirmed if any report is, full if any report is, the
-- loser if any report names one.
with statements as (
    select * from {{ ref('int_control_changes_identified') }}
    where is_counted
),

final as (
    select
        control_change_id,
        min(event_date_start) as event_date_start,
        min(week_start) as week_start,
        min(taken_by) as taken_by,
        arg_min(taken_from, statement_rank) as taken_from,
        case when bool_or(extent = 'full') then 'full' else 'partial' end as extent,
        arg_min(change, statement_rank) as change,
        case when bool_or(status = 'confirmed') then 'confirmed' else 'reported' end as status,
        bool_or(is_named) as is_named,
        max(places_low) as places_low,
        arg_min(pcode, statement_rank) as pcode,
        arg_min(admin1_pcode, statement_rank) as admin1_pcode,
        arg_min(admin2_pcode, statement_rank) as admin2_pcode,
        arg_min(admin3_pcode, statement_rank) as admin3_pcode,
        list_sort(list(distinct report_id)) as report_ids,
        arg_min(
            struct_pack(event_id := event_id, url := url, evidence_text := evidence_text), statement_rank
        ) as example
    from statements
    group by control_change_id
)

select * from final
