{{ reconcile_control_changes(ref('mart_weekly_control_changes')) }}
