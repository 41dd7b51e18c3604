{{ reconcile_casualties(ref('mart_weekly_casualties')) }}
