-- One feature an incident whose position is known. Moments are ISO 8601 in UTC.
select
    * replace (
        strftime(first_published_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as first_published_at,
        strftime(last_published_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as last_published_at
    )
from incidents
where latitude is not null and longitude is not null
order by event_date_start, incident_id, evidence_text
