with casualties as (
    select * from {{ ref('int_casualties_counted') }}
),

final as (
    select
        event_id,
        incident_id,
        report_id,
        event_index,
        casualty_index,
        part_index,
        url,
        event_type,
        event_date_start,
        event_date_end,
        cast(date_precision as integer) as date_precision,
        week_start,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        cast(geo_precision as integer) as geo_precision,
        outcome,
        side,
        civilian_status,
        people_low,
        people_best,
        people_high,
        children_count,
        women_count,
        qualifier,
        is_confirmed,
        scope,
        is_split,
        is_counted,
        not_counted_reason,
        len(statement_report_ids) as reports_count,
        evidence_start,
        evidence_end,
        evidence_text
    from casualties
)

select * from final
order by event_date_start, report_id, event_index, casualty_index, part_index
