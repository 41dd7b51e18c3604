{{ weekly_table(
    ref('int_weekly_attacks'), 'iso', ref('fct_incidents'), 'incident_id', 'incident_id',
    order_by='figures.event_type, figures.weapon nulls last, figures.actor_id nulls last, figures.status'
) }}
