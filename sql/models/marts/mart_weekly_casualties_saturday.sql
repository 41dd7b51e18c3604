{{ weekly_table(
    ref('int_weekly_casualties'), 'saturday', ref('int_casualties_counted'), 'casualty_part_key', 'event_id',
    order_by='figures.outcome, figures.side nulls last, figures.civilian_status, figures.is_confirmed'
) }}
