select * exclude (week_kind)
from {{ ref('int_weekly_attacks') }}
where week_kind = 'saturday'
order by
    week_start, admin_level, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last,
    region_pcode nulls last, event_type, weapon nulls last, actor_id nulls last, status
