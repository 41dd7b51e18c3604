select * exclude (week_kind)
from {{ ref('int_weekly_control_net') }}
where week_kind = 'saturday'
order by
    week_start, admin_level, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last,
    region_pcode nulls last, actor_id
