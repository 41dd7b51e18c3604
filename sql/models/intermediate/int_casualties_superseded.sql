-- An incident's toll is its latest confirmed statement (README, "Incidents"): what earlier ones say of the same people
-- is superseded, or repeated. Rumours give way to anything confirmed; vague numbers never stand for counted ones.
with casualties as (
    select * from {{ ref('int_casualties_attributed') }}
),

members as (
    select * from {{ ref('int_incident_members') }}
),

incidents as (
    select * from {{ ref('int_incidents') }}
),

stated as (
    select
        casualties.* exclude (event_date_start, event_date_end, date_precision),
        coalesce(incidents.event_date_start, casualties.event_date_start) as event_date_start,
        coalesce(incidents.event_date_end, casualties.event_date_end) as event_date_end,
        coalesce(incidents.date_precision, casualties.date_precision) as date_precision,
        incidents.incident_id,
        coalesce(incidents.report_ids, [casualties.report_id]) as incident_report_ids,
        members.statement_number,
        -- Of civilians it is said that they are; of others mostly the side.
        case
            when casualties.civilian_status = 'civilian' then 'civilian'
            else coalesce(casualties.side, 'unknown')
        end as people,
        case
            when casualties.is_background then 'background'
            when casualties.scope = 'campaign' then 'campaign_total'
        end as reason_by_itself
    from casualties
    -- one equality: with a second condition on the left side alone DuckDB compares every row with every other
    left join members
        on case when casualties.scope = 'incident' then casualties.event_key end = members.event_key
    left join incidents on members.first_key = incidents.first_key
),

retold as (
    select *
    from stated
    where reason_by_itself is null and len(incident_report_ids) > 1
),

superseding as (
    select
        retold.casualty_part_key,
        bool_or(
            retold.people_low = others.people_low
            and retold.people_best is not distinct from others.people_best
            and retold.is_confirmed = others.is_confirmed
        ) as is_repeated
    from retold
    inner join retold as others
        on
            retold.incident_id = others.incident_id
            and retold.outcome = others.outcome
            and retold.report_id != others.report_id
            and (retold.people = others.people or retold.people = 'unknown' or others.people = 'unknown')
    where
        (others.is_confirmed and not retold.is_confirmed)
        or (
            others.is_confirmed = retold.is_confirmed
            and others.statement_number > retold.statement_number
            and (
                others.people_best is not null
                or others.people_low > coalesce(retold.people_best, retold.people_low)
                or (retold.people_best is null and others.people_low = retold.people_low)
            )
        )
        or (
            others.is_confirmed = retold.is_confirmed
            and others.statement_number < retold.statement_number
            and retold.people_best is null
            and (
                retold.people_low < others.people_low
                or (others.people_best is not null and retold.people_low <= others.people_best)
            )
        )
    group by retold.casualty_part_key
),

final as (
    select
        stated.*,
        {{ week_start_of('stated.event_date_start') }} as week_start,
        case
            when stated.reason_by_itself is not null then stated.reason_by_itself
            when superseding.is_repeated then 'repetition'
            when superseding.casualty_part_key is not null then 'superseded'
        end as reason_in_incident
    from stated
    left join superseding on stated.casualty_part_key = superseding.casualty_part_key
)

select * from final
