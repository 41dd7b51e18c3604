-- What enters the weekly figures, and of what does not, why not. Each row has one reason, the first that holds.
with casualties as (
    select * from {{ ref('int_casualties_superseded') }}
),

totals as (
    select * from {{ ref('int_day_totals_standing') }}
),

replaced as (
    select distinct item_key from {{ ref('int_day_totals_replacing') }}
    where not is_exceeded
),

exceeded as (
    select distinct total_key from {{ ref('int_day_totals_replacing') }}
    where is_exceeded
),

reasoned as (
    select
        casualties.*,
        coalesce(totals.report_ids, casualties.incident_report_ids) as statement_report_ids,
        case
            when casualties.reason_in_incident is not null then casualties.reason_in_incident
            when totals.reason_among_totals is not null then totals.reason_among_totals
            when replaced.item_key is not null then 'in_day_total'
            when exceeded.total_key is not null then 'items_exceed_total'
        end as not_counted_reason
    from casualties
    left join totals on casualties.casualty_part_key = totals.casualty_part_key
    left join replaced on casualties.casualty_part_key = replaced.item_key
    left join exceeded on casualties.casualty_part_key = exceeded.total_key
),

final as (
    select
        casualty_part_key,
        casualty_key,
        event_key,
        report_id,
        event_id,
        incident_id,
        event_index,
        casualty_index,
        part_index,
        event_type,
        url,
        published_at,
        event_date_start,
        event_date_end,
        date_precision,
        week_start,
        place_set_key,
        geo_precision,
        pcode,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        outcome,
        side,
        civilian_status,
        people_low,
        people_best,
        people_high,
        children_count,
        women_count,
        is_split,
        qualifier,
        is_confirmed,
        scope,
        not_counted_reason is null as is_counted,
        not_counted_reason,
        statement_report_ids,
        evidence_start,
        evidence_end,
        evidence_text
    from reasoned
)

select * from final
