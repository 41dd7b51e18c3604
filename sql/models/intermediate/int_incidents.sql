-- An incident's day: of its statements that know the day best, the first.
with members as (
    select * from {{ ref('int_incident_members') }}
),

statements as (
    select * from {{ ref('int_incident_statements') }}
),

final as (
    select
        members.first_key,
        members.incident_id,
        arg_min(statements.event_date_start, (statements.date_precision, members.statement_number)) as event_date_start,
        arg_min(statements.event_date_end, (statements.date_precision, members.statement_number)) as event_date_end,
        min(statements.date_precision) as date_precision,
        count(*) as events_count,
        list_sort(list(distinct members.report_id)) as report_ids
    from members
    inner join statements on members.event_key = statements.event_key
    group by members.first_key, members.incident_id
)

select * from final
