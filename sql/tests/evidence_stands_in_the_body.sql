-- Every event of every version quotes the text that stands at its offsets (codebook §1).
with events as (
    select * from {{ ref('stg_events') }}
),

reports as (
    select * from {{ ref('stg_reports') }}
)

select
    events.event_key,
    events.evidence_text
from events
inner join reports on events.report_version_id = reports.report_version_id
where
    substring(reports.body, events.evidence_start + 1, events.evidence_end - events.evidence_start)
    is distinct from events.evidence_text
