-- What enters the weekly figures, and of what does not, why not. Each row has one reason, the first that holds.
with casualties as (
    select * from {{ ref('int_casualties_attributed') }}
),

replaced as (
    select distinct item_key from {{ ref('int_day_totals_replacing') }}
),

stated as (
    select
        casualties.*,
        case
            when casualties.is_background then 'background'
            when casualties.scope = 'campaign' then 'campaign_total'
            when replaced.item_key is not null then 'in_day_total'
        end as reason_in_report
    from casualties
    left join replaced on casualties.casualty_part_key = replaced.item_key
),

-- Two equal rows of one report are two incidents; the second of them repeats only the second of another report.
numbered as (
    select
        *,
        row_number() over (
            partition by
                report_id, reason_in_report, place_set_key, event_date_start, outcome, side, civilian_status,
                people_low, people_best, qualifier, is_confirmed
            order by event_index, casualty_index, part_index
        ) as occurrence
    from stated
),

ranked as (
    select
        *,
        row_number() over same_statement as statement_rank,
        list_sort(list_distinct(list(report_id) over all_statements)) as statement_report_ids,
        -- A day's total grows through the day: the greatest that any report gives is the day's.
        first_value(report_id) over same_day_total as greatest_total_report_id
    from numbered
    window
        same_statement as (
            partition by
                reason_in_report, place_set_key, event_date_start, outcome, side, civilian_status,
                people_low, people_best, qualifier, is_confirmed, occurrence
            order by published_at nulls last, report_id
        ),
        all_statements as (
            partition by
                reason_in_report, place_set_key, event_date_start, outcome, side, civilian_status,
                people_low, people_best, qualifier, is_confirmed, occurrence
        ),
        same_day_total as (
            partition by
                reason_in_report, scope, place_set_key, event_date_start, event_date_end, outcome, side,
                civilian_status, is_confirmed
            order by -coalesce(people_best, people_low), published_at nulls last, report_id
        )
),

reasoned as (
    select
        *,
        case
            when reason_in_report is not null then reason_in_report
            when statement_rank > 1 then 'repetition'
            when scope = 'day' and report_id != greatest_total_report_id then 'lower_day_total'
        end as not_counted_reason
    from ranked
),

final as (
    select
        casualty_part_key,
        casualty_key,
        event_key,
        report_id,
        event_id,
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
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        outcome,
        side,
        civilian_status,
        people_low,
        people_best,
        people_high,
        is_split,
        qualifier,
        is_confirmed,
        scope,
        not_counted_reason is null as is_counted,
        not_counted_reason,
        case when reason_in_report is null then statement_report_ids else [report_id] end as statement_report_ids,
        evidence_start,
        evidence_end,
        evidence_text
    from reasoned
)

select * from final
