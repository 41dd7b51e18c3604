-- One feature an incident whose position is known.
select * from incidents
where latitude is not null and longitude is not null
order by event_date_start, incident_id, evidence_text
