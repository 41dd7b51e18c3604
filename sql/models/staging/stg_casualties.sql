with events as (
    select * from {{ ref('stg_events') }}
),

unnested as (
    select
        event_key,
        report_version_id,
        unnest(casualties) as casualty,
        generate_subscripts(casualties, 1) - 1 as casualty_index
    from events
),

renamed as (
    select
        concat(event_key, '/', casualty_index) as casualty_key,
        event_key,
        report_version_id,
        cast(casualty_index as integer) as casualty_index,
        casualty.outcome as outcome,
        casualty.side as side,
        casualty.civilian_status as civilian_status,
        casualty.low as people_low,
        casualty.best as people_best,
        casualty.high as people_high,
        casualty.qualifier as qualifier,
        casualty.confirmed as is_confirmed,
        casualty.scope as scope,
        casualty.breakdown as breakdown,
        casualty.evidence.sentence_index as sentence_index,
        casualty.evidence.start as evidence_start,
        casualty.evidence.end as evidence_end,
        casualty.evidence.text as evidence_text
    from unnested
)

select * from renamed
